use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction};

use super::account::Origin;
use super::answer::Place;
use super::tallies::{Cell, cell1, cell2};
use crate::batch::Pair;

/// How one reader compared two answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Preference {
    /// The lesser of the two handles.
    pub a: String,
    /// The greater one.
    pub b: String,
    /// `a` or `b` for the answer that was chosen, else `tie` or `both_bad`.
    pub verdict: String,
    pub basis: String,
    /// `a` or `b` for the answer that was shown first, where that is known.
    pub first: Option<String>,
    pub place: Place,
}

impl Preference {
    pub fn new(
        pair: &Pair,
        verdict: &str,
        basis: &str,
        first_shown: Option<&String>,
        place: Place,
    ) -> Self {
        let (first, second, verdict) = match pair {
            Pair::Decided { chosen, rejected } if chosen < rejected => (chosen, rejected, "a"),
            Pair::Decided { chosen, rejected } => (rejected, chosen, "b"),
            Pair::Undecided { between: [first, second] } => {
                (first.min(second), first.max(second), verdict)
            }
        };
        Self {
            a: first.clone(),
            b: second.clone(),
            verdict: verdict.to_owned(),
            basis: basis.to_owned(),
            first: first_shown.map(|shown| if shown == first { "a" } else { "b" }.to_owned()),
            place,
        }
    }

    /// What a reader said, asked side by side, outranks what was concluded from behaviour; within
    /// a rank the later one counts.
    pub fn supersedes(&self, other: &Self) -> bool {
        (self.rank(), self.place) > (other.rank(), other.place)
    }

    fn rank(&self) -> u8 {
        match self.basis.as_str() {
            "side_by_side" => 2,
            "switched" => 1,
            _ => 0,
        }
    }

    /// The cells of the report that this comparison counts for: `a` and `b` are the answers' tags.
    pub fn counts(&self, a: &BTreeMap<String, String>, b: &BTreeMap<String, String>) -> Vec<Cell> {
        let mut cells = vec![cell1("comparisons", &self.basis)];
        if self.basis == "side_by_side" {
            let is_decided = ["a", "b"].contains(&&*self.verdict);
            let shown = match &self.first {
                Some(first) if is_decided && *first == self.verdict => "first",
                Some(_) if is_decided => "second",
                _ => "",
            };
            cells.push(cell2("asked", if is_decided { "one" } else { &self.verdict }, shown));
        }
        for (tag, of_a) in a {
            let Some(of_b) = b.get(tag) else { continue };
            let (measure, first, second) = match self.verdict.as_str() {
                "a" => ("wins", of_a, of_b),
                "b" => ("wins", of_b, of_a),
                _ => ("draws", of_a.min(of_b), of_a.max(of_b)),
            };
            cells.push((measure, tag.clone(), first.clone(), second.clone()));
        }
        cells
    }
}

/// The comparison of the same pair that is in force in a conversation.
pub fn find(
    transaction: &Transaction<'_>,
    conversation: i64,
    like: &Preference,
) -> rusqlite::Result<Option<Preference>> {
    transaction
        .prepare_cached(
            "SELECT verdict, basis, stream, seq, first FROM preferences
             WHERE a = ?1 AND b = ?2 AND conversation = ?3",
        )?
        .query_row((&like.a, &like.b, conversation), |row| {
            Ok(Preference {
                a: like.a.clone(),
                b: like.b.clone(),
                verdict: row.get(0)?,
                basis: row.get(1)?,
                place: Place(row.get(2)?, row.get(3)?),
                first: row.get(4)?,
            })
        })
        .optional()
}

pub fn write(
    transaction: &Transaction<'_>,
    origin: Origin<'_>,
    preference: &Preference,
) -> rusqlite::Result<()> {
    let Preference { a, b, verdict, basis, first, place: Place(stream, seq) } = preference;
    transaction
        .prepare_cached(
            "INSERT INTO preferences (a, b, conversation, hour, stream, seq, verdict, basis, first)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT DO UPDATE SET
                 hour = max(hour, excluded.hour), stream = excluded.stream, seq = excluded.seq,
                 verdict = excluded.verdict, basis = excluded.basis, first = excluded.first",
        )?
        .execute((a, b, origin.conversation, origin.hour, stream, seq, verdict, basis, first))?;
    Ok(())
}
