use std::cmp::Reverse;

use serde::Serialize;

use super::side;

/// How many values, and how many pairings, are told of one tag. Anybody can invent values.
pub const MAX_ROWS: usize = 20;

/// What one tag of the host, such as `model`, tells apart.
#[derive(Debug, PartialEq, Serialize)]
pub struct Tag {
    /// The tag.
    pub name: String,
    /// Its values, most answers first.
    pub values: Vec<TagValue>,
    /// How answers of two values did against each other.
    pub pairings: Vec<Pairing>,
    /// How many values and pairings are left out: all but the largest [`MAX_ROWS`] of each.
    pub suppressed: u64,
}

/// The answers of which a tag has one value.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct TagValue {
    /// The value.
    pub value: String,
    /// How many answers.
    pub answers: u64,
    /// How they were voted on; none without votes, or where one side is not told.
    pub votes: Option<TagVotes>,
}

/// Votes for and against answers.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct TagVotes {
    /// How many were voted for.
    pub r#for: u64,
    /// How many were voted against.
    pub against: u64,
    /// The share of the votes that are for.
    pub for_share: f64,
    /// Where that share lies with 95 % confidence.
    pub for_interval: [f64; 2],
}

/// Comparisons of an answer of one value with an answer of another one.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Pairing {
    /// One value.
    pub first: String,
    /// The other one.
    pub second: String,
    /// How often the first was preferred.
    pub wins: u64,
    /// How often the second was.
    pub losses: u64,
    /// How often neither was.
    pub draws: u64,
    /// The share of the decided comparisons that the first won; none where one side is not told.
    pub win_share: Option<f64>,
    /// Where that share lies with 95 % confidence.
    pub win_interval: Option<[f64; 2]>,
}

impl Tag {
    /// Leaves out all but the largest, and works out their shares.
    /// Either side of a share may be larger by `untold`.
    pub fn new(
        name: String,
        mut values: Vec<TagValue>,
        mut pairings: Vec<Pairing>,
        untold: u64,
    ) -> Self {
        let all = values.len() + pairings.len();
        values.sort_by_key(|value| Reverse(value.answers));
        values.truncate(MAX_ROWS);
        pairings.sort_by_key(|pairing| Reverse(pairing.count()));
        pairings.truncate(MAX_ROWS);
        for pairing in &mut pairings {
            let (share, interval) = side(pairing.wins, pairing.losses, untold).unzip();
            pairing.win_share = share;
            pairing.win_interval = interval;
        }
        let suppressed = (all - values.len() - pairings.len()) as u64;
        Self { name, values, pairings, suppressed }
    }
}

impl TagValue {
    /// An answer count with its votes, if enough is told of them.
    pub fn new(value: String, answers: u64, r#for: u64, against: u64, untold: u64) -> Self {
        Self { value, answers, votes: TagVotes::new(r#for, against, untold) }
    }
}

impl TagVotes {
    fn new(r#for: u64, against: u64, untold: u64) -> Option<Self> {
        let (for_share, for_interval) = side(r#for, against, untold)?;
        Some(Self { r#for, against, for_share, for_interval })
    }
}

impl Pairing {
    /// How many comparisons there were.
    pub fn count(&self) -> u64 {
        self.wins + self.losses + self.draws
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anybody_could_have_made_up_does_not_fill_the_report() {
        let value = |n: u64| TagValue::new(format!("m{n}"), n, 0, 0, 0);
        let pairing = |n: u64| Pairing { first: format!("m{n}"), wins: n, ..Pairing::default() };
        let (values, pairings) = ((0..100).map(value), (0..100).map(pairing));
        let tag = Tag::new("model".into(), values.collect(), pairings.collect(), 0);
        assert_eq!((tag.values.len(), tag.pairings.len(), tag.suppressed), (20, 20, 160));
        assert_eq!((tag.values[0].answers, tag.pairings[0].wins), (99, 99));
    }
}
