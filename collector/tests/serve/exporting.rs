use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::batches::batch;
use crate::collector::{Collector, run, write};

/// Runs an export over a collector's database, with a record of answers.
fn export(collector: &Collector, what: &str, responses: &str, more: &[&str]) -> Output {
    let record = collector.folder.path().join("responses.jsonl");
    write(&record, responses);
    let db = collector.db();
    let mut arguments = vec!["export", what, "--db", db.to_str().unwrap()];
    if what != "events" {
        arguments.extend(["--responses", record.to_str().unwrap()]);
    }
    arguments.extend(more);
    run(&arguments)
}

#[track_caller]
fn rows(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8_lossy(&output.stdout);
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A record of two alternatives for each of two prompts.
fn record() -> String {
    ["r1 p good", "r2 p bad", "r3 q fine", "r4 q fine", "r5 other good"]
        .map(|line| {
            let [response, prompt, completion] = line.split(' ').collect::<Vec<_>>()[..] else {
                unreachable!()
            };
            json!({"response": response, "prompt": prompt, "completion": completion, "model": "m7"})
                .to_string()
        })
        .join("\n")
}

fn preferred(chosen: &str, rejected: &str, basis: &str) -> Value {
    json!({"type": "preferred", "chosen": chosen, "rejected": rejected, "verdict": "one", "basis": basis})
}

fn rated(response: &str, thumb: &str) -> Value {
    json!({"type": "rated", "response": response, "thumb": thumb})
}

/// Delivers events, those of each list from a reader of their own.
fn deliver(collector: &Collector, readers: &[&[Value]]) {
    for (n, events) in (0..).zip(readers) {
        assert_eq!(collector.deliver(&batch(n, 0, events)).status, 200);
    }
}

#[test]
fn preferences_become_pairs_with_their_texts_and_where_they_come_from() {
    let collector = Collector::start(&[]);
    let tie = json!({"type": "preferred", "between": ["r1", "r2"], "verdict": "tie",
        "basis": "side_by_side", "first_shown": "r1"});
    let shown_first = |response: &str, mut preferred: Value| {
        preferred["first_shown"] = response.into();
        preferred
    };
    let asked = preferred("r1", "r2", "side_by_side");
    deliver(
        &collector,
        &[
            // The reader's later word counts, and what was asked for outranks what was concluded.
            &[preferred("r2", "r1", "side_by_side"), shown_first("r2", asked.clone())],
            &[shown_first("r1", asked.clone()), preferred("r2", "r1", "regenerated")],
            &[shown_first("r1", asked.clone())],
            // Where it stood is not known, or nothing was asked.
            &[asked],
            &[shown_first("r1", preferred("r1", "r2", "regenerated"))],
            &[preferred("r2", "r1", "switched")],
            &[tie],
        ],
    );
    let output = export(&collector, "preferences", &record(), &[]);
    assert_eq!(
        rows(&output),
        [json!({
            "prompt": "p", "chosen": "good", "rejected": "bad",
            "chosen_response": "r1", "rejected_response": "r2",
            "basis": "side_by_side", "verdict": "majority", "margin": 4, "readers": 7,
            "chosen_first": 2, "rejected_first": 1,
        })]
    );
    assert_eq!(said(&output), "1 pairs written\n");
    let output = export(&collector, "preferences", &record(), &["--min-margin", "5"]);
    assert_eq!(rows(&output), Vec::<Value>::new());
}

#[test]
fn pairs_that_teach_nothing_are_left_out_and_counted() {
    let collector = Collector::start(&[]);
    deliver(
        &collector,
        &[
            &[preferred("r1", "r2", "switched"), preferred("r3", "r4", "switched")],
            &[preferred("r2", "r1", "switched"), preferred("r1", "r3", "switched")],
            &[preferred("r1", "unknown", "switched")],
        ],
    );
    let output = export(&collector, "preferences", &record(), &[]);
    assert_eq!(rows(&output), Vec::<Value>::new());
    assert_eq!(
        said(&output),
        "0 pairs written\n\
         1 left out: an answer is not in the responses\n\
         1 left out: as many readers preferred one answer as the other\n\
         1 left out: the two answers have different prompts\n\
         1 left out: the two answers have the same text\n"
    );
}

#[test]
fn readers_of_the_same_texts_decide_together_whatever_their_handles() {
    let collector = Collector::start(&[]);
    let record = ["r1 good", "r2 bad", "r3 good", "r4 bad"]
        .map(|line| {
            let (response, completion) = line.split_once(' ').unwrap();
            json!({"response": response, "prompt": "p", "completion": completion}).to_string()
        })
        .join("\n");
    let mut with_first = preferred("r4", "r3", "side_by_side");
    with_first["first_shown"] = "r4".into();
    deliver(
        &collector,
        &[
            &[preferred("r1", "r2", "switched"), rated("r1", "up")],
            &[preferred("r4", "r3", "switched"), rated("r3", "down")],
            &[with_first, rated("r3", "down")],
        ],
    );
    let output = export(&collector, "preferences", &record, &[]);
    assert_eq!(
        rows(&output),
        [json!({"prompt": "p", "chosen": "bad", "rejected": "good",
            "chosen_response": "r2", "rejected_response": "r1", "basis": "side_by_side",
            "verdict": "majority", "margin": 1, "readers": 3,
            "chosen_first": 1, "rejected_first": 0})]
    );
    assert!(said(&output).contains("1 left out: counted with an earlier pair of the same texts"));
    let output = export(&collector, "ratings", &record, &[]);
    assert_eq!(
        rows(&output),
        [json!({"prompt": "p", "completion": "good", "label": false, "response": "r1",
            "basis": "thumbs", "verdict": "majority", "margin": 1, "readers": 3})]
    );
    assert!(said(&output).contains("1 left out: counted with an earlier rating of the same texts"));
}

#[test]
fn ratings_are_the_majority_of_the_votes_in_force() {
    let collector = Collector::start(&[]);
    let stars = |stars: u32| json!({"type": "rated", "response": "r1", "stars": stars});
    deliver(
        &collector,
        &[
            &[rated("r1", "down"), rated("r1", "up"), rated("r2", "down"), rated("r3", "up")],
            &[stars(5), rated("r3", "down"), rated("r5", "none")],
            &[stars(3)],
            &[stars(1), rated("r9", "up")],
        ],
    );
    let output = export(&collector, "ratings", &record(), &[]);
    assert_eq!(
        rows(&output),
        [
            json!({"prompt": "p", "completion": "good", "label": true, "response": "r1",
                "basis": "both", "verdict": "majority", "margin": 1, "readers": 4}),
            json!({"prompt": "p", "completion": "bad", "label": false, "response": "r2",
                "basis": "thumbs", "verdict": "unanimous", "margin": 1, "readers": 1}),
        ]
    );
    assert_eq!(
        said(&output),
        "2 ratings written\n\
         1 left out: as many readers voted for the answer as against it\n\
         1 left out: the answer is not in the responses\n"
    );
}

#[test]
fn conversations_are_exported_as_lists_of_messages() {
    let collector = Collector::start(&[]);
    deliver(&collector, &[&[rated("r1", "up")]]);
    let record = json!({"response": "r1", "prompt": [{"role": "user", "content": "hi"}],
        "completion": [{"role": "assistant", "content": "hello"}]});
    let output = export(&collector, "ratings", &record.to_string(), &[]);
    assert_eq!(rows(&output)[0]["completion"], json!([{"role": "assistant", "content": "hello"}]));
}

#[test]
fn events_are_exported_as_they_are_listed() {
    let collector = Collector::start(&[]);
    let events = vec![rated("r1", "up"); 100];
    for first_seq in (0..600).step_by(100) {
        collector.deliver(&batch(1, first_seq, &events));
    }
    let file = collector.folder.path().join("events.jsonl");
    let output = export(&collector, "events", "", &["--out", file.to_str().unwrap()]);
    assert_eq!(said(&output), "600 events written\n");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), collector.get("/events").body);
}

#[test]
fn what_is_read_is_never_written_over_and_what_stood_there_outlasts_a_failure() {
    let collector = Collector::start(&[]);
    deliver(&collector, &[&[rated("r1", "up")]]);
    let path = |name: &str| collector.folder.path().join(name).to_str().unwrap().to_owned();
    let refuse = |output: Output| {
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains(" is what is to be read"), "{output:?}");
    };
    let db = collector.db();
    let db = db.to_str().unwrap();
    refuse(export(&collector, "events", "", &["--out", db]));
    refuse(export(&collector, "ratings", &record(), &["--out", db]));
    refuse(export(&collector, "ratings", &record(), &["--out", &path("responses.jsonl")]));
    refuse(run(&["report", "--db", db, "--out", db]));
    assert_eq!(collector.events().len(), 1);

    let out = path("ratings.jsonl");
    assert!(export(&collector, "ratings", &record(), &["--out", &out]).status.success());
    let good = std::fs::read_to_string(&out).unwrap();
    assert!(good.starts_with('{'));
    let failed = export(&collector, "ratings", "{", &["--out", &out]);
    assert_eq!(failed.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), good);
    let mut files = std::fs::read_dir(collector.folder.path()).unwrap();
    let is_part = |path: &Path| path.extension().is_some_and(|extension| extension == "part");
    assert!(!files.any(|file| is_part(&file.unwrap().path())));
    // Again, in place of the first; and to what is no file.
    assert!(export(&collector, "ratings", &record(), &["--out", &out]).status.success());
    assert_eq!(export(&collector, "events", "", &["--out", "/dev/full"]).status.code(), Some(1));
}

#[test]
fn a_record_of_answers_may_begin_with_a_byte_order_mark() {
    let collector = Collector::start(&[]);
    deliver(&collector, &[&[rated("r1", "up")]]);
    let output = export(&collector, "ratings", &format!("\u{feff}{}", record()), &[]);
    assert_eq!(rows(&output)[0]["completion"], "good");
}

#[test]
fn a_record_of_answers_that_is_wrong_is_refused_by_line() {
    let collector = Collector::start(&[]);
    let check = |record: &str, reason: &str| {
        let output = export(&collector, "ratings", record, &[]);
        assert_eq!(output.status.code(), Some(1));
        let file = collector.folder.path().join("responses.jsonl");
        let start = format!("tellback-collector: {}", file.display());
        let said = said(&output);
        assert!(said.starts_with(&format!("{start}{reason}")), "{said}");
    };
    let line = |response: &str, prompt: Value, completion: Value| {
        json!({"response": response, "prompt": prompt, "completion": completion}).to_string()
    };
    let r1 = line("r1", json!("p"), json!("c"));
    check(&format!("{r1}\n\n{r1}\n"), ", line 3: the handle r1 was in line 1 already");
    check(
        &format!("{r1}\n{{\"prompt\":\"p\",\"completion\":\"c\"}}"),
        ", line 2: expected an object with response, prompt and completion: missing field `response`",
    );
    check("{", ", line 1: expected an object with response, prompt and completion: EOF");
    check(&line("r1", json!("p"), json!(7)), ", line 1: completion: expected a text");
    check(&line("r1", json!(null), json!("c")), ", line 1: prompt: expected a text");
    check(r#"["r1","p","c"]"#, ", line 1: expected an object with response, prompt and completion");
    let user = json!([{"role": "user", "content": "hi"}]);
    let message = "expected one message or more, each an object with a role";
    check(&line("r1", user.clone(), json!([])), &format!(", line 1: completion: {message}"));
    check(&line("r1", json!(["hi"]), user.clone()), &format!(", line 1: prompt: {message}"));
    let messages = line("r2", user.clone(), user);
    check(
        &format!("{r1}\n{messages}"),
        ", line 2: expected texts, or lists of messages, in all lines",
    );

    let missing = Path::new("/nowhere/responses.jsonl");
    let db = collector.db();
    let output = run(&[
        "export",
        "ratings",
        "--db",
        db.to_str().unwrap(),
        "--responses",
        missing.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).starts_with("tellback-collector: /nowhere/responses.jsonl: "));
}

#[test]
fn a_record_that_is_no_file_is_refused() {
    let collector = Collector::start(&[]);
    let folder = collector.folder.path();
    let output = run(&[
        "export",
        "ratings",
        "--db",
        collector.db().to_str().unwrap(),
        "--responses",
        folder.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    let reason = "expected a file, because it is read more than once";
    assert_eq!(said(&output), format!("tellback-collector: {}: {reason}\n", folder.display()));
}
