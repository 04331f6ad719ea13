//! How long after an answer was complete another version was asked for.

use crate::script::check_events;

#[test]
fn an_answer_that_was_there_from_the_start_is_complete_since_then() {
    check_events("3000 press r1 regenerate", "regenerated r1 after_ms=3000 dwell_ms=0");
}

#[test]
fn an_answer_that_appears_whole_is_complete_since_then() {
    check_events(
        "2000 appeared r1 complete
        2300 press r1 regenerate
        3000 appeared r2 unstated
        3999 press r2 regenerate
        4000 press r2 regenerate",
        "regenerated r1 after_ms=300 dwell_ms=0
        regenerated r2 after_ms=0 dwell_ms=0
        regenerated r2 after_ms=1000 dwell_ms=0",
    );
}

#[test]
fn an_answer_that_appears_while_it_streams_is_not_complete() {
    check_events(
        "2000 appeared r1 streaming
        9000 press r1 regenerate",
        "regenerated r1 after_ms=0 dwell_ms=0",
    );
}

#[test]
fn an_answer_that_is_rendered_anew_is_as_old_as_it_was() {
    check_events(
        "2000 appeared r1 complete
        5000 appeared r1 complete
        7000 press r1 regenerate",
        "regenerated r1 after_ms=5000 dwell_ms=0",
    );
}

#[test]
fn an_answer_of_a_virtualised_list_is_as_old_as_it_was() {
    for state in ["complete", "unstated"] {
        check_events(
            &format!(
                "2000 vanished r1
                5000 appeared r1 {state}
                7000 press r1 regenerate"
            ),
            "regenerated r1 after_ms=7000 dwell_ms=0",
        );
    }
}

#[test]
fn an_answer_stated_complete_is_complete_at_once() {
    check_events(
        "1000 grown r1 streaming
        5000 grown r1 complete
        5300 press r1 regenerate",
        "regenerated r1 after_ms=300 dwell_ms=0",
    );
}

#[test]
fn growth_of_a_complete_answer_does_not_complete_it_anew() {
    check_events(
        "1000 grown r1 streaming
        5000 grown r1 complete
        7000 grown r1 complete
        8000 press r1 regenerate",
        "regenerated r1 after_ms=3000 dwell_ms=0",
    );
}

#[test]
fn an_answer_that_streams_again_is_complete_anew() {
    check_events(
        "1000 grown r1 complete
        3000 grown r1 streaming
        4000 grown r1 complete
        6000 press r1 regenerate",
        "regenerated r1 after_ms=2000 dwell_ms=0",
    );
}

#[test]
fn an_answer_that_streams_is_not_complete_however_long_it_is_quiet() {
    check_events(
        "1000 grown r1 streaming
        9000 press r1 regenerate",
        "regenerated r1 after_ms=0 dwell_ms=0",
    );
}

#[test]
fn an_answer_without_a_stated_state_is_complete_after_a_quiet_second() {
    check_events(
        "1000 grown r1 unstated chars 80
        1900 grown r1 unstated chars 90
        2899 press r1 regenerate
        2900 press r1 regenerate",
        "regenerated r1 after_ms=0 dwell_ms=0
        regenerated r1 after_ms=1000 dwell_ms=0",
    );
}

#[test]
fn a_change_that_leaves_the_text_as_long_as_it_was_is_no_growth() {
    check_events(
        "1000 appeared r1 unstated chars 80
        6000 grown r1 unstated chars 80
        6100 press r1 regenerate
        7000 see r2 0..400/1000 chars 90
        7000 moved
        9000 grown r2 unstated chars 90
        9100 press r2 regenerate
        9200 hidden",
        "regenerated r1 after_ms=5000 dwell_ms=0
        regenerated r2 after_ms=9000 dwell_ms=2000
        viewed r2 chars=90 depth_pct=40 dwell_ms=2000 visits=1",
    );
}

#[test]
fn the_time_of_reading_counts_up_to_the_press() {
    check_events(
        "0 see r1 0..400/1000
        440 press r1 regenerate
        460 see nothing
        2000 press r1 regenerate",
        "regenerated r1 after_ms=400 dwell_ms=400
        viewed r1 chars=1000 depth_pct=40 dwell_ms=500 visits=1
        regenerated r1 after_ms=2000 dwell_ms=500",
    );
}

#[test]
fn the_time_of_reading_ends_where_the_reader_was_gone() {
    check_events(
        "0 see r1 0..400/1000
        80000 press r1 regenerate",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=30000 visits=1
        regenerated r1 after_ms=80000 dwell_ms=30000",
    );
}

#[test]
fn a_host_may_name_the_replacement() {
    check_events(
        "5000 call r1 regenerate is r2
        5000 call r1 regenerate",
        "regenerated r1 after_ms=5000 dwell_ms=0 replacement=r2
        regenerated r1 after_ms=5000 dwell_ms=0",
    );
}

#[test]
fn asking_twice_is_recorded_twice() {
    let regenerated = "regenerated r1 after_ms=3000 dwell_ms=0\n";
    check_events("3000 press r1 regenerate\n 3000 press r1 regenerate", &regenerated.repeat(2));
}

#[test]
fn an_answer_does_not_take_its_own_place() {
    check_events("0 press r1 regenerate is r1", "regenerated r1 after_ms=0 dwell_ms=0");
}
