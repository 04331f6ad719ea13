//! `Pressed`: a control marked `data-tellback-action` was pressed, by mouse, finger or key.
//!
//! A control that copies is reported as `Copied`, since that is what it did.

use web_sys::Node;

use super::copied;
use crate::browser::answers::Answers;
use crate::browser::dom;
use crate::core::signal::{Action, Press, Signal};

/// What a press on this node meant. `pressed` is what the control's `aria-pressed` said before it.
#[must_use]
pub fn read(answers: &Answers, target: &Node, pressed: bool, trusted: bool) -> Option<Signal> {
    let control = dom::closest(&dom::element(target)?, &dom::ACTION)?;
    if control.get_attribute("aria-disabled").as_deref() == Some("true") {
        return None;
    }
    let action = control.get_attribute(dom::ACTION.name)?;
    let subject = answers.subject_of(&control)?;
    if action == "copy" {
        let answer = answers.find(&subject.response)?;
        return Some(Signal::Copied(subject, copied::whole(&answer.element, trusted)?));
    }
    let action = Action::parse(&action)?;
    Some(Signal::Pressed(Press { subject, action, pressed, trusted }))
}
