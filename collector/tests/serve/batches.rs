//! Batches as pages send them.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::Connection;
use serde_json::{Value, json};

/// The name of a stream, different for every `n`.
pub fn stream(n: u128) -> String {
    format!("{n:032x}")
}

/// The UTC hour that was `n` hours ago.
pub fn hours_ago(n: i32) -> String {
    let query = "SELECT strftime('%Y-%m-%dT%H', 'now', ?1 || ' hours')";
    Connection::open_in_memory().unwrap().query_row(query, [-n], |row| row.get(0)).unwrap()
}

/// A batch of stream `n` with events that lack only their `seq`, which counts from `first_seq`.
pub fn batch(n: u128, first_seq: u32, events: &[Value]) -> Value {
    let mut events = events.to_vec();
    for (event, seq) in events.iter_mut().zip(first_seq..) {
        event["seq"] = json!(seq);
    }
    let captured = first_seq as usize + events.len();
    json!({
        "tellback": 1,
        "stream": stream(n),
        "conversation": format!("c{n}"),
        "hour": hours_ago(0),
        "sdk": "0.1.0",
        "context": {"model": "m7"},
        "ledger": {"captured": captured, "delivered": first_seq, "queued": events.len(), "dropped": {}},
        "events": events,
    })
}

/// A batch with one thumb.
pub fn thumb(n: u128, seq: u32, thumb: &str) -> Value {
    batch(n, seq, &[json!({"type": "rated", "response": "r1", "thumb": thumb})])
}

/// The same bytes, gzipped.
pub fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}
