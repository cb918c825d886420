//! The invariants of docs/ENGINE.md, section 13, by name.
use std::fmt;

macro_rules! laws {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// An invariant.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Law { $($(#[$doc])* $name,)* }

        impl Law {
            /// Every invariant.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name there.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }
        }
    };
}

laws! {
    /// What is committed never exceeds the ceiling.
    I1,
    /// The counters are what the rows say.
    I2,
    /// One occupying invitee per event and phone.
    I3,
    /// One acceptance per message key.
    I4,
    /// No window above its limit.
    I5,
    /// Every invitation's link works.
    I6,
    /// Who is invited has dates; nobody is being invited for ever.
    I7,
    /// Nobody is overtaken without a recorded reason.
    I8,
    /// A YES in time within the held seats succeeds.
    I9,
    /// Nothing to a phone that refuses, at night, after close or cancel.
    I10,
    /// Troubles change no status but inviting to queued.
    I11,
    /// No more confirmations and reminders than there may be.
    I12,
    /// Every change is recorded once.
    I13,
    /// A free seat is offered; no wake is lost for longer than a sweep.
    I14,
    /// No write mixes two orgs.
    I15,
    /// Planned is the sum of what became of the messages.
    I16,
}

/// An invariant that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Which.
    pub law: Law,
    /// What is wrong.
    pub words: String,
    /// What it is about: ids and phones, to find the lines of the trace by.
    pub about: Vec<String>,
}

impl Broken {
    pub(crate) fn new(law: Law, words: impl Into<String>, about: &[&dyn fmt::Display]) -> Self {
        let about = about.iter().map(ToString::to_string).collect();
        Self { law, words: words.into(), about }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.law.name(), self.words, self.about.join(", "))
    }
}

/// What a check says.
pub(crate) type Checked = Result<(), Broken>;
