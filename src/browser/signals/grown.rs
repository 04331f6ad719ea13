//! `Grown`: an answer's text or state changed. Also tells [`Answers`] when answers came or went.

use alloc::vec::Vec;

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Element, MutationRecord, Node, NodeList};

use crate::browser::answers::Answers;
use crate::browser::dom;
use crate::core::signal::{Growth, Signal};

/// What these mutation records say, once for each answer that grew.
#[must_use]
pub fn read(answers: &Answers, records: &Array) -> Vec<Signal> {
    let mut grown: Vec<Element> = Vec::new();
    for at in 0..records.length() {
        let record: MutationRecord = records.get(at).unchecked_into();
        let is_name = record.attribute_name().is_some_and(|name| name != dom::STATE.name);
        // An answer that left its place may stand in one where it must not be captured.
        if is_name || holds_ours(&record.removed_nodes()) {
            answers.mark_renamed();
        } else if holds_ours(&record.added_nodes()) {
            answers.mark_stale();
        }
        if is_name {
            continue;
        }
        let target = record.target().and_then(|node| dom::element(&node));
        let answer = target.and_then(|element| dom::closest(&element, &dom::RESPONSE));
        if let Some(answer) = answer.filter(|answer| !grown.contains(answer)) {
            grown.push(answer);
        }
    }
    let mut signals = Vec::new();
    for element in grown {
        if let Some(subject) = answers.subject_of(&element) {
            let (state, chars) = (Answers::state(&element), answers.measure(&element));
            signals.push(Signal::Grown(Growth { subject, state, chars }));
        }
    }
    signals
}

/// Whether an answer, or a control of ours, is among these nodes or inside of one.
fn holds_ours(nodes: &NodeList) -> bool {
    const OURS: &str = "[data-tellback-response],tellback-bar";
    for at in 0..nodes.length() {
        let node = nodes.get(at).filter(|node| node.node_type() == Node::ELEMENT_NODE);
        if node.is_some_and(|node| {
            let element: Element = node.unchecked_into();
            element.matches(OURS).unwrap_or(false)
                || element.query_selector(OURS).is_ok_and(|found| found.is_some())
        }) {
            return true;
        }
    }
    false
}
