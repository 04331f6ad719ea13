use std::thread::{self, JoinHandle};

use rusqlite::{Connection, TransactionBehavior};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use super::account::Account;
use super::{Unavailable, insert};
use crate::batch::Batch;
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
    let mut account = Account::new(&transaction);
    let stored = jobs
        .iter()
        .map(|job| insert::batch(&transaction, &mut account, &job.batch))
        .collect::<rusqlite::Result<_>>()?;
    account.write()?;
    transaction.commit()?;
    Ok(stored)
}
