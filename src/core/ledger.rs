//! What became of every event: `captured = delivered + queued + sum(dropped)`, always.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// Why an event was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The queue was full, and this was the least valuable event in it.
    Overflow,
    /// The endpoint refused it for good.
    Rejected,
    /// The endpoint found it too large, even alone.
    TooLarge,
    /// The reader opted out before it was delivered.
    OptedOut,
    /// The page that made it is gone, and storage has not kept it, or for too long.
    Lost,
    /// The conversation had spent what it may tell of its reader. No batch says so: that there was
    /// something to withhold would tell as much.
    Budget,
}

impl Loss {
    /// Every reason, in the order in which a ledger counts them.
    pub const ALL: [Self; 6] =
        [Self::Overflow, Self::Rejected, Self::TooLarge, Self::OptedOut, Self::Lost, Self::Budget];

    /// The reason's name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overflow => "overflow",
            Self::Rejected => "rejected",
            Self::TooLarge => "too_large",
            Self::OptedOut => "opted_out",
            Self::Lost => "lost",
            Self::Budget => "budget",
        }
    }
}

/// How many events were given up, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped([u32; Loss::ALL.len()]);

impl Dropped {
    /// Counts `events` lost for this reason.
    pub fn add(&mut self, loss: Loss, events: u32) {
        if let Some(count) = self.0.get_mut(loss as usize) {
            *count += events;
        }
    }

    /// Each reason that occurred, with its count.
    pub fn iter(&self) -> impl Iterator<Item = (Loss, u32)> {
        Loss::ALL.into_iter().zip(self.0).filter(|(_, count)| *count > 0)
    }

    /// All of them together.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.0.iter().sum()
    }
}

impl Serialize for Dropped {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (loss, count) in self.iter() {
            map.serialize_entry(loss.name(), &count)?;
        }
        map.end()
    }
}

/// The account of one stream, or of all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Ledger {
    /// Events that were made.
    pub captured: u32,
    /// Events that a 2xx answer acknowledged.
    pub delivered: u32,
    /// Events that wait, or are on their way.
    pub queued: u32,
    /// Events that were given up, by reason.
    pub dropped: Dropped,
}

impl Ledger {
    /// Adds another account to this one.
    pub fn add(&mut self, other: &Self) {
        self.captured += other.captured;
        self.delivered += other.delivered;
        self.queued += other.queued;
        for (loss, count) in other.dropped.iter() {
            self.dropped.add(loss, count);
        }
    }
}
