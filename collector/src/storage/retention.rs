use rusqlite::{Connection, TransactionBehavior};

/// How many rows of a table go at a time, so that deliveries never wait long.
const STEP: u32 = 1_000;

/// What is kept no longer than events are. The report's numbers name nobody and stay. So do, for a
/// week after a stream was last heard of, its random name and which of its events were there: what a
/// page delivers again is still known as a repeat.
const STATEMENTS: [&str; 7] = [
    "DELETE FROM events WHERE arrival IN
         (SELECT arrival FROM events WHERE hour < ?1 LIMIT ?2)",
    "DELETE FROM answers WHERE (conversation, response) IN
         (SELECT conversation, response FROM answers WHERE hour < ?1 LIMIT ?2)",
    "DELETE FROM preferences WHERE (a, b, conversation) IN
         (SELECT a, b, conversation FROM preferences WHERE hour < ?1 LIMIT ?2)",
    "DELETE FROM forgotten WHERE (stream, seq) IN
         (SELECT stream, seq FROM streams JOIN forgotten ON stream = id
          WHERE hour < ?1 AND heard < unixepoch() / 86400 - 7 LIMIT ?2)",
    // A stream or conversation has had no event since its hour.
    "DELETE FROM streams WHERE id IN
         (SELECT id FROM streams WHERE hour < ?1 AND heard < unixepoch() / 86400 - 7 LIMIT ?2)",
    "DELETE FROM contributions WHERE (conversation, tally) IN
         (SELECT conversation, tally FROM conversations JOIN contributions ON conversation = id
          WHERE hour < ?1 LIMIT ?2)",
    "DELETE FROM conversations WHERE id IN
         (SELECT id FROM conversations WHERE hour < ?1 LIMIT ?2)",
];

/// Deletes some of what is older than `days`, and tells how much; 0 when nothing is left to delete.
pub fn expire(connection: &mut Connection, days: u32) -> rusqlite::Result<usize> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let oldest: String = transaction.query_row(
        "SELECT strftime('%Y-%m-%dT%H', 'now', '-' || ?1 || ' days')",
        [days],
        |row| row.get(0),
    )?;
    let mut deleted = 0;
    for statement in STATEMENTS {
        // In this order, so that no row is left that refers to one that is gone.
        if deleted == 0 {
            deleted = transaction.prepare_cached(statement)?.execute((&oldest, STEP))?;
        }
    }
    transaction.commit()?;
    if deleted == 0 {
        // What was deleted is still in the log of earlier states, until that has been emptied.
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    Ok(deleted)
}
