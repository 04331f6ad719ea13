use crate::batches::thumb;
use crate::collector::{Collector, Reply};

const FOREIGN: &str = "pages of this origin may not deliver here";

#[track_caller]
fn deliver_from(collector: &Collector, origin: &str) -> Reply {
    let reply = collector.post(thumb(1, 0, "up").to_string().as_bytes(), &[("Origin", origin)]);
    assert_eq!(reply.header("vary"), "origin");
    reply
}

#[test]
fn a_page_of_the_same_host_may_deliver() {
    let collector = Collector::start(&[]);
    let origin = format!("http://{}", collector.address());
    let reply = deliver_from(&collector, &origin);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), "");
}

#[test]
fn a_page_of_another_origin_may_not_deliver_and_stores_nothing() {
    let collector = Collector::start(&["--allow-origin", "https://chat.example"]);
    for origin in [
        "https://evil.example",
        "http://chat.example",
        "https://chat.example.evil.example",
        "null",
        "http://127.0.0.1:1",
    ] {
        let reply = deliver_from(&collector, origin);
        reply.refuses(403, FOREIGN);
        assert_eq!(reply.header("access-control-allow-origin"), "");
    }
    assert_eq!(collector.get("/events").body, "");
}

#[test]
fn a_listed_origin_may_deliver_and_read_the_reply() {
    let collector = Collector::start(&[
        "--allow-origin",
        "https://chat.example",
        "--allow-origin",
        "http://localhost:5173",
    ]);
    for origin in ["https://chat.example", "http://localhost:5173"] {
        let reply = deliver_from(&collector, origin);
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("access-control-allow-origin"), origin);
    }
}

#[test]
fn a_listed_origin_may_read_why_it_was_refused() {
    let collector = Collector::start(&["--allow-origin", "https://chat.example"]);
    let reply = collector.post(b"{}", &[("Origin", "https://chat.example")]);
    reply.refuses(400, "tellback: missing");
    assert_eq!(reply.header("access-control-allow-origin"), "https://chat.example");
    assert_eq!(reply.header("vary"), "origin");
}

#[test]
fn a_browser_that_asks_first_is_told_what_a_listed_origin_may_send() {
    let collector = Collector::start(&["--allow-origin", "https://chat.example"]);
    let ask = |origin: &str| {
        let reply = collector.raw(
            format!(
                "OPTIONS /feedback HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\nConnection: close\r\n\
                 Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-tenant\r\n\r\n"
            )
            .as_bytes(),
        );
        reply.to_ascii_lowercase()
    };
    let reply = ask("https://chat.example");
    assert!(reply.starts_with("http/1.1 204 "), "{reply}");
    for header in [
        "access-control-allow-origin: https://chat.example",
        "access-control-allow-methods: post",
        "access-control-allow-headers: x-tenant",
        "access-control-allow-credentials: true",
        "vary: origin",
    ] {
        assert!(reply.contains(&format!("\r\n{header}\r\n")), "{header} is not in {reply}");
    }
    assert!(ask("https://evil.example").starts_with("http/1.1 403 "));
}

#[test]
fn stored_events_are_not_readable_for_other_origins() {
    let collector = Collector::start(&["--allow-origin", "https://chat.example"]);
    let reply = collector.raw(b"GET /events HTTP/1.1\r\nHost: localhost\r\nOrigin: https://chat.example\r\nConnection: close\r\n\r\n");
    assert!(reply.starts_with("HTTP/1.1 200 "), "{reply}");
    assert!(!reply.to_ascii_lowercase().contains("access-control"), "{reply}");
}
