//! The only module that knows SQL.
//!
//! One thread writes, on a connection of its own; readers have others. What is stored is what
//! [`Batch`](crate::batch::Batch) holds: there is no column for an address, a header or an exact time.

mod account;
mod answer;
mod backup;
mod dataset;
mod insert;
mod listing;
mod opening;
mod place;
mod preference;
mod randomized;
mod readers;
mod rebuild;
mod retention;
mod scratch;
mod summary;
mod tallies;
mod writer;

use std::fmt;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::types::FromSqlError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::batch::Message;
use crate::report::Report;
pub use backup::{BackupError, backup};
pub use dataset::{Comparisons, Dataset, Votes};
pub use listing::Page;
pub use opening::OpenError;
use place::Place;
use readers::Readers;
pub use scratch::{Location, Scratch};
pub use tallies::Detail;
pub use writer::Stored;
use writer::Writer;

/// The database of one collector.
#[derive(Clone)]
pub struct Storage {
    writer: Writer,
    readers: Arc<Readers>,
}

/// The database could not be written or read just now. The reason is in the log.
#[derive(Debug)]
pub struct Unavailable;

impl Storage {
    /// Opens the database at `path`, makes it if there is none, and brings an old one up to date. The
    /// report tells nothing that fewer than `min_cell` conversations are behind.
    ///
    /// The thread ends, with the database closed properly, when the last clone is dropped.
    pub fn open(path: &Path, min_cell: NonZeroU32) -> Result<(Self, JoinHandle<()>), OpenError> {
        let connection = opening::for_writing(path, min_cell)?;
        let readers = Arc::new(Readers::new(path));
        let (writer, thread) = writer::start(connection, Place::of(path));
        Ok((Self { writer, readers }, thread))
    }

    /// Stores a batch; when this returns, its events outlast a loss of power.
    pub async fn store(&self, message: Message) -> Result<Stored, Unavailable> {
        self.writer.store(message).await
    }

    /// Deletes some of what is older than `days`, and tells how many rows; 0 when all is gone.
    pub async fn expire(&self, days: u32) -> Result<usize, Unavailable> {
        self.writer.expire(days).await
    }

    /// Whether the database can be written to, and what is stored be read.
    pub async fn check(&self) -> Result<(), Unavailable> {
        self.writer.check().await?;
        self.latest_arrival().await.map(drop)
    }

    /// Whether events of a stream have arrived before, in this conversation.
    pub async fn knows(&self, stream: String, conversation: String) -> Result<bool, Unavailable> {
        self.readers
            .read(move |connection| listing::knows(connection, &stream, &conversation))
            .await
    }

    /// The arrival number of the newest event, 0 if there is none.
    pub async fn latest_arrival(&self) -> Result<i64, Unavailable> {
        self.readers.read(listing::latest_arrival).await
    }

    /// The next events that arrived after `after` and no later than `until`.
    pub async fn page(&self, after: i64, until: i64) -> Result<Page, Unavailable> {
        self.readers.read(move |connection| listing::page(connection, after, until)).await
    }

    /// The arrival number up to which events have been handed on.
    pub async fn forwarded(&self) -> Result<i64, Unavailable> {
        self.readers.read(listing::forwarded).await
    }

    /// Notes that events up to this arrival number have been handed on.
    pub async fn set_forwarded(&self, arrival: i64) -> Result<(), Unavailable> {
        self.writer.set_forwarded(arrival).await
    }

    /// Everything that the report may tell.
    pub async fn report(&self) -> Result<Report, Unavailable> {
        self.readers.read(|connection| summary::report(connection, Detail::Told)).await
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database does not answer, try again later")
    }
}

impl std::error::Error for Unavailable {}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn from_json<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| FromSqlError::Other(error.into()).into())
}
