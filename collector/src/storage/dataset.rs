//! What data sets are made of, group by group in the order of handles, so that nothing but one
//! group has to be in memory.

use std::path::Path;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::listing::{self, Page};
use super::opening::{self, OpenError};
use super::summary;
use super::tallies::Detail;
use crate::report::Report;

/// A database that is only read, whether or not a collector goes on with it.
pub struct Dataset {
    connection: Connection,
}

/// Every reader's vote on one answer.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Votes {
    pub response: String,
    pub thumbs_up: u64,
    pub thumbs_down: u64,
    /// How many gave 1, 2, 3, 4 and 5 stars.
    pub stars: [u64; 5],
}

/// Every reader's comparison of the same two answers.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparisons {
    pub a: String,
    pub b: String,
    /// One for each verdict and basis that occur.
    pub verdicts: Vec<Verdict>,
    /// To how many readers `a` was shown first, and to how many `b`, of those who were asked which
    /// is better and chose one.
    pub shown_first: [u64; 2],
}

/// What some readers said, all with the same basis.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// `a`, `b`, `tie` or `both_bad`.
    pub verdict: String,
    pub basis: String,
    pub readers: u64,
}

impl Votes {
    /// Counts the votes on another answer, too.
    pub fn merge(&mut self, other: Self) {
        self.thumbs_up += other.thumbs_up;
        self.thumbs_down += other.thumbs_down;
        for (stars, more) in self.stars.iter_mut().zip(other.stars) {
            *stars += more;
        }
    }
}

impl Comparisons {
    /// Counts what some more readers said.
    pub fn add(&mut self, verdict: String, basis: String, readers: u64) {
        let same = |other: &&mut Verdict| other.verdict == verdict && other.basis == basis;
        match self.verdicts.iter_mut().find(same) {
            Some(same) => same.readers += readers,
            None => self.verdicts.push(Verdict { verdict, basis, readers }),
        }
    }

    /// Counts the comparisons of another pair, too.
    pub fn merge(&mut self, other: Self) {
        for Verdict { verdict, basis, readers } in other.verdicts {
            self.add(verdict, basis, readers);
        }
        for (readers, more) in self.shown_first.iter_mut().zip(other.shown_first) {
            *readers += more;
        }
    }

    /// The same, with what was `a` as `b`.
    pub fn turned(self) -> Self {
        let Self { a, b, mut verdicts, shown_first: [of_a, of_b] } = self;
        for Verdict { verdict, .. } in &mut verdicts {
            match verdict.as_str() {
                "a" => *verdict = "b".to_owned(),
                "b" => *verdict = "a".to_owned(),
                _ => {}
            }
        }
        Self { a: b, b: a, verdicts, shown_first: [of_b, of_a] }
    }
}

impl Dataset {
    /// Opens a database that is there.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        opening::existing(path).map(|connection| Self { connection })
    }

    /// Calls `take` with the votes on each answer that has any.
    pub fn votes<E: From<rusqlite::Error>>(
        &self,
        mut take: impl FnMut(Votes) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare(
            "SELECT response, vote FROM answers WHERE vote IS NOT NULL ORDER BY response",
        )?;
        let mut rows = statement.query([])?;
        let mut votes = Votes::default();
        while let Some(row) = rows.next()? {
            let (response, vote): (String, String) = (row.get(0)?, row.get(1)?);
            if response != votes.response {
                let complete = std::mem::take(&mut votes);
                if !complete.response.is_empty() {
                    take(complete)?;
                }
                votes.response = response;
            }
            match vote.as_str() {
                "up" => votes.thumbs_up += 1,
                "down" => votes.thumbs_down += 1,
                stars => {
                    let place = stars.parse().ok().and_then(|stars: usize| stars.checked_sub(1));
                    if let Some(votes) = place.and_then(|place| votes.stars.get_mut(place)) {
                        *votes += 1;
                    }
                }
            }
        }
        if votes.response.is_empty() { Ok(()) } else { take(votes) }
    }

    /// Calls `take` with the comparisons of each pair that was compared.
    pub fn comparisons<E: From<rusqlite::Error>>(
        &self,
        mut take: impl FnMut(Comparisons) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare(
            "SELECT a, b, verdict, basis,
                 iif(basis = 'side_by_side' AND verdict IN ('a', 'b'), first, NULL)
             FROM preferences ORDER BY a, b, conversation",
        )?;
        let mut rows = statement.query([])?;
        let mut comparisons = Comparisons::default();
        while let Some(row) = rows.next()? {
            let (a, b): (String, String) = (row.get(0)?, row.get(1)?);
            if (&a, &b) != (&comparisons.a, &comparisons.b) {
                let complete = std::mem::take(&mut comparisons);
                if !complete.verdicts.is_empty() {
                    take(complete)?;
                }
                (comparisons.a, comparisons.b) = (a, b);
            }
            comparisons.add(row.get(2)?, row.get(3)?, 1);
            let [of_a, of_b] = &mut comparisons.shown_first;
            match row.get::<_, Option<String>>(4)?.as_deref() {
                Some("a") => *of_a += 1,
                Some(_) => *of_b += 1,
                None => {}
            }
        }
        if comparisons.verdicts.is_empty() { Ok(()) } else { take(comparisons) }
    }

    /// Everything that the report says.
    pub fn report(&mut self, detail: Detail) -> rusqlite::Result<Report> {
        summary::report(&mut self.connection, detail)
    }

    /// The arrival number of the newest event, 0 if there is none.
    pub fn latest_arrival(&mut self) -> rusqlite::Result<i64> {
        listing::latest_arrival(&mut self.connection)
    }

    /// The next events that arrived after `after` and no later than `until`.
    pub fn page(&mut self, after: i64, until: i64) -> rusqlite::Result<Page> {
        listing::page(&mut self.connection, after, until)
    }
}
