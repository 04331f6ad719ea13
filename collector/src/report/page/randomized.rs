//! What randomised answers say: estimates, apart from everything that was counted.

use maud::{Markup, html};

use super::chart::{self, Interval};
use super::form::number;
use crate::report::{Estimate, Estimates};

/// A chart has room for so many rows; the table has all.
const MAX_ROWS: usize = 12;

pub fn section(all: &[Estimates]) -> Markup {
    let rows: Vec<(&Estimates, &Estimate)> = all
        .iter()
        .flat_map(|estimates| told(estimates).map(move |estimate| (estimates, estimate)))
        .collect();
    let chart: Vec<Interval> = rows
        .iter()
        .take(MAX_ROWS)
        .map(|(estimates, estimate)| Interval {
            name: name(estimates, estimate),
            share: estimate.share.clamp(0.0, 1.0),
            range: estimate.interval.map(|end| end.clamp(0.0, 1.0)),
        })
        .collect();
    html! {
        section.randomized {
            h2 { "Randomised answers" }
            p {
                "From pages in the aggregate-only mode. Chance changed each answer on the reader's \
                 device, so these shares are estimates, and no number above has anything of them."
            }
            (chart::intervals("Estimated shares, with 95 % intervals", &chart))
            table {
                thead {
                    tr {
                        th scope="col" { "Answer" } th scope="col" { "Reports" }
                        th scope="col" { "Share" }
                    }
                }
                tbody {
                    @for (estimates, estimate) in &rows {
                        @let [low, high] = estimate.interval;
                        tr {
                            th scope="row" {
                                (name(estimates, estimate)) " "
                                small { "ε = " (estimates.epsilon) }
                            }
                            td { (number(estimates.reports)) }
                            td {
                                (percent(estimate.share)) br;
                                small { (percent(low)) " to " (percent(high)) }
                            }
                        }
                    }
                }
            }
            p.note {
                "Lines and ranges are where the share lies with 95 % confidence. Below 0 and above \
                 100 % is noise, which is not cut off here: sums would be wrong. Reasons are shares \
                 of all votes."
            }
        }
    }
}

/// Of two answers, the first says all.
fn told(estimates: &Estimates) -> impl Iterator<Item = &Estimate> {
    let rows = if estimates.answers.len() == 2 { 1 } else { estimates.answers.len() };
    estimates.answers.iter().take(rows)
}

fn name(Estimates { question, tag, .. }: &Estimates, estimate: &Estimate) -> String {
    let said = match question.as_str() {
        "thumb" => estimate.answer.clone(),
        "stars" => format!("{} of 5 stars", estimate.answer),
        reason => reason.to_owned(),
    };
    match tag {
        Some([_, value]) => format!("{said}, {value}"),
        None => said,
    }
}

fn percent(share: f64) -> String {
    // A zero may have a sign.
    format!("{} %", (100.0 * share).round() + 0.0)
}
