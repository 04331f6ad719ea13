//! When a batch leaves, what is in it, and how much may be on its way.

use tellback::core::Effect;
use tellback::core::time::Now;

use crate::contract;
use crate::inputs::input;
use crate::script::{check, core};

#[test]
fn an_event_waits_for_company_for_a_while() {
    check(
        "0 started
        100 press r1 up
        3000 press r2 up
        5100 woken",
        "0 observe
        100 wake 5000
        5100 send 0 A #0 rated r1 thumb=up, #1 rated r2 thumb=up",
    );
}

#[test]
fn the_wait_is_the_hosts_to_choose() {
    check(
        "with max_delay 700
        0 started
        100 press r1 up
        800 woken",
        "0 observe
        100 wake 700
        800 send 0 A #0 rated r1 thumb=up",
    );
}

#[test]
fn a_full_batch_leaves_at_once() {
    check(
        "0 started
        0 press r1 save x49
        1 press r1 save",
        "0 observe
        0 wake 5000
        1 send 0 A #0-49 acted r1 action=save",
    );
}

#[test]
fn events_that_fill_a_body_leave_at_once() {
    // An `acted` event has 57 bytes with its comma, and 1,280 are set aside for the rest.
    check(
        "with max_bytes 1451
        0 started
        0 press r1 save x2
        1 press r1 save",
        "0 observe
        0 wake 5000
        1 send 0 A #0-2 acted r1 action=save",
    );
}

#[test]
fn an_event_that_does_not_fit_follows_in_a_batch_of_its_own() {
    check(
        "with max_bytes 1450
        0 started
        0 press r1 save x3",
        "0 observe
        0 wake 5000
        0 send 0 A #0-1 acted r1 action=save
        0 send 1 A #2 acted r1 action=save",
    );
}

#[test]
fn an_event_larger_than_a_batch_leaves_alone() {
    check(
        "with max_bytes 10
        0 started
        0 press r1 save x2",
        "0 observe
        0 send 0 A #0 acted r1 action=save
        0 send 1 A #1 acted r1 action=save",
    );
}

#[test]
fn a_hidden_page_sends_all_that_waits() {
    check(
        "0 started
        0 press r1 up
        1 hidden",
        "0 observe
        0 wake 5000
        1 send 0 A #0 rated r1 thumb=up
        1 wake never",
    );
}

#[test]
fn a_flush_sends_all_that_waits() {
    check(
        "0 started
        0 press r1 up
        1 flushed",
        "0 observe
        0 wake 5000
        1 send 0 A #0 rated r1 thumb=up
        1 wake never",
    );
}

#[test]
fn a_flush_of_nothing_does_not_hurry_what_comes_after() {
    check("0 started\n 0 flushed\n 1 press r1 up", "0 observe\n 1 wake 5000");
}

#[test]
fn a_page_that_was_hidden_is_in_no_hurry_once_it_is_shown() {
    check(
        "0 started
        0 hidden
        1 shown
        1 woken
        1 view nothing
        2 press r1 up",
        "0 observe
        1 wake 0
        1 measure
        1 wake 250
        1 wake never
        2 wake 5000",
    );
}

#[test]
fn a_batch_is_about_one_conversation() {
    check(
        "0 started
        0 press r1@c1 up
        1 press r2@c2 up
        2 press r3@c1 up
        3 press r4 up
        4 flushed",
        "0 observe
        0 wake 5000
        4 send 0 A/c1 #0 rated r1 thumb=up, #1 rated r3 thumb=up
        4 send 1 B/c2 #0 rated r2 thumb=up
        4 send 2 C #0 rated r4 thumb=up
        4 wake never",
    );
}

#[test]
fn what_is_due_together_leaves_together() {
    check(
        "with max_events 3
        0 started
        0 press r1@c1 up
        1 press r1@c2 up
        2 press r2@c1 up",
        "0 observe
        0 wake 5000
        2 send 0 A/c1 #0 rated r1 thumb=up, #1 rated r2 thumb=up
        2 send 1 B/c2 #0 rated r1 thumb=up",
    );
}

#[test]
fn after_a_hurry_events_wait_for_company_again() {
    check(
        "0 started
        0 press r1 up
        1 flushed
        2 press r2 up
        5002 woken",
        "0 observe
        0 wake 5000
        1 send 0 A #0 rated r1 thumb=up
        1 wake never
        2 wake 5000
        5002 send 1 A #1 rated r2 thumb=up",
    );
}

#[test]
fn at_most_six_requests_are_on_their_way_and_nine_once_the_page_is_left() {
    check(
        "with max_events 1
        with max_bytes 6000
        0 started
        0 press r1 save x6
        1 press r2 save x3
        2 delivered 4
        3 failed 0 400
        4 press r3 save x250
        5 hidden
        6 stats",
        "0 observe
        0 send 0 A #0 acted r1 action=save
        0 send 1 A #1 acted r1 action=save
        0 send 2 A #2 acted r1 action=save
        0 send 3 A #3 acted r1 action=save
        0 send 4 A #4 acted r1 action=save
        0 send 5 A #5 acted r1 action=save
        2 send 6 A #6 acted r2 action=save
        3 send 7 A #7 acted r2 action=save
        5 send 8 A #8 acted r2 action=save, #9-88 acted r3 action=save
        5 send 9 A #89-168 acted r3 action=save
        5 send 10 A #169-248 acted r3 action=save
        6 259 captured, 1 delivered, 257 queued, 1 rejected",
    );
}

#[test]
fn at_most_sixty_kibibytes_are_on_their_way() {
    // A hundred events come to about 6 KiB. Six such batches leave no room for one of 25 KiB.
    check(
        "with max_events 100
        with max_bytes 25600
        0 started
        0 press r1 save x100
        1 press r1 save x100
        2 press r1 save x100
        3 press r1 save x100
        4 press r1 save x100
        5 press r1 save x100
        6 press r1 save x100
        7 delivered 0",
        "0 observe
        0 wake 5000
        0 send 0 A #0-99 acted r1 action=save
        1 wake 5000
        1 send 1 A #100-199 acted r1 action=save
        2 wake 5000
        2 send 2 A #200-299 acted r1 action=save
        3 wake 5000
        3 send 3 A #300-399 acted r1 action=save
        4 wake 5000
        4 send 4 A #400-499 acted r1 action=save
        5 wake 5000
        5 send 5 A #500-599 acted r1 action=save
        7 send 6 A #600-699 acted r1 action=save",
    );
}

#[test]
fn what_the_last_task_of_a_page_made_leaves_with_it() {
    for (events, batches) in [(3, 1), (100, 1), (500, 5)] {
        let sent = leave_after(events, "press 0197e7a5-3b0c-7d6e-9f3a-2b1c4d5e6f70 save");
        let sizes = sent.iter().map(|body| contract::read(body).unwrap().events.len());
        assert_eq!(sizes.collect::<Vec<_>>(), vec![events.min(100); batches]);
        let bytes: usize = sent.iter().map(Vec::len).sum();
        assert!(bytes <= 60 * 1024, "{bytes} bytes");
    }
}

#[test]
fn a_page_that_is_left_fills_its_room_to_the_last_kibibytes() {
    let sent = leave_after(900, "press 0197e7a5-3b0c-7d6e-9f3a-2b1c4d5e6f70 save");
    let bytes: usize = sent.iter().map(Vec::len).sum();
    assert!((58 * 1024..=60 * 1024).contains(&bytes), "{bytes} bytes");
}

/// The bodies that leave when a page makes so many events and is left in the same task.
fn leave_after(events: usize, event: &str) -> Vec<Vec<u8>> {
    let mut core = core("");
    let mut tell = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        core.handle(Now::default(), input(&words))
    };
    let _ = tell("started");
    for _ in 0..events {
        let _ = tell(event);
    }
    let sent = tell("hidden").into_iter().filter_map(|effect| match effect {
        Effect::Send { body, .. } => Some(body),
        _ => None,
    });
    sent.collect()
}

#[test]
fn a_batch_too_large_to_share_the_way_goes_alone() {
    check(
        "with max_events 1
        with max_bytes 65000
        0 started
        0 press r1 save x2
        1 delivered 0",
        "0 observe
        0 send 0 A #0 acted r1 action=save
        1 send 1 A #1 acted r1 action=save",
    );
}

#[test]
fn no_gesture_waits_for_a_request() {
    let mut effects = Vec::new();
    let mut core = core("with max_events 1");
    for line in ["started", "press r1 up", "woken"] {
        let words: Vec<_> = line.split_whitespace().collect();
        effects.push(core.handle(Now::default(), input(&words)));
    }
    assert_eq!(effects[1], [Effect::Wake(Some(0))]);
    assert!(matches!(effects[2][..], [Effect::Send { .. }]), "{effects:?}");
}

#[test]
fn what_waits_can_be_seen_as_it_will_be_sent_and_is_not_sent_for_that() {
    check(
        "0 started
        0 waiting
        100 press r1 up
        200 press r2@c1 stars 4
        200 waiting
        5100 woken
        5100 waiting",
        "0 observe
        0 waiting []
        100 wake 5000
        200 waiting [{\"seq\":0,\"type\":\"rated\",\"response\":\"r1\",\"thumb\":\"up\"},{\"seq\":0,\"type\":\"rated\",\"response\":\"r2\",\"stars\":4}]
        5100 send 0 A #0 rated r1 thumb=up
        5100 send 1 B/c1 #0 rated r2 stars=4
        5100 waiting []",
    );
}
