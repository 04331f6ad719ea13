use super::json::{Object, Value};
use super::read;
use super::{Event, Invalid};

/// A conversation that goes on for a day without a rest, at ten reactions a second, has fewer.
pub const MAX_CAPTURED: u32 = 1_000_000;

/// What a page has room for.
const MAX_QUEUED: u32 = 1_000;

/// A page's account of one stream: `captured = delivered + queued + dropped`, always.
#[derive(Debug, PartialEq)]
pub struct Ledger {
    /// How many events there were.
    pub captured: u32,
    /// How many were known to be stored.
    pub delivered: u32,
    /// How many were on the page still, those of this batch included.
    pub queued: u32,
    /// How many were given up.
    pub dropped: Dropped,
}

/// How many events a page gave up, for every reason that there may be.
#[derive(Debug, PartialEq)]
pub struct Dropped {
    /// The queue was full.
    pub overflow: u32,
    /// The endpoint refused them for good.
    pub rejected: u32,
    /// The endpoint found them too large.
    pub too_large: u32,
    /// The reader opted out.
    pub opted_out: u32,
    /// Their page was gone, and the browser's storage had not kept them.
    pub lost: u32,
}

impl Ledger {
    /// Reads a ledger, which has to account for every event that was captured.
    pub(super) fn read(place: &str, value: Value) -> Result<Self, Invalid> {
        let mut object = Object::new(place, value)?;
        let ledger = Self {
            captured: object.required("captured", read::at_most::<MAX_CAPTURED>)?,
            delivered: object.required("delivered", read::at_most::<MAX_CAPTURED>)?,
            queued: object.required("queued", read::at_most::<MAX_QUEUED>)?,
            dropped: object
                .nested("dropped", Dropped::read)?
                .ok_or_else(|| object.missing("dropped"))?,
        };
        if u64::from(ledger.captured) != ledger.accounted_for() {
            let problem = "expected captured to be delivered + queued + dropped";
            return Err(object.invalid_as_a_whole(problem));
        }
        object.finish()?;
        Ok(ledger)
    }

    /// Checks that the account knows of the events that it came with: their places are among those
    /// that were captured, and they are still queued.
    pub(super) fn check(&self, events: &[Event]) -> Result<(), Invalid> {
        for (index, event) in events.iter().enumerate() {
            if event.seq >= self.captured {
                let problem = format!("expected more than events[{index}].seq");
                return Err(Invalid::at("ledger.captured", problem));
            }
        }
        if (self.queued as usize) < events.len() {
            let problem = "expected at least as many as there are events in this batch";
            return Err(Invalid::at("ledger.queued", problem));
        }
        Ok(())
    }

    fn accounted_for(&self) -> u64 {
        let dropped = &self.dropped;
        [
            self.delivered,
            self.queued,
            dropped.overflow,
            dropped.rejected,
            dropped.too_large,
            dropped.opted_out,
            dropped.lost,
        ]
        .into_iter()
        .map(u64::from)
        .sum()
    }
}

impl Dropped {
    fn read(place: &str, value: Value) -> Result<Self, Invalid> {
        let mut object = Object::new(place, value)?;
        let mut count =
            |reason| Ok(object.optional(reason, read::at_most::<MAX_CAPTURED>)?.unwrap_or(0));
        let dropped = Self {
            overflow: count("overflow")?,
            rejected: count("rejected")?,
            too_large: count("too_large")?,
            opted_out: count("opted_out")?,
            lost: count("lost")?,
        };
        object.finish()?;
        Ok(dropped)
    }
}
