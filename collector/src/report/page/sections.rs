use maud::{Markup, html};

use super::chart;
use super::form::{duration, hour, number, percent, plural, range};
use super::parts::{as_a_table, bar, row, table};
use crate::report::{
    Bin, Copies, Count, Delivery, HourCount, PartCount, Reactions, Reading, Regenerations,
    TypeCount, Votes, share,
};

pub fn reactions(reactions: &Reactions, answers: u64) -> Markup {
    html! {
        section {
            h2 { "Reactions" }
            @if let Some(share) = reactions.explicit_share {
                p.figure { strong { (percent(share)) } " of the answers got a word or a press" }
            }
            (table(
                ["What readers did", "Answers"],
                [
                    ("voted, gave a reason, or told the outcome", reactions.explicit),
                    ("copied from it", reactions.copied),
                    ("asked for another one", reactions.regenerated),
                    ("corrected it", reactions.corrected),
                    ("stopped it", reactions.stopped),
                ]
                .map(|(name, count)| row(html! { (name) }, count, answers)),
            ))
            p.note {
                "Where readers may vote, 1 to 5 % of answers usually get a vote. What the others \
                 thought shows, if at all, in what they did."
            }
        }
    }
}

pub fn votes(votes: &Votes, answers: u64) -> Markup {
    let thumbs = votes.up + votes.down;
    let whole = Some(answers).filter(|answers| *answers >= votes.answers);
    let starred: u64 = votes.stars.iter().sum();
    html! {
        section {
            h2 { "Votes" }
            @if votes.answers == 0 {
                p.none { "No vote is in force." }
            }
            @if let Some(up_share) = votes.up_share {
                p.figure { strong { (percent(up_share)) } " up, of " (plural(thumbs, "thumb")) }
                (bar("bar up", up_share))
                p {
                    (number(votes.up)) " up, " (number(votes.down)) " down"
                    @if let Some(interval) = votes.up_interval {
                        "; more votes of this kind would be " (range(interval)) " up"
                    }
                }
            } @else if thumbs > 0 {
                p.figure { strong { (number(thumbs)) } (if votes.up > 0 { " up" } else { " down" }) }
                p { "Too few are on the other side to tell how many." }
            }
            @if starred > 0 {
                @if let Some(mean) = votes.mean_stars {
                    p.figure {
                        strong { (format!("{mean:.1}")) } " of 5 stars, from " (plural(starred, "vote"))
                    }
                }
                (table(
                    ["Stars", "Votes"],
                    (1..).zip(votes.stars).map(|(stars, count)| {
                        row(html! { (plural(stars, "star")) }, count, starred)
                    }),
                ))
            }
            p.note {
                @match whole {
                    Some(answers) => { (number(votes.answers)) " of " (plural(answers, "answer")) " " }
                    None => { (plural(votes.answers, "answer")) " " }
                }
                (if votes.answers == 1 { "has" } else { "have" })
                " a vote. The latest vote counts"
                @if votes.retracted > 0 { "; " (number(votes.retracted)) " were taken back" }
                ". Few readers vote, and those who do are no sample of the others."
            }
        }
    }
}

pub fn reading(reading: &Reading) -> Markup {
    let Reading { readings, less_than_half, to_the_end, .. } = *reading;
    let half_or_more = reading.depth.iter().skip(5).take(5).sum();
    html! {
        section {
            h2 { "Reading" }
            @if readings > 0 {
                @if let Some(dwell) = reading.median_dwell_ms {
                    p.figure { strong { (duration(dwell)) } " median time in view" }
                }
                @if let Some(depth) = reading.median_depth_pct {
                    p.figure { strong { (percent(depth / 100.0)) } " median depth" }
                }
                (table(
                    ["How far readers came", "Readings"],
                    [
                        ("less than half", less_than_half),
                        ("half or more", half_or_more),
                        ("to the end", to_the_end),
                    ]
                    .map(|(name, count)| row(html! { (name) }, count, readings)),
                ))
                h3 { "How far readers came" }
                (depths(&reading.depth, readings))
                h3 { "How long answers were in view" }
                (dwells(&reading.dwell, readings))
            } @else {
                p.none { "No answer has been read yet." }
            }
        }
    }
}

fn depths(depth: &[u64], readings: u64) -> Markup {
    let names: Vec<String> = (0..).step_by(10).take(depth.len()).map(|n| n.to_string()).collect();
    html! {
        (chart::columns("Readings by depth, in % of the answer", &names, depth))
        p.axis { "% of the answer's height" }
        (as_a_table(
            ["Depth", "Readings"],
            names.iter().zip(depth).map(|(name, count)| row(html! { (name) " %" }, *count, readings)),
        ))
    }
}

fn dwells(bins: &[Bin], readings: u64) -> Markup {
    let seconds = |ms: u64| ms / 1_000;
    let names: Vec<String> = bins.iter().map(|bin| seconds(bin.from).to_string()).collect();
    let counts: Vec<u64> = bins.iter().map(|bin| bin.count).collect();
    let name = |bin: &Bin| match bin.to {
        Some(to) => format!("{} to {} s", seconds(bin.from), seconds(to)),
        None => format!("{} s or more", seconds(bin.from)),
    };
    html! {
        (chart::columns("Readings by seconds in view", &names, &counts))
        p.axis { "seconds or more, up to the next column" }
        (as_a_table(
            ["Time in view", "Readings"],
            bins.iter().map(|bin| row(html! { (name(bin)) }, bin.count, readings)),
        ))
    }
}

pub fn regenerations(regenerations: &Regenerations) -> Markup {
    let count = regenerations.count;
    html! {
        section {
            h2 { "Regenerated" }
            @if count > 0 {
                p.figure {
                    strong { (number(count)) } (if count == 1 { " time" } else { " times" })
                    @if let Some(after) = regenerations.median_after_ms {
                        ", after " (duration(after)) " in the median"
                    }
                }
                (table(
                    ["After the answer was complete", "Times"],
                    [
                        ("within 5 s", regenerations.within_5_s),
                        ("within 30 s", regenerations.within_30_s),
                        ("later", regenerations.later),
                    ]
                    .map(|(name, times)| row(html! { (name) }, times, count)),
                ))
                p.note { "The sooner, the clearer that the answer was not what the reader wanted." }
            } @else {
                p.none { "Nobody has asked for another answer yet." }
            }
        }
    }
}

pub fn copies(copies: &Copies) -> Markup {
    let part = |part: &PartCount| {
        let name = html! {
            (part.part)
            @if let Some(share) = part.median_share_pct {
                " " small { "median " (percent(share / 100.0)) " of the answer" }
            }
        };
        row(name, part.count, copies.count)
    };
    html! {
        section {
            h2 { "Copied" }
            @if copies.count == 0 {
                p.none { "Nothing has been copied yet." }
            } @else {
                p.figure {
                    strong { (number(copies.count)) }
                    (if copies.count == 1 { " copy" } else { " copies" })
                }
                (table(["What was copied", "Copies"], copies.by_part.iter().map(part)))
                h3 { "Where in the answer" }
                @let names: Vec<String> = (0..10).map(|tenth| format!("{}", 10 * tenth)).collect();
                (chart::columns("Copies by tenth of the answer", &names, &copies.by_tenth))
                p.axis { "% of the answer, from its beginning" }
                (as_a_table(
                    ["From", "Copies"],
                    names.iter().zip(&copies.by_tenth).map(|(name, count)| {
                        row(html! { (name) " %" }, *count, copies.count)
                    }),
                ))
            }
        }
    }
}

pub fn follow_ups(follow_ups: &[Count]) -> Markup {
    let sum = follow_ups.iter().map(|entry| entry.count).sum();
    html! {
        @if !follow_ups.is_empty() {
            section {
                h2 { "What came next" }
                (table(["The next question", "Times"], counts(follow_ups, sum)))
            }
        }
    }
}

pub fn endings(endings: &[Count]) -> Markup {
    let sum = endings.iter().map(|entry| entry.count).sum();
    html! {
        @if !endings.is_empty() {
            section {
                h2 { "Before readers left" }
                (table(["The last reaction", "Visits"], counts(endings, sum)))
                p.note {
                    "Leaving says nothing by itself: some had what they came for, some gave up. "
                    "Whoever comes back to a conversation pays it another visit."
                }
            }
        }
    }
}

fn counts(counts: &[Count], whole: u64) -> impl Iterator<Item = Markup> {
    counts.iter().map(move |entry| row(html! { code { (entry.name) } }, entry.count, whole))
}

pub fn types(types: &[TypeCount]) -> Markup {
    let most = types.iter().map(|entry| entry.count).max().unwrap_or(0);
    html! {
        section {
            h2 { "Events by type" }
            (table(
                ["Type", "Events"],
                types.iter().map(|entry| row(html! { code { (entry.r#type) } }, entry.count, most)),
            ))
        }
    }
}

pub fn delivery(delivery: &Delivery, arrived: u64, min_cell: u64) -> Markup {
    let missing = if min_cell > 1 {
        "on their way, lost with a page, or dropped for a reason that few had"
    } else {
        "on their way, or lost with a page"
    };
    let losses = [
        ("dropped: a page's queue was full", delivery.overflow),
        ("dropped: refused by an endpoint", delivery.rejected),
        ("dropped: too large", delivery.too_large),
        ("given up: the reader opted out", delivery.opted_out),
        ("dropped: too old in a browser's storage", delivery.lost),
        (missing, delivery.missing),
    ];
    let fates =
        [("arrived", arrived)].into_iter().chain(losses.into_iter().filter(|loss| loss.1 > 0));
    html! {
        section {
            h2 { "Is anything missing?" }
            p { "Pages that reported here captured " (plural(delivery.captured, "event")) "." }
            (table(
                ["What became of them", "Events"],
                fates.map(|(name, count)| row(html! { (name) }, count, delivery.captured)),
            ))
            p.note { "A page that never reached this collector is not counted: nobody knows of it." }
        }
    }
}

pub fn hours(hours: &[HourCount]) -> Markup {
    let most = hours.iter().map(|entry| entry.count).max().unwrap_or(0);
    let busy = hours.iter().rev().filter(|entry| entry.count > 0);
    html! {
        section.hours {
            h2 { "Events by hour" }
            p { "The " (hours.len()) " hours up to the latest event; at most " (number(most)) " in one." }
            @let counts: Vec<u64> = hours.iter().map(|entry| entry.count).collect();
            svg viewBox={ "0 0 " (hours.len()) " 100" } preserveAspectRatio="none" aria-hidden="true" {
                @for (index, count) in counts.iter().enumerate() {
                    @let height = 100.0 * share(*count, most).unwrap_or(0.0);
                    rect x={ (index) ".1" } y=(100.0 - height) width="0.8" height=(height) {}
                }
            }
            @if let (Some(first), Some(last)) = (hours.first(), hours.last()) {
                p.axis aria-hidden="true" {
                    span { (hour(&first.hour)) } span { (hour(&last.hour)) " UTC" }
                }
            }
            details {
                summary { "As a table" }
                (table(
                    ["Hour (UTC)", "Events"],
                    busy.map(|entry| row(html! { (hour(&entry.hour)) }, entry.count, most)),
                ))
            }
        }
    }
}
