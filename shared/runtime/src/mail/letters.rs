//! The letters that the system writes.
use super::words::{Said, Words, words};
use crate::mailed::MailedToken;
use domain::{rights::Role, zone::Zone};
use jiff::{Timestamp, tz::TimeZone};
use store::accounts::User;

/// Most characters of what a person wrote that stand in a subject or a sentence.
const PHRASE_CHARACTERS_MAX: usize = 120;
/// Most characters of a person's own paragraph.
const PARAGRAPH_CHARACTERS_MAX: usize = 1_000;

/// Whom a mail is for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reader<'a> {
    /// What to call the reader; none where we do not know.
    pub name: Option<&'a str>,
    /// The language, as a BCP 47 tag.
    pub locale: Option<&'a str>,
    /// The zone that times are told in; UTC where there is none.
    pub time_zone: Option<&'a Zone>,
}

impl<'a> Reader<'a> {
    /// Somebody with an account.
    pub fn of(user: &'a User) -> Self {
        Self {
            name: Some(&user.display_name),
            locale: user.locale.as_deref(),
            time_zone: user.time_zone.as_ref(),
        }
    }
}

/// An invitation to a team, as a mail tells it.
#[derive(Debug, Clone, Copy)]
pub struct TeamCall<'a> {
    /// The org's name.
    pub org: &'a str,
    /// The inviter's name.
    pub inviter: &'a str,
    /// The role.
    pub role: Role,
    /// What the inviter wrote, where anything.
    pub message: Option<&'a str>,
}

/// An admin of the platform in an org, as a mail tells it.
#[derive(Debug, Clone, Copy)]
pub struct Entered<'a> {
    /// The org's name.
    pub org: &'a str,
    /// Whether the admin may act or only look.
    pub acting: bool,
    /// The admin's reason.
    pub reason: &'a str,
    /// When the entry ends.
    pub until: Timestamp,
}

/// What a mail says. Plain values: composed without effects, recorded by [`super::PendingMail`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    subject: String,
    paragraphs: Vec<String>,
    footer: String,
    token: Option<MailedToken>,
}

impl Letter {
    /// Asks the reader to prove an address.
    pub fn verify_address(reader: &Reader<'_>, token: MailedToken) -> Self {
        let words = words(reader.locale);
        Self::of(words, &words.verify, reader, &[]).with(token)
    }

    /// Lets the reader set a new password.
    pub fn reset_password(reader: &Reader<'_>, token: MailedToken) -> Self {
        let words = words(reader.locale);
        Self::of(words, &words.reset, reader, &[]).with(token)
    }

    /// Tells somebody who wanted to register that the address has an account.
    pub fn already_registered(reader: &Reader<'_>) -> Self {
        let words = words(reader.locale);
        Self::of(words, &words.known, reader, &[])
    }

    /// Invites the reader to a team.
    pub fn team_invitation(reader: &Reader<'_>, call: &TeamCall<'_>, token: MailedToken) -> Self {
        let words = words(reader.locale);
        let inviter = phrase(call.inviter);
        let written = call.message.map(|message| clean(message, PARAGRAPH_CHARACTERS_MAX));
        let message = written.filter(|message| !message.is_empty()).map(|message| {
            fill(words.team_message, &[("inviter", &inviter), ("message", &message)])
        });
        let values = [
            ("org", phrase(call.org)),
            ("inviter", inviter),
            ("role", words.role(call.role).to_owned()),
            ("message", message.unwrap_or_default()),
        ];
        Self::of(words, &words.team, reader, &values).with(token)
    }

    /// Tells the reader that the password was changed.
    pub fn password_changed(reader: &Reader<'_>) -> Self {
        let words = words(reader.locale);
        Self::of(words, &words.password_changed, reader, &[])
    }

    /// Tells an owner that an admin of the platform entered the org.
    pub fn admin_entered(reader: &Reader<'_>, entered: &Entered<'_>) -> Self {
        let words = words(reader.locale);
        let mode = if entered.acting { words.acting } else { words.looking };
        let zone = reader.time_zone.map_or(TimeZone::UTC, Zone::tz);
        let until = entered.until.to_zoned(zone).strftime("%Y-%m-%d %H:%M %Z").to_string();
        let values = [
            ("org", phrase(entered.org)),
            ("until", until),
            ("mode", mode.to_owned()),
            ("reason", clean(entered.reason, PARAGRAPH_CHARACTERS_MAX)),
        ];
        Self::of(words, &words.entered, reader, &values)
    }

    /// Tells the reader, at the former address, that the account has another.
    pub fn address_changed(reader: &Reader<'_>) -> Self {
        let words = words(reader.locale);
        Self::of(words, &words.address_changed, reader, &[])
    }

    /// Tells the reader, at the present address, that a change to another was asked for.
    pub fn address_asked(reader: &Reader<'_>) -> Self {
        let words = words(reader.locale);
        Self::of(words, &words.address_asked, reader, &[])
    }

    /// The subject: one line.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The words, with [`store::mails::LINK_PLACE`] where the link stands; `site` is where we are.
    pub fn text(&self, site: &str) -> String {
        let paragraphs = self.paragraphs.join("\n\n");
        format!("{paragraphs}\n\n-- \n{}\n", self.footer).replace("{site}", site)
    }

    /// What its link carries.
    pub const fn token(&self) -> Option<MailedToken> {
        self.token
    }

    fn of(words: &Words, said: &Said, reader: &Reader<'_>, values: &[(&str, String)]) -> Self {
        let mut known: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let why = fill(said.why, &known);
        let greeting = match reader.name.map(phrase).filter(|name| is_plain(name)) {
            Some(name) => fill(words.hello, &[("name", &name)]),
            None => words.hello_nobody.to_owned(),
        };
        let body = said.body.iter().map(|paragraph| fill(paragraph, &known));
        let body = body.filter(|paragraph| !paragraph.is_empty());
        let paragraphs = std::iter::once(greeting).chain(body).collect();
        let subject = fill(said.subject, &known);
        known.push(("why", &why));
        Self { subject, paragraphs, footer: fill(words.footer, &known), token: None }
    }

    fn with(mut self, token: MailedToken) -> Self {
        self.token = Some(token);
        self
    }
}

/// `template` with its `{name}`s replaced, in one pass: what a value says is never replaced again.
/// A name without a value stays, as the link's place does.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, behind)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, behind))
        });
        if let Some((value, behind)) = value {
            out.push_str(value);
            rest = behind;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// A person's words within one line.
fn phrase(written: &str) -> String {
    clean(written, PHRASE_CHARACTERS_MAX)
}

/// A person's words without anything that could pass for ours: no line breaks, no controls, no braces,
/// which mark the places that are filled in.
fn clean(written: &str, characters_max: usize) -> String {
    let plain = |character: char| match character {
        '{' => '(',
        '}' => ')',
        other if other.is_control() => ' ',
        other => other,
    };
    let text: String = written.chars().map(plain).take(characters_max).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a name can be said to somebody who never gave it: it may have been entered to advertise an
/// address to whoever reads the mail.
fn is_plain(name: &str) -> bool {
    let dotted = name.split('.').skip(1).any(|after| after.starts_with(char::is_alphanumeric));
    !name.is_empty() && !dotted && !name.contains(['/', '@', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailed::Purpose;
    use store::mails::LINK_PLACE;

    const SITE: &str = "https://rsvp.example.com";

    fn token(purpose: Purpose) -> MailedToken {
        MailedToken { purpose, subject: [1; 10], item: [2; 10], sequence: 3 }
    }

    fn reader(name: &str) -> Reader<'_> {
        Reader { name: Some(name), ..Reader::default() }
    }

    fn call<'a>(inviter: &'a str, message: Option<&'a str>) -> Letter {
        let call = TeamCall { org: "Harbour {role} Club", inviter, role: Role::Admin, message };
        Letter::team_invitation(&Reader::default(), &call, token(Purpose::TeamInvitation))
    }

    fn each() -> Vec<Letter> {
        let ada = reader("Ada Lovelace");
        let until = "2027-03-03T14:30:00Z".parse().unwrap();
        let entered = Entered { org: "Harbour", acting: true, reason: "a fault", until };
        vec![
            Letter::verify_address(&ada, token(Purpose::VerifyEmail)),
            Letter::reset_password(&ada, token(Purpose::ResetPassword)),
            Letter::already_registered(&ada),
            call("Grace Hopper", Some("Join us!")),
            Letter::password_changed(&ada),
            Letter::admin_entered(&ada, &entered),
            Letter::address_changed(&ada),
            Letter::address_asked(&ada),
        ]
    }

    #[test]
    fn every_letter_greets_says_who_we_are_and_leaves_nothing_unsaid() {
        for letter in each() {
            let text = letter.text(SITE);
            assert!(text.starts_with("Hello"), "{text}");
            assert!(text.contains(&format!("This mail comes from Convoke at {SITE}.")), "{text}");
            assert!(text.contains("You get it because"), "{text}");
            let places = text.matches(LINK_PLACE).count();
            assert_eq!(places, usize::from(letter.token().is_some()), "{text}");
            let said = text.replace(LINK_PLACE, "");
            assert!(!said.contains(['{', '}']), "{said}");
            assert!(!letter.subject().contains(['{', '}', '\n', '\r']), "{}", letter.subject());
        }
    }

    #[test]
    fn a_letter_says_how_long_its_link_is_good() {
        for letter in each() {
            let Some(token) = letter.token() else { continue };
            let hours = token.purpose.lifetime().unwrap().as_hours();
            let said = if hours == 1 {
                "within the next hour".into()
            } else {
                format!("{} days", hours / 24)
            };
            assert!(letter.text(SITE).contains(&said), "{said}");
        }
    }

    #[test]
    fn an_entry_says_who_why_and_until_when() {
        let text = each()[5].text(SITE);
        assert!(text.contains("entered your organization Harbour, until 2027-03-03 14:30 UTC"));
        assert!(text.contains("The reason given: a fault"));
    }

    #[test]
    fn what_a_person_wrote_can_neither_break_a_line_nor_take_a_place() {
        let letter = call("Grace\r\nBcc: eve@example.org", Some("a\n\n-- \n{link} {site}"));
        assert!(!letter.subject().contains(['\n', '\r']));
        let text = letter.text(SITE);
        assert!(text.contains("writes: a -- (link) (site)"), "{text}");
        assert!(text.contains("Harbour (role) Club"), "{text}");
        assert_eq!(text.matches(LINK_PLACE).count(), 1);
    }

    #[test]
    fn a_name_that_advertises_an_address_is_not_said() {
        for name in ["Win at www.example.com", "https://example.com", "eve@example.org", " "] {
            let letter = Letter::verify_address(&reader(name), token(Purpose::VerifyEmail));
            assert!(letter.text(SITE).starts_with("Hello,\n"), "{name}");
        }
        let letter =
            Letter::verify_address(&reader("Dr. Ada B. King"), token(Purpose::VerifyEmail));
        assert!(letter.text(SITE).starts_with("Hello Dr. Ada B. King,\n"));
    }

    #[test]
    fn a_language_without_words_is_told_in_english() {
        let reader = Reader { locale: Some("de-AT"), ..reader("Ada") };
        assert_eq!(Letter::password_changed(&reader).subject(), "Your password was changed");
    }
}
