use super::*;
use crate::{
    samples::{decide, event, hours, invited, inviting, life, now},
    transition::Trigger,
};

#[test]
fn an_invitation_whose_last_message_never_left_may_be_sent_again() {
    for ended in [Delivery::Dropped, Delivery::Rejected, Delivery::GaveUp] {
        let message = Life { sequence: 2, ..life(ended) };
        let guest = Invitee { message: Some(message), ..invited(1, now() + hours(24)) };
        assert_eq!(next_resend(&guest, now()), Ok(3));
        assert_eq!(next_resend(&inviting(1, ended), now()), Err(ResendRefusal::OnItsWay));
    }
}

#[test]
fn an_offer_that_is_sent_again_stands_as_long_as_an_offer() {
    let offer = Invitee { offer: true, ..inviting(1, Delivery::Unconfirmed) };
    let message = Life { sequence: 2, ..life(Delivery::Queued) };
    let sent = decide(&offer, Trigger::Resend { message }, (&event(), 0, now()));
    let sent = sent.unwrap().invitee;
    assert_eq!(
        sent.status,
        Status::Invited { held: 1, expires_at: due::deadline(&offer, &event(), now()) }
    );
    assert!(due::deadline(&offer, &event(), now()) <= now() + hours(4));
}

#[test]
fn a_claim_of_the_former_message_is_older_than_the_next_one() {
    let guest = invited(1, now() + hours(24));
    let former = guest.message.as_ref().unwrap().fence;
    let message = Life { sequence: 2, ..life(Delivery::Queued) };
    let sent = decide(&guest, Trigger::Resend { message }, (&event(), 0, now())).unwrap().invitee;
    assert!(sent.message.unwrap().fence > former);
}
