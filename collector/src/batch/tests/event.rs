use super::*;

#[test]
fn an_event_has_a_known_type_and_every_field_of_it() {
    check_events("{}", Err("events[0].seq: missing"));
    check_events(r#"{"seq":0}"#, Err("events[0].type: missing"));
    check_events(r#"{"seq":0,"type":"rated"}"#, Err("events[0].response: missing"));
    check_events(
        r#"{"seq":0,"type":"purchased","response":"r1"}"#,
        Err(
            "events[0].type: expected rated, reasoned, commented, viewed, copied, regenerated, edited, \
             followed_up, stopped, switched, preferred, outcome, acted or left",
        ),
    );
    check_events(
        r#"{"seq":0,"type":"viewed","response":"r1","dwell_ms":0,"visits":1,"chars":0}"#,
        Err("events[0].depth_pct: missing"),
    );
    check_events(
        r#"{"seq":-1,"type":"rated","response":"r1","thumb":"up"}"#,
        Err("events[0].seq: expected a whole number from 0 to 999999"),
    );
    check_events(
        r#"{"seq":1000000,"type":"rated","response":"r1","thumb":"up"}"#,
        Err("events[0].seq: expected a whole number from 0 to 999999"),
    );
}

#[test]
fn a_rating_is_either_a_thumb_or_stars() {
    let rated = |fields| format!(r#"{{"seq":0,"type":"rated","response":"r1"{fields}}}"#);
    check_events(&rated(""), Err("events[0]: expected either thumb or stars"));
    check_events(
        &rated(r#","thumb":"up","stars":5"#),
        Err("events[0]: expected either thumb or stars"),
    );
    check_events(
        &rated(r#","thumb":"sideways""#),
        Err("events[0].thumb: expected up, down or none"),
    );
    check_events(&rated(r#","thumb":true"#), Err("events[0].thumb: expected up, down or none"));
    check_events(
        &rated(r#","stars":6"#),
        Err("events[0].stars: expected a whole number from 0 to 5"),
    );
    check_events(
        &rated(r#","stars":4.5"#),
        Err("events[0].stars: expected a whole number from 0 to 5"),
    );
    check_events(&rated(r#","stars":0"#), Ok(1));
}

#[test]
fn reasons_are_at_most_eight_slugs() {
    let reasoned = |reasons: &str| {
        format!(r#"{{"seq":0,"type":"reasoned","response":"r1","reasons":{reasons}}}"#)
    };
    check_events(&reasoned(r#"["a","b","c","d","e","f","g","h"]"#), Ok(1));
    check_events(
        &reasoned(r#"["a","b","c","d","e","f","g","h","i"]"#),
        Err("events[0].reasons: expected a list of at most 8 slugs"),
    );
    check_events(&reasoned(r#"["a","b","a"]"#), Err("events[0].reasons[2]: occurs twice"));
    check_events(&reasoned(r#""a""#), Err("events[0].reasons: expected a list of at most 8 slugs"));
    check_events(
        &reasoned(r#"["a","it was wrong"]"#),
        Err("events[0].reasons[1]: expected a slug, [A-Za-z0-9][A-Za-z0-9._-]{0,31}"),
    );
}

#[test]
fn a_comment_has_at_most_a_thousand_characters() {
    let commented =
        |text: &str| format!(r#"{{"seq":0,"type":"commented","response":"r1","text":"{text}"}}"#);
    check_events(&commented(&"é".repeat(1_000)), Ok(1));
    check_events(
        &commented(&"é".repeat(1_001)),
        Err("events[0].text: expected a text of at most 1000 characters"),
    );
}

#[test]
fn exact_numbers_are_refused() {
    let viewed = |dwell_ms: &str, depth_pct: &str, visits: &str, chars: &str| {
        format!(
            r#"{{"seq":0,"type":"viewed","response":"r1","dwell_ms":{dwell_ms},"depth_pct":{depth_pct},"visits":{visits},"chars":{chars}}}"#
        )
    };
    check_events(&viewed("4000000000", "0", "1", "0"), Ok(1));
    for dwell_ms in ["1234", "90", "1", "110", "1.5", "-100", "5000000000"] {
        check_events(
            &viewed(dwell_ms, "0", "1", "0"),
            Err(
                "events[0].dwell_ms: expected 0, or a whole number from 100 to 4000000000 with one significant digit",
            ),
        );
    }
    for depth_pct in ["5", "101", "110", "50.0"] {
        check_events(
            &viewed("0", depth_pct, "1", "0"),
            Err("events[0].depth_pct: expected a multiple of 10 from 0 to 100"),
        );
    }
    check_events(
        &viewed("0", "0", "0", "0"),
        Err("events[0].visits: expected a whole number from 1 to 4294967295"),
    );
    check_events(&viewed("0", "0", "1", "7"), Ok(1));
    check_events(
        &viewed("0", "0", "1", "12"),
        Err("events[0].chars: expected a whole number to 4000000000 with one significant digit"),
    );
}

#[test]
fn closed_words_are_closed() {
    let event = |fields: &str| format!(r#"{{"seq":0,"response":"r1",{fields}}}"#);
    let copied =
        r#""type":"copied","share_pct":10,"chars":40,"from_pct":0,"to_pct":10,"section":0"#;
    check_events(
        &event(&format!(r#"{copied},"part":"image","via":"button""#)),
        Err("events[0].part: expected text, code, list, table or mixed"),
    );
    check_events(
        &event(&format!(r#"{copied},"part":"text","via":"menu""#)),
        Err("events[0].via: expected selection or button"),
    );
    check_events(
        &event(r#""type":"edited","what":"title","changed_pct":0"#),
        Err("events[0].what: expected prompt or response"),
    );
    check_events(
        &event(r#""type":"followed_up","after_ms":0,"intent":"thanks""#),
        Err("events[0].intent: expected correction, continuation or unknown"),
    );
    check_events(
        &event(r#""type":"acted","action":"up","by":"reader""#),
        Err("events[0].by: expected script"),
    );
    check_events(
        &event(r#""type":"outcome","worked":"failed""#),
        Err("events[0].worked: expected yes, partly or no"),
    );
    check_events(
        r#"{"seq":0,"type":"left","turns":1,"duration_ms":0,"last":"slept"}"#,
        Err("events[0].last: expected a type of event other than viewed and left, or none"),
    );
}

#[test]
fn a_preference_names_a_winner_or_says_that_there_is_none() {
    let preferred =
        |fields: &str| format!(r#"{{"seq":0,"type":"preferred","basis":"switched",{fields}}}"#);
    check_events(
        &preferred(r#""verdict":"one","between":["r1","r2"]"#),
        Err("events[0].chosen: missing"),
    );
    check_events(
        &preferred(r#""verdict":"tie","chosen":"r1","rejected":"r2""#),
        Err("events[0].between: missing"),
    );
    check_events(
        &preferred(r#""verdict":"one","chosen":"r1","rejected":"r2","between":["r1","r2"]"#),
        Err("events[0].between: unknown field"),
    );
    check_events(
        &preferred(r#""verdict":"tie","between":["r1"]"#),
        Err("events[0].between: expected a list of two opaque handles"),
    );
    check_events(
        &preferred(r#""verdict":"tie","between":["r1","r2","r3"]"#),
        Err("events[0].between: expected a list of two opaque handles"),
    );
    check_events(
        &preferred(r#""verdict":"one","chosen":"r1","rejected":"r1""#),
        Err("events[0]: expected two different answers"),
    );
    check_events(
        &preferred(r#""verdict":"tie","between":["r1","r2"],"first_shown":"r3""#),
        Err("events[0].first_shown: expected one of the two answers"),
    );
    check_events(
        &preferred(r#""verdict":"won","chosen":"r1","rejected":"r2""#),
        Err("events[0].verdict: expected one, tie or both_bad"),
    );
}

#[test]
fn what_no_reader_can_have_done_is_refused() {
    let copied = |chars: u32, from: u32, to: u32| {
        format!(
            r#"{{"seq":0,"type":"copied","response":"r1","share_pct":100,"chars":{chars},"from_pct":{from},"to_pct":{to},"part":"text","section":0,"via":"button"}}"#
        )
    };
    check_events(&copied(1, 30, 30), Ok(1));
    check_events(&copied(1, 40, 30), Err("events[0].to_pct: expected from_pct or more"));
    check_events(
        &copied(0, 0, 100),
        Err(
            "events[0].chars: expected a whole number from 1 to 4000000000 with one significant digit",
        ),
    );
    let itself = Err("events[0]: expected two different answers");
    check_events(r#"{"seq":0,"type":"switched","response":"r1","to":"r1"}"#, itself);
    let regenerated = r#"{"seq":0,"type":"regenerated","response":"r1","after_ms":0,"dwell_ms":0,"replacement":"r1"}"#;
    check_events(regenerated, itself);
    let last = Err("events[0].last: expected a type of event other than viewed and left, or none");
    for kind in ["viewed", "left"] {
        let left =
            format!(r#"{{"seq":0,"type":"left","turns":1,"duration_ms":0,"last":"{kind}"}}"#);
        check_events(&left, last);
    }
}
