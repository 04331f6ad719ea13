use super::*;

#[test]
fn every_field_of_a_batch_is_required() {
    for field in ["tellback", "stream", "conversation", "hour", "sdk", "events", "ledger"] {
        let mut batch: serde_json::Value = serde_json::from_str(BATCH).unwrap();
        batch.as_object_mut().unwrap().remove(field);
        check(batch.to_string(), Err(&format!("{field}: missing")));
    }
    for field in ["captured", "delivered", "queued", "dropped"] {
        let mut batch: serde_json::Value = serde_json::from_str(BATCH).unwrap();
        batch["ledger"].as_object_mut().unwrap().remove(field);
        check(batch.to_string(), Err(&format!("ledger.{field}: missing")));
    }
}

#[test]
fn a_field_of_the_wrong_type_is_named() {
    check_with("\"tellback\": 1", "\"tellback\": \"1\"", Err("tellback: expected 1"));
    check_with("\"tellback\": 1", "\"tellback\": 2", Err("tellback: expected 1"));
    check_with("\"tellback\": 1", "\"tellback\": 1.0", Err("tellback: expected 1"));
    check_with(
        "\"c1\"",
        "null",
        Err("conversation: expected an opaque handle, [A-Za-z0-9_.:-]{1,128}"),
    );
    check_with(r#"{"model": "m7"}"#, "[]", Err("context: expected an object"));
    check_with(r#"{"overflow": 1}"#, "1", Err("ledger.dropped: expected an object"));
    check_with(
        "\"captured\": 212",
        "\"captured\": -212",
        Err("ledger.captured: expected a whole number from 0 to 1000000"),
    );
    check_with(
        "\"captured\": 212",
        "\"captured\": 1000001",
        Err("ledger.captured: expected a whole number from 0 to 1000000"),
    );
    check_events("7", Err("events[0]: expected an object"));
    for events in ["{}", "[]", "null"] {
        let example = r#"[{"seq": 0, "type": "rated", "response": "r1", "thumb": "up"}]"#;
        check_with(example, events, Err("events: expected a list of 1 to 100 events"));
    }
}

#[test]
fn an_unknown_field_is_refused_at_every_level() {
    check_with("\"tellback\": 1", r#""tellback": 1, "user": "u1""#, Err("user: unknown field"));
    check_with(
        r#""thumb": "up""#,
        r#""thumb": "up", "url": "/chat""#,
        Err("events[0].url: unknown field"),
    );
    check_with(
        "\"queued\": 202",
        "\"queued\": 202, \"lost\": 0",
        Err("ledger.lost: unknown field"),
    );
    check_with(
        r#"{"overflow": 1}"#,
        r#"{"overflow": 1, "bored": 0}"#,
        Err("ledger.dropped.bored: unknown field"),
    );
    check_events(
        r#"{"seq":0,"type":"left","response":"r1","turns":1,"duration_ms":0,"last":"none"}"#,
        Err("events[0].response: unknown field"),
    );
    check_events(
        r#"{"seq":0,"type":"preferred","response":"r1","chosen":"r1","rejected":"r2","verdict":"one","basis":"switched"}"#,
        Err("events[0].response: unknown field"),
    );
}

#[test]
fn a_long_unknown_name_is_not_repeated_in_full() {
    let name = "x".repeat(5_000);
    let shown = format!("{}…: unknown field", "x".repeat(80));
    check_with("\"tellback\": 1", &format!(r#""tellback": 1, "{name}": 0"#), Err(&shown));
}

#[test]
fn a_key_that_occurs_twice_is_refused_at_every_level() {
    check_with(
        "\"tellback\": 1",
        "\"tellback\": 1, \"tellback\": 1",
        Err("tellback: occurs twice"),
    );
    check_with(
        r#""thumb": "up""#,
        r#""thumb": "up", "thumb": "up""#,
        Err("events[0].thumb: occurs twice"),
    );
    check_with(
        r#"{"model": "m7"}"#,
        r#"{"model": "m7", "model": "m8"}"#,
        Err("context.model: occurs twice"),
    );
    check_with(
        r#"{"overflow": 1}"#,
        r#"{"overflow": 1, "overflow": 0}"#,
        Err("ledger.dropped.overflow: occurs twice"),
    );
}

#[test]
fn a_stream_is_32_lowercase_hex_digits() {
    for stream in [
        "",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdefg",
    ] {
        check_with(
            "0123456789abcdef0123456789abcdef",
            stream,
            Err("stream: expected 32 lowercase hex digits"),
        );
    }
}

#[test]
fn an_hour_is_one_that_the_calendar_has() {
    for hour in ["2026-11-24T05", "2025-12-31T12", "2026-02-28T23"] {
        check_with("2026-11-23T05", hour, Ok(1));
    }
    for hour in [
        "2026-11-23",
        "2026-11-23T24",
        "2026-11-31T05",
        "2026-02-29T05",
        "1900-02-29T05",
        "2026-13-01T05",
        "2026-00-01T05",
        "2026-11-00T05",
        "2026-11-23T05:00",
        "2026-11-23T5",
        "2026-11-23-01T05",
        "26-11-23T05",
        "+026-11-23T05",
    ] {
        check_with("2026-11-23T05", hour, Err("hour: expected a UTC hour such as 2026-11-23T05"));
    }
}

#[test]
fn an_hour_is_near_the_collectors_own() {
    let ahead = "hour: more than 24 hours ahead of the collector's clock";
    check_with("2026-11-23T05", "2026-11-24T06", Err(ahead));
    check_with("2026-11-23T05", "9999-12-31T23", Err(ahead));
    check_with("2026-11-23T05", "2025-11-22T04", Err("hour: more than 366 days ago"));
    check_with("2026-11-23T05", "2024-02-29T00", Err("hour: more than 366 days ago"));
}

#[test]
fn an_sdk_version_is_three_numbers() {
    check_with("0.1.0", "10.20.30", Ok(1));
    for version in
        ["", "0.1", "0.1.0.0", "0.1.", "v0.1.0", "0.1.0-beta", &format!("0.1.{}", "1".repeat(29))]
    {
        check_with("0.1.0", version, Err("sdk: expected a version such as 0.1.0"));
    }
}

#[test]
fn an_id_is_an_opaque_handle() {
    check_with("\"c1\"", &format!("\"{}\"", "c".repeat(128)), Ok(1));
    check_with("\"c1\"", "\"a-Z.0:_\"", Ok(1));
    for id in ["", "ada@example.org", "/chat/1", "a b", "é", &"c".repeat(129)] {
        check_with(
            "\"c1\"",
            &format!("\"{id}\""),
            Err("conversation: expected an opaque handle, [A-Za-z0-9_.:-]{1,128}"),
        );
        check_with(
            "\"r1\"",
            &format!("\"{id}\""),
            Err("events[0].response: expected an opaque handle, [A-Za-z0-9_.:-]{1,128}"),
        );
    }
}

#[test]
fn context_is_at_most_eight_short_tags() {
    let tags = |n: usize| (0..n).map(|i| format!(r#""k{i}":"v""#)).collect::<Vec<_>>().join(",");
    check_with(r#""model": "m7""#, &tags(8), Ok(1));
    check_with(r#""model": "m7""#, &tags(9), Err("context: expected at most 8 entries"));
    check_with(
        "\"m7\"",
        "\"two words\"",
        Err("context.model: expected a slug, [A-Za-z0-9][A-Za-z0-9._-]{0,31}"),
    );
    check_with(
        "\"m7\"",
        "7",
        Err("context.model: expected a slug, [A-Za-z0-9][A-Za-z0-9._-]{0,31}"),
    );
    check_with(
        "\"m7\"",
        &format!("\"{}\"", "m".repeat(33)),
        Err("context.model: expected a slug, [A-Za-z0-9][A-Za-z0-9._-]{0,31}"),
    );
    check_with(
        "\"model\"",
        "\"-model\"",
        Err("context.-model: expected the name to be a slug, [A-Za-z0-9][A-Za-z0-9._-]{0,31}"),
    );
}

#[test]
fn a_ledger_knows_of_the_events_that_it_came_with() {
    check_with("\"seq\": 0", "\"seq\": 211", Ok(1));
    check_with(
        "\"seq\": 0",
        "\"seq\": 212",
        Err("ledger.captured: expected more than events[0].seq"),
    );
    check_with(
        r#""captured": 212, "delivered": 9, "queued": 202"#,
        r#""captured": 10, "delivered": 9, "queued": 0"#,
        Err("ledger.queued: expected at least as many as there are events in this batch"),
    );
    check_with(
        r#""captured": 212, "delivered": 9, "queued": 202"#,
        r#""captured": 1002, "delivered": 0, "queued": 1001"#,
        Err("ledger.queued: expected a whole number from 0 to 1000"),
    );
}

#[test]
fn a_ledger_accounts_for_every_event() {
    check_with(
        "\"captured\": 212",
        "\"captured\": 213",
        Err("ledger: expected captured to be delivered + queued + dropped"),
    );
    check_with(
        r#""captured": 212, "delivered": 9, "queued": 202"#,
        r#""captured": 1000000, "delivered": 1000000, "queued": 202"#,
        Err("ledger: expected captured to be delivered + queued + dropped"),
    );
}

#[test]
fn a_batch_has_at_most_a_hundred_events_each_with_its_own_seq() {
    let events = |n: u32| {
        let event =
            |seq| format!(r#"{{"seq":{seq},"type":"acted","response":"r1","action":"share"}}"#);
        (0..n).map(event).collect::<Vec<_>>().join(",")
    };
    check_events(&events(100), Ok(100));
    check_events(&events(101), Err("events: expected a list of 1 to 100 events"));
    check_events(
        &format!("{},{}", events(3), events(1)),
        Err("events[3].seq: the same as events[0].seq"),
    );
}
