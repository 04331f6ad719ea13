use std::thread::{self, JoinHandle};

use rusqlite::{Connection, TransactionBehavior};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};
use tracing::error;

use super::account::Account;
use super::place::Place;
use super::{Unavailable, insert, randomized, retention};
use crate::batch::Message;

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

enum Job {
    Store(Delivery),
    /// Delete some of what is older than so many days, and say how much.
    Expire(u32, oneshot::Sender<usize>),
    /// Note that events up to this arrival number have been handed on.
    Forwarded(i64, oneshot::Sender<()>),
    /// See whether anything can be stored.
    Check(oneshot::Sender<()>),
}

struct Delivery {
    message: Message,
    reply: oneshot::Sender<Stored>,
}

/// Starts the writing thread. It ends when the last [`Writer`] is dropped.
pub fn start(connection: Connection, place: Place) -> (Writer, JoinHandle<()>) {
    let (sender, receiver) = mpsc::channel(MAX_WAITING);
    let thread = thread::spawn(move || {
        if let Err(error) = write_until_the_end(connection, &place, receiver) {
            error!(%error, "cannot close the database");
        }
    });
    (Writer { jobs: sender }, thread)
}

impl Writer {
    pub async fn store(&self, message: Message) -> Result<Stored, Unavailable> {
        let (reply, stored) = oneshot::channel();
        let job = Job::Store(Delivery { message, reply });
        self.jobs.send(job).await.map_err(|_| Unavailable)?;
        stored.await.map_err(|_| Unavailable)
    }

    pub async fn expire(&self, days: u32) -> Result<usize, Unavailable> {
        let (reply, deleted) = oneshot::channel();
        self.jobs.send(Job::Expire(days, reply)).await.map_err(|_| Unavailable)?;
        deleted.await.map_err(|_| Unavailable)
    }

    pub async fn set_forwarded(&self, arrival: i64) -> Result<(), Unavailable> {
        let (reply, noted) = oneshot::channel();
        self.jobs.send(Job::Forwarded(arrival, reply)).await.map_err(|_| Unavailable)?;
        noted.await.map_err(|_| Unavailable)
    }

    pub async fn check(&self) -> Result<(), Unavailable> {
        let (reply, checked) = oneshot::channel();
        self.jobs.send(Job::Check(reply)).await.map_err(|_| Unavailable)?;
        checked.await.map_err(|_| Unavailable)
    }
}

fn write_until_the_end(
    mut connection: Connection,
    place: &Place,
    mut jobs: mpsc::Receiver<Job>,
) -> rusqlite::Result<()> {
    while let Some(job) = jobs.blocking_recv() {
        let mut together = Vec::new();
        let mut next = Some(job);
        while let Some(job) = next.take() {
            match job {
                Job::Store(delivery) => together.push(delivery),
                Job::Expire(days, reply) => expire(&mut connection, days, reply),
                Job::Forwarded(arrival, reply) => note_forwarded(&connection, arrival, reply),
                Job::Check(reply) => check(&mut connection, place, reply),
            }
            if together.len() < MAX_TOGETHER {
                next = jobs.try_recv().ok();
            }
        }
        if !together.is_empty() {
            store(&mut connection, place, together);
        }
    }
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)
}

fn store(connection: &mut Connection, place: &Place, together: Vec<Delivery>) {
    if !is_held(place) {
        return;
    }
    match store_together(connection, &together) {
        Ok(stored) => {
            for (delivery, stored) in together.into_iter().zip(stored) {
                // A sender that has gone away will send again and be told of repeats.
                let _ = delivery.reply.send(stored);
            }
        }
        // Dropping the deliveries tells their senders.
        Err(error) => error!(%error, "cannot store events"),
    }
}

fn expire(connection: &mut Connection, days: u32, reply: oneshot::Sender<usize>) {
    match retention::expire(connection, days) {
        Ok(deleted) => {
            let _ = reply.send(deleted);
        }
        Err(error) => error!(%error, "cannot delete old events"),
    }
}

fn note_forwarded(connection: &Connection, arrival: i64, reply: oneshot::Sender<()>) {
    match connection.execute("UPDATE forwarded SET arrival = ?1", [arrival]) {
        Ok(_) => {
            let _ = reply.send(());
        }
        Err(error) => error!(%error, "cannot note what was handed on"),
    }
}

/// Takes the lock that a batch would take, and writes nothing: anybody may ask for that.
fn check(connection: &mut Connection, place: &Place, reply: oneshot::Sender<()>) {
    if !is_held(place) {
        return;
    }
    match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(_) => {
            let _ = reply.send(());
        }
        Err(error) => error!(%error, "cannot write to the database"),
    }
}

/// Whether what is written can be found again.
fn is_held(place: &Place) -> bool {
    let is_held = place.is_held();
    if !is_held {
        error!("the database was deleted or replaced: start the collector again");
    }
    is_held
}

fn store_together(
    connection: &mut Connection,
    deliveries: &[Delivery],
) -> rusqlite::Result<Vec<Stored>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut account = Account::new(&transaction);
    let stored = deliveries
        .iter()
        .map(|delivery| match &delivery.message {
            Message::Batch(batch) => insert::batch(&transaction, &mut account, batch),
            Message::Randomized(report) => randomized::count(&transaction, &mut account, report),
        })
        .collect::<rusqlite::Result<_>>()?;
    account.write()?;
    transaction.commit()?;
    Ok(stored)
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;
    use crate::batch::Hour;
    use crate::storage::opening;

    fn batch(n: u32) -> Message {
        let events: Vec<String> = (0..100)
            .map(|seq| {
                format!(r#"{{"seq":{seq},"type":"acted","response":"r1","action":"share"}}"#)
            })
            .collect();
        let body = format!(
            r#"{{"tellback":1,"stream":"{n:032x}","conversation":"c1","hour":"2026-11-23T05",
                "sdk":"0.1.0","events":[{}],
                "ledger":{{"captured":100,"delivered":0,"queued":100,"dropped":{{}}}}}}"#,
            events.join(",")
        );
        Message::parse(body.as_bytes(), Hour::parse("2026-11-23T05").unwrap()).unwrap()
    }

    #[tokio::test]
    async fn a_full_disk_refuses_for_now_and_loses_nothing_that_was_stored() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("tellback.sqlite");
        let connection = opening::for_writing(&path, NonZeroU32::MIN).unwrap();
        // SQLite's own limit fails as a full disk does.
        connection.pragma_update(None, "max_page_count", 60).unwrap();
        let (writer, thread) = start(connection, Place::of(&path));
        let mut accepted = 0;
        for n in 0.. {
            match writer.store(batch(n)).await {
                Ok(stored) => accepted += stored.accepted,
                Err(Unavailable) => break,
            }
        }
        drop(writer);
        thread.join().unwrap();
        assert!(accepted > 0);

        let connection = opening::for_writing(&path, NonZeroU32::MIN).unwrap();
        let stored: u32 =
            connection.query_row("SELECT count(*) FROM events", [], |row| row.get(0)).unwrap();
        assert_eq!(stored, accepted);
    }
}
