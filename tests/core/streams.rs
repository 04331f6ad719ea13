//! Conversations travel under random names that nothing links.

use crate::script::{check, check_events};

const HALF_AN_HOUR: u64 = 30 * 60 * 1_000;

#[test]
fn every_conversation_has_its_own_stream() {
    check(
        "with max_events 1
        0 started
        0 press r1@c1 up
        0 press r2@c2 up
        0 press r3@c1 up
        0 press r4 up",
        "0 observe
        0 send 0 A/c1 #0 rated r1 thumb=up
        0 send 1 B/c2 #0 rated r2 thumb=up
        0 send 2 A/c1 #1 rated r3 thumb=up
        0 send 3 C #0 rated r4 thumb=up",
    );
}

#[test]
fn a_conversation_that_rested_for_half_an_hour_goes_on_under_another_name() {
    check(
        &format!(
            "with max_events 1
            0 started
            0 press r1@c1 up
            {at} press r2@c1 up
            {later} press r1@c1 up
            {later} press r3@c1 save
            {later} stats",
            at = HALF_AN_HOUR,
            later = 2 * HALF_AN_HOUR + 1,
        ),
        &format!(
            "0 observe
            0 send 0 A/c1 #0 rated r1 thumb=up
            {at} send 1 A/c1 #1 rated r2 thumb=up
            {later} send 2 B/c1 #0 rated r1 thumb=up
            {later} send 3 B/c1 #1 acted r3 action=save
            {later} 4 captured, 0 delivered, 4 queued",
            at = HALF_AN_HOUR,
            later = 2 * HALF_AN_HOUR + 1,
        ),
    );
}

#[test]
fn one_conversation_at_rest_does_not_end_another() {
    let (half, later) = (HALF_AN_HOUR / 2, HALF_AN_HOUR + 1);
    check(
        &format!(
            "with max_events 1
            0 started
            0 press r1@c1 up
            0 press r2@c2 up
            {half} press r3@c2 up
            {later} press r4@c2 up
            {later} press r5@c1 up"
        ),
        &format!(
            "0 observe
            0 send 0 A/c1 #0 rated r1 thumb=up
            0 send 1 B/c2 #0 rated r2 thumb=up
            {half} send 2 B/c2 #1 rated r3 thumb=up
            {later} send 3 B/c2 #2 rated r4 thumb=up
            {later} send 4 C/c1 #0 rated r5 thumb=up"
        ),
    );
}

#[test]
fn a_conversation_that_is_read_or_grows_does_not_rest() {
    let later = HALF_AN_HOUR + 1;
    check(
        &format!(
            "with max_events 1
            0 started
            0 press r1@c1 up
            0 press r1@c2 up
            0 shown
            900000 grown r2@c1 streaming
            900000 view r3@c2 0..90/1000
            {later} press r4@c1 up
            {later} press r4@c2 up"
        ),
        &format!(
            "0 observe
            0 send 0 A/c1 #0 rated r1 thumb=up
            0 send 1 B/c2 #0 rated r1 thumb=up
            0 wake 0
            900000 wake 250
            {later} send 2 A/c1 #1 rated r4 thumb=up
            {later} send 3 B/c2 #1 rated r4 thumb=up"
        ),
    );
}

#[test]
fn what_was_read_before_a_long_rest_is_reported_under_the_name_it_was_read_under() {
    check(
        "with muted rated
        0 started
        0 shown
        0 view r1 0..400/1000
        250 view r1 0..400/1000
        1900000 press r1 up
        1900001 hidden",
        "0 observe
        0 wake 0
        0 wake 250
        250 wake 250
        1900001 send 0 A #0 viewed r1 chars=1000 depth_pct=40 dwell_ms=300 visits=1
        1900001 wake never",
    );
}

#[test]
fn an_answer_stays_as_old_as_it_is_when_its_conversation_gets_another_name() {
    check_events(
        "7200000 grown r1 complete
        9200000 press r1 regenerate",
        "regenerated r1 after_ms=2000000 dwell_ms=0",
    );
}

#[test]
fn the_sample_is_drawn_once_a_conversation() {
    // A stream draws whether it is sampled, and then its name.
    check(
        "with max_events 1
        with sample_rate 0.5
        with chances 0.4 0 0.6 0 0.499 0 0.5 0
        0 started
        0 press r1@c1 up
        0 press r1@c2 up
        0 press r1@c3 up
        0 press r1@c4 up
        1 press r2@c1 up
        1 press r2@c2 up
        1 press r2@c3 up
        1 press r2@c4 up
        2 stats",
        "0 observe
        0 send 0 A/c1 #0 rated r1 thumb=up
        0 send 1 B/c3 #0 rated r1 thumb=up
        1 send 2 A/c1 #1 rated r2 thumb=up
        1 send 3 B/c3 #1 rated r2 thumb=up
        2 4 captured, 0 delivered, 4 queued",
    );
}

#[test]
fn a_sample_may_be_all_or_nothing() {
    check(
        "with max_events 1
        with sample_rate 1
        with chances 0.9999999
        0 started
        0 press r1 up",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up",
    );
    check("with sample_rate 0\n 0 started\n 0 press r1 up\n 1 hidden", "0 observe");
}

#[test]
fn a_type_that_is_switched_off_is_not_captured() {
    let events = [
        ("viewed", "viewed r1 chars=1000 depth_pct=0 dwell_ms=100 visits=1"),
        ("rated", "rated r1 thumb=up"),
        ("acted", "acted r1 action=save"),
        ("regenerated", "regenerated r1 after_ms=1000 dwell_ms=100"),
        (
            "copied",
            "copied r1 chars=40 from_pct=0 part=text section=0 share_pct=40 to_pct=40 via=selection",
        ),
    ];
    for (muted, _) in events {
        let left = events.iter().filter(|(name, _)| *name != muted).map(|(_, event)| *event);
        let left: String = left.zip(0..).map(|(event, seq)| format!(", #{seq} {event}")).collect();
        check(
            &format!(
                "with muted {muted}
                0 started
                0 shown
                0 view r1 0..400/1000
                100 view nothing
                100 press r1 up
                100 press r1 save
                1100 press r1 regenerate
                1100 copy r1 0..40/100
                1101 hidden"
            ),
            &format!(
                "0 observe
                0 wake 0
                0 wake 250
                100 wake {}
                {}
                1101 send 0 A {}
                1101 wake never",
                if muted == "viewed" { "never" } else { "5000" },
                if muted == "viewed" { "100 wake 5000" } else { "" },
                left.trim_start_matches(", ")
            ),
        );
    }
}
