use crate::batches::thumb;
use crate::collector::Collector;

fn ask(collector: &Collector, request: &str, host: &str) -> String {
    let request = format!("{request} HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
    collector.raw(request.as_bytes())
}

#[test]
fn a_name_that_somebody_pointed_at_this_machine_reads_nothing() {
    let collector = Collector::start(&[]);
    collector.deliver(&thumb(1, 0, "up"));
    for path in ["/events", "/report", "/report.json", "/healthz", "/feedback", "/nothing"] {
        for host in ["Host: evil.example:8787\r\n", "Host: 127.0.0.1.evil.example\r\n", ""] {
            let reply = ask(&collector, &format!("GET {path}"), host);
            let refused = reply.starts_with("HTTP/1.1 421 ") || reply.starts_with("HTTP/1.1 400 ");
            assert!(refused, "{host}{reply}");
            assert!(!reply.contains("c1"), "{reply}");
        }
    }
}

#[test]
fn such_a_name_delivers_nothing() {
    let collector = Collector::start(&[]);
    let headers = [("Host", "evil.example"), ("Origin", "http://evil.example")];
    let reply = collector.post(thumb(1, 0, "up").to_string().as_bytes(), &headers);
    reply.refuses(421, "the collector does not know itself by this Host: name it with --host-name");
    assert_eq!(collector.get("/events").body, "");
}

#[test]
fn this_machine_and_the_names_that_were_given_are_answered() {
    let collector = Collector::start(&["--host-name", "feedback.example"]);
    for host in
        ["localhost", "127.0.0.1:8787", "[::1]:1", "feedback.example", "Feedback.Example:443"]
    {
        let reply = ask(&collector, "GET /healthz", &format!("Host: {host}\r\n"));
        assert!(reply.starts_with("HTTP/1.1 200 "), "{host}: {reply}");
    }
}

#[test]
fn a_collector_for_other_machines_is_answered_by_any_address_but_by_no_other_name() {
    let collector = Collector::start(&["--bind", "0.0.0.0"]);
    let ask = |host: &str| ask(&collector, "GET /healthz", &format!("Host: {host}\r\n"));
    assert!(ask("192.0.2.7:8787").starts_with("HTTP/1.1 200 "));
    assert!(ask("evil.example").starts_with("HTTP/1.1 421 "));
}

#[test]
fn whoever_says_two_names_is_refused() {
    let collector = Collector::start(&[]);
    for hosts in
        ["Host: localhost\r\nHost: evil.example\r\n", "Host: localhost\r\nHost: localhost\r\n"]
    {
        let reply = ask(&collector, "GET /healthz", hosts);
        assert!(reply.starts_with("HTTP/1.1 400 "), "{reply}");
        assert!(reply.ends_with(r#"{"error":"expected one Host header"}"#), "{reply}");
    }
}

#[test]
fn the_name_in_an_address_counts_like_the_one_in_the_header() {
    let collector = Collector::start(&[]);
    let ask = |url: &str| ask(&collector, &format!("GET {url}"), "Host: localhost\r\n");
    assert!(ask("http://localhost:1/healthz").starts_with("HTTP/1.1 200 "));
    let reply = ask("http://evil.example/events");
    assert!(reply.starts_with("HTTP/1.1 421 ") && reply.contains("--host-name"), "{reply}");
}
