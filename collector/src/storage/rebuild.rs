use rusqlite::types::FromSqlError;
use rusqlite::{Row, Transaction};

use super::account::{Account, Origin};
use super::tallies::cell1;
use crate::batch::Event;

/// How many events are taken into account before the changes are written: few enough to be held in
/// memory.
const CHUNK: i64 = 10_000;

/// Makes all accounts from the stored events and ledgers, where there are none yet.
pub fn accounts(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut account = Account::new(transaction);
    for name in ["captured", "overflow", "rejected", "too_large", "opted_out", "lost"] {
        let query = format!(
            "SELECT coalesce(sum({name}), 0),
                 (SELECT count(DISTINCT conversation) FROM events
                  JOIN streams ON streams.id = stream WHERE {name} > 0)
             FROM streams"
        );
        let (sum, conversations) =
            transaction.query_row(&query, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        account.tallies.count(cell1("ledger", name), sum, conversations);
    }
    let conversations: i64 =
        transaction.query_row("SELECT count(*) FROM conversations", [], |row| row.get(0))?;
    for _ in 0..conversations {
        account.add_conversation();
    }
    account.write()?;

    let last: i64 =
        transaction
            .query_row("SELECT coalesce(max(arrival), 0) FROM events", [], |row| row.get(0))?;
    for first in (1..=last).step_by(CHUNK as usize) {
        chunk(transaction, first)?;
    }
    Ok(())
}

fn chunk(transaction: &Transaction<'_>, first: i64) -> rusqlite::Result<()> {
    let mut account = Account::new(transaction);
    // Put together, the columns are the event as it was received.
    let mut statement = transaction.prepare_cached(
        "SELECT conversation, stream, hour, context,
                json_patch(fields, json_object('seq', seq, 'type', type, 'response', response))
         FROM events WHERE arrival BETWEEN ?1 AND ?2 ORDER BY arrival",
    )?;
    let mut rows = statement.query((first, first + CHUNK - 1))?;
    while let Some(row) = rows.next()? {
        let hour: String = row.get(2)?;
        let origin = Origin {
            conversation: row.get(0)?,
            stream: row.get(1)?,
            hour: &hour,
            context: row.get(3)?,
        };
        // What would be refused today counts for nothing, but stays.
        if let Ok(event) = event(row) {
            account.add(origin, &event)?;
        }
    }
    account.write()
}

fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let text: String = row.get(4)?;
    Event::parse(&text).map_err(|invalid| FromSqlError::Other(invalid.into()).into())
}
