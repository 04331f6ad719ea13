use serde_json::{Map, Value, json};

/// Fields of a stored event that have a place of their own in a record.
const COMMON: [&str; 6] = ["stream", "conversation", "hour", "context", "type", "response"];

/// The OTLP request that holds these events, which are JSON lines as they are listed.
pub fn request(lines: &[u8]) -> serde_json::Result<Value> {
    let events = serde_json::Deserializer::from_slice(lines).into_iter::<Map<String, Value>>();
    let records = events.map(|event| event.map(|event| record(&event)));
    let records = records.collect::<serde_json::Result<Vec<Value>>>()?;
    Ok(json!({"resourceLogs": [{
        "resource": {"attributes": [attribute("service.name", &json!("tellback-collector"))]},
        "scopeLogs": [{
            "scope": {"name": "tellback", "version": env!("CARGO_PKG_VERSION")},
            "logRecords": records,
        }],
    }]}))
}

/// How many records a pipeline says it will never take.
pub fn rejected(reply: &str) -> u64 {
    let reply: Value = serde_json::from_str(reply).unwrap_or_default();
    let Some(rejected) = reply.pointer("/partialSuccess/rejectedLogRecords") else { return 0 };
    // In OTLP's JSON, 64-bit numbers are texts.
    rejected.as_u64().or_else(|| rejected.as_str()?.parse().ok()).unwrap_or(0)
}

fn record(event: &Map<String, Value>) -> Value {
    let text = |name: &str| event.get(name).and_then(Value::as_str);
    let kind = text("type").unwrap_or_default();
    let mut attributes = Vec::new();
    let mut add = |name: &str, value: &Value| attributes.push(attribute(name, value));
    for (name, field) in [
        ("gen_ai.conversation.id", "conversation"),
        ("gen_ai.response.id", "response"),
        ("tellback.stream", "stream"),
        ("tellback.type", "type"),
    ] {
        if let Some(value) = event.get(field) {
            add(name, value);
        }
    }
    for (name, value) in event.iter().filter(|(name, _)| !COMMON.contains(&name.as_str())) {
        add(&format!("tellback.{name}"), value);
    }
    for (tag, value) in event.get("context").and_then(Value::as_object).into_iter().flatten() {
        add(&format!("tellback.context.{tag}"), value);
    }
    let evaluation = evaluation(event);
    for (name, value) in evaluation.iter().flatten() {
        add(&format!("gen_ai.evaluation.{name}"), value);
    }
    let name = match evaluation {
        Some(_) => "gen_ai.evaluation.result".to_owned(),
        None => format!("tellback.{kind}"),
    };
    let time = text("hour").and_then(nanoseconds).unwrap_or_default();
    json!({
        "timeUnixNano": time,
        // When it was seen exactly is nobody's business here either.
        "observedTimeUnixNano": time,
        "severityNumber": 9,
        "eventName": name,
        "body": {"stringValue": kind},
        "attributes": attributes,
    })
}

/// What OpenTelemetry's conventions for generative AI say about a judgement: a score of 0 to 1 for
/// thumbs and outcomes, the number of stars for stars, and none for what was taken back.
fn evaluation(event: &Map<String, Value>) -> Option<Vec<(&'static str, Value)>> {
    let text = |name: &str| event.get(name).and_then(Value::as_str);
    let (name, label, score) = match event.get("type").and_then(Value::as_str)? {
        "rated" => match (text("thumb"), event.get("stars").and_then(Value::as_u64)) {
            (Some("up"), _) => ("thumb", "up".to_owned(), Some(1.0)),
            (Some("down"), _) => ("thumb", "down".to_owned(), Some(0.0)),
            (None, Some(stars @ 1..)) => ("stars", stars.to_string(), Some(stars as f64)),
            (Some(_), _) => ("thumb", "none".to_owned(), None),
            (None, _) => ("stars", "none".to_owned(), None),
        },
        "outcome" => {
            let worked = text("worked")?;
            let score = match worked {
                "yes" => 1.0,
                "no" => 0.0,
                _ => 0.5,
            };
            ("outcome", worked.to_owned(), Some(score))
        }
        _ => return None,
    };
    let mut fields = vec![("name", json!(name)), ("score.label", json!(label))];
    fields.extend(score.map(|score| ("score.value", json!(score))));
    Some(fields)
}

fn attribute(name: &str, value: &Value) -> Value {
    json!({"key": name, "value": any(value)})
}

/// A value in OTLP's JSON.
fn any(value: &Value) -> Value {
    match value {
        Value::Number(number) => match number.as_u64() {
            Some(whole) => json!({"intValue": whole.to_string()}),
            None => json!({"doubleValue": number}),
        },
        Value::Array(items) => {
            let values: Vec<Value> = items.iter().map(any).collect();
            json!({"arrayValue": {"values": values}})
        }
        Value::String(text) => json!({"stringValue": text}),
        other => json!({"stringValue": other.to_string()}),
    }
}

/// The beginning of an hour, as a text.
fn nanoseconds(hour: &str) -> Option<String> {
    let seconds = crate::batch::Hour::parse(hour)?.seconds();
    Some(format!("{seconds}000000000"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fields: &str, name: &str, expected: &[(&str, Value)]) {
        let line = format!(
            r#"{{"stream":"0a","conversation":"c1","hour":"2026-11-23T05","context":{{"model":"m7"}},"seq":3,{fields}}}"#
        );
        let request = request(line.as_bytes()).unwrap();
        let record = &request["resourceLogs"][0]["scopeLogs"][0]["logRecords"][0];
        assert_eq!(record["eventName"], name);
        assert_eq!(record["timeUnixNano"], "1795410000000000000");
        let attributes = record["attributes"].as_array().unwrap();
        let common = [
            ("gen_ai.conversation.id", json!({"stringValue": "c1"})),
            ("tellback.stream", json!({"stringValue": "0a"})),
            ("tellback.seq", json!({"intValue": "3"})),
            ("tellback.context.model", json!({"stringValue": "m7"})),
        ];
        for (name, value) in common.iter().chain(expected) {
            let expected = json!({"key": name, "value": value});
            assert!(attributes.contains(&expected), "{expected} is not in {attributes:?}");
        }
    }

    #[test]
    fn a_vote_is_an_evaluation() {
        let evaluation = "gen_ai.evaluation.result";
        check(
            r#""type":"rated","response":"r1","thumb":"up""#,
            evaluation,
            &[
                ("gen_ai.response.id", json!({"stringValue": "r1"})),
                ("gen_ai.evaluation.name", json!({"stringValue": "thumb"})),
                ("gen_ai.evaluation.score.label", json!({"stringValue": "up"})),
                ("gen_ai.evaluation.score.value", json!({"doubleValue": 1.0})),
            ],
        );
        check(
            r#""type":"rated","response":"r1","stars":4"#,
            evaluation,
            &[("gen_ai.evaluation.score.value", json!({"doubleValue": 4.0}))],
        );
        check(
            r#""type":"outcome","response":"r1","worked":"partly""#,
            evaluation,
            &[("gen_ai.evaluation.score.value", json!({"doubleValue": 0.5}))],
        );
    }

    #[test]
    fn anything_else_is_an_event_of_its_own_name() {
        check(
            r#""type":"reasoned","response":"r1","reasons":["too_long","off_topic"]"#,
            "tellback.reasoned",
            &[(
                "tellback.reasons",
                json!({"arrayValue": {"values": [{"stringValue": "too_long"}, {"stringValue": "off_topic"}]}}),
            )],
        );
        check(
            r#""type":"left","turns":4,"duration_ms":9000,"last":"rated""#,
            "tellback.left",
            &[("tellback.duration_ms", json!({"intValue": "9000"}))],
        );
    }

    #[test]
    fn what_a_pipeline_refuses_is_read_from_its_reply() {
        assert_eq!(rejected(r#"{"partialSuccess":null}"#), 0);
        assert_eq!(rejected(""), 0);
        assert_eq!(rejected(r#"{"partialSuccess":{"rejectedLogRecords":"7"}}"#), 7);
    }
}
