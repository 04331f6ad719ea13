//! `Grown`: an answer's text or state changed.

use alloc::vec::Vec;

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::browser::answers::Answers;
use crate::core::signal::{Growth, Signal};

/// What it means that these answers may have changed.
#[must_use]
pub fn read(answers: &Answers, grown: &Array) -> Vec<Signal> {
    let mut signals = Vec::new();
    for element in grown.iter().map(Element::unchecked_from_js) {
        if let Some(subject) = answers.subject_of(&element) {
            let (state, chars) = (answers.state(&element), answers.measure(&subject, &element));
            signals.push(Signal::Grown(Growth { subject, state, chars, instead_of: None }));
        }
    }
    signals
}
