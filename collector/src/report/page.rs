//! The report as a page: no script, one style sheet, and every number as text, so that charts only
//! repeat what can be read.

mod chart;
mod form;
mod opinions;
mod parts;
mod randomized;
mod sections;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Report, STYLE};
use form::{hour, number};

/// Where the page will be read.
#[derive(Clone, Copy, PartialEq)]
pub enum Place {
    /// At a collector, which serves the style sheet and the same numbers in other forms.
    Collector,
    /// In a file that has to hold everything.
    File,
}

/// Writes the whole page.
pub fn page(report: &Report, place: Place) -> String {
    let content = html! {
        @if report.events > 0 { (numbers(report)) }
        @else if report.randomized.is_empty() { (nothing_yet(report.min_cell)) }
        @if !report.randomized.is_empty() { (randomized::section(&report.randomized)) }
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "How readers reacted · tellback" }
                @match place {
                    Place::Collector => link rel="stylesheet" href="report.css";,
                    Place::File => style { (PreEscaped(STYLE)) }
                }
            }
            body {
                main {
                    h1 { "How readers reacted" }
                    (content)
                }
                @if place == Place::Collector {
                    footer { p {
                        "The same numbers for programs: " a href="report.json" { "report.json" }
                        ". Every event: " a href="events" { "events" } "."
                    } }
                }
            }
        }
    }
    .into_string()
}

fn nothing_yet(min_cell: u64) -> Markup {
    html! {
        section.empty {
            @if min_cell > 1 {
                h2 { "Nothing to tell yet" }
                p {
                    "The collector is running and its database answers, but fewer than "
                    (number(min_cell)) " conversations have delivered anything so far, or none. What "
                    "fewer did is not told."
                }
            } @else {
                h2 { "No events yet" }
                p {
                    "The collector is running and its database answers, but no page has delivered \
                     anything so far. There is nothing to count, and this page does not guess."
                }
            }
            p {
                "Start tellback in a chat page with "
                code { "start({ endpoint: \"…/feedback\" })" }
                ", press a thumb, and reload this page after a few seconds."
            }
        }
    }
}

fn numbers(report: &Report) -> Markup {
    html! {
        @if let (Some(first), Some(last)) = (&report.first_hour, &report.last_hour) {
            p.period { (hour(first)) " to " (hour(last)) " UTC, by the readers' clocks" }
        }
        @if report.min_cell > 1 {
            p.period {
                "Each number, other than of randomised answers, is renewed when "
                (number(report.min_cell))
                " more conversations have contributed to it, and rounded down to a multiple of that, \
                 so that none is about fewer. What fewer did is shown as nothing, medians and charts \
                 are of what is shown, and parts may not add up to their whole."
            }
        }
        dl.totals {
            (total("events", report.events))
            (total("conversations", report.conversations))
            (total("answers", report.answers))
        }
        div.sections {
            (sections::reactions(&report.reactions, report.answers))
            (sections::votes(&report.votes, report.answers))
            (sections::reading(&report.reading))
            (sections::copies(&report.copies))
            (sections::regenerations(&report.regenerations))
            @if let Some(silent) = &report.silent { (opinions::silent(silent)) }
            (opinions::comparisons(&report.comparisons, &report.side_by_side))
            @for tag in &report.tags { (opinions::tag(tag)) }
            (opinions::reasons(&report.reasons))
            (opinions::outcomes(&report.outcomes))
            (sections::follow_ups(&report.follow_ups))
            (sections::endings(&report.endings))
            (sections::types(&report.types))
            (sections::delivery(&report.delivery, report.events, report.min_cell))
        }
        (sections::hours(&report.hours))
    }
}

fn total(name: &str, count: u64) -> Markup {
    html! { div { dt { (name) } dd { (number(count)) } } }
}
