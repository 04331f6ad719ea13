//! Bodies, byte for byte.

use proptest::prelude::*;
use tellback::core::anonymize::{Event, Reaction, anonymize};
use tellback::core::consent::Facts;
use tellback::core::ledger::{Dropped, Ledger, Loss};
use tellback::core::queue::Limits;
use tellback::core::reading::Read;
use tellback::core::signal::{Part, Rating, Selection, Via};
use tellback::core::time::Now;
use tellback::core::wire::{self, Encoded, Header};
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
        trusted: true,
    };
    let replacement = Some(handle("r2"));
    let reactions = [
        Reaction::Rated(Rating::Up),
        Reaction::Rated(Rating::Down),
        Reaction::Rated(Rating::Stars(4)),
        Reaction::Retracted(Rating::Down),
        Reaction::Retracted(Rating::Stars(4)),
        Reaction::Viewed(Read { dwell_ms: 12_345, depth: 0.62, visits: 3, chars: 2_100 }),
        Reaction::Copied(selection),
        Reaction::Regenerated { after_ms: 3_456, dwell_ms: 0, replacement },
        Reaction::Regenerated { after_ms: 0, dwell_ms: 740, replacement: None },
        Reaction::Acted(slug("read-aloud")),
    ];
    let mut ledger = Ledger { captured: 31, delivered: 18, queued: 10, ..Ledger::default() };
    ledger.dropped.add(Loss::Overflow, 2);
    ledger.dropped.add(Loss::TooLarge, 1);
    let header = Header { stream: "0123456789abcdef0123456789abcdef", conversation: "c1", ledger };
    let events: Vec<_> = (7..)
        .zip(reactions)
        .map(|(seq, reaction)| Encoded::of(&anonymize(seq, handle("r1"), reaction)))
        .collect();
    let context = [(slug("model"), slug("m7")), (slug("prompt"), slug("p.3"))];
    let body = wire::encode(header, "2026-11-23T05", &context, &events);
    let expected = concat!(
        r#"{"tellback":1,"stream":"0123456789abcdef0123456789abcdef","conversation":"c1","#,
        r#""hour":"2026-11-23T05","sdk":"0.1.0","context":{"model":"m7","prompt":"p.3"},"events":["#,
        r#"{"seq":7,"type":"rated","response":"r1","thumb":"up"},"#,
        r#"{"seq":8,"type":"rated","response":"r1","thumb":"down"},"#,
        r#"{"seq":9,"type":"rated","response":"r1","stars":4},"#,
        r#"{"seq":10,"type":"rated","response":"r1","thumb":"none"},"#,
        r#"{"seq":11,"type":"rated","response":"r1","stars":0},"#,
        r#"{"seq":12,"type":"viewed","response":"r1","dwell_ms":10000,"depth_pct":60,"visits":3,"chars":2000},"#,
        r#"{"seq":13,"type":"copied","response":"r1","share_pct":20,"chars":400,"from_pct":10,"to_pct":30,"part":"code","section":2,"via":"button"},"#,
        r#"{"seq":14,"type":"regenerated","response":"r1","after_ms":3000,"dwell_ms":0,"replacement":"r2"},"#,
        r#"{"seq":15,"type":"regenerated","response":"r1","after_ms":0,"dwell_ms":700},"#,
        r#"{"seq":16,"type":"acted","response":"r1","action":"read-aloud"}"#,
        r#"],"ledger":{"captured":31,"delivered":18,"queued":10,"dropped":{"overflow":2,"too_large":1}}}"#,
    );
    assert_eq!(String::from_utf8(body.clone()).unwrap(), expected);
    contract::read(&body).unwrap();
}

#[test]
fn every_part_and_way_of_copying_has_its_word() {
    let parts = [Part::Text, Part::Code, Part::List, Part::Table, Part::Mixed];
    for (part, word) in parts.into_iter().zip(["text", "code", "list", "table", "mixed"]) {
        for (via, way) in [(Via::Selection, "selection"), (Via::Button, "button")] {
            let selection =
                Selection { from: 0, chars: 1, total: 1, part, section: 0, via, trusted: true };
            let event = anonymize(0, handle("r1"), Reaction::Copied(selection));
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
    let header = Header { stream: &"a".repeat(32), conversation: "c1", ledger };
    let event = Encoded::of(&anonymize(3, handle("r1"), Reaction::Rated(Rating::Up)));
    let batch = contract::read(&wire::encode(header, "2026-11-23T05", &[], &[event])).unwrap();
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
    let header = Header { stream: &"f".repeat(32), conversation: &conversation, ledger };
    wire::encode(header, "2026-11-23T05", &context, events)
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
        let events: Vec<_> = (0..length)
            .map(|seq| Encoded::of(&anonymize(seq, handle("r1"), Reaction::Rated(Rating::Up))))
            .collect();
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

fn any_event() -> impl Strategy<Value = Event> {
    let reaction = prop_oneof![
        (0..9_u8).prop_map(|stars| Reaction::Rated(Rating::Stars(stars))),
        any::<(u64, u32, u32)>().prop_map(|(dwell_ms, visits, chars)| {
            Reaction::Viewed(Read { dwell_ms, depth: 0.5, visits, chars })
        }),
        any::<(u64, u64, bool)>().prop_map(|(after_ms, dwell_ms, is_named)| {
            let replacement = is_named.then(|| handle("r2"));
            Reaction::Regenerated { after_ms, dwell_ms, replacement }
        }),
        "[a-z0-9]{1,32}".prop_map(|word| Reaction::Acted(slug(&word))),
    ];
    (any::<u32>(), "[A-Za-z0-9_.:-]{1,128}", reaction)
        .prop_map(|(seq, response, reaction)| anonymize(seq, handle(&response), reaction))
}
