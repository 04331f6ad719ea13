use std::thread::{self, JoinHandle};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use super::Unavailable;
use crate::batch::{Batch, Event, Ledger};
use crate::log;

/// How many batches may wait for the writer; further senders wait for a place.
const MAX_WAITING: usize = 256;
/// How many batches may share one transaction, and so one wait for the disk.
const MAX_TOGETHER: usize = 64;

/// What became of the events of one batch.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Stored {
    /// How many were new.
    pub accepted: u32,
    /// How many had been stored before.
    pub repeated: u32,
}

/// Hands batches to the thread that writes.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
}

struct Job {
    batch: Batch,
    reply: oneshot::Sender<Stored>,
}

/// Starts the writing thread. It ends when the last [`Writer`] is dropped.
pub fn start(connection: Connection) -> (Writer, JoinHandle<()>) {
    let (sender, receiver) = mpsc::channel(MAX_WAITING);
    let thread = thread::spawn(move || {
        if let Err(error) = write_until_the_end(connection, receiver) {
            log::line(format_args!("cannot close the database: {error}"));
        }
    });
    (Writer { jobs: sender }, thread)
}

impl Writer {
    pub async fn store(&self, batch: Batch) -> Result<Stored, Unavailable> {
        let (reply, stored) = oneshot::channel();
        let job = Job { batch, reply };
        self.jobs.send(job).await.map_err(|_| Unavailable)?;
        stored.await.map_err(|_| Unavailable)
    }
}

fn write_until_the_end(
    mut connection: Connection,
    mut jobs: mpsc::Receiver<Job>,
) -> rusqlite::Result<()> {
    while let Some(first) = jobs.blocking_recv() {
        let mut together = vec![first];
        while together.len() < MAX_TOGETHER
            && let Ok(next) = jobs.try_recv()
        {
            together.push(next);
        }
        match store_together(&mut connection, &together) {
            Ok(stored) => {
                for (job, stored) in together.into_iter().zip(stored) {
                    // A sender that has gone away will send again and be told of repeats.
                    let _ = job.reply.send(stored);
                }
            }
            // Dropping the jobs tells their senders.
            Err(error) => log::line(format_args!("cannot store events: {error}")),
        }
    }
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)
}

fn store_together(connection: &mut Connection, jobs: &[Job]) -> rusqlite::Result<Vec<Stored>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let stored = jobs
        .iter()
        .map(|job| store_batch(&transaction, &job.batch))
        .collect::<rusqlite::Result<_>>()?;
    transaction.commit()?;
    Ok(stored)
}

fn store_batch(transaction: &Transaction<'_>, batch: &Batch) -> rusqlite::Result<Stored> {
    let context = match batch.context.is_empty() {
        true => None,
        false => Some(json(&batch.context)?),
    };
    let mut stored = Stored::default();
    for event in &batch.events {
        match insert_event(transaction, batch, context.as_deref(), event)? {
            0 => stored.repeated += 1,
            _ => stored.accepted += 1,
        }
    }
    keep_latest_ledger(transaction, &batch.stream, &batch.ledger)?;
    Ok(stored)
}

fn insert_event(
    transaction: &Transaction<'_>,
    batch: &Batch,
    context: Option<&str>,
    event: &Event,
) -> rusqlite::Result<usize> {
    transaction
        .prepare_cached(
            "INSERT INTO events (stream, seq, conversation, hour, context, type, response, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (stream, seq) DO NOTHING",
        )?
        .execute(params![
            batch.stream,
            event.seq,
            batch.conversation,
            batch.hour,
            context,
            event.kind,
            event.response,
            json(&event.fields)?,
        ])
}

/// Batches may arrive in any order, but what a stream has settled (delivered or dropped) only
/// grows, and so does what it has captured: the larger sum is the later ledger.
fn keep_latest_ledger(
    transaction: &Transaction<'_>,
    stream: &str,
    ledger: &Ledger,
) -> rusqlite::Result<()> {
    let dropped = &ledger.dropped;
    transaction
        .prepare_cached(
            "INSERT INTO ledgers
                 (stream, captured, queued, overflow, rejected, too_large, opted_out)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (stream) DO UPDATE SET
                 captured = excluded.captured, queued = excluded.queued,
                 overflow = excluded.overflow, rejected = excluded.rejected,
                 too_large = excluded.too_large, opted_out = excluded.opted_out
             WHERE 2 * excluded.captured - excluded.queued > 2 * captured - queued",
        )?
        .execute(params![
            stream,
            ledger.captured,
            ledger.queued,
            dropped.overflow,
            dropped.rejected,
            dropped.too_large,
            dropped.opted_out,
        ])?;
    Ok(())
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
