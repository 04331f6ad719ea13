//! `Copied`: which part of an answer went to the clipboard. Its text stays where it is.

use alloc::vec::Vec;

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

use crate::browser::answers::Answers;
use crate::browser::dom;
use crate::browser::host::Markup;
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
    let mut signals = Vec::new();
    for at in 0..ranges.length() {
        let range: Range = ranges.get(at).unchecked_into();
        for answer in answers.list().iter() {
            if !answer.opted_out
                && range.intersects_node(&answer.element)
                && let Some(mut part) = part(answers.markup(), &answer.element, &range)
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
    let block = dom::closest(button, &"pre,table,figure".into());
    let block = block.filter(|block| dom::contains(answer, block));
    let block = block.as_ref().unwrap_or(answer);
    let from = offset(answer, block, 0)?;
    let copied = Span { from, to: from + dom::text_length(block) };
    selection(markup, answer, copied, Via::Button)
}

/// A part of an answer's content, in UTF-16 code units from its beginning.
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

/// A time as JavaScript gives it, which is NaN where there is none.
#[must_use]
pub fn millis(ms: f64) -> Option<Millis> {
    (ms >= 0.0).then_some(ms as Millis)
}

fn part(markup: &Markup, answer: &Element, range: &Range) -> Option<Selection> {
    let from = offset(answer, &range.start_container(), range.start_offset())?;
    let to = offset(answer, &range.end_container(), range.end_offset())?;
    selection(markup, answer, Span { from, to }, Via::Selection)
}

fn selection(markup: &Markup, answer: &Element, copied: Span, via: Via) -> Option<Selection> {
    if spans(answer, &markup.opted_out()).iter().any(|span| span.overlaps(copied)) {
        return None;
    }
    let asides = spans(answer, &markup.aside());
    let from = own(copied.from, &asides);
    Some(Selection {
        from,
        chars: own(copied.to, &asides) - from,
        total: own(dom::text_length(answer), &asides),
        part: kind(answer, copied),
        section: spans(answer, &"h1,h2,h3,h4,h5,h6,[role=heading]".into())
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
fn kind(answer: &Element, copied: Span) -> Part {
    const KINDS: [(&str, Part); 3] =
        [("pre,code", Part::Code), ("table", Part::Table), ("ul,ol,dl", Part::List)];
    let mut is_mixed = false;
    for (selector, kind) in KINDS {
        let selector = selector.into();
        let spans = spans(answer, &selector);
        if dom::matches(answer, &selector) || spans.iter().any(|span| span.contains(copied)) {
            return kind;
        }
        is_mixed |= spans.iter().any(|span| span.overlaps(copied));
    }
    if is_mixed { Part::Mixed } else { Part::Text }
}

/// Where these elements of the answer stand, in document order.
fn spans(answer: &Element, selector: &JsString) -> Vec<Span> {
    let mut spans = Vec::new();
    // The text between one element and the next: each is counted once, however many there are.
    let Some(gap) = contents(answer) else { return spans };
    let mut from = 0;
    for node in dom::all(answer, selector) {
        gap.set_end(&node, 0);
        from += gap.text().length();
        spans.push(Span { from, to: from + dom::text_length(&node) });
        // Its end is the next one's start.
        gap.collapse();
    }
    spans
}

fn contents(answer: &Element) -> Option<Range> {
    let document: Document = dom::document(answer)?.unchecked_into();
    let range = document.create_range();
    range.select_node_contents(answer);
    Some(range)
}

/// How much of the answer's text stands before a point: none of it before a point above the
/// answer, all of it before one below.
fn offset(answer: &Element, node: &Node, at: u32) -> Option<u32> {
    let before = contents(answer)?;
    match before.compare_point(node, at).ok()? {
        0 => before.set_end(node, at),
        above if above < 0 => return Some(0),
        _ => {}
    }
    Some(before.text().length())
}

/// web-sys has these too, but takes each of them for one that can fail, which costs bytes: with the
/// nodes that are handed in here, only the one comparison can.
#[wasm_bindgen]
extern "C" {
    type Document;

    #[wasm_bindgen(method, js_name = createRange)]
    fn create_range(this: &Document) -> Range;

    type Range;

    #[wasm_bindgen(method, getter, js_name = startContainer)]
    fn start_container(this: &Range) -> Node;

    #[wasm_bindgen(method, getter, js_name = startOffset)]
    fn start_offset(this: &Range) -> u32;

    #[wasm_bindgen(method, getter, js_name = endContainer)]
    fn end_container(this: &Range) -> Node;

    #[wasm_bindgen(method, getter, js_name = endOffset)]
    fn end_offset(this: &Range) -> u32;

    #[wasm_bindgen(method, js_name = selectNodeContents)]
    fn select_node_contents(this: &Range, node: &Node);

    #[wasm_bindgen(method, js_name = setEnd)]
    fn set_end(this: &Range, node: &Node, offset: u32);

    #[wasm_bindgen(method)]
    fn collapse(this: &Range);

    #[wasm_bindgen(method, js_name = intersectsNode)]
    fn intersects_node(this: &Range, node: &Node) -> bool;

    #[wasm_bindgen(method, catch, js_name = comparePoint)]
    fn compare_point(this: &Range, node: &Node, offset: u32) -> Result<i16, JsValue>;

    #[wasm_bindgen(method, js_name = toString)]
    fn text(this: &Range) -> JsString;
}
