//! What holds whatever happens, in any order, at any time.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tellback::core::consent::{Allowed, Facts, allows};
use tellback::core::ledger::Ledger;
use tellback::core::queue::{Failure, Limits, Ticket};
use tellback::core::randomize::Epsilon;
use tellback::core::time::Now;
use tellback::core::{Core, Effect, Input, Options};

use crate::arbitrary::{Happening, Setting, Step, any_flood, any_setting, any_step, cases};
use crate::contract;
use crate::inputs::slug;
use crate::script::random;

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn whatever_happens_every_event_is_accounted_for(
        setting in any_setting(),
        steps in prop::collection::vec(any_step(), 0..120),
    ) {
        let mut world = World::new(&setting);
        world.run(&steps);
        world.drain();
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn the_same_inputs_have_the_same_effects(
        setting in any_setting(),
        steps in prop::collection::vec(any_step(), 0..60),
    ) {
        let effects = || {
            let mut world = World::new(&setting);
            world.run(&steps);
            world.log
        };
        prop_assert_eq!(effects(), effects());
    }

    #[test]
    fn however_much_happens_the_queue_is_bounded(
        setting in any_setting(),
        steps in prop::collection::vec(any_flood(), 0..40),
    ) {
        let mut world = World::new(&setting);
        world.run(&steps);
        world.drain();
    }
}

/// A core, and all that an outsider can know of it.
pub struct World {
    core: Core,
    facts: Facts,
    limits: Limits,
    now: i64,
    /// The latest time that the core was told.
    latest: u64,
    is_shown: bool,
    /// The page was hidden, and something has waited since.
    is_leaving: bool,
    is_observing: bool,
    wake_at: Option<u64>,
    log: Vec<Vec<Effect>>,
    tickets: Vec<Ticket>,
    on_their_way: BTreeMap<Ticket, Request>,
    /// The content of every event that was ever sent.
    sent: BTreeMap<Name, String>,
    arrived: BTreeSet<Name>,
    /// How often the reader had refused when a stream was first seen.
    streams: BTreeMap<String, usize>,
    refusals: usize,
}

type Name = (String, u64);

struct Request {
    bytes: usize,
    events: Vec<Name>,
}

impl World {
    fn new(setting: &Setting) -> Self {
        Self::with(setting, None)
    }

    /// One in the aggregate-only mode.
    pub fn randomized(setting: &Setting) -> Self {
        Self::with(setting, Some(Epsilon::new(100)))
    }

    fn with(setting: &Setting, epsilon: Option<Epsilon>) -> Self {
        let options = Options {
            limits: setting.limits,
            sample_rate: setting.sample_rate,
            context: vec![(slug("model"), slug("m7"))],
            muted: setting.muted.clone(),
            is_kept: false,
            epsilon,
        };
        Self {
            core: Core::new(options, setting.facts, random(setting.chances.clone())),
            facts: setting.facts,
            limits: setting.limits,
            now: 0,
            latest: 0,
            is_shown: false,
            is_leaving: false,
            is_observing: false,
            wake_at: None,
            log: Vec::new(),
            tickets: Vec::new(),
            on_their_way: BTreeMap::new(),
            sent: BTreeMap::new(),
            arrived: BTreeSet::new(),
            streams: BTreeMap::new(),
            refusals: 0,
        }
    }

    pub fn run(&mut self, steps: &[Step]) {
        for (delay, happening) in steps {
            self.now = self.now.saturating_add(*delay).max(0);
            match happening.clone() {
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
                Happening::Chosen(choice) => self.tell(Input::Chosen(choice)),
                Happening::Answered(index, failure) => {
                    let ticket = self.tickets.get(index.index(self.tickets.len() + 1));
                    self.answer(ticket.copied().unwrap_or(Ticket::MAX), failure);
                }
            }
            self.check_account();
        }
    }

    /// The endpoint comes to itself, and the timer runs until nothing is left to do.
    pub fn drain(&mut self) {
        self.tell(Input::Hidden);
        self.check_account();
        let mut bytes = 0;
        while !self.on_their_way.is_empty() || self.wake_at.is_some() {
            if let Some((&ticket, request)) = self.on_their_way.iter().next() {
                bytes += request.events.iter().map(|name| self.sent[name].len() + 1).sum::<usize>();
                self.answer(ticket, None);
            } else {
                self.now = self.wake_at.take().unwrap().max(self.latest) as i64;
                self.tell(Input::Woken);
            }
        }
        let stats = self.check_account();
        assert_eq!(stats.queued, 0, "nothing is on its way and no timer is set");
        assert_eq!(stats.captured as usize, self.arrived.len() + stats.dropped.total() as usize);
        assert!(bytes <= 256 * 1024, "{bytes} bytes were queued");
    }

    fn answer(&mut self, ticket: Ticket, failure: Option<Failure>) {
        let request = self.on_their_way.remove(&ticket);
        let Some(failure) = failure else {
            for name in request.into_iter().flat_map(|request| request.events) {
                assert!(self.arrived.insert(name), "an event arrived again");
            }
            return self.tell(Input::Delivered(ticket));
        };
        self.tell(Input::Failed(ticket, failure));
    }

    fn tell(&mut self, input: Input) {
        match &input {
            Input::Chosen(choice) => {
                self.facts.choice = Some(*choice);
                self.refusals += usize::from(allows(&self.facts) == Allowed::Nothing);
            }
            Input::Shown => self.is_shown = true,
            Input::Hidden => {
                self.is_shown = false;
                self.is_leaving = true;
            }
            Input::Woken => self.wake_at = None,
            _ => {}
        }
        self.latest = self.latest.max(self.now as u64);
        let now = Now { ms: self.now as u64, unix_ms: self.now as u64 };
        let effects = self.core.handle(now, input);
        for effect in &effects {
            self.follow(effect);
        }
        assert_eq!(self.core.is_observing(), self.is_observing);
        let is_refused = allows(&self.facts) == Allowed::Nothing;
        assert!(!is_refused || !self.is_observing, "observes on after a refusal");
        self.log.push(effects);
    }

    fn follow(&mut self, effect: &Effect) {
        let allowed = allows(&self.facts) != Allowed::Nothing;
        match effect {
            Effect::Observe => {
                assert!(allowed, "observed against the reader's will");
                assert!(!self.is_observing, "observed twice");
                self.is_observing = true;
            }
            Effect::Unobserve => {
                assert!(self.is_observing, "ended what had not begun");
                self.is_observing = false;
            }
            Effect::Measure => {
                assert!(self.is_observing && self.is_shown, "measured a page that nobody reads");
            }
            Effect::Wake(delay) => self.wake_at = delay.map(|delay| self.latest + delay),
            Effect::Abort => self.on_their_way.clear(),
            Effect::Keep(_) | Effect::Forget(_) => panic!("nobody asked for that"),
            Effect::Send { ticket, body } => {
                assert!(allowed, "sent against the reader's will");
                self.send(*ticket, body);
            }
        }
    }

    fn send(&mut self, ticket: Ticket, body: &[u8]) {
        let batch = contract::read(body).unwrap();
        let most = if self.is_leaving { 100 } else { self.limits.max_events };
        assert!(batch.events.len() <= most);
        assert!(batch.events.len() == 1 || body.len() <= self.limits.max_bytes);
        let known = self.streams.entry(batch.stream.clone()).or_insert(self.refusals);
        assert_eq!(*known, self.refusals, "a stream outlived a refusal");
        let delivered = self.arrived.iter().filter(|(stream, _)| *stream == batch.stream).count();
        assert_eq!(batch.ledger.delivered as usize, delivered);

        let mut request = Request { bytes: body.len(), events: Vec::new() };
        for event in batch.events {
            let name = (batch.stream.clone(), event["seq"].as_u64().unwrap());
            let content = serde_json::to_string(&event).unwrap();
            assert!(!self.arrived.contains(&name), "sent again what had arrived");
            let flying = self.on_their_way.values().any(|request| request.events.contains(&name));
            assert!(!flying, "sent again what is on its way");
            let before = self.sent.insert(name.clone(), content.clone());
            assert!(before.is_none_or(|before| before == content), "one name, two contents");
            request.events.push(name);
        }
        assert!(self.on_their_way.insert(ticket, request).is_none(), "a ticket was used twice");
        let bytes: usize = self.on_their_way.values().map(|request| request.bytes).sum();
        assert!(self.on_their_way.len() == 1 || bytes <= 60 * 1024, "{bytes} bytes in flight");
        assert!(self.on_their_way.len() <= 9);
        self.tickets.push(ticket);
    }

    fn check_account(&mut self) -> Ledger {
        let stats = self.core.stats();
        let accounted = stats.delivered + stats.queued + stats.dropped.total();
        assert_eq!(stats.captured, accounted, "{stats:?}");
        assert_eq!(stats.delivered as usize, self.arrived.len());
        assert!(stats.queued <= 1_000, "{stats:?}");
        let flying: usize = self.on_their_way.values().map(|request| request.events.len()).sum();
        assert!(flying <= stats.queued as usize);
        self.is_leaving &= flying < stats.queued as usize;
        let is_refused = allows(&self.facts) == Allowed::Nothing;
        assert!(!is_refused || stats.queued == 0, "something waits after a refusal");
        stats
    }
}
