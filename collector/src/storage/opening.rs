use std::fmt;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::{rebuild, tallies};

/// Marks a SQLite file as this program's: the letters `tell`.
const APPLICATION_ID: i32 = 0x7465_6c6c;

/// The statements that lead from each version of the schema to the next one. A file's
/// `user_version` says how many of them it has seen; so an entry, once released, never changes.
const MIGRATIONS: [&str; 5] = [
    include_str!("1.sql"),
    include_str!("2.sql"),
    include_str!("3.sql"),
    include_str!("4.sql"),
    include_str!("5.sql"),
];

/// The first version that keeps accounts; they are made up for from the events of an older file.
const FIRST_WITH_ACCOUNTS: i64 = 2;

/// How many statements stay prepared: more than the writer has.
const STATEMENTS: usize = 64;

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a database could not be opened.
#[derive(Debug)]
pub struct OpenError {
    path: PathBuf,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    Missing,
    NoFolder,
    Folder,
    NotSqlite,
    NotOurs,
    Newer { version: i64 },
    Older { version: i64 },
    Sqlite(rusqlite::Error),
}

/// Opens the database for the one writer, with the current schema. Nothing may be told from then on
/// that fewer than `min_cell` conversations are behind.
pub fn for_writing(path: &Path, min_cell: NonZeroU32) -> Result<Connection, OpenError> {
    open_and_migrate(path, min_cell).map_err(|reason| OpenError { path: path.to_owned(), reason })
}

/// Opens a database that has to be there, with the current schema, for reading.
pub fn existing(path: &Path) -> Result<Connection, OpenError> {
    open_existing(path).map_err(|reason| OpenError { path: path.to_owned(), reason })
}

/// Opens the database for one of the readers.
pub fn for_reading(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}

fn open_and_migrate(path: &Path, min_cell: NonZeroU32) -> Result<Connection, Reason> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return Err(Reason::NoFolder);
    }
    if path.is_dir() {
        return Err(Reason::Folder);
    }
    // Not SQLITE_OPEN_URI: the path is a path, whatever it looks like.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;

    // Nothing is written before it is certain that the file is ours to write.
    refuse_foreign(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // What has been deleted is not to be read in the file, either.
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    migrate(&mut connection)?;
    tallies::set_min_cell(&mut connection, min_cell)?;
    Ok(connection)
}

fn open_existing(path: &Path) -> Result<Connection, Reason> {
    if !path.is_file() {
        return Err(Reason::Missing);
    }
    let connection = for_reading(path)?;
    refuse_foreign(&connection)?;
    match schema_version(&connection)? {
        version if usize::try_from(version) == Ok(MIGRATIONS.len()) => Ok(connection),
        version => Err(Reason::Older { version }),
    }
}

fn refuse_foreign(connection: &Connection) -> Result<(), Reason> {
    let application_id: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let is_empty =
        connection
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    match application_id {
        APPLICATION_ID => {}
        0 if is_empty => {}
        _ => return Err(Reason::NotOurs),
    }
    let version = schema_version(connection)?;
    if usize::try_from(version).is_ok_and(|version| version <= MIGRATIONS.len()) {
        Ok(())
    } else {
        Err(Reason::Newer { version })
    }
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = schema_version(&transaction)?;
    for (migration, next_version) in MIGRATIONS.into_iter().zip(1..) {
        if next_version > version {
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "user_version", next_version)?;
        }
    }
    if (1..FIRST_WITH_ACCOUNTS).contains(&version) {
        rebuild::accounts(&transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()
}

fn schema_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

impl From<rusqlite::Error> for Reason {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotSqlite,
            _ => Self::Sqlite(error),
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot use the database {}: ", self.path.display())?;
        match &self.reason {
            Reason::Missing => f.write_str("there is no such file"),
            Reason::NoFolder => f.write_str("its folder does not exist"),
            Reason::Folder => f.write_str("it is a folder, not a file"),
            Reason::NotSqlite => f.write_str("it is not a SQLite file"),
            Reason::NotOurs => f.write_str("it is the SQLite file of another program"),
            Reason::Newer { version } => write!(
                f,
                "its schema has version {version}, made by a newer tellback-collector; this one \
                 knows versions up to {}",
                MIGRATIONS.len()
            ),
            Reason::Older { version } => write!(
                f,
                "its schema has version {version}: start this version's serve once to bring it up \
                 to {}",
                MIGRATIONS.len()
            ),
            Reason::Sqlite(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for OpenError {}
