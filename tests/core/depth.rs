//! How deep an answer was read, however it grows and reflows meanwhile.

use proptest::prelude::*;
use tellback::core::reading::{Reading, TICK_MS};
use tellback::core::signal::View;

use crate::arbitrary::cases;
use crate::inputs::look;
use crate::script::{check, check_events, looks};

#[test]
fn the_deepest_part_in_view_counts() {
    check_events(
        "0 see r1 0..600/2000
        1000 see r1 700..1300/2000
        2000 see r1 0..600/2000
        3000 hidden",
        "viewed r1 chars=1000 depth_pct=70 dwell_ms=3000 visits=1",
    );
}

#[test]
fn a_part_counts_once_it_stood_still_for_a_tick() {
    check_events(
        "0 see r1 0..600/1000
        400 see r1 400..1000/1000
        600 hidden",
        "viewed r1 chars=1000 depth_pct=60 dwell_ms=600 visits=1",
    );
    check_events(
        "0 see r1 0..600/1000
        400 see r1 400..1000/1000
        760 hidden",
        "viewed r1 chars=1000 depth_pct=100 dwell_ms=800 visits=1",
    );
}

#[test]
fn what_a_slow_scroll_keeps_in_view_for_a_tick_counts() {
    check_events(
        "0 see r1 0..600/2000
        200 see r1 200..800/2000
        400 see r1 400..1000/2000
        600 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=600 visits=1",
    );
}

#[test]
fn a_part_that_moves_away_after_a_tick_counts_to_the_millisecond() {
    let looked_at_for = |ms: u64, depth: &str| {
        check_events(
            &format!(
                "0 see r1 0..300/3000
                1000 see r1 1500..1800/3000
                1000 moved
                {away} see r1 0..300/3000
                {away} moved
                3000 hidden",
                away = 1000 + ms,
            ),
            &format!("viewed r1 chars=1000 depth_pct={depth} dwell_ms=3000 visits=1"),
        );
    };
    looked_at_for(240, "10");
    looked_at_for(260, "60");
    looked_at_for(400, "60");
}

#[test]
fn a_part_counts_once_it_was_in_view_for_a_tick_though_it_moves_untold() {
    let moved_at = |ms: u64, depth: &str| {
        check_events(
            &format!(
                "0 see r1 0..300/1000
                1000 see r1 0..560/1000
                1000 moved
                1100 see r1 40..650/1000
                1100 moved
                {ms} see r1 20..390/1000
                3000 hidden"
            ),
            &format!("viewed r1 chars=1000 depth_pct={depth} dwell_ms=3000 visits=1"),
        );
    };
    // The first of the two parts had its tick at 1250, the second at 1350; nothing tells of the end.
    moved_at(1240, "40");
    moved_at(1260, "60");
    moved_at(1340, "60");
    moved_at(1360, "70");
}

/// However a reader scrolls down, what moves is looked at 20 times a second at most.
#[test]
fn looks_come_no_closer_than_50_ms() {
    for every in [17, 20, 37, 55, 63, 70, 85, 120] {
        let mut script = String::from("0 see r1 0..300/90000\n");
        for at in (1000..3000).step_by(every) {
            let top = at / 2;
            script.push_str(&format!("{at} moved\n{at} see r1 {top}..{}/90000\n", top + 300));
        }
        let looks = looks(&script);
        let closest = looks.windows(2).map(|pair| pair[1] - pair[0]).min();
        assert!(closest >= Some(50), "{closest:?} where it moves every {every} ms");
    }
}

#[test]
fn what_growth_above_pushes_away_had_stood_until_then() {
    let pushed_at = |ms: u64, depth: &str| {
        check_events(
            &format!(
                "0 see r1 0..600/2000
                1010 grown r0 streaming 100
                1020 see r1 0..1000/2000
                1290 grown r0 streaming 200
                {ms} see r1 0..600/2000
                {ms} grown r0 streaming 300
                3000 hidden"
            ),
            &format!("viewed r1 chars=1000 depth_pct={depth} dwell_ms=3000 visits=1"),
        );
    };
    // The look at 1050 is the first one of all that shows; the one after the push comes at 1340.
    pushed_at(1295, "30");
    pushed_at(1310, "50");
}

#[test]
fn what_a_scroll_passes_by_counts_as_far_as_it_stood_for_a_tick() {
    check_events(
        "0 see r1 0..600/2000
        1000 see r1 100..700/2000
        1000 moved
        1100 see r1 300..900/2000
        1100 moved
        1200 see r1 500..1100/2000
        1200 moved
        1300 see r1 1400..2000/2000
        1300 moved
        1400 see r1 0..600/2000
        1400 moved
        3000 hidden",
        // From 1000 on 100..700, until 1300: what all of these looks show ends at 700.
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=3000 visits=1",
    );
}

#[test]
fn a_jump_over_an_answer_does_not_read_it() {
    check_events(
        "0 see r1 0..600/6000
        1200 see r1 5400..6000/6000
        1400 see r1 0..600/6000
        2000 hidden",
        "viewed r1 chars=1000 depth_pct=10 dwell_ms=2000 visits=1",
    );
}

/// An answer that was looked at once, when the page is hidden after that long.
#[track_caller]
fn check_one_look(hidden_after: u64, expected: &str) {
    check(
        &format!(
            "0 started
            0 shown
            0 view r1 0..400/1000
            {hidden_after} hidden"
        ),
        &format!(
            "0 observe
            0 wake 0
            0 wake 250
            {expected}
            {hidden_after} wake never"
        ),
    );
}

#[test]
fn one_look_has_a_depth_once_it_has_lasted_for_a_tick() {
    check_one_look(249, "249 send 0 A #0 viewed r1 chars=1000 depth_pct=0 dwell_ms=200 visits=1");
    check_one_look(250, "250 send 0 A #0 viewed r1 chars=1000 depth_pct=40 dwell_ms=300 visits=1");
    check_one_look(500, "500 send 0 A #0 viewed r1 chars=1000 depth_pct=40 dwell_ms=500 visits=1");
    check_one_look(501, "");
}

#[test]
fn a_sleep_between_two_looks_is_no_tick() {
    check_events(
        "0 see r1 0..600/1000
        100 active
        9000 slept
        9001 see nothing
        9500 hidden",
        "viewed r1 chars=1000 depth_pct=0 dwell_ms=300 visits=1",
    );
}

#[test]
fn depth_is_a_share_of_the_final_text() {
    check_events(
        "0 see r1 0..300/300 chars 300
        1000 see r1 0..600/600 chars 600
        2000 see r1 0..600/1200 chars 1200
        3000 see r1 0..600/3000 chars 3000
        4000 hidden",
        "viewed r1 chars=3000 depth_pct=20 dwell_ms=4000 visits=1",
    );
}

#[test]
fn what_grows_on_out_of_sight_was_read_less_deep() {
    check_events(
        "0 appeared r1 streaming chars 500
        0 see r1 0..500/500 chars 500
        1000 see nothing
        1000 moved
        4000 grown r1 streaming chars 1000
        5000 grown r1 complete chars 2000
        6000 hidden",
        "viewed r1 chars=500 depth_pct=100 dwell_ms=1000 visits=1
        viewed r1 chars=2000 depth_pct=30 dwell_ms=1000 visits=1",
    );
}

#[test]
fn what_grew_out_of_sight_and_is_looked_at_again_has_its_true_height() {
    check_events(
        "0 appeared r1 streaming chars 500
        0 see r1 0..500/500 chars 500
        1000 see nothing
        1000 moved
        4000 grown r1 complete chars 2000
        5000 see r1 0..500/5000 chars 2000
        5000 moved
        6000 hidden",
        "viewed r1 chars=500 depth_pct=100 dwell_ms=1000 visits=1
        viewed r1 chars=2000 depth_pct=10 dwell_ms=2000 visits=2",
    );
}

#[test]
fn growth_between_two_looks_leaves_positions_where_they_were() {
    check_events(
        "0 see r1 0..400/800 chars 800
        100 see r1 0..400/2000 chars 2000
        300 hidden",
        "viewed r1 chars=2000 depth_pct=20 dwell_ms=300 visits=1",
    );
}

#[test]
fn reflow_moves_what_was_read_along() {
    check_events(
        "0 see r1 0..400/1000
        1000 see r1 0..400/2000 wide 200
        2000 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=2000 visits=1",
    );
    check_events(
        "0 see r1 0..600/2000
        1000 see r1 0..200/1000 wide 800
        2000 hidden",
        "viewed r1 chars=1000 depth_pct=30 dwell_ms=1000 visits=1",
    );
}

#[test]
fn reflow_between_two_looks_moves_both_edges_along() {
    check_events(
        "0 see r1 0..400/1000
        100 see r1 0..800/2000 wide 200
        300 hidden",
        "viewed r1 chars=1000 depth_pct=40 dwell_ms=300 visits=1",
    );
    check_events(
        "0 see r1 500..800/1000
        100 see r1 400..900/2000 wide 200
        300 hidden",
        "viewed r1 chars=1000 depth_pct=0 dwell_ms=300 visits=1",
    );
}

#[test]
fn a_width_that_wavers_by_a_fraction_is_no_reflow() {
    check_events(
        "0 see r1 0..400/1000
        1000 see r1 0..400/2000 wide 401
        2000 hidden",
        "viewed r1 chars=1000 depth_pct=20 dwell_ms=2000 visits=1",
    );
}

#[test]
fn what_is_shown_later_in_the_same_width_was_not_read() {
    // An opened <details>, or an image that comes late: the text is the same, and stands deeper.
    check_events(
        "0 see r1 0..400/400
        1000 see r1 0..400/2000
        2000 hidden",
        "viewed r1 chars=1000 depth_pct=20 dwell_ms=2000 visits=1",
    );
}

fn depth_of(looks: impl Iterator<Item = View>) -> f64 {
    let mut reading = Reading::default();
    let mut now = 0;
    for look in looks {
        reading.sample(now, &look, u64::MAX);
        now += TICK_MS;
    }
    reading.end(now, u64::MAX);
    reading.read().map_or(0.0, |read| read.depth)
}

proptest! {
    #![proptest_config(cases(256))]

    /// The last look is at all of the text, so that something was read and the height is final.
    #[test]
    fn growth_does_not_distort_depth(growth in prop::collection::vec((1..400_u32, 0.0..1.0, 0.0..1.0), 1..40)) {
        let mut height = 100.0;
        let mut seen = Vec::new();
        for (more, from, to) in growth {
            height += f64::from(more);
            seen.push((height * f64::min(from, to), height * f64::max(from, to), height));
        }
        seen.push((0.0, height / 2.0, height));
        let growing = depth_of(seen.iter().map(|&(top, bottom, height)| {
            look(top, bottom, height, height as u32)
        }));
        let grown = depth_of(seen.iter().map(|&(top, bottom, _)| look(top, bottom, height, 9)));
        prop_assert_eq!(growing, grown);
    }

    #[test]
    fn reflow_does_not_distort_depth(looks in prop::collection::vec((0.0..1.0, 0.0..1.0, 300.0..9_000.0), 2..40)) {
        let at = |height: f64, from: f64, to: f64| {
            // The same words take the more height the narrower they stand.
            let width = 1e9 / height;
            View { width, ..look(height * from.min(to), height * from.max(to), height, 9) }
        };
        let reflowing = depth_of(looks.iter().map(|&(from, to, height)| at(height, from, to)));
        let still = depth_of(looks.iter().map(|&(from, to, _)| at(300.0, from, to)));
        // Whether the whole was read at all depends on the height; then there is no depth.
        prop_assume!(reflowing > 0.0 && still > 0.0);
        prop_assert!((reflowing - still).abs() < 0.01, "{reflowing} and {still}");
    }
}
