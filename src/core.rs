//! The core decides. [`Core::handle`] takes the time and an input, and returns effects.
//!
//! It does no I/O, holds no clock, and runs on any target, so a recorded script of inputs replays
//! to the same effects.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

// In the order in which a reaction meets them; rustfmt would sort one unbroken block by name.
pub mod consent;

pub mod signal;

pub mod session;

pub mod answer;

pub mod reading;

pub mod preference;

pub mod stream;

pub mod words;

#[cfg(feature = "full")]
pub mod redact;

pub mod anonymize;

pub mod randomize;

pub mod queue;

pub mod ledger;

pub mod wire;

pub mod unrecorded;

pub mod handle;

pub mod time;

use consent::{Allowed, Facts};
use handle::{Handle, Slug};
use ledger::Ledger;
use queue::{Failure, Limits, Queue, Settled, StreamKey, Ticket};
use randomize::Epsilon;
use reading::TICK_MS;
use session::{Captured, Notes, Session};
use signal::Signal;
use stream::{Left, Policy, Random, Streams};
use time::{Millis, Now};
use unrecorded::Outcome;
use wire::Encoded;
use words::Kind;

/// Without a sign of life for this long, the reader is not reading.
const ACTIVE_MS: Millis = 30_000;

/// What moves or may be read deeper is looked at again at once, but no more often than this.
const MOVING_MS: Millis = 50;

/// What goes on moving says so once a frame, and is looked at then: to be woken for it costs the page
/// as much as the look. So the timer, which is for what has stopped, waits for a frame more.
const FRAME_MS: Millis = 25;

/// What the host asked for, checked and complete.
#[derive(Debug)]
pub struct Options {
    /// When a batch is sent, and how large it may be.
    pub limits: Limits,
    /// The share of conversations that are captured, from 0 to 1.
    pub sample_rate: f64,
    /// Tags that every batch carries.
    pub context: Vec<(Slug, Slug)>,
    /// Types of event that are switched off.
    pub muted: Vec<Kind>,
    /// Whether what is not delivered yet is kept for a page that comes later.
    pub is_kept: bool,
    /// Where nothing but randomised answers may leave: how much each may tell.
    pub epsilon: Option<Epsilon>,
}

/// Something that happened.
#[derive(Debug)]
pub enum Input {
    /// The page is ready to be observed, if consent allows it.
    Started,
    /// The page shows something.
    Signal(Signal),
    /// The time that [`Effect::Wake`] asked for has passed.
    Woken,
    /// The page can be seen.
    Shown,
    /// The page cannot be seen any more, or is being left.
    Hidden,
    /// The endpoint has a batch.
    Delivered(Ticket),
    /// The endpoint has not got a batch.
    Failed(Ticket, Failure),
    /// A page that is gone has left this.
    Restored(Left),
    /// Another page goes on with the stream of this name: this one was taken for gone.
    Taken(String),
    /// The browser has found the network again.
    Reconnected,
    /// The host wants everything sent that waits.
    Flushed,
    /// The reader chose what may be captured.
    Chosen(Allowed),
    /// The host ends capture.
    Stopped,
}

/// Something for the shell to do.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Listen to the page.
    Observe,
    /// Stop listening to the page, at once and wholly.
    Unobserve,
    /// Report what is in view, as [`Signal::Viewed`].
    Measure,
    /// Send a batch.
    Send {
        /// Names the request in [`Input::Delivered`] and [`Input::Failed`].
        ticket: Ticket,
        /// The body, JSON.
        body: Vec<u8>,
    },
    /// Keep the events of a batch for a page that comes later, and the account of their stream. It
    /// is written as if it were sent; [`Input::Restored`] brings it back.
    Keep(Vec<u8>),
    /// Keep the events of a batch no longer, but the account: they were delivered or given up.
    Forget(Vec<u8>),
    /// Abort every request that is on its way, and report none of them.
    Abort,
    /// Give [`Input::Woken`] after this many milliseconds, instead of at any time asked for before;
    /// `None`: no more.
    Wake(Option<Millis>),
}

/// Where a core stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    /// Nothing has been asked of it yet.
    New,
    /// It observes the page.
    Observing,
    /// The reader has refused, or has not agreed yet.
    Refused,
    /// The host has ended it; it only delivers what it has.
    Stopped,
}

/// Whether, and why not, the answers in view are sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sampling {
    /// The page is hidden, or nothing is captured.
    Off,
    /// No answer is in view; only movement can change that.
    Nothing,
    /// The reader is away; any sign of life ends that.
    Away,
    /// The next sample is due then.
    Due(Millis),
}

/// Every decision that tellback takes.
pub struct Core {
    facts: Facts,
    is_kept: bool,
    streams: Streams,
    session: Session,
    queue: Queue,
    phase: Phase,
    sampling: Sampling,
    /// The latest time seen. An input that claims to be older counts as of then.
    latest: Millis,
    /// The time of the input by the wall clock.
    unix_ms: u64,
    /// What the input brings about, so far.
    effects: Vec<Effect>,
    last_active: Millis,
    last_sample: Millis,
    /// Whether something has moved since the last sample.
    has_moved: bool,
    wake_at: Option<Millis>,
}

impl Core {
    /// A core that has seen nothing. Nothing happens before [`Input::Started`].
    #[must_use]
    pub fn new(options: Options, facts: Facts, random: Random) -> Self {
        let policy = Policy {
            sample_rate: options.sample_rate,
            muted: options.muted,
            context: Rc::new(options.context),
            epsilon: options.epsilon,
        };
        Self {
            facts,
            is_kept: options.is_kept,
            streams: Streams::new(policy, random),
            session: Session::default(),
            queue: Queue::new(options.limits),
            phase: Phase::New,
            sampling: Sampling::Off,
            latest: 0,
            unix_ms: 0,
            effects: Vec::new(),
            last_active: 0,
            last_sample: 0,
            has_moved: false,
            wake_at: None,
        }
    }

    /// Takes in what happened, and says what is to be done about it.
    #[must_use]
    pub fn handle(&mut self, now: Now, input: Input) -> Vec<Effect> {
        self.latest = self.latest.max(now.ms);
        self.unix_ms = now.unix_ms;
        let now = self.latest;
        let is_signal = matches!(input, Input::Signal(_));
        match input {
            Input::Started if self.phase == Phase::New => self.decide(now),
            Input::Signal(signal) if self.is_observing() => self.signal(now, signal),
            Input::Shown if self.is_observing() => self.sample_soon(now),
            Input::Woken => self.woken(now),
            Input::Hidden => {
                self.take_leave(now);
                self.queue.leave();
            }
            Input::Reconnected => self.queue.reconnect(),
            Input::Flushed => self.queue.hurry(),
            Input::Delivered(ticket) => {
                let settled = self.queue.delivered(ticket);
                self.settle(settled);
            }
            Input::Failed(ticket, failure) => {
                let chance = self.streams.chance();
                let settled = self.queue.failed(now, ticket, failure, chance);
                self.settle(settled);
            }
            Input::Restored(left) if consent::allows(&self.facts) != Allowed::Nothing => {
                let (stream, events) = self.streams.restore(left);
                for event in events {
                    self.push(now, stream, event);
                }
                self.queue.hurry();
            }
            Input::Taken(name) => {
                if let Some(stream) = self.streams.hand_over(&name) {
                    // What waits is let go of when it is due.
                    self.session.forget(stream);
                }
            }
            Input::Chosen(choice) => self.choose(now, choice),
            Input::Stopped => {
                self.take_leave(now);
                self.queue.hurry();
                self.leave(Phase::Stopped);
            }
            Input::Started | Input::Signal(_) | Input::Shown | Input::Restored(_) => {}
        }
        if self.is_observing() && self.streams.are_finished() {
            self.leave(Phase::Refused);
        }
        // To begin a request takes far longer than to note a gesture, so no gesture waits for one:
        // what became due with it is sent by the timer, in the next task.
        if !is_signal {
            self.send(now);
        }
        self.streams.forget_ended(|stream| self.queue.len_of(stream));
        self.set_wake(now);
        core::mem::take(&mut self.effects)
    }

    /// Whether the page is being observed.
    #[must_use]
    pub fn is_observing(&self) -> bool {
        self.phase == Phase::Observing
    }

    /// Until when it is no news that something moves on, or grows on.
    #[must_use]
    pub fn quiet_until(&self) -> Millis {
        if self.has_moved { self.last_sample + MOVING_MS } else { 0 }
    }

    /// What became of every event so far.
    #[must_use]
    pub fn stats(&self) -> Ledger {
        self.streams.total(|stream| self.queue.len_of(stream))
    }

    /// Whether the reader has refused a conversation, because it would begin now.
    #[must_use]
    pub fn refuses(&self, conversation: Option<&Handle>) -> bool {
        self.streams.refuses(conversation)
    }

    /// The events that wait, as they will be sent: a JSON list, for a reader who wants to see them.
    #[must_use]
    pub fn waiting(&self) -> Vec<u8> {
        wire::list(self.queue.waiting())
    }

    /// What became of all that has happened since this was last asked, for debugging.
    #[must_use]
    pub fn take_outcome(&mut self) -> Outcome {
        core::mem::take(&mut self.streams.outcome)
    }

    /// Observes the page from now on, or does not, as consent says.
    fn decide(&mut self, now: Millis) {
        match consent::allows(&self.facts) {
            Allowed::Nothing => self.leave(Phase::Refused),
            Allowed::Running => {
                self.streams.refuse_new(true);
            }
            Allowed::Everything => {
                let was_refusing = self.streams.refuse_new(false);
                if !self.is_observing() {
                    self.phase = Phase::Observing;
                    self.session = Session::default();
                    self.last_active = now;
                    self.effects.push(Effect::Observe);
                } else if !was_refusing {
                    return;
                }
                self.session.begin(now);
            }
        }
    }

    fn leave(&mut self, phase: Phase) {
        if self.is_observing() {
            self.sampling = Sampling::Off;
            self.effects.push(Effect::Unobserve);
        }
        self.phase = phase;
    }

    fn choose(&mut self, now: Millis, choice: Allowed) {
        self.facts.choice = Some(choice);
        match self.phase {
            Phase::New => return,
            Phase::Stopped => {}
            Phase::Observing | Phase::Refused => self.decide(now),
        }
        if consent::allows(&self.facts) == Allowed::Nothing {
            self.effects.push(Effect::Abort);
            for lost in self.queue.purge() {
                // What is kept is purged as a whole.
                self.streams.settle(&lost);
            }
            self.session = Session::default();
            self.streams.end_all();
        }
    }

    fn signal(&mut self, now: Millis, signal: Signal) {
        if let Signal::Withdrawn(response) = &signal {
            return self.withdraw(now, response);
        }
        let is_active = matches!(signal, Signal::Active);
        // What grows moves what stands below it, of which nothing else tells.
        let has_grown = matches!(signal, Signal::Grown(_));
        let is_moving = matches!(signal, Signal::Moved);
        let has_moved = is_moving || matches!(signal, Signal::Appeared(_) | Signal::Vanished(_));
        let has_changed = has_grown || matches!(signal, Signal::Changed);
        let is_sampling = matches!(self.sampling, Sampling::Due(_));
        let mut notes = Notes::new(&mut self.streams, now, self.last_active + ACTIVE_MS);
        self.session.end_idle(&mut notes);
        // Until the first move since the last look, all was where that saw it.
        if is_sampling && (has_moved || has_grown) && !self.has_moved {
            self.has_moved = true;
            self.session.stayed(&notes);
        }
        match signal {
            Signal::Viewed(views) if self.sampling != Sampling::Off => {
                self.has_moved = false;
                let due_at = self.session.viewed(&mut notes, &views).max(now + MOVING_MS);
                self.sampling =
                    if views.is_empty() { Sampling::Nothing } else { Sampling::Due(due_at) };
            }
            Signal::Appeared(growth) => self.session.appeared(&mut notes, &growth),
            Signal::Vanished(subject) => self.session.vanished(&mut notes, &subject),
            Signal::Grown(growth) => self.session.grown(&mut notes, &growth),
            Signal::Pressed(press) => self.session.pressed(&mut notes, press),
            Signal::Copied(subject, selection) => {
                self.session.copied(&mut notes, &subject, selection);
            }
            Signal::Active
            | Signal::Moved
            | Signal::Changed
            | Signal::Viewed(_)
            | Signal::Withdrawn(_) => {}
        }
        let captured = notes.captured;
        self.keep(now, captured);
        let may_at = self.last_sample + MOVING_MS;
        let soon = now.max(may_at + if is_moving { FRAME_MS } else { 0 });
        match self.sampling {
            _ if is_active => self.active(now),
            Sampling::Due(_) | Sampling::Nothing if is_moving && may_at <= now => self.look(now),
            Sampling::Due(due) if has_moved || has_grown => {
                self.sampling = Sampling::Due(due.min(soon))
            }
            Sampling::Nothing if has_moved => self.sampling = Sampling::Due(soon),
            // What is in view may have changed.
            Sampling::Nothing if has_changed => self.sample_soon(now),
            _ => {}
        }
    }

    /// Forgets an answer, and recalls what has not arrived of it.
    fn withdraw(&mut self, now: Millis, response: &Handle) {
        if let Some(stream) = self.session.withdraw(response) {
            self.streams.silence(stream);
        }
        let requests = self.queue.requests();
        let lost = self.queue.withdraw(now, Some(response));
        if self.queue.requests() < requests {
            self.effects.push(Effect::Abort);
        }
        self.settle(lost);
    }

    /// The reader gave a sign of life.
    fn active(&mut self, now: Millis) {
        if self.is_away(now) && self.sampling != Sampling::Off {
            self.look_away(now, Sampling::Away);
        }
        self.last_active = now;
        match self.sampling {
            Sampling::Away => self.sample_soon(now),
            // What the reader does may open something, which no mutation tells of: a closed
            // `<details>`, a tab, a drawer.
            Sampling::Nothing => self.sampling = Sampling::Due(now + TICK_MS),
            _ => {}
        }
    }

    fn sample_soon(&mut self, now: Millis) {
        // Nobody looks at what nobody reports.
        if !self.streams.are_randomized() && !matches!(self.sampling, Sampling::Due(_)) {
            self.sampling = Sampling::Due(now.max(self.last_sample + TICK_MS));
        }
    }

    fn woken(&mut self, now: Millis) {
        self.wake_at = None;
        let mut notes = Notes::new(&mut self.streams, now, self.last_active + ACTIVE_MS);
        self.session.settle(&mut notes, false);
        let captured = notes.captured;
        self.keep(now, captured);
        match self.sampling {
            Sampling::Due(at) if at <= now => self.look(now),
            _ => {}
        }
    }

    /// Looks at what is in view, where there is a reader.
    fn look(&mut self, now: Millis) {
        if self.is_away(now) {
            return self.look_away(now, Sampling::Away);
        }
        self.last_sample = now;
        self.sampling = Sampling::Due(now + TICK_MS);
        self.effects.push(Effect::Measure);
    }

    fn look_away(&mut self, now: Millis, sampling: Sampling) {
        self.sampling = sampling;
        let mut notes = Notes::new(&mut self.streams, now, self.last_active + ACTIVE_MS);
        self.session.looked_away(&mut notes);
        let captured = notes.captured;
        self.keep(now, captured);
    }

    /// The page may not come back.
    fn take_leave(&mut self, now: Millis) {
        self.look_away(now, Sampling::Off);
        if self.is_observing() {
            let mut notes = Notes::new(&mut self.streams, now, now);
            self.session.left(&mut notes);
            let captured = notes.captured;
            self.keep(now, captured);
        }
    }

    fn is_away(&self, now: Millis) -> bool {
        now > self.last_active + ACTIVE_MS
    }

    fn keep(&mut self, now: Millis, captured: Vec<Captured>) {
        let mut rest = captured.into_iter();
        while let Some((stream, event)) = rest.next() {
            if self.is_kept {
                // What was captured at the same time is in the account, but not in the queue yet.
                let more = rest.as_slice().iter().filter(|(other, _)| *other == stream).count();
                let new = 1 + more as u32;
                if let Some(body) = self.encode(stream, core::slice::from_ref(&event), new) {
                    self.effects.push(Effect::Keep(body));
                }
            }
            self.push(now, stream, event);
        }
    }

    fn push(&mut self, now: Millis, stream: StreamKey, event: Encoded) {
        let lost = self.queue.push(now, stream, event);
        self.settle(lost);
    }

    fn settle(&mut self, settled: impl IntoIterator<Item = Settled>) {
        for settled in settled {
            self.streams.settle(&settled);
            if self.is_kept
                && let Some(body) = self.encode(settled.stream, &settled.events, 0)
            {
                self.effects.push(Effect::Forget(body));
            }
        }
    }

    /// A batch of these events, of which so many are not in the queue yet.
    fn encode(&self, stream: StreamKey, events: &[Encoded], new: u32) -> Option<Vec<u8>> {
        let header = self.streams.header(stream, self.queue.len_of(stream) + new)?;
        Some(wire::encode(header, &time::hour(self.unix_ms), events))
    }

    fn send(&mut self, now: Millis) {
        while let Some(ticket) = self.queue.take(now) {
            let Some(batch) = self.queue.on_its_way(ticket) else { continue };
            if let Some(body) = self.encode(batch.stream, &batch.events, 0) {
                self.queue.weigh(ticket, body.len());
                self.effects.push(Effect::Send { ticket, body });
            } else {
                // Its stream has been handed over.
                self.queue.land(ticket);
            }
        }
    }

    /// One timer serves samples and batches alike; it is set anew only when the earliest changes.
    fn set_wake(&mut self, now: Millis) {
        let sample = match self.sampling {
            Sampling::Due(at) => Some(at),
            _ => None,
        };
        let earliest =
            [sample, self.session.due_at(), self.queue.due_at()].into_iter().flatten().min();
        if earliest != self.wake_at {
            self.wake_at = earliest;
            self.effects.push(Effect::Wake(earliest.map(|at| at.saturating_sub(now))));
        }
    }
}
