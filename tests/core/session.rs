//! From the start to the end of capture, and clocks that misbehave.

use crate::script::check;

#[test]
fn a_start_observes_once_and_asks_for_no_timer() {
    check("0 started\n 1 started", "0 observe");
}

#[test]
fn stopping_ends_observation_and_sends_what_waits() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        100 press r1 up
        200 stopped",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        200 unobserve
        200 send 0 A #0 rated r1 thumb=up, #1 viewed r1 chars=1000 depth_pct=0 dwell_ms=200 visits=1
        200 wake never",
    );
}

#[test]
fn what_a_stop_sends_is_tried_again() {
    check(
        "0 started
        0 press r1 up
        1 stopped
        2 failed 0 503 after 1000
        1002 woken
        1003 delivered 1
        1004 stats",
        "0 observe
        0 wake 5000
        1 unobserve
        1 send 0 A #0 rated r1 thumb=up
        1 wake never
        2 wake 1000
        1002 send 1 A #0 rated r1 thumb=up
        1004 1 captured, 1 delivered, 0 queued",
    );
}

#[test]
fn after_a_stop_nothing_is_captured() {
    check(
        "0 started
        1 stopped
        2 stopped
        3 shown
        4 active
        5 moved
        6 press r1 up
        7 call r1 up
        8 view r1 0..400/1000
        9 woken
        10 hidden
        11 stats",
        "0 observe
        1 unobserve
        11 0 captured, 0 delivered, 0 queued",
    );
}

#[test]
fn a_stop_is_final() {
    check(
        "0 started
        1 stopped
        2 started
        3 opted in
        4 opted out
        5 opted in",
        "0 observe
        1 unobserve
        4 abort",
    );
    check("0 stopped\n 1 started\n 2 opted in", "");
}

#[test]
fn a_refusal_after_a_stop_ends_what_was_still_to_be_delivered() {
    check(
        "0 started
        0 press r1 up
        1 stopped
        2 opted out
        3 delivered 0
        4 stats",
        "0 observe
        0 wake 5000
        1 unobserve
        1 send 0 A #0 rated r1 thumb=up
        1 wake never
        2 abort
        4 1 captured, 0 delivered, 0 queued, 1 opted_out",
    );
}

#[test]
fn an_input_that_claims_to_be_older_counts_as_of_the_latest() {
    check(
        "10000 started
        10000 press r1 up
        9000 woken
        4000 press r2 up
        14999 woken
        14998 woken
        15000 woken",
        "10000 observe
        10000 wake 5000
        9000 wake 5000
        14999 wake 1
        14998 wake 1
        15000 send 0 A #0 rated r1 thumb=up, #1 rated r2 thumb=up",
    );
}

#[test]
fn a_clock_that_runs_backwards_adds_no_reading() {
    check(
        "10000 started
        10000 shown
        10000 woken
        10000 view r1 0..400/1000
        0 view r1 0..400/1000
        10200 view r1 0..400/1000
        100 view r1 0..400/1000
        100 hidden",
        "10000 observe
        10000 wake 0
        10000 measure
        10000 wake 250
        100 send 0 A #0 viewed r1 chars=1000 depth_pct=0 dwell_ms=200 visits=1
        100 wake never",
    );
}
