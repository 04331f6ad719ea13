//! What is given up when more waits than may.

use std::fmt::Write;

use tellback::core::consent::Facts;
use tellback::core::queue::Limits;
use tellback::core::time::Now;
use tellback::core::words::Kind;
use tellback::core::{Core, Effect, Input, Options};

use crate::contract;
use crate::inputs::input;
use crate::script::{check, random};

/// Six batches of fifty that are not answered, and 700 inputs like this one, which have to wait.
fn a_thousand(waiting: &str) -> String {
    format!("0 started\n 0 press r0 save x300\n 1 {waiting} x700\n")
}

/// What comes of the first 300 of them.
fn six_batches() -> String {
    let mut expected = String::from("0 observe\n");
    for ticket in 0..6 {
        let (first, last) = (ticket * 50, ticket * 50 + 49);
        let _ = writeln!(expected, "0 wake 5000");
        let _ = writeln!(expected, "0 send {ticket} A #{first}-{last} acted r0 action=save");
    }
    expected
}

#[test]
fn a_thousand_events_are_kept() {
    check(
        &format!("{} 2 stats\n 3 press r1 save\n 4 stats", a_thousand("press r1 save")),
        &format!(
            "{}
            2 1000 captured, 0 delivered, 1000 queued
            4 1001 captured, 0 delivered, 1000 queued, 1 overflow",
            six_batches()
        ),
    );
}

#[test]
fn the_oldest_of_the_least_valuable_is_given_up() {
    check(
        &format!("{} 2 press r2 up\n 3 delivered 0", a_thousand("press r1 save")),
        &format!("{} 3 send 6 A #301-350 acted r1 action=save", six_batches()),
    );
}

#[test]
fn what_is_on_its_way_is_not_given_up() {
    check(
        &format!("{} 2 press r1 regenerate x551\n 3 stats", a_thousand("press r1 save")),
        &format!("{} 3 1551 captured, 0 delivered, 1000 queued, 551 overflow", six_batches()),
    );
}

#[test]
fn a_judgement_outlives_an_act_and_an_act_outlives_a_measurement() {
    let viewed = ("viewed r1", "active\n shown\n view r1 0..400/1000\n hidden");
    let copied = ("copied r1", "copy r1 0..40/100");
    let acted = ("acted r1", "press r1 save");
    let regenerated = ("regenerated r1", "press r1 regenerate");
    let rated = ("rated r1", "call r1 stars 3");
    for (less, more) in [
        (viewed, copied),
        (viewed, acted),
        (copied, regenerated),
        (acted, regenerated),
        (regenerated, rated),
    ] {
        for (first, second) in [(less, more), (more, less)] {
            let flood = Flood::of_ratings(990).then(first.1).then(second.1);
            assert_eq!(flood.core.stats().captured, 1_001, "{}, {}", first.0, second.0);
            assert_eq!(flood.left()[990..], [more.0], "{} came first", first.0);
        }
    }
}

#[test]
fn of_equals_the_oldest_is_given_up() {
    let left = Flood::of_ratings(989).then("press r1 save").then("copy r1 0..40/100");
    let left = left.then("press r2 save").left();
    assert_eq!(left[989..], ["copied r1", "acted r2"]);
}

#[test]
fn events_that_are_large_fill_the_queue_sooner() {
    let bytes = Flood::of_ratings(0).with_large_events(900).bytes_left();
    assert!((240 * 1024..=256 * 1024).contains(&bytes), "{bytes} bytes");
}

#[test]
fn a_large_event_may_push_out_several_small_ones() {
    let mut flood = Flood::of_ratings(0);
    for _ in 0..600 {
        flood = flood.then("press r1 save");
    }
    let bytes = flood.with_large_events(900).bytes_left();
    assert!(bytes <= 256 * 1024, "{bytes} bytes");
}

/// A queue of which nine requests are not answered, so that all the rest waits.
struct Flood {
    core: Core,
    now: u64,
    unanswered: Vec<u32>,
}

impl Flood {
    fn of_ratings(count: u32) -> Self {
        let options = Options {
            limits: Limits { max_events: 1, max_bytes: 16_384, max_delay_ms: 5_000 },
            sample_rate: 1.0,
            context: Vec::new(),
            muted: vec![Kind::Left],
            is_kept: false,
            epsilon: None,
        };
        let core = Core::new(options, Facts::default(), random(vec![0.0]));
        let mut flood = Self { core, now: 0, unanswered: Vec::new() }.then("started");
        for _ in 0..9 {
            flood = flood.then("press r0 save\n hidden");
        }
        for at in 0..count {
            flood = flood.then(if at % 2 == 0 { "call r0 up" } else { "call r0 down" });
        }
        flood
    }

    /// Tells these inputs, a tenth of a second apart. After each, the timer runs out.
    fn then(mut self, lines: &str) -> Self {
        for line in lines.lines() {
            let words: Vec<_> = line.split_whitespace().collect();
            let told = self.tell(input(&words));
            for effect in told.into_iter().chain(self.tell(Input::Woken)) {
                if let Effect::Send { ticket, .. } = effect {
                    self.unanswered.push(ticket);
                }
            }
        }
        self
    }

    /// Events of some 370 bytes, worth more than most.
    fn with_large_events(mut self, count: usize) -> Self {
        let [long, other] = ["x", "y"].map(|name| name.repeat(128));
        for _ in 0..count {
            self = self.then(&format!("call {long} regenerate is {other}"));
        }
        self
    }

    /// Type and answer of every event that waits.
    fn left(self) -> Vec<String> {
        let word = |event: &serde_json::Map<_, serde_json::Value>, name: &str| {
            event[name].as_str().unwrap().to_owned()
        };
        let describe = |event| format!("{} {}", word(&event, "type"), word(&event, "response"));
        self.drain().into_iter().map(describe).collect()
    }

    fn bytes_left(self) -> usize {
        let size = |event: serde_json::Map<_, _>| serde_json::to_string(&event).unwrap().len() + 1;
        self.drain().into_iter().map(size).sum()
    }

    /// Answers every request, and returns the events of the later ones.
    fn drain(mut self) -> Vec<serde_json::Map<String, serde_json::Value>> {
        let mut events = Vec::new();
        while let Some(ticket) = self.unanswered.pop() {
            for effect in self.tell(Input::Delivered(ticket)) {
                if let Effect::Send { ticket, body } = effect {
                    self.unanswered.push(ticket);
                    events.extend(contract::read(&body).unwrap().events);
                }
            }
        }
        assert_eq!(self.core.stats().queued, 0);
        events
    }

    fn tell(&mut self, input: Input) -> Vec<Effect> {
        self.now += 100;
        self.core.handle(Now { ms: self.now, unix_ms: 0 }, input)
    }
}
