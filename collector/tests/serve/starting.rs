use std::path::Path;
use std::process::Output;

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::batches::{batch, thumb};
use crate::collector::{Collector, command, run, write};

/// Checks that a run ended with failure, and said why in exactly one line.
#[track_caller]
fn check(output: &Output, reason: &str) {
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("tellback-collector: {reason}\n"));
    assert!(output.stdout.is_empty());
}

fn serve_db(db: &Path) -> Output {
    run(&["serve", "--port", "0", "--db", db.to_str().unwrap()])
}

#[test]
fn a_port_in_use_is_named() {
    let collector = Collector::start(&[]);
    let (_, port) = collector.address().rsplit_once(':').unwrap();
    let db = collector.folder.path().join("other.sqlite");
    check(
        &run(&["serve", "--port", port, "--db", db.to_str().unwrap()]),
        &format!("port {port} is in use: stop what uses it, or choose another with --port or PORT"),
    );
    assert!(!db.exists());
}

#[test]
fn a_port_that_is_none_is_named() {
    for port in ["http", "70000", "-1"] {
        let output = command().arg("serve").env("PORT", port).output().unwrap();
        check(&output, &format!("PORT is {port:?}: expected a number from 0 to 65535"));
    }
}

#[test]
fn a_missing_folder_is_named() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("missing/tellback.sqlite");
    let reason = format!("cannot use the database {}: its folder does not exist", db.display());
    check(&serve_db(&db), &reason);
    let reason =
        format!("cannot use the database {}: it is a folder, not a file", folder.path().display());
    check(&serve_db(folder.path()), &reason);

    let missing = folder.path().join("www");
    let reason = format!("cannot serve {}: it is not a folder", missing.display());
    check(&run(&["serve", "--port", "0", "--assets", missing.to_str().unwrap()]), &reason);
}

#[test]
fn a_file_that_is_not_sqlite_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("notes.txt");
    write(&db, "dear diary, ".repeat(100));
    check(
        &serve_db(&db),
        &format!("cannot use the database {}: it is not a SQLite file", db.display()),
    );
    assert_eq!(std::fs::read_to_string(&db).unwrap(), "dear diary, ".repeat(100));
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("other.sqlite");
    Connection::open(&db).unwrap().execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    let before = std::fs::read(&db).unwrap();
    let reason = format!(
        "cannot use the database {}: it is the SQLite file of another program",
        db.display()
    );
    check(&serve_db(&db), &reason);
    assert_eq!(std::fs::read(&db).unwrap(), before);
}

#[test]
fn a_database_of_a_newer_collector_is_left_alone() {
    let collector = Collector::start(&[]);
    collector.signal("TERM");
    let (_, _, _, folder) = collector.wait();
    let db = folder.path().join("tellback.sqlite");
    Connection::open(&db).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let reason = format!(
        "cannot use the database {}: its schema has version 99, made by a newer tellback-collector; \
         this one knows versions up to 5",
        db.display()
    );
    check(&serve_db(&db), &reason);
}

#[test]
fn a_database_of_the_first_version_is_brought_up_to_date_with_all_it_holds() {
    let collector = Collector::start(&[]);
    for n in 0..20 {
        let viewed = json!({"type": "viewed", "response": "r1", "dwell_ms": 3000, "depth_pct": 100,
            "visits": 1, "chars": 900});
        let left = json!({"type": "left", "turns": 1, "duration_ms": 5000, "last": "none"});
        let preferred = json!({"type": "preferred", "between": ["r1", "r2"], "verdict": "tie",
            "basis": "side_by_side"});
        collector.deliver(&batch(n, 0, &[viewed, left, preferred]));
        collector.deliver(&thumb(n, 3, if n % 3 == 0 { "down" } else { "up" }));
    }
    let (events, report) = (collector.get("/events").body, collector.json("/report.json"));

    let folder = TempDir::new().unwrap();
    let old = Connection::open(folder.path().join("tellback.sqlite")).unwrap();
    old.execute_batch(include_str!("../../src/storage/1.sql")).unwrap();
    old.execute_batch("PRAGMA user_version = 1; PRAGMA application_id = 0x74656c6c").unwrap();
    for line in events.lines() {
        let mut event: Value = serde_json::from_str(line).unwrap();
        let mut take = |name: &str| event.as_object_mut().unwrap().remove(name).unwrap_or_default();
        let [stream, seq, conversation, hour, context, kind, response] =
            ["stream", "seq", "conversation", "hour", "context", "type", "response"].map(&mut take);
        old.execute(
            "INSERT INTO events (stream, seq, conversation, hour, context, type, response, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                stream.as_str(),
                seq.as_u64(),
                conversation.as_str(),
                hour.as_str(),
                context.to_string(),
                kind.as_str(),
                response.as_str(),
                event.to_string()
            ],
        )
        .unwrap();
        old.execute(
            "INSERT OR IGNORE INTO ledgers VALUES (?1, 4, 1, 0, 0, 0, 0)",
            [stream.as_str()],
        )
        .unwrap();
    }
    drop(old);

    let collector = Collector::start_in(folder, &[]);
    assert_eq!(collector.get("/events").body, events);
    assert_eq!(collector.json("/report.json"), report);
    let again = collector.deliver(&thumb(3, 3, "up"));
    assert_eq!(again.body, r#"{"accepted":0,"repeated":1,"rejected":[]}"#);
}

#[test]
fn what_was_told_before_contributors_were_counted_stays_told() {
    let folder = TempDir::new().unwrap();
    let old = Connection::open(folder.path().join("tellback.sqlite")).unwrap();
    for statements in [
        include_str!("../../src/storage/1.sql"),
        include_str!("../../src/storage/2.sql"),
        include_str!("../../src/storage/3.sql"),
        include_str!("../../src/storage/4.sql"),
        "PRAGMA user_version = 4; PRAGMA application_id = 0x74656c6c;
         INSERT INTO tallies VALUES ('votes', 'up', '', '', 23), ('votes', 'down', '', '', 9),
             ('hours', '2026-11-23T05', '', '', 231), ('hours', '2026-11-23T06', '', '', 4)",
    ] {
        old.execute_batch(statements).unwrap();
    }
    drop(old);
    let collector = Collector::start_in(folder, &["--min-cell", "10"]);
    let told = || {
        let report = collector.json("/report.json");
        [&report["events"], &report["votes"]["up"], &report["votes"]["down"]]
            .map(|count| count.as_u64().unwrap())
    };
    assert_eq!(told(), [230, 20, 0]);
    for n in 0..6 {
        collector.deliver(&thumb(n, 0, "up"));
    }
    assert_eq!(told(), [240, 20, 0]);
    collector.deliver(&thumb(6, 0, "up"));
    collector.deliver(&thumb(7, 0, "down"));
    assert_eq!(told(), [240, 30, 10]);
}

#[test]
fn a_mistaken_command_line_is_a_usage_error() {
    for arguments in [
        &["serve", "--prot", "1"][..],
        &["serve", "--port", "http"],
        &["serve", "--allow-origin", "https://chat.example/"],
        &["serve", "--allow-origin", "*"],
        &["serve", "--host-name", "https://feedback.example"],
        &["serve", "--bind", "localhost"],
        &["observe"],
        &[],
    ] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
    let output = run(&["serve", "--allow-origin", "*"]);
    let reason = "expected an origin such as https://chat.example, without a path";
    assert!(String::from_utf8_lossy(&output.stderr).contains(reason));
}

#[test]
fn the_environment_sets_port_and_file_where_no_option_does() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    let folder = TempDir::new().unwrap();
    let mut process = command()
        .arg("serve")
        .env("PORT", "0")
        .env("TELLBACK_DB", folder.path().join("from-environment.sqlite"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(line.starts_with("listening on http://127.0.0.1:"), "{line}");
    assert!(folder.path().join("from-environment.sqlite").exists());

    // An option that is given wins, even over a value that would be an error.
    let output = command()
        .args(["serve", "--port", "0", "--assets", "/nowhere/at/all"])
        .env("PORT", "http")
        .output()
        .unwrap();
    check(&output, "cannot serve /nowhere/at/all: it is not a folder");
}
