//! What share of an answer was copied, and where it stood.

use crate::script::check_events;

#[test]
fn a_copy_is_recorded_as_shares_of_the_answer() {
    check_events(
        "0 copy r1 0..1000/1000
        1 copy r1 520..1480/2400
        2 copy r1 1940..2400/2400",
        "copied r1 chars=1000 from_pct=0 part=text section=0 share_pct=100 to_pct=100 via=selection
        copied r1 chars=1000 from_pct=20 part=text section=0 share_pct=40 to_pct=60 via=selection
        copied r1 chars=500 from_pct=80 part=text section=0 share_pct=20 to_pct=100 via=selection",
    );
}

#[test]
fn a_copy_says_what_kind_of_content_under_which_heading_and_how() {
    check_events(
        "0 copy r1 0..40/100 code section 2 button
        1000 copy r1 0..40/100 list section 3
        2000 copy r1 0..40/100 table
        3000 copy r1 0..40/100 mixed",
        "copied r1 chars=40 from_pct=0 part=code section=2 share_pct=40 to_pct=40 via=button
        copied r1 chars=40 from_pct=0 part=list section=3 share_pct=40 to_pct=40 via=selection
        copied r1 chars=40 from_pct=0 part=table section=0 share_pct=40 to_pct=40 via=selection
        copied r1 chars=40 from_pct=0 part=mixed section=0 share_pct=40 to_pct=40 via=selection",
    );
}

#[test]
fn every_copy_counts_also_of_the_same_part() {
    let copied =
        "copied r1 chars=40 from_pct=0 part=text section=0 share_pct=40 to_pct=40 via=selection\n";
    check_events("0 copy r1 0..40/100\n 1 copy r1 0..40/100", &copied.repeat(2));
}

#[test]
fn a_copy_of_nothing_is_none() {
    check_events("0 copy r1 40..40/100", "");
}

#[test]
fn a_copy_of_an_answer_without_text_has_no_share() {
    check_events(
        "0 copy r1 0..5/0",
        "copied r1 chars=5 from_pct=0 part=text section=0 share_pct=0 to_pct=0 via=selection",
    );
}

#[test]
fn what_a_copy_button_selects_is_copied_once() {
    check_events(
        "1000 copy r1 0..1000/1000 button
        1004 copy r1 0..1000/1000
        1008 copy r1 0..500/1000
        3000 copy r1 0..1000/1000 button
        3100 copy r1 0..500/1000",
        "copied r1 chars=1000 from_pct=0 part=text section=0 share_pct=100 to_pct=100 via=button
        copied r1 chars=500 from_pct=0 part=text section=0 share_pct=50 to_pct=50 via=selection
        copied r1 chars=1000 from_pct=0 part=text section=0 share_pct=100 to_pct=100 via=button
        copied r1 chars=500 from_pct=0 part=text section=0 share_pct=50 to_pct=50 via=selection",
    );
}
