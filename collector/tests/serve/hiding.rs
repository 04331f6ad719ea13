//! What the report must not tell: few readers, and whatever two reports would tell together.

use std::fs;

use serde_json::{Value, json};

use crate::batches::{batch, thumb as thumb_of};
use crate::collector::{Collector, run};

/// A reader who votes on one answer of a model, reads it, copies from it, and leaves.
fn reader(n: u128, model: &str, thumb: &str) -> Value {
    let mut batch = batch(
        n,
        0,
        &[
            json!({"type": "rated", "response": "r1", "thumb": thumb}),
            json!({"type": "reasoned", "response": "r1", "reasons": [format!("like-{model}")]}),
            json!({"type": "viewed", "response": "r1", "dwell_ms": 3000, "depth_pct": 100, "visits": 1, "chars": 900}),
            json!({"type": "copied", "response": "r1", "share_pct": 10, "chars": 40, "from_pct": 0, "to_pct": 10, "part": "text", "section": 1, "via": "selection"}),
            json!({"type": "outcome", "response": "r1", "worked": "yes"}),
            json!({"type": "left", "turns": 1, "duration_ms": 60000, "last": "rated"}),
        ],
    );
    batch["context"] = json!({"model": model});
    batch
}

/// Every whole number of a report, by its place; shares and medians are made of these.
fn counts(value: &Value, place: &str, found: &mut Vec<(String, i64)>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                // Limits of ranges are no counts.
                if !["min_cell", "from", "to"].contains(&name.as_str()) {
                    counts(member, &format!("{place}/{name}"), found);
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                // Rows are named by what they are about, and may change places.
                let name = ["name", "value", "type", "part", "hour", "first"]
                    .iter()
                    .find_map(|name| item[*name].as_str())
                    .map_or_else(|| at.to_string(), str::to_owned);
                counts(item, &format!("{place}/{name}"), found);
            }
        }
        _ => found.extend(value.as_i64().map(|count| (place.to_owned(), count))),
    }
}

fn report(collector: &Collector) -> (Value, Vec<(String, i64)>) {
    let report = collector.json("/report.json");
    let mut found = Vec::new();
    counts(&report, "", &mut found);
    (report, found)
}

#[test]
fn no_count_is_told_that_fewer_than_ten_are_behind() {
    let collector = Collector::start(&["--min-cell", "10"]);
    for n in 0..9 {
        assert_eq!(collector.deliver(&reader(n, "secret", "down")).status, 200);
    }
    // Nor by how much they did: six events each are 54.
    let (report, counts) = report(&collector);
    let told: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(report["votes"]["up_share"], Value::Null);
    let text = report.to_string() + &collector.get("/report").body;
    assert!(!text.contains("secret") && !text.contains("like-"), "{text}");
}

#[test]
fn ten_is_the_least_that_is_told_unless_the_operator_says_otherwise() {
    let collector = Collector::start(&["--min-cell", "10"]);
    collector.deliver(&reader(1, "m7", "up"));
    let database = collector.folder.path().join("tellback.sqlite");
    let database = database.to_str().unwrap();
    let page = |options: &[&str]| {
        let output = run(&[&["report", "--db", database], options].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(!page(&[]).contains("m7"));
    assert!(page(&["--exact"]).contains("m7"));
    for none in ["0", "-1", "ten"] {
        let output = run(&["serve", "--port", "0", "--db", database, "--min-cell", none]);
        assert_eq!(output.status.code(), Some(2));
    }
    // The operator says otherwise, and again.
    collector.signal("TERM");
    let (.., folder) = collector.wait();
    let bold = Collector::start_in(folder, &["--min-cell", "1"]);
    assert_eq!(bold.json("/report.json")["votes"]["up"], 1);
    bold.signal("TERM");
    let (.., folder) = bold.wait();
    let careful = Collector::start_in(folder, &["--min-cell", "2"]);
    assert_eq!(careful.json("/report.json")["votes"]["up"], 0);
    careful.deliver(&reader(2, "m7", "up"));
    assert_eq!(careful.json("/report.json")["votes"]["up"], 2);
}

/// What a reader who copies and votes all day does is a number like any other, but of one reader.
#[test]
fn one_reader_alone_moves_no_number_however_much_they_do() {
    let collector = Collector::start(&["--min-cell", "10"]);
    let industrious = |n: u128, first: u32| {
        let events: Vec<Value> = (first..first + 30)
            .map(|r| json!({"type": "rated", "response": format!("r{r}"), "thumb": "down"}))
            .collect();
        collector.deliver(&batch(n, first, &events));
    };
    industrious(100, 0);
    let (_, counts) = report(&collector);
    assert!(counts.iter().all(|(_, count)| *count == 0), "{counts:?}");

    for n in 0..9 {
        collector.deliver(&reader(n, "m7", "down"));
    }
    let (told, before) = report(&collector);
    // 9 and 30, rounded down.
    assert_eq!(told["votes"]["down"], 30);
    assert_eq!(told["conversations"], 10);
    // Also one whose reactions have been counted already.
    industrious(100, 30);
    industrious(101, 0);
    assert_eq!(report(&collector).1, before);

    // It takes as many others, whose own part nobody can tell from that.
    for n in 10..19 {
        collector.deliver(&reader(n, "m7", "down"));
    }
    // 9 + 9, 60 and 30.
    assert_eq!(collector.json("/report.json")["votes"]["down"], 100);
}

#[test]
fn readers_who_take_their_votes_back_are_not_behind_them_any_more() {
    let collector = Collector::start(&["--min-cell", "10"]);
    let votes = |readers: std::ops::Range<u128>, seq: u32, thumb: &str| {
        for n in readers {
            assert_eq!(collector.deliver(&thumb_of(n, seq, thumb)).status, 200);
        }
    };
    votes(0..20, 0, "up");
    assert_eq!(collector.json("/report.json")["votes"]["up"], 20);
    // A number is renewed when ten have left, as it is when ten have come.
    votes(0..9, 1, "down");
    assert_eq!(collector.json("/report.json")["votes"]["up"], 20);
    votes(9..10, 1, "down");
    assert_eq!(collector.json("/report.json")["votes"]["up"], 10);
    votes(10..19, 1, "down");
    assert_eq!(collector.json("/report.json")["votes"]["up"], 10);
    votes(19..20, 1, "down");
    let votes_now = collector.json("/report.json")["votes"].clone();
    assert_eq!((&votes_now["up"], &votes_now["down"]), (&json!(0), &json!(20)));
}

#[test]
fn what_few_are_behind_comes_back_when_as_many_have_come() {
    let folder = tempfile::TempDir::new().unwrap();
    let bold = Collector::start_in(folder, &["--min-cell", "1"]);
    let vote = |collector: &Collector, n: u128, seq: u32, thumb: &str| {
        assert_eq!(collector.deliver(&thumb_of(n, seq, thumb)).status, 200);
    };
    (0..19).for_each(|n| vote(&bold, n, 0, "up"));
    bold.signal("TERM");
    let (.., folder) = bold.wait();
    let careful = Collector::start_in(folder, &["--min-cell", "10"]);
    let up = || careful.json("/report.json")["votes"]["up"].clone();
    assert_eq!(up(), 10);
    (0..10).for_each(|n| vote(&careful, n, 1, "none"));
    assert_eq!(up(), 0);
    // Nine are left; one more would tell of itself.
    (20..29).for_each(|n| vote(&careful, n, 0, "up"));
    assert_eq!(up(), 0);
    vote(&careful, 29, 0, "up");
    assert_eq!(up(), 10);
}

#[test]
fn the_streams_of_one_conversation_are_one_reader() {
    let collector = Collector::start(&["--min-cell", "10"]);
    let tab = |n: u128| {
        let mut batch = thumb_of(n, 0, "up");
        batch["conversation"] = json!("solo");
        batch["ledger"] = json!({"captured": 101, "delivered": 70, "queued": 1,
            "dropped": {"opted_out": 10, "lost": 20}});
        assert_eq!(collector.deliver(&batch).status, 200);
    };
    (100..112).for_each(tab);
    assert!(report(&collector).1.iter().all(|(_, count)| *count == 0));
    for n in 0..9 {
        collector.deliver(&reader(n, "m7", "up"));
    }
    let (told, before) = report(&collector);
    assert!(told["delivery"]["captured"].as_u64().unwrap() > 0);
    (112..132).for_each(tab);
    assert_eq!(report(&collector).1, before);
}

#[test]
fn no_share_is_told_of_which_one_side_is_hidden() {
    let collector = Collector::start(&["--min-cell", "10"]);
    for n in 0..28 {
        collector.deliver(&reader(n, "m7", if n < 19 { "up" } else { "down" }));
    }
    let told = collector.json("/report.json");
    assert_eq!((&told["votes"]["up"], &told["votes"]["down"]), (&json!(10), &json!(0)));
    assert_eq!(
        (&told["votes"]["up_share"], &told["votes"]["up_interval"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(told["tags"][0]["values"][0]["votes"], json!(null));
    // All have voted, or all but a few.
    assert_eq!(told["reactions"]["explicit_share"], json!(null));
    assert!(collector.get("/report").body.contains("Too few are on the other side"));

    for n in 30..71 {
        collector.deliver(&reader(n, "m7", if n % 2 == 0 { "up" } else { "down" }));
    }
    let told = collector.json("/report.json");
    let exact = 40.0 / 69.0;
    let interval = told["votes"]["up_interval"].as_array().unwrap();
    assert!(interval[0].as_f64().unwrap() < exact && exact < interval[1].as_f64().unwrap());
}

/// Sixty readers do the same in sixty ways: of no single way there are ten.
#[test]
fn a_whole_is_told_whose_parts_are_not() {
    let collector = Collector::start(&["--min-cell", "10"]);
    for n in 0..60 {
        let spread = n as u32 % 11;
        let events = [
            json!({"type": "viewed", "response": "r1", "dwell_ms": 1000 * (1 + n as u32 % 9),
                "depth_pct": 10 * spread, "visits": 1, "chars": 900}),
            json!({"type": "copied", "response": "r1", "share_pct": 10 * spread.max(1), "chars": 40,
                "from_pct": 0, "to_pct": 10 * spread.max(1), "part": "text", "section": 1, "via": "selection"}),
            json!({"type": "regenerated", "response": "r1", "after_ms": 1000 * (1 + n as u32 % 9),
                "dwell_ms": 1000}),
            json!({"type": "rated", "response": "r1", "stars": 1 + n as u32 % 5}),
        ];
        let reply = collector.deliver(&batch(n, 0, &events));
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
    let told = collector.json("/report.json");
    for place in [
        "/reading/readings",
        "/copies/count",
        "/regenerations/count",
        "/votes/answers",
        "/copies/by_part/0/count",
        "/reactions/copied",
    ] {
        assert_eq!(told.pointer(place), Some(&json!(60)), "{place}");
    }
    let page = collector.get("/report").body;
    for wrong in
        ["Nobody has asked", "Nothing has been copied", "No answer has been read", "No vote is"]
    {
        assert!(!page.contains(wrong), "{wrong}");
    }
    // What is left of the whole is not the part that is told last.
    let (_, half_or_more) = page.split_once("half or more").unwrap();
    let (_, count) = half_or_more.split_once("<td>").unwrap();
    assert!(count.starts_with("0<"), "{count}");
}

/// The attack: whoever reads the report before and after one reader has reacted, and takes the one
/// from the other, must not learn what that reader did; nor may the rows of one report that overlap
/// (all answers, those of a model) leave that reader over.
#[test]
fn two_reports_before_and_after_one_reader_differ_by_nothing_or_by_ten() {
    let collector = Collector::start(&["--min-cell", "10"]);
    let (mut unchanged, mut changed) = (0, 0);
    let (_, mut before) = report(&collector);
    for n in 0..45 {
        // The victims are the few who use another model, and dislike it.
        let is_victim = n % 11 == 3;
        let (model, thumb) = if is_victim { ("rare", "down") } else { ("m7", "up") };
        assert_eq!(collector.deliver(&reader(n, model, thumb)).status, 200);
        let (report, after) = report(&collector);
        for (place, count) in &after {
            assert_eq!(count % 10, 0, "{place} is {count}");
            let earlier = before.iter().find(|(known, _)| known == place);
            let difference = count - earlier.map_or(0, |(_, count)| *count);
            assert!(difference == 0 || difference.abs() >= 10, "{place} tells {difference}");
        }
        if after == before {
            unchanged += 1;
        } else {
            changed += 1;
        }
        // What all have and the told models have not is nothing but rounding.
        let tags = report["tags"][0]["values"].as_array().cloned().unwrap_or_default();
        assert!(tags.iter().all(|value| value["value"] != "rare"), "{tags:?}");
        assert_eq!(report["votes"]["down"], 0);
        before = after;
    }
    assert!(unchanged > 0 && changed > 0, "{unchanged} {changed}");
    // The counts that tell of votes moved four times in 45 readers, whoever these were.
    let up = before.iter().find(|(place, _)| place == "/votes/up").unwrap().1;
    assert_eq!(up, 40);
}

#[test]
fn a_browser_that_refuses_is_refused_and_nothing_is_kept() {
    let collector = Collector::start(&[]);
    for signal in ["Sec-GPC", "DNT"] {
        let reply = collector.post(reader(1, "m7", "up").to_string().as_bytes(), &[(signal, "1")]);
        assert_eq!(reply.status, 403);
        let reason = format!(r#"{{"error":"the reader's browser refuses, by {signal}: 1"}}"#);
        assert_eq!(reply.body, reason);
    }
    assert_eq!(collector.get("/events").body, "");
    assert_eq!(
        collector.post(reader(1, "m7", "up").to_string().as_bytes(), &[("DNT", "0")]).status,
        200
    );

    let asks_itself = Collector::start(&["--ignore-browser-signals"]);
    let signals = [("Sec-GPC", "1"), ("DNT", "1")];
    assert_eq!(
        asks_itself.post(reader(1, "m7", "up").to_string().as_bytes(), &signals).status,
        200
    );
}

#[test]
fn no_address_and_no_user_agent_is_kept_or_logged() {
    for format in ["text", "json"] {
        let collector =
            Collector::start(&["--log-format", format, "--client-header", "X-Forwarded-For"]);
        let headers = [
            ("User-Agent", "canary-agent/1.0"),
            ("X-Forwarded-For", "203.0.113.77"),
            ("Referer", "http://canary.example/referrer"),
            ("Cookie", "canary=cookie"),
            ("Accept-Language", "canary-language"),
        ];
        assert_eq!(
            collector.post(reader(1, "m7", "up").to_string().as_bytes(), &headers).status,
            200
        );
        // Also where something is wrong with the request.
        assert_eq!(
            collector.post(json!({"tellback": 2}).to_string().as_bytes(), &headers).status,
            400
        );
        collector.signal("TERM");
        let (_, rest, log, folder) = collector.wait();
        let mut kept = (rest + &log).into_bytes();
        for file in fs::read_dir(folder.path()).unwrap() {
            kept.extend(fs::read(file.unwrap().path()).unwrap());
        }
        let kept = String::from_utf8_lossy(&kept);
        for secret in ["canary", "203.0.113.77", "127.0.0.1:"] {
            assert!(!kept.contains(secret), "{secret} was kept");
        }
        assert!(kept.contains("tallies"), "the database was not looked at");
    }
}
