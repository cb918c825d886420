//! What is to happen at an instant.
use crate::{guests::GuestDeed, orders::Order, provider::Report};
use domain::phone::Phone;
use ports::Text;

/// Something that happens by itself.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// The periodic sweep.
    Sweep,
    /// A timer fires at last.
    Timer(domain::ids::EventId),
    /// The provider reports what became of a text.
    Report(Report),
    /// A text of a guest reaches the provider, which hands it on.
    Inbound(InboundText),
    /// A guest does something.
    Guest(GuestDeed),
    /// An organizer of that number does something.
    Organizer(usize),
    /// An order that was decided on before.
    Ordered(Order),
    /// A request that its caller gave up arrives at the provider.
    Arrive(Text),
}

/// A text from a phone.
#[derive(Debug, Clone)]
pub(crate) struct InboundText {
    /// The provider's id: the same when it hands it on again.
    pub(crate) sid: String,
    pub(crate) from: Phone,
    pub(crate) body: String,
    /// How often it was handed on already.
    pub(crate) tries: u8,
}
