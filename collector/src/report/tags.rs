use std::cmp::Reverse;

use serde::Serialize;

use super::{interval, share};

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
    /// How they were voted on; none without votes.
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
    /// The share of the decided comparisons that the first won.
    pub win_share: Option<f64>,
    /// Where that share lies with 95 % confidence.
    pub win_interval: Option<[f64; 2]>,
}

impl Tag {
    /// Leaves out all but the largest, and works out their shares.
    pub fn new(name: String, mut values: Vec<TagValue>, mut pairings: Vec<Pairing>) -> Self {
        let all = values.len() + pairings.len();
        values.sort_by_key(|value| Reverse(value.answers));
        values.truncate(MAX_ROWS);
        pairings.sort_by_key(|pairing| Reverse(pairing.count()));
        pairings.truncate(MAX_ROWS);
        for pairing in &mut pairings {
            let decided = pairing.wins + pairing.losses;
            pairing.win_share = share(pairing.wins, decided);
            pairing.win_interval = interval(pairing.wins, decided);
        }
        let suppressed = (all - values.len() - pairings.len()) as u64;
        Self { name, values, pairings, suppressed }
    }
}

impl TagValue {
    /// An answer count with its votes, if there are any.
    pub fn new(value: String, answers: u64, r#for: u64, against: u64) -> Self {
        Self { value, answers, votes: TagVotes::new(r#for, against) }
    }
}

impl TagVotes {
    fn new(r#for: u64, against: u64) -> Option<Self> {
        let votes = r#for + against;
        let (for_share, for_interval) = (share(r#for, votes)?, interval(r#for, votes)?);
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
        let value = |n: u64| TagValue::new(format!("m{n}"), n, 0, 0);
        let pairing = |n: u64| Pairing { first: format!("m{n}"), wins: n, ..Pairing::default() };
        let (values, pairings) = ((0..100).map(value), (0..100).map(pairing));
        let tag = Tag::new("model".into(), values.collect(), pairings.collect());
        assert_eq!((tag.values.len(), tag.pairings.len(), tag.suppressed), (20, 20, 160));
        assert_eq!((tag.values[0].answers, tag.pairings[0].wins), (99, 99));
    }
}
