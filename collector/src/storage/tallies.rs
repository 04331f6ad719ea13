use std::collections::HashMap;

use rusqlite::{Connection, Transaction};

/// What is counted: a measure, and up to three texts that tell its cells apart.
pub type Cell = (&'static str, String, String, String);

/// Changes of the report's numbers that one transaction brings about.
#[derive(Default)]
pub struct Tallies {
    changes: HashMap<Cell, i64>,
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
    /// Adds `change` to a cell.
    pub fn add(&mut self, cell: Cell, change: i64) {
        *self.changes.entry(cell).or_default() += change;
    }

    /// Takes back what `before` counted for, and counts `after`.
    pub fn replace(&mut self, before: Vec<Cell>, after: Vec<Cell>) {
        for cell in before {
            self.add(cell, -1);
        }
        for cell in after {
            self.add(cell, 1);
        }
    }

    /// Writes the changes.
    pub fn write(self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let mut upsert = transaction.prepare_cached(
            "INSERT INTO tallies (measure, a, b, c, count) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET count = count + excluded.count",
        )?;
        for ((measure, a, b, c), change) in self.changes {
            if change != 0 {
                upsert.execute((measure, a, b, c, change))?;
            }
        }
        Ok(())
    }
}

/// The cells of one measure that are not empty, in the order of their texts.
pub fn read(snapshot: &Connection, measure: &str) -> rusqlite::Result<Vec<([String; 3], u64)>> {
    snapshot
        .prepare_cached(
            "SELECT a, b, c, count FROM tallies WHERE measure = ?1 AND count > 0 ORDER BY a, b, c",
        )?
        .query_map([measure], |row| Ok(([row.get(0)?, row.get(1)?, row.get(2)?], row.get(3)?)))?
        .collect()
}
