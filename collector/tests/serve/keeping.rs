use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;

use crate::batches::{batch, hours_ago, stream, thumb};
use crate::collector::{Collector, run};

#[test]
fn what_is_too_old_to_be_kept_is_deleted_with_all_that_names_it() {
    let collector = Collector::start(&[]);
    for (n, hour) in [(1, hours_ago(24 * 31)), (2, hours_ago(24 * 29)), (3, hours_ago(0))] {
        let preferred = json!({"type": "preferred", "chosen": "r1", "rejected": "r2",
            "verdict": "one", "basis": "switched"});
        let mut batch =
            batch(n, 0, &[json!({"type": "rated", "response": "r1", "thumb": "up"}), preferred]);
        batch["hour"] = json!(hour);
        assert_eq!(collector.deliver(&batch).status, 200);
    }
    let before = collector.json("/report.json");
    collector.signal("TERM");
    let (.., folder) = collector.wait();

    let collector = Collector::start_in(folder, &["--retain-days", "30"]);
    let database = rusqlite::Connection::open(collector.db()).unwrap();
    let old = |table: &str| -> u32 {
        let query = format!("SELECT count(*) FROM {table} WHERE hour < ?1");
        database.query_row(&query, [hours_ago(24 * 30)], |row| row.get(0)).unwrap()
    };
    // Conversations go last.
    let is_gone = (0..500).any(|_| {
        thread::sleep(Duration::from_millis(20));
        old("conversations") == 0
    });
    assert!(is_gone);
    for table in ["events", "answers", "preferences"] {
        assert_eq!(old(table), 0, "{table}");
    }
    assert_eq!(collector.events().len(), 4);
    // The report's numbers name nobody, and stay.
    assert_eq!(collector.json("/report.json"), before);
}

#[test]
fn what_is_deleted_is_known_as_a_repeat_for_a_week_after_its_stream_was_last_heard_of() {
    let collector = Collector::start(&[]);
    let mut old = thumb(1, 0, "up");
    old["hour"] = json!(hours_ago(48));
    assert_eq!(collector.deliver(&old).status, 200);
    collector.signal("TERM");
    let (.., folder) = collector.wait();

    let collector = Collector::start_in(folder, &["--retain-days", "1"]);
    wait_until(|| collector.events().is_empty());
    let before = collector.json("/report.json");
    // A page that delivers it again says in which hour it does so.
    let again = collector.deliver(&thumb(1, 0, "up"));
    assert_eq!(again.body, r#"{"accepted":0,"repeated":1,"rejected":[]}"#);
    assert_eq!(collector.events().len(), 0);
    assert_eq!(collector.json("/report.json"), before);
    // What is new in the same stream is new.
    let new = collector.deliver(&thumb(1, 1, "up"));
    assert_eq!(new.body, r#"{"accepted":1,"repeated":0,"rejected":[]}"#);
    collector.signal("TERM");
    let (.., folder) = collector.wait();

    let database = rusqlite::Connection::open(folder.path().join("tellback.sqlite")).unwrap();
    let heard = |days: u32| {
        let moved = "UPDATE streams SET heard = unixepoch() / 86400 - ?1, hour = '2026-01-01T00'";
        database.execute(moved, [days]).unwrap();
        database.execute("UPDATE events SET hour = '2026-01-01T00'", []).unwrap();
    };
    let names = || -> u32 {
        let query = "SELECT (SELECT count(*) FROM forgotten) + (SELECT count(*) FROM streams)";
        database.query_row(query, [], |row| row.get(0)).unwrap()
    };
    heard(7);
    let collector = Collector::start_in(folder, &["--retain-days", "1"]);
    wait_until(|| collector.events().is_empty());
    assert_eq!(names(), 3);
    collector.signal("TERM");
    let (.., folder) = collector.wait();
    heard(8);
    let collector = Collector::start_in(folder, &["--retain-days", "1"]);
    wait_until(|| names() == 0);
    let again = collector.deliver(&thumb(1, 0, "up"));
    assert_eq!(again.body, r#"{"accepted":1,"repeated":0,"rejected":[]}"#);
}

#[test]
fn what_belongs_to_a_conversation_is_deleted_as_the_notes_on_privacy_say() {
    let notes = include_str!("../../../PRIVACY.md");
    let statements = notes.split("```sql\n").nth(1).and_then(|rest| rest.split("```").next());
    let name = "a-name-that-is-found-nowhere-else";
    let statements = statements.unwrap().replace("'c1'", &format!("'{name}'"));
    let preferred = json!({"type": "preferred", "chosen": "r1", "rejected": "r2",
        "verdict": "one", "basis": "switched"});
    let collector = Collector::start(&[]);
    for n in [1, 2] {
        let thumb = json!({"type": "rated", "response": "r1", "thumb": "up"});
        let mut batch = batch(n, 0, &[thumb, preferred.clone()]);
        if n == 1 {
            batch["conversation"] = json!(name);
        }
        assert_eq!(collector.deliver(&batch).status, 200);
    }
    let before = collector.json("/report.json");
    let database = rusqlite::Connection::open(collector.db()).unwrap();
    database.execute_batch(&statements).unwrap();

    let kept = collector.events();
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().all(|event| event["conversation"] == "c2"), "{kept:?}");
    let owned: u32 = database
        .query_row(
            "SELECT (SELECT count(*) FROM answers) + (SELECT count(*) FROM preferences)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(owned, 3, "two answers and a preference of the other conversation");
    for file in std::fs::read_dir(collector.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(name.len()).any(|part| part == name.as_bytes()), "{path:?}");
    }
    assert_eq!(collector.json("/report.json"), before);
    // What was there is known, and what comes later is as new as ever.
    assert!(collector.deliver(&thumb(1, 0, "up")).body.contains(r#""repeated":1"#));
    assert!(collector.deliver(&thumb(1, 2, "down")).body.contains(r#""accepted":1"#));
    assert_eq!(collector.events().len(), 3);
}

#[test]
fn what_would_be_deleted_at_once_is_refused_and_counts_nowhere() {
    let collector = Collector::start(&["--retain-days", "30"]);
    let before = collector.json("/report.json");
    let reason = "hour: more than 30 days ago, and not kept so long";
    let mut late = thumb(1, 0, "up");
    late["hour"] = json!(hours_ago(24 * 30 + 1));
    let refused = collector.deliver(&late);
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains(reason), "{}", refused.body);
    let mut late = crate::randomized::answer(1, json!({ "thumb": "up" }), "m7");
    late["hour"] = json!(hours_ago(24 * 30 + 1));
    assert_eq!(collector.deliver(&late).status, 400);
    assert_eq!(collector.json("/report.json"), before);

    let mut just = thumb(1, 0, "up");
    just["hour"] = json!(hours_ago(24 * 30 - 1));
    assert_eq!(collector.deliver(&just).status, 200);
}

#[test]
fn more_days_than_a_calendar_has_are_refused() {
    let output = run(&["serve", "--port", "0", "--retain-days", "4000000000"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("4000000000 is not in 1..=36500"), "{said}");
}

#[test]
fn what_is_deleted_cannot_be_read_in_the_file_any_more() {
    let collector = Collector::start(&[]);
    for n in 0..50 {
        let mut old =
            batch(n, 0, &[json!({"type": "rated", "response": "deleted-answer", "thumb": "up"})]);
        old["hour"] = json!(hours_ago(48));
        assert_eq!(collector.deliver(&old).status, 200);
    }
    let bytes = |folder: &TempDir| std::fs::read(folder.path().join("tellback.sqlite")).unwrap();
    let is_there = |bytes: &[u8]| bytes.windows(14).any(|part| part == b"deleted-answer");
    collector.signal("TERM");
    let (.., folder) = collector.wait();
    assert!(is_there(&bytes(&folder)));

    let collector = Collector::start_in(folder, &["--retain-days", "1"]);
    wait_until(|| collector.events().is_empty());
    wait_until(|| !is_there(&bytes(&collector.folder)));
    let log = collector.folder.path().join("tellback.sqlite-wal");
    wait_until(|| !is_there(&std::fs::read(&log).unwrap_or_default()));
}

#[track_caller]
fn wait_until(is_so: impl Fn() -> bool) {
    let became_so = (0..500).any(|_| {
        thread::sleep(Duration::from_millis(20));
        is_so()
    });
    assert!(became_so);
}

#[test]
fn a_backup_of_a_running_collector_is_a_whole_database() {
    let collector = Collector::start(&[]);
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("tellback.sqlite");
    let stop = AtomicBool::new(false);
    let acknowledged = AtomicU32::new(0);
    let before = thread::scope(|scope| {
        scope.spawn(|| {
            for seq in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                assert_eq!(collector.deliver(&thumb(1, seq, "up")).status, 200);
                acknowledged.store(seq + 1, Ordering::Relaxed);
            }
        });
        while acknowledged.load(Ordering::Relaxed) < 20 {
            thread::yield_now();
        }
        let before = acknowledged.load(Ordering::Relaxed);
        let (db, out) = (collector.db(), copy.clone());
        let output = run(&["backup", "--db", db.to_str().unwrap(), "--out", out.to_str().unwrap()]);
        stop.store(true, Ordering::Relaxed);
        assert!(output.status.success(), "{output:?}");
        before
    });
    let copied = Collector::start_in(folder, &[]);
    let events = copied.events();
    assert!(events.len() as u32 >= before);
    assert_eq!(copied.json("/report.json")["events"], events.len());
}

#[test]
fn a_backup_overwrites_nothing_and_says_what_is_wrong() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let output = run(&["backup", "--db", &path("none"), "--out", &path("copy")]);
    assert_eq!(output.status.code(), Some(1));
    let reason = format!("cannot use the database {}: there is no such file\n", path("none"));
    assert!(String::from_utf8_lossy(&output.stderr).ends_with(&reason), "{output:?}");

    let collector = Collector::start(&[]);
    std::fs::write(path("copy"), "dear diary").unwrap();
    let output = run(&["backup", "--db", collector.db().to_str().unwrap(), "--out", &path("copy")]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(path("copy")).unwrap(), "dear diary");
}

#[test]
fn a_hundred_sudden_deaths_lose_nothing_that_was_acknowledged() {
    let mut folder = TempDir::new().unwrap();
    let acknowledged = Mutex::new(BTreeSet::new());
    for death in 0..100_u32 {
        let collector = Collector::start_in(folder, &[]);
        let before = acknowledged.lock().unwrap().len();
        thread::scope(|scope| {
            for sender in 0..3 {
                let (collector, acknowledged) = (&collector, &acknowledged);
                scope.spawn(move || {
                    let n = u128::from(death * 3 + sender);
                    for seq in 0.. {
                        let body = thumb(n, seq, "up").to_string();
                        match collector.try_post(body.as_bytes()) {
                            Some(200) => acknowledged.lock().unwrap().insert((stream(n), seq)),
                            _ => break,
                        };
                    }
                });
            }
            // Another moment each time, from before the first reply to after many.
            while acknowledged.lock().unwrap().len() < before + death as usize % 5 {
                thread::yield_now();
            }
            thread::sleep(Duration::from_millis(u64::from(death % 25)));
            collector.signal("KILL");
        });
        (.., folder) = collector.wait();
    }
    let collector = Collector::start_in(folder, &[]);
    let stored: BTreeSet<(String, u32)> = collector
        .events()
        .iter()
        .map(|event| {
            (event["stream"].as_str().unwrap().to_owned(), event["seq"].as_u64().unwrap() as u32)
        })
        .collect();
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() > 100, "{}", acknowledged.len());
    let lost: Vec<_> = acknowledged.difference(&stored).collect();
    assert_eq!(lost, Vec::<&(String, u32)>::new());
    assert_eq!(collector.json("/report.json")["events"], stored.len());
}

/// Overwrites every page of a database but the first, which says what the others are, and `spared`.
fn damage(db: &Path, spared: usize) {
    let mut bytes = std::fs::read(db).unwrap();
    for (at, page) in bytes.chunks_mut(4096).enumerate().skip(1) {
        if at + 1 != spared {
            page.fill(0xa5);
        }
    }
    std::fs::write(db, &bytes).unwrap();
}

#[test]
fn a_damaged_database_refuses_and_does_not_pretend() {
    let collector = Collector::start(&[]);
    for n in 0..200 {
        collector.deliver(&thumb(n, 0, "up"));
    }
    collector.signal("TERM");
    let (.., folder) = collector.wait();
    let db = folder.path().join("tellback.sqlite");
    let query = "SELECT rootpage FROM sqlite_schema WHERE name = 'telling'";
    let first_read = Connection::open(&db).unwrap().query_row(query, [], |row| row.get(0)).unwrap();
    damage(&db, first_read);

    let collector = Collector::start_in(folder, &[]);
    let reason = "the database does not answer, try again later";
    collector.deliver(&thumb(1, 1, "up")).refuses(503, reason);
    collector.get("/healthz").refuses(503, reason);
    collector.get("/report").refuses(503, reason);
    collector.signal("TERM");
    let (_, _, log, folder) = collector.wait();
    assert!(log.contains("cannot store events error=database disk image is malformed"), "{log}");

    damage(&db, 0);
    let output = run(&["serve", "--port", "0", "--db", db.to_str().unwrap()]);
    let reason = format!(
        "tellback-collector: cannot use the database {}: database disk image is malformed\n",
        db.display()
    );
    assert_eq!(String::from_utf8(output.stderr).unwrap(), reason);
    assert_eq!(output.status.code(), Some(1));
    drop(folder);
}
