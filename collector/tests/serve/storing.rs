use std::thread;

use serde_json::{Value, json};

use crate::batches::{batch, gzip, stream, thumb};
use crate::collector::Collector;

#[test]
fn a_delivered_event_is_listed_with_what_its_batch_said() {
    let collector = Collector::start(&[]);
    let batch = thumb(7, 0, "up");
    let reply = collector.deliver(&batch);
    assert_eq!(reply.status, 200);
    // What tells a page that its next batch may be gzipped.
    assert_eq!(reply.header("accept-encoding"), "gzip");
    assert_eq!(reply.body, r#"{"accepted":1,"repeated":0,"rejected":[]}"#);

    let listing = collector.get("/events");
    assert_eq!(listing.header("content-type"), "application/x-ndjson");
    let line = r#"{"stream":"00000000000000000000000000000007","conversation":"c7","hour":HOUR,"context":{"model":"m7"},"seq":0,"type":"rated","response":"r1","thumb":"up"}"#;
    let line = line.replace("HOUR", &batch["hour"].to_string());
    assert_eq!(listing.body, format!("{line}\n"));
}

#[test]
fn what_an_event_lacks_is_not_listed() {
    let collector = Collector::start(&[]);
    let mut batch =
        batch(1, 0, &[json!({"type": "left", "turns": 1, "duration_ms": 0, "last": "none"})]);
    batch.as_object_mut().unwrap().remove("context");
    assert_eq!(collector.deliver(&batch).status, 200);

    let expected = json!({
        "stream": stream(1), "conversation": "c1", "hour": batch["hour"],
        "seq": 0, "type": "left", "turns": 1, "duration_ms": 0, "last": "none",
    });
    assert_eq!(collector.events(), [expected]);
}

#[test]
fn events_are_listed_in_order_of_arrival_over_many_pages() {
    let collector = Collector::start(&[]);
    let event = json!({"type": "acted", "response": "r1", "action": "share"});
    let events = vec![event; 100];
    // A later part of the stream arrives first.
    for first_seq in [600, 0, 500, 100, 400, 200, 300] {
        assert_eq!(collector.deliver(&batch(1, first_seq, &events)).status, 200);
    }
    let listed: Vec<u64> =
        collector.events().iter().map(|event| event["seq"].as_u64().unwrap()).collect();
    let expected: Vec<u64> = [600, 0, 500, 100, 400, 200, 300]
        .into_iter()
        .flat_map(|first| first..first + 100)
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn an_event_that_arrives_again_is_counted_and_dropped() {
    let collector = Collector::start(&[]);
    let (up, down) = (
        json!({"type": "rated", "response": "r1", "thumb": "up"}),
        json!({"type": "rated", "response": "r1", "thumb": "down"}),
    );
    collector.deliver(&batch(1, 0, &[up.clone(), up.clone()]));

    let again = collector.deliver(&batch(1, 1, &[down.clone(), down.clone()]));
    assert_eq!(again.body, r#"{"accepted":1,"repeated":1,"rejected":[]}"#);
    // The same `seq` in another stream is another event.
    let other = collector.deliver(&batch(2, 1, &[down]));
    assert_eq!(other.body, r#"{"accepted":1,"repeated":0,"rejected":[]}"#);

    let thumbs: Vec<Value> =
        collector.events().iter().map(|event| event["thumb"].clone()).collect();
    assert_eq!(thumbs, ["up", "up", "down", "down"]);
}

#[test]
fn a_gzipped_batch_is_stored_whatever_its_headers_say() {
    let collector = Collector::start(&[]);
    let body = gzip(thumb(1, 0, "up").to_string().as_bytes());
    assert_eq!(collector.post(&body, &[("Content-Type", "text/plain;charset=UTF-8")]).status, 200);
    let body = gzip(thumb(2, 0, "up").to_string().as_bytes());
    assert_eq!(collector.post(&body, &[("Content-Encoding", "gzip")]).status, 200);
    assert_eq!(collector.events().len(), 2);
}

#[test]
fn deliveries_at_the_same_time_are_all_stored_once() {
    let collector = Collector::start(&[]);
    let accepted: u64 = thread::scope(|scope| {
        let senders: Vec<_> = (0..8)
            .map(|sender| {
                let collector = &collector;
                // Each pair of senders delivers the same events.
                let deliver = move |seq| {
                    let reply = collector.deliver(&thumb(sender / 2, seq, "up"));
                    let receipt: Value = serde_json::from_str(&reply.body).unwrap();
                    receipt["accepted"].as_u64().unwrap()
                };
                scope.spawn(move || (0..25).map(deliver).sum::<u64>())
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).sum()
    });
    assert_eq!(accepted, 100);
    assert_eq!(collector.events().len(), 100);
}

#[test]
fn nothing_about_the_sender_is_stored_or_logged() {
    let collector = Collector::start(&[]);
    let secrets = [
        ("User-Agent", "secret-agent"),
        ("Cookie", "session=secret-cookie"),
        ("X-Forwarded-For", "203.0.113.99"),
        ("Referer", "https://secret-referer.example/"),
        ("Accept-Language", "secret-language"),
    ];
    collector.post(thumb(1, 0, "up").to_string().as_bytes(), &secrets);
    collector.post(b"secret-body", &secrets);
    assert_eq!(collector.events().len(), 1);

    collector.signal("TERM");
    let (_, _, log, folder) = collector.wait();
    assert_eq!(log, "");
    let stored = std::fs::read(folder.path().join("tellback.sqlite")).unwrap();
    let holds = |text: &str| stored.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("m7"));
    for secret in ["secret", "203.0.113.99", "127.0.0.1"] {
        assert!(!holds(secret), "{secret}");
    }
}

#[test]
fn a_locked_database_refuses_for_now_and_takes_the_batch_later() {
    let collector = Collector::start(&[]);
    let other = rusqlite::Connection::open(collector.db()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    collector
        .deliver(&thumb(1, 0, "up"))
        .refuses(503, "the database does not answer, try again later");

    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(collector.deliver(&thumb(1, 0, "up")).status, 200);
    assert_eq!(collector.events().len(), 1);
}
