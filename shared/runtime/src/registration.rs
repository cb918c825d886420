//! Registration codes as people are given them. The table keeps no secret: the text is signed.
use crate::{
    ctx::Ctx,
    mailed::{MailedToken, Purpose, SUBJECT_BYTES},
};
use domain::ids::RegistrationCodeId;

/// A code's text.
pub fn text_of(ctx: &Ctx, code: RegistrationCodeId) -> String {
    let token = MailedToken {
        purpose: Purpose::Registration,
        subject: *code.bytes(),
        item: [0; SUBJECT_BYTES],
        sequence: 0,
    };
    token.sign(&ctx.secrets.cursors)
}

/// The address of the page where somebody registers with a code. The code follows `#`, so that it is
/// in no log.
pub fn link_of(ctx: &Ctx, code: RegistrationCodeId) -> String {
    let (base_url, page) = (&ctx.config.base_url, Purpose::Registration.page());
    format!("{base_url}{page}#code={}", text_of(ctx, code))
}

/// The code of that text. None where we did not sign it; whether the code still counts is another
/// question.
pub fn code_of(ctx: &Ctx, text: &str) -> Option<RegistrationCodeId> {
    let token = MailedToken::verify(&ctx.secrets.cursors, Purpose::Registration, text)?;
    Some(RegistrationCodeId::from_bytes(token.subject))
}
