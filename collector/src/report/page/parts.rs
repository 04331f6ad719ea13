//! What the sections are made of.

use maud::{Markup, html};

use super::form::number;
use crate::report::share;

/// A table of counts. Where the section's heading says it all, only screen readers need the head.
pub fn table(head: [&str; 2], rows: impl IntoIterator<Item = Markup>) -> Markup {
    let [name, count] = head;
    html! {
        table {
            thead.unseen { tr { th scope="col" { (name) } th scope="col" { (count) } } }
            tbody { @for row in rows { (row) } }
        }
    }
}

/// What a chart shows, for those who would rather read it, or copy it.
pub fn as_a_table(head: [&str; 2], rows: impl IntoIterator<Item = Markup>) -> Markup {
    html! { details { summary { "As a table" } (table(head, rows)) } }
}

/// A name, a count, and the count again as a bar that shows its part of `whole`; all of it, where the
/// count is the later of the two, and larger.
pub fn row(name: Markup, count: u64, whole: u64) -> Markup {
    html! {
        tr {
            th scope="row" { (name) (bar("bar", share(count.min(whole), whole).unwrap_or(0.0))) }
            td { (number(count)) }
        }
    }
}

/// A bar that is filled up to `share`, from 0 to 1.
pub fn bar(class: &str, share: f64) -> Markup {
    let width = format!("{:.1}%", 100.0 * share.min(1.0));
    html! {
        svg class=(class) aria-hidden="true" {
            rect width="100%" height="100%" {}
            rect.part width=(width) height="100%" {}
        }
    }
}
