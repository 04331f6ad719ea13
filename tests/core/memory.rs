//! A page that stays open all day must not grow.

use tellback::core::queue::Failure;
use tellback::core::signal::Signal;
use tellback::core::time::Now;
use tellback::core::{Core, Effect, Input};

use crate::allocator::HELD;
use crate::contract;
use crate::inputs::{input, views};
use crate::script::core;

const HOUR_MS: u64 = 60 * 60 * 1_000;

/// A reader who scrolls, votes, copies and asks again, in a page whose endpoint fails at times.
struct Reader {
    core: Core,
    now: u64,
    wake_at: Option<u64>,
    requests: u32,
    /// How many events storage holds.
    kept: usize,
}

impl Reader {
    fn keep(&mut self, body: &[u8], is_new: bool) {
        let events = contract::events(body).len();
        self.kept = if is_new { self.kept + events } else { self.kept - events };
    }

    fn read_until(&mut self, end: u64) {
        while self.now < end {
            let step = self.now / 250;
            let answer = format!("r{}", step / 40 % 20);
            self.tell(Input::Signal(Signal::Active));
            match step % 40 {
                0 => self.tell(Input::Signal(Signal::Moved)),
                10 => self.tell(input(&["press", &answer, "up"])),
                20 => self.tell(input(&["copy", &answer, "0..40/100"])),
                30 => self.tell(input(&["call", &answer, "regenerate"])),
                39 if step % 400 == 39 => self.tell(Input::Hidden),
                _ => self.tell(Input::Shown),
            }
            if self.wake_at.is_some_and(|at| at <= self.now) {
                self.wake_at = None;
                self.tell(Input::Woken);
            }
            self.now += 250;
        }
    }

    fn tell(&mut self, input: Input) {
        for effect in self.core.handle(Now { ms: self.now, unix_ms: self.now }, input) {
            match effect {
                Effect::Measure => {
                    let answer = format!("r{}", self.now / 10_000 % 20);
                    let seen = views(&[&answer, "0..400/1000"]);
                    self.tell(Input::Signal(Signal::Viewed(seen)));
                }
                Effect::Send { ticket, .. } => {
                    self.requests += 1;
                    self.tell(if self.requests.is_multiple_of(5) {
                        Input::Failed(ticket, Failure { status: 503, retry_after_ms: None })
                    } else {
                        Input::Delivered(ticket)
                    });
                }
                Effect::Wake(delay) => self.wake_at = delay.map(|delay| self.now + delay),
                Effect::Keep(body) => self.keep(&body, true),
                Effect::Forget(body) => self.keep(&body, false),
                Effect::Observe | Effect::Unobserve | Effect::Abort => {}
            }
        }
    }
}

#[test]
fn an_hour_of_use_leaves_memory_as_it_was_after_ten_minutes() {
    let mut reader =
        Reader { core: core("with kept"), now: 0, wake_at: None, requests: 0, kept: 0 };
    reader.tell(Input::Started);
    reader.read_until(HOUR_MS / 6);
    let (before, delivered) = (HELD.get(), reader.core.stats().delivered);
    reader.read_until(HOUR_MS);
    let grown = HELD.get() - before;
    assert!(reader.core.stats().delivered > 5 * delivered, "nothing was captured any more");
    assert_eq!(reader.kept, reader.core.stats().queued as usize);
    assert!(grown <= 1_024, "grown by {grown} bytes");
}
