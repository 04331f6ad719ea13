//! Whether anything is captured at all.

use std::collections::BTreeSet;

use serde_json::Value;
use tellback::core::consent::{Allowed, Facts, allows};

use crate::script::{check, check_events};

/// Everything a page may tell a core, but for a start and a choice.
const EVERYTHING_ELSE: &str = "
    1 shown
    2 active
    3 moved
    4 appeared r2 complete
    4 grown r1 streaming
    5 view r1 0..400/1000
    6 press r1 up
    7 copy r1 10..60/1000
    8 call r1 stars 4
    9 call r1 regenerate is r2
    10 woken
    11 flushed
    12 delivered 0
    13 failed 0 503
    14 hidden
    15 stopped
";

#[test]
fn the_shared_table_holds_every_case_once() {
    let rows = table();
    let cases: BTreeSet<_> = rows.iter().map(|(case, _)| format!("{case:?}")).collect();
    assert_eq!((rows.len(), cases.len()), (64, 64));
}

#[test]
fn the_decision_follows_the_shared_table() {
    for (facts, allowed) in table() {
        assert_eq!(allows(&facts), allowed, "{facts:?}");
    }
}

fn table() -> Vec<(Facts, Allowed)> {
    let table: Value = serde_json::from_str(include_str!("../consent.json")).unwrap();
    let allowed = |word: &Value| match word.as_str().unwrap() {
        "everything" => Allowed::Everything,
        "running" => Allowed::Running,
        "nothing" => Allowed::Nothing,
        other => panic!("allowed: {other}"),
    };
    let read = |row: &Value| {
        let is = |name: &str| row[name].as_bool().unwrap();
        let choice = Some(&row["choice"]).filter(|choice| !choice.is_null()).map(allowed);
        let facts = Facts {
            opt_out: is("optOut"),
            opt_in_required: is("optInRequired"),
            browser_refuses: is("browserRefuses"),
            stored_refusal: is("storedRefusal"),
            choice,
        };
        (facts, allowed(&row["allowed"]))
    };
    table["decisions"].as_array().unwrap().iter().map(read).collect()
}

#[test]
fn nothing_happens_before_the_start() {
    check(EVERYTHING_ELSE, "");
}

#[test]
fn agreeing_before_the_start_begins_nothing_yet() {
    check("0 opted in", "");
}

#[test]
fn refusing_before_the_start_ends_nothing() {
    check("0 opted out", "");
}

#[test]
fn a_choice_made_before_the_start_counts_from_the_start_on() {
    check("with opt_in_required\n 0 opted in\n 1 started", "1 observe");
}

#[test]
fn a_start_with_a_refusal_has_no_effect_at_all() {
    for refusal in ["opt_out", "opt_in_required", "browser_refuses", "stored_refusal"] {
        check(&format!("with {refusal}\n 0 started {EVERYTHING_ELSE} 16 stats"), NOTHING_CAPTURED);
    }
}

const NOTHING_CAPTURED: &str = "16 0 captured, 0 delivered, 0 queued";

#[test]
fn agreeing_ends_every_refusal_but_the_browsers() {
    for refusal in ["opt_out", "opt_in_required", "stored_refusal"] {
        check(&format!("with {refusal}\n 0 started\n 1 opted in"), "1 observe");
    }
    let script = format!(
        "with browser_refuses
        0 started
        0 opted in
        {EVERYTHING_ELSE}
        16 stats"
    );
    // Aborting what is not on its way is no act.
    check(&script, &format!("0 abort\n{NOTHING_CAPTURED}"));
}

#[test]
fn opting_out_ends_everything_at_once() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        100 press r1 up
        200 opted out
        201 stats",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        200 unobserve
        200 abort
        200 wake never
        201 1 captured, 0 delivered, 0 queued, 1 opted_out",
    );
}

#[test]
fn opting_out_gives_up_what_is_on_its_way_and_what_waits_for_a_retry() {
    check(
        "with max_events 2
        0 started
        0 press r1 save x2
        1 press r2 save x2
        2 failed 0 503 after 9000
        3 press r3 save
        4 opted out
        5 delivered 1
        5 stats
        9002 woken
        9003 flushed
        9004 hidden",
        "0 observe
        0 wake 5000
        0 send 0 A #0-1 acted r1 action=save
        1 wake 5000
        1 send 1 A #2-3 acted r2 action=save
        2 wake 9000
        4 unobserve
        4 abort
        4 wake never
        5 5 captured, 0 delivered, 0 queued, 5 opted_out",
    );
}

#[test]
fn what_was_delivered_before_opting_out_stays_delivered() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        1 delivered 0
        2 opted out
        3 stats",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        2 unobserve
        2 abort
        3 1 captured, 1 delivered, 0 queued",
    );
}

#[test]
fn after_opting_out_the_page_may_say_what_it_likes() {
    check(
        &format!("0 started\n 0 opted out {EVERYTHING_ELSE} 16 stats"),
        "0 observe
        0 unobserve
        0 abort
        16 0 captured, 0 delivered, 0 queued",
    );
}

#[test]
fn opting_in_again_begins_anew_under_another_name() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        0 press r1 save
        1 opted out
        2 opted in
        3 press r1 up
        4 delivered 2
        5 stats",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 send 1 A #1 acted r1 action=save
        1 unobserve
        1 abort
        2 observe
        3 send 2 B #0 rated r1 thumb=up
        5 3 captured, 1 delivered, 0 queued, 2 opted_out",
    );
}

#[test]
fn what_was_read_before_opting_out_is_forgotten() {
    check(
        "0 started
        0 shown
        0 woken
        0 view r1 0..400/1000
        250 woken
        250 view r1 0..400/1000
        300 opted out
        400 opted in
        400 shown
        500 woken
        500 view r1 0..400/1000
        600 woken
        700 hidden",
        "0 observe
        0 wake 0
        0 measure
        0 wake 250
        250 measure
        250 wake 250
        300 unobserve
        300 abort
        300 wake never
        400 observe
        400 wake 100
        500 measure
        500 wake 250
        600 wake 150
        700 send 0 A #0 viewed r1 chars=1000 depth_pct=0 dwell_ms=200 visits=1
        700 wake never",
    );
}

#[test]
fn the_same_choice_again_changes_nothing() {
    check(
        "0 started
        1 opted in
        2 opted out
        3 opted out
        4 opted in
        5 opted in",
        "0 observe
        2 unobserve
        2 abort
        3 abort
        4 observe",
    );
}

#[test]
fn refusing_new_conversations_lets_those_finish_that_run() {
    check_events(
        "0 press r1@c1 up
        1 opted out of new
        2 press r1@c1 down
        3 press r2@c1 save
        4 press r3@c2 up
        5 copy r3@c2 10..60/1000
        6 call r3@c2 regenerate is r4",
        "rated r1 thumb=up
        rated r1 thumb=down
        acted r2 action=save",
    );
}

#[test]
fn what_is_in_view_of_a_new_conversation_is_not_captured_either() {
    check_events(
        "0 see r1@c1 0..9/9
        100 opted out of new
        300 see r1@c1 0..9/9, r2@c2 0..9/9
        1000 see nothing
        2000 hidden",
        "viewed r1 chars=1000 depth_pct=100 dwell_ms=1000 visits=1",
    );
}

#[test]
fn where_nothing_runs_refusing_new_conversations_ends_all_listening() {
    check(
        "0 started
        1 opted out of new
        2 press r1 up
        3 stats",
        "0 observe
        1 unobserve
        3 0 captured, 0 delivered, 0 queued",
    );
}

#[test]
fn when_the_last_conversation_that_ran_has_rested_for_long_all_listening_ends() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        1 delivered 0
        2 opted out of new
        1800000 press r1 down
        1800001 delivered 1
        3600001 press r1 up
        3600001 stats",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        1800000 send 1 A #1 rated r1 thumb=down
        3600001 unobserve
        3600001 2 captured, 2 delivered, 0 queued",
    );
}

#[test]
fn what_waits_when_new_conversations_are_refused_is_still_sent() {
    check(
        "0 started
        0 press r1 up
        1 opted out of new
        5000 woken
        5001 failed 0 503",
        "0 observe
        0 wake 5000
        5000 send 0 A #0 rated r1 thumb=up
        5001 send 1 A #0 rated r1 thumb=up",
    );
}

#[test]
fn refusing_everything_also_ends_what_ran_on() {
    check(
        "0 started
        0 press r1 up
        1 opted out of new
        2 opted out
        3 stats",
        "0 observe
        0 wake 5000
        2 unobserve
        2 abort
        2 wake never
        3 1 captured, 0 delivered, 0 queued, 1 opted_out",
    );
}

#[test]
fn refusing_new_conversations_begins_nothing_where_everything_is_refused() {
    for refusal in ["opt_out", "opt_in_required", "stored_refusal", "browser_refuses"] {
        let script = format!("with {refusal}\n 0 started\n 1 opted out of new\n 2 press r1 up");
        let aborted = if refusal == "browser_refuses" { "1 abort" } else { "" };
        check(&script, aborted);
    }
    check(
        "0 started\n 1 opted out\n 2 opted out of new\n 3 press r1 up",
        "0 observe\n 1 unobserve\n 1 abort",
    );
}

#[test]
fn agreeing_again_covers_what_happens_in_the_refused_conversation_from_then_on() {
    check_events(
        "0 press r1@c1 up
        1 opted out of new
        2 press r2@c2 up
        3 opted in
        4 press r2@c2 save
        5 press r1@c1 save",
        "rated r1 thumb=up
        acted r1 action=save
        acted r2 action=save",
    );
}
