//! The versions that are deployed: the present one and the next.
use super::Version;
use crate::control::Control;
use bootstrap::api_router;
use domain::token::LinkKeys;
use jiff::{SignedDuration, Timestamp};
use ports::{Clock, Secrets};
use runtime::Ctx;
use std::sync::Arc;
use store::Store;
use testkit::{
    FakeClock, Stage,
    embedded::TABLE,
    stage::{ACCOUNT, AUTH_TOKEN, SENDER},
};

/// How far a clock is off in the controls.
const OFF: SignedDuration = SignedDuration::from_hours(12);

pub(super) fn versions(stage: &Stage, control: Option<Control>) -> Vec<Version> {
    let next = Ctx {
        store: Store::new(
            stage.table.client_of_next_version(),
            TABLE,
            b"cursors of the simulation",
        ),
        secrets: Arc::new(secrets(2, control != Some(Control::UnknownLinkKey))),
        ..stage.ctx.clone()
    };
    let present = Ctx {
        store: Store::new(stage.table.client(), TABLE, b"cursors of the simulation"),
        secrets: Arc::new(secrets(1, control != Some(Control::UnknownLinkKey))),
        ..stage.ctx.clone()
    };
    [present, next].map(|ctx| version(stage, &ctx, control)).into()
}

fn version(stage: &Stage, ctx: &Ctx, control: Option<Control>) -> Version {
    let off = |wrong: Control| {
        let clock: Arc<dyn Clock> = if control == Some(wrong) {
            Arc::new(ClockOff(stage.clock.clone()))
        } else {
            Arc::clone(&ctx.clock)
        };
        Ctx { clock, ..ctx.clone() }
    };
    Version {
        api: stage.api(api_router(ctx.clone())),
        guests: stage.api(api_router(off(Control::FastGuestClock))),
        ctx: off(Control::SenderClockOff),
    }
}

/// The keys of a version: the next one signs by a new key, and while both run, both know both.
fn secrets(current: u8, both: bool) -> Secrets {
    let mut keys: Vec<(u8, Vec<u8>)> = vec![(1, (0..32).collect()), (2, (100..132).collect())];
    keys.retain(|(number, _)| both || *number == current);
    Secrets {
        links: LinkKeys::new(current, keys).unwrap(),
        access: (32..64).collect(),
        cursors: (64..96).collect(),
        twilio: ports::TwilioAccount {
            sid: ACCOUNT.into(),
            auth_token: AUTH_TOKEN.into(),
            sender: SENDER.into(),
        },
    }
}

/// A clock that is wrong by half a day.
#[derive(Debug)]
struct ClockOff(FakeClock);

impl Clock for ClockOff {
    fn now(&self) -> Timestamp {
        self.0.now() + OFF
    }
}
