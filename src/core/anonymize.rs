//! The only place where an [`Event`] is made of what happened, and where every number becomes
//! coarse.

use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::handle::{Handle, Slug, Slugs};
use super::reading::Read;
#[cfg(feature = "full")]
use super::redact::Redacted;
use super::signal::{Rating, Selection};
use super::time::Millis;
use super::words::{Basis, Intent, Kind, Verdict, Worked};

/// An anonymized reaction: closed words, coarse numbers, opaque handles, and the redacted comment of a
/// reader whose host asks for comments; nothing else.
///
/// Its fields are private to this module, so no other code can put anything into one.
#[derive(Debug)]
pub struct Event {
    seq: u32,
    /// The answer that it is about, where it is about exactly one.
    response: Option<Handle>,
    draft: Draft,
}

/// What an event says, before it has a place in a stream. Exact numbers go in, coarse ones stay.
#[derive(Debug)]
pub struct Draft {
    kind: Kind,
    own: Vec<(&'static str, Value)>,
}

/// All that a field of an event can be.
#[derive(Debug)]
enum Value {
    /// A closed word.
    Word(&'static str),
    /// A number that is coarse, or counts something.
    Number(u32),
    /// The opaque name of an answer.
    Handle(Handle),
    /// Two of them.
    Pair([Handle; 2]),
    /// A word that the host chose.
    Slug(Slug),
    /// Several of them.
    Slugs(Slugs),
    /// The one text there is, without what tells who somebody is, as well as that can be done.
    #[cfg(feature = "full")]
    Comment(Redacted),
}

impl Draft {
    /// A rating was given, or (`None`) taken back; what it was says how that is written.
    #[must_use]
    pub fn rated(rating: Option<Rating>, before: Option<Rating>) -> Self {
        let mut draft = Self::of(Kind::Rated);
        match (rating, before) {
            (Some(Rating::Stars(stars)), _) => draft.number("stars", stars.min(5).into()),
            (None, Some(Rating::Stars(_))) => draft.number("stars", 0),
            (Some(Rating::Up), _) => draft.word("thumb", "up"),
            (Some(Rating::Down), _) => draft.word("thumb", "down"),
            (None, _) => draft.word("thumb", "none"),
        }
        draft
    }

    /// These are the reasons for the vote from now on.
    #[must_use]
    pub fn reasoned(reasons: Slugs) -> Self {
        Self::of(Kind::Reasoned).with("reasons", Value::Slugs(reasons))
    }

    /// The reader wrote something about the answer.
    #[cfg(feature = "full")]
    #[must_use]
    pub fn commented(text: Redacted) -> Self {
        Self::of(Kind::Commented).with("text", Value::Comment(text))
    }

    /// The reading of an answer ended.
    #[must_use]
    pub fn viewed(read: Read) -> Self {
        let mut draft = Self::of(Kind::Viewed);
        let names = ["dwell_ms", "depth_pct", "visits", "chars"];
        for (name, number) in names.into_iter().zip(coarse_read(read)) {
            draft.number(name, number);
        }
        draft
    }

    /// A part of an answer was copied.
    #[must_use]
    pub fn copied(selection: &Selection) -> Self {
        let share = |chars: u32| percent(f64::from(chars), f64::from(selection.total));
        let mut draft = Self::of(Kind::Copied);
        draft.number("share_pct", share(selection.chars));
        draft.number("chars", one_significant_digit(selection.chars));
        draft.number("from_pct", share(selection.from));
        draft.number("to_pct", share(selection.from.saturating_add(selection.chars)));
        draft.word("part", selection.part.name());
        draft.number("section", selection.section);
        draft.word("via", selection.via.name());
        if let Some(hover_ms) = selection.hover_ms {
            draft.number("hover_ms", coarse_ms(hover_ms));
        }
        draft
    }

    /// Another version was asked for, so long after the answer was complete, and after it was read
    /// for so long.
    #[must_use]
    pub fn regenerated(after_ms: Millis, dwell_ms: Millis, replacement: Option<Handle>) -> Self {
        let mut draft = Self::of(Kind::Regenerated);
        draft.number("after_ms", coarse_ms(after_ms));
        draft.number("dwell_ms", coarse_ms(dwell_ms));
        match replacement {
            Some(replacement) => draft.with("replacement", Value::Handle(replacement)),
            None => draft,
        }
    }

    /// The prompt, or else the answer itself, was changed; how much of it, from 0 to 1.
    #[must_use]
    pub fn edited(is_prompt: bool, share: f64) -> Self {
        let mut draft = Self::of(Kind::Edited);
        draft.word("what", if is_prompt { "prompt" } else { "response" });
        draft.number("changed_pct", percent(share, 1.0));
        draft
    }

    /// The reader wrote again, so long after the answer was complete.
    #[must_use]
    pub fn followed_up(after_ms: Millis, intent: Intent) -> Self {
        let mut draft = Self::of(Kind::FollowedUp);
        draft.number("after_ms", coarse_ms(after_ms));
        draft.word("intent", intent.name());
        draft
    }

    /// The answer was stopped, so long after it appeared.
    #[must_use]
    pub fn stopped(after_ms: Millis) -> Self {
        let mut draft = Self::of(Kind::Stopped);
        draft.number("after_ms", coarse_ms(after_ms));
        draft
    }

    /// Another version was shown.
    #[must_use]
    pub fn switched(to: Handle) -> Self {
        Self::of(Kind::Switched).with("to", Value::Handle(to))
    }

    /// Two answers were compared. The better one comes first, if one is.
    #[must_use]
    pub fn preferred(
        pair: [Handle; 2],
        verdict: Verdict,
        basis: Basis,
        first_shown: Option<Handle>,
    ) -> Self {
        let mut draft = Self::of(Kind::Preferred);
        if verdict == Verdict::One {
            let [chosen, rejected] = pair;
            draft = draft.with("chosen", Value::Handle(chosen));
            draft = draft.with("rejected", Value::Handle(rejected));
        } else {
            draft = draft.with("between", Value::Pair(pair));
        }
        draft.word("verdict", verdict.name());
        draft.word("basis", basis.name());
        match first_shown {
            Some(first_shown) => draft.with("first_shown", Value::Handle(first_shown)),
            None => draft,
        }
    }

    /// The reader said whether the answer served its purpose: `yes`, `partly` or `no`.
    #[must_use]
    pub fn outcome(worked: Worked) -> Self {
        let mut draft = Self::of(Kind::Outcome);
        draft.word("worked", worked.name());
        draft
    }

    /// Another marked control was pressed, by the reader or by a script.
    #[must_use]
    pub fn acted(action: Slug, by_script: bool) -> Self {
        let mut draft = Self::of(Kind::Acted).with("action", Value::Slug(action));
        if by_script {
            draft.word("by", "script");
        }
        draft
    }

    /// The conversation ended, or the page was left: after answers to so many prompts, so long after
    /// its first sign, and after this reaction.
    #[must_use]
    pub fn left(turns: u32, duration_ms: Millis, last: Option<Kind>) -> Self {
        let mut draft = Self::of(Kind::Left);
        draft.number("turns", turns);
        draft.number("duration_ms", coarse_ms(duration_ms));
        draft.word("last", last.map_or("none", Kind::name));
        draft
    }

    /// The type of event that this becomes.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The event that this is, in its place.
    #[must_use]
    pub fn place(self, seq: u32, response: Option<Handle>) -> Event {
        Event { seq, response, draft: self }
    }

    fn of(kind: Kind) -> Self {
        Self { kind, own: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: Value) -> Self {
        self.own.push((name, value));
        self
    }

    fn word(&mut self, name: &'static str, word: &'static str) {
        self.own.push((name, Value::Word(word)));
    }

    fn number(&mut self, name: &'static str, number: u32) {
        self.own.push((name, Value::Number(number)));
    }
}

/// Whether two readings make the same event.
#[must_use]
pub fn looks_the_same(a: Read, b: Read) -> bool {
    coarse_read(a) == coarse_read(b)
}

fn coarse_read(read: Read) -> [u32; 4] {
    let (dwell_ms, depth) = (coarse_ms(read.dwell_ms), percent(read.depth, 1.0));
    [dwell_ms, depth, read.visits, one_significant_digit(read.chars)]
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
        self.draft.kind
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("seq", &self.seq)?;
        out.serialize_entry("type", self.kind().name())?;
        if let Some(response) = &self.response {
            out.serialize_entry("response", response)?;
        }
        for (name, value) in &self.draft.own {
            out.serialize_entry(name, value)?;
        }
        out.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Word(word) => serializer.serialize_str(word),
            Self::Number(number) => serializer.serialize_u32(*number),
            Self::Handle(handle) => handle.serialize(serializer),
            Self::Pair(pair) => serializer.collect_seq(pair),
            Self::Slug(slug) => slug.serialize(serializer),
            Self::Slugs(slugs) => slugs.serialize(serializer),
            #[cfg(feature = "full")]
            Self::Comment(comment) => comment.serialize(serializer),
        }
    }
}

/// A duration with one significant digit, and at least 100 ms unless it is 0.
fn coarse_ms(ms: Millis) -> u32 {
    let ms = u32::try_from(ms).unwrap_or(u32::MAX);
    if ms == 0 { 0 } else { one_significant_digit(ms.max(100)) }
}

/// A share to the nearest ten percent.
fn percent(part: f64, whole: f64) -> u32 {
    if whole <= 0.0 {
        return 0;
    }
    let tenths = (part / whole).clamp(0.0, 1.0) * 10.0;
    // Adding a half and truncating rounds to the nearest: `f64::round` needs a larger routine.
    (tenths + 0.5) as u32 * 10
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
