mod body;
mod envelope;
mod event;
mod fuzz;
mod random;
mod randomized;
mod schema;

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::event::TYPES;
use super::{Batch, Hour, Invalid, Message, Reason};

const BATCH: &str = r#"{
    "tellback": 1,
    "stream": "0123456789abcdef0123456789abcdef",
    "conversation": "c1",
    "hour": "2026-11-23T05",
    "sdk": "0.1.0",
    "context": {"model": "m7"},
    "events": [{"seq": 0, "type": "rated", "response": "r1", "thumb": "up"}],
    "ledger": {"captured": 212, "delivered": 9, "queued": 202, "dropped": {"overflow": 1}}
}"#;

/// An event of every type, in every form that the contract has for it.
const EVENTS: [&str; 22] = [
    r#"{"seq":0,"type":"rated","response":"r1","thumb":"none"}"#,
    r#"{"seq":1,"type":"rated","response":"r1","stars":5}"#,
    r#"{"seq":2,"type":"reasoned","response":"r1","reasons":["inaccurate","too_long"]}"#,
    r#"{"seq":3,"type":"reasoned","response":"r1","reasons":[]}"#,
    r#"{"seq":4,"type":"commented","response":"r1","text":"not so: \"4\" 🙂"}"#,
    r#"{"seq":5,"type":"viewed","response":"r1","dwell_ms":8000,"depth_pct":100,"visits":2,"chars":900}"#,
    r#"{"seq":6,"type":"copied","response":"r1","share_pct":10,"chars":40,"from_pct":0,"to_pct":10,"part":"code","section":3,"via":"button"}"#,
    r#"{"seq":7,"type":"copied","response":"r1","share_pct":10,"chars":40,"from_pct":0,"to_pct":10,"part":"text","section":0,"via":"selection","hover_ms":300}"#,
    r#"{"seq":8,"type":"regenerated","response":"r1","after_ms":3000,"dwell_ms":0}"#,
    r#"{"seq":9,"type":"regenerated","response":"r1","after_ms":3000,"dwell_ms":100,"replacement":"r2"}"#,
    r#"{"seq":10,"type":"edited","response":"r1","what":"prompt","changed_pct":30}"#,
    r#"{"seq":11,"type":"followed_up","response":"r1","after_ms":20000,"intent":"correction"}"#,
    r#"{"seq":12,"type":"stopped","response":"r1","after_ms":900}"#,
    r#"{"seq":13,"type":"switched","response":"r1","to":"r2"}"#,
    r#"{"seq":14,"type":"preferred","chosen":"r2","rejected":"r1","verdict":"one","basis":"regenerated"}"#,
    r#"{"seq":15,"type":"preferred","chosen":"r2","rejected":"r1","verdict":"one","basis":"switched","first_shown":"r1"}"#,
    r#"{"seq":16,"type":"preferred","between":["r1","r2"],"verdict":"both_bad","basis":"side_by_side"}"#,
    r#"{"seq":17,"type":"outcome","response":"r1","worked":"partly"}"#,
    r#"{"seq":18,"type":"acted","response":"r1","action":"read-aloud"}"#,
    r#"{"seq":20,"type":"acted","response":"r1","action":"up","by":"script"}"#,
    r#"{"seq":19,"type":"left","turns":4,"duration_ms":600000,"last":"followed_up"}"#,
    r#"{"seq":211,"type":"left","turns":0,"duration_ms":0,"last":"none"}"#,
];

/// Parses a body that arrives in the hour in which it left.
fn parse(body: &[u8]) -> Result<Batch, Invalid> {
    match parse_any(body)? {
        Message::Batch(batch) => Ok(batch),
        Message::Randomized(report) => panic!("no batch of events: {report:?}"),
    }
}

fn parse_any(body: &[u8]) -> Result<Message, Invalid> {
    Message::parse(body, Hour::parse("2026-11-23T05").unwrap())
}

/// Parses a body and compares its number of events, or the reason for its refusal.
#[track_caller]
fn check(body: impl AsRef<[u8]>, expected: Result<usize, &str>) {
    let result =
        parse(body.as_ref()).map(|batch| batch.events.len()).map_err(|invalid| invalid.to_string());
    assert_eq!(result, expected.map_err(str::to_owned));
}

/// Checks the example with one part replaced.
#[track_caller]
fn check_with(part: &str, replacement: &str, expected: Result<usize, &str>) {
    assert!(BATCH.contains(part), "{part} is not in the example");
    check(BATCH.replace(part, replacement), expected);
}

/// Checks the example with other events.
#[track_caller]
fn check_events(events: &str, expected: Result<usize, &str>) {
    let example = r#"[{"seq": 0, "type": "rated", "response": "r1", "thumb": "up"}]"#;
    check_with(example, &format!("[{events}]"), expected);
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_batch_is_read_whole() {
    let batch = parse(BATCH.as_bytes()).unwrap();
    assert_eq!(batch.stream, "0123456789abcdef0123456789abcdef");
    assert_eq!(batch.conversation, "c1");
    assert_eq!(batch.hour, "2026-11-23T05");
    assert_eq!(batch.context.get("model").map(String::as_str), Some("m7"));
    assert_eq!(batch.events.len(), 1);
    assert_eq!((batch.ledger.captured, batch.ledger.dropped.overflow), (212, 1));
}

#[test]
fn an_event_of_every_type_is_accepted() {
    check_events(&EVENTS.join(","), Ok(EVENTS.len()));
    for name in TYPES {
        assert!(
            EVENTS.iter().any(|event| event.contains(&format!(r#""type":"{name}""#))),
            "{name}"
        );
    }
}

#[test]
fn an_accepted_event_keeps_its_own_fields_and_only_those() {
    for event in EVENTS {
        let body =
            BATCH.replace(r#"{"seq": 0, "type": "rated", "response": "r1", "thumb": "up"}"#, event);
        let batch = parse(body.as_bytes()).unwrap();
        let stored = serde_json::to_value(&batch.events[0].fields).unwrap();
        let mut sent: serde_json::Value = serde_json::from_str(event).unwrap();
        for common in ["seq", "type", "response"] {
            sent.as_object_mut().unwrap().remove(common);
        }
        assert_eq!(stored, sent);
    }
}

#[test]
fn what_may_be_absent_or_spelled_in_capitals_may() {
    check_with(r#""context": {"model": "m7"},"#, "", Ok(1));
    check_with(r#""context": {"model": "m7"},"#, r#""context": {},"#, Ok(1));
    check_with(r#"{"model": "m7"}"#, r#"{"Prompt.v": "A-1_b"}"#, Ok(1));
    check_with(r#"{"overflow": 1}"#, r#"{"opted_out": 1}"#, Ok(1));
}
