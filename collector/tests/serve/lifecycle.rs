use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::batches::thumb;
use crate::collector::Collector;

const UNAVAILABLE: &str = "the database does not answer, try again later";

#[test]
fn it_says_one_line_and_ends_with_success_on_either_signal() {
    for signal in ["TERM", "INT"] {
        let collector = Collector::start(&[]);
        collector.deliver(&thumb(1, 0, "up"));
        collector.signal(signal);
        let (status, rest_of_stdout, log, folder) = collector.wait();
        assert_eq!(status.code(), Some(0), "{signal}");
        assert_eq!((rest_of_stdout.as_str(), log.as_str()), ("", ""));

        // The database is one whole file again, with nothing left in a write-ahead log.
        let files: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
        assert_eq!(files, ["tellback.sqlite"]);
    }
}

#[test]
fn an_idle_connection_does_not_hold_up_the_end() {
    let collector = Collector::start(&[]);
    let _silent = collector.connect();
    let mut kept_alive = collector.connect();
    kept_alive.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut reply = [0; 15];
    kept_alive.read_exact(&mut reply).unwrap();
    assert_eq!(&reply, b"HTTP/1.1 200 OK");

    let signalled = Instant::now();
    collector.signal("TERM");
    assert_eq!(collector.wait().0.code(), Some(0));
    assert!(signalled.elapsed() < Duration::from_secs(4));
}

/// Begins to deliver `length` bytes, and returns when the collector waits for them.
fn begin_delivery(collector: &Collector, length: usize) -> TcpStream {
    let mut stream = collector.connect();
    let head = "POST /feedback HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n";
    write!(stream, "{head}Content-Length: {length}\r\n\r\n").unwrap();
    let mut reply = [0; 25];
    stream.read_exact(&mut reply).unwrap();
    assert_eq!(&reply, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[test]
fn a_request_that_has_begun_is_finished_and_no_new_one_accepted() {
    let collector = Collector::start(&[]);
    let batch = thumb(1, 0, "up").to_string();
    let mut stream = begin_delivery(&collector, batch.len());
    collector.signal("TERM");
    let refused = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        TcpStream::connect(collector.address()).is_err()
    });
    assert!(refused);

    stream.write_all(batch.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.ends_with(r#"{"accepted":1,"repeated":0,"rejected":[]}"#), "{reply}");

    let (status, _, _, folder) = collector.wait();
    assert_eq!(status.code(), Some(0));
    assert_eq!(Collector::start_in(folder, &[]).events().len(), 1);
}

#[test]
fn a_request_that_never_ends_holds_up_the_end_for_a_few_seconds_only() {
    let collector = Collector::start(&[]);
    let _stream = begin_delivery(&collector, 100);
    let signalled = Instant::now();
    collector.signal("TERM");
    let (status, _, log, _) = collector.wait();
    assert_eq!(status.code(), Some(0));
    assert!(signalled.elapsed() < Duration::from_secs(10));
    assert!(log.ends_with("WARN stopping although some requests were not finished\n"), "{log}");
}

#[test]
fn a_vanished_database_is_bad_health() {
    let collector = Collector::start(&[]);
    std::fs::remove_file(collector.db()).unwrap();
    collector.get("/healthz").refuses(503, UNAVAILABLE);
}

#[test]
fn nothing_is_accepted_into_a_file_that_nobody_will_find() {
    let collector = Collector::start(&[]);
    assert_eq!(collector.deliver(&thumb(1, 0, "up")).status, 200);
    // So a backup is restored by hand. What is in the file that was there is not lost with it.
    std::fs::rename(collector.db(), collector.db().with_extension("old")).unwrap();
    std::fs::copy(collector.db().with_extension("old"), collector.db()).unwrap();
    collector.deliver(&thumb(1, 1, "up")).refuses(503, UNAVAILABLE);
    collector.get("/healthz").refuses(503, UNAVAILABLE);
    collector.signal("TERM");
    let (status, _, log, _) = collector.wait();
    assert_eq!(status.code(), Some(0));
    assert!(
        log.contains("the database was deleted or replaced: start the collector again"),
        "{log}"
    );
}

#[test]
fn a_database_that_another_program_holds_is_bad_health() {
    let collector = Collector::start(&[]);
    let other = Connection::open(collector.db()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    collector.get("/healthz").refuses(503, UNAVAILABLE);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(collector.get("/healthz").status, 200);
}

#[test]
fn a_database_that_answers_is_good_health() {
    let reply = Collector::start(&[]).get("/healthz");
    assert_eq!((reply.status, reply.body.as_str()), (200, r#"{"status":"ok"}"#));
    assert_eq!(reply.header("content-type"), "application/json");
}
