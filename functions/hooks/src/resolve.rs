//! Which invitation a text is about. Pure.
use domain::{
    code::EventCode,
    event::Event,
    invitee::{Invitee, Status},
};
use jiff::Timestamp;

/// An invitation that a phone got.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    /// Who.
    pub(crate) invitee: Invitee,
    /// To what.
    pub(crate) event: Event,
}

/// What a text is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Resolved {
    /// Nothing that can be answered.
    Nothing,
    /// This.
    One(Box<Candidate>),
    /// One of these; the guest has to say which.
    Several(Vec<Candidate>),
}

/// How likely a text is about an invitation: only the best kind that there is counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Waits for an answer.
    Live,
    /// Was answered with a yes.
    Coming,
    /// Was not answered in time.
    Expired,
    /// Was answered with a no.
    Declined,
    /// Is off.
    Cancelled,
}

/// The invitation among `candidates` that a text with `code`, received at `at`, is about.
pub(crate) fn resolve(
    candidates: Vec<Candidate>,
    code: Option<&EventCode>,
    at: Timestamp,
) -> Resolved {
    let named =
        |candidate: &Candidate| code.is_none_or(|code| candidate.event.code.as_ref() == Some(code));
    let mut ranked: Vec<(Kind, Candidate)> = candidates
        .into_iter()
        .filter(named)
        .filter_map(|candidate| Some((kind(&candidate, at)?, candidate)))
        .collect();
    let Some(best) = ranked.iter().map(|(kind, _)| *kind).min() else { return Resolved::Nothing };
    ranked.retain(|(kind, _)| *kind == best);
    let mut candidates: Vec<Candidate> =
        ranked.into_iter().map(|(_, candidate)| candidate).collect();
    match candidates.pop() {
        Some(only) if candidates.is_empty() => Resolved::One(Box::new(only)),
        Some(last) => {
            candidates.push(last);
            candidates.sort_by_key(|candidate| candidate.event.when.starts_at());
            Resolved::Several(candidates)
        }
        None => Resolved::Nothing,
    }
}

/// Whether the invitation had left when the text came: a text answers nothing that came after it.
pub(crate) fn was_sent_before(invitee: &Invitee, at: Timestamp) -> bool {
    let claimed_at = invitee.message.as_ref().and_then(|message| message.claimed_at);
    invitee.sent_at.or(claimed_at).is_some_and(|sent_at| sent_at <= at)
}

fn kind(candidate: &Candidate, at: Timestamp) -> Option<Kind> {
    let Candidate { invitee, event } = candidate;
    if at >= event.when.ends_at() || !was_sent_before(invitee, at) {
        return None;
    }
    match invitee.status {
        Status::Inviting { .. } => (!invitee.is_unsent()).then_some(Kind::Live),
        Status::Invited { expires_at, .. } if at < expires_at => Some(Kind::Live),
        Status::Invited { .. } | Status::Expired | Status::Failed => Some(Kind::Expired),
        Status::Accepted { .. } | Status::Waitlisted { .. } => Some(Kind::Coming),
        Status::Declined | Status::Withdrawn => Some(Kind::Declined),
        Status::Cancelled { .. } => Some(Kind::Cancelled),
        Status::Queued | Status::Removed => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use testkit::fixtures;

    fn now() -> Timestamp {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    /// The same phone on the list of the event of that number, invited an hour ago.
    fn candidate(number: u8, status: Status) -> Candidate {
        let event = fixtures::event(number);
        let sent_at = now() - SignedDuration::from_hours(1);
        let invitee = fixtures::invited(fixtures::invitee(&event, 1), 1, sent_at, now());
        Candidate { invitee: fixtures::with_status(invitee, status, now()), event }
    }

    fn live() -> Status {
        Status::Invited { held: 1, expires_at: now() + SignedDuration::from_hours(1) }
    }

    /// The numbers of the events that a text is about.
    fn about(statuses: &[Status]) -> Vec<u8> {
        let numbered = (1..).zip(statuses);
        let candidates = numbered.map(|(number, status)| candidate(number, *status)).collect();
        let number = |candidate: &Candidate| candidate.event.id.bytes()[0];
        match resolve(candidates, None, now()) {
            Resolved::Nothing => Vec::new(),
            Resolved::One(candidate) => vec![number(&candidate)],
            Resolved::Several(candidates) => candidates.iter().map(number).collect(),
        }
    }

    #[test]
    fn a_text_is_about_the_likeliest_kind_of_invitation() {
        let accepted = Status::Accepted { taken: 1 };
        let waiting = Status::Waitlisted { party: 1, since: now() };
        assert_eq!(about(&[accepted, live(), Status::Expired]), [2]);
        assert_eq!(about(&[Status::Declined, Status::Expired, accepted]), [3]);
        assert_eq!(about(&[accepted, waiting]), [1, 2]);
        assert_eq!(about(&[live(), live(), accepted]), [1, 2]);
        assert_eq!(about(&[Status::Declined, Status::Expired]), [2]);
        assert_eq!(about(&[Status::Removed, Status::Queued]), [0_u8; 0]);
    }

    #[test]
    fn a_deadline_that_has_passed_is_no_live_invitation() {
        let late = Status::Invited { held: 1, expires_at: now() };
        assert_eq!(about(&[late, live()]), [2]);
    }

    #[test]
    fn an_event_that_is_over_is_not_answered() {
        let past = candidate(1, Status::Accepted { taken: 1 });
        let end = past.event.when.ends_at();
        assert_eq!(resolve(vec![past], None, end), Resolved::Nothing);
    }

    #[test]
    fn a_code_names_its_event_and_no_other() {
        let candidates = || vec![candidate(1, live()), candidate(2, Status::Declined)];
        let code = |text| EventCode::parse(text).unwrap();
        let named = |text| resolve(candidates(), Some(&code(text)), now());
        assert!(matches!(named("PA402"), Resolved::One(one) if one.event.id.bytes()[0] == 2));
        assert_eq!(named("PA499"), Resolved::Nothing);
    }
}
