//! Guards that can be taken away, to see that their absence is found.
use crate::law::Law;

/// A double that lacks a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// The seats' conditions always hold.
    SeatsUnguarded,
    /// The invitees' conditions always hold.
    InviteesUnguarded,
    /// A place on the list is not made from the phone.
    PlaceByContact,
    /// The messages' claims always hold.
    ClaimsUnguarded,
    /// The provider is said to have nothing: whatever is unknown goes out again.
    FindsNothing,
    /// The quotas' conditions always hold.
    QuotasUnguarded,
    /// The phones' conditions always hold.
    PhonesUnguarded,
    /// The next version signs links by a key that the present one does not know.
    UnknownLinkKey,
    /// Nothing sweeps, and hints are lost.
    NoSweep,
    /// Reads are staler than an index may be.
    VeryStaleReads,
    /// The function of the guests' page has a clock that is fast.
    FastGuestClock,
    /// The sender's clock is half a day off.
    SenderClockOff,
    /// An outage is taken for a refusal.
    OutageIsRefusal,
    /// Reminders go out twice, each under a key of its own.
    RemindsAgain,
    /// A write reaches into another org.
    MixesOrgs,
    /// The provider's port says sent where nothing was.
    SaysSent,
}

impl Control {
    /// Every one.
    pub const ALL: [Self; 16] = [
        Self::SeatsUnguarded,
        Self::InviteesUnguarded,
        Self::PlaceByContact,
        Self::ClaimsUnguarded,
        Self::FindsNothing,
        Self::QuotasUnguarded,
        Self::PhonesUnguarded,
        Self::UnknownLinkKey,
        Self::NoSweep,
        Self::VeryStaleReads,
        Self::FastGuestClock,
        Self::SenderClockOff,
        Self::OutageIsRefusal,
        Self::RemindsAgain,
        Self::MixesOrgs,
        Self::SaysSent,
    ];

    /// What breaks without it: any of these.
    pub const fn breaks(self) -> &'static [Law] {
        match self {
            Self::SeatsUnguarded => &[Law::I1],
            Self::InviteesUnguarded => &[Law::I2, Law::I13],
            Self::PlaceByContact => &[Law::I3],
            Self::ClaimsUnguarded | Self::FindsNothing => &[Law::I4],
            Self::QuotasUnguarded => &[Law::I5],
            Self::PhonesUnguarded => &[Law::I10, Law::I5],
            Self::UnknownLinkKey => &[Law::I6],
            Self::NoSweep => &[Law::I7, Law::I14],
            Self::VeryStaleReads => &[Law::I8],
            Self::FastGuestClock => &[Law::I9],
            Self::SenderClockOff => &[Law::I10],
            Self::OutageIsRefusal => &[Law::I11],
            Self::RemindsAgain => &[Law::I12],
            Self::MixesOrgs => &[Law::I15],
            Self::SaysSent => &[Law::I16],
        }
    }

    /// The beginning of the sort keys of the items whose conditions are made true.
    pub(crate) const fn unguards(self) -> Option<&'static str> {
        match self {
            Self::SeatsUnguarded => Some("#SEATS"),
            Self::InviteesUnguarded | Self::ClaimsUnguarded => Some("INV#"),
            Self::QuotasUnguarded => Some("ORG#QUOTA"),
            Self::PhonesUnguarded => Some("PHONE"),
            Self::PlaceByContact
            | Self::FindsNothing
            | Self::UnknownLinkKey
            | Self::NoSweep
            | Self::VeryStaleReads
            | Self::FastGuestClock
            | Self::SenderClockOff
            | Self::OutageIsRefusal
            | Self::RemindsAgain
            | Self::MixesOrgs
            | Self::SaysSent => None,
        }
    }
}
