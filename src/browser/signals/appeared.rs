//! `Appeared`: an answer came onto the page.

use alloc::vec::Vec;

use crate::browser::answers::Answers;
use crate::core::signal::{Growth, Signal, State};

/// The answers that are new since the last look.
#[must_use]
pub fn read(answers: &Answers) -> Vec<Signal> {
    read_those(answers, |_| true)
}

/// The first look: an answer that was there before has been complete ever since, unless it says
/// that it still streams.
#[must_use]
pub fn read_first(answers: &Answers) -> Vec<Signal> {
    read_those(answers, |state| state == State::Streaming)
}

fn read_those(answers: &Answers, are_meant: fn(State) -> bool) -> Vec<Signal> {
    let mut signals = Vec::new();
    for answer in answers.take_appeared() {
        let state = answers.state(&answer.element);
        if !answer.opted_out && are_meant(state) {
            let chars = answers.chars(&answer);
            signals.push(Signal::Appeared(Growth { subject: answer.subject, state, chars }));
        }
    }
    signals
}
