//! The published schema against the reader: both have to draw the same line.

use serde_json::{Value, json};

use super::*;

const SCHEMA: &str = include_str!("../../../../schema/batch.schema.json");

/// What the reader asks for beyond what a schema can say.
const BEYOND: [&str; 9] = [
    "expected more than events[0].seq",
    "expected at least as many as there are events",
    "expected from_pct or more",
    "expected captured to be delivered + queued + dropped",
    "expected two different answers",
    "expected one of the two answers",
    "ahead of the collector's clock",
    "days ago",
    "repeats",
];

/// Values of every kind, and near misses of those that the contract knows.
fn values() -> Vec<Value> {
    let mut values =
        vec![json!(null), json!(true), json!([]), json!({}), json!([[]]), json!({"a": 1})];
    values.extend(
        [
            0, 1, 2, 5, 6, 9, 10, 11, 15, 90, 100, 110, 150, 900, 1000, 1001, 999_999, 1_000_000,
            1_000_001,
        ]
        .map(Value::from),
    );
    // What 32 bits hold with one significant digit, and what they do not.
    values.extend([4_000_000_000_u64, 5_000_000_000, 20_000_000_000].map(Value::from));
    values.extend([-1.0, 0.5, 1e300].map(Value::from));
    values.extend(
        [
            "",
            " ",
            "a",
            "r1",
            "a b",
            "jane@example.com",
            "https://example.com/a",
            "-a",
            ".a",
            "a-b",
            "ä",
            "a\n",
            "0123456789abcdef0123456789abcdef",
            "0123456789ABCDEF0123456789abcdef",
            "2026-11-23T05",
            "2026-11-23T24",
            "2026-13-23T05",
            "2026-11-23",
            "0.1.0",
            "0.1",
            "1.2.3-rc1",
            "up",
            "none",
            "text",
            "selection",
            "yes",
            "one",
            "tie",
            "rated",
            "left",
            "unknown",
        ]
        .map(Value::from),
    );
    values.extend([32, 33, 128, 129, 1000, 1001].map(|length| Value::from("x".repeat(length))));
    values.extend([json!(["a"]), json!(["a", "b"]), json!(["a", "a"]), json!(["a", "b", "c"])]);
    values.push(json!(vec!["a"; 8]));
    values.push(json!(vec!["a"; 9]));
    values
}

/// Every place in a document, as a path.
fn places(value: &Value, place: &str, found: &mut Vec<String>) {
    found.push(place.to_owned());
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                places(member, &format!("{place}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                places(item, &format!("{place}/{at}"), found);
            }
        }
        _ => {}
    }
}

/// A document with one change at a place: another value, one member less, or one more.
fn changes(document: &Value, place: &str) -> Vec<Value> {
    let mut changed = Vec::new();
    for value in values() {
        let mut copy = document.clone();
        *copy.pointer_mut(place).unwrap() = value;
        changed.push(copy);
    }
    if let Some(Value::Object(members)) = document.pointer(place) {
        for name in members.keys() {
            let mut copy = document.clone();
            copy.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(name);
            changed.push(copy);
        }
        let more = [
            ("url", "r1"),
            ("response", "r1"),
            ("thumb", "up"),
            ("given", "r1"),
            ("conversation", "c1"),
            ("stars", "r1"),
            ("text", "r1"),
            ("replacement", "r1"),
            ("first_shown", "r1"),
            ("by", "script"),
            ("by", "person"),
        ];
        for (name, word) in more {
            let mut copy = document.clone();
            let members = copy.pointer_mut(place).unwrap().as_object_mut().unwrap();
            members.entry(name).or_insert_with(|| word.into());
            changed.push(copy);
        }
    }
    changed
}

/// A batch of one event each, in every form that the contract has.
fn batches() -> impl Iterator<Item = Value> {
    let batches = EVENTS.iter().map(|event| {
        let mut batch: Value = serde_json::from_str(BATCH).unwrap();
        batch["events"] = json!([serde_json::from_str::<Value>(event).unwrap()]);
        batch
    });
    let reports = randomized::REPORTS.iter();
    batches.chain(reports.map(|(event, _)| serde_json::from_str(&randomized::body(event)).unwrap()))
}

#[test]
fn the_schema_accepts_what_the_reader_accepts_and_nothing_else() {
    let schema = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let (mut accepted, mut refused) = (0, 0);
    for batch in batches() {
        let mut all = Vec::new();
        places(&batch, "", &mut all);
        for document in all.iter().flat_map(|place| changes(&batch, place)).chain([batch.clone()]) {
            let is_valid = schema.is_valid(&document);
            match parse_any(document.to_string().as_bytes()) {
                Ok(_) => {
                    accepted += 1;
                    assert!(is_valid, "only the reader accepts {document}");
                }
                Err(invalid) if is_valid => {
                    let reason = invalid.to_string();
                    let is_beyond = BEYOND.iter().any(|beyond| reason.contains(beyond));
                    assert!(is_beyond, "only the schema accepts {document}: {reason}");
                }
                Err(_) => refused += 1,
            }
        }
    }
    assert!(accepted > 500 && refused > 5_000, "{accepted} accepted, {refused} refused");
}

#[test]
fn every_type_of_event_is_in_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let types = schema.pointer("/properties/events/items/oneOf").unwrap().as_array().unwrap();
    let named: Vec<_> = types.iter().map(|item| item["$ref"].as_str().unwrap()).collect();
    let types = TYPES.into_iter().chain(["randomized"]);
    assert_eq!(named, types.map(|name| format!("#/$defs/{name}")).collect::<Vec<_>>());
}
