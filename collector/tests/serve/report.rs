use serde_json::{Value, json};

use crate::batches::{batch, hours_ago};
use crate::collector::{Collector, run};

fn rated(response: &str, thumb: &str) -> Value {
    json!({"type": "rated", "response": response, "thumb": thumb})
}

fn starred(response: &str, stars: u32) -> Value {
    json!({"type": "rated", "response": response, "stars": stars})
}

fn viewed(response: &str, dwell_ms: u32, depth_pct: u32) -> Value {
    json!({"type": "viewed", "response": response, "dwell_ms": dwell_ms, "depth_pct": depth_pct, "visits": 1, "chars": 900})
}

fn regenerated(after_ms: u32) -> Value {
    json!({"type": "regenerated", "response": "r1", "after_ms": after_ms, "dwell_ms": 0})
}

fn left(last: &str) -> Value {
    json!({"type": "left", "turns": 1, "duration_ms": 0, "last": last})
}

fn copied(part: &str, share_pct: u32) -> Value {
    json!({"type": "copied", "response": "r1", "share_pct": share_pct, "chars": 40, "from_pct": 0, "to_pct": share_pct, "part": part, "section": 1, "via": "selection"})
}

/// Compares those members of one part of the report that are expected.
#[track_caller]
fn check(collector: &Collector, part: &str, expected: Value) {
    let report = collector.json("/report.json");
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&report[part][name], value, "{part}.{name}");
    }
}

#[test]
fn with_no_events_the_report_says_so_and_guesses_nothing() {
    let collector = Collector::start(&[]);
    let page = collector.get("/report").body;
    assert!(page.contains("No events yet"), "{page}");

    let report = collector.json("/report.json");
    assert_eq!(report["events"], 0);
    assert_eq!(report["votes"]["up_share"], Value::Null);
    assert_eq!(report["reading"]["median_dwell_ms"], Value::Null);
    assert_eq!(report["hours"], json!([]));
}

#[test]
fn the_latest_rating_of_an_answer_in_a_conversation_is_the_vote() {
    let collector = Collector::start(&[]);
    collector.deliver(&batch(
        1,
        0,
        &[rated("r1", "down"), rated("r1", "up"), rated("r2", "up"), rated("r2", "none")],
    ));
    // The later half of this stream arrives first: `seq` decides, not arrival.
    collector.deliver(&batch(2, 1, &[rated("r1", "down")]));
    collector.deliver(&batch(2, 0, &[rated("r1", "up")]));
    collector.deliver(&batch(
        3,
        0,
        &[rated("r1", "up"), starred("r2", 5), starred("r3", 2), starred("r4", 0)],
    ));
    check(
        &collector,
        "votes",
        json!({
            "up": 2, "down": 1, "up_share": 2.0 / 3.0,
            "stars": [0, 1, 0, 0, 1], "mean_stars": 3.5,
            "retracted": 2, "answers": 5,
        }),
    );
}

#[test]
fn a_later_stream_of_a_conversation_supersedes_an_earlier_one() {
    let collector = Collector::start(&[]);
    let deliver = |stream, first_seq, events: &[Value]| {
        let mut batch = batch(stream, first_seq, events);
        batch["conversation"] = json!("c1");
        assert_eq!(collector.deliver(&batch).status, 200);
    };
    deliver(7, 0, &[rated("r1", "up"), viewed("r1", 1000, 20)]);
    deliver(2, 0, &[rated("r1", "down")]);
    // What the first stream had not delivered yet happened before the second one.
    deliver(7, 2, &[rated("r1", "up"), viewed("r1", 3000, 100)]);
    check(&collector, "votes", json!({"up": 0, "down": 1, "answers": 1}));
    check(&collector, "reading", json!({"readings": 1, "median_dwell_ms": 3000.0}));
    deliver(2, 1, &[rated("r1", "none")]);
    check(&collector, "votes", json!({"up": 0, "down": 0, "retracted": 1, "answers": 0}));
    check(&collector, "reactions", json!({"explicit": 0}));
}

#[test]
fn answers_are_compared_by_their_own_tags() {
    let collector = Collector::start(&[]);
    let deliver = |n: u128, model: &str, events: &[Value], seq| {
        let mut batch = batch(n, seq, events);
        batch["context"] = json!({"model": model});
        assert_eq!(collector.deliver(&batch).status, 200);
    };
    for n in 0..10 {
        // The old model's answer is there first; the new one's replaces it.
        deliver(n, "m7", &[rated("r1", "down")], 0);
        let (chosen, rejected) = if n < 7 { ("r2", "r1") } else { ("r1", "r2") };
        let preferred = json!({"type": "preferred", "chosen": chosen, "rejected": rejected,
            "verdict": "one", "basis": "regenerated"});
        deliver(n, "m8", &[rated("r2", "up"), preferred], 1);
    }
    let tag = &collector.json("/report.json")["tags"][0];
    assert_eq!((&tag["name"], &tag["suppressed"]), (&json!("model"), &json!(0)));
    assert_eq!(tag["values"].as_array().unwrap().len(), 2);
    let m7 =
        &tag["values"].as_array().unwrap().iter().find(|value| value["value"] == "m7").unwrap();
    assert_eq!((&m7["answers"], &m7["votes"]["against"]), (&json!(10), &json!(10)));
    let pairing = &tag["pairings"][0];
    assert_eq!((&pairing["first"], &pairing["second"]), (&json!("m7"), &json!("m8")));
    assert_eq!((&pairing["wins"], &pairing["losses"]), (&json!(3), &json!(7)));
}

#[test]
fn a_comparison_that_was_asked_for_outranks_what_was_concluded() {
    let collector = Collector::start(&[]);
    let preferred = |basis: &str| json!({"type": "preferred", "chosen": "r1", "rejected": "r2", "verdict": "one", "basis": basis});
    collector.deliver(&batch(1, 0, &[preferred("side_by_side"), preferred("regenerated")]));
    assert_eq!(
        collector.json("/report.json")["comparisons"],
        json!([{"name": "side_by_side", "count": 1}])
    );
}

#[test]
fn conversations_and_answers_are_counted_once_over_all_streams() {
    let collector = Collector::start(&[]);
    let left = json!({"type": "left", "turns": 1, "duration_ms": 0, "last": "rated"});
    collector.deliver(&batch(1, 0, &[rated("r1", "up"), rated("r2", "up"), left]));
    let mut again = batch(2, 0, &[rated("r1", "up")]);
    again["conversation"] = json!("c1");
    collector.deliver(&again);
    collector.deliver(&batch(3, 0, &[rated("r1", "up")]));

    let report = collector.json("/report.json");
    assert_eq!(
        (&report["events"], &report["conversations"], &report["answers"]),
        (&json!(5), &json!(2), &json!(3))
    );
    assert_eq!(
        report["types"],
        json!([{"type": "rated", "count": 4}, {"type": "left", "count": 1}])
    );
}

#[test]
fn the_latest_view_of_an_answer_in_a_conversation_is_the_reading() {
    let collector = Collector::start(&[]);
    collector.deliver(&batch(
        1,
        0,
        &[viewed("r1", 1000, 20), viewed("r1", 8000, 100), viewed("r2", 2000, 40)],
    ));
    collector.deliver(&batch(2, 0, &[viewed("r1", 4000, 50)]));
    check(
        &collector,
        "reading",
        json!({"readings": 3, "median_dwell_ms": 4000.0, "median_depth_pct": 50.0, "less_than_half": 1, "to_the_end": 1}),
    );
}

#[test]
fn regenerations_are_told_apart_by_how_soon_they_came() {
    let collector = Collector::start(&[]);
    collector.deliver(&batch(1, 0, &[3000, 5000, 6000, 30000, 40000, 0].map(regenerated)));
    check(
        &collector,
        "regenerations",
        json!({"count": 6, "median_after_ms": 5500.0, "within_5_s": 3, "within_30_s": 2, "later": 1}),
    );
}

#[test]
fn copies_are_counted_by_what_was_copied() {
    let collector = Collector::start(&[]);
    collector.deliver(&batch(
        1,
        0,
        &[copied("text", 10), copied("code", 30), copied("code", 50), copied("code", 100)],
    ));
    check(
        &collector,
        "copies",
        json!({"count": 4, "by_part": [
            {"part": "code", "count": 3, "median_share_pct": 50.0},
            {"part": "text", "count": 1, "median_share_pct": 10.0},
        ]}),
    );
}

#[test]
fn hours_run_up_to_the_latest_event_and_ignore_clocks_that_are_ahead() {
    let collector = Collector::start(&[]);
    let [oldest, first, quiet, last] = [1000, 102, 101, 100].map(hours_ago);
    for (n, hour) in [(1, &last), (2, &first), (3, &last), (4, &oldest)] {
        let mut batch = batch(n, 0, &[rated("r1", "up")]);
        batch["hour"] = json!(hour);
        collector.deliver(&batch);
    }
    let report = collector.json("/report.json");
    assert_eq!((&report["first_hour"], &report["last_hour"]), (&json!(oldest), &json!(last)));
    let hours = report["hours"].as_array().unwrap();
    assert_eq!(hours.len(), 48);
    assert_eq!(hours[0], json!({"hour": hours_ago(147), "count": 0}));
    assert_eq!(
        hours[45..],
        [
            json!({"hour": first, "count": 1}),
            json!({"hour": quiet, "count": 0}),
            json!({"hour": last, "count": 2}),
        ]
    );

    let ahead = hours_ago(-20);
    let mut batch = batch(5, 0, &[rated("r1", "up")]);
    batch["hour"] = json!(ahead);
    assert_eq!(collector.deliver(&batch).status, 200);
    let hours = collector.json("/report.json")["hours"].clone();
    assert_ne!(hours[47]["hour"], json!(ahead));
}

#[test]
fn the_latest_ledger_of_each_stream_says_what_is_missing() {
    let collector = Collector::start(&[]);
    let mut later = batch(1, 4, &[rated("r1", "up")]);
    later["ledger"] = json!({"captured": 9, "delivered": 1, "queued": 4, "dropped": {"overflow": 2, "opted_out": 1, "lost": 1}});
    collector.deliver(&later);
    // An earlier batch that was late does not turn the account back.
    collector.deliver(&batch(1, 0, &[rated("r1", "up")]));
    collector.deliver(&batch(2, 0, &[rated("r1", "up")]));
    check(
        &collector,
        "delivery",
        json!({"captured": 10, "overflow": 2, "rejected": 0, "too_large": 0, "opted_out": 1, "lost": 1, "missing": 3}),
    );
}

#[test]
fn the_page_shows_the_same_numbers_and_runs_nothing() {
    let collector = Collector::start(&[]);
    collector.deliver(&batch(
        1,
        0,
        &[
            rated("r1", "up"),
            rated("r2", "down"),
            rated("r3", "up"),
            viewed("r1", 8000, 90),
            regenerated(3000),
            copied("table", 40),
        ],
    ));
    let reply = collector.get("/report");
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(
        reply.header("content-security-policy"),
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let page = reply.body;
    for text in [
        "<dt>events</dt><dd>6</dd>",
        "<strong>67 %</strong> up, of 3 thumbs",
        "2 up, 1 down",
        "<strong>8 s</strong> median time in view",
        "<strong>90 %</strong> median depth",
        "<strong>1</strong> time, after 3 s in the median",
        "<strong>1</strong> copy",
        "<p class=\"period\">",
    ] {
        assert!(page.contains(text), "{text} is not in {page}");
    }
    for forbidden in ["<script", "style=", "<style", "onclick", "http:", "https:"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    let style = collector.get("/report.css");
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
}

#[test]
fn the_page_can_be_written_to_a_file_that_needs_nothing_else() {
    let collector = Collector::start(&[]);
    collector.deliver(&batch(1, 0, &[rated("r1", "up"), viewed("r1", 8000, 90)]));
    let file = collector.folder.path().join("report.html");
    let db = collector.db();
    let output =
        run(&["report", "--exact", "--db", db.to_str().unwrap(), "--out", file.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    let page = std::fs::read_to_string(&file).unwrap();
    for text in ["<strong>100 %</strong> up, of 1 thumb", "<style>", "<svg"] {
        assert!(page.contains(text), "{text} is not in {page}");
    }
    for forbidden in ["<script", "<link", "href=", "src=", "http:", "https:"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn of_a_stream_that_was_left_more_than_once_the_latest_word_counts() {
    let collector = Collector::start(&[]);
    collector.deliver(&batch(1, 0, &[left("none")]));
    collector.deliver(&batch(1, 7, &[rated("r1", "up"), left("rated")]));
    // This one was on its way for a while.
    collector.deliver(&batch(1, 3, &[left("copied")]));
    collector.deliver(&batch(2, 0, &[left("rated")]));
    collector.deliver(&batch(2, 0, &[left("rated")]));
    let report = collector.json("/report.json");
    assert_eq!(report["endings"], json!([{"name": "rated", "count": 2}]));
}

#[test]
fn a_stream_that_names_two_conversations_takes_nothing_back_from_either() {
    let collector = Collector::start(&[]);
    collector.deliver(&batch(1, 0, &[left("none")]));
    let mut other = batch(1, 1, &[left("rated")]);
    other["conversation"] = json!("c2");
    assert_eq!(collector.deliver(&other).status, 200);
    let connection = rusqlite::Connection::open(collector.db()).unwrap();
    let least: i64 =
        connection.query_row("SELECT min(count) FROM contributions", [], |row| row.get(0)).unwrap();
    assert_eq!(least, 1);
}

fn asked(chosen: &str, rejected: &str, first_shown: Option<&str>) -> Value {
    let mut event = json!({"type": "preferred", "chosen": chosen, "rejected": rejected,
        "verdict": "one", "basis": "side_by_side"});
    if let Some(first) = first_shown {
        event["first_shown"] = json!(first);
    }
    event
}

#[test]
fn the_place_of_the_better_answer_is_counted_where_it_is_known() {
    let collector = Collector::start(&[]);
    let undecided = |verdict| {
        json!({"type": "preferred", "between": ["r1", "r2"], "verdict": verdict,
            "basis": "side_by_side", "first_shown": "r1"})
    };
    let switched = json!({"type": "preferred", "chosen": "r1", "rejected": "r2", "verdict": "one",
        "basis": "switched", "first_shown": "r1"});
    let events = [
        asked("r2", "r1", Some("r2")),
        asked("r1", "r2", Some("r1")),
        asked("r1", "r2", Some("r2")),
        asked("r1", "r2", None),
        undecided("tie"),
        undecided("both_bad"),
        switched,
    ];
    // Readers of a conversation each, since of a pair the latest word counts.
    for (n, event) in (1..).zip(events) {
        assert_eq!(collector.deliver(&batch(n, 0, &[event])).status, 200);
    }
    let expected = json!({"one": 4, "tie": 1, "both_bad": 1, "first": 2, "second": 1,
        "first_share": 2.0 / 3.0, "first_interval": [0.20766, 0.938508]});
    check(&collector, "side_by_side", expected);
    let page = collector.get("/report").body;
    assert!(page.contains("67 % chose the answer that was shown first"), "{page}");

    // Whoever changes their mind is counted once.
    collector.deliver(&batch(1, 1, &[asked("r1", "r2", Some("r2"))]));
    let report = collector.json("/report.json")["side_by_side"].clone();
    assert_eq!(
        (&report["one"], &report["first"], &report["second"]),
        (&json!(4), &json!(1), &json!(2))
    );
}

#[test]
fn one_account_cannot_make_any_figure_of_what_is_missing() {
    let collector = Collector::start(&[]);
    let mut boast = batch(1, 999_999, &[rated("r1", "up")]);
    assert_eq!(collector.deliver(&boast).status, 200);
    let delivery = |collector: &Collector| collector.json("/report.json")["delivery"].clone();
    assert_eq!(delivery(&collector)["missing"], json!(10_000));

    boast = batch(1, 999_998, &[rated("r1", "down")]);
    boast["ledger"] = json!({"captured": 1_000_000, "delivered": 0, "queued": 1,
        "dropped": {"overflow": 600_000, "lost": 399_999}});
    assert_eq!(collector.deliver(&boast).status, 200);
    let told = delivery(&collector);
    let dropped = told["overflow"].as_u64().unwrap() + told["lost"].as_u64().unwrap();
    assert!(dropped + told["missing"].as_u64().unwrap() < 10_010, "{told}");

    boast["ledger"] = json!({"captured": 4_294_967_295_u64, "delivered": 4_294_967_294_u64,
        "queued": 1, "dropped": {}});
    let reason = "ledger.captured: expected a whole number from 0 to 1000000";
    collector.deliver(&boast).refuses(400, reason);
}
