//! Every event is accounted for: delivered, queued, or dropped for a reason.

use tellback::core::ledger::{Dropped, Ledger, Loss};
use tellback::core::wire;

use crate::contract::{Batch, Ledger as Account};
use crate::script::{batches, check};

#[test]
fn losses_are_counted_by_their_reason() {
    let mut dropped = Dropped::default();
    for (loss, events) in Loss::ALL.into_iter().zip([1, 20, 300, 4_000, 50_000, 600_000]) {
        dropped.add(loss, events);
        dropped.add(loss, events);
    }
    assert_eq!(
        dropped.iter().map(|(loss, count)| (loss.name(), count)).collect::<Vec<_>>(),
        [
            ("overflow", 2),
            ("rejected", 40),
            ("too_large", 600),
            ("opted_out", 8_000),
            ("lost", 100_000),
            ("budget", 1_200_000)
        ]
    );
    assert_eq!(dropped.total(), 1_308_642);
}

#[test]
fn reasons_that_did_not_occur_are_left_out() {
    let mut ledger = Ledger { captured: 3, delivered: 1, queued: 1, ..Ledger::default() };
    let json = |ledger: &Ledger| String::from_utf8(wire::json(ledger)).unwrap();
    assert_eq!(json(&ledger), r#"{"captured":3,"delivered":1,"queued":1,"dropped":{}}"#);
    ledger.dropped.add(Loss::Rejected, 1);
    assert_eq!(
        json(&ledger),
        r#"{"captured":3,"delivered":1,"queued":1,"dropped":{"rejected":1}}"#
    );
}

#[test]
fn accounts_add_up() {
    let mut total = Ledger::default();
    for loss in [Loss::Overflow, Loss::OptedOut] {
        let mut ledger = Ledger { captured: 9, delivered: 5, queued: 1, ..Ledger::default() };
        ledger.dropped.add(loss, 3);
        total.add(&ledger);
    }
    assert_eq!((total.captured, total.delivered, total.queued), (18, 10, 2));
    assert_eq!(
        total.dropped.iter().collect::<Vec<_>>(),
        [(Loss::Overflow, 3), (Loss::OptedOut, 3)]
    );
}

#[test]
fn a_batch_carries_the_account_of_its_own_stream_alone() {
    let batches = batches(
        "with max_events 3
        0 started
        0 press r1@c1 save x3
        1 delivered 0
        2 press r1@c2 save x3
        3 failed 1 400
        4 press r1@c1 save
        4 press r1@c2 save x2
        5 press r1@c3 save",
    );
    let account = |batch: &Batch| {
        let Account { captured, delivered, queued, dropped } = batch.ledger;
        (batch.conversation.clone(), [captured, delivered, queued, dropped])
    };
    let accounts: Vec<_> = batches.iter().map(account).collect();
    assert_eq!(
        accounts,
        [
            ("c1".to_owned(), [3, 0, 3, 0]),
            ("c2".to_owned(), [3, 0, 3, 0]),
            ("c1".to_owned(), [4, 3, 1, 0]),
            ("c2".to_owned(), [5, 0, 2, 3]),
        ]
    );
}

#[test]
fn streams_that_have_ended_stay_in_the_account() {
    check(
        "with max_events 1
        0 started
        0 press r1@c1 up
        0 press r2@c2 up
        1 delivered 0
        1 failed 1 400
        1900000 press r1@c1 up
        1900000 press r2@c2 up
        1900001 stats
        1900002 opted out
        1900003 stats
        1900004 opted in
        1900004 press r1@c1 up
        1900005 stats",
        "0 observe
        0 send 0 A/c1 #0 rated r1 thumb=up
        0 send 1 B/c2 #0 rated r2 thumb=up
        1900000 send 2 C/c1 #0 rated r1 thumb=up
        1900000 send 3 D/c2 #0 rated r2 thumb=up
        1900001 4 captured, 1 delivered, 2 queued, 1 rejected
        1900002 unobserve
        1900002 abort
        1900003 4 captured, 1 delivered, 0 queued, 1 rejected, 2 opted_out
        1900004 observe
        1900004 send 4 E/c1 #0 rated r1 thumb=up
        1900005 5 captured, 1 delivered, 1 queued, 1 rejected, 2 opted_out",
    );
}

#[test]
fn of_an_answer_that_is_opted_out_later_nothing_more_is_sent() {
    check(
        "0 started
        0 appeared r1 complete
        0 appeared r2 complete
        2000 press r1 up
        2000 press r2 up
        2001 flushed
        2002 press r1 regenerate is r9
        2003 withdrawn r1
        2004 delivered 0
        2005 delivered 1
        2006 stats",
        "0 observe
        2000 wake 5000
        2001 send 0 A #0 rated r1 thumb=up, #1 rated r2 thumb=up
        2001 wake never
        2002 wake 5000
        2003 abort
        2003 wake 0
        2004 send 1 A #1 rated r2 thumb=up
        2004 wake never
        2006 3 captured, 1 delivered, 0 queued, 2 opted_out",
    );
}
