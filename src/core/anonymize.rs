//! The only place where a reaction becomes an [`Event`], and where every number becomes coarse.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::handle::{Handle, Slug};
use super::reading::Read;
use super::signal::{Part, Rating, Selection, Via};
use super::time::Millis;

/// A reaction as the session understood it, with exact numbers. It has no serialized form.
#[derive(Debug)]
pub enum Reaction {
    /// A rating was given.
    Rated(Rating),
    /// A rating was taken back; what it was says how the retraction is written.
    Retracted(Rating),
    /// The reading of an answer ended.
    Viewed(Read),
    /// A part of an answer was copied.
    Copied(Selection),
    /// Another version of the answer was asked for.
    Regenerated {
        /// Time since the answer was complete.
        after_ms: Millis,
        /// Time for which the answer was read.
        dwell_ms: Millis,
        /// The version that takes its place, where the host says so.
        replacement: Option<Handle>,
    },
    /// Another marked control was pressed.
    Acted(Slug),
}

impl Reaction {
    /// The type of event that this becomes.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Rated(_) | Self::Retracted(_) => Kind::Rated,
            Self::Viewed(_) => Kind::Viewed,
            Self::Copied(_) => Kind::Copied,
            Self::Regenerated { .. } => Kind::Regenerated,
            Self::Acted(_) => Kind::Acted,
        }
    }
}

/// The types of event, as `type` on the wire and as names of the option `capture`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `rated`
    Rated,
    /// `viewed`
    Viewed,
    /// `copied`
    Copied,
    /// `regenerated`
    Regenerated,
    /// `acted`
    Acted,
}

impl Kind {
    /// Every type of event.
    pub const ALL: [Self; 5] =
        [Self::Rated, Self::Viewed, Self::Copied, Self::Regenerated, Self::Acted];

    /// The type's name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rated => "rated",
            Self::Viewed => "viewed",
            Self::Copied => "copied",
            Self::Regenerated => "regenerated",
            Self::Acted => "acted",
        }
    }
}

/// An anonymized reaction: closed words, coarse numbers and opaque handles, nothing else.
///
/// Its fields are private to this module, so no other code can put anything into one.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    seq: u32,
    kind: Kind,
    response: Handle,
    body: Body,
}

#[derive(Clone, Debug, PartialEq)]
enum Body {
    Thumb(&'static str),
    Stars(u8),
    Viewed {
        dwell: CoarseMs,
        depth: Percent,
        visits: u32,
        chars: CoarseCount,
    },
    Copied {
        share: Percent,
        chars: CoarseCount,
        from: Percent,
        to: Percent,
        part: Part,
        section: u32,
        via: Via,
    },
    Regenerated {
        after: CoarseMs,
        dwell: CoarseMs,
        replacement: Option<Handle>,
    },
    Acted(Slug),
}

/// Makes an event of a reaction.
#[must_use]
pub fn anonymize(seq: u32, response: Handle, reaction: Reaction) -> Event {
    let kind = reaction.kind();
    let body = match reaction {
        Reaction::Rated(Rating::Up) => Body::Thumb("up"),
        Reaction::Rated(Rating::Down) => Body::Thumb("down"),
        Reaction::Rated(Rating::Stars(stars)) => Body::Stars(stars.min(5)),
        Reaction::Retracted(Rating::Stars(_)) => Body::Stars(0),
        Reaction::Retracted(_) => Body::Thumb("none"),
        Reaction::Viewed(read) => Body::Viewed {
            dwell: CoarseMs::of(read.dwell_ms),
            depth: Percent::of(read.depth, 1.0),
            visits: read.visits,
            chars: CoarseCount::of(read.chars),
        },
        Reaction::Copied(selection) => {
            let share = |chars: u32| Percent::of(f64::from(chars), f64::from(selection.total));
            Body::Copied {
                share: share(selection.chars),
                chars: CoarseCount::of(selection.chars),
                from: share(selection.from),
                to: share(selection.from.saturating_add(selection.chars)),
                part: selection.part,
                section: selection.section,
                via: selection.via,
            }
        }
        Reaction::Regenerated { after_ms, dwell_ms, replacement } => Body::Regenerated {
            after: CoarseMs::of(after_ms),
            dwell: CoarseMs::of(dwell_ms),
            replacement,
        },
        Reaction::Acted(action) => Body::Acted(action),
    };
    Event { seq, kind, response, body }
}

impl Event {
    /// The event's place in its stream.
    #[must_use]
    pub fn seq(&self) -> u32 {
        self.seq
    }

    /// The event's type.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether this event says the same as another one, whatever its place in the stream.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.response == other.response && self.body == other.body
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("seq", &self.seq)?;
        out.serialize_entry("type", self.kind.name())?;
        out.serialize_entry("response", &self.response)?;
        match &self.body {
            Body::Thumb(thumb) => out.serialize_entry("thumb", thumb)?,
            Body::Stars(stars) => out.serialize_entry("stars", stars)?,
            Body::Viewed { dwell, depth, visits, chars } => {
                out.serialize_entry("dwell_ms", &dwell.0)?;
                out.serialize_entry("depth_pct", &depth.0)?;
                out.serialize_entry("visits", visits)?;
                out.serialize_entry("chars", &chars.0)?;
            }
            Body::Copied { share, chars, from, to, part, section, via } => {
                out.serialize_entry("share_pct", &share.0)?;
                out.serialize_entry("chars", &chars.0)?;
                out.serialize_entry("from_pct", &from.0)?;
                out.serialize_entry("to_pct", &to.0)?;
                out.serialize_entry("part", part_name(*part))?;
                out.serialize_entry("section", section)?;
                out.serialize_entry("via", via_name(*via))?;
            }
            Body::Regenerated { after, dwell, replacement } => {
                out.serialize_entry("after_ms", &after.0)?;
                out.serialize_entry("dwell_ms", &dwell.0)?;
                if let Some(replacement) = replacement {
                    out.serialize_entry("replacement", replacement)?;
                }
            }
            Body::Acted(action) => out.serialize_entry("action", action)?,
        }
        out.end()
    }
}

/// A duration with one significant digit, and at least 100 ms unless it is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CoarseMs(u32);

impl CoarseMs {
    fn of(ms: Millis) -> Self {
        let ms = u32::try_from(ms).unwrap_or(u32::MAX);
        Self(if ms == 0 { 0 } else { one_significant_digit(ms.max(100)) })
    }
}

/// A length with one significant digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CoarseCount(u32);

impl CoarseCount {
    fn of(count: u32) -> Self {
        Self(one_significant_digit(count))
    }
}

/// A share to the nearest ten percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Percent(u8);

impl Percent {
    fn of(part: f64, whole: f64) -> Self {
        if whole <= 0.0 {
            return Self(0);
        }
        let tenths = (part / whole).clamp(0.0, 1.0) * 10.0;
        // Adding a half and truncating rounds to the nearest: `f64::round` needs a larger routine.
        Self((tenths + 0.5) as u8 * 10)
    }
}

fn one_significant_digit(number: u32) -> u32 {
    let mut unit = 1;
    while number / unit >= 10 {
        unit *= 10;
    }
    // The quotient is below ten and the unit at most a billion, so only the top of the range could
    // overflow; it stays at the largest number with one significant digit.
    ((number / unit) + u32::from(number % unit >= unit.div_ceil(2) && unit > 1))
        .checked_mul(unit)
        .unwrap_or(4_000_000_000)
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Text => "text",
        Part::Code => "code",
        Part::List => "list",
        Part::Table => "table",
        Part::Mixed => "mixed",
    }
}

fn via_name(via: Via) -> &'static str {
    match via {
        Via::Selection => "selection",
        Via::Button => "button",
    }
}
