//! `Pressed`: a control marked `data-tellback-action` was pressed, by mouse, finger or key.
//!
//! A control that copies is reported as `Copied`, since that is what it did.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

use super::copied;
use crate::browser::answers::Answers;
use crate::browser::dom::{self, Markup, Word};
use crate::core::signal::{Action, Press, Signal};

/// What a press on this node meant. `pressed` is what the control's `aria-pressed` said before it.
#[must_use]
pub fn read(answers: &Answers, target: &Node, pressed: bool, trusted: bool) -> Option<Signal> {
    let target = dom::element(target)?;
    let markup = answers.markup();
    let control = markup.closest(&target, Word::Controls)?;
    if markup.value(&control, Word::Disabled).as_deref() == Some("true")
        || is_passed_on(markup, &target, &control)
    {
        return None;
    }
    let action = markup.value(&control, Word::Action)?;
    let subject = answers.subject_of(&control)?;
    if action == "copy" {
        let answer = answers.find(&subject.response)?;
        let copied = copied::by_button(markup, &answer.element, &control, trusted)?;
        return Some(Signal::Copied(subject, copied));
    }
    let Some(action) = Action::parse(&action) else {
        answers.complain(Word::Action, &action);
        return None;
    };
    Some(Signal::Pressed(Press { subject, action, pressed, trusted }))
}

/// A press on a label is followed by one on the field that it names
/// (https://html.spec.whatwg.org/#the-label-element); where that is the same control, it counts.
fn is_passed_on(markup: &Markup, target: &Element, control: &Element) -> bool {
    let label = markup.closest(target, Word::Labels);
    let field = label.and_then(|label| label.unchecked_ref::<Label>().control());
    field.is_some_and(|field| {
        !field.contains(Some(target))
            && markup.closest(&field, Word::Controls).as_ref() == Some(control)
    })
}

#[wasm_bindgen]
extern "C" {
    /// A `<label>`; web-sys has a type for it, which brings an `instanceof` of its own.
    type Label;

    #[wasm_bindgen(method, getter)]
    fn control(this: &Label) -> Option<Element>;
}
