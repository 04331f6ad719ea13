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

/// A page whose reader scrolls through so many answers of a conversation, each of which leaves the
/// page when it is read, if it says so.
fn scroll_through(answers: std::ops::Range<usize>, leaves: bool) -> Reader {
    let mut reader = Reader { core: core(""), now: 0, wake_at: None, requests: 0, kept: 0 };
    reader.tell(Input::Started);
    reader.tell(Input::Shown);
    scroll_on(&mut reader, answers, leaves);
    reader
}

fn scroll_on(reader: &mut Reader, answers: std::ops::Range<usize>, leaves: bool) {
    for at in answers {
        let name = format!("r{at}@c{}", at / 2_000);
        reader.tell(input(&["appeared", &name, "complete"]));
        for _ in 0..2 {
            reader.now += 250;
            let seen = views(&[&name, "0..400/1000"]);
            reader.tell(Input::Signal(Signal::Viewed(seen)));
        }
        if leaves {
            reader.tell(input(&["vanished", &name]));
        }
        reader.now += 10;
        reader.tell(Input::Signal(Signal::Active));
        reader.tell(Input::Signal(Signal::Viewed(Vec::new())));
        reader.tell(Input::Flushed);
    }
}

#[test]
fn an_answer_takes_at_most_340_bytes_where_addresses_have_64_bits() {
    let before = HELD.get();
    let few = scroll_through(0..1, false);
    let with_few = HELD.get();
    let many = scroll_through(0..1_501, false);
    let with_many = HELD.get();
    assert!(few.core.stats().delivered > 0);
    assert!(many.core.stats().delivered >= 1_501);
    // In WebAssembly, addresses are half as long: and `browser::answers` measures it.
    let each = (with_many - with_few - (with_few - before)) / 1_500;
    assert!(each <= 340, "{each} bytes");
}

#[test]
fn answers_that_left_the_page_are_forgotten_with_their_stream() {
    let mut reader = scroll_through(0..1_500, true);
    let with_first = HELD.get();
    scroll_on(&mut reader, 1_500..2_000, true);
    // No more than so many that are gone are kept in any case.
    assert!(HELD.get() - with_first < 2_048, "grown by {} bytes", HELD.get() - with_first);
    // Another conversation; the first one rests until it is over.
    reader.now += HOUR_MS;
    scroll_on(&mut reader, 2_000..2_010, true);
    let left = HELD.get() - with_first;
    assert!(left < -500 * 100, "{left} bytes");
}
