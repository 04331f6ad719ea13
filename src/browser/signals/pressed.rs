//! `Pressed`: a control marked `data-tellback-action` was pressed, by mouse, finger or key.
//!
//! A control that copies is reported as `Copied`, since that is what it did.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

use super::copied;
use crate::browser::answers::Answers;
use crate::browser::dom;
use crate::core::signal::{Action, Press, Signal};

/// What a press on this node meant. `pressed` is what the control's `aria-pressed` said before it.
#[must_use]
pub fn read(answers: &Answers, target: &Node, pressed: bool, trusted: bool) -> Option<Signal> {
    let target = dom::element(target)?;
    let control = dom::closest(&target, &dom::ACTION)?;
    if is_passed_on(&target, &control) {
        return None;
    }
    if control.get_attribute("aria-disabled").as_deref() == Some("true") {
        return None;
    }
    let action = control.get_attribute(dom::ACTION.name)?;
    let subject = answers.subject_of(&control)?;
    if action == "copy" {
        let answer = answers.find(&subject.response)?;
        let copied = copied::by_button(&answer.element, &control, trusted)?;
        return Some(Signal::Copied(subject, copied));
    }
    let Some(action) = Action::parse(&action) else {
        answers.complain(&dom::ACTION, &action);
        return None;
    };
    Some(Signal::Pressed(Press { subject, action, pressed, trusted }))
}

/// A press on a label is followed by one on the field that it names
/// (https://html.spec.whatwg.org/#the-label-element); where that is the same control, it counts.
fn is_passed_on(target: &Element, control: &Element) -> bool {
    let label = target.closest("label").ok().flatten();
    let field = label.and_then(|label| label.unchecked_ref::<Label>().control());
    field.is_some_and(|field| {
        !field.contains(Some(target))
            && dom::closest(&field, &dom::ACTION).as_ref() == Some(control)
    })
}

#[wasm_bindgen]
extern "C" {
    /// A `<label>`; web-sys has a type for it, which brings an `instanceof` of its own.
    type Label;

    #[wasm_bindgen(method, getter)]
    fn control(this: &Label) -> Option<Element>;
}
