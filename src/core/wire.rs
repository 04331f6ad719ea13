//! The only place where events become bytes.

use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::anonymize::Event;
use super::handle::Slug;
use super::ledger::Ledger;

/// The most bytes that a batch has beside its events: eight tags, a conversation's handle and the
/// ledger come to less.
pub const ENVELOPE_BYTES: usize = 1_280;

/// The version of the wire format.
const VERSION: u8 = 1;

/// A batch as it leaves the page. `README.md` shows one.
#[derive(Serialize)]
struct Batch<'a> {
    tellback: u8,
    stream: &'a str,
    conversation: &'a str,
    hour: &'a str,
    sdk: &'static str,
    #[serde(skip_serializing_if = "Context::is_empty")]
    context: Context<'a>,
    events: &'a [Event],
    ledger: Ledger,
}

/// The host's tags.
struct Context<'a>(&'a [(Slug, Slug)]);

impl Context<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Context<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.0 {
            map.serialize_entry(key.as_str(), value)?;
        }
        map.end()
    }
}

/// Whose events a batch holds, and what became of the others.
#[derive(Clone, Copy, Debug)]
pub struct Header<'a> {
    /// The stream's random name.
    pub stream: &'a str,
    /// The conversation's handle, or the stream's name where the page is one conversation.
    pub conversation: &'a str,
    /// The stream's account, this batch counted as queued.
    pub ledger: Ledger,
}

/// The body of one request.
#[must_use]
pub fn encode(
    header: Header<'_>,
    hour: &str,
    context: &[(Slug, Slug)],
    events: &[Event],
) -> Vec<u8> {
    json(&Batch {
        tellback: VERSION,
        stream: header.stream,
        conversation: header.conversation,
        hour,
        sdk: env!("CARGO_PKG_VERSION"),
        context: Context(context),
        events,
        ledger: header.ledger,
    })
}

/// How many bytes an event adds to a body, its comma included.
#[must_use]
pub fn size(event: &Event) -> usize {
    json(event).len() + 1
}

/// A value of ours as JSON.
#[must_use]
pub fn json(value: &impl Serialize) -> Vec<u8> {
    // Writing into memory does not fail, and no type of ours refuses to be written.
    serde_json::to_vec(value).unwrap_or_default()
}
