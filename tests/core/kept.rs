//! What is kept for a page that comes later: in scripts, and in pages that die at any time.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Map, Value};
use tellback::core::consent::{Allowed, Facts, allows};
use tellback::core::ledger::{Dropped, Loss};
use tellback::core::queue::Ticket;
use tellback::core::stream::Left;
use tellback::core::time::Now;
use tellback::core::wire::Encoded;
use tellback::core::{Core, Effect, Input, Options};

use crate::arbitrary::{Happening, Setting, Step, any_setting, any_step, cases};
use crate::contract;
use crate::inputs::handle;
use crate::script::{batches, check, random};

#[test]
fn an_event_is_kept_when_it_is_made_and_forgotten_when_it_is_delivered() {
    check(
        "with kept
        with max_events 2
        0 started
        0 press r1@c1 up
        5 press r1@c1 down
        9 delivered 0",
        "0 observe
        0 keep A/c1 #0 rated r1 thumb=up
        0 wake 5000
        5 keep A/c1 #1 rated r1 thumb=down
        5 send 0 A/c1 #0 rated r1 thumb=up, #1 rated r1 thumb=down
        9 forget A #0 #1",
    );
}

#[test]
fn what_is_tried_again_stays_kept_and_what_is_given_up_does_not() {
    check(
        "with kept
        with max_events 1
        0 started
        0 press r1@c1 up
        1 failed 0 503
        1 woken
        2 failed 1 400
        3 stats",
        "0 observe
        0 keep A/c1 #0 rated r1 thumb=up
        0 send 0 A/c1 #0 rated r1 thumb=up
        1 send 1 A/c1 #0 rated r1 thumb=up
        2 forget A #0
        3 1 captured, 0 delivered, 0 queued, 1 rejected",
    );
}

#[test]
fn without_storage_nothing_is_kept() {
    check(
        "with max_events 1
        0 started
        0 press r1 up
        1 delivered 0",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up",
    );
}

#[test]
fn what_a_page_has_left_is_sent_at_once_under_its_own_name_and_account() {
    let script = "with max_events 50
        0 started
        100 restored f00@c9 delivered 2 rejected 1 lost 1 events 2,5";
    check(
        &format!("{script}\n101 stats\n102 delivered 0\n103 stats"),
        "0 observe
        100 send 0 A/c9 #2 rated r1 thumb=up, #5 rated r1 thumb=up
        101 6 captured, 2 delivered, 2 queued, 1 rejected, 1 lost
        103 6 captured, 4 delivered, 0 queued, 1 rejected, 1 lost",
    );
    let [batch] = &batches(script)[..] else { panic!("one batch was expected") };
    assert_eq!(batch.stream, format!("{:0>32}", "f00"));
    let ledger = &batch.ledger;
    let account = [ledger.captured, ledger.delivered, ledger.queued, ledger.dropped];
    assert_eq!(account, [6, 2, 2, 2]);
}

#[test]
fn what_happens_now_has_nothing_to_do_with_what_was_left() {
    check(
        "with max_events 1
        0 started
        0 restored f00@c1 events 0
        1 press r1@c1 up",
        "0 observe
        0 send 0 A/c1 #0 rated r1 thumb=up
        1 send 1 B/c1 #0 rated r1 thumb=up",
    );
}

#[test]
fn what_was_left_is_kept_until_it_is_delivered() {
    check(
        "with kept
        0 started
        0 restored f00@c1 delivered 3 events 3
        9 delivered 0",
        "0 observe
        0 send 0 A/c1 #3 rated r1 thumb=up
        9 forget A #3",
    );
}

#[test]
fn whoever_has_refused_is_sent_nothing_that_was_left() {
    check(
        "with opt_out
        0 started
        0 restored f00@c1 events 0
        1 stats",
        "1 0 captured, 0 delivered, 0 queued",
    );
}

#[test]
fn what_another_page_has_taken_over_is_its_own_with_its_account() {
    check(
        "with max_events 1
        with chances 0 0 0.5
        0 started
        0 press r1 up
        0 failed 0 503
        1 taken A
        2 stats
        500 woken
        501 press r1 up
        502 stats",
        "0 observe
        0 send 0 A #0 rated r1 thumb=up
        0 wake 500
        2 0 captured, 0 delivered, 0 queued
        501 send 2 B #0 rated r1 thumb=up
        502 1 captured, 0 delivered, 1 queued",
    );
}

#[test]
fn a_stream_that_is_not_there_can_be_taken_by_anybody() {
    check(
        "0 started
        0 taken f00
        1 stats",
        "0 observe
        1 0 captured, 0 delivered, 0 queued",
    );
}

/// What may happen to a page that keeps, beside everything else.
#[derive(Clone, Debug)]
enum Fate {
    Step(Step),
    /// The page is gone, with what its endpoint had got or not, and another one starts.
    Died(bool),
    /// Another page goes on with one of the streams.
    Taken(prop::sample::Index),
    /// Storage has no room, or has it again.
    Full(bool),
}

fn any_fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        30 => any_step().prop_map(Fate::Step),
        2 => any::<bool>().prop_map(Fate::Died),
        1 => any::<prop::sample::Index>().prop_map(Fate::Taken),
        1 => any::<bool>().prop_map(Fate::Full),
    ]
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn whatever_happens_what_is_kept_arrives_or_is_accounted_for(
        setting in any_setting(),
        fates in prop::collection::vec(any_fate(), 0..150),
    ) {
        let mut site = Site::new(setting);
        for fate in fates {
            site.meet(fate);
            site.check();
        }
        site.is_full = false;
        // Whatever a refusal has left alone, the next page delivers.
        site.die(false);
        site.drain();
    }
}

type Events = BTreeMap<u64, Map<String, Value>>;

/// A stream in storage, as `js/storage.ts` keeps it.
#[derive(Clone, Debug)]
struct Kept {
    conversation: String,
    ledger: Value,
    events: Events,
}

/// One page after the other, their storage, and their endpoint.
struct Site {
    setting: Setting,
    core: Core,
    facts: Facts,
    now: i64,
    latest: u64,
    wake_at: Option<u64>,
    tickets: Vec<Ticket>,
    on_their_way: BTreeMap<Ticket, (String, Events)>,
    kept: BTreeMap<String, Kept>,
    /// What no page of ours goes on with any more.
    taken: BTreeSet<String>,
    is_full: bool,
    arrived: BTreeSet<(String, u64)>,
    pages: u64,
}

impl Site {
    fn new(setting: Setting) -> Self {
        let mut site = Self {
            core: core(&setting, 0),
            facts: setting.facts,
            setting,
            now: 0,
            latest: 0,
            wake_at: None,
            tickets: Vec::new(),
            on_their_way: BTreeMap::new(),
            kept: BTreeMap::new(),
            taken: BTreeSet::new(),
            is_full: false,
            arrived: BTreeSet::new(),
            pages: 0,
        };
        site.tell(Input::Started);
        site
    }

    fn meet(&mut self, fate: Fate) {
        match fate {
            Fate::Step((delay, happening)) => {
                self.now = self.now.saturating_add(delay).max(0);
                self.happen(happening);
            }
            Fate::Died(has_arrived) => self.die(has_arrived),
            Fate::Taken(index) if !self.kept.is_empty() => {
                let name = self.kept.keys().nth(index.index(self.kept.len())).unwrap().clone();
                self.kept.remove(&name);
                self.taken.insert(name.clone());
                self.on_their_way.retain(|_, (stream, _)| *stream != name);
                self.tell(Input::Taken(name));
            }
            Fate::Taken(_) => {}
            Fate::Full(is_full) => self.is_full = is_full,
        }
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Started => self.tell(Input::Started),
            Happening::Signal(signal) => self.tell(Input::Signal(signal)),
            Happening::Many(signal, count) => {
                for _ in 0..count {
                    self.tell(Input::Signal(signal.clone()));
                }
            }
            Happening::Woken => self.tell(Input::Woken),
            Happening::Shown => self.tell(Input::Shown),
            Happening::Hidden => self.tell(Input::Hidden),
            Happening::Reconnected => self.tell(Input::Reconnected),
            Happening::Flushed => self.tell(Input::Flushed),
            Happening::Stopped => self.tell(Input::Stopped),
            Happening::Chosen(choice) => {
                self.facts.choice = Some(choice);
                if allows(&self.facts) == Allowed::Nothing {
                    self.kept.clear();
                }
                self.tell(Input::Chosen(choice));
            }
            Happening::Answered(index, failure) => {
                let ticket = self.tickets.get(index.index(self.tickets.len() + 1));
                let ticket = ticket.copied().unwrap_or(Ticket::MAX);
                let request = self.on_their_way.remove(&ticket);
                match failure {
                    Some(failure) => self.tell(Input::Failed(ticket, failure)),
                    None => {
                        self.arrive(request);
                        self.tell(Input::Delivered(ticket));
                    }
                }
            }
        }
    }

    fn arrive(&mut self, request: Option<(String, Events)>) {
        let (stream, events) = request.unwrap_or_default();
        self.arrived.extend(events.into_keys().map(|seq| (stream.clone(), seq)));
    }

    /// Nothing of the page is left but what it has stored; the next one goes on with that.
    fn die(&mut self, has_arrived: bool) {
        for request in std::mem::take(&mut self.on_their_way).into_values() {
            if has_arrived {
                self.arrive(Some(request));
            }
        }
        self.pages += 1;
        self.core = core(&self.setting, self.pages);
        self.facts = self.setting.facts;
        self.tickets.clear();
        self.wake_at = None;
        if allows(&self.facts) == Allowed::Nothing {
            self.kept.clear();
        }
        self.tell(Input::Started);
        for (name, kept) in self.kept.clone() {
            self.tell(Input::Restored(left(&name, &kept)));
        }
    }

    fn tell(&mut self, input: Input) {
        self.latest = self.latest.max(self.now as u64);
        if matches!(input, Input::Woken) {
            self.wake_at = None;
        }
        let now = Now { ms: self.now as u64, unix_ms: self.now as u64 };
        for effect in self.core.handle(now, input) {
            match effect {
                Effect::Keep(body) => self.keep(&body),
                Effect::Forget(body) => self.forget(&body),
                Effect::Send { ticket, body } => self.send(ticket, &body),
                Effect::Wake(delay) => self.wake_at = delay.map(|delay| self.latest + delay),
                Effect::Abort => self.on_their_way.clear(),
                Effect::Observe | Effect::Unobserve | Effect::Measure => {}
            }
        }
    }

    fn keep(&mut self, body: &[u8]) {
        let batch = contract::read(body).unwrap();
        assert!(allows(&self.facts) != Allowed::Nothing, "kept against the reader's will");
        assert!(!self.taken.contains(&batch.stream), "kept what is another page's");
        if self.is_full {
            return;
        }
        let ledger = serde_json::from_slice::<Value>(body).unwrap()["ledger"].clone();
        let kept = self.kept.entry(batch.stream).or_insert_with(|| Kept {
            conversation: batch.conversation,
            ledger,
            events: Events::new(),
        });
        for event in batch.events {
            let before = kept.events.insert(event["seq"].as_u64().unwrap(), event);
            assert_eq!(before, None, "kept twice");
        }
    }

    fn forget(&mut self, body: &[u8]) {
        let body: Value = serde_json::from_slice(body).unwrap();
        let name = body["stream"].as_str().unwrap().to_owned();
        let Some(kept) = self.kept.get_mut(&name) else { return };
        for event in body["events"].as_array().unwrap() {
            kept.events.remove(&event["seq"].as_u64().unwrap());
        }
        kept.ledger = body["ledger"].clone();
        if kept.events.is_empty() {
            self.kept.remove(&name);
        }
    }

    fn send(&mut self, ticket: Ticket, body: &[u8]) {
        let batch = contract::read(body).unwrap();
        assert!(!self.taken.contains(&batch.stream), "sent what is another page's");
        let by_seq = batch.events.into_iter().map(|event| (event["seq"].as_u64().unwrap(), event));
        let events: Events = by_seq.collect();
        if let Some(kept) = self.kept.get(&batch.stream) {
            for (seq, event) in &events {
                assert!(kept.events.get(seq).is_none_or(|kept| kept == event), "two contents");
            }
        }
        self.tickets.push(ticket);
        self.on_their_way.insert(ticket, (batch.stream, events));
    }

    fn check(&self) {
        let stats = self.core.stats();
        assert_eq!(stats.captured, stats.delivered + stats.queued + stats.dropped.total());
        assert!(stats.queued <= 1_000);
        let kept: usize = self.kept.values().map(|kept| kept.events.len()).sum();
        assert!(kept <= stats.queued as usize, "{kept} kept, but {stats:?}");
    }

    /// The endpoint comes to itself, and everything that was kept arrives, or was given up.
    fn drain(&mut self) {
        let kept = self.kept.clone();
        let mut rounds = 0;
        while !self.on_their_way.is_empty() || self.wake_at.is_some() {
            rounds += 1;
            assert!(rounds < 10_000, "there is no end to it");
            if let Some((&ticket, _)) = self.on_their_way.iter().next() {
                let request = self.on_their_way.remove(&ticket);
                self.arrive(request);
                self.tell(Input::Delivered(ticket));
            } else {
                self.now = self.wake_at.unwrap_or(0).max(self.latest) as i64;
                self.tell(Input::Woken);
            }
            self.check();
        }
        assert!(self.kept.is_empty(), "nothing waits, but {:?} is kept", self.kept);
        let total: usize = kept.values().map(|kept| kept.events.len()).sum();
        let overflow = self.core.stats().dropped.iter().find(|(loss, _)| *loss == Loss::Overflow);
        let missing = kept
            .iter()
            .flat_map(|(name, kept)| kept.events.keys().map(move |seq| (name.clone(), *seq)));
        let missing = missing.filter(|event| !self.arrived.contains(event)).count();
        assert!(missing <= overflow.map_or(0, |(_, count)| count as usize), "{missing} of {total}");
    }
}

fn core(setting: &Setting, page: u64) -> Core {
    let options = Options {
        limits: setting.limits,
        sample_rate: setting.sample_rate,
        context: Vec::new(),
        muted: setting.muted.clone(),
        is_kept: true,
        epsilon: None,
    };
    let mut random = random(setting.chances.clone());
    // Streams of different pages have different names.
    let random = move || random() ^ u128::from(page) << 32;
    Core::new(options, setting.facts, Box::new(random))
}

/// What `js/storage.ts` makes of a stream that it finds.
fn left(name: &str, kept: &Kept) -> Left {
    let count = |of: &Value| of.as_u64().unwrap_or(0) as u32;
    let ledger = &kept.ledger;
    let mut dropped = Dropped::default();
    for loss in Loss::ALL {
        dropped.add(loss, count(&ledger["dropped"][loss.name()]));
    }
    let delivered = count(&ledger["delivered"]);
    let last = kept.events.keys().next_back().map_or(0, |seq| *seq as u32 + 1);
    let captured = count(&ledger["captured"]).max(last);
    let known = delivered + dropped.total() + kept.events.len() as u32;
    dropped.add(Loss::Lost, captured - known);
    Left {
        name: name.to_owned(),
        conversation: handle(&kept.conversation),
        context: Vec::new(),
        delivered,
        dropped,
        events: kept
            .events
            .values()
            .map(|event| Encoded::again(serde_json::to_string(event).unwrap()))
            .collect(),
    }
}
