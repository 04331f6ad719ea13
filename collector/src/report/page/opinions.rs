//! Sections about what readers thought, with how sure one can be of it.

use maud::{Markup, html};

use super::chart::{self, Interval};
use super::form::{number, percent, plural, range};
use super::parts::{as_a_table, row, table};
use crate::report::{Behaviour, Count, Pairing, SideBySide, Silent, Tag, TagValue};

/// A chart has room for so many rows; the table has all.
const MAX_ROWS: usize = 12;

pub fn silent(silent: &Silent) -> Markup {
    let behaviour = |behaviour: &Behaviour| {
        html! {
            tr {
                th scope="row" { (behaviour.name) }
                td { (number(behaviour.silent)) }
                td {
                    @match behaviour.for_share {
                        Some(share) => { (percent(share)) " of " (number(behaviour.voters())) }
                        None => "–",
                    }
                }
            }
        }
    };
    html! {
        section {
            h2 { "Those who did not vote" }
            @match silent.estimate {
                Some(estimate) => p.figure {
                    strong { (percent(estimate)) } " might have voted for the answer"
                },
                None => p.none { "Too few voted to tell anything about the others." }
            }
            p {
                (range(silent.interval)) " of " (plural(silent.answers, "silent reading"))
                ", if silent readers think like voters who did the same."
            }
            table {
                thead {
                    tr {
                        th scope="col" { "Did" } th scope="col" { "Silent" }
                        th scope="col" { "Voters for it" }
                    }
                }
                tbody { @for entry in &silent.behaviours { (behaviour(entry)) } }
            }
            p.note {
                "A guess, and no measurement: people vote when they are pleased or annoyed. How far \
                 that moves the number can't be known from events; ask some silent readers."
            }
        }
    }
}

pub fn comparisons(comparisons: &[Count], asked: &SideBySide) -> Markup {
    let all: u64 = comparisons.iter().map(|entry| entry.count).sum();
    let said = asked.one + asked.tie + asked.both_bad;
    let how = |entry: &Count| {
        let name = match entry.name.as_str() {
            "side_by_side" => "asked, with both side by side",
            "switched" => "by the version that they used, having seen both",
            "regenerated" => "by the one that they used, having asked for another",
            other => other,
        };
        row(html! { (name) }, entry.count, all)
    };
    html! {
        @if all > 0 {
            section {
                h2 { "Which is better?" }
                p.figure { strong { (number(all)) } (if all == 1 { " pair" } else { " pairs" }) " compared" }
                (table(["How readers told", "Pairs"], comparisons.iter().map(how)))
                @if said > 0 {
                    h3 { "Asked side by side" }
                    (table(
                        ["What readers said", "Pairs"],
                        [("one is better", asked.one), ("a tie", asked.tie), ("both are bad", asked.both_bad)]
                            .map(|(name, count)| row(html! { (name) }, count, said)),
                    ))
                }
                (place(asked))
            }
        }
    }
}

/// Whether readers choose what they see first.
fn place(asked: &SideBySide) -> Markup {
    let shares = asked.first_share.zip(asked.first_interval).map(|(share, range)| Interval {
        name: "shown first".to_owned(),
        share,
        range,
    });
    html! {
        @if let Some(Interval { share, range: at, .. }) = &shares {
            h3 { "Does the place decide?" }
            p {
                (percent(*share)) " chose the answer that was shown first; more comparisons of this \
                 kind would be " (range(*at)) "."
            }
            (chart::intervals("Share of choices for the answer shown first, with its 95 % interval", shares.as_slice()))
            (as_a_table(
                ["The better one was shown", "Pairs"],
                [("first", asked.first), ("second", asked.second)]
                    .map(|(name, count)| row(html! { (name) }, count, asked.first + asked.second)),
            ))
            p.note {
                "Where the place is drawn by lot and does not matter, half of the choices are for the \
                 first one. Far from that, weigh comparisons in both orders alike."
            }
        }
    }
}

pub fn tag(tag: &Tag) -> Markup {
    let shares: Vec<Interval> = tag
        .values
        .iter()
        .filter_map(|value| {
            let (name, votes) = (value.value.clone(), value.votes.as_ref()?);
            Some(Interval { name, share: votes.for_share, range: votes.for_interval })
        })
        .take(MAX_ROWS)
        .collect();
    let duels: Vec<Interval> = tag
        .pairings
        .iter()
        .filter_map(|pairing| {
            let name = format!("{} over {}", pairing.first, pairing.second);
            Some(Interval { name, share: pairing.win_share?, range: pairing.win_interval? })
        })
        .take(MAX_ROWS)
        .collect();
    html! {
        section {
            h2 { "By " code { (tag.name) } }
            @if !shares.is_empty() {
                h3 { "Votes for the answer" }
                (chart::intervals("Share of votes for answers, with 95 % intervals", &shares))
            }
            @if tag.values.is_empty() { p.none { "Too few answers to tell apart." } }
            @else {
                table {
                    thead {
                        tr {
                            th scope="col" { "Value" } th scope="col" { "Answers" }
                            th scope="col" { "Votes for" }
                        }
                    }
                    tbody { @for entry in &tag.values { (value(entry)) } }
                }
            }
            @if !tag.pairings.is_empty() {
                h3 { "Preferred over" }
                @if !duels.is_empty() {
                    (chart::intervals("Share of comparisons won, with 95 % intervals", &duels))
                }
                (matrix(tag))
            }
            p.note {
                "An answer counts with the tags it came with. Dots are shares, lines are where they \
                 would lie with many more votes (95 %)."
                @if tag.suppressed > 0 {
                    " " (number(tag.suppressed)) " smaller ones are not shown."
                }
            }
        }
    }
}

fn value(value: &TagValue) -> Markup {
    html! {
        tr {
            th scope="row" { (value.value) }
            td { (number(value.answers)) }
            td {
                @match &value.votes {
                    Some(votes) => {
                        (percent(votes.for_share)) br; small { (range(votes.for_interval)) }
                    }
                    None => small { "too few" }
                }
            }
        }
    }
}

/// How often the value of a row was preferred over the value of a column.
fn matrix(tag: &Tag) -> Markup {
    let mut values: Vec<&str> =
        tag.pairings.iter().flat_map(|pairing| [&*pairing.first, &*pairing.second]).collect();
    values.sort_unstable();
    values.dedup();
    html! {
        table.matrix {
            thead {
                tr {
                    th scope="col" { "wins of" }
                    @for value in &values { th scope="col" { "over " (value) } }
                }
            }
            tbody {
                @for row in &values {
                    tr {
                        th scope="row" { (row) }
                        @for column in &values { td { (cell(&tag.pairings, row, column)) } }
                    }
                }
            }
        }
        @let draws: u64 = tag.pairings.iter().map(|pairing| pairing.draws).sum();
        @if draws > 0 { p.note { (plural(draws, "comparison")) " had no winner." } }
    }
}

fn cell(pairings: &[Pairing], row: &str, column: &str) -> Markup {
    let won = pairings.iter().find_map(|pairing| {
        let (wins, losses) = (pairing.wins, pairing.losses);
        match (pairing.first.as_str(), pairing.second.as_str()) {
            (first, second) if (first, second) == (row, column) => {
                Some((wins, wins + losses, pairing.win_share))
            }
            (first, second) if (first, second) == (column, row) => {
                Some((losses, wins + losses, pairing.win_share.map(|share| 1.0 - share)))
            }
            _ => None,
        }
    });
    html! {
        @match won {
            Some((wins, all, share)) => {
                @if let Some(share) = share { (percent(share)) br; }
                small { (number(wins)) " of " (number(all)) }
            }
            None => "–",
        }
    }
}

pub fn reasons(reasons: &[Count]) -> Markup {
    few("Reasons", ["Reason", "Answers"], reasons)
}

pub fn outcomes(outcomes: &[Count]) -> Markup {
    few("Did it work?", ["What readers said later", "Answers"], outcomes)
}

/// A section that is there only if there is something in it.
fn few(title: &str, head: [&str; 2], counts: &[Count]) -> Markup {
    let sum = counts.iter().map(|entry| entry.count).sum();
    html! {
        @if !counts.is_empty() {
            section {
                h2 { (title) }
                (table(
                    head,
                    counts.iter().map(|entry| row(html! { code { (entry.name) } }, entry.count, sum)),
                ))
            }
        }
    }
}
