//! `Grown`: an answer's text or state changed. Also tells [`Answers`] when answers came or went.

use alloc::vec::Vec;

use js_sys::{Array, JsString};
use wasm_bindgen::JsCast;
use web_sys::{Element, MutationRecord, NodeList};

use crate::browser::answers::Answers;
use crate::browser::dom::{self, Word};
use crate::core::signal::{Growth, Signal};

/// What these mutation records say, once for each answer that grew.
#[must_use]
pub fn read(answers: &Answers, records: &Array) -> Vec<Signal> {
    let markup = answers.markup();
    let ours = markup.get(Word::Ours);
    let mut grown: Vec<Element> = Vec::new();
    for at in 0..records.length() {
        let record: MutationRecord = records.get(at).unchecked_into();
        let is_name = record.attribute_name().is_some_and(|name| name != Word::State.text());
        // An answer that left its place may stand in one where it must not be captured.
        if is_name || any_holds(&record.removed_nodes(), ours) {
            answers.mark_renamed();
        } else if any_holds(&record.added_nodes(), ours) {
            answers.mark_stale();
        }
        if is_name {
            continue;
        }
        let target = record.target().and_then(|node| dom::element(&node));
        let answer = target.and_then(|element| markup.closest(&element, Word::Answers));
        if let Some(answer) = answer.filter(|answer| !grown.contains(answer)) {
            grown.push(answer);
        }
    }
    let mut signals = Vec::new();
    for element in grown {
        if let Some(subject) = answers.subject_of(&element) {
            let (state, chars) = (answers.state(&element), answers.measure(&subject, &element));
            signals.push(Signal::Grown(Growth { subject, state, chars, instead_of: None }));
        }
    }
    signals
}

/// Whether what fits is among these nodes or inside of one.
fn any_holds(nodes: &NodeList, selector: &JsString) -> bool {
    for at in 0..nodes.length() {
        let node = nodes.get(at).filter(dom::is_element);
        if node.is_some_and(|node| {
            let element: Element = node.unchecked_into();
            dom::matches(&element, selector) || dom::holds(&element, selector)
        }) {
            return true;
        }
    }
    false
}
