//! `Pressed`: a control marked `data-tellback-action` was pressed, by mouse, finger or key, or the
//! host says that what it stands for was done.
//!
//! A control that copies is reported as `Copied`, since that is what it did.

use alloc::string::String;

use web_sys::Element;

use super::copied;
use crate::browser::answers::Answers;
use crate::core::handle::{Handle, Slug};
use crate::core::signal::{By, Press, Signal};

/// What was pressed or called, in the words of the markup.
pub struct Said<'a> {
    /// What was done.
    pub action: &'a str,
    /// What has to be known for that.
    pub value: String,
    /// The same as a number; where something was copied, how long the pointer was on it.
    pub number: f64,
    /// The answer.
    pub response: &'a str,
    /// What `aria-pressed` said before.
    pub pressed: bool,
    /// Who says so.
    pub by: By,
}

/// What a press or a call meant. Without a control, it is a call that is about no element.
#[must_use]
pub fn read(answers: &Answers, control: Option<&Element>, said: Said<'_>) -> Option<Signal> {
    let Said { action, mut value, number, response, pressed, by } = said;
    // Nor may what is said of an answer name another one that must not be captured.
    if Handle::parse(&value).is_some_and(|other| answers.is_opted_out(&other)) {
        value.clear();
    }
    let subject = match control {
        Some(control) => answers.subject_for(control, response)?,
        None => answers.subject_named(Handle::parse(response)?)?,
    };
    if action == "copy" {
        let answer = answers.find(&subject.response, control)?.element;
        let control = control.unwrap_or(&answer);
        let mut copied = copied::by_button(answers.markup(), &answer, control)?;
        copied.trusted = by != By::Script;
        copied.hover_ms = copied::millis(number);
        return Some(Signal::Copied(subject, copied));
    }
    let word = Slug::parse(action)?;
    Some(Signal::Pressed(Press { subject, word, value, number, pressed, by }))
}
