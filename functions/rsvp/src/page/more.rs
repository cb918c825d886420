//! What stands below the answer: who else comes, news, the guest's own details.
use super::Page;
use crate::{crowd::Crowd, notice::Notice, standing::Standing, words::Word};
use domain::event::{Announcement, Audience, NAME_CHARS_MAX};
use maud::{Markup, html};
use store::invitees::NOTE_CHARS_MAX;

/// The sections that there are.
pub(super) fn sections(page: &Page<'_>) -> Markup {
    html! {
        @if let Some(crowd) = page.crowd { (company(page, crowd)) }
        (news(page))
        @if page.standing().has_details() { (details(page)) }
    }
}

fn company(page: &Page<'_>, crowd: &Crowd) -> Markup {
    html! {
        @if let Some((taken, capacity)) = crowd.seats {
            div.more {
                h2 #seats { (page.count(Word::Seats, capacity.into(), &[("taken", &taken.to_string())])) }
                progress value=(taken) max=(capacity) aria-labelledby="seats" {}
            }
        }
        @if !crowd.names.is_empty() {
            div.more {
                h2 { (page.say(Word::WhoComes, &[])) }
                ul.people {
                    @for name in &crowd.names { li { bdi { (name) } } }
                    @if crowd.more > 0 {
                        li { (page.count(Word::AndMore, crowd.more, &[])) }
                    }
                }
            }
        }
    }
}

fn news(page: &Page<'_>) -> Markup {
    let comes = matches!(page.standing(), Standing::Coming { .. });
    let shown = |announcement: &&Announcement| match announcement.audience {
        Audience::All => true,
        Audience::Confirmed => comes,
    };
    let mut shown = page.invitation.event.announcements.iter().rev().filter(shown).peekable();
    html! {
        @if shown.peek().is_some() {
            section.more {
                h2 { (page.say(Word::News, &[("host", page.host())])) }
                ul {
                    @for announcement in shown {
                        li {
                            p.say dir="auto" { (announcement.text) }
                            small {
                                (page.say(Word::NewsBy, &[
                                    ("sender", &announcement.sender),
                                    ("when", &page.for_guest(announcement.at)),
                                ]))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn details(page: &Page<'_>) -> Markup {
    let notice = page.arrival.notice();
    let (wrong_name, wrong_note) = (notice == Some(Notice::Name), notice == Some(Notice::Note));
    let described = |wrong: bool| wrong.then_some("notice");
    let invalid = |wrong: bool| wrong.then_some("true");
    html! {
        details.more open[wrong_name || wrong_note] {
            summary { (page.say(Word::DetailsTitle, &[("host", page.host())])) }
            form method="post" action={ (page.path) "/details" } {
                label {
                    b { (page.say(Word::NameLabel, &[])) }
                    input name="name" dir="auto" required autocomplete="name"
                        aria-invalid=[invalid(wrong_name)] aria-describedby=[described(wrong_name)]
                        maxlength=(NAME_CHARS_MAX) value=(page.invitation.invitee.name);
                }
                label {
                    b { (page.say(Word::NoteLabel, &[])) }
                    textarea name="note" dir="auto" rows="3" maxlength=(NOTE_CHARS_MAX)
                        aria-invalid=[invalid(wrong_note)] aria-describedby=[described(wrong_note)] {}
                }
                button { (page.say(Word::Save, &[])) }
            }
        }
    }
}
