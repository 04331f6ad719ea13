use serde::Serialize;

use super::Invalid;
use super::json::{self, Object, Value};
use super::read;

/// Every type of event, as it is called on the wire.
pub const TYPES: [&str; 14] = [
    "rated",
    "reasoned",
    "commented",
    "viewed",
    "copied",
    "regenerated",
    "edited",
    "followed_up",
    "stopped",
    "switched",
    "preferred",
    "outcome",
    "acted",
    "left",
];

/// One thing that a reader did.
#[derive(Debug, PartialEq)]
pub struct Event {
    /// The place of the event in its stream. Together they name it for ever.
    pub seq: u32,
    /// One of [`TYPES`].
    pub kind: &'static str,
    /// The answer that it is about, where it is about exactly one.
    pub response: Option<String>,
    /// The fields that belong to this type alone.
    pub fields: Fields,
}

/// The own fields of each type of event, in the order in which they are stored.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Fields {
    Thumb {
        thumb: &'static str,
    },
    Stars {
        stars: u32,
    },
    Reasoned {
        reasons: Vec<String>,
    },
    Commented {
        text: String,
    },
    Viewed {
        dwell_ms: u64,
        depth_pct: u32,
        visits: u32,
        chars: u64,
    },
    Copied {
        share_pct: u32,
        chars: u64,
        from_pct: u32,
        to_pct: u32,
        part: &'static str,
        section: u32,
        via: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        hover_ms: Option<u64>,
    },
    Regenerated {
        after_ms: u64,
        dwell_ms: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        replacement: Option<String>,
    },
    Edited {
        what: &'static str,
        changed_pct: u32,
    },
    FollowedUp {
        after_ms: u64,
        intent: &'static str,
    },
    Stopped {
        after_ms: u64,
    },
    Switched {
        to: String,
    },
    Preferred {
        #[serde(flatten)]
        pair: Pair,
        verdict: &'static str,
        basis: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        first_shown: Option<String>,
    },
    Outcome {
        worked: &'static str,
    },
    Acted {
        action: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<&'static str>,
    },
    Left {
        turns: u32,
        duration_ms: u64,
        last: &'static str,
    },
}

/// The two answers of a comparison.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Pair {
    Decided { chosen: String, rejected: String },
    Undecided { between: [String; 2] },
}

impl Event {
    /// Every handle of an answer in this event, with the name of its field.
    pub fn handles(&mut self) -> Vec<(&'static str, &mut String)> {
        let mut handles = Vec::new();
        handles.extend(self.response.iter_mut().map(|handle| ("response", handle)));
        match &mut self.fields {
            Fields::Regenerated { replacement: Some(handle), .. } => {
                handles.push(("replacement", handle));
            }
            Fields::Switched { to } => handles.push(("to", to)),
            Fields::Preferred { pair, first_shown, .. } => {
                match pair {
                    Pair::Decided { chosen, rejected } => {
                        handles.extend([("chosen", chosen), ("rejected", rejected)]);
                    }
                    Pair::Undecided { between } => {
                        handles.extend(between.iter_mut().map(|handle| ("between", handle)));
                    }
                }
                handles.extend(first_shown.iter_mut().map(|handle| ("first_shown", handle)));
            }
            _ => {}
        }
        handles
    }

    /// Whether it is about two answers which are one: compared with itself, or replaced by itself.
    pub fn names_an_answer_twice(&self) -> bool {
        match &self.fields {
            Fields::Preferred { pair, .. } => {
                let [a, b] = pair.answers();
                a == b
            }
            Fields::Regenerated { replacement: Some(other), .. }
            | Fields::Switched { to: other } => self.response.as_ref() == Some(other),
            _ => false,
        }
    }

    /// Reads an event that was accepted before, as JSON.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::read("", json::parse(text.as_bytes())?)
    }

    /// Reads one event with exactly the fields of its type.
    pub(super) fn read(place: &str, value: Value) -> Result<Self, Invalid> {
        let mut event = Object::new(place, value)?;
        let seq = event.required("seq", read::seq)?;
        let kind = event.required("type", event_type)?;
        let response = match kind {
            // Neither is about one answer, so a `response` would be an unknown field.
            "preferred" | "left" => None,
            _ => Some(event.required("response", read::handle)?),
        };
        let fields = Fields::read(kind, &mut event)?;
        let read = Self { seq, kind, response, fields };
        if read.names_an_answer_twice() {
            return Err(event.invalid_as_a_whole("expected two different answers"));
        }
        event.finish()?;
        Ok(read)
    }
}

impl Pair {
    fn answers(&self) -> [&String; 2] {
        match self {
            Self::Decided { chosen, rejected } => [chosen, rejected],
            Self::Undecided { between: [a, b] } => [a, b],
        }
    }
}

impl Fields {
    fn read(kind: &str, event: &mut Object) -> Result<Self, Invalid> {
        Ok(match kind {
            "rated" => rating(event)?,
            "reasoned" => Self::Reasoned {
                reasons: event
                    .nested("reasons", reasons)?
                    .ok_or_else(|| event.missing("reasons"))?,
            },
            "commented" => Self::Commented { text: event.required("text", read::comment)? },
            "viewed" => Self::Viewed {
                dwell_ms: event.required("dwell_ms", read::millis)?,
                depth_pct: event.required("depth_pct", read::percent)?,
                visits: event.required("visits", read::visits)?,
                chars: event.required("chars", read::length)?,
            },
            "copied" => copy(event)?,
            "regenerated" => Self::Regenerated {
                after_ms: event.required("after_ms", read::millis)?,
                dwell_ms: event.required("dwell_ms", read::millis)?,
                replacement: event.optional("replacement", read::handle)?,
            },
            "edited" => Self::Edited {
                what: event.required("what", read::one_of(["prompt", "response"]))?,
                changed_pct: event.required("changed_pct", read::percent)?,
            },
            "followed_up" => Self::FollowedUp {
                after_ms: event.required("after_ms", read::millis)?,
                intent: event
                    .required("intent", read::one_of(["correction", "continuation", "unknown"]))?,
            },
            "stopped" => Self::Stopped { after_ms: event.required("after_ms", read::millis)? },
            "switched" => Self::Switched { to: event.required("to", read::handle)? },
            "preferred" => preference(event)?,
            "outcome" => Self::Outcome {
                worked: event.required("worked", read::one_of(["yes", "partly", "no"]))?,
            },
            "acted" => Self::Acted {
                action: event.required("action", read::slug)?,
                by: event.optional("by", read::one_of(["script"]))?,
            },
            "left" => Self::Left {
                turns: event.required("turns", read::count)?,
                duration_ms: event.required("duration_ms", read::millis)?,
                last: event.required("last", last_type)?,
            },
            // `kind` was one of the types above, or the event has been refused.
            _ => return Err(event.invalid("type", "unknown")),
        })
    }
}

fn copy(event: &mut Object) -> Result<Fields, Invalid> {
    let share_pct = event.required("share_pct", read::percent)?;
    let chars = event.required("chars", read::some_length)?;
    let from_pct = event.required("from_pct", read::percent)?;
    let to_pct = event.required("to_pct", read::percent)?;
    if to_pct < from_pct {
        return Err(event.invalid("to_pct", "expected from_pct or more"));
    }
    let part = event.required("part", read::one_of(["text", "code", "list", "table", "mixed"]))?;
    let section = event.required("section", read::count)?;
    let via = event.required("via", read::one_of(["selection", "button"]))?;
    let hover_ms = event.optional("hover_ms", read::millis)?;
    Ok(Fields::Copied { share_pct, chars, from_pct, to_pct, part, section, via, hover_ms })
}

fn rating(event: &mut Object) -> Result<Fields, Invalid> {
    let thumb = event.optional("thumb", read::one_of(["up", "down", "none"]))?;
    let stars = event.optional("stars", read::stars)?;
    match (thumb, stars) {
        (Some(thumb), None) => Ok(Fields::Thumb { thumb }),
        (None, Some(stars)) => Ok(Fields::Stars { stars }),
        _ => Err(event.invalid_as_a_whole("expected either thumb or stars")),
    }
}

fn reasons(place: &str, value: Value) -> Result<Vec<String>, Invalid> {
    let items = match value {
        Value::Array(items) if items.len() <= 8 => items,
        _ => return Err(Invalid::at(place, "expected a list of at most 8 slugs")),
    };
    let mut reasons: Vec<String> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let place = format!("{place}[{index}]");
        let reason = read::slug(item).map_err(|expected| Invalid::at(&place, expected))?;
        if reasons.contains(&reason) {
            return Err(Invalid::at(&place, "occurs twice"));
        }
        reasons.push(reason);
    }
    Ok(reasons)
}

/// A pair that trains a model has to say clearly which answer won, or that none did.
fn preference(event: &mut Object) -> Result<Fields, Invalid> {
    let verdict = event.required("verdict", read::one_of(["one", "tie", "both_bad"]))?;
    let basis =
        event.required("basis", read::one_of(["regenerated", "side_by_side", "switched"]))?;
    let first_shown = event.optional("first_shown", read::handle)?;

    let pair = if verdict == "one" {
        Pair::Decided {
            chosen: event.required("chosen", read::handle)?,
            rejected: event.required("rejected", read::handle)?,
        }
    } else {
        Pair::Undecided { between: event.required("between", read::two_handles)? }
    };

    let [a, b] = pair.answers();
    if first_shown.as_ref().is_some_and(|first| first != a && first != b) {
        return Err(event.invalid("first_shown", "expected one of the two answers"));
    }
    Ok(Fields::Preferred { pair, verdict, basis, first_shown })
}

fn event_type(value: &Value) -> Result<&'static str, String> {
    read::one_of(TYPES)(value)
}

fn last_type(value: &Value) -> Result<&'static str, String> {
    match (value, event_type(value)) {
        (Value::Text(text), _) if text == "none" => Ok("none"),
        // To read and to leave are no reactions.
        (_, Ok(reaction)) if !["viewed", "left"].contains(&reaction) => Ok(reaction),
        _ => Err("expected a type of event other than viewed and left, or none".into()),
    }
}
