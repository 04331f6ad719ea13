use std::collections::HashSet;

use rusqlite::{OptionalExtension, Transaction};

use super::account::{Account, Origin};
use super::tallies::cell1;
use super::{Stored, json};
use crate::batch::{Batch, Event, Ledger};

/// So many events of a stream may be missing here. What its account tells of beyond that does not
/// count, or one request could make any figure of them.
const MOST_MISSING: i64 = 10_000;

/// Stores the events of a batch that are new, and takes them into account.
pub fn batch(
    transaction: &Transaction<'_>,
    account: &mut Account<'_>,
    batch: &Batch,
) -> rusqlite::Result<Stored> {
    let (stream, said) = stream(transaction, batch)?;
    let forgotten = forgotten(transaction, stream)?;
    let mut stored = Stored::default();
    let mut origin = None;
    for event in &batch.events {
        if forgotten.contains(&event.seq) {
            stored.repeated += 1;
            continue;
        }
        let origin = match origin {
            Some(origin) => origin,
            // Where every event is forgotten, so is what they were about.
            None => *origin.insert(Origin {
                conversation: conversation(transaction, account, batch)?,
                stream,
                hour: &batch.hour,
                context: context(transaction, batch)?,
            }),
        };
        if insert(transaction, origin, event)? {
            account.add(origin, event)?;
            stored.accepted += 1;
        } else {
            stored.repeated += 1;
        }
    }
    let conversation = match origin {
        Some(origin) => Some(origin.conversation),
        None => known_conversation(transaction, &batch.conversation)?.map(|(id, _)| id),
    };
    said.count(account, conversation);
    Ok(stored)
}

fn known_conversation(
    transaction: &Transaction<'_>,
    name: &str,
) -> rusqlite::Result<Option<(i64, String)>> {
    transaction
        .prepare_cached("SELECT id, hour FROM conversations WHERE name = ?1")?
        .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// Which events of a stream were there, but are not kept any more.
fn forgotten(transaction: &Transaction<'_>, stream: i64) -> rusqlite::Result<HashSet<u32>> {
    transaction
        .prepare_cached("SELECT seq FROM forgotten WHERE stream = ?1")?
        .query_map([stream], |row| row.get(0))?
        .collect()
}

fn conversation(
    transaction: &Transaction<'_>,
    account: &mut Account<'_>,
    batch: &Batch,
) -> rusqlite::Result<i64> {
    match known_conversation(transaction, &batch.conversation)? {
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

/// Finds or adds the stream, keeps its latest ledger, and tells by how much that says more than the
/// one before.
///
/// Batches may arrive in any order, but what a stream has settled (delivered or dropped) only
/// grows, and so does what it has captured: the larger sum is the later ledger.
fn stream(transaction: &Transaction<'_>, batch: &Batch) -> rusqlite::Result<(i64, Numbers)> {
    let new = Numbers::of(&batch.ledger);
    let known = transaction
        .prepare_cached(
            "SELECT id, hour, heard < unixepoch() / 86400,
                 captured, queued, overflow, rejected, too_large, opted_out, lost
             FROM streams WHERE name = ?1",
        )?
        .query_row([&batch.stream], |row| {
            let numbers = [
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
                row.get(8)?,
                row.get(9)?,
            ];
            let is_new_day: bool = row.get(2)?;
            Ok((row.get(0)?, row.get::<_, String>(1)?, is_new_day, Numbers(numbers)))
        })
        .optional()?;
    let Some((id, hour, is_new_day, old)) = known else {
        let new = new.within(batch.events.len() as i64 + MOST_MISSING);
        let [captured, queued, overflow, rejected, too_large, opted_out, lost] = new.0;
        let id = transaction
            .prepare_cached(
                "INSERT INTO streams (name, hour, heard,
                     captured, queued, overflow, rejected, too_large, opted_out, lost)
                 VALUES (?1, ?2, unixepoch() / 86400, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
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
                lost,
            ))?;
        return Ok((id, new));
    };
    let new = match new.captured() > MOST_MISSING {
        true => new.within(arrived(transaction, id)? + batch.events.len() as i64 + MOST_MISSING),
        false => new,
    };
    let is_later = new.progress() > old.progress();
    let latest = if is_later { new } else { old };
    if is_later || is_new_day || hour < batch.hour {
        let [captured, queued, overflow, rejected, too_large, opted_out, lost] = latest.0;
        transaction
            .prepare_cached(
                "UPDATE streams SET hour = max(hour, ?2), heard = unixepoch() / 86400,
                     captured = ?3, queued = ?4, overflow = ?5, rejected = ?6, too_large = ?7,
                     opted_out = ?8, lost = ?9
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
                lost,
            ))?;
    }
    Ok((id, latest.since(old)))
}

/// How many events of a stream have arrived, whether or not they are kept still.
fn arrived(transaction: &Transaction<'_>, stream: i64) -> rusqlite::Result<i64> {
    transaction
        .prepare_cached(
            "SELECT (SELECT count(*) FROM events WHERE stream = ?1)
                 + (SELECT count(*) FROM forgotten WHERE stream = ?1)",
        )?
        .query_row([stream], |row| row.get(0))
}

/// A ledger as its columns: captured, queued, overflow, rejected, too_large, opted_out, lost.
#[derive(Clone, Copy)]
struct Numbers([i64; 7]);

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
                dropped.lost,
            ]
            .map(i64::from),
        )
    }

    fn captured(&self) -> i64 {
        let [captured, ..] = self.0;
        captured
    }

    /// The same with so many captured at most. What a page says was delivered, but is not here, is
    /// doubted first; then what it says was dropped.
    fn within(mut self, most: i64) -> Self {
        let [captured, queued, dropped @ ..] = &mut self.0;
        *captured = most.min(*captured);
        *queued = most.min(*queued);
        let mut room = *captured - *queued;
        for count in dropped {
            *count = room.min(*count);
            room -= *count;
        }
        self
    }

    fn progress(&self) -> i64 {
        let [captured, queued, ..] = self.0;
        2 * captured - queued
    }

    /// By how much these say more than `before`.
    fn since(self, before: Self) -> Self {
        let mut more = self.0;
        for (new, old) in more.iter_mut().zip(before.0) {
            *new -= old;
        }
        Self(more)
    }

    /// Counts them for a conversation, if any event of it is kept.
    fn count(self, account: &mut Account<'_>, conversation: Option<i64>) {
        let [captured, _, overflow, rejected, too_large, opted_out, lost] = self.0;
        for (name, number) in [
            ("captured", captured),
            ("overflow", overflow),
            ("rejected", rejected),
            ("too_large", too_large),
            ("opted_out", opted_out),
            ("lost", lost),
        ] {
            match conversation {
                Some(conversation) => {
                    account.tallies.add(conversation, cell1("ledger", name), number)
                }
                None => account.tallies.count(cell1("ledger", name), number, 0),
            }
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
