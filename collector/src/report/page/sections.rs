use maud::{Markup, html};

use super::form::{duration, hour, number, percent, plural};
use super::parts::{bar, row, table};
use crate::report::{
    Copies, Delivery, HourCount, PartCount, Reading, Regenerations, TypeCount, Votes, share,
};

pub fn votes(votes: &Votes, answers: u64) -> Markup {
    let thumbs = votes.up + votes.down;
    let starred: u64 = votes.stars.iter().sum();
    html! {
        section {
            h2 { "Votes" }
            @if thumbs + starred == 0 {
                p.none { "No vote is in force." }
            }
            @if let Some(up_share) = votes.up_share {
                p.figure { strong { (percent(up_share)) } " up, of " (plural(thumbs, "thumb")) }
                (bar("bar up", up_share))
                p { (number(votes.up)) " up, " (number(votes.down)) " down" }
            }
            @if let Some(mean) = votes.mean_stars {
                p.figure {
                    strong { (format!("{mean:.1}")) } " of 5 stars, from " (plural(starred, "vote"))
                }
                (table(
                    ["Stars", "Votes"],
                    (1..).zip(votes.stars).map(|(stars, count)| {
                        row(html! { (plural(stars, "star")) }, count, starred)
                    }),
                ))
            }
            p.note {
                (number(votes.answers)) " of " (plural(answers, "answer")) " "
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
    html! {
        section {
            h2 { "Reading" }
            @if let (Some(dwell), Some(depth)) = (reading.median_dwell_ms, reading.median_depth_pct) {
                p.figure { strong { (duration(dwell)) } " median time in view" }
                p.figure { strong { (percent(depth / 100.0)) } " median depth" }
                (table(
                    ["How far readers came", "Readings"],
                    [
                        ("less than half", less_than_half),
                        ("half or more", readings.saturating_sub(less_than_half + to_the_end)),
                        ("to the end", to_the_end),
                    ]
                    .map(|(name, count)| row(html! { (name) }, count, readings)),
                ))
            } @else {
                p.none { "No answer has been read yet." }
            }
        }
    }
}

pub fn regenerations(regenerations: &Regenerations) -> Markup {
    let count = regenerations.count;
    html! {
        section {
            h2 { "Regenerated" }
            @if let Some(after) = regenerations.median_after_ms {
                p.figure {
                    strong { (number(count)) } (if count == 1 { " time" } else { " times" })
                    ", after " (duration(after)) " in the median"
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
            }
        }
    }
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

pub fn delivery(delivery: &Delivery, arrived: u64) -> Markup {
    let losses = [
        ("dropped: a page's queue was full", delivery.overflow),
        ("dropped: refused by an endpoint", delivery.rejected),
        ("dropped: too large", delivery.too_large),
        ("given up: the reader opted out", delivery.opted_out),
        ("on their way, or lost with a page", delivery.missing),
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
            svg viewBox={ "0 0 " (hours.len()) " 100" } preserveAspectRatio="none" aria-hidden="true" {
                @for (index, entry) in hours.iter().enumerate() {
                    @let height = 100.0 * share(entry.count, most).unwrap_or(0.0);
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
