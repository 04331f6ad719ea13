use std::io::{Read, Write};

use rusqlite::Connection;
use serde_json::Value;

use crate::batches::thumb;
use crate::collector::{Collector, Reply};

const TOO_MANY: &str = "too many batches from one address, try again later";

/// Delivers until a delivery is refused, which has to come soon: tokens come back one a second.
fn deliver_too_much(collector: &Collector, headers: &[(&str, &str)]) -> (u32, Reply) {
    (0..1_000)
        .map(|seq| (seq, collector.post(thumb(1, seq, "up").to_string().as_bytes(), headers)))
        .find(|(_, reply)| reply.status != 200)
        .unwrap()
}

#[test]
fn a_client_that_delivers_too_much_is_told_when_to_try_again() {
    let collector = Collector::start(&["--rate-limit", "1"]);
    let (accepted, reply) = deliver_too_much(&collector, &[]);
    reply.refuses(429, TOO_MANY);
    assert_eq!(reply.header("retry-after"), "1");
    assert!(accepted >= 10);
    // Only deliveries are limited.
    assert_eq!(collector.events().len() as u32, accepted);
}

#[test]
fn a_page_of_a_listed_origin_can_read_when_to_try_again() {
    let options = ["--rate-limit", "1", "--allow-origin", "https://chat.example"];
    let collector = Collector::start(&options);
    let (_, reply) = deliver_too_much(&collector, &[("Origin", "https://chat.example")]);
    reply.refuses(429, TOO_MANY);
    assert_eq!(reply.header("access-control-allow-origin"), "https://chat.example");
    assert_eq!(reply.header("access-control-expose-headers"), "retry-after, accept-encoding");
}

#[test]
fn behind_a_proxy_the_address_that_it_names_is_the_client() {
    let collector = Collector::start(&["--rate-limit", "1", "--client-header", "X-Forwarded-For"]);
    // What stands before the last address was said by the client, and could be anything.
    let (_, reply) =
        deliver_too_much(&collector, &[("X-Forwarded-For", "192.0.2.1, 198.51.100.1")]);
    reply.refuses(429, TOO_MANY);
    let body = thumb(2, 0, "up").to_string();
    let other = [("X-Forwarded-For", "192.0.2.1, 198.51.100.2")];
    assert_eq!(collector.post(body.as_bytes(), &other).status, 200);
}

#[test]
fn visitors_who_keep_their_connections_keep_nobody_out() {
    let collector = Collector::start(&[]);
    let visitors: Vec<_> = (0..600)
        .map(|_| {
            let mut visitor = collector.connect();
            visitor.write_all(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").unwrap();
            let mut status = [0; 12];
            visitor.read_exact(&mut status).unwrap();
            assert_eq!(&status, b"HTTP/1.1 200");
            visitor
        })
        .collect();
    assert_eq!(visitors.len(), 600);
}

#[test]
fn no_limit_is_a_limit_of_zero() {
    let collector = Collector::start(&["--rate-limit", "0"]);
    assert!((0..1_100).all(|seq| collector.deliver(&thumb(1, seq, "up")).status == 200));
}

#[test]
fn metrics_count_deliveries_and_events_and_name_nobody() {
    let collector = Collector::start(&[]);
    collector.deliver(&thumb(1, 0, "up"));
    collector.deliver(&thumb(1, 0, "up"));
    collector.post(b"{\"user\":\"ada@example.org\"}", &[]);
    let reply = collector.get("/metrics");
    assert_eq!(
        reply.header("content-type"),
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    for line in [
        "tellback_batches_total{status=\"200\"} 2",
        "tellback_batches_total{status=\"400\"} 1",
        "tellback_events_total{outcome=\"accepted\"} 1",
        "tellback_events_total{outcome=\"repeated\"} 1",
        "tellback_delivery_seconds_count 3",
        "# EOF",
    ] {
        assert!(reply.body.lines().any(|found| found == line), "{line} is not in {}", reply.body);
    }
    assert!(!reply.body.contains("ada") && !reply.body.contains("127.0.0.1"));
}

#[test]
fn the_log_can_be_read_by_programs() {
    let collector = Collector::start(&["--log-format", "json"]);
    let other = Connection::open(collector.db()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(collector.get("/healthz").status, 503);
    drop(other);
    collector.signal("TERM");
    let (_, _, log, _) = collector.wait();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["level"], "ERROR");
    assert_eq!(lines[0]["message"], "cannot write to the database");
    assert!(lines[0]["error"].is_string() && lines[0]["timestamp"].is_string());
}
