//! Every number that leaves the page is coarse.

use proptest::prelude::*;
use serde_json::Value;
use tellback::core::anonymize::{Draft, looks_the_same};
use tellback::core::reading::Read;
use tellback::core::signal::{Rating, Selection};
use tellback::core::wire;
use tellback::core::words::{Kind, Part, Via};

use crate::arbitrary::cases;
use crate::contract::{has_one_significant_digit, is_coarse_duration};
use crate::inputs::handle;

fn event(draft: Draft) -> Value {
    let event = draft.place(7, Some(handle("r1")));
    serde_json::from_slice(&wire::json(&event)).unwrap()
}

fn copied(from: u32, chars: u32, total: u32) -> Value {
    event(Draft::copied(&Selection {
        from,
        chars,
        total,
        part: Part::Text,
        section: 0,
        via: Via::Selection,
        hover_ms: None,
        trusted: true,
    }))
}

fn viewed(dwell_ms: u64, depth: f64, chars: u32) -> Value {
    event(Draft::viewed(Read { dwell_ms, depth, visits: 1, chars }))
}

fn number(event: &Value, name: &str) -> u64 {
    event[name].as_u64().unwrap()
}

fn duration(ms: u64) -> u64 {
    number(&viewed(ms, 0.0, 0), "dwell_ms")
}

fn length(chars: u32) -> u64 {
    number(&viewed(0, 0.0, chars), "chars")
}

/// No other number with one significant digit is nearer.
fn is_nearest(coarse: u64, exact: u64) -> bool {
    let distance = coarse.abs_diff(exact);
    let all = (0..10).flat_map(|power| (0..10).map(move |digit| digit * 10_u64.pow(power)));
    all.into_iter().all(|other| other.abs_diff(exact) >= distance)
}

#[test]
fn durations_have_one_digit_and_are_never_short() {
    for (exact, coarse) in [
        (0, 0),
        (1, 100),
        (99, 100),
        (149, 100),
        (150, 200),
        (250, 300),
        (949, 900),
        (950, 1_000),
        (1_499, 1_000),
        (29_999, 30_000),
        (1_800_000, 2_000_000),
        (u64::from(u32::MAX), 4_000_000_000),
        (u64::MAX, 4_000_000_000),
    ] {
        assert_eq!(duration(exact), coarse, "{exact} ms");
    }
}

#[test]
fn lengths_have_one_digit() {
    let lengths = [(0, 0), (1, 1), (9, 9), (10, 10), (14, 10), (15, 20), (94, 90), (95, 100)];
    for (exact, coarse) in lengths.into_iter().chain([(1_499, 1_000), (u32::MAX, 4_000_000_000)]) {
        assert_eq!(length(exact), coarse, "{exact} characters");
    }
}

#[test]
fn shares_are_tenths() {
    for (depth, percent) in [
        (0.0, 0),
        (0.049, 0),
        (0.05, 10),
        (0.149, 10),
        (0.5, 50),
        (0.94, 90),
        (0.96, 100),
        (1.0, 100),
    ] {
        assert_eq!(number(&viewed(0, depth, 0), "depth_pct"), percent, "{depth}");
    }
    assert_eq!(number(&viewed(0, 1.7, 0), "depth_pct"), 100);
    assert_eq!(number(&viewed(0, -0.3, 0), "depth_pct"), 0);
    assert_eq!(number(&viewed(0, f64::NAN, 0), "depth_pct"), 0);
    assert_eq!(number(&copied(0, 10, 0), "share_pct"), 0);
}

#[test]
fn the_end_of_a_copy_beyond_every_number_is_the_end_of_the_answer() {
    let event = copied(u32::MAX, u32::MAX, u32::MAX);
    assert_eq!((number(&event, "from_pct"), number(&event, "to_pct")), (100, 100));
}

#[test]
fn readings_that_make_the_same_event_look_the_same() {
    let read = Read { dwell_ms: 1_400, depth: 0.51, visits: 1, chars: 1_000 };
    assert!(
        looks_the_same(read, Read { dwell_ms: 600, ..read }) == (duration(1_400) == duration(600))
    );
    assert!(looks_the_same(read, Read { dwell_ms: 1_300, depth: 0.54, chars: 1_049, ..read }));
    for other in [
        Read { dwell_ms: 1_600, ..read },
        Read { depth: 0.56, ..read },
        Read { visits: 2, ..read },
        Read { chars: 1_600, ..read },
    ] {
        assert!(!looks_the_same(read, other), "{other:?}");
    }
}

#[test]
fn an_event_stands_in_its_place() {
    let event = Draft::rated(Some(Rating::Up), None).place(7, Some(handle("r1")));
    assert_eq!((event.seq(), event.kind()), (7, Kind::Rated));
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_duration_is_rounded_to_the_nearest(exact in any_size()) {
        let coarse = duration(exact.into());
        prop_assert!(is_coarse_duration(coarse), "{exact} -> {coarse}");
        prop_assert!(exact < 100 || is_nearest(coarse, exact.into()), "{exact} -> {coarse}");
        prop_assert_eq!(coarse == 0, exact == 0);
    }

    #[test]
    fn a_length_is_rounded_to_the_nearest(exact in any_size()) {
        let coarse = length(exact);
        prop_assert!(has_one_significant_digit(coarse), "{exact} -> {coarse}");
        prop_assert!(is_nearest(coarse, exact.into()), "{exact} -> {coarse}");
    }

    #[test]
    fn a_share_is_rounded_to_the_nearest_tenth(total in 1..2_000_000_u32, from in 0.0..1.0, share in 0.0..1.0) {
        let from = (from * f64::from(total)) as u32;
        let chars = (share * f64::from(total - from)) as u32;
        let event = copied(from, chars, total);
        for (name, part) in [("share_pct", chars), ("from_pct", from), ("to_pct", from + chars)] {
            let exact = f64::from(part) / f64::from(total) * 100.0;
            let coarse = number(&event, name);
            prop_assert!(coarse <= 100 && coarse.is_multiple_of(10), "{exact} % -> {coarse}");
            prop_assert!((coarse as f64 - exact).abs() < 5.000_001, "{exact} % -> {coarse}");
        }
    }

    #[test]
    fn no_number_of_a_reaction_is_too_large(from: u32, chars: u32, total: u32, ms: u64, depth: f64) {
        let copied = copied(from, chars, total);
        let viewed = viewed(ms, depth, chars);
        let regenerated = event(Draft::regenerated(ms, ms, None));
        for event in [&copied, &viewed, &regenerated] {
            for (name, value) in event.as_object().unwrap() {
                let Some(value) = value.as_u64() else { continue };
                let is_coarse = match name.as_str() {
                    "chars" => has_one_significant_digit(value),
                    "dwell_ms" | "after_ms" => is_coarse_duration(value),
                    "seq" | "visits" | "section" => true,
                    _ => value <= 100 && value % 10 == 0,
                };
                prop_assert!(is_coarse, "{name}: {value}");
            }
        }
    }
}

/// Numbers of every order of magnitude, not only the largest.
fn any_size() -> impl Strategy<Value = u32> {
    (any::<u32>(), 0..32_u32).prop_map(|(number, shift)| number >> shift)
}
