//! Which version of an answer the reader prefers, by what they do.

use crate::script::check_events;

/// Runs a script and compares the comparisons alone, one a line: `r2 > r1 regenerated`.
#[track_caller]
fn check(script: &str, expected: &str) {
    let mut muted = String::new();
    for kind in ["regenerated", "rated", "copied", "followed_up", "switched", "edited", "acted"] {
        muted += &format!("with muted {kind}\n");
    }
    let expected: Vec<_> = expected
        .lines()
        .map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            let [better, ">", worse, basis, first] = words[..] else { panic!("{line}") };
            format!(
                "preferred basis={basis} chosen={better} first_shown={first} rejected={worse} verdict=one"
            )
        })
        .collect();
    // A vote has to stand for a while.
    check_events(&format!("{muted}{script}\n60000 active"), &expected.join("\n"));
}

/// r1 is regenerated, and r2 comes in its place.
const REGENERATED: &str = "
    0 press r1 regenerate
    10 appeared r2 streaming instead_of r1
    2000 grown r2 complete
";

#[track_caller]
fn check_after(script: &str, expected: &str) {
    check(&format!("{REGENERATED}{script}"), expected);
}

#[test]
fn a_new_version_that_is_used_is_preferred() {
    for used in ["copy r2 0..10/100", "press r2 up", "press r2 stars 4", "call r2 followed_up"] {
        check_after(&format!("3000 {used}"), "r2 > r1 regenerated r1");
    }
}

#[test]
fn a_use_that_says_nothing_new_is_said_once() {
    check_after("3000 press r2 up\n 4000 copy r2 0..10/100", "r2 > r1 regenerated r1");
}

#[test]
fn a_vote_that_does_not_stand_decides_nothing() {
    check_after("3000 press r2 up\n 9000 press r2 up pressed", "");
    check_after("3000 press r2 up\n 12999 press r2 down", "");
    check_after("3000 press r2 up\n 3060 press r2 up pressed\n 4000 hidden", "");
    check_after("3000 press r2 up\n 4000 hidden\n 5000 press r2 down", "r2 > r1 regenerated r1");
    check_after("3000 press r2 up\n 13001 press r2 down", "r2 > r1 regenerated r1");
    check_after(
        "3000 press r2 up\n 4000 copy r2 0..10/100\n 5000 press r2 down",
        "r2 > r1 regenerated r1",
    );
}

#[test]
fn of_two_versions_that_are_rated_up_neither_is_preferred_by_that() {
    check_after("3000 press r2 up\n 6000 press r1 up", "");
    check_after("3000 press r1 stars 4\n 6000 press r2 stars 5\n 7000 hidden", "");
    check(
        &format!(
            "0 press r1 up\n{}\n 3000 press r2 up",
            &REGENERATED.replace("0 press", "1 press")
        ),
        "",
    );
    check_after("3000 press r1 down\n 6000 press r2 up", "r2 > r1 regenerated r1");
    check_after(
        "3000 press r1 up\n 4000 press r1 up pressed\n 6000 press r2 up",
        "r2 > r1 regenerated r1",
    );
    // To take it along says more than to like it.
    check_after("3000 press r1 up\n 6000 copy r2 0..10/100", "r2 > r1 regenerated r1");
}

#[test]
fn a_vote_that_was_held_decides_as_the_reader_goes() {
    let voted = "0 press r1 regenerate
        10 appeared r2 unstated chars 80 instead_of r1
        500 press r2 up";
    let gone = format!("{voted}\n 4000 slept\n 3000 hidden\n 5000 press r2 down");
    check(&gone, "r2 > r1 regenerated r1");
    // Nobody knew by then whether there was more of it to come.
    check(&format!("{voted}\n 600 hidden"), "");
}

#[test]
fn a_count_of_votes_in_the_answer_is_no_other_text() {
    check_after("3000 press r2 up\n 3050 grown r2 complete chars 81", "r2 > r1 regenerated r1");
}

#[test]
fn what_is_no_use_decides_nothing() {
    for other in [
        "press r2 down",
        "press r2 stars 3",
        "press r2 share",
        "press r2 followed_up is correction",
        "press r2 up untrusted",
        "hidden",
        "stopped",
    ] {
        check_after(&format!("3000 {other}"), "");
    }
}

#[test]
fn a_version_that_still_streams_is_not_used() {
    check(
        "0 press r1 regenerate
        10 appeared r2 streaming instead_of r1
        20 copy r2 0..10/100
        30 call r2 up",
        "",
    );
}

#[test]
fn a_version_that_was_not_complete_when_it_was_left_is_in_no_pair() {
    check(
        "0 appeared r1 streaming
        500 press r1 regenerate
        505 grown r1 complete
        510 appeared r2 complete instead_of r1
        3000 copy r2 0..10/100
        4000 press r2 show is r1
        5000 press r1 up",
        "r1 > r2 switched r1",
    );
}

#[test]
fn a_chain_of_three_gives_the_pairs_that_follow_and_no_others() {
    check_after(
        "3000 press r2 regenerate
        3010 appeared r3 complete instead_of r2
        4000 press r3 up",
        "r3 > r1 regenerated r1
        r3 > r2 regenerated r2",
    );
}

#[test]
fn a_chain_that_is_left_gives_none() {
    check_after(
        "3000 press r2 regenerate
        3010 appeared r3 complete instead_of r2
        4000 press r3 regenerate
        5000 hidden",
        "",
    );
}

#[test]
fn a_return_alone_decides_nothing_however_often_and_long() {
    check_after(
        "3000 press r2 previous
        9500 press r1 next
        9600 press r2 previous
        12000 hidden",
        "",
    );
}

#[test]
fn the_use_of_what_the_reader_returned_to_does() {
    for used in ["copy r1 0..10/100", "press r1 up", "press r1 stars 5", "call r1 followed_up"] {
        check_after(&format!("3000 press r2 previous\n 4000 {used}"), "r1 > r2 switched r1");
    }
}

#[test]
fn who_leafs_back_and_forth_prefers_what_they_use_in_the_end() {
    check_after(
        "3000 press r2 previous
        4000 press r1 next
        5000 press r2 up",
        "r2 > r1 switched r1",
    );
}

#[test]
fn who_thinks_again_and_uses_the_other_one_has_chosen_twice() {
    check_after(
        "3000 press r2 previous
        4000 press r1 up
        5000 press r1 next
        6000 copy r2 0..10/100",
        "r1 > r2 switched r1
        r2 > r1 switched r1",
    );
}

#[test]
fn what_is_used_after_a_return_in_a_chain_is_preferred_over_all_that_were_left() {
    check_after(
        "3000 press r2 regenerate
        3010 appeared r3 complete instead_of r2
        4000 press r3 show is r2
        5000 press r2 followed_up",
        "r2 > r1 switched r1
        r2 > r3 switched r2",
    );
}

#[test]
fn the_first_look_at_a_version_is_no_choice() {
    check(
        "0 appeared r1 complete turn t1
        0 appeared r2 complete turn t1
        1000 press r1 next
        2000 press r2 next
        3000 press r2 up",
        "r2 > r1 switched r1",
    );
}

#[test]
fn the_host_may_name_the_replacement_or_the_turn() {
    check(
        "0 call r1 regenerate is r2
        10 appeared r2 complete
        20 press r2 up",
        "r2 > r1 regenerated r1",
    );
    check(
        "0 appeared r1 complete turn t1
        5 press r1 regenerate
        10 appeared r2 complete turn t1
        20 press r2 up",
        "r2 > r1 regenerated r1",
    );
}

#[test]
fn an_answer_elsewhere_is_no_version() {
    check("0 press r1 regenerate\n 10 appeared r2 complete\n 20 press r2 up", "");
    check(
        "0 press r1 regenerate
        10 appeared r2@c1 complete instead_of r1
        20 press r2@c1 up",
        "",
    );
}

#[test]
fn an_answer_at_the_place_is_no_version_unless_one_was_asked_for() {
    check("10 appeared r2 complete instead_of r1\n 20 press r2 up", "");
    check(
        "0 press r1 regenerate
        5 press r1 followed_up is correction
        10 appeared r2 complete instead_of r1
        20 press r2 up",
        "",
    );
}

#[test]
fn what_answers_another_prompt_is_no_version() {
    check(
        "0 call r1 edited 0.5 is prompt
        10 appeared r2 complete instead_of r1
        20 press r2 up",
        "",
    );
    check(
        "0 press r1 regenerate
        5 call r1 edited 0.5 is prompt
        10 appeared r2 complete instead_of r1
        20 press r2 up",
        "",
    );
    check(
        "0 appeared r1 complete turn t1
        5 press r1 regenerate
        10 appeared r2 complete turn t2 instead_of r1
        20 press r2 up",
        "",
    );
    check(
        "0 call r1 edited 0.5 is response\n 10 appeared r2 complete instead_of r1\n 20 press r2 up",
        "",
    );
}

#[test]
fn a_conversation_that_rested_forgets_what_was_left() {
    check_after("1900000 press r2 up", "");
}

#[test]
fn a_comparison_that_the_reader_was_asked_for() {
    check_events(
        "0 call r2 prefer 1 is r1
        1 call r1 tie 0 is r2
        2 press r1 both_bad is r2
        3 press r1 prefer is r1
        4 press r1 prefer",
        "preferred basis=side_by_side chosen=r2 first_shown=r1 rejected=r1 verdict=one
        preferred basis=side_by_side between=[\"r1\",\"r2\"] first_shown=r1 verdict=tie
        preferred basis=side_by_side between=[\"r1\",\"r2\"] verdict=both_bad",
    );
}

#[test]
fn a_switch_names_the_version_that_is_shown() {
    check_events(
        "0 press r1 show is r2
        1 press r2 show is r2
        2 press r2 show
        3 press r1 previous",
        "switched r1 to=r2
        acted r1 action=previous",
    );
}

#[test]
fn versions_that_come_from_last_to_first_have_no_order_that_is_known() {
    check_events(
        "0 appeared r3 complete turn t1
        1 press r3 previous
        2 appeared r2 complete turn t1
        3 press r2 previous
        4 appeared r1 complete turn t1
        5 press r1 next
        6 press r1 show is r3",
        "acted r3 action=previous
        acted r2 action=previous
        acted r1 action=next
        switched r1 to=r3",
    );
}
