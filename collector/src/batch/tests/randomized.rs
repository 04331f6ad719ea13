use super::*;

/// An answer of every form, and what is counted of it.
pub const REPORTS: [(&str, (&str, &str)); 3] = [
    (r#"{"seq":0,"type":"randomized","thumb":"up"}"#, ("thumb", "up")),
    (r#"{"seq":0,"type":"randomized","stars":4}"#, ("stars", "4")),
    (r#"{"seq":0,"type":"randomized","reason":"too_long","given":false}"#, ("too_long", "false")),
];

pub fn body(event: &str) -> String {
    format!(
        r#"{{"tellback":1,"stream":"0123456789abcdef0123456789abcdef","privacy":{{"epsilon_pct":100}},
        "hour":"2026-11-23T05","sdk":"0.1.0","context":{{"model":"m7"}},"events":[{event}],
        "ledger":{{"captured":1,"delivered":0,"queued":1,"dropped":{{}}}}}}"#
    )
}

#[test]
fn a_randomised_answer_is_read_whole() {
    for (event, (question, answer)) in REPORTS {
        let Message::Randomized(report) = parse_any(body(event).as_bytes()).unwrap() else {
            panic!("{event}");
        };
        assert_eq!((report.question, report.answer.as_str()), (question, answer));
        assert_eq!((report.epsilon_pct, report.hour.as_str()), (100, "2026-11-23T05"));
        assert_eq!(report.context.get("model").map(String::as_str), Some("m7"));
    }
}

#[test]
fn handles_counts_and_plain_events_have_no_place_beside_it() {
    let [(thumb, _), ..] = REPORTS;
    let good = body(thumb);
    for (part, replacement, problem) in [
        (r#""hour""#, r#""conversation":"c1","hour""#, "conversation: unknown field"),
        (r#""seq":0"#, r#""seq":1"#, "events[0].seq: expected 0"),
        (r#""seq":0"#, r#""seq":0,"response":"r1""#, "events[0].response: unknown field"),
        ("randomized", "rated", "events[0].type: expected randomized"),
        (r#""thumb":"up""#, r#""thumb":"none""#, "events[0].thumb: expected up or down"),
        (
            r#""thumb":"up""#,
            r#""thumb":"up","stars":1"#,
            "events[0]: expected one of thumb, stars, reason and given",
        ),
        (r#""epsilon_pct":100"#, "", "privacy.epsilon_pct: missing"),
        (
            r#""epsilon_pct":100"#,
            r#""epsilon_pct":5000"#,
            "privacy.epsilon_pct: expected a whole number from 10 to 1000",
        ),
        (r#""captured":1"#, r#""captured":2"#, "ledger.captured: expected 1"),
        (
            r#""dropped":{}"#,
            r#""dropped":{"overflow":0}"#,
            "ledger.dropped.overflow: unknown field",
        ),
    ] {
        assert!(good.contains(part), "{part}");
        let invalid = parse_any(good.replacen(part, replacement, 1).as_bytes()).unwrap_err();
        assert_eq!(invalid.to_string(), problem);
    }
    let two = body(&format!("{thumb},{thumb}"));
    let invalid = parse_any(two.as_bytes()).unwrap_err();
    assert_eq!(invalid.to_string(), "events: expected a list of one randomized answer");
}
