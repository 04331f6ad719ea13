//! Reasons, outcomes, edits, follow-ups and stops, from controls and from calls.

use crate::script::{check, check_events};

#[test]
fn reasons_replace_those_that_were_given_before() {
    check_events(
        "0 press r1 down
        1 press r1 reasons is too_long
        2 press r1 reasons is too_long,off_topic
        3 call r1 reasons is too_long,off_topic
        4 press r1 reasons",
        "rated r1 thumb=down
        reasoned r1 reasons=[\"too_long\"]
        reasoned r1 reasons=[\"too_long\",\"off_topic\"]
        reasoned r1 reasons=[]",
    );
}

#[test]
fn reasons_go_with_their_vote() {
    check_events(
        "0 press r1 down
        1 press r1 reasons is too_long
        2 press r1 up
        3 press r1 reasons is clear
        4 press r1 up pressed
        5 press r1 up",
        "rated r1 thumb=down
        reasoned r1 reasons=[\"too_long\"]
        rated r1 thumb=up
        reasoned r1 reasons=[]
        reasoned r1 reasons=[\"clear\"]
        rated r1 thumb=none
        reasoned r1 reasons=[]
        rated r1 thumb=up",
    );
}

#[test]
fn reasons_that_come_before_the_vote_are_given_for_it() {
    check_events(
        "0 press r1 reasons is too_long
        1 press r1 down
        2 press r1 down pressed",
        "reasoned r1 reasons=[\"too_long\"]
        rated r1 thumb=down
        rated r1 thumb=none
        reasoned r1 reasons=[]",
    );
}

#[test]
fn the_same_vote_again_keeps_its_reasons() {
    check_events(
        "0 press r1 down
        1 press r1 reasons is too_long
        2 call r1 down",
        "rated r1 thumb=down
        reasoned r1 reasons=[\"too_long\"]",
    );
}

#[test]
fn what_is_no_list_of_words_is_no_reason() {
    check_events(
        "0 press r1 reasons is too-long,
        1 press r1 reasons is a@b
        2 press r1 reasons is a,b,c,d,e,f,g,h,i",
        "",
    );
}

#[test]
fn a_vote_of_an_earlier_visit_is_not_recorded_again() {
    check_events(
        "0 preload r1 up
        1 press r1 up
        2 press r1 up pressed
        3 preload r2 stars 4
        4 call r2 unrate",
        "rated r1 thumb=none
        rated r2 stars=0",
    );
}

#[test]
fn nothing_is_judged_before_it_is_complete() {
    check_events(
        "0 appeared r1 streaming
        1000 press r1 up
        1001 press r1 reasons is too_long
        1002 press r1 outcome is worked
        1003 press r1 prefer is r0
        1004 press r1 share
        1005 copy r1 0..10/10 button
        2000 grown r1 complete
        2001 press r1 up",
        "rated r1 thumb=up",
    );
}

#[test]
fn what_is_copied_by_a_button_waits_for_the_end_and_is_as_it_was_then() {
    check_events(
        "0 appeared r1 unstated chars 80
        500 copy r1 0..40/80 button
        1200 press r1 share",
        "copied r1 chars=40 from_pct=0 part=text section=0 share_pct=50 to_pct=50 via=button
        acted r1 action=share",
    );
    // The reader who leaves has judged what there was.
    check_events(
        "0 appeared r1 unstated chars 80
        500 copy r1 0..40/80 button
        600 hidden",
        "copied r1 chars=40 from_pct=0 part=text section=0 share_pct=50 to_pct=50 via=button",
    );
    check_events(
        "0 appeared r1 unstated chars 80
        500 copy r1 0..40/80 button
        600 withdrawn r1
        2000 hidden",
        "",
    );
}

#[test]
fn an_answer_that_is_rendered_anew_may_be_complete_by_then() {
    check_events(
        "0 appeared r1 streaming chars 10
        50 appeared r1 streaming chars 60
        100 appeared r1 complete chars 80
        900 press r1 up
        901 press r1 regenerate",
        "rated r1 thumb=up
        regenerated r1 after_ms=800 dwell_ms=0",
    );
}

#[test]
fn what_says_where_to_go_counts_while_the_answer_streams() {
    check_events(
        "0 appeared r1 streaming
        1000 press r1 regenerate
        1001 press r1 stop
        1002 press r1 followed_up is correction
        1003 press r1 show is r0
        1004 copy r1 0..10/100",
        "regenerated r1 after_ms=0 dwell_ms=0
        stopped r1 after_ms=1000
        followed_up r1 after_ms=0 intent=correction
        switched r1 to=r0
        copied r1 chars=10 from_pct=0 part=text section=0 share_pct=10 to_pct=10 via=selection",
    );
}

#[test]
fn what_the_host_says_counts_at_any_time() {
    check_events("0 appeared r1 streaming\n 9 call r1 up", "rated r1 thumb=up");
}

#[test]
fn an_answer_without_a_stated_state_is_judged_once_it_has_rested() {
    check(
        "with max_events 1
        0 started
        0 appeared r1 unstated chars 80
        900 grown r1 unstated chars 90
        1800 press r1 up
        1899 stats
        1900 woken
        1901 woken",
        "0 observe
        1800 wake 100
        1899 0 captured, 0 delivered, 0 queued
        1900 send 0 A #0 rated r1 thumb=up",
    );
}

#[test]
fn what_is_pressed_while_an_answer_may_grow_counts_if_it_does_not() {
    check_events(
        "0 appeared r1 unstated chars 80
        200 press r1 down
        210 press r1 reasons is too_long
        220 grown r1 unstated chars 80
        1300 woken
        1400 press r1 share",
        "rated r1 thumb=down
        reasoned r1 reasons=[\"too_long\"]
        acted r1 action=share",
    );
    let grows = "grown r1 unstated chars 90";
    for more in [grows, "grown r1 streaming chars 80", "appeared r1 unstated chars 20"] {
        check_events(
            &format!(
                "0 appeared r1 unstated chars 80\n 200 press r1 up\n 300 {more}\n 2000 hidden"
            ),
            "",
        );
    }
    check_events(
        "0 appeared r1 unstated chars 80\n 200 press r1 up\n 300 grown r1 complete chars 80\n 1200 woken",
        "rated r1 thumb=up",
    );
}

#[test]
fn what_is_held_counts_when_its_own_answer_is_complete() {
    check(
        "0 started
        0 appeared r1 unstated chars 80
        600 appeared r2 unstated chars 80
        700 press r2 up
        800 press r1 down
        1000 woken
        1600 woken
        1700 flushed",
        "0 observe
        700 wake 900
        800 wake 200
        1000 wake 600
        1600 wake 4400
        1700 send 0 A #0 rated r1 thumb=down, #1 rated r2 thumb=up
        1700 wake never",
    );
}

#[test]
fn whoever_goes_or_goes_on_has_judged_what_there_was() {
    let pressed = "0 appeared r1 unstated chars 80\n 200 press r1 down";
    for going in ["hidden", "stopped"] {
        check_events(&format!("{pressed}\n 300 {going}"), "rated r1 thumb=down");
    }
    check_events(
        &format!("{pressed}\n 300 press r1 regenerate\n 310 appeared r1 unstated chars 3"),
        "rated r1 thumb=down
        regenerated r1 after_ms=0 dwell_ms=0",
    );
    // Only an answer that is not complete is stopped.
    check_events(
        &format!("{pressed}\n 300 press r1 stop\n 310 grown r1 unstated chars 90\n 2000 hidden"),
        "stopped r1 after_ms=300",
    );
    check_events(&format!("{pressed}\n 300 opted out\n 2000 hidden"), "");
}

#[test]
fn what_changes_in_a_complete_answer_leaves_it_complete() {
    check_events(
        "0 appeared r1 unstated chars 80
        2000 press r1 down
        2010 grown r1 unstated chars 95
        2020 press r1 reasons is too_long
        2030 grown r1 unstated chars 99
        2040 press r1 down pressed",
        "rated r1 thumb=down
        reasoned r1 reasons=[\"too_long\"]
        rated r1 thumb=none
        reasoned r1 reasons=[]",
    );
}

#[test]
fn an_answer_that_was_there_from_the_start_can_be_judged_at_once() {
    check_events(
        "0 press r1 up
        0 appeared r2 complete
        0 press r2 up",
        "rated r1 thumb=up
        rated r2 thumb=up",
    );
}

#[test]
fn a_stop_counts_from_the_first_word() {
    check_events(
        "2000 appeared r1 streaming
        5000 press r1 stop
        5001 grown r1 complete
        6000 press r1 stop
        7000 call r1 stop",
        "stopped r1 after_ms=3000
        stopped r1 after_ms=5000",
    );
}

#[test]
fn a_follow_up_counts_from_when_the_answer_was_complete() {
    check_events(
        "0 appeared r1 streaming
        2000 grown r1 complete
        9000 press r1 followed_up is continuation
        9001 press r1 followed_up is praise
        9002 call r1 followed_up",
        "followed_up r1 after_ms=7000 intent=continuation
        followed_up r1 after_ms=7000 intent=unknown
        followed_up r1 after_ms=7000 intent=unknown",
    );
}

#[test]
fn an_edit_says_what_and_how_much() {
    check_events(
        "0 call r1 edited 0.34 is prompt
        1 call r1 edited 1.2 is response
        2 call r1 edited is response",
        "edited r1 changed_pct=30 what=prompt
        edited r1 changed_pct=100 what=response
        edited r1 changed_pct=0 what=response",
    );
}

#[test]
fn an_outcome_is_one_of_three() {
    check_events(
        "0 press r1 outcome is worked
        1 press r1 outcome is partly
        2 call r1 outcome is failed
        3 press r1 outcome is splendid",
        "outcome r1 worked=yes
        outcome r1 worked=partly
        outcome r1 worked=no",
    );
}

#[test]
fn the_stay_of_the_pointer_is_said_where_there_was_one() {
    check_events(
        "0 copy r1 0..40/100 hover 2345
        1000 copy r1 0..40/100 button hover 0",
        "copied r1 chars=40 from_pct=0 hover_ms=2000 part=text section=0 share_pct=40 to_pct=40 via=selection
        copied r1 chars=40 from_pct=0 hover_ms=0 part=text section=0 share_pct=40 to_pct=40 via=button",
    );
}

#[test]
fn an_answer_that_begins_anew_under_its_name_is_another_one() {
    check_events(
        "0 appeared r1 streaming chars 10
        1000 grown r1 complete chars 800
        1001 press r1 up
        2000 see r1 0..400/1000 chars 800
        2000 moved
        5000 grown r1 streaming chars 12
        5000 see r1 0..100/100 chars 12
        6000 press r1 stop
        8000 grown r1 complete chars 900
        8001 press r1 up
        9000 hidden",
        "rated r1 thumb=up
        viewed r1 chars=800 depth_pct=40 dwell_ms=3000 visits=1
        stopped r1 after_ms=1000
        rated r1 thumb=up
        viewed r1 chars=10 depth_pct=100 dwell_ms=4000 visits=1",
    );
}
