//! The wire contract, written down a second time and without the core's code, so that a mistake in
//! one of the two shows.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// What a test wants to know of a body that fulfils the contract.
#[derive(Debug)]
pub struct Batch {
    pub stream: String,
    /// The stream's name, too, where the page is one conversation, or nothing may name it.
    pub conversation: String,
    pub events: Vec<Map<String, Value>>,
    pub ledger: Ledger,
}

#[derive(Debug)]
pub struct Ledger {
    pub captured: u64,
    pub delivered: u64,
    pub queued: u64,
    pub dropped: u64,
}

type Checked<T> = Result<T, String>;

/// Reads a body, or says where it breaks the contract.
pub fn read(body: &[u8]) -> Checked<Batch> {
    let body: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    check_parts(&body).and_then(|batch| crate::schema::check(&body).map(|()| batch))
}

fn check_parts(body: &Value) -> Checked<Batch> {
    let is_randomized = body.get("privacy").is_some();
    let about = if is_randomized { "privacy" } else { "conversation" };
    let batch = object(
        body,
        &["tellback", "stream", about, "hour", "sdk", "events", "ledger"],
        &["context"],
    )?;
    expect(batch["tellback"] == 1, "tellback", &batch["tellback"])?;
    expect(is(&batch["stream"], 32..=32, is_hex), "stream", &batch["stream"])?;
    if is_randomized {
        expect_randomized(body)?;
    } else {
        expect(is_handle(&batch["conversation"]), "conversation", &batch["conversation"])?;
    }
    expect(is_hour(&batch["hour"]), "hour", &batch["hour"])?;
    expect(is_version(&batch["sdk"]), "sdk", &batch["sdk"])?;
    if let Some(context) = batch.get("context") {
        let tags = context.as_object().ok_or("context: expected an object")?;
        expect((1..=8).contains(&tags.len()), "context", context)?;
        for (key, value) in tags {
            expect(is_slug(&Value::from(key.as_str())) && is_slug(value), "context", context)?;
        }
    }

    let events = batch["events"].as_array().ok_or("events: expected an array")?;
    expect((1..=100).contains(&events.len()), "events", &batch["events"])?;
    let mut seqs = BTreeSet::new();
    for (at, event) in events.iter().enumerate() {
        let check = if is_randomized { report } else { self::event };
        check(event).map_err(|problem| format!("events[{at}].{problem}"))?;
        expect(seqs.insert(event["seq"].as_u64()), "seq, which is not unique", &event["seq"])?;
    }

    let ledger = ledger(&batch["ledger"])?;
    let beyond = seqs.iter().flatten().any(|seq| *seq >= ledger.captured);
    expect(!beyond, "ledger, which counts fewer events than there are", &batch["ledger"])?;
    expect(events.len() as u64 <= ledger.queued, "ledger.queued", &batch["ledger"])?;
    Ok(Batch {
        stream: text(&batch["stream"]),
        conversation: text(batch.get("conversation").unwrap_or(&batch["stream"])),
        events: events.iter().filter_map(Value::as_object).cloned().collect(),
        ledger,
    })
}

/// The events of a body whose account may say that they wait no longer.
pub fn events(body: &[u8]) -> Vec<Map<String, Value>> {
    let body: Value = serde_json::from_slice(body).unwrap();
    body["events"].as_array().unwrap().iter().filter_map(Value::as_object).cloned().collect()
}

/// Whatever was said, all that may differ from one such batch to the next is the answer itself.
fn expect_randomized(body: &Value) -> Checked<()> {
    let privacy = object(&body["privacy"], &["epsilon_pct"], &[])?;
    let is_epsilon = privacy["epsilon_pct"].as_u64().is_some_and(|pct| (10..=1_000).contains(&pct));
    expect(is_epsilon, "privacy", &body["privacy"])?;
    expect(body["events"].as_array().is_some_and(|e| e.len() == 1), "events", &body["events"])?;
    let ledger = serde_json::json!({"captured": 1, "delivered": 0, "queued": 1, "dropped": {}});
    expect(body["ledger"] == ledger, "ledger", &body["ledger"])
}

fn report(event: &Value) -> Checked<()> {
    let own: &[&str] = match event {
        _ if event.get("thumb").is_some() => &["thumb"],
        _ if event.get("stars").is_some() => &["stars"],
        _ => &["reason", "given"],
    };
    for (name, value) in object(event, &[&["seq", "type"], own].concat(), &[])? {
        let reasons = ["inaccurate", "unhelpful", "offensive", "too_long", "off_topic"];
        let holds = match name.as_str() {
            "seq" => *value == 0,
            "type" => *value == "randomized",
            "thumb" => is_one_of(value, &["up", "down"]),
            "stars" => value.as_u64().is_some_and(|stars| (1..=5).contains(&stars)),
            "reason" => is_one_of(value, &reasons),
            _ => value.is_boolean(),
        };
        expect(holds, name, value)?;
    }
    Ok(())
}

fn event(event: &Value) -> Checked<()> {
    let kind = event["type"].as_str().ok_or("type: expected a word")?;
    let own: &[&str] = match kind {
        "rated" if event.get("stars").is_some() => &["response", "stars"],
        "rated" => &["response", "thumb"],
        "reasoned" => &["response", "reasons"],
        "commented" => &["response", "text"],
        "viewed" => &["response", "dwell_ms", "depth_pct", "visits", "chars"],
        "copied" => {
            &["response", "share_pct", "chars", "from_pct", "to_pct", "part", "section", "via"]
        }
        "regenerated" => &["response", "after_ms", "dwell_ms"],
        "edited" => &["response", "what", "changed_pct"],
        "followed_up" => &["response", "after_ms", "intent"],
        "stopped" => &["response", "after_ms"],
        "switched" => &["response", "to"],
        "preferred" if event["verdict"] == "one" => &["chosen", "rejected", "verdict", "basis"],
        "preferred" => &["between", "verdict", "basis"],
        "outcome" => &["response", "worked"],
        "acted" => &["response", "action"],
        "left" => &["turns", "duration_ms", "last"],
        other => return Err(format!("type: {other} is none that the core makes")),
    };
    let optional: &[&str] = match kind {
        "copied" => &["hover_ms"],
        "regenerated" => &["replacement"],
        "preferred" => &["first_shown"],
        "acted" => &["by"],
        _ => &[],
    };
    let required = [&["seq", "type"], own].concat();
    for (name, value) in object(event, &required, optional)? {
        let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let holds = match name.as_str() {
            "type" => true,
            "seq" | "section" | "turns" => is_count(value),
            "visits" => is_count(value) && *value != 0,
            "response" | "replacement" | "to" | "chosen" | "rejected" => is_handle(value),
            "first_shown" => {
                ["chosen", "rejected"].iter().any(|name| event.get(name) == Some(value))
                    || event
                        .get("between")
                        .and_then(Value::as_array)
                        .is_some_and(|two| two.contains(value))
            }
            "between" => list.len() == 2 && list.iter().all(is_handle) && list[0] != list[1],
            "thumb" => is_one_of(value, &["up", "down", "none"]),
            "stars" => value.as_u64().is_some_and(|stars| stars <= 5),
            "reasons" => value.is_array() && list.len() <= 8 && list.iter().all(is_slug),
            "part" => is_one_of(value, &["text", "code", "list", "table", "mixed"]),
            "via" => is_one_of(value, &["selection", "button"]),
            "what" => is_one_of(value, &["prompt", "response"]),
            "intent" => is_one_of(value, &["correction", "continuation", "unknown"]),
            "verdict" => is_one_of(value, &["one", "tie", "both_bad"]),
            "basis" => is_one_of(value, &["regenerated", "side_by_side", "switched"]),
            "worked" => is_one_of(value, &["yes", "partly", "no"]),
            "by" => *value == "script",
            "last" => is_one_of(
                value,
                &[
                    "none",
                    "rated",
                    "reasoned",
                    "commented",
                    "copied",
                    "regenerated",
                    "edited",
                    "followed_up",
                    "stopped",
                    "switched",
                    "preferred",
                    "outcome",
                    "acted",
                ],
            ),
            "action" => is_slug(value),
            "text" => value.as_str().is_some_and(|text| text.chars().count() <= 1_000),
            "chars" => value.as_u64().is_some_and(has_one_significant_digit),
            _ if name.ends_with("_ms") => value.as_u64().is_some_and(is_coarse_duration),
            _ if name.ends_with("_pct") => {
                value.as_u64().is_some_and(|share| share <= 100 && share % 10 == 0)
            }
            _ => false,
        };
        expect(holds, name, value)?;
    }
    Ok(())
}

fn ledger(value: &Value) -> Checked<Ledger> {
    let fields = object(value, &["captured", "delivered", "queued", "dropped"], &[])?;
    let reasons = ["overflow", "rejected", "too_large", "opted_out", "lost"];
    let dropped = object(&fields["dropped"], &[], &reasons)?;
    let counts = fields.iter().filter(|(name, _)| *name != "dropped").chain(dropped);
    for (name, count) in counts {
        expect(is_count(count), name, count)?;
    }
    let count = |name: &str| fields[name].as_u64().unwrap_or_default();
    let ledger = Ledger {
        captured: count("captured"),
        delivered: count("delivered"),
        queued: count("queued"),
        dropped: dropped.values().filter_map(Value::as_u64).sum(),
    };
    let balance = ledger.delivered + ledger.queued + ledger.dropped;
    expect(ledger.captured == balance, "ledger, which does not balance", value)?;
    Ok(ledger)
}

/// A number that says no more than its order of magnitude and one digit.
pub fn has_one_significant_digit(number: u64) -> bool {
    number.to_string().trim_end_matches('0').len() <= 1
}

pub fn is_coarse_duration(ms: u64) -> bool {
    ms == 0 || (ms >= 100 && has_one_significant_digit(ms))
}

fn object<'a>(
    value: &'a Value,
    required: &[&str],
    optional: &[&str],
) -> Checked<&'a Map<String, Value>> {
    let fields = value.as_object().ok_or_else(|| format!("expected an object, not {value}"))?;
    if let Some(missing) = required.iter().find(|name| !fields.contains_key(**name)) {
        return Err(format!("{missing}: missing"));
    }
    let is_known = |name: &str| required.contains(&name) || optional.contains(&name);
    match fields.keys().find(|name| !is_known(name)) {
        Some(unknown) => Err(format!("{unknown}: unknown")),
        None => Ok(fields),
    }
}

fn expect(holds: bool, place: &str, value: &Value) -> Checked<()> {
    if holds { Ok(()) } else { Err(format!("{place}: {value}")) }
}

fn is_count(value: &Value) -> bool {
    value.as_u64().is_some_and(|count| u32::try_from(count).is_ok())
}

fn is_one_of(value: &Value, words: &[&str]) -> bool {
    value.as_str().is_some_and(|word| words.contains(&word))
}

fn is_handle(value: &Value) -> bool {
    is(value, 1..=128, |c| c.is_ascii_alphanumeric() || "_.:-".contains(c))
}

fn is_slug(value: &Value) -> bool {
    is(value, 1..=32, |c| c.is_ascii_alphanumeric() || "._-".contains(c))
        && value.as_str().is_some_and(|slug| !slug.starts_with(['.', '_', '-']))
}

fn is_hex(c: char) -> bool {
    c.is_ascii_digit() || ('a'..='f').contains(&c)
}

fn is(value: &Value, length: std::ops::RangeInclusive<usize>, fits: fn(char) -> bool) -> bool {
    value.as_str().is_some_and(|text| length.contains(&text.len()) && text.chars().all(fits))
}

fn is_version(value: &Value) -> bool {
    let numbers: Vec<_> = value.as_str().unwrap_or_default().split('.').collect();
    numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok())
}

fn is_hour(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if shape != "0000-00-00T00" {
        return false;
    }
    let number = |range| text.get(range).and_then(|digits: &str| digits.parse::<u32>().ok());
    let Some(year) = number(0..4) else { return false };
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match number(5..7) {
        Some(2) => 28 + u32::from(is_leap_year),
        Some(4 | 6 | 9 | 11) => 30,
        Some(1..=12) => 31,
        _ => 0,
    };
    number(8..10).is_some_and(|day| (1..=days).contains(&day))
        && number(11..13).is_some_and(|hour| hour < 24)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The check of every other test must be able to fail.
#[test]
fn a_body_that_breaks_the_contract_is_told_apart() {
    let good = r#"{"tellback":1,"stream":"0123456789abcdef0123456789abcdef","conversation":"c1","hour":"2026-11-23T05","sdk":"0.1.0","events":[{"seq":0,"type":"viewed","response":"r1","dwell_ms":300,"depth_pct":40,"visits":1,"chars":2000}],"ledger":{"captured":2,"delivered":0,"queued":1,"dropped":{"overflow":1}}}"#;
    assert!(read(good.as_bytes()).is_ok());
    for (from, to, problem) in [
        (r#""tellback":1"#, r#""tellback":2"#, "tellback: 2"),
        ("cdef\"", "cdeF\"", "stream: \"0123456789abcdef0123456789abcdeF\""),
        ("\"c1\"", "\"a@b\"", "conversation: \"a@b\""),
        ("11-23T05", "02-30T05", "hour: \"2026-02-30T05\""),
        ("11-23T05", "11-23T24", "hour: \"2026-11-23T24\""),
        ("0.1.0", "0.1", "sdk: \"0.1\""),
        (r#""sdk""#, r#""context":{},"sdk""#, "context: {}"),
        (r#""sdk""#, r#""url":"x","sdk""#, "url: unknown"),
        (r#""visits":1,"#, "", "events[0].visits: missing"),
        (r#""visits":1"#, r#""visits":0"#, "events[0].visits: 0"),
        (r#""visits":1"#, r#""visits":1,"text":"hi""#, "events[0].text: unknown"),
        ("300", "310", "events[0].dwell_ms: 310"),
        ("300", "90", "events[0].dwell_ms: 90"),
        (":40", ":45", "events[0].depth_pct: 45"),
        (":40", ":110", "events[0].depth_pct: 110"),
        ("2000", "2001", "events[0].chars: 2001"),
        ("\"viewed\"", "\"followed\"", "events[0].type: followed is none that the core makes"),
        (r#""overflow":1"#, r#""missing":1"#, "missing: unknown"),
        (r#""queued":1"#, r#""queued":-1"#, "queued: -1"),
    ] {
        assert!(good.contains(from), "{from}");
        assert_eq!(read(good.replacen(from, to, 1).as_bytes()).unwrap_err(), problem);
    }
    let unbalanced = good.replace(r#""captured":2"#, r#""captured":3"#);
    assert!(read(unbalanced.as_bytes()).unwrap_err().contains("does not balance"));
}
