//! Zones of trust: functions that trust the same people may touch the same things.
use bootstrap::aws::Secret;

/// Whom a function trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Nobody: it says what the API is.
    Public,
    /// Whoever holds an invitation's link.
    Guests,
    /// Whoever fills in a list's public form.
    Visitors,
    /// Whoever wants to sign in or register.
    SignIn,
    /// Signed-in people, for their own login.
    Account,
    /// Signed-in people, within their orgs.
    Organizers,
    /// Those who run the platform.
    Admins,
    /// The messaging provider, by signature.
    Webhooks,
    /// The job that follows the table's stream.
    Relay,
    /// The job that takes an event's next step.
    Fill,
    /// The job that sends.
    Send,
    /// The job that changes many contacts.
    Import,
    /// The job that finds what was forgotten.
    Sweep,
    /// The job that removes what was deleted long ago.
    Purge,
    /// The one-time command that makes the first admin.
    FirstAdmin,
}

impl Zone {
    /// Every zone.
    pub const ALL: [Self; 15] = [
        Self::Public,
        Self::Guests,
        Self::Visitors,
        Self::SignIn,
        Self::Account,
        Self::Organizers,
        Self::Admins,
        Self::Webhooks,
        Self::Relay,
        Self::Fill,
        Self::Send,
        Self::Import,
        Self::Sweep,
        Self::Purge,
        Self::FirstAdmin,
    ];

    /// Its name in CamelCase, as logical ids and roles carry it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "Public",
            Self::Guests => "Guests",
            Self::Visitors => "Visitors",
            Self::SignIn => "SignIn",
            Self::Account => "Account",
            Self::Organizers => "Organizers",
            Self::Admins => "Admins",
            Self::Webhooks => "Webhooks",
            Self::Relay => "Relay",
            Self::Fill => "Fill",
            Self::Send => "Send",
            Self::Import => "Import",
            Self::Sweep => "Sweep",
            Self::Purge => "Purge",
            Self::FirstAdmin => "FirstAdmin",
        }
    }

    /// The zone of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.name() == name)
    }

    /// The zone of an operation with that `x-permission`.
    pub fn of_permission(permission: &str, context: &str) -> Option<Self> {
        match permission {
            "public" if context == "bootstrap" => Some(Self::Public),
            "public" => Some(Self::SignIn),
            "link" if context == "rsvp" => Some(Self::Guests),
            "link" => Some(Self::Visitors),
            "signature" => Some(Self::Webhooks),
            "platform-admin" => Some(Self::Admins),
            "signed-in" if context == "accounts" => Some(Self::Account),
            "signed-in" | "see" | "message" | "invite" | "work" | "tidy" | "administer" | "own" => {
                Some(Self::Organizers)
            }
            _ => None,
        }
    }

    /// The zone of a job.
    pub fn of_job(name: &str) -> Option<Self> {
        match name {
            "relay" => Some(Self::Relay),
            "fill" => Some(Self::Fill),
            "send" => Some(Self::Send),
            "import" => Some(Self::Import),
            "sweep" => Some(Self::Sweep),
            "purge" => Some(Self::Purge),
            "bootstrap_admin" => Some(Self::FirstAdmin),
            _ => None,
        }
    }
}

/// Secrets.
impl Zone {
    /// The secrets that its functions read at their start; for the others they have what nobody knows.
    pub const fn secrets(self) -> &'static [Secret] {
        match self {
            Self::Public | Self::Import | Self::Sweep | Self::Purge | Self::FirstAdmin => &[],
            Self::Guests | Self::Relay | Self::Fill => &[Secret::Links],
            Self::Visitors => &[Secret::Cursors],
            Self::Webhooks => &[Secret::Links, Secret::Twilio],
            Self::SignIn | Self::Account | Self::Admins => &[Secret::Access, Secret::Cursors],
            Self::Organizers => &[Secret::Access, Secret::Cursors, Secret::Links],
            Self::Send => &[Secret::Cursors, Secret::Links, Secret::Mail, Secret::Twilio],
        }
    }
}
