//! The aggregate-only mode: answers that chance has changed are counted, and nothing is kept of them.

use serde_json::{Value, json};

use crate::batches::{batch, stream, thumb};
use crate::collector::{Collector, run};

/// One randomised answer, as a page sends it.
pub fn answer(n: u128, said: Value, model: &str) -> Value {
    let mut batch = batch(n, 0, &[said]);
    let fields = batch.as_object_mut().unwrap();
    fields.remove("conversation");
    fields.insert("privacy".into(), json!({ "epsilon_pct": 100 }));
    fields.insert("context".into(), json!({ "model": model }));
    batch["events"][0]["type"] = json!("randomized");
    batch
}

fn up(n: u128) -> Value {
    answer(n, json!({ "thumb": "up" }), "m7")
}

fn down(n: u128) -> Value {
    answer(n, json!({ "thumb": "down" }), "m8")
}

#[test]
fn answers_are_estimated_apart_from_everything_that_is_counted() {
    let collector = Collector::start(&[]);
    let nothing = collector.json("/report.json");
    for n in 0..60 {
        assert_eq!(collector.deliver(&up(n)).body, r#"{"accepted":1,"repeated":0,"rejected":[]}"#);
    }
    for n in 60..100 {
        assert_eq!(collector.deliver(&down(n)).status, 200);
    }
    let mut report = collector.json("/report.json");
    let estimates = report["randomized"].take();
    assert_eq!(estimates.as_array().unwrap().len(), 3, "{estimates}");
    let all = &estimates[0];
    assert_eq!((&all["question"], &all["reports"]), (&json!("thumb"), &json!(100)));
    assert_eq!((&all["tag"], &all["epsilon"]), (&Value::Null, &json!(1.0)));
    let up = &all["answers"][0];
    // 60 of 100 arrived: 0.5 + 0.1 / (2p - 1), where p = e / (e + 1).
    assert_eq!(up["answer"], "up");
    assert!((up["share"].as_f64().unwrap() - 0.716_395).abs() < 1e-6, "{up}");
    let [low, high] = [0, 1].map(|end| up["interval"][end].as_f64().unwrap());
    assert!(low < 0.55 && high > 0.85, "{up}");
    assert_eq!(estimates[1]["tag"], json!(["model", "m7"]));
    // What is cut off would be missing in every sum.
    assert!(estimates[1]["answers"][0]["share"].as_f64().unwrap() > 1.0, "{estimates}");

    // Nothing else of the report says that there was anything.
    report["randomized"] = json!([]);
    assert_eq!(report, nothing);
    assert_eq!(collector.get("/events").body, "");
    let page = collector.get("/report").body;
    assert!(page.contains("Randomised answers") && page.contains("72 %"), "{page}");
    assert!(!page.contains("No events yet"), "{page}");
}

#[test]
fn an_answer_that_arrives_twice_counts_once() {
    let collector = Collector::start(&[]);
    collector.deliver(&up(1));
    let again = collector.deliver(&up(1));
    assert_eq!(again.body, r#"{"accepted":0,"repeated":1,"rejected":[]}"#);
    assert_eq!(collector.json("/report.json")["randomized"][0]["reports"], 1);
}

#[test]
fn plain_votes_stay_what_they_were() {
    let collector = Collector::start(&[]);
    collector.deliver(&thumb(1, 0, "up"));
    let mut before = collector.json("/report.json");
    collector.deliver(&down(2));
    let mut after = collector.json("/report.json");
    assert_eq!(before["votes"]["up"], 1);
    for report in [&mut before, &mut after] {
        report["randomized"].take();
    }
    assert_eq!(before, after);
}

#[test]
fn fewer_answers_than_the_smallest_cell_are_none_and_the_command_says_the_same() {
    let collector = Collector::start(&["--min-cell", "10"]);
    for n in 0..9 {
        collector.deliver(&answer(n, json!({ "stars": 5 }), "rare"));
    }
    assert_eq!(collector.json("/report.json")["randomized"], json!([]));
    assert!(collector.get("/report").body.contains("Nothing to tell yet"));
    collector.deliver(&answer(9, json!({ "stars": 1 }), "m7"));
    let report = collector.json("/report.json");
    assert_eq!(report["randomized"][0]["reports"], 10);
    assert!(!report.to_string().contains("rare"), "{report}");

    let database = collector.db();
    let page = run(&["report", "--db", database.to_str().unwrap()]).stdout;
    assert!(String::from_utf8(page).unwrap().contains("5 of 5 stars"));
}

#[test]
fn a_small_group_does_not_follow_from_what_is_told_of_the_others() {
    let collector = Collector::start(&["--min-cell", "10"]);
    let told = || {
        let report = collector.json("/report.json");
        let estimates = report["randomized"].as_array().unwrap().clone();
        let tags = estimates.iter().map(|one| (one["tag"][1].clone(), one["reports"].clone()));
        tags.collect::<Vec<_>>()
    };
    let groups = [("m1", 30), ("m2", 20), ("rare", 3)];
    let mut n = 0;
    for (model, count) in groups {
        for _ in 0..count {
            n += 1;
            collector.deliver(&answer(n, json!({ "thumb": "up" }), model));
        }
    }
    // 53 less 30 is 23, of two models, and nobody knows how many of each.
    assert_eq!(told(), [(Value::Null, json!(53)), (json!("m1"), json!(30))]);

    for _ in 0..7 {
        n += 1;
        collector.deliver(&answer(n, json!({ "thumb": "up" }), "other"));
    }
    // Ten that are not told hide each other.
    assert_eq!(
        told(),
        [(Value::Null, json!(60)), (json!("m1"), json!(30)), (json!("m2"), json!(20))]
    );
}

#[test]
fn what_would_name_a_reader_is_refused() {
    let collector = Collector::start(&[]);
    let mut named = up(1);
    named["conversation"] = json!("c1");
    collector.deliver(&named).refuses(400, "conversation: unknown field");
    let mut answered = up(1);
    answered["events"][0]["response"] = json!("r1");
    collector.deliver(&answered).refuses(400, "events[0].response: unknown field");
    assert!(!collector.get("/report.json").body.contains(&stream(1)));
    assert_eq!(collector.json("/report.json")["randomized"], json!([]));
}
