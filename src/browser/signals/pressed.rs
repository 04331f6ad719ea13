//! `Pressed`: a control marked `data-tellback-action` was pressed, by mouse, finger or key.
//!
//! A control that copies is reported as `Copied`, since that is what it did.

use web_sys::Element;

use super::copied;
use crate::browser::answers::Answers;
use crate::browser::dom::Word;
use crate::core::signal::{Action, Press, Signal};

/// What a press on this control meant, which says that it does this, for this answer. `pressed` is
/// what its `aria-pressed` said before.
#[must_use]
pub fn read(
    answers: &Answers,
    control: &Element,
    action: &str,
    response: &str,
    pressed: bool,
    trusted: bool,
) -> Option<Signal> {
    let subject = answers.subject_for(control, response)?;
    if action == "copy" {
        let answer = answers.find(&subject.response)?;
        let copied = copied::by_button(answers.markup(), &answer.element, control, trusted)?;
        return Some(Signal::Copied(subject, copied));
    }
    let Some(action) = Action::parse(action) else {
        answers.complain(Word::Action, action);
        return None;
    };
    Some(Signal::Pressed(Press { subject, action, pressed, trusted }))
}
