//! What stands below the answer: who else comes, news, the guest's own details.
use super::Page;
use crate::{crowd::Crowd, standing::Standing, words::Word};
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
                h3 {
                    (page.say(Word::Seats, &[
                        ("taken", &taken.to_string()), ("capacity", &capacity.to_string()),
                    ]))
                }
                progress value=(taken) max=(capacity) {}
            }
        }
        @if !crowd.names.is_empty() {
            div.more {
                h3 { (page.say(Word::WhoComes, &[])) }
                ul.people {
                    @for name in &crowd.names { li { bdi { (name) } } }
                    @if crowd.more > 0 {
                        li { (page.say(Word::AndMore, &[("more", &crowd.more.to_string())])) }
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
                h3 { (page.say(Word::News, &[("host", page.host())])) }
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
    html! {
        details.more {
            summary { (page.say(Word::DetailsTitle, &[("host", page.host())])) }
            form method="post" action={ (page.path) "/details" } {
                label {
                    b { (page.say(Word::NameLabel, &[])) }
                    input name="name" dir="auto" required autocomplete="name"
                        maxlength=(NAME_CHARS_MAX) value=(page.invitation.invitee.name);
                }
                label {
                    b { (page.say(Word::NoteLabel, &[])) }
                    textarea name="note" dir="auto" rows="3" maxlength=(NOTE_CHARS_MAX) {}
                }
                button { (page.say(Word::Save, &[])) }
            }
        }
    }
}
