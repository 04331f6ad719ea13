//! Bodies, byte for byte.

use proptest::prelude::*;
use tellback::core::anonymize::{Draft, Event};
use tellback::core::consent::Facts;
use tellback::core::handle::Slugs;
use tellback::core::ledger::{Dropped, Ledger, Loss};
use tellback::core::queue::Limits;
use tellback::core::reading::Read;
use tellback::core::signal::{Rating, Selection};
use tellback::core::time::Now;
use tellback::core::wire::{self, About, Encoded, Header};
use tellback::core::words::{Basis, Intent, Kind, Part, Verdict, Via, Worked};
use tellback::core::{Core, Effect, Input, Options};

use crate::arbitrary::cases;
use crate::contract;
use crate::inputs::{handle, input, slug};

#[test]
fn a_batch_is_written_as_the_contract_says() {
    let selection = Selection {
        from: 210,
        chars: 420,
        total: 2_100,
        part: Part::Code,
        section: 2,
        via: Via::Button,
        hover_ms: Some(2_345),
        trusted: true,
    };
    let pair = || [handle("r1"), handle("r2")];
    let reactions = [
        Draft::rated(Some(Rating::Up), None),
        Draft::rated(Some(Rating::Down), Some(Rating::Stars(4))),
        Draft::rated(Some(Rating::Stars(4)), None),
        Draft::rated(None, Some(Rating::Down)),
        Draft::rated(None, Some(Rating::Stars(4))),
        Draft::reasoned(Slugs::parse("too_long,off_topic").unwrap()),
        Draft::reasoned(Slugs::default()),
        Draft::viewed(Read { dwell_ms: 12_345, depth: 0.62, visits: 3, chars: 2_100 }),
        Draft::copied(&selection),
        Draft::copied(&Selection { hover_ms: None, ..selection.clone() }),
        Draft::regenerated(3_456, 0, Some(handle("r2"))),
        Draft::regenerated(0, 740, None),
        Draft::edited(true, 0.31),
        Draft::edited(false, 1.0),
        Draft::followed_up(8_765, Intent::Correction),
        Draft::stopped(1_234),
        Draft::switched(handle("r2")),
        Draft::outcome(Worked::Partly),
        Draft::acted(slug("read-aloud"), false),
        Draft::acted(slug("up"), true),
    ];
    let about_no_single_answer = [
        Draft::preferred(pair(), Verdict::One, Basis::Regenerated, Some(handle("r2"))),
        Draft::preferred(pair(), Verdict::BothBad, Basis::SideBySide, None),
        Draft::left(3, 65_432, Some(Kind::Copied)),
        Draft::left(0, 0, None),
    ];
    let mut ledger = Ledger { captured: 45, delivered: 18, queued: 24, ..Ledger::default() };
    ledger.dropped.add(Loss::Overflow, 2);
    ledger.dropped.add(Loss::TooLarge, 1);
    let context = [(slug("model"), slug("m7")), (slug("prompt"), slug("p.3"))];
    let header = Header {
        stream: "0123456789abcdef0123456789abcdef",
        about: About::Conversation("c1"),
        context: &context,
        ledger,
    };
    let reactions = reactions.into_iter().map(|draft| (draft, Some(handle("r1"))));
    let drafts = reactions.chain(about_no_single_answer.map(|draft| (draft, None)));
    let events: Vec<_> = (7..)
        .zip(drafts)
        .map(|(seq, (draft, response))| Encoded::of(&draft.place(seq, response)))
        .collect();
    let body = wire::encode(header, "2026-11-23T05", &events);
    let expected = concat!(
        r#"{"tellback":1,"stream":"0123456789abcdef0123456789abcdef","conversation":"c1","#,
        r#""hour":"2026-11-23T05","sdk":"0.1.0","context":{"model":"m7","prompt":"p.3"},"events":["#,
        r#"{"seq":7,"type":"rated","response":"r1","thumb":"up"},"#,
        r#"{"seq":8,"type":"rated","response":"r1","thumb":"down"},"#,
        r#"{"seq":9,"type":"rated","response":"r1","stars":4},"#,
        r#"{"seq":10,"type":"rated","response":"r1","thumb":"none"},"#,
        r#"{"seq":11,"type":"rated","response":"r1","stars":0},"#,
        r#"{"seq":12,"type":"reasoned","response":"r1","reasons":["too_long","off_topic"]},"#,
        r#"{"seq":13,"type":"reasoned","response":"r1","reasons":[]},"#,
        r#"{"seq":14,"type":"viewed","response":"r1","dwell_ms":10000,"depth_pct":60,"visits":3,"chars":2000},"#,
        r#"{"seq":15,"type":"copied","response":"r1","share_pct":20,"chars":400,"from_pct":10,"to_pct":30,"part":"code","section":2,"via":"button","hover_ms":2000},"#,
        r#"{"seq":16,"type":"copied","response":"r1","share_pct":20,"chars":400,"from_pct":10,"to_pct":30,"part":"code","section":2,"via":"button"},"#,
        r#"{"seq":17,"type":"regenerated","response":"r1","after_ms":3000,"dwell_ms":0,"replacement":"r2"},"#,
        r#"{"seq":18,"type":"regenerated","response":"r1","after_ms":0,"dwell_ms":700},"#,
        r#"{"seq":19,"type":"edited","response":"r1","what":"prompt","changed_pct":30},"#,
        r#"{"seq":20,"type":"edited","response":"r1","what":"response","changed_pct":100},"#,
        r#"{"seq":21,"type":"followed_up","response":"r1","after_ms":9000,"intent":"correction"},"#,
        r#"{"seq":22,"type":"stopped","response":"r1","after_ms":1000},"#,
        r#"{"seq":23,"type":"switched","response":"r1","to":"r2"},"#,
        r#"{"seq":24,"type":"outcome","response":"r1","worked":"partly"},"#,
        r#"{"seq":25,"type":"acted","response":"r1","action":"read-aloud"},"#,
        r#"{"seq":26,"type":"acted","response":"r1","action":"up","by":"script"},"#,
        r#"{"seq":27,"type":"preferred","chosen":"r1","rejected":"r2","verdict":"one","basis":"regenerated","first_shown":"r2"},"#,
        r#"{"seq":28,"type":"preferred","between":["r1","r2"],"verdict":"both_bad","basis":"side_by_side"},"#,
        r#"{"seq":29,"type":"left","turns":3,"duration_ms":70000,"last":"copied"},"#,
        r#"{"seq":30,"type":"left","turns":0,"duration_ms":0,"last":"none"}"#,
        r#"],"ledger":{"captured":45,"delivered":18,"queued":24,"dropped":{"overflow":2,"too_large":1}}}"#,
    );
    assert_eq!(String::from_utf8(body.clone()).unwrap(), expected);
    contract::read(&body).unwrap();
}

#[test]
fn every_part_and_way_of_copying_has_its_word() {
    let parts = [Part::Text, Part::Code, Part::List, Part::Table, Part::Mixed];
    for (part, word) in parts.into_iter().zip(["text", "code", "list", "table", "mixed"]) {
        for (via, way) in [(Via::Selection, "selection"), (Via::Button, "button")] {
            let selection = Selection {
                from: 0,
                chars: 1,
                total: 1,
                part,
                section: 0,
                via,
                hover_ms: None,
                trusted: true,
            };
            let event = Draft::copied(&selection).place(0, Some(handle("r1")));
            let event: serde_json::Value = serde_json::from_slice(&wire::json(&event)).unwrap();
            assert_eq!((&event["part"], &event["via"]), (&word.into(), &way.into()));
        }
    }
}

/// What a page of one conversation, if it is marked, sends of one thumb in that hour.
fn first_body(line: &str, context: &[(&str, &str)]) -> String {
    let tags = context.iter().map(|(key, value)| (slug(key), slug(value)));
    let options = Options {
        limits: Limits { max_events: 1, max_bytes: 16_384, max_delay_ms: 5_000 },
        sample_rate: 1.0,
        context: tags.collect(),
        muted: Vec::new(),
        is_kept: false,
        epsilon: None,
    };
    let mut core = Core::new(options, Facts::default(), Box::new(|| u128::MAX >> 64));
    let now = Now { ms: 0, unix_ms: 1_709_251_199_999 };
    assert_eq!(core.handle(now, Input::Started), [Effect::Observe]);
    let words: Vec<_> = line.split_whitespace().collect();
    assert_eq!(core.handle(now, input(&words)), [Effect::Wake(Some(0))]);
    match core.handle(now, Input::Woken).as_slice() {
        [Effect::Send { ticket: 0, body }] => String::from_utf8(body.clone()).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_conversation_without_a_name_has_its_streams_and_no_tags_are_left_out() {
    assert_eq!(
        first_body("press r1 up", &[]),
        concat!(
            r#"{"tellback":1,"stream":"0000000000000000ffffffffffffffff","#,
            r#""conversation":"0000000000000000ffffffffffffffff","#,
            r#""hour":"2024-02-29T23","sdk":"0.1.0","#,
            r#""events":[{"seq":0,"type":"rated","response":"r1","thumb":"up"}],"#,
            r#""ledger":{"captured":1,"delivered":0,"queued":1,"dropped":{}}}"#
        )
    );
}

#[test]
fn a_conversation_with_a_name_keeps_it_and_tags_stay_in_order() {
    assert_eq!(
        first_body("press r1@c-9 down", &[("model", "m7"), ("arm", "B")]),
        concat!(
            r#"{"tellback":1,"stream":"0000000000000000ffffffffffffffff","conversation":"c-9","#,
            r#""hour":"2024-02-29T23","sdk":"0.1.0","context":{"model":"m7","arm":"B"},"#,
            r#""events":[{"seq":0,"type":"rated","response":"r1","thumb":"down"}],"#,
            r#""ledger":{"captured":1,"delivered":0,"queued":1,"dropped":{}}}"#
        )
    );
}

#[test]
fn the_ledger_of_a_batch_is_its_streams() {
    let mut dropped = Dropped::default();
    dropped.add(Loss::Rejected, 3);
    let ledger = Ledger { captured: 4, delivered: 0, queued: 1, dropped };
    let header =
        Header { stream: &"a".repeat(32), about: About::Conversation("c1"), context: &[], ledger };
    let event = Encoded::of(&thumb().place(3, Some(handle("r1"))));
    let batch = contract::read(&wire::encode(header, "2026-11-23T05", &[event])).unwrap();
    assert_eq!((batch.ledger.captured, batch.ledger.delivered), (4, 0));
    assert_eq!((batch.ledger.queued, batch.ledger.dropped), (1, 3));
}

fn envelope(events: &[Encoded]) -> Vec<u8> {
    let mut ledger =
        Ledger { captured: u32::MAX, delivered: u32::MAX, queued: u32::MAX, ..Ledger::default() };
    for loss in Loss::ALL {
        ledger.dropped.add(loss, u32::MAX);
    }
    let tag = |n: u8| (slug(&format!("{n}").repeat(32)), slug(&"v".repeat(32)));
    let context: Vec<_> = (0..8).map(tag).collect();
    let conversation = "c".repeat(128);
    let header = Header {
        stream: &"f".repeat(32),
        about: About::Conversation(&conversation),
        context: &context,
        ledger,
    };
    wire::encode(header, "2026-11-23T05", events)
}

#[test]
fn the_largest_envelope_is_as_large_as_is_set_aside_for_it() {
    let bytes = envelope(&[]).len();
    assert!(bytes <= wire::ENVELOPE_BYTES, "{bytes} bytes");
    // Setting much more aside would be a waste of every batch.
    assert!(bytes > wire::ENVELOPE_BYTES / 2, "{bytes} bytes");
}

#[test]
fn a_body_may_be_of_any_length() {
    for length in [1, 10, 100, 1_000] {
        let events: Vec<_> =
            (0..length).map(|seq| Encoded::of(&thumb().place(seq, Some(handle("r1"))))).collect();
        let body: serde_json::Value = serde_json::from_slice(&envelope(&events)).unwrap();
        assert_eq!(body["events"].as_array().unwrap().len(), length as usize);
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_size_of_an_event_is_its_share_in_the_body(events in prop::collection::vec(any_event(), 1..20)) {
        let events: Vec<_> = events.iter().map(Encoded::of).collect();
        let sizes: usize = events.iter().map(Encoded::size).sum();
        // The last event has no comma.
        prop_assert_eq!(envelope(&events).len(), envelope(&[]).len() + sizes - 1);
    }
}

fn thumb() -> Draft {
    Draft::rated(Some(Rating::Up), None)
}

fn any_event() -> impl Strategy<Value = Event> {
    let draft = prop_oneof![
        (0..9_u8).prop_map(|stars| Draft::rated(Some(Rating::Stars(stars)), None)),
        any::<(u64, u32, u32)>().prop_map(|(dwell_ms, visits, chars)| {
            Draft::viewed(Read { dwell_ms, depth: 0.5, visits, chars })
        }),
        any::<(u64, u64, bool)>().prop_map(|(after_ms, dwell_ms, is_named)| {
            let replacement = is_named.then(|| handle("r2"));
            Draft::regenerated(after_ms, dwell_ms, replacement)
        }),
        "[a-z0-9]{1,32}".prop_map(|word| Draft::acted(slug(&word), word.len() > 9)),
    ];
    (any::<u32>(), "[A-Za-z0-9_.:-]{1,128}", draft)
        .prop_map(|(seq, response, draft)| draft.place(seq, Some(handle(&response))))
}
