//! How long and how often an answer was read, and when that is said.

use proptest::prelude::*;
use tellback::core::reading::Reading;

use crate::arbitrary::cases;
use crate::inputs::look;
use crate::script::{check, check_events};

/// Whether an answer that stands like this counts as in view.
#[track_caller]
fn check_in_view(view: &str, expected: bool) {
    let viewed = "viewed r1 chars=1000 depth_pct=0 dwell_ms=200 visits=1";
    let script = format!("0 see r1 {view}\n 200 hidden");
    check_events(&script, if expected { viewed } else { "" });
}

#[test]
fn half_of_an_answer_is_in_view() {
    check_in_view("0..500/1000 in 2000", true);
    check_in_view("0..499/1000 in 2000", false);
    check_in_view("500..1000/1000 in 2000", true);
    check_in_view("250..749/1000 in 2000", false);
    check_in_view("0..40/40 in 2000", true);
}

#[test]
fn an_answer_that_fills_half_of_the_window_is_in_view() {
    check_in_view("4000..4300/10000 in 600", true);
    check_in_view("4000..4299/10000 in 600", false);
}

#[test]
fn an_answer_of_which_nothing_shows_is_not_in_view() {
    check_in_view("0..0/0 in 600", false);
    check_in_view("0..0/1000 in 0", false);
}

#[test]
fn the_time_in_view_is_counted() {
    check_events(
        "1000 see r1 0..400/1000
        1000 moved
        4000 see nothing
        5000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=3000 visits=1",
    );
}

#[test]
fn an_answer_that_leaves_the_page_and_comes_back_is_read_on() {
    check_events(
        "0 appeared r1 complete
        0 see r1 0..400/1000
        1000 see nothing
        1000 vanished r1
        3000 appeared r1 complete
        3000 see r1 400..800/1000
        4000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=1000 visits=1
        viewed r1 chars=1000 depth_pct=80 dwell_ms=2000 visits=2",
    );
}

#[test]
fn an_answer_that_is_put_into_another_element_between_two_looks_is_read_on() {
    check_events(
        "0 see r1 0..400/1000
        1010 vanished r1
        1010 appeared r1 complete
        2000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=2000 visits=1",
    );
}

#[test]
fn a_short_look_at_what_moves_by_is_counted_as_it_was() {
    check_events(
        "0 see nothing
        1010 see r1 0..400/1000
        1010 moved
        1130 see nothing
        1130 moved
        1260 see r1 0..400/1000
        1260 moved
        1340 see nothing
        1340 moved
        5000 hidden",
        "viewed r1 chars=1000 depth_pct=0 dwell_ms=100 visits=1
        viewed r1 chars=1000 depth_pct=0 dwell_ms=200 visits=2",
    );
}

#[test]
fn the_time_partly_in_view_is_not_counted() {
    check_events(
        "0 see r1 0..400/1000
        2000 see r1 900..1000/1000
        6000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=2000 visits=1
        viewed r1 chars=1000 depth_pct=100 dwell_ms=2000 visits=1",
    );
}

#[test]
fn what_was_read_is_said_as_soon_as_the_answer_goes_out_of_view() {
    check(
        "0 started
        0 shown
        0 view r1 0..600/1000
        250 view r1 0..600/1000
        500 view r1 900..1000/1000
        500 flushed
        500 delivered 0
        750 view nothing
        750 flushed",
        "0 observe
        0 wake 0
        0 wake 250
        250 wake 250
        500 wake 250
        500 send 0 A #0 viewed r1 chars=1000 depth_pct=60 dwell_ms=500 visits=1
        750 wake never",
    );
}

#[test]
fn an_answer_that_is_on_the_page_twice_is_read_where_it_comes_first() {
    check_events(
        "0 see r1 0..400/1000, r1 900..1000/1000
        2000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=2000 visits=1",
    );
}

#[test]
fn an_answer_that_was_never_in_view_was_not_read() {
    check_events("0 see r1 0..90/1000\n 9000 hidden", "");
}

#[test]
fn each_answer_in_view_has_its_own_time() {
    check_events(
        "0 see r1 0..300/300, r2 0..290/1000
        1000 see r1 200..300/300, r2 0..500/1000
        3000 hidden",
        "viewed r1 chars=1000 depth_pct=100 dwell_ms=1000 visits=1
        viewed r2 chars=1000 depth_pct=50 dwell_ms=2000 visits=1",
    );
}

#[test]
fn time_counts_for_thirty_seconds_after_a_sign_of_life() {
    check_events(
        "0 see r1 0..400/1000
        80000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=30000 visits=1",
    );
    check_events(
        "0 see r1 0..400/1000
        20000 active
        80000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=50000 visits=1",
    );
}

#[test]
fn a_reader_who_comes_back_reads_on() {
    check_events(
        "0 see r1 0..400/1000
        40000 active
        80000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=30000 visits=1
        viewed r1 chars=1000 depth_pct=40 dwell_ms=60000 visits=2",
    );
}

#[test]
fn a_machine_that_sleeps_does_not_read() {
    check_events(
        "0 see r1 0..400/1000
        2001 active
        20000 slept
        21000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=3000 visits=1",
    );
}

#[test]
fn a_gap_of_two_ticks_counts_and_a_longer_one_does_not() {
    check(
        "0 started
        0 shown
        0 view r1 0..400/1000
        500 view r1 0..400/1000
        500 hidden",
        "0 observe
        0 wake 0
        0 wake 250
        500 wake 250
        500 send 0 A #0 viewed r1 chars=1000 depth_pct=40 dwell_ms=500 visits=1
        500 wake never",
    );
    check(
        "0 started
        0 shown
        0 view r1 0..400/1000
        501 view r1 0..400/1000
        501 hidden",
        "0 observe
        0 wake 0
        0 wake 250
        501 wake 250
        501 wake never",
    );
}

#[test]
fn reading_is_reported_when_the_answer_leaves_the_view() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        250 woken
        250 view nothing
        5250 woken",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        250 measure
        250 wake 250
        250 wake 5000
        5250 send 0 A #0 viewed r1 chars=1000 depth_pct=0 dwell_ms=300 visits=1",
    );
}

#[test]
fn reading_is_reported_when_the_page_hides() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        250 woken
        250 view r1 0..400/1000
        400 hidden",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        250 measure
        250 wake 250
        400 send 0 A #0 viewed r1 chars=1000 depth_pct=40 dwell_ms=400 visits=1
        400 wake never",
    );
}

#[test]
fn reading_is_reported_when_the_reader_goes_away() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        250 woken
        250 view r1 0..400/1000
        29900 active
        29900 view r1 0..400/1000
        60000 woken",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        250 measure
        250 wake 250
        29900 wake 250
        60000 wake 5000",
    );
}

#[test]
fn reading_is_reported_when_capture_stops() {
    check_events(
        "0 see r1 0..400/1000
        2000 stopped",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=2000 visits=1",
    );
}

#[test]
fn what_has_been_said_is_not_said_again() {
    check(
        "0 started
        0 shown
        0 view r1 0..400/1000
        250 view nothing
        300 hidden
        400 shown
        401 hidden
        402 stopped",
        "0 observe
        0 wake 0
        0 wake 250
        250 wake 5000
        300 send 0 A #0 viewed r1 chars=1000 depth_pct=0 dwell_ms=300 visits=1
        300 wake never
        400 wake 0
        401 wake never
        402 unobserve",
    );
    check_events(
        "0 see r1 0..400/1000
        2000 see nothing
        3000 see r1 0..90/1000
        3000 moved
        4000 see nothing
        5000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=2000 visits=1",
    );
}

#[test]
fn a_later_report_holds_all_of_the_reading() {
    check_events(
        "0 see r1 0..400/1000
        2000 see nothing
        3000 see r1 600..1000/1000
        3000 moved
        4000 see nothing
        5000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=2000 visits=1
        viewed r1 chars=1000 depth_pct=100 dwell_ms=3000 visits=2",
    );
}

#[test]
fn every_coming_into_view_is_a_visit() {
    check_events(
        "0 see r1 0..600/1000
        1000 see r1 900..1000/1000
        2000 see r1 400..1000/1000
        3000 hidden
        4000 shown
        6000 hidden",
        "viewed r1 chars=1000 depth_pct=60 dwell_ms=1000 visits=1
        viewed r1 chars=1000 depth_pct=100 dwell_ms=2000 visits=2
        viewed r1 chars=1000 depth_pct=100 dwell_ms=4000 visits=3",
    );
}

#[test]
fn an_answer_is_as_long_as_when_it_was_last_seen() {
    check_events(
        "0 see r1 0..400/1000 chars 120
        1000 see r1 0..400/1000 chars 1260
        2000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=2000 visits=1",
    );
}

#[test]
fn one_handle_in_two_conversations_is_read_apart() {
    check_events(
        "0 see r1@c1 0..400/1000
        1000 see r1@c2 0..400/1000
        2000 press r2@c1 save
        3000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=1000 visits=1
        acted r2 action=save
        viewed r1 chars=1000 depth_pct=40 dwell_ms=2000 visits=1",
    );
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn nobody_reads_longer_than_they_are_there(
        gaps in prop::collection::vec(prop_oneof![4 => 0..600_u64, 1 => 0..9_000_u64], 1..60),
        active_until in 0..20_000_u64,
    ) {
        let mut reading = Reading::default();
        let (mut now, mut awake) = (0, 0);
        for gap in gaps {
            reading.sample(now, &look(0.0, 400.0, 400.0, 9), active_until);
            now += gap;
            awake += if gap <= 500 { gap } else { 0 };
            let dwell_ms = reading.dwell_ms(now, active_until);
            prop_assert!(dwell_ms <= awake && dwell_ms <= active_until);
            prop_assert!(now > active_until || dwell_ms == awake);
        }
    }
}
