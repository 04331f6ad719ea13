//! What an endpoint's answers do: acknowledge, ask to wait, refuse.

use crate::script::check;

#[test]
fn only_a_delivery_counts_as_one() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        1 stats
        2 delivered 0
        3 stats",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        1 1 captured, 0 delivered, 1 queued
        3 1 captured, 1 delivered, 0 queued",
    );
}

#[track_caller]
fn check_is_temporary(status: u16) {
    check(
        &format!(
            "with max_events 1
            0 started
            0 press r1 up
            100 failed 0 {status} after 200
            300 woken"
        ),
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        100 wake 200
        300 send 1 A #0 rated r1 thumb=up",
    );
}

#[test]
fn what_may_succeed_later_is_tried_again() {
    for status in [0, 408, 429, 500, 502, 503, 504] {
        check_is_temporary(status);
    }
}

#[test]
fn an_answer_that_only_leads_elsewhere_is_no_answer() {
    for status in [301, 302, 303, 304, 307, 308] {
        check_is_temporary(status);
    }
}

#[test]
fn every_failure_of_the_server_may_succeed_later() {
    for status in [501, 505, 507, 520, 522, 529, 599] {
        check_is_temporary(status);
    }
}

#[test]
fn what_was_refused_for_good_is_given_up() {
    for status in [400, 401, 403, 404, 405, 410, 415, 422] {
        check(
            &format!(
                "with max_events 2
                0 started
                0 press r1 save x2
                1 failed 0 {status}
                2 stats"
            ),
            "0 observe
            0 wake 5000
            0 send 0 A #0-1 acted r1 action=save
            2 2 captured, 0 delivered, 0 queued, 2 rejected",
        );
    }
}

#[test]
fn a_retry_comes_once_in_each_of_windows_that_grow() {
    // The stream has drawn twice, and each failure draws once. The windows are 1, 1.5 and 2.25 s.
    check(
        "with max_events 1
        with chances 0 0 0.5 0.25 0.75
        0 started
        0 press r1 up
        0 failed 0 0
        500 woken
        500 failed 1 503
        1375 woken
        1375 failed 2 500
        4187 woken",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 wake 500
        500 send 1 A #0 rated r1 thumb=up
        500 wake 875
        1375 send 2 A #0 rated r1 thumb=up
        1375 wake 2812
        4187 send 3 A #0 rated r1 thumb=up",
    );
}

#[test]
fn no_wait_is_longer_than_five_minutes() {
    let mut script =
        String::from("with max_events 1\n with chances 0.5\n 0 started\n 0 press r1 up\n");
    let mut expected = String::from("0 observe\n 0 send 0 A #0 rated r1 thumb=up\n");
    let (mut now, mut window, mut window_until) = (0, 0, 0);
    for failure in 0..40 {
        window = (window * 3 / 2).clamp(1_000, 150_000);
        let wait = window_until + window / 2 - now;
        window_until += window;
        assert!(wait <= 300_000);
        script.push_str(&format!("{now} failed {failure} 503\n"));
        expected.push_str(&format!("{now} wake {wait}\n"));
        now += wait;
        script.push_str(&format!("{now} woken\n"));
        expected.push_str(&format!("{now} send {} A #0 rated r1 thumb=up\n", failure + 1));
    }
    check(&script, &expected);
}

#[test]
fn what_fails_together_is_one_failure() {
    check(
        "with max_events 1
        with chances 0.5
        0 started
        0 press r1 save x3
        0 failed 0 503
        0 failed 1 503
        1 failed 2 503",
        "0 observe
        0 send 0 A #0 acted r1 action=save
        0 send 1 A #1 acted r1 action=save
        0 send 2 A #2 acted r1 action=save
        0 wake 500",
    );
}

#[test]
fn a_success_makes_the_next_wait_short_again() {
    check(
        "with max_events 1
        with chances 0.5
        0 started
        0 press r1 up
        0 failed 0 503
        500 woken
        500 failed 1 503
        1750 woken
        1750 delivered 2
        2500 press r1 down
        2500 failed 3 503",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 wake 500
        500 send 1 A #0 rated r1 thumb=up
        500 wake 1250
        1750 send 2 A #0 rated r1 thumb=up
        2500 send 3 A #1 rated r1 thumb=down
        2500 wake 500",
    );
}

#[test]
fn the_endpoint_may_ask_for_a_longer_wait() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        0 failed 0 429 after 90000
        90000 woken",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 wake 90000
        90000 send 1 A #0 rated r1 thumb=up",
    );
}

#[test]
fn our_own_wait_comes_on_top_so_that_not_all_pages_come_back_at_the_moment_they_were_told() {
    check(
        "with max_events 1
        with chances 0.5
        0 started
        0 press r1 up
        0 failed 0 429 after 90000",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 wake 101250",
    );
}

#[test]
fn a_network_that_is_back_ends_our_own_wait() {
    check(
        "with max_events 1
        with chances 0.5
        0 started
        0 press r1 up
        0 failed 0 0
        100 reconnected",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 wake 500
        100 send 1 A #0 rated r1 thumb=up
        100 wake never",
    );
}

#[test]
fn a_network_that_is_back_does_not_end_what_the_endpoint_asked_for() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        0 failed 0 503 after 9000
        100 reconnected",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 wake 9000",
    );
}

#[test]
fn a_network_that_is_back_hurries_nothing_that_is_in_no_hurry() {
    check(
        "0 started
        0 press r1 up
        100 reconnected",
        "0 observe
        0 wake 5000",
    );
}

#[test]
fn the_endpoint_cannot_ask_for_more_than_a_day() {
    check(
        &format!(
            "with max_events 1
            0 started
            0 press r1 up
            0 failed 0 503 after {}",
            u64::MAX
        ),
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 wake 86400000",
    );
}

#[test]
fn what_the_endpoint_asked_for_holds_whatever_else_was_delivered() {
    for answers in
        ["1 delivered 0\n 1 failed 1 429 after 9000", "1 failed 1 429 after 9000\n 1 delivered 0"]
    {
        check(
            &format!("with max_events 1\n 0 started\n 0 press r1 save x2\n {answers}"),
            "0 observe
            0 send 0 A #0 acted r1 action=save
            0 send 1 A #1 acted r1 action=save
            1 wake 9000",
        );
    }
}

#[test]
fn our_own_wait_ends_with_the_first_success() {
    check(
        "with max_events 1
        with chances 0.5
        0 started
        0 press r1 save x2
        1 failed 0 503
        2 delivered 1",
        "0 observe
        0 send 0 A #0 acted r1 action=save
        0 send 1 A #1 acted r1 action=save
        1 wake 500
        2 send 2 A #0 acted r1 action=save
        2 wake never",
    );
}

#[test]
fn while_the_endpoint_asks_to_wait_new_events_wait_too() {
    check(
        "with max_events 2
        0 started
        0 press r1 save x2
        0 failed 0 503 after 9000
        1 press r2 save x2
        9000 woken",
        "0 observe
        0 wake 5000
        0 send 0 A #0-1 acted r1 action=save
        0 wake 9000
        9000 send 1 A #0-1 acted r1 action=save
        9000 send 2 A #2-3 acted r2 action=save",
    );
}

#[test]
fn a_retry_takes_along_what_has_come_since() {
    check(
        "with max_events 3
        0 started
        0 press r1 save
        1 flushed
        2 failed 0 503 after 9000
        3 press r2 save
        9002 woken",
        "0 observe
        0 wake 5000
        1 send 0 A #0 acted r1 action=save
        1 wake never
        2 wake 9000
        9002 send 1 A #0 acted r1 action=save, #1 acted r2 action=save",
    );
}

#[test]
fn a_page_that_is_left_does_not_wait() {
    for leaving in ["hidden", "flushed", "stopped"] {
        let ends = if leaving == "stopped" { "10 unobserve" } else { "" };
        check(
            &format!(
                "with max_events 1
                0 started
                0 press r1 up
                0 failed 0 503 after 9000
                10 {leaving}"
            ),
            &format!(
                "0 observe
                0 send 0 A #0 rated r1 thumb=up
                0 wake 9000
                {ends}
                10 send 1 A #0 rated r1 thumb=up
                10 wake never"
            ),
        );
    }
}

#[test]
fn a_batch_that_is_too_large_is_halved() {
    check(
        "with max_events 4
        0 started
        0 press r1 save x4
        1 failed 0 413
        2 failed 1 413
        3 delivered 2
        3 delivered 3
        4 delivered 4
        5 stats",
        "0 observe
        0 wake 5000
        0 send 0 A #0-3 acted r1 action=save
        1 send 1 A #0-1 acted r1 action=save
        1 send 2 A #2-3 acted r1 action=save
        2 send 3 A #0 acted r1 action=save
        2 send 4 A #1 acted r1 action=save
        5 4 captured, 4 delivered, 0 queued",
    );
}

#[test]
fn an_event_that_is_too_large_alone_is_given_up() {
    check(
        "with max_events 2
        0 started
        0 press r1 save x2
        1 failed 0 413
        2 failed 1 413
        3 delivered 2
        4 stats",
        "0 observe
        0 wake 5000
        0 send 0 A #0-1 acted r1 action=save
        1 send 1 A #0 acted r1 action=save
        1 send 2 A #1 acted r1 action=save
        4 2 captured, 1 delivered, 0 queued, 1 too_large",
    );
}

#[test]
fn every_success_doubles_the_batches_again() {
    check(
        "with max_events 4
        0 started
        0 press r1 save x4
        1 failed 0 413
        2 failed 1 413
        2 failed 2 413
        3 delivered 3
        4 press r2 save x4
        5 flushed",
        "0 observe
        0 wake 5000
        0 send 0 A #0-3 acted r1 action=save
        1 send 1 A #0-1 acted r1 action=save
        1 send 2 A #2-3 acted r1 action=save
        2 send 3 A #0 acted r1 action=save
        2 send 4 A #1 acted r1 action=save
        2 send 5 A #2 acted r1 action=save
        2 send 6 A #3 acted r1 action=save
        4 wake 5000
        4 send 7 A #4-5 acted r2 action=save
        4 send 8 A #6-7 acted r2 action=save",
    );
}

#[test]
fn answers_may_come_in_any_order_and_more_than_once() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        0 press r2 up
        0 press r3 up
        1 delivered 2
        1 delivered 2
        1 failed 2 400
        2 failed 0 400
        2 delivered 0
        3 delivered 1
        4 stats",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 send 1 A #1 rated r2 thumb=up
        0 send 2 A #2 rated r3 thumb=up
        4 3 captured, 2 delivered, 0 queued, 1 rejected",
    );
}

#[test]
fn an_answer_to_a_request_that_nobody_made_is_ignored() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        1 delivered 7
        1 failed 7 503
        1 failed 7 413
        1 failed 7 400
        2 stats",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        2 1 captured, 0 delivered, 1 queued",
    );
}

#[test]
fn a_retry_is_another_request_with_the_same_events() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        0 failed 0 503
        1 failed 0 503
        2 delivered 0
        3 stats
        4 delivered 1
        5 stats",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 send 1 A #0 rated r1 thumb=up
        3 1 captured, 0 delivered, 1 queued
        5 1 captured, 1 delivered, 0 queued",
    );
}
