use rusqlite::{Connection, OptionalExtension};

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
             CREATE TABLE seen (digest BLOB PRIMARY KEY) WITHOUT ROWID;",
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

    /// Remembers a digest, and tells whether it is new.
    pub fn is_new(&self, digest: &[u8]) -> rusqlite::Result<bool> {
        let mut insert =
            self.connection.prepare_cached("INSERT OR IGNORE INTO seen VALUES (?1)")?;
        Ok(insert.execute([digest])? == 1)
    }
}
