use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::opening::{self, OpenError};
use crate::output::beside;

/// Why a backup could not be made.
#[derive(Debug)]
pub enum BackupError {
    /// The database can't be used.
    Open(OpenError),
    /// There is something where the backup should go.
    Exists,
    /// SQLite takes names in UTF-8 only.
    Name,
    /// Reading or writing failed.
    Sqlite(rusqlite::Error),
    /// The backup may not outlast a loss of power.
    Sync(io::Error),
}

/// Writes the state that the database has now to a new file, while a collector goes on with it.
pub fn backup(db: &Path, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        return Err(BackupError::Exists);
    }
    let connection = opening::existing(db).map_err(BackupError::Open)?;
    let part = beside(to);
    let name = part.to_str().ok_or(BackupError::Name)?;
    // A copy of the pages would start again whenever the collector writes; this reads one state.
    let made = connection.execute("VACUUM INTO ?1", [name]).map_err(BackupError::Sqlite);
    let kept = made.and_then(|_| {
        let synced = File::open(&part).and_then(|file| file.sync_all());
        synced.and_then(|()| fs::rename(&part, to)).map_err(BackupError::Sync)
    });
    if kept.is_err() {
        remove(&part);
    }
    kept
}

fn remove(part: &Path) {
    for path in [part.to_owned(), part.with_added_extension("journal")] {
        // There is seldom anything.
        let _ = fs::remove_file(path);
    }
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) => write!(f, "{error}"),
            Self::Exists => f.write_str("there is a file where the backup should go"),
            Self::Name => f.write_str("the name of the backup is not in UTF-8"),
            Self::Sqlite(error) => write!(f, "cannot make the backup: {error}"),
            Self::Sync(error) => write!(f, "cannot make the backup last: {error}"),
        }
    }
}

impl std::error::Error for BackupError {}
