//! The only place where events become bytes.

use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::anonymize::Event;
use super::handle::Slug;
use super::ledger::Ledger;
use super::randomize::{Epsilon, Report};
use super::words::Kind;

/// The most bytes that a batch has beside its events: eight tags, a conversation's handle and the
/// ledger come to less.
pub const ENVELOPE_BYTES: usize = 1_280;

/// The version of the wire format.
const VERSION: u8 = 1;

/// An event in its final form. It is written once, however often it is sent.
#[derive(Debug)]
pub struct Encoded {
    /// Where not all can be kept, the event that is worth least is given up first.
    pub worth: u8,
    json: Vec<u8>,
}

impl Encoded {
    /// Writes an event.
    #[must_use]
    pub fn of(event: &Event) -> Self {
        Self { worth: worth(event.kind()), json: json(event) }
    }

    /// Writes a randomised answer.
    #[must_use]
    pub fn randomized(report: &Report) -> Self {
        Self { worth: MOST_WORTH, json: json(report) }
    }

    /// An event that was written on a page that is gone, as it was written there: `js/storage.ts`
    /// has checked that it has the form of one.
    #[must_use]
    pub fn again(json: String) -> Self {
        Self { worth: MOST_WORTH, json: json.into_bytes() }
    }

    /// Whether a text in the event is this name. That it may be another thing's name, such as a
    /// turn's, takes back too much rather than too little.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        self.json.split(|&byte| byte == b'"').any(|text| text == name.as_bytes())
    }

    /// How many bytes the event adds to a body, its comma included.
    #[must_use]
    pub fn size(&self) -> usize {
        self.json.len() + 1
    }
}

/// What a vote is worth, and everything that had to wait for another page.
const MOST_WORTH: u8 = 3;

/// A judgement is worth more than an act, and an act more than a measurement.
fn worth(kind: Kind) -> u8 {
    match kind {
        Kind::Viewed | Kind::Left => 0,
        Kind::Copied | Kind::FollowedUp | Kind::Stopped | Kind::Switched | Kind::Acted => 1,
        Kind::Regenerated | Kind::Edited => 2,
        Kind::Rated | Kind::Reasoned | Kind::Commented | Kind::Preferred | Kind::Outcome => {
            MOST_WORTH
        }
    }
}

/// What a batch says before its events. `README.md` shows one.
struct Envelope<'a> {
    header: &'a Header<'a>,
    hour: &'a str,
}

impl Serialize for Envelope<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Header { stream, about, context, .. } = self.header;
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("tellback", &VERSION)?;
        out.serialize_entry("stream", stream)?;
        match about {
            About::Conversation(handle) => out.serialize_entry("conversation", handle)?,
            About::Privacy(epsilon) => out.serialize_entry("privacy", epsilon)?,
        }
        out.serialize_entry("hour", self.hour)?;
        out.serialize_entry("sdk", env!("CARGO_PKG_VERSION"))?;
        if !context.is_empty() {
            out.serialize_entry("context", &Context(context))?;
        }
        out.end()
    }
}

/// The host's tags.
struct Context<'a>(&'a [(Slug, Slug)]);

impl Serialize for Context<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.0 {
            map.serialize_entry(key.as_str(), value)?;
        }
        map.end()
    }
}

/// What the events of a batch belong to.
#[derive(Clone, Copy, Debug)]
pub enum About<'a> {
    /// A conversation's handle, or the stream's name where the page is one conversation.
    Conversation(&'a str),
    /// Nothing that has a name, where only randomised answers may leave: how much each may tell.
    Privacy(Epsilon),
}

/// Whose events a batch holds, and what became of the others.
#[derive(Clone, Copy, Debug)]
pub struct Header<'a> {
    /// The stream's random name.
    pub stream: &'a str,
    /// What the events belong to.
    pub about: About<'a>,
    /// The host's tags.
    pub context: &'a [(Slug, Slug)],
    /// The stream's account, this batch counted as queued.
    pub ledger: Ledger,
}

/// The body of one request.
#[must_use]
pub fn encode(header: Header<'_>, hour: &str, events: &[Encoded]) -> Vec<u8> {
    let mut body = json(&Envelope { header: &header, hour });
    // The envelope goes on where its brace closed it.
    body.pop();
    body.extend_from_slice(b",\"events\":");
    write(&mut body, &mut events.iter());
    body.extend_from_slice(b",\"ledger\":");
    body.extend_from_slice(&json(&header.ledger));
    body.push(b'}');
    body
}

/// Events as a list, each as it is sent.
#[must_use]
pub fn list<'a>(mut events: impl Iterator<Item = &'a Encoded>) -> Vec<u8> {
    let mut list = Vec::new();
    write(&mut list, &mut events);
    list
}

fn write(body: &mut Vec<u8>, events: &mut dyn Iterator<Item = &Encoded>) {
    body.push(b'[');
    let mut before: &[u8] = b"";
    for event in events {
        body.extend_from_slice(before);
        body.extend_from_slice(&event.json);
        before = b",";
    }
    body.push(b']');
}

/// A value of ours as JSON.
#[must_use]
pub fn json(value: &impl Serialize) -> Vec<u8> {
    // Writing into memory does not fail, and no type of ours refuses to be written.
    serde_json::to_vec(value).unwrap_or_default()
}
