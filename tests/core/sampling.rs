//! When the page is measured, and when it is left in peace.

use tellback::core::time::Now;

use crate::inputs::input;
use crate::script::{check, core};

#[test]
fn a_page_that_is_not_shown_is_not_measured() {
    check("0 started\n 1 active\n 2 moved\n 3 grown r1 streaming\n 4 woken", "0 observe");
}

#[test]
fn answers_in_view_are_measured_four_times_a_second() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        250 woken
        252 view r1 0..400/1000
        502 woken",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        250 measure
        250 wake 250
        252 wake 250
        502 measure
        502 wake 250",
    );
}

#[test]
fn with_nothing_in_view_there_is_no_timer_until_something_happens() {
    check(
        "0 started
        0 shown
        0 woken
        1 view nothing
        2 active
        30 moved
        31 moved
        75 woken
        76 view nothing
        77 grown r1 streaming
        325 woken
        326 view nothing
        327 appeared r2 complete
        375 woken
        376 view nothing
        377 changed
        625 woken
        626 view nothing
        9000 moved",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        1 wake never
        2 wake 250
        30 wake 45
        75 measure
        75 wake 250
        76 wake never
        77 wake 248
        325 measure
        325 wake 250
        326 wake never
        327 wake 48
        375 measure
        375 wake 250
        376 wake never
        377 wake 248
        625 measure
        625 wake 250
        626 wake never
        9000 measure
        9000 wake 250",
    );
}

#[test]
fn what_moves_is_measured_at_once_and_at_most_every_50_ms() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        130 moved
        131 view r1 100..500/1000
        140 moved
        150 moved
        180 moved
        181 view r1 200..600/1000
        300 changed",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        130 measure
        130 wake 250
        131 wake 119
        140 wake 65
        180 measure
        180 wake 250
        181 wake 69",
    );
}

#[test]
fn what_has_stopped_moving_is_measured_once_more() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        130 moved
        131 view r1 100..500/1000
        147 moved
        205 woken
        206 view r1 200..600/1000",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        130 measure
        130 wake 250
        131 wake 119
        147 wake 58
        205 measure
        205 wake 250
        206 wake 50",
    );
}

#[test]
fn what_moves_while_the_reader_is_away_is_not_measured() {
    check(
        "0 started
        0 shown
        0 woken
        0 view nothing
        30001 moved
        30002 moved
        30003 active
        30003 woken",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        0 wake never
        30003 wake 0
        30003 measure
        30003 wake 250",
    );
}

#[test]
fn a_part_that_would_be_the_deepest_is_looked_at_again_after_a_tick() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        100 moved
        100 view r1 100..500/1000
        200 moved
        200 view r1 0..400/1000
        250 woken
        250 view r1 0..400/1000
        500 woken
        500 view r1 0..400/1000",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        100 measure
        100 wake 250
        100 wake 150
        200 measure
        200 wake 250
        200 wake 50
        250 measure
        250 wake 250
        500 measure
        500 wake 250",
    );
}

#[test]
fn what_grows_moves_what_stands_below_it() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        20 grown r0 streaming
        50 woken
        50 view r1 100..500/1000
        60 grown r0 streaming",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        20 wake 30
        50 measure
        50 wake 250
        50 wake 200
        60 wake 40",
    );
}

#[test]
fn a_hidden_page_is_not_measured_until_it_is_shown() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        100 hidden
        101 moved
        102 active
        103 grown r1 streaming
        104 view r1 0..400/1000
        105 woken
        106 hidden
        107 shown
        108 shown",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        100 send 0 A #0 viewed r1 chars=1000 depth_pct=0 dwell_ms=100 visits=1
        100 wake never
        107 wake 143",
    );
}

#[test]
fn a_hidden_page_is_not_measured_for_a_late_sign_of_life_either() {
    check("0 started\n 0 shown\n 1 hidden\n 31000 active", "0 observe\n 0 wake 0\n 1 wake never");
}

#[test]
fn a_reader_who_is_away_is_left_in_peace_until_a_sign_of_life() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        30000 woken
        30000 view r1 0..400/1000
        30250 woken
        30251 moved
        30252 grown r1 complete
        40000 active
        40000 woken",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        30000 measure
        30000 wake 250
        40000 wake 0
        40000 measure
        40000 wake 250",
    );
}

#[test]
fn a_sign_of_life_keeps_the_measuring_going() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        30000 active
        60000 woken
        60001 view r1 0..400/1000
        60251 woken",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        60000 measure
        60000 wake 250
        60001 wake 250",
    );
}

#[test]
fn a_reader_who_comes_back_before_the_timer_noticed_begins_a_new_visit() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        250 woken
        250 view r1 0..400/1000
        40000 active",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        250 measure
        250 wake 250
        40000 wake 0",
    );
}

#[test]
fn one_timer_serves_measuring_and_sending() {
    check(
        "0 started
        0 press r1 up
        4900 shown
        4900 woken
        4901 view r1 0..400/1000
        5000 woken
        5001 hidden",
        "0 observe
        0 wake 5000
        4900 wake 0
        4900 measure
        4900 wake 100
        5000 send 0 A #0 rated r1 thumb=up
        5000 wake 151
        5001 send 1 A #1 viewed r1 chars=1000 depth_pct=0 dwell_ms=100 visits=1
        5001 wake never",
    );
}

#[test]
fn a_timer_that_is_early_is_set_again() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        249 woken
        250 woken",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        249 wake 1
        250 measure
        250 wake 250",
    );
}

#[test]
fn until_the_next_look_may_be_taken_it_is_no_news_that_something_moves_on() {
    let mut core = core("");
    for (ms, what, quiet_until) in [
        (0, "started", 0),
        (0, "moved", 0),
        (0, "shown", 0),
        (0, "woken", 0),
        (0, "view r1 0..400/1000", 0),
        // The first time, it says that what was seen had stayed until now.
        (20, "moved", 50),
        (30, "grown r1 streaming", 50),
        (50, "moved", 100),
        (50, "view r1 0..400/1000", 0),
        (60, "grown r1 streaming", 100),
        (100, "woken", 150),
        (100, "view r1 0..400/1000", 0),
    ] {
        let _ = core.handle(Now { ms, unix_ms: ms }, input(&what.split(' ').collect::<Vec<_>>()));
        assert_eq!(core.quiet_until(), quiet_until, "{ms} {what}");
    }
}
