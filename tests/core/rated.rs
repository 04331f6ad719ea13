//! Thumbs and stars, from controls and from calls, and other controls.

use crate::script::check_events;

#[test]
fn a_thumb_is_recorded_as_pressed() {
    check_events(
        "0 press r1 up
        1 press r2 down",
        "rated r1 thumb=up
        rated r2 thumb=down",
    );
}

#[test]
fn the_same_thumb_again_says_nothing() {
    check_events("0 press r1 up\n 1 press r1 up\n 2 call r1 up", "rated r1 thumb=up");
}

#[test]
fn the_other_thumb_replaces_the_first() {
    check_events(
        "0 press r1 up
        1 press r1 down
        2 press r1 up",
        "rated r1 thumb=up
        rated r1 thumb=down
        rated r1 thumb=up",
    );
}

#[test]
fn releasing_a_pressed_thumb_takes_it_back() {
    check_events(
        "0 press r1 up
        1 press r1 up pressed
        2 press r1 up",
        "rated r1 thumb=up
        rated r1 thumb=none
        rated r1 thumb=up",
    );
}

#[test]
fn a_thumb_of_an_earlier_visit_can_be_taken_back() {
    check_events("0 press r1 down pressed", "rated r1 thumb=none");
}

#[test]
fn taking_back_what_was_taken_back_says_nothing() {
    check_events(
        "0 call r1 up
        1 call r1 unrate
        2 call r1 unrate",
        "rated r1 thumb=up
        rated r1 thumb=none",
    );
}

#[test]
fn a_press_by_a_script_is_recorded_as_that_and_nothing_else() {
    check_events(
        "0 press r1 up untrusted
        1 press r1 regenerate untrusted
        2 press r1 save untrusted
        3 copy r1 0..40/100 untrusted",
        "acted r1 action=up by=script
        acted r1 action=regenerate by=script
        acted r1 action=save by=script
        acted r1 action=copy by=script",
    );
}

#[test]
fn a_host_may_report_ratings_itself() {
    check_events(
        "0 call r1 up
        1 call r1 down
        2 call r1 stars 4
        3 call r1 stars 4
        4 call r1 stars 5",
        "rated r1 thumb=up
        rated r1 thumb=down
        rated r1 stars=4
        rated r1 stars=5",
    );
}

#[test]
fn stars_are_taken_back_as_no_stars() {
    check_events("0 call r1 stars 3\n 1 call r1 unrate", "rated r1 stars=3\n rated r1 stars=0");
}

#[test]
fn fewer_stars_are_no_stars_taken_back() {
    // Of four stars that are given, most widgets say that each is pressed.
    check_events(
        "0 press r1 stars 4
        10 press r1 stars 2 pressed
        20 press r1 stars 2 pressed",
        "rated r1 stars=4\n rated r1 stars=2\n rated r1 stars=0",
    );
}

#[test]
fn stars_are_one_to_five() {
    check_events(
        "0 press r1 stars 0
        1 press r1 stars 6
        2 press r1 stars
        3 press r1 stars 2.5
        4 press r1 stars 5
        5 press r1 stars 5 pressed",
        "rated r1 stars=5
        rated r1 stars=0",
    );
}

#[test]
fn the_same_handle_in_two_conversations_is_two_answers() {
    check_events(
        "0 press r1@c1 up
        1 press r1@c2 up
        2 press r1@c1 up",
        "rated r1 thumb=up
        rated r1 thumb=up",
    );
}

#[test]
fn any_other_control_is_recorded_by_its_word_each_time() {
    check_events(
        "0 press r1 save
        1 press r1 save pressed",
        "acted r1 action=save
        acted r1 action=save",
    );
}
