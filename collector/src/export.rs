//! `tellback-collector export`: events as data sets.

mod events;
mod preferences;
mod ratings;
mod responses;
mod tally;

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::database::Database;
use crate::output::Output;
use crate::storage::{Dataset, OpenError};
use responses::ResponsesError;
pub use tally::Tally;

/// What `export` is told.
#[derive(Args, Debug)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Pairs of answers of which readers preferred one: prompt, chosen, rejected
    Preferences(Joined),
    /// Answers that readers voted on: prompt, completion, label
    Ratings(Joined),
    /// Every event, with its stream, conversation, hour and context
    Events(Common),
}

#[derive(Args, Debug)]
struct Common {
    #[command(flatten)]
    database: Database,

    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Args, Debug)]
struct Joined {
    #[command(flatten)]
    common: Common,

    /// Your record of answers: JSON lines with response, prompt and completion
    #[arg(long, value_name = "FILE")]
    responses: PathBuf,

    /// How many more readers than the others a side needs
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    min_margin: u64,
}

/// Why an export ended early.
#[derive(Debug)]
pub enum Error {
    /// The database can't be used.
    Open(OpenError),
    /// The database, or the temporary file, could not be read or written.
    Sqlite(rusqlite::Error),
    /// The record of answers is not as it should be.
    Responses(ResponsesError),
    /// The output could not be written.
    Write(io::Error),
}

/// Writes one data set, and says on standard error what is in it and what was left out.
pub fn run(options: &Options) -> Result<(), Error> {
    let (common, responses) = match &options.what {
        What::Preferences(joined) | What::Ratings(joined) => {
            (&joined.common, Some(joined.responses.as_path()))
        }
        What::Events(common) => (common, None),
    };
    let db = common.database.path();
    let mut data = Dataset::open(&db).map_err(Error::Open)?;
    let read: Vec<_> = responses.into_iter().chain([db.as_path()]).collect();
    let mut out = Output::open(common.out.as_deref(), &read).map_err(Error::Write)?;
    let tally = match &options.what {
        What::Preferences(joined) => {
            preferences::export(&data, &joined.responses, joined.min_margin, &mut out)?
        }
        What::Ratings(joined) => {
            ratings::export(&data, &joined.responses, joined.min_margin, &mut out)?
        }
        What::Events(_) => events::export(&mut data, &mut out)?,
    };
    out.finish().map_err(Error::Write)?;
    tally.report();
    Ok(())
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<ResponsesError> for Error {
    fn from(error: ResponsesError) -> Self {
        Self::Responses(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) => write!(f, "{error}"),
            Self::Sqlite(error) => write!(f, "cannot read the database: {error}"),
            Self::Responses(error) => write!(f, "{error}"),
            Self::Write(error) => write!(f, "cannot write the data set: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// Writes one row of a data set.
fn write_line(out: &mut impl Write, row: &impl serde::Serialize) -> Result<(), Error> {
    serde_json::to_writer(&mut *out, row).map_err(|error| Error::Write(error.into()))?;
    out.write_all(b"\n").map_err(Error::Write)
}
