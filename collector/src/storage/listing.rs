use std::collections::BTreeMap;

use rusqlite::types::FromSqlError;
use rusqlite::{Connection, Row};
use serde::Serialize;
use serde_json::Value;

use super::from_json;

/// How many events are read, and held in memory, at a time.
const PAGE_EVENTS: u32 = 256;

/// A few events as JSON lines.
pub struct Page {
    /// One line an event, in order of arrival; empty when there are no more.
    pub lines: Vec<u8>,
    /// How many there are.
    pub events: u64,
    /// The arrival number of the last of them.
    pub last_arrival: i64,
}

/// One event with what its batch said about it.
#[derive(Serialize)]
struct Line {
    stream: String,
    conversation: String,
    hour: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Value>,
    seq: u32,
    r#type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<String>,
    #[serde(flatten)]
    fields: BTreeMap<String, Value>,
}

pub fn latest_arrival(connection: &mut Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT coalesce(max(arrival), 0) FROM events")?
        .query_row([], |row| row.get(0))
}

/// The arrival number up to which events have been handed on.
pub fn forwarded(connection: &mut Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT arrival FROM forwarded")?.query_row([], |row| row.get(0))
}

/// Whether a stream has told of a conversation.
pub fn knows(
    connection: &mut Connection,
    stream: &str,
    conversation: &str,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT 1 FROM events
             JOIN streams ON streams.id = stream
             JOIN conversations ON conversations.id = conversation
             WHERE streams.name = ?1 AND conversations.name = ?2",
        )?
        .exists([stream, conversation])
}

/// Reads one page and lets go of the database, so that a slow client holds up no checkpoint.
pub fn page(connection: &mut Connection, after: i64, until: i64) -> rusqlite::Result<Page> {
    let mut statement = connection.prepare_cached(
        "SELECT arrival, streams.name AS stream, conversations.name AS conversation, events.hour,
                tags, seq, type, response, fields
         FROM events
         JOIN streams ON streams.id = stream
         JOIN conversations ON conversations.id = conversation
         LEFT JOIN contexts ON contexts.id = context
         WHERE arrival > ?1 AND arrival <= ?2 ORDER BY arrival LIMIT ?3",
    )?;
    let mut rows = statement.query((after, until, PAGE_EVENTS))?;
    let mut page = Page { lines: Vec::new(), events: 0, last_arrival: after };
    while let Some(row) = rows.next()? {
        page.last_arrival = row.get("arrival")?;
        serde_json::to_writer(&mut page.lines, &line(row)?)
            .map_err(|error| FromSqlError::Other(error.into()))?;
        page.lines.push(b'\n');
        page.events += 1;
    }
    Ok(page)
}

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        stream: row.get("stream")?,
        conversation: row.get("conversation")?,
        hour: row.get("hour")?,
        context: row.get("tags")?,
        seq: row.get("seq")?,
        r#type: row.get("type")?,
        response: row.get("response")?,
        fields: from_json(&row.get::<_, String>("fields")?)?,
    })
}
