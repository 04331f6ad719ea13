//! What is said of a conversation when the reader goes.

use crate::script::check_events;

#[test]
fn a_page_that_is_left_says_how_much_there_was() {
    check_events(
        "with left
        0 see r1 0..400/1000
        4000 press r1 up
        4010 appeared r2 complete
        9000 see nothing
        12000 hidden",
        "rated r1 thumb=up
        viewed r1 chars=1000 depth_pct=40 dwell_ms=9000 visits=1
        left duration_ms=9000 last=rated turns=2",
    );
}

#[test]
fn a_reader_who_only_read_has_done_nothing() {
    check_events(
        "with left
        0 see r1 0..400/1000
        3000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=3000 visits=1
        left duration_ms=3000 last=none turns=1",
    );
}

#[test]
fn a_conversation_that_is_opted_out_is_not_left() {
    check_events(
        "with left
        0 press r1@c1 up
        100 withdrawn r1
        3000 hidden",
        "",
    );
    // Also one of which something has been delivered, but not one that goes on.
    check_events(
        "with left
        0 press r1@c1 up
        0 press r3@c2 up
        6000 withdrawn r1
        7000 appeared r4@c2 complete
        9000 hidden",
        "rated r1 thumb=up
        rated r3 thumb=up
        left duration_ms=7000 last=rated turns=2",
    );
    check_events(
        "with left
        0 press r1 up
        0 press r2 up
        6000 withdrawn r1
        9000 hidden",
        "rated r1 thumb=up
        rated r2 thumb=up
        left duration_ms=0 last=rated turns=1",
    );
}

#[test]
fn leaving_what_was_never_met_says_nothing() {
    check_events("with left\n 0 see nothing\n 3000 hidden\n 4000 stopped", "");
}

#[test]
fn a_conversation_in_which_nothing_happened_is_not_left() {
    check_events(
        "with left
        0 appeared r1@c1 complete
        0 press r2@c2 up
        1000 hidden",
        "rated r2 thumb=up
        left duration_ms=0 last=rated turns=1",
    );
}

#[test]
fn what_the_host_does_not_capture_has_happened_all_the_same() {
    check_events(
        "with left
        with muted viewed
        0 see r1 0..400/1000
        3000 hidden
        3010 hidden",
        "left duration_ms=3000 last=none turns=1",
    );
}

#[test]
fn coming_and_going_without_a_reaction_is_said_once() {
    check_events(
        "with left
        0 press r1 up
        1000 hidden
        2000 shown
        3000 hidden
        4000 shown
        5000 press r1 share
        6000 hidden
        7000 hidden
        8000 stopped",
        "rated r1 thumb=up
        left duration_ms=0 last=rated turns=1
        acted r1 action=share
        left duration_ms=5000 last=acted turns=1",
    );
}

#[test]
fn every_conversation_is_left() {
    check_events(
        "with left
        0 press r1@c1 up
        10 press r1@c2 down
        20 press r2@c1 share
        1000 stopped",
        "rated r1 thumb=up
        acted r2 action=share
        left duration_ms=100 last=acted turns=2
        rated r1 thumb=down
        left duration_ms=0 last=rated turns=1",
    );
}

#[test]
fn a_conversation_that_rests_is_left_under_its_old_name() {
    check_events(
        "with left
        0 press r1@c1 up
        1800001 press r2@c2 up
        1800002 flushed",
        "rated r1 thumb=up
        left duration_ms=0 last=rated turns=1
        rated r2 thumb=up",
    );
}

#[test]
fn a_refusal_is_no_leaving() {
    check_events("with left\n 0 press r1 up\n 10 opted out\n 20 hidden", "");
}

#[test]
fn versions_of_an_answer_are_one_turn() {
    check_events(
        "with left
        0 press r1 regenerate
        1 appeared r2 complete instead_of r1
        2 press r3 share
        3 hidden",
        "regenerated r1 after_ms=0 dwell_ms=0
        acted r3 action=share
        left duration_ms=100 last=acted turns=2",
    );
}
