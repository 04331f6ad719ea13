//! `Viewed`: which answers are in view, and which part of each.

use alloc::vec::Vec;

use crate::browser::answers::{Answer, Answers};
use crate::core::signal::View;

/// Measures every answer that touches the window through which the reader sees it.
#[must_use]
pub fn measure(answers: &Answers) -> Vec<View> {
    let mut views = Vec::new();
    let list = answers.list();
    let shown = answers.markup().showing();
    for at in (0..shown.length()).step_by(6) {
        let place = shown.count_at(at);
        let is_it = |answer: &&Answer| answer.place == place && !answer.opted_out;
        if let Some(answer) = list.iter().find(is_it) {
            views.push(View {
                subject: answer.subject.clone(),
                top: shown.number_at(at + 1),
                bottom: shown.number_at(at + 2),
                height: shown.number_at(at + 3),
                window: shown.number_at(at + 4),
                width: shown.number_at(at + 5),
                chars: answers.chars(answer),
            });
        }
    }
    views
}
