use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{from_json, json};

/// What an export has to remember, in a temporary file that SQLite deletes: it may be more than
/// fits into memory.
pub struct Scratch {
    connection: Connection,
}

/// Where something is in a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// Counted from 1.
    pub line: u64,
    /// In bytes, of the line's beginning.
    pub offset: u64,
}

impl Scratch {
    pub fn new() -> rusqlite::Result<Self> {
        // An empty name is a file of its own that nobody else can open.
        let connection = Connection::open("")?;
        connection.execute_batch(
            "PRAGMA journal_mode = OFF;
             PRAGMA synchronous = OFF;
             CREATE TABLE places (name TEXT PRIMARY KEY, line INTEGER, byte INTEGER) WITHOUT ROWID;
             CREATE TABLE merged (digest BLOB UNIQUE, value TEXT);",
        )?;
        Ok(Self { connection })
    }

    /// Runs `work` in one transaction, which is many times faster than one for each row.
    pub fn at_once<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection.execute_batch("BEGIN")?;
        let result = work(self)?;
        self.connection.execute_batch("COMMIT")?;
        Ok(result)
    }

    /// Remembers where `name` is; if it was somewhere before, tells where.
    pub fn place(&self, name: &str, at: Location) -> rusqlite::Result<Option<Location>> {
        let earlier = self.find(name)?;
        if earlier.is_none() {
            self.connection
                .prepare_cached("INSERT INTO places VALUES (?1, ?2, ?3)")?
                .execute((name, at.line, at.offset))?;
        }
        Ok(earlier)
    }

    /// Where `name` is.
    pub fn find(&self, name: &str) -> rusqlite::Result<Option<Location>> {
        self.connection
            .prepare_cached("SELECT line, byte FROM places WHERE name = ?1")?
            .query_row([name], |row| Ok(Location { line: row.get(0)?, offset: row.get(1)? }))
            .optional()
    }

    /// Remembers a value under a digest; if one is there already, `merge` puts the new one to it.
    /// Tells whether the digest is new.
    pub fn merge<T: Serialize + DeserializeOwned>(
        &self,
        digest: &[u8],
        new: T,
        merge: impl FnOnce(&mut T, T),
    ) -> rusqlite::Result<bool> {
        let known: Option<String> = self
            .connection
            .prepare_cached("SELECT value FROM merged WHERE digest = ?1")?
            .query_row([digest], |row| row.get(0))
            .optional()?;
        let Some(known) = known else {
            self.connection
                .prepare_cached("INSERT INTO merged VALUES (?1, ?2)")?
                .execute((digest, json(&new)?))?;
            return Ok(true);
        };
        let mut value: T = from_json(&known)?;
        merge(&mut value, new);
        self.connection
            .prepare_cached("UPDATE merged SET value = ?2 WHERE digest = ?1")?
            .execute((digest, json(&value)?))?;
        Ok(false)
    }

    /// Calls `take` with every merged value, in the order in which their digests came first.
    pub fn merged<T: DeserializeOwned, E: From<rusqlite::Error>>(
        &self,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare("SELECT value FROM merged ORDER BY rowid")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(from_json(&row.get::<_, String>(0)?)?)?;
        }
        Ok(())
    }
}
