use rusqlite::{OptionalExtension, Transaction};

use super::account::{Account, Origin};
use super::tallies::cell1;
use super::{Stored, json};
use crate::batch::{Batch, Event, Ledger};

/// Stores the events of a batch that are new, and takes them into account.
pub fn batch(
    transaction: &Transaction<'_>,
    account: &mut Account<'_>,
    batch: &Batch,
) -> rusqlite::Result<Stored> {
    let origin = Origin {
        conversation: conversation(transaction, account, batch)?,
        stream: stream(transaction, account, batch)?,
        hour: &batch.hour,
        context: context(transaction, batch)?,
    };
    let mut stored = Stored::default();
    for event in &batch.events {
        if insert(transaction, origin, event)? {
            account.add(origin, event)?;
            stored.accepted += 1;
        } else {
            stored.repeated += 1;
        }
    }
    Ok(stored)
}

fn conversation(
    transaction: &Transaction<'_>,
    account: &mut Account<'_>,
    batch: &Batch,
) -> rusqlite::Result<i64> {
    let known = transaction
        .prepare_cached("SELECT id, hour FROM conversations WHERE name = ?1")?
        .query_row([&batch.conversation], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    match known {
        Some((id, hour)) => {
            if hour < batch.hour {
                transaction
                    .prepare_cached("UPDATE conversations SET hour = ?1 WHERE id = ?2")?
                    .execute((&batch.hour, id))?;
            }
            Ok(id)
        }
        None => {
            account.add_conversation();
            transaction
                .prepare_cached("INSERT INTO conversations (name, hour) VALUES (?1, ?2)")?
                .insert((&batch.conversation, &batch.hour))
        }
    }
}

/// Finds or adds the stream, and keeps its latest ledger.
///
/// Batches may arrive in any order, but what a stream has settled (delivered or dropped) only
/// grows, and so does what it has captured: the larger sum is the later ledger.
fn stream(
    transaction: &Transaction<'_>,
    account: &mut Account<'_>,
    batch: &Batch,
) -> rusqlite::Result<i64> {
    let new = Numbers::of(&batch.ledger);
    let known = transaction
        .prepare_cached(
            "SELECT id, hour, captured, queued, overflow, rejected, too_large, opted_out
             FROM streams WHERE name = ?1",
        )?
        .query_row([&batch.stream], |row| {
            let numbers =
                [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
            Ok((row.get(0)?, row.get::<_, String>(1)?, Numbers(numbers)))
        })
        .optional()?;
    let Some((id, hour, old)) = known else {
        new.count(account, 1);
        let [captured, queued, overflow, rejected, too_large, opted_out] = new.0;
        return transaction
            .prepare_cached(
                "INSERT INTO streams
                     (name, hour, captured, queued, overflow, rejected, too_large, opted_out)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .insert((
                &batch.stream,
                &batch.hour,
                captured,
                queued,
                overflow,
                rejected,
                too_large,
                opted_out,
            ));
    };
    let is_later = new.progress() > old.progress();
    if is_later || hour < batch.hour {
        let latest = if is_later { &new } else { &old };
        old.count(account, -1);
        latest.count(account, 1);
        let [captured, queued, overflow, rejected, too_large, opted_out] = latest.0;
        transaction
            .prepare_cached(
                "UPDATE streams SET hour = max(hour, ?2), captured = ?3, queued = ?4,
                     overflow = ?5, rejected = ?6, too_large = ?7, opted_out = ?8
                 WHERE id = ?1",
            )?
            .execute((
                id,
                &batch.hour,
                captured,
                queued,
                overflow,
                rejected,
                too_large,
                opted_out,
            ))?;
    }
    Ok(id)
}

/// A ledger as its columns: captured, queued, overflow, rejected, too_large, opted_out.
struct Numbers([i64; 6]);

impl Numbers {
    fn of(ledger: &Ledger) -> Self {
        let dropped = &ledger.dropped;
        Self(
            [
                ledger.captured,
                ledger.queued,
                dropped.overflow,
                dropped.rejected,
                dropped.too_large,
                dropped.opted_out,
            ]
            .map(i64::from),
        )
    }

    fn progress(&self) -> i64 {
        let [captured, queued, ..] = self.0;
        2 * captured - queued
    }

    fn count(&self, account: &mut Account<'_>, sign: i64) {
        let [captured, _, overflow, rejected, too_large, opted_out] = self.0;
        for (name, number) in [
            ("captured", captured),
            ("overflow", overflow),
            ("rejected", rejected),
            ("too_large", too_large),
            ("opted_out", opted_out),
        ] {
            account.tallies.add(cell1("ledger", name), sign * number);
        }
    }
}

fn context(transaction: &Transaction<'_>, batch: &Batch) -> rusqlite::Result<Option<i64>> {
    if batch.context.is_empty() {
        return Ok(None);
    }
    let tags = json(&batch.context)?;
    let known = transaction
        .prepare_cached("SELECT id FROM contexts WHERE tags = ?1")?
        .query_row([&tags], |row| row.get(0))
        .optional()?;
    match known {
        Some(id) => Ok(Some(id)),
        None => transaction
            .prepare_cached("INSERT INTO contexts (tags) VALUES (?1)")?
            .insert([&tags])
            .map(Some),
    }
}

fn insert(
    transaction: &Transaction<'_>,
    origin: Origin<'_>,
    event: &Event,
) -> rusqlite::Result<bool> {
    let inserted = transaction
        .prepare_cached(
            "INSERT INTO events (stream, seq, conversation, hour, context, type, response, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (stream, seq) DO NOTHING",
        )?
        .execute((
            origin.stream,
            event.seq,
            origin.conversation,
            origin.hour,
            origin.context,
            event.kind,
            &event.response,
            json(&event.fields)?,
        ))?;
    Ok(inserted == 1)
}
