//! Wire contract v1: the only way from the bytes of a request to events that may be stored.
//!
//! Everything here is pure. A batch is taken whole or not at all, and every refusal names the
//! place in the batch that caused it.

mod body;
mod context;
mod event;
mod hour;
mod invalid;
mod json;
mod ledger;
mod randomized;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use body::MAX_WIRE_BYTES;
pub use context::MAX_ENTRIES as MAX_CONTEXT_ENTRIES;
pub use event::{Event, Fields, Pair};
pub use hour::Hour;
pub use invalid::{Invalid, Reason};
use json::{Object, Value};
pub use ledger::Ledger;
pub use randomized::Randomized;

const MAX_EVENTS: usize = 100;

/// What one request brings.
#[derive(Debug, PartialEq)]
pub enum Message {
    /// What readers did.
    Batch(Batch),
    /// What one of them may have said.
    Randomized(Randomized),
}

/// One accepted batch: a few events of one stream, which is part of one conversation.
#[derive(Debug, PartialEq)]
pub struct Batch {
    /// A random name that a page gives to one conversation, and changes after half an idle hour.
    pub stream: String,
    /// The handle that the host's server gave to the conversation.
    pub conversation: String,
    /// The UTC hour in which the batch left the page: the only time that is ever known.
    pub hour: String,
    /// Low-cardinality tags of the host, such as the model or the prompt's version.
    pub context: BTreeMap<String, String>,
    /// At least one event, each with a `seq` of its own.
    pub events: Vec<Event>,
    /// What became of the stream's events until this batch left.
    pub ledger: Ledger,
}

impl Message {
    /// Reads the body of a request that came in the hour `now`: JSON, gzipped or not.
    pub fn parse(body: &[u8], now: Hour) -> Result<Self, Invalid> {
        let plain = body::plain(body)?;
        let mut batch = Object::new("", json::parse(&plain)?)?;

        // The version comes first: in another version, the other fields mean something else.
        batch.required("tellback", read::version)?;
        let stream = batch.required("stream", read::stream)?;
        if let Some(epsilon_pct) = batch.nested("privacy", randomized::privacy)? {
            let hour = batch.required("hour", |value| read::hour(value, now))?;
            batch.required("sdk", read::sdk)?;
            let context = batch.nested("context", context::read)?.unwrap_or_default();
            let said = batch.nested("events", randomized::answer)?;
            let (question, answer) = said.ok_or_else(|| batch.missing("events"))?;
            let ledger = batch.nested("ledger", randomized::ledger)?;
            ledger.ok_or_else(|| batch.missing("ledger"))?;
            batch.finish()?;
            let report = Randomized { stream, hour, context, epsilon_pct, question, answer };
            return Ok(Self::Randomized(report));
        }
        let conversation = batch.required("conversation", read::handle)?;
        let hour = batch.required("hour", |value| read::hour(value, now))?;
        batch.required("sdk", read::sdk)?;
        let context = batch.nested("context", context::read)?.unwrap_or_default();
        let events = batch.nested("events", events)?.ok_or_else(|| batch.missing("events"))?;
        let ledger =
            batch.nested("ledger", Ledger::read)?.ok_or_else(|| batch.missing("ledger"))?;
        batch.finish()?;
        ledger.check(&events)?;

        Ok(Self::Batch(Batch { stream, conversation, hour, context, events, ledger }))
    }

    /// Refuses what would be deleted at once where events are kept for so many days: deleted, it
    /// could come again and again, and count in the report each time.
    pub fn check_age(&self, days: u32, now: Hour) -> Result<(), Invalid> {
        let (Self::Batch(Batch { hour, .. }) | Self::Randomized(Randomized { hour, .. })) = self;
        match Hour::parse(hour) {
            Some(hour) if hour.is_older(days, now) => {
                Err(Invalid::at("hour", format!("more than {days} days ago, and not kept so long")))
            }
            _ => Ok(()),
        }
    }
}

fn events(place: &str, value: Value) -> Result<Vec<Event>, Invalid> {
    let items = match value {
        Value::Array(items) if (1..=MAX_EVENTS).contains(&items.len()) => items,
        _ => {
            let expected = format!("expected a list of 1 to {MAX_EVENTS} events");
            return Err(Invalid::at(place, expected));
        }
    };
    let mut places_by_seq = BTreeMap::new();
    let mut events = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let place = format!("{place}[{index}]");
        let event = Event::read(&place, item)?;
        if let Some(earlier) = places_by_seq.insert(event.seq, index) {
            let problem = format!("the same as events[{earlier}].seq");
            return Err(Invalid::at(&format!("{place}.seq"), problem));
        }
        events.push(event);
    }
    Ok(events)
}
