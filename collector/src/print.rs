//! `tellback-collector report`.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::database::Database;
use crate::output::Output;
use crate::report::{self, Place};
use crate::storage::{Dataset, Detail, OpenError};

/// What `report` is told.
#[derive(Args, Debug)]
pub struct Options {
    #[command(flatten)]
    database: Database,

    /// Tell every number as it is, not only what the collector may tell by its --min-cell
    #[arg(long)]
    exact: bool,

    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Why the page could not be written.
#[derive(Debug)]
pub enum Error {
    /// The database can't be used.
    Open(OpenError),
    /// The database can't be read.
    Sqlite(rusqlite::Error),
    /// The page can't be written.
    Write(io::Error),
}

/// Writes the page.
pub fn run(options: &Options) -> Result<(), Error> {
    let db = options.database.path();
    let mut data = Dataset::open(&db).map_err(Error::Open)?;
    let detail = if options.exact { Detail::Exact } else { Detail::Told };
    let page = report::page(&data.report(detail).map_err(Error::Sqlite)?, Place::File);
    let mut out = Output::open(options.out.as_deref(), &[&db]).map_err(Error::Write)?;
    out.write_all(page.as_bytes()).and_then(|()| out.finish()).map_err(Error::Write)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) => write!(f, "{error}"),
            Self::Sqlite(error) => write!(f, "cannot read the database: {error}"),
            Self::Write(error) => write!(f, "cannot write the report: {error}"),
        }
    }
}

impl std::error::Error for Error {}
