use std::io::{Read, Write};
use std::net::Shutdown;

use serde_json::json;

use crate::batches::{gzip, thumb};
use crate::collector::Collector;

/// Sends a body that has to be refused, and checks that it left nothing behind.
#[track_caller]
fn check(collector: &Collector, body: &[u8], status: u16, reason: &str) {
    collector.post(body, &[]).refuses(status, reason);
    assert_eq!(collector.get("/events").body, "");
}

#[test]
fn a_bad_batch_gets_a_reason_and_leaves_no_row() {
    let collector = Collector::start(&[]);
    let good = thumb(1, 0, "up").to_string();
    let check = |body: &[u8], reason: &str| check(&collector, body, 400, reason);

    check(b"", "body: not JSON: EOF while parsing a value at line 1 column 0");
    check(b"{}", "tellback: missing");
    check(b"[]", "body: expected an object");
    check(b"\xff\xfe", "body: not UTF-8 from byte 0 on");
    check(
        good.replace("\"up\"", "\"left\"").as_bytes(),
        "events[0].thumb: expected up, down or none",
    );
    check(
        good.replace("\"r1\"", "\"ada@example.org\"").as_bytes(),
        "events[0].response: expected an opaque handle, [A-Za-z0-9_.:-]{1,128}",
    );
    check(
        good.replace("\"seq\":0", "\"seq\":0,\"seq\":0").as_bytes(),
        "events[0].seq: occurs twice",
    );
    check(
        good.replace("\"seq\":0", "\"seq\":0,\"at\":0").as_bytes(),
        "events[0].at: unknown field",
    );
    let mut ahead = thumb(1, 0, "up");
    ahead["hour"] = json!("9999-12-31T23");
    check(ahead.to_string().as_bytes(), "hour: more than 24 hours ahead of the collector's clock");
    check(
        format!("{good}x").as_bytes(),
        &format!("body: not JSON: trailing characters at line 1 column {}", good.len() + 1),
    );
    check("[".repeat(60_000).as_bytes(), "body: nested deeper than 4 levels at line 1 column 5");

    let gzipped = gzip(good.as_bytes());
    check(&gzipped[..gzipped.len() / 2], "body: the gzip data ends too early");
    check(&[&gzipped[..], b"more"].concat(), "body: bytes follow the gzip data");
}

#[test]
fn one_bad_event_refuses_the_whole_batch() {
    let collector = Collector::start(&[]);
    let mut batch = thumb(1, 0, "up");
    batch["events"]
        .as_array_mut()
        .unwrap()
        .push(json!({"seq": 1, "type": "rated", "response": "r1"}));
    batch["ledger"] = json!({"captured": 2, "delivered": 0, "queued": 2, "dropped": {}});
    check(
        &collector,
        batch.to_string().as_bytes(),
        400,
        "events[1]: expected either thumb or stars",
    );
}

#[test]
fn a_batch_that_is_too_large_is_refused_by_its_size() {
    let collector = Collector::start(&[]);
    let too_large = "body: larger than 64 KiB";
    check(&collector, &[b' '; 64 * 1024 + 1], 413, too_large);
    check(&collector, &vec![b' '; 900 * 1024], 413, too_large);
    let bomb = gzip(&vec![b' '; 20_000_000]);
    check(&collector, &bomb, 413, "body: larger than 1 MiB after gunzip");
}

#[test]
fn a_body_that_says_it_is_something_else_is_refused() {
    let collector = Collector::start(&[]);
    let body = thumb(1, 0, "up").to_string();
    let post = |content_type| collector.post(body.as_bytes(), &[("Content-Type", content_type)]);
    for content_type in ["application/x-www-form-urlencoded", "image/png", "text/html", ""] {
        post(content_type).refuses(
            415,
            "expected Content-Type to be text/plain, application/json, application/gzip, \
             application/octet-stream",
        );
    }
    assert_eq!(collector.get("/events").body, "");
    for content_type in ["Text/Plain; charset=UTF-8", "application/json"] {
        assert_eq!(post(content_type).status, 200);
    }
}

#[test]
fn a_body_that_breaks_off_is_not_stored() {
    let collector = Collector::start(&[]);
    let batch = thumb(1, 0, "up").to_string();
    let head = format!(
        "POST /feedback HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n",
        batch.len() + 1
    );
    let mut stream = collector.connect();
    write!(stream, "{head}{batch}").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(!reply.contains("accepted"), "{reply}");
    assert_eq!(collector.get("/events").body, "");
}

#[test]
fn what_is_no_http_gets_400_and_the_collector_goes_on() {
    let collector = Collector::start(&[]);
    assert!(collector.raw(b"\x16\x03\x01 hello\r\n\r\n").starts_with("HTTP/1.1 400 "));
    assert_eq!(collector.get("/healthz").status, 200);
}

#[test]
fn a_chunked_body_is_taken_like_any_other() {
    let collector = Collector::start(&[]);
    let batch = thumb(1, 0, "up").to_string();
    let mut stream = collector.connect();
    stream.write_all(b"POST /feedback HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n").unwrap();
    for part in batch.as_bytes().chunks(100) {
        write!(stream, "{:x}\r\n{}\r\n", part.len(), String::from_utf8_lossy(part)).unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.ends_with(r#"{"accepted":1,"repeated":0,"rejected":[]}"#), "{reply}");
}

#[test]
fn another_method_is_refused_with_the_ones_that_are_allowed() {
    let collector = Collector::start(&[]);
    let reply = collector.get("/feedback");
    reply.refuses(405, "this address takes another method");
    assert_eq!(reply.header("allow"), "POST");
}

#[test]
fn an_unknown_address_is_refused() {
    Collector::start(&[]).get("/feedbag").refuses(404, "nothing is here");
}

#[test]
fn a_body_that_says_it_is_encoded_otherwise_is_refused() {
    let collector = Collector::start(&[]);
    let body = thumb(1, 0, "up").to_string();
    for encoding in ["br", "zstd", "gzip, br", ""] {
        let reply = collector.post(body.as_bytes(), &[("Content-Encoding", encoding)]);
        reply.refuses(415, "expected Content-Encoding to be gzip, or none");
        assert_eq!(reply.header("accept-encoding"), "gzip");
    }
    assert_eq!(collector.get("/events").body, "");
    let gzipped = gzip(body.as_bytes());
    assert_eq!(collector.post(&gzipped, &[("Content-Encoding", "GZIP")]).status, 200);
}
