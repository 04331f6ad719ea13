//! `Copied`: which part of an answer went to the clipboard. Its text stays where it is.

use alloc::vec::Vec;

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node, Range};

use crate::browser::answers::Answers;
use crate::browser::dom;
use crate::core::signal::{Part, Selection, Signal, Via};

/// What copying these ranges meant, once for each answer that they touch.
#[must_use]
pub fn read(answers: &Answers, ranges: &Array, trusted: bool) -> Vec<Signal> {
    let mut signals = Vec::new();
    for at in 0..ranges.length() {
        let range: Range = ranges.get(at).unchecked_into();
        answers.for_each(|answer| {
            if range.intersects_node(&answer.element).unwrap_or(false)
                && let Some(part) = part(&answer.element, &range, trusted)
            {
                signals.push(Signal::Copied(answer.subject.clone(), part));
            }
        });
    }
    signals
}

/// A copy of the whole answer, by a button. `None` where a part of it must never be captured.
#[must_use]
pub fn whole(answer: &Element, trusted: bool) -> Option<Selection> {
    selection(answer, Span { from: 0, to: dom::text_length(answer) }, Via::Button, trusted)
}

/// A part of an answer's text, in UTF-16 code units from its beginning.
#[derive(Clone, Copy)]
struct Span {
    from: u32,
    to: u32,
}

impl Span {
    fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    fn contains(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }
}

fn part(answer: &Element, range: &Range, trusted: bool) -> Option<Selection> {
    let from = offset(answer, &range.start_container().ok()?, range.start_offset().ok()?)?;
    let to = offset(answer, &range.end_container().ok()?, range.end_offset().ok()?)?;
    selection(answer, Span { from, to }, Via::Selection, trusted)
}

fn selection(answer: &Element, copied: Span, via: Via, trusted: bool) -> Option<Selection> {
    if count(answer, dom::OPT_OUT.selector, |element| element.overlaps(copied)) > 0 {
        return None;
    }
    Some(Selection {
        from: copied.from,
        chars: copied.to - copied.from,
        total: dom::text_length(answer),
        part: kind(answer, copied),
        section: count(answer, "h1,h2,h3,h4,h5,h6,[role=heading]", |heading| {
            heading.from <= copied.from
        }),
        via,
        trusted,
    })
}

/// The copied part is of a kind when it lies in one element of that kind, and it is text when it
/// touches none; everything else is mixed.
fn kind(answer: &Element, copied: Span) -> Part {
    const KINDS: [(&str, Part); 3] =
        [("pre,code", Part::Code), ("table", Part::Table), ("ul,ol,dl", Part::List)];
    let mut touched = 0;
    for (selector, kind) in KINDS {
        if answer.matches(selector).unwrap_or(false)
            || count(answer, selector, |element| element.contains(copied)) > 0
        {
            return kind;
        }
        touched += count(answer, selector, |element| element.overlaps(copied));
    }
    if touched > 0 { Part::Mixed } else { Part::Text }
}

/// How many of these elements in the answer stand so.
fn count(answer: &Element, selector: &str, stands: impl Fn(Span) -> bool) -> u32 {
    let Ok(nodes) = answer.query_selector_all(selector) else { return 0 };
    let mut count = 0;
    for at in 0..nodes.length() {
        if let Some(node) = nodes.get(at)
            && let Some(from) = offset(answer, &node, 0)
        {
            count += u32::from(stands(Span { from, to: from + dom::text_length(&node) }));
        }
    }
    count
}

/// How much of the answer's text stands before a point: none of it before a point above the
/// answer, all of it before one below.
fn offset(answer: &Element, node: &Node, at: u32) -> Option<u32> {
    let before = answer.owner_document()?.create_range().ok()?;
    before.select_node_contents(answer).ok()?;
    match before.compare_point(node, at).ok()? {
        0 => before.set_end(node, at).ok()?,
        above if above < 0 => return Some(0),
        _ => {}
    }
    Some(dom::range_length(&before))
}
