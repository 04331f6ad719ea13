//! The aggregate-only mode: a randomised answer a conversation, and nothing else.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use tellback::core::consent::Facts;
use tellback::core::handle::Slugs;
use tellback::core::randomize::{Epsilon, Opinion, Report};
use tellback::core::signal::Rating;
use tellback::core::stream::Random;
use tellback::core::{Core, Effect, Options, wire};

use crate::arbitrary::{any_setting, any_step, cases};
use crate::contract;
use crate::properties::World;
use crate::script::{batches, check, check_events};
use crate::visits::seeded;

const DRAWS: u32 = 1_000_000;

/// The exact probability of telling `told` where `truth` holds, of `k` answers.
fn probability(epsilon: f64, k: u32, is_true: bool) -> f64 {
    let all = epsilon.exp() + f64::from(k - 1);
    if is_true { epsilon.exp() / all } else { 1.0 / all }
}

/// Pearson's statistic is above these once in a thousand times, for 1 and for 4 degrees of freedom.
fn rare(k: u32) -> f64 {
    if k == 2 { 10.83 } else { 18.47 }
}

#[test]
fn a_million_draws_fall_as_the_exact_probabilities_say() {
    let mut random = seeded(1);
    for (hundredths, k) in [(10, 2), (100, 2), (400, 2), (50, 5), (200, 5)] {
        let epsilon = f64::from(hundredths) / 100.0;
        let asked = Epsilon::new(hundredths);
        for truth in [0, k - 1] {
            let mut told = vec![0_u32; k as usize];
            for _ in 0..DRAWS {
                told[asked.respond(truth, k, &mut random) as usize] += 1;
            }
            let chi_square: f64 = (0..k)
                .map(|answer| {
                    let expected = f64::from(DRAWS) * probability(epsilon, k, answer == truth);
                    (f64::from(told[answer as usize]) - expected).powi(2) / expected
                })
                .sum();
            assert!(chi_square < rare(k), "{epsilon} {k} {truth}: {chi_square} {told:?}");
        }
    }
}

#[test]
fn no_answer_is_more_than_e_to_the_epsilon_times_as_likely_for_one_truth_as_for_another() {
    // Every number that chance can be, as evenly as ten thousand of them lie.
    let steps = 10_000;
    let even = || -> Random {
        let mut at = 0_u128;
        Box::new(move || {
            at += 1;
            (((2 * at - 1) << 53) / (2 * steps)) << 75
        })
    };
    for (hundredths, k) in [(50, 2), (100, 5), (300, 5)] {
        let asked = Epsilon::new(hundredths);
        let told = |truth| {
            let mut random = even();
            let mut told = vec![0_u32; k as usize];
            for _ in 0..steps {
                told[asked.respond(truth, k, &mut random) as usize] += 1;
            }
            told
        };
        let all: Vec<_> = (0..k).map(told).collect();
        let bound = (f64::from(hundredths) / 100.0).exp();
        for answer in 0..k as usize {
            let counts = || all.iter().map(|told| f64::from(told[answer]));
            let ratio = counts().fold(0.0, f64::max) / counts().fold(f64::MAX, f64::min);
            assert!((ratio / bound - 1.0).abs() < 0.02, "{ratio} is not {bound}");
        }
    }
}

fn opinion(rating: Rating, reasons: &str) -> Opinion {
    Opinion { rating, reasons: Slugs::parse(reasons).unwrap() }
}

/// Reports of every form.
pub fn reports() -> Vec<Report> {
    let mut random = seeded(3);
    [Rating::Up, Rating::Stars(4)]
        .into_iter()
        .flat_map(|rating| (0..50).map(move |_| rating))
        .map(|rating| {
            let opinions = [opinion(rating, "too_long")];
            Epsilon::new(100).report([true; 2], &opinions, &mut random).unwrap()
        })
        .collect()
}

fn told(opinions: &[Opinion], asks: [bool; 2]) -> BTreeMap<String, u32> {
    let mut random = seeded(4);
    let mut told = BTreeMap::new();
    for _ in 0..10_000 {
        let report = Epsilon::new(1_000).report(asks, opinions, &mut random).unwrap();
        let json = String::from_utf8(wire::json(&report)).unwrap();
        *told.entry(json.replace(r#""seq":0,"type":"randomized","#, "")).or_default() += 1;
    }
    // At an epsilon of 10, a lie is one in twenty thousand.
    told.retain(|_, count| *count > 20);
    told
}

#[test]
fn half_of_the_reports_are_about_the_vote_and_a_tenth_about_each_reason() {
    let told = told(&[opinion(Rating::Down, "too_long,mine")], [true; 2]);
    let expected = [
        (r#"{"reason":"inaccurate","given":false}"#, 1_000),
        (r#"{"reason":"off_topic","given":false}"#, 1_000),
        (r#"{"reason":"offensive","given":false}"#, 1_000),
        (r#"{"reason":"too_long","given":true}"#, 1_000),
        (r#"{"reason":"unhelpful","given":false}"#, 1_000),
        (r#"{"thumb":"down"}"#, 5_000),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for (answer, times) in expected {
        assert!(told[answer].abs_diff(times) < times / 10, "{answer}: {told:?}");
    }
}

#[test]
fn what_is_switched_off_is_not_asked_for() {
    let stars = [opinion(Rating::Stars(2), "")];
    assert_eq!(told(&stars, [true, false]).into_keys().collect::<Vec<_>>(), [r#"{"stars":2}"#]);
    assert_eq!(told(&stars, [false, true]).len(), 5);
}

#[test]
fn of_several_votes_chance_draws_one() {
    let votes = [opinion(Rating::Up, ""), opinion(Rating::Down, "")];
    let told = told(&votes, [true, false]);
    for answer in [r#"{"thumb":"up"}"#, r#"{"thumb":"down"}"#] {
        assert!(told[answer].abs_diff(5_000) < 500, "{told:?}");
    }
}

// In the scripts below, chance draws 0.9 every time: it asks for the last reason, and tells the truth.

#[test]
fn nothing_is_said_before_the_page_is_left_and_then_one_answer() {
    check(
        "with epsilon 1000
        with muted reasoned
        with chances 0.9
        0 started
        10 press r1@c1 up
        20 press r1@c1 down
        30 copy r1@c1 10..60/1000
        40 call r1@c1 regenerate
        50 flushed
        60 hidden",
        "0 observe
        60 send 0 A #0 randomized thumb=down",
    );
}

#[test]
fn a_vote_that_was_taken_back_is_not_reported() {
    check(
        "with epsilon 1000
        0 started
        10 press r1 up
        20 press r1 up pressed
        60 hidden
        70 stats",
        "0 observe
        70 0 captured, 0 delivered, 0 queued",
    );
}

#[test]
fn a_conversation_answers_once_whatever_the_reader_says_later() {
    check(
        "with epsilon 1000
        with muted reasoned
        with chances 0.9
        0 started
        10 press r1@c1 up
        20 press r2@c1 up
        30 hidden
        40 shown
        50 press r1@c1 down
        60 press r1@c1 up
        70 press r3@c1 stars 4
        80 hidden
        90 delivered 0
        100 stats",
        "0 observe
        30 send 0 A #0 randomized thumb=up
        100 5 captured, 1 delivered, 0 queued, 4 budget",
    );
}

#[test]
fn a_conversation_answers_once_also_after_half_an_hour() {
    check(
        "with epsilon 1000
        with muted reasoned
        with chances 0.9
        0 started
        10 press r1 up
        1900000 press r1 down
        1900001 hidden",
        "0 observe
        1900000 wake 5000
        1900001 send 0 A #0 randomized thumb=up
        1900001 wake never",
    );
}

#[test]
fn a_vote_of_an_earlier_visit_has_been_reported_there() {
    check(
        "with epsilon 1000
        with chances 0.9
        0 started
        10 preload r1@c1 up
        20 press r1@c1 down
        30 press r2@c1 up
        40 hidden
        50 stats",
        "0 observe
        50 2 captured, 0 delivered, 0 queued, 2 budget",
    );
}

#[test]
fn reasons_are_answered_with_yes_and_no() {
    check(
        "with epsilon 1000
        with muted rated
        with chances 0.9
        0 started
        10 press r1@c1 down
        20 press r1@c1 reasons is off_topic
        30 press r1@c2 up
        40 hidden",
        "0 observe
        40 send 0 A #0 randomized given=true reason=off_topic
        40 send 1 B #0 randomized given=false reason=off_topic",
    );
}

#[test]
fn whoever_opts_out_before_the_page_is_left_reports_nothing() {
    check_events(
        "with epsilon 1000
        0 press r1 up
        10 opted out
        20 opted in
        30 hidden",
        "",
    );
}

#[test]
fn nothing_in_view_is_looked_at() {
    check(
        "with epsilon 100
        0 started
        1 shown
        2 moved
        3 active
        1000 hidden",
        "0 observe",
    );
}

#[test]
fn whether_a_batch_comes_and_what_is_around_the_answer_are_the_same_for_every_opinion() {
    let opinions = [
        "press r1 up",
        "press r1 down\n 2 press r1 reasons is too_long,offensive",
        "press r1 down\n 2 press r1 up\n 3 press r1 down",
        "press r1 stars 1",
    ];
    let around: HashSet<_> = opinions
        .iter()
        .map(|opinion| {
            let script = format!(
                "with epsilon 100
                with chances 0.9
                0 started
                1 {opinion}
                9 hidden"
            );
            let batches = batches(&script);
            assert_eq!(batches.len(), 1);
            format!("{} {:?}", batches[0].stream, batches[0].ledger)
        })
        .collect();
    assert_eq!(around.len(), 1, "{around:?}");
}

#[test]
fn no_value_is_repeated_in_a_thousand_randomised_conversations() {
    let mut streams = HashSet::new();
    let mut answers = BTreeMap::new();
    for visit in 0..1_000_u64 {
        let mut core = core(visit * 1_000_003);
        for line in ["started", "press r1@c1 up", "press r1@c1 reasons is too_long", "hidden"] {
            for effect in crate::visits::tell_once(&mut core, line) {
                let Effect::Send { body, .. } = effect else { continue };
                let batch = contract::read(&body).unwrap();
                let text = String::from_utf8(body).unwrap();
                assert!(!text.contains("\"r1\"") && !text.contains("\"c1\""), "{text}");
                assert!(streams.insert(batch.stream.clone()), "{} came twice", batch.stream);
                *answers.entry(text.replace(&batch.stream, "")).or_insert(0) += 1;
            }
        }
    }
    assert_eq!(streams.len(), 1_000);
    // What is left over are the twelve answers that there are to thumbs and reasons.
    assert_eq!(answers.len(), 12, "{answers:?}");
}

fn core(seed: u64) -> Core {
    let options = Options { epsilon: Some(Epsilon::new(100)), ..crate::visits::options() };
    Core::new(options, Facts::default(), seeded(seed))
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn whatever_happens_nothing_but_randomised_answers_leaves(
        setting in any_setting(),
        steps in prop::collection::vec(any_step(), 0..120),
    ) {
        // The contract has no room for anything else in such a batch.
        let mut world = World::randomized(&setting);
        world.run(&steps);
        world.drain();
    }
}
