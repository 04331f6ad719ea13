use std::collections::BTreeMap;

use super::Invalid;
use super::json::{Object, Value};
use super::read;

/// The reasons that pages ask for by chance.
const REASONS: [&str; 5] = ["inaccurate", "unhelpful", "offensive", "too_long", "off_topic"];

/// One answer that a page gave by chance to one question, and nothing that says whose it is.
#[derive(Debug, PartialEq)]
pub struct Randomized {
    /// A random name, used for this alone.
    pub stream: String,
    /// The UTC hour in which it left the page.
    pub hour: String,
    /// Low-cardinality tags of the host.
    pub context: BTreeMap<String, String>,
    /// The ε of the randomised response, in hundredths.
    pub epsilon_pct: u32,
    /// `thumb`, `stars`, or one of the reasons.
    pub question: &'static str,
    /// `up` or `down`, a number of stars, `true` or `false`.
    pub answer: String,
}

/// Reads what stands in the place of a conversation.
pub fn privacy(place: &str, value: Value) -> Result<u32, Invalid> {
    let mut privacy = Object::new(place, value)?;
    let epsilon_pct = privacy.required("epsilon_pct", read::epsilon_pct)?;
    privacy.finish()?;
    Ok(epsilon_pct)
}

/// Reads the one event of such a batch: the question, and the answer.
pub fn answer(place: &str, value: Value) -> Result<(&'static str, String), Invalid> {
    let mut items = match value {
        Value::Array(items) if items.len() == 1 => items,
        _ => return Err(Invalid::at(place, "expected a list of one randomized answer")),
    };
    let mut event = Object::new(&format!("{place}[0]"), items.pop().unwrap_or(Value::Null))?;
    event.required("seq", read::exactly(0))?;
    event.required("type", read::one_of(["randomized"]))?;
    let thumb = event.optional("thumb", read::one_of(["up", "down"]))?;
    let stars = event.optional("stars", read::given_stars)?;
    let reason = event.optional("reason", read::one_of(REASONS))?;
    let given = event.optional("given", read::flag)?;
    let said = match (thumb, stars, reason, given) {
        (Some(thumb), None, None, None) => ("thumb", thumb.to_owned()),
        (None, Some(stars), None, None) => ("stars", stars.to_string()),
        (None, None, Some(reason), Some(given)) => (reason, given.to_string()),
        _ => return Err(event.invalid_as_a_whole("expected one of thumb, stars, reason and given")),
    };
    event.finish()?;
    Ok(said)
}

/// Reads an account, which says the same whatever the reader did.
pub fn ledger(place: &str, value: Value) -> Result<(), Invalid> {
    let mut ledger = Object::new(place, value)?;
    for (name, only) in [("captured", 1), ("delivered", 0), ("queued", 1)] {
        ledger.required(name, read::exactly(only))?;
    }
    let dropped = ledger.nested("dropped", |place, value| Object::new(place, value)?.finish())?;
    dropped.ok_or_else(|| ledger.missing("dropped"))?;
    ledger.finish()
}
