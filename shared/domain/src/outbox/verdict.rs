//! What a person says of a message whose outcome nobody knew.
use super::Life;
use crate::message::Delivery;

/// What an operator found out at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The provider has it.
    Sent,
    /// The provider never had it.
    NotSent,
}

impl Verdict {
    /// The verdict of that name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "sent" => Some(Self::Sent),
            "not_sent" => Some(Self::NotSent),
            _ => None,
        }
    }
}

/// The message after the verdict; `None` where its outcome is known, or may still become known by
/// itself. What was not sent is given up: it is sent again only if an organizer asks for it.
pub fn decided(life: &Life, verdict: Verdict) -> Option<Life> {
    match life.delivery {
        Delivery::Unknown | Delivery::Unconfirmed => (),
        Delivery::None
        | Delivery::Queued
        | Delivery::Submitting
        | Delivery::Submitted
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => return None,
    }
    let delivery = match verdict {
        Verdict::Sent => Delivery::Submitted,
        Verdict::NotSent => Delivery::GaveUp,
    };
    // The fence counts up, so that whoever is asking the provider right now writes nothing.
    let fence = life.fence.saturating_add(1);
    let body = String::new();
    Some(Life { delivery, fence, body, absent_at: None, lease_until: None, ..life.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn life(delivery: Delivery) -> Life {
        Life { delivery, ..Life::queued(1, "words".into(), 1, Timestamp::MAX) }
    }

    #[test]
    fn only_what_nobody_knows_is_decided() {
        for delivery in Delivery::ALL {
            let unknown = matches!(delivery, Delivery::Unknown | Delivery::Unconfirmed);
            for verdict in [Verdict::Sent, Verdict::NotSent] {
                assert_eq!(decided(&life(delivery), verdict).is_some(), unknown, "{delivery:?}");
            }
        }
    }

    #[test]
    fn what_was_not_sent_is_a_failure_and_never_queued_again() {
        let after = decided(&life(Delivery::Unknown), Verdict::NotSent).unwrap();
        assert_eq!((after.delivery, after.body.as_str()), (Delivery::GaveUp, ""));
        assert!(!after.delivery.may_be_out());
        let after = decided(&life(Delivery::Unconfirmed), Verdict::Sent).unwrap();
        assert_eq!(after.delivery, Delivery::Submitted);
    }
}
