//! What the core says of what became an event and of what did not, for those who debug.

use tellback::core::time::Now;
use tellback::core::unrecorded::{Outcome, Why};
use tellback::core::words::Kind;

use crate::inputs::input;
use crate::script::core;

/// Runs a script of lines such as `9 press r1 up -> rated`, and compares what became of each.
#[track_caller]
fn check_outcomes(script: &str) {
    let mut core = core(script);
    for line in script.lines().map(str::trim).filter(|line| !line.starts_with("with ")) {
        let (line, expected) = line.split_once(" -> ").unwrap_or((line, ""));
        let words: Vec<_> = line.split_whitespace().collect();
        let ms = 10_000 + words[0].parse::<u64>().expect("a time");
        let _ = core.handle(Now { ms, unix_ms: ms }, input(&words[1..]));
        assert_eq!(describe(core.take_outcome()), expected, "{line}");
        assert_eq!(core.take_outcome(), Outcome::default(), "what was told is not told again");
    }
}

fn describe(Outcome(bits): Outcome) -> String {
    const WHYS: [Why; 10] = [
        Why::Incomplete,
        Why::Held,
        Why::Complete,
        Why::Muted,
        Why::Unsampled,
        Why::Randomized,
        Why::Refused,
        Why::Unfit,
        Why::Empty,
        Why::Repeated,
    ];
    let has = |bit: u32| bits & 1 << bit != 0;
    let kinds = Kind::ALL.into_iter().filter(|kind| has(*kind as u32));
    let whys = WHYS.into_iter().filter(|why| has(16 + *why as u32));
    let recorded: Vec<_> = kinds.map(|kind| kind.name().to_owned()).collect();
    let whys: Vec<_> = whys.map(|why| format!("{why:?}")).collect();
    if recorded.is_empty() { whys.first().cloned().unwrap_or_default() } else { recorded.join(" ") }
}

#[test]
fn what_is_recorded_is_named() {
    check_outcomes(
        "0 started
        9 press r1 up -> rated
        9 press r1 reasons is too_long -> reasoned
        9 press r1 outcome is worked -> outcome
        9 press r1 share -> acted
        9 press r1 regenerate -> regenerated
        9 press r1 show is r2 -> switched
        9 press r1 prefer is r2 -> preferred
        9 copy r1 0..10/10 -> copied",
    );
}

#[test]
fn where_one_randomised_answer_is_all_nothing_else_is_recorded() {
    check_outcomes(
        "with epsilon 100
        0 started
        9 press r1 up -> Randomized
        9 press r1 share -> Randomized",
    );
}

#[test]
fn what_waits_for_the_answer_is_told_apart_from_what_comes_too_late() {
    check_outcomes(
        "0 started
        9 appeared r1 streaming
        9 press r1 up -> Incomplete
        9 copy r1 0..10/10 button -> Incomplete
        9 press r1 stop -> stopped
        20 grown r1 complete
        20 press r1 stop -> Complete",
    );
}

#[test]
fn what_is_held_is_told_and_what_becomes_of_it() {
    check_outcomes(
        "0 started
        0 appeared r1 unstated chars 80
        9 press r1 up -> Held
        20 grown r1 unstated chars 90 -> Incomplete
        30 press r1 up -> Held
        1020 woken -> rated",
    );
    check_outcomes(
        "0 started
        0 appeared r1 unstated chars 80
        9 copy r1 0..80/80 button -> Held
        20 grown r1 unstated chars 90 -> Incomplete
        30 copy r1 0..90/90 button -> Held
        31 copy r1 0..90/90 -> Repeated
        1020 woken -> copied",
    );
}

#[test]
fn what_was_said_before_is_repeated() {
    check_outcomes(
        "0 started
        9 press r1 up -> rated
        9 press r1 up -> Repeated
        9 press r1 reasons is too_long -> reasoned
        9 press r1 reasons is too_long -> Repeated
        9 preload r2 up -> Repeated
        9 copy r1 0..10/10 button -> copied
        10 copy r1 0..10/10 -> Repeated",
    );
}

#[test]
fn a_value_that_does_not_fit_its_action_is_unfit() {
    check_outcomes(
        "0 started
        9 press r1 stars 7 -> Unfit
        9 press r1 stars 2.5 -> Unfit
        9 press r1 outcome is great -> Unfit
        9 press r1 show -> Unfit
        9 press r1 show is r1 -> Unfit
        9 press r1 prefer -> Unfit
        9 press r1 reasons is a,,b -> Unfit
        9 copy r1 10..10/10 -> Empty",
    );
}

#[test]
fn what_the_host_or_chance_or_the_reader_left_out_is_told_apart() {
    check_outcomes(
        "with muted acted
        0 started
        9 press r1 share -> Muted
        9 opted out of new
        9 press r1 up -> rated
        9 press r2@c2 up -> Refused",
    );
    check_outcomes(
        "with sample_rate 0.5
        with chances 0.7
        0 started
        9 press r1 up -> Unsampled",
    );
}
