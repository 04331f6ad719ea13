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
fn with_nothing_in_view_there_is_no_timer_until_something_happens() {
    check(
        "0 started
        0 shown
        0 woken
        1 view nothing
        2 active
        30 moved
        31 moved
        50 woken
        51 view nothing
        52 grown r1 streaming
        300 woken
        301 view nothing
        302 appeared r2 complete
        350 woken
        351 view nothing
        352 changed
        600 woken
        601 view nothing
        9000 moved",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        1 wake never
        2 wake 250
        30 wake 20
        50 measure
        50 wake 250
        51 wake never
        52 wake 248
        300 measure
        300 wake 250
        301 wake never
        302 wake 48
        350 measure
        350 wake 250
        351 wake never
        352 wake 248
        600 measure
        600 wake 250
        601 wake never
        9000 wake 0",
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
        131 moved
        131 woken
        131 view r1 100..500/1000
        140 moved
        150 moved
        181 woken
        181 view r1 200..600/1000
        300 changed",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        130 wake 0
        131 measure
        131 wake 250
        131 wake 119
        140 wake 41
        181 measure
        181 wake 250
        181 wake 69",
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
        100 woken
        100 view r1 100..500/1000
        200 moved
        200 woken
        200 view r1 0..400/1000
        250 woken
        250 view r1 0..400/1000
        500 woken
        500 view r1 0..400/1000",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        100 wake 0
        100 measure
        100 wake 250
        100 wake 150
        200 wake 0
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
