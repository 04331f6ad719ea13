use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;

use crate::batches::batch;
use crate::collector::{Collector, run, write};

const KEY: &[u8] = b"an example of a key, not a secret";

/// A collector that takes signed handles only, made with `KEY` or with another key.
fn start() -> Collector {
    let folder = TempDir::new().unwrap();
    let keys = ["old.key", "new.key"].map(|name| folder.path().join(name));
    write(&keys[0], "an older key, about to be replaced");
    write(&keys[1], [KEY, b"\n"].concat());
    let keys = keys.map(|key| key.to_str().unwrap().to_owned());
    Collector::start_in(folder, &["--signing-key", &keys[0], "--signing-key", &keys[1]])
}

/// The handle as the host's server writes it into the page; it is good for `days` more days.
fn sign(conversation: &str, response: &str, days: i64) -> String {
    use base64::Engine;

    let query = "SELECT unixepoch() / 86400";
    let today: i64 = rusqlite::Connection::open_in_memory()
        .unwrap()
        .query_row(query, [], |row| row.get(0))
        .unwrap();
    let day = today + days;
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY).unwrap();
    mac.update(format!("{conversation}\n{response}\n{day}").as_bytes());
    let mac = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..16]);
    format!("{response}.{day}.{mac}")
}

fn rated(response: &str, thumb: &str) -> Value {
    json!({"type": "rated", "response": response, "thumb": thumb})
}

#[track_caller]
fn refuses(collector: &Collector, event: Value, reason: &str) {
    collector.deliver(&batch(1, 0, &[event])).refuses(403, reason);
    assert_eq!(collector.get("/events").body, "");
}

#[test]
fn a_signed_handle_is_stored_without_its_token() {
    let collector = start();
    let [r1, r2] = ["r1", "r2"].map(|response| sign("c1", response, 30));
    let events = [
        rated(&r1, "up"),
        json!({"type": "switched", "response": r1, "to": r2}),
        json!({"type": "regenerated", "response": r1, "after_ms": 0, "dwell_ms": 0, "replacement": r2}),
        json!({"type": "preferred", "chosen": r2, "rejected": r1, "verdict": "one",
            "basis": "switched", "first_shown": r1}),
        json!({"type": "preferred", "between": [r1, r2], "verdict": "tie", "basis": "switched"}),
    ];
    assert_eq!(collector.deliver(&batch(1, 0, &events)).status, 200);
    let stored = collector.events();
    assert_eq!(stored[0]["response"], "r1");
    assert_eq!(stored[1]["to"], "r2");
    assert_eq!(stored[2]["replacement"], "r2");
    assert_eq!([&stored[3]["chosen"], &stored[3]["first_shown"]], ["r2", "r1"]);
    assert_eq!(stored[4]["between"], json!(["r1", "r2"]));
}

#[test]
fn unsigned_expired_mutated_and_foreign_handles_are_refused_and_counted() {
    let collector = start();
    refuses(&collector, rated("r1", "up"), "events[0].response: expected a signed handle");
    let expired = sign("c1", "r1", -1);
    refuses(&collector, rated(&expired, "up"), "events[0].response: its token has expired");

    let forged = "its token was not made for this answer";
    let mutated = sign("c1", "r1", 30).replace("r1.", "r2.");
    refuses(&collector, rated(&mutated, "up"), &format!("events[0].response: {forged}"));
    let foreign = sign("c2", "r1", 30);
    refuses(&collector, rated(&foreign, "up"), &format!("events[0].response: {forged}"));
    let switched = json!({"type": "switched", "response": sign("c1", "r1", 30), "to": foreign});
    refuses(&collector, switched, &format!("events[0].to: {forged}"));

    let twice = json!({"type": "preferred", "chosen": sign("c1", "r1", 30),
        "rejected": sign("c1", "r1", 31), "verdict": "one", "basis": "switched"});
    refuses(&collector, twice, "events[0]: expected two different answers");

    let metrics = collector.get("/metrics").body;
    for (reason, count) in [("unsigned", 1), ("expired", 1), ("forged", 3), ("same", 1)] {
        let line = format!("tellback_refused_tokens_total{{reason=\"{reason}\"}} {count}\n");
        assert!(metrics.contains(&line), "{line} is not in {metrics}");
    }
}

#[test]
fn a_token_that_is_used_again_does_not_make_a_second_vote() {
    let collector = start();
    for n in 0..20 {
        let mut batch = batch(n, 0, &[rated(&sign("c1", "r1", n as i64), "up")]);
        batch["conversation"] = json!("c1");
        assert_eq!(collector.deliver(&batch).status, 200);
    }
    let votes = &collector.json("/report.json")["votes"];
    assert_eq!((&votes["up"], &votes["answers"]), (&json!(1), &json!(1)));
}

#[test]
fn a_key_that_is_missing_or_short_is_named() {
    let folder = TempDir::new().unwrap();
    let key = folder.path().join("key");
    let serve = || {
        let output = run(&["serve", "--port", "0", "--signing-key", key.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let reason = format!("tellback-collector: cannot use the signing key {}: ", key.display());
    assert!(serve().starts_with(&reason));
    write(&key, "short\n");
    assert_eq!(serve(), format!("{reason}it has fewer than 16 bytes\n"));
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_key() {
    let folder = TempDir::new().unwrap();
    let key = folder.path().join("key");
    write(&key, [b"\xEF\xBB\xBF", KEY, b"\r\n"].concat());
    let collector = Collector::start(&["--signing-key", key.to_str().unwrap()]);
    let first = batch(1, 0, &[rated(&sign("c1", "r1", 30), "up")]);
    assert_eq!(collector.deliver(&first).status, 200);
}

#[test]
fn what_names_no_answer_counts_only_in_a_stream_that_has_named_one() {
    let collector = start();
    let left = json!({"type": "left", "turns": 1, "duration_ms": 0, "last": "none"});
    refuses(
        &collector,
        left.clone(),
        "events: expected a signed handle, here or earlier in the stream",
    );
    let report = collector.json("/report.json");
    assert_eq!((&report["delivery"]["captured"], &report["endings"]), (&json!(0), &json!([])));
    let line = "tellback_refused_tokens_total{reason=\"stranger\"} 1\n";
    assert!(collector.get("/metrics").body.contains(line));

    let first = [rated(&sign("c1", "r1", 30), "up"), left.clone()];
    assert_eq!(collector.deliver(&batch(1, 0, &first)).status, 200);
    assert_eq!(collector.deliver(&batch(1, 2, std::slice::from_ref(&left))).status, 200);
    assert_eq!(collector.events().len(), 3);

    // Whoever has one token can say that they left that conversation, and no other.
    let mut elsewhere = batch(1, 3, &[left]);
    elsewhere["conversation"] = json!("c2");
    assert_eq!(collector.deliver(&elsewhere).status, 403);
    assert_eq!(collector.events().len(), 3);
}

#[test]
fn a_randomised_answer_needs_no_token_and_vouches_for_nothing() {
    let collector = start();
    let answer = crate::randomized::answer(1, json!({ "thumb": "up" }), "m7");
    assert_eq!(collector.deliver(&answer).status, 200);
    let left = json!({"type": "left", "turns": 1, "duration_ms": 0, "last": "none"});
    assert_eq!(collector.deliver(&batch(1, 0, &[left])).status, 403);
}
