//! What an event may cost, in figures that are the same on every machine. What it costs in time,
//! `npm run bench` measures.

use tellback::core::time::Now;
use tellback::core::{Core, Effect, Input};

use crate::allocator::ASKED;
use crate::inputs::input;
use crate::script::core;

const EVENTS: u32 = 1_000;
/// The core's own, from a gesture to the body of its batch.
const ALLOCATIONS_PER_EVENT: u32 = 4;
const PLAIN_BYTES_PER_EVENT: usize = 80;
const EVENTS_A_REQUEST: u32 = 50;

/// A page whose endpoint takes everything, and what it has cost so far.
struct Page {
    core: Core,
    now: u64,
    asked: u32,
    requests: u32,
    bytes: usize,
}

impl Page {
    /// Counts what the core asks for itself, and nothing of what the test does around it.
    fn tell(&mut self, input: Input) {
        let before = ASKED.get();
        let effects = self.core.handle(Now { ms: self.now, unix_ms: self.now }, input);
        self.asked += ASKED.get() - before;
        for effect in effects {
            match effect {
                Effect::Send { ticket, body } => {
                    self.requests += 1;
                    self.bytes += body.len();
                    self.tell(Input::Delivered(ticket));
                }
                Effect::Wake(Some(0)) => self.tell(Input::Woken),
                _ => {}
            }
        }
    }

    /// Votes on twenty answers and, every tenth time, a copy: every one is an event.
    fn react(&mut self, events: u32) {
        for at in 0..events {
            self.now += 10;
            let answer = format!("r{}", at % 20);
            let thumb = if at / 20 % 2 == 0 { "up" } else { "down" };
            self.tell(match at % 10 {
                9 => input(&["copy", &answer, "10..60/1000"]),
                _ => input(&["press", &answer, thumb]),
            });
        }
    }
}

/// A page that has settled, and then was used.
fn used() -> Page {
    let core = core("with max_events 50");
    let mut page = Page { core, now: 0, asked: 0, requests: 0, bytes: 0 };
    page.tell(Input::Started);
    page.react(EVENTS);
    (page.asked, page.requests, page.bytes) = (0, 0, 0);
    page.react(EVENTS);
    assert_eq!(page.core.stats().delivered, 2 * EVENTS);
    page
}

#[test]
fn an_event_takes_few_allocations() {
    let asked = used().asked;
    assert!(asked <= ALLOCATIONS_PER_EVENT * EVENTS, "{asked} for {EVENTS} events");
}

#[test]
fn an_event_weighs_few_bytes() {
    let bytes = used().bytes;
    assert!(bytes <= PLAIN_BYTES_PER_EVENT * EVENTS as usize, "{bytes} for {EVENTS} events");
}

#[test]
fn requests_are_few() {
    assert_eq!(used().requests, EVENTS / EVENTS_A_REQUEST);
}
