//! Calendars on the web that take an event by an address.
use domain::event::Event;

/// Most characters of the details: with everything else an address stays below 8 kB, which is what
/// servers read at most.
const DETAILS_CHARS_MAX: usize = 300;

/// A calendar on the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Web {
    /// Google's.
    Google,
    /// Microsoft's.
    Outlook,
}

impl Web {
    /// Every one.
    pub(crate) const ALL: [Self; 2] = [Self::Google, Self::Outlook];

    /// Its name in our own addresses.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Outlook => "outlook",
        }
    }

    /// What its users call it, in every language.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::Outlook => "Outlook",
        }
    }

    /// The calendar of that name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|web| web.name() == name)
    }

    /// Where it takes the event. The guest's own link is not in it: whoever has that can answer, and an
    /// address is written into logs on its way.
    pub(crate) fn address(self, event: &Event) -> String {
        let details: String = event.details.chars().take(DETAILS_CHARS_MAX).collect();
        let (start, end) = (event.when.starts_at(), event.when.ends_at());
        match self {
            Self::Google => {
                let dates = format!("{}/{}", super::utc(start), super::utc(end));
                let fields = [
                    ("action", "TEMPLATE"),
                    ("text", &event.name),
                    ("dates", &dates),
                    ("location", &event.location),
                    ("details", &details),
                ];
                address("https://calendar.google.com/calendar/render", &fields)
            }
            Self::Outlook => {
                let iso = "%Y-%m-%dT%H:%M:%SZ";
                let (start, end) = (start.strftime(iso).to_string(), end.strftime(iso).to_string());
                let fields = [
                    ("path", "/calendar/action/compose"),
                    ("rru", "addevent"),
                    ("subject", &event.name),
                    ("startdt", &start),
                    ("enddt", &end),
                    ("location", &event.location),
                    ("body", &details),
                ];
                address("https://outlook.live.com/calendar/deeplink/compose", &fields)
            }
        }
    }
}

/// An address with fields in its query. A space is `%20`: Outlook shows a plus as a plus.
fn address(place: &str, fields: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields.iter().filter(|(_, value)| !value.is_empty()));
    format!("{place}?{}", query.finish().replace('+', "%20"))
}
