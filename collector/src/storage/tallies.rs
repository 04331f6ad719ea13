//! The numbers that the report is made of, and what it may tell of them.
//!
//! A number is told once enough conversations have contributed to it, and renewed when as many have
//! joined or left. So no number is about fewer, nor is what two reports differ by.

use std::collections::HashMap;
use std::num::NonZeroU32;

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// What is counted: a measure, and up to three texts that tell its cells apart.
pub type Cell = (&'static str, String, String, String);

/// Changes of the report's numbers that one transaction brings about.
#[derive(Default)]
pub struct Tallies {
    changes: HashMap<Cell, Change>,
}

#[derive(Default)]
struct Change {
    /// What conversations contribute, beside what each has contributed already.
    by_conversation: HashMap<i64, i64>,
    /// What else there is to add, and how many more are behind that.
    count: i64,
    contributors: i64,
}

/// Which of a number is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Detail {
    /// What may be told.
    Told,
    /// What it is.
    Exact,
}

/// A cell of a measure that needs no further distinction.
pub fn cell(measure: &'static str) -> Cell {
    (measure, String::new(), String::new(), String::new())
}

/// A cell that is told apart by one text.
pub fn cell1(measure: &'static str, a: impl ToString) -> Cell {
    (measure, a.to_string(), String::new(), String::new())
}

/// A cell that is told apart by two texts.
pub fn cell2(measure: &'static str, a: impl ToString, b: impl ToString) -> Cell {
    (measure, a.to_string(), b.to_string(), String::new())
}

/// A cell that is told apart by three texts.
pub fn cell3(measure: &'static str, a: impl ToString, b: impl ToString, c: impl ToString) -> Cell {
    (measure, a.to_string(), b.to_string(), c.to_string())
}

impl Tallies {
    /// Adds what a conversation contributes to a cell.
    pub fn add(&mut self, conversation: i64, cell: Cell, count: i64) {
        let change = self.changes.entry(cell).or_default();
        *change.by_conversation.entry(conversation).or_default() += count;
    }

    /// Takes back what a conversation's `before` counted for, and counts `after`.
    pub fn replace(&mut self, conversation: i64, before: Vec<Cell>, after: Vec<Cell>) {
        for cell in before {
            self.add(conversation, cell, -1);
        }
        for cell in after {
            self.add(conversation, cell, 1);
        }
    }

    /// Adds to a cell of which it is known how many more contribute to it now.
    pub fn count(&mut self, cell: Cell, count: i64, contributors: i64) {
        let change = self.changes.entry(cell).or_default();
        change.count += count;
        change.contributors += contributors;
    }

    /// Writes the changes, and renews what may be told.
    pub fn write(self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let mut find = transaction.prepare_cached(
            "INSERT INTO tallies (measure, a, b, c, count, contributors, told, told_contributors)
             VALUES (?1, ?2, ?3, ?4, 0, 0, 0, 0)
             ON CONFLICT DO UPDATE SET count = count RETURNING id",
        )?;
        let mut contribute = transaction.prepare_cached(
            "INSERT INTO contributions (conversation, tally, count) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET count = count + excluded.count RETURNING count",
        )?;
        let mut update = transaction.prepare_cached(
            "UPDATE tallies SET count = count + ?2, contributors = contributors + ?3 WHERE id = ?1",
        )?;
        let mut tell = transaction.prepare_cached(
            "UPDATE tallies SET told = iif(contributors >= min_cell, count, 0),
                 told_contributors = contributors
             FROM telling WHERE id = ?1 AND abs(contributors - told_contributors) >= min_cell",
        )?;
        for ((measure, a, b, c), change) in self.changes {
            let Change { mut by_conversation, mut count, mut contributors } = change;
            // Most of what an answer counts for stays what it was.
            by_conversation.retain(|_, more| *more != 0);
            if count == 0 && contributors == 0 && by_conversation.is_empty() {
                continue;
            }
            let id: i64 = find.query_row((measure, a, b, c), |row| row.get(0))?;
            for (conversation, more) in by_conversation {
                let all: i64 = contribute.query_row((conversation, id, more), |row| row.get(0))?;
                count += more;
                contributors += i64::from(all > 0) - i64::from(all > more);
            }
            update.execute((id, count, contributors))?;
            tell.execute([id])?;
        }
        Ok(())
    }
}

/// Lets nothing be told from now on that fewer than `min_cell` conversations are behind.
pub fn set_min_cell(connection: &mut Connection, min_cell: NonZeroU32) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if self::min_cell(&transaction)? != min_cell {
        transaction.execute("UPDATE telling SET min_cell = ?1", [min_cell])?;
        transaction.execute(
            "UPDATE tallies SET told = iif(contributors >= ?1, count, 0),
                 told_contributors = iif(contributors >= ?1, contributors, 0)",
            [min_cell],
        )?;
    }
    transaction.commit()
}

/// How many conversations have to be behind what is told.
pub fn min_cell(snapshot: &Connection) -> rusqlite::Result<NonZeroU32> {
    snapshot.query_row("SELECT min_cell FROM telling", [], |row| row.get(0))
}

/// The cells of one measure that are not empty, in the order of their texts.
pub fn read(
    snapshot: &Connection,
    measure: &str,
    detail: Detail,
) -> rusqlite::Result<Vec<([String; 3], u64)>> {
    let number = detail.column();
    let query = format!(
        "SELECT a, b, c, {number} FROM tallies WHERE measure = ?1 AND {number} > 0 ORDER BY a, b, c"
    );
    snapshot
        .prepare_cached(&query)?
        .query_map([measure], |row| Ok(([row.get(0)?, row.get(1)?, row.get(2)?], row.get(3)?)))?
        .collect()
}

impl Detail {
    /// The column of the table that holds it.
    pub fn column(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Exact => "count",
        }
    }
}
