//! What a product team wants to know first. The page and the JSON are two forms of one [`Report`].

mod page;

use serde::Serialize;

pub use page::page;

/// The style sheet of the page.
pub const STYLE: &str = include_str!("report/page.css");

/// The numbers of everything that was received so far.
#[derive(Debug, PartialEq, Serialize)]
pub struct Report {
    /// How many events there are.
    pub events: u64,
    /// How many conversations they come from.
    pub conversations: u64,
    /// How many answers they are about.
    pub answers: u64,
    /// The earliest hour that an event carries.
    pub first_hour: Option<String>,
    /// The latest one.
    pub last_hour: Option<String>,
    /// Ratings that are in force.
    pub votes: Votes,
    /// How answers were read.
    pub reading: Reading,
    /// How often another answer was asked for, and how soon.
    pub regenerations: Regenerations,
    /// What was copied.
    pub copies: Copies,
    /// What the pages say they captured, beside what arrived.
    pub delivery: Delivery,
    /// The number of events of each type that occurs, most frequent first.
    pub types: Vec<TypeCount>,
    /// The last hours up to the latest event, oldest first, quiet ones included.
    pub hours: Vec<HourCount>,
}

/// The latest rating of each stream and answer. An earlier one is superseded, a retraction is no
/// vote.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Votes {
    /// Thumbs up.
    pub up: u64,
    /// Thumbs down.
    pub down: u64,
    /// The share of the thumbs that are up, from 0 to 1; none without thumbs.
    pub up_share: Option<f64>,
    /// How many gave 1, 2, 3, 4 and 5 stars.
    pub stars: [u64; 5],
    /// The mean of the stars; none without stars.
    pub mean_stars: Option<f64>,
    /// How many took their rating back.
    pub retracted: u64,
    /// How many answers have at least one vote.
    pub answers: u64,
}

/// The latest `viewed` event of each stream and answer.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Reading {
    /// How many times an answer was read, by different streams.
    pub readings: u64,
    /// The median time in view.
    pub median_dwell_ms: Option<f64>,
    /// The median depth.
    pub median_depth_pct: Option<f64>,
    /// How many readings stopped before the middle of the answer.
    pub less_than_half: u64,
    /// How many readings came to the end of the answer.
    pub to_the_end: u64,
}

/// Requests for another answer.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Regenerations {
    /// All of them.
    pub count: u64,
    /// The median time since the answer was complete.
    pub median_after_ms: Option<f64>,
    /// Those that came within about 5 seconds.
    pub within_5_s: u64,
    /// Those that came later, but within about 30 seconds.
    pub within_30_s: u64,
    /// All later ones.
    pub later: u64,
}

/// Copied parts of answers.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Copies {
    /// All of them.
    pub count: u64,
    /// The same by what was copied, most frequent first.
    pub by_part: Vec<PartCount>,
}

/// Copies of one kind of content.
#[derive(Debug, PartialEq, Serialize)]
pub struct PartCount {
    /// `text`, `code`, `list`, `table` or `mixed`.
    pub part: String,
    /// How many.
    pub count: u64,
    /// The median share of the answer that they took.
    pub median_share_pct: Option<f64>,
}

/// The pages' own accounts, added up.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Delivery {
    /// How many events the pages captured.
    pub captured: u64,
    /// Lost because a queue was full.
    pub overflow: u64,
    /// Lost because the endpoint refused them.
    pub rejected: u64,
    /// Lost because they were too large.
    pub too_large: u64,
    /// Given up because the reader opted out.
    pub opted_out: u64,
    /// Neither here nor accounted for: on their way still, or lost with a page.
    pub missing: u64,
}

impl Delivery {
    /// Everything that the pages gave up.
    pub fn dropped(&self) -> u64 {
        self.overflow + self.rejected + self.too_large + self.opted_out
    }
}

/// How many events have a type.
#[derive(Debug, PartialEq, Serialize)]
pub struct TypeCount {
    /// The type, as on the wire.
    pub r#type: String,
    /// How many.
    pub count: u64,
}

/// How many events carry an hour.
#[derive(Debug, PartialEq, Serialize)]
pub struct HourCount {
    /// The UTC hour, as on the wire.
    pub hour: String,
    /// How many.
    pub count: u64,
}

/// The median of values that are given with how often each occurs, smallest first.
pub fn median(histogram: &[(u64, u64)]) -> Option<f64> {
    let total: u64 = histogram.iter().map(|(_, count)| count).sum();
    let nth = |n: u64| {
        let mut passed = 0;
        histogram.iter().find_map(|(value, count)| {
            passed += count;
            (n < passed).then_some(*value)
        })
    };
    let (low, high) = (nth(total.saturating_sub(1) / 2)?, nth(total / 2)?);
    Some((low + high) as f64 / 2.0)
}

/// A part of a whole, from 0 to 1; none where there is no whole.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[track_caller]
    fn check(histogram: &[(u64, u64)], expected: Option<f64>) {
        assert_eq!(median(histogram), expected);
    }

    #[test]
    fn the_median_of_nothing_is_none() {
        check(&[], None);
    }

    #[test]
    fn the_median_of_an_odd_number_of_values_is_the_middle_one() {
        check(&[(7, 1)], Some(7.0));
        check(&[(1, 1), (5, 1), (90, 1)], Some(5.0));
        check(&[(1, 3), (5, 1), (90, 1)], Some(1.0));
    }

    #[test]
    fn the_median_of_an_even_number_of_values_lies_between_the_middle_ones() {
        check(&[(2, 1), (4, 1)], Some(3.0));
        check(&[(2, 2), (4, 2)], Some(3.0));
        check(&[(2, 3), (4, 1)], Some(2.0));
        check(&[(100, 1), (2000, 1), (3000, 4)], Some(3000.0));
    }
}
