//! `Viewed`: which answers are in view, and which part of each.

use alloc::vec::Vec;

use crate::browser::answers::Answers;
use crate::core::signal::View;

/// Measures every answer that touches the window through which the reader sees it.
#[must_use]
pub fn measure(answers: &Answers) -> Vec<View> {
    let mut views = Vec::new();
    let markup = answers.markup();
    let Some(viewport) = markup.viewport() else { return views };
    for answer in answers.list().iter().filter(|answer| !answer.opted_out) {
        if let Some(shown) = markup.view(&answer.element, &viewport) {
            views.push(View {
                subject: answer.subject.clone(),
                top: shown.number_at(0),
                bottom: shown.number_at(1),
                height: shown.number_at(2),
                window: shown.number_at(3),
                width: shown.number_at(4),
                chars: answers.chars(answer),
            });
        }
    }
    views
}
