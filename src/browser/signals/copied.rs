//! `Copied`: which part of an answer went to the clipboard. Its text stays where it is.

use alloc::vec::Vec;

use js_sys::{Array, JsString};
use web_sys::Element;

use crate::browser::answers::Answers;
use crate::browser::dom;
use crate::browser::host::{Markup, Words};
use crate::core::signal::{Selection, Signal};
use crate::core::time::Millis;
use crate::core::words::{Part, Via};

/// What copying these ranges meant, once for each answer that they touch. The pointer was last on
/// the answer of this name, for so long.
#[must_use]
pub fn read(
    answers: &Answers,
    ranges: &Array,
    trusted: bool,
    hovered: &str,
    hover_ms: f64,
) -> Vec<Signal> {
    let markup = answers.markup();
    let mut signals = Vec::new();
    for at in 0..ranges.length() {
        let range = ranges.get(at);
        for answer in answers.list().iter() {
            if !answer.opted_out
                && let Some(copied) = markup.selected(&answer.element, &range)
                && let Some(mut part) =
                    selection(markup, &answer.element, Span::at(&copied, 0), Via::Selection)
            {
                part.trusted = trusted;
                if answer.subject.response.as_str() == hovered {
                    part.hover_ms = millis(hover_ms);
                }
                signals.push(Signal::Copied(answer.subject.clone(), part));
            }
        }
    }
    signals
}

/// What a copy button copies: the block that it stands in, or else the whole answer. `None` where a
/// part of it must never be captured.
#[must_use]
pub fn by_button(markup: &Markup, answer: &Element, button: &Element) -> Option<Selection> {
    let copied = Span::at(&markup.block(answer, button), 0);
    selection(markup, answer, copied, Via::Button)
}

/// A part of an answer's content, in UTF-16 code units from its beginning.
#[derive(Clone, Copy)]
struct Span {
    from: u32,
    to: u32,
}

impl Span {
    /// The one that begins there in a list of numbers.
    fn at(numbers: &Words, at: u32) -> Self {
        Self { from: numbers.count_at(at), to: numbers.count_at(at + 1) }
    }

    fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    fn contains(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }
}

/// A time as JavaScript gives it, which is NaN where there is none.
#[must_use]
pub fn millis(ms: f64) -> Option<Millis> {
    (ms >= 0.0).then_some(ms as Millis)
}

fn selection(markup: &Markup, answer: &Element, copied: Span, via: Via) -> Option<Selection> {
    if spans(markup, answer, &markup.opted_out()).iter().any(|span| span.overlaps(copied)) {
        return None;
    }
    let asides = spans(markup, answer, &markup.aside());
    let from = own(copied.from, &asides);
    Some(Selection {
        from,
        chars: own(copied.to, &asides) - from,
        total: markup.chars(answer),
        part: kind(markup, answer, copied),
        section: spans(markup, answer, &"h1,h2,h3,h4,h5,h6,[role=heading]".into())
            .iter()
            .filter(|heading| heading.from <= copied.from)
            .count() as u32,
        via,
        hover_ms: None,
        trusted: true,
    })
}

/// How much of what stands before this place is the answer's own text.
fn own(place: u32, asides: &[Span]) -> u32 {
    let mut own = place;
    let mut done = 0;
    for aside in asides {
        // What stands inside of another has been left out with it.
        if aside.from >= done {
            own -= aside.to.min(place) - aside.from.min(place);
            done = aside.to;
        }
    }
    own
}

/// The copied part is of a kind when it lies in one element of that kind, and it is text when it
/// touches none; everything else is mixed.
fn kind(markup: &Markup, answer: &Element, copied: Span) -> Part {
    const KINDS: [(&str, Part); 3] =
        [("pre,code", Part::Code), ("table", Part::Table), ("ul,ol,dl", Part::List)];
    let mut is_mixed = false;
    for (selector, kind) in KINDS {
        let selector = selector.into();
        let spans = spans(markup, answer, &selector);
        if dom::matches(answer, &selector) || spans.iter().any(|span| span.contains(copied)) {
            return kind;
        }
        is_mixed |= spans.iter().any(|span| span.overlaps(copied));
    }
    if is_mixed { Part::Mixed } else { Part::Text }
}

/// Where these elements of the answer stand, in document order.
fn spans(markup: &Markup, answer: &Element, selector: &JsString) -> Vec<Span> {
    let numbers = markup.spans(answer, selector);
    (0..numbers.length()).step_by(2).map(|at| Span::at(&numbers, at)).collect()
}
