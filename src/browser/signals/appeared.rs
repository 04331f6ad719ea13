//! `Appeared`: an answer came onto the page.

use alloc::vec::Vec;

use crate::browser::answers::Answers;
use crate::core::signal::{Growth, Signal, State};

/// The answers that are new since the last look.
#[must_use]
pub fn read(answers: &Answers) -> Vec<Signal> {
    let mut signals = Vec::new();
    for answer in answers.take_appeared() {
        if !answer.opted_out {
            let (state, chars) = (answers.state(&answer.element), answers.chars(&answer));
            signals.push(Signal::Appeared(Growth { subject: answer.subject, state, chars }));
        }
    }
    signals
}

/// The first look: an answer that was there before has been complete ever since, unless it says
/// that it still streams.
#[must_use]
pub fn read_first(answers: &Answers) -> Vec<Signal> {
    let mut signals = read(answers);
    signals.retain(
        |signal| matches!(signal, Signal::Appeared(growth) if growth.state == State::Streaming),
    );
    signals
}
