//! What a product team wants to know first. The page and the JSON are two forms of one [`Report`].

mod page;
mod randomized;
mod silent;
mod statistics;
mod tags;

use serde::Serialize;

pub use page::{Place, page};
pub use randomized::{Estimate, Estimates};
pub use silent::{Behaviour, Silent};
pub use statistics::{interval, median, share, side};
pub use tags::{MAX_ROWS, Pairing, Tag, TagValue};

/// The style sheet of the page.
pub const STYLE: &str = include_str!("report/page.css");

/// The numbers of everything that was received so far.
#[derive(Debug, PartialEq, Serialize)]
pub struct Report {
    /// How many conversations are behind every count and every change of one; counts are rounded down
    /// to its multiples.
    pub min_cell: u64,
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
    /// How many answers were reacted to at all.
    pub reactions: Reactions,
    /// Ratings that are in force.
    pub votes: Votes,
    /// Reasons that are in force, the [`MAX_ROWS`] most frequent ones.
    pub reasons: Vec<Count>,
    /// What readers said later: `yes`, `partly` or `no`.
    pub outcomes: Vec<Count>,
    /// How answers were read.
    pub reading: Reading,
    /// How often another answer was asked for, and how soon.
    pub regenerations: Regenerations,
    /// What was copied.
    pub copies: Copies,
    /// How readers went on: `correction`, `continuation` or `unknown`.
    pub follow_ups: Vec<Count>,
    /// The last reaction before readers left, most frequent first.
    pub endings: Vec<Count>,
    /// What those who did not vote may have thought; none before anybody voted.
    pub silent: Option<Silent>,
    /// How answers came to be compared, most frequent first.
    pub comparisons: Vec<Count>,
    /// What readers said who were shown two answers side by side.
    pub side_by_side: SideBySide,
    /// The same by the host's tags, such as the model; those of most answers.
    pub tags: Vec<Tag>,
    /// What randomised answers say, most first. They are in none of the other numbers.
    pub randomized: Vec<Estimates>,
    /// What the pages say they captured, beside what arrived.
    pub delivery: Delivery,
    /// The number of events of each type that occurs, most frequent first.
    pub types: Vec<TypeCount>,
    /// The last hours up to the latest event, oldest first, quiet ones included.
    pub hours: Vec<HourCount>,
}

/// A name and how often it occurs.
#[derive(Debug, PartialEq, Serialize)]
pub struct Count {
    /// As on the wire.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// How many answers were reacted to, each counted once for each kind.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Reactions {
    /// With a vote, a reason, a comment or an outcome.
    pub explicit: u64,
    /// Their share of all answers; none where they, or all others, are not told.
    pub explicit_share: Option<f64>,
    /// Copied from.
    pub copied: u64,
    /// Followed by a request for another answer.
    pub regenerated: u64,
    /// Edited, or followed by a correction.
    pub corrected: u64,
    /// Stopped before it was complete.
    pub stopped: u64,
}

/// The latest rating of each answer in each conversation. An earlier one is superseded, a
/// retraction is no vote.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Votes {
    /// Thumbs up.
    pub up: u64,
    /// Thumbs down.
    pub down: u64,
    /// The share of the thumbs that are up, from 0 to 1; none without thumbs, or where either kind is
    /// not told.
    pub up_share: Option<f64>,
    /// Where that share would lie for many more votes of the same kind, with 95 % confidence.
    pub up_interval: Option<[f64; 2]>,
    /// How many gave 1, 2, 3, 4 and 5 stars.
    pub stars: [u64; 5],
    /// The mean of the stars; none without stars, or where any kind is not told.
    pub mean_stars: Option<f64>,
    /// How many took their rating back.
    pub retracted: u64,
    /// How many answers have a vote.
    pub answers: u64,
}

/// The latest `viewed` event of each answer in each conversation.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Reading {
    /// How many answers were read.
    pub readings: u64,
    /// The median time in view.
    pub median_dwell_ms: Option<f64>,
    /// The median depth.
    pub median_depth_pct: Option<f64>,
    /// How many readings stopped before the middle of the answer.
    pub less_than_half: u64,
    /// How many readings came to the end of the answer.
    pub to_the_end: u64,
    /// Readings by the time in view, in milliseconds.
    pub dwell: Vec<Bin>,
    /// Readings by depth: 0, 10, … 100 %.
    pub depth: Vec<u64>,
}

/// A range of values and how many fall into it.
#[derive(Debug, PartialEq, Serialize)]
pub struct Bin {
    /// The least value of the range.
    pub from: u64,
    /// Where the next range begins; none for the last one.
    pub to: Option<u64>,
    /// How many.
    pub count: u64,
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
    /// How many copies took some of each tenth of the answer, first tenth first.
    pub by_tenth: Vec<u64>,
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

/// The latest word on each pair of which the reader was asked.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct SideBySide {
    /// One was better.
    pub one: u64,
    /// Both were as good.
    pub tie: u64,
    /// Neither was good.
    pub both_bad: u64,
    /// Of those in which one was better: it was the one that was shown first.
    pub first: u64,
    /// It was the other one.
    pub second: u64,
    /// The share of the first one where it is known which that was. Far from a half, place decides
    /// beside quality, unless the site puts the better one first.
    pub first_share: Option<f64>,
    /// Where that share would lie for many more comparisons, with 95 % confidence.
    pub first_interval: Option<[f64; 2]>,
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
    /// Lost by the browser's storage.
    pub lost: u64,
    /// Neither here nor accounted for: on their way still, or lost with a page; or dropped for a
    /// reason of which too few conversations tell.
    pub missing: u64,
}

impl Delivery {
    /// Everything that the pages gave up.
    pub fn dropped(&self) -> u64 {
        self.overflow + self.rejected + self.too_large + self.opted_out + self.lost
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
