//! When the page is measured, and when it is left in peace.

use crate::script::check;

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
fn with_nothing_in_view_there_is_no_timer_until_something_moves() {
    check(
        "0 started
        0 shown
        0 woken
        1 view nothing
        2 active
        100 moved
        101 moved
        250 woken
        251 view nothing
        252 grown r1 streaming
        500 woken
        501 view nothing
        502 appeared r2 complete
        750 woken
        751 view nothing
        9000 moved",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        1 wake never
        100 wake 150
        250 measure
        250 wake 250
        251 wake never
        252 wake 248
        500 measure
        500 wake 250
        501 wake never
        502 wake 248
        750 measure
        750 wake 250
        751 wake never
        9000 wake 0",
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
