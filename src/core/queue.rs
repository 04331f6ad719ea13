//! The events that wait, those on their way, and when to send or give up.
//!
//! Everything is acknowledged by identity (a ticket), never by position.

use alloc::vec;
use alloc::vec::Vec;

use super::handle::Handle;
use super::ledger::Loss;
use super::time::Millis;
use super::wire::{self, Encoded};

/// At most this many events are kept, waiting or on their way.
const MAX_EVENTS: usize = 1_000;
/// At most this many bytes of events are kept.
const MAX_BYTES: usize = 256 * 1024;
/// Browsers let a page have 64 KiB of `keepalive` bodies on their way
/// ([fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch)); the host page gets a share.
const MAX_IN_FLIGHT_BYTES: usize = 60 * 1024;
/// Chromium allows more requests in flight with `keepalive`, but the host page needs some too.
const MAX_IN_FLIGHT: usize = 9;
/// As long as the page stays, so that the rest is free for what it has to say when it is left.
const MAX_IN_FLIGHT_STAYING: usize = 6;
/// The most events that the contract lets one batch hold: what a page that is left sends.
const MOST_EVENTS: usize = 100;
/// The first retry comes within this time.
const FIRST_WINDOW_MS: Millis = 1_000;
/// Retries in two windows that follow each other are at most 5 minutes apart.
const LONGEST_WINDOW_MS: Millis = 150 * 1_000;
/// What an endpoint may ask for in `Retry-After` at most; to it comes what spreads the pages.
const LONGEST_RETRY_AFTER_MS: Millis = 24 * 60 * 60 * 1_000;

/// When a batch is sent, and how large it may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Send when this many events wait; also the most that one batch holds, unless the page is left.
    pub max_events: usize,
    /// The most bytes of UTF-8 that the body of one batch has.
    pub max_bytes: usize,
    /// Send when the oldest event has waited this long.
    pub max_delay_ms: Millis,
}

/// Names one request, so that its answer finds its events.
pub type Ticket = u32;

/// Names one stream inside this page; it never leaves it.
pub type StreamKey = u32;

/// Why a request brought no 2xx.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The HTTP status; 0 where no answer came.
    pub status: u16,
    /// What `Retry-After` asked for.
    pub retry_after_ms: Option<Millis>,
}

impl Failure {
    /// Whether the same request may succeed later.
    fn is_temporary(self) -> bool {
        // A redirect is no answer, whether or not the browser can follow it.
        !matches!(self.status, 400..=407 | 409..=428 | 430..=499)
    }
}

/// Events of one stream that leave in one request.
#[derive(Debug)]
pub struct Batch {
    ticket: Ticket,
    /// Whose events these are.
    pub stream: StreamKey,
    /// The events, oldest first.
    pub events: Vec<Encoded>,
    bytes: usize,
}

/// Events that wait no longer.
#[derive(Debug)]
pub struct Settled {
    /// Whose events they were.
    pub stream: StreamKey,
    /// The events.
    pub events: Vec<Encoded>,
    /// Why they were given up; `None` where they were delivered.
    pub loss: Option<Loss>,
}

/// How urgent it is to send what waits.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Pace {
    /// It waits for company.
    Calm,
    /// It is due, whatever its age.
    Due,
    /// The page may not come back: it is due, and as much as possible goes into each request.
    Leaving,
}

#[derive(Debug)]
struct Waiting {
    stream: StreamKey,
    event: Encoded,
    since: Millis,
}

/// Holds events from their making until the endpoint has them or they are given up.
#[derive(Debug)]
pub struct Queue {
    limits: Limits,
    waiting: Vec<Waiting>,
    in_flight: Vec<Batch>,
    next_ticket: Ticket,
    /// How many events the next batch may hold: halved by every 413, regained by every success.
    batch_events: usize,
    pace: Pace,
    /// How long the window of the last failure is; a success ends it.
    window: Millis,
    /// Our own patience after failures; a success ends it.
    backoff_until: Millis,
    /// When the window ends from which that moment was drawn.
    window_until: Millis,
    /// What the endpoint asked for.
    asked_until: Millis,
}

impl Queue {
    /// An empty queue.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            waiting: Vec::new(),
            in_flight: Vec::new(),
            next_ticket: 0,
            batch_events: MOST_EVENTS,
            pace: Pace::Calm,
            window: 0,
            backoff_until: 0,
            window_until: 0,
            asked_until: 0,
        }
    }

    /// Takes an event in. Where that makes too many, the least valuable that wait are given up.
    pub fn push(&mut self, now: Millis, stream: StreamKey, event: Encoded) -> Vec<Settled> {
        self.waiting.push(Waiting { stream, event, since: now });
        let mut lost = Vec::new();
        while self.len() > MAX_EVENTS || self.bytes() > MAX_BYTES {
            let Some(evicted) = self.evict() else { break };
            lost.push(evicted);
        }
        lost
    }

    /// Asks for everything that waits to be sent now, also where an earlier failure asked to wait.
    pub fn hurry(&mut self) {
        self.quicken(Pace::Due);
        self.backoff_until = 0;
        self.asked_until = 0;
    }

    /// The same for a page that may not come back: also as much as may be on its way at once.
    pub fn leave(&mut self) {
        self.hurry();
        self.quicken(Pace::Leaving);
    }

    /// The network is back, so our own patience has served its purpose. What the endpoint asked for
    /// still holds.
    pub fn reconnect(&mut self) {
        self.backoff_until = 0;
    }

    /// Moves the next batch that is due on its way.
    pub fn take(&mut self, now: Millis) -> Option<Ticket> {
        if self.due_at().is_none_or(|due| due > now) {
            return None;
        }
        let stream = self.waiting.first()?.stream;
        let is_leaving = self.pace == Pace::Leaving;
        let most = if is_leaving { MOST_EVENTS } else { self.limits.max_events };
        let most = most.min(self.batch_events);
        let room = self.limits.max_bytes.min(self.room()).saturating_sub(wire::ENVELOPE_BYTES);
        let ticket = self.next_ticket;
        self.next_ticket = ticket.wrapping_add(1);
        let mut batch = Batch { ticket, stream, events: Vec::new(), bytes: 0 };
        let mut kept = Vec::new();
        let mut events_bytes = 0;
        for waiting in core::mem::take(&mut self.waiting) {
            let fits = batch.events.is_empty()
                || (batch.events.len() < most && events_bytes + waiting.event.size() <= room);
            if waiting.stream == stream && fits {
                events_bytes += waiting.event.size();
                batch.events.push(waiting.event);
            } else {
                kept.push(waiting);
            }
        }
        batch.bytes = wire::ENVELOPE_BYTES + events_bytes;
        self.waiting = kept;
        // What is left became due with the rest: a batch is a limit of size, not of time.
        self.quicken(Pace::Due);
        self.in_flight.push(batch);
        Some(ticket)
    }

    /// Says what the body of a batch on its way really weighs.
    pub fn weigh(&mut self, ticket: Ticket, bytes: usize) {
        for batch in &mut self.in_flight {
            if batch.ticket == ticket {
                batch.bytes = bytes;
            }
        }
    }

    /// The batch of a request that is on its way.
    #[must_use]
    pub fn on_its_way(&self, ticket: Ticket) -> Option<&Batch> {
        self.in_flight.iter().find(|batch| batch.ticket == ticket)
    }

    /// When the next batch is due; `None` where nothing waits or nothing more may be on its way.
    #[must_use]
    pub fn due_at(&self) -> Option<Millis> {
        let oldest = self.waiting.first()?;
        let (needed, most) = if self.pace == Pace::Leaving {
            (wire::ENVELOPE_BYTES + oldest.event.size(), MAX_IN_FLIGHT)
        } else {
            // Fewer bytes would make many small batches of what fits into a few.
            (self.limits.max_bytes, MAX_IN_FLIGHT_STAYING)
        };
        let is_room =
            self.in_flight.is_empty() || (self.in_flight.len() < most && needed <= self.room());
        if !is_room {
            return None;
        }
        let full = self.waiting.len() >= self.limits.max_events
            || self.waiting_bytes() + wire::ENVELOPE_BYTES >= self.limits.max_bytes;
        let due = if self.pace > Pace::Calm || full {
            0
        } else {
            oldest.since + self.limits.max_delay_ms
        };
        Some(due.max(self.backoff_until).max(self.asked_until))
    }

    /// The endpoint has the batch. Returns what it held.
    pub fn delivered(&mut self, ticket: Ticket) -> Option<Settled> {
        let batch = self.land(ticket)?;
        self.window = 0;
        self.backoff_until = 0;
        self.window_until = 0;
        self.batch_events = (self.batch_events * 2).min(MOST_EVENTS);
        Some(Settled { stream: batch.stream, events: batch.events, loss: None })
    }

    /// The endpoint has not got the batch. Its events wait for another try, or are given up.
    ///
    /// Time after a failure falls into windows, each half as long again as the one before. There is
    /// one retry in each, at a moment drawn from all of it: `chance` is random between 0 and 1. So no
    /// second after an outage gets more than three times the mean, however many pages come back;
    /// where each wait is drawn from a range that doubles ("full jitter"), it gets up to twenty times.
    pub fn failed(
        &mut self,
        now: Millis,
        ticket: Ticket,
        failure: Failure,
        chance: f64,
    ) -> Option<Settled> {
        let batch = self.land(ticket)?;
        let stream = batch.stream;
        if failure.is_temporary() {
            let window = (self.window * 3 / 2).clamp(FIRST_WINDOW_MS, LONGEST_WINDOW_MS);
            let drawn_from = |range: Millis| (chance * range as f64) as Millis;
            // What was on its way together fails together, and that is one failure.
            if now >= self.backoff_until {
                let from = self.window_until.max(now);
                self.window = window;
                self.backoff_until = from + drawn_from(window);
                self.window_until = from + window;
            }
            if let Some(asked) = failure.retry_after_ms {
                // Pages that were all told the same moment must not all come back in it.
                let asked = asked.min(LONGEST_RETRY_AFTER_MS);
                let until = now + asked + drawn_from(window.max(asked / 4));
                self.asked_until = self.asked_until.max(until);
            }
        } else if failure.status == 413 {
            let half = batch.events.len() / 2;
            if half == 0 {
                return Some(Settled { stream, events: batch.events, loss: Some(Loss::TooLarge) });
            }
            self.batch_events = self.batch_events.min(half);
        } else {
            return Some(Settled { stream, events: batch.events, loss: Some(Loss::Rejected) });
        }
        self.wait_again(now, stream, batch.events);
        None
    }

    /// Gives up everything, waiting or on its way.
    pub fn purge(&mut self) -> Vec<Settled> {
        let lost = self.withdraw(0, None);
        self.pace = Pace::Calm;
        lost
    }

    /// Gives up the events that name an answer, or all of them. Where one of them was on its way,
    /// nothing is any more, and what may still be sent waits again.
    pub fn withdraw(&mut self, now: Millis, response: Option<&Handle>) -> Vec<Settled> {
        let is_meant =
            |event: &Encoded| response.is_none_or(|response| event.names(response.as_str()));
        if self.in_flight.iter().any(|batch| batch.events.iter().any(is_meant)) {
            // From the last one, so that the first one is first again.
            for Batch { stream, events, .. } in
                core::mem::take(&mut self.in_flight).into_iter().rev()
            {
                self.wait_again(now, stream, events);
            }
        }
        let mut lost = Vec::new();
        for waiting in core::mem::take(&mut self.waiting) {
            if is_meant(&waiting.event) {
                let (stream, events) = (waiting.stream, vec![waiting.event]);
                lost.push(Settled { stream, events, loss: Some(Loss::OptedOut) });
            } else {
                self.waiting.push(waiting);
            }
        }
        lost
    }

    /// How many requests are on their way.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.in_flight.len()
    }

    /// What was on its way goes first when it is sent again.
    fn wait_again(&mut self, now: Millis, stream: StreamKey, events: Vec<Encoded>) {
        let newer = core::mem::take(&mut self.waiting);
        for event in events {
            self.waiting.push(Waiting { stream, event, since: now });
        }
        self.waiting.extend(newer);
        self.quicken(Pace::Due);
    }

    /// How many events of this stream wait or are on their way.
    #[must_use]
    pub fn len_of(&self, stream: StreamKey) -> u32 {
        let waiting = self.waiting.iter().filter(|waiting| waiting.stream == stream).count();
        let flying = self.in_flight.iter().filter(|batch| batch.stream == stream);
        (waiting + flying.map(|batch| batch.events.len()).sum::<usize>()) as u32
    }

    /// The events that wait, oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = &Encoded> {
        self.waiting.iter().map(|waiting| &waiting.event)
    }

    fn len(&self) -> usize {
        self.waiting.len() + self.in_flight.iter().map(|batch| batch.events.len()).sum::<usize>()
    }

    fn bytes(&self) -> usize {
        self.waiting_bytes() + self.in_flight.iter().map(|batch| batch.bytes).sum::<usize>()
    }

    /// How many more bytes may be on their way.
    fn room(&self) -> usize {
        let flying: usize = self.in_flight.iter().map(|batch| batch.bytes).sum();
        MAX_IN_FLIGHT_BYTES.saturating_sub(flying)
    }

    /// Makes what waits at least this urgent.
    fn quicken(&mut self, pace: Pace) {
        if self.waiting.is_empty() {
            self.pace = Pace::Calm;
        } else if pace > self.pace {
            self.pace = pace;
        }
    }

    fn waiting_bytes(&self) -> usize {
        self.waiting.iter().map(|waiting| waiting.event.size()).sum()
    }

    /// Takes a batch back.
    pub fn land(&mut self, ticket: Ticket) -> Option<Batch> {
        let at = self.in_flight.iter().position(|batch| batch.ticket == ticket)?;
        Some(self.in_flight.swap_remove(at))
    }

    /// What is on its way may have arrived already, so only what waits can be given up.
    fn evict(&mut self) -> Option<Settled> {
        let worth = |at: &usize| self.waiting.get(*at).map_or(u8::MAX, |w| w.event.worth);
        let least = (0..self.waiting.len()).min_by_key(worth)?;
        let evicted = self.waiting.remove(least);
        Some(Settled {
            stream: evicted.stream,
            events: vec![evicted.event],
            loss: Some(Loss::Overflow),
        })
    }
}
