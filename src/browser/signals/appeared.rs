//! `Appeared`: an answer came onto the page.

use alloc::vec::Vec;

use crate::browser::answers::{Answers, Appeared};
use crate::core::signal::{Growth, Signal, State};

/// The answers that are new since the last look.
///
/// One that is there at the first look has been complete ever since, unless it says that it still
/// streams. So there is nothing to tell of it, unless it stands beside another one of its turn.
#[must_use]
pub fn read(answers: &Answers, is_first: bool) -> Vec<Signal> {
    let mut signals = Vec::new();
    let all = answers.take_appeared();
    for (at, Appeared { answer, instead_of }) in all.iter().enumerate() {
        let subject = answer.subject.clone();
        let is_beside = |other: usize| {
            all.get(other).is_some_and(|other| other.answer.subject.turn == subject.turn)
        };
        let is_version =
            subject.turn.is_some() && (is_beside(at + 1) || is_beside(at.wrapping_sub(1)));
        let mut state = answers.state(&answer.element);
        let is_news = !is_first || is_version || state == State::Streaming;
        if is_first && state != State::Streaming {
            state = State::Complete;
        }
        if is_news && !answer.opted_out {
            let (chars, instead_of) = (answers.chars(answer), instead_of.clone());
            signals.push(Signal::Appeared(Growth { subject, state, chars, instead_of }));
        }
    }
    signals
}
