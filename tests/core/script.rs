//! Scripts of inputs in, effects out.
//!
//! One line of a script is one input: its time in milliseconds, and what happened.
//!
//! ```text
//! with max_events 2                     a setting; before the first input
//! with epsilon 100                      reports randomised answers alone, at ε = 1
//! with left                             records also that the page was left
//! 0 started                             shown, hidden, moved, changed, woken, flushed, stopped, …
//! 0 appeared r1 streaming chars 80      grown; complete, unstated; "turn t1", "instead_of r0"
//! 0 vanished r1                         withdrawn r1: it must not be captured any more
//! 250 view r1 0..400/1000 in 600        from..to of its height, in a window of 600; "wide 400"
//! 250 view r1@c1 0..9/9 chars 80, r2 …  answers of a conversation, and several; or "nothing"
//! 300 press r1 up                       or any other action; "pressed", "untrusted"
//! 300 press r1 outcome is worked        what the action needs to know; a number without "is"
//! 300 call r1 stars 4                   the same from the host; "preload" of an earlier visit
//! 300 copy r1 10..60/1000               "code", "section 2", "button", "hover 900", "untrusted"
//! 300 opted out                         in; "opted out of new"
//! 300 delivered 0                       by ticket
//! 300 failed 0 503 after 60000          by ticket, with a status and a Retry-After
//! 300 restored S@c1 delivered 2 lost 1  what a gone page left: a stream S and an account; "events 3,4"
//! 300 taken S                           another page goes on with stream S, or with A, B, …
//! 300 press r1 save x50                 the same, fifty times
//! 300 stats                             asks for the account
//! 300 waiting                           asks for the events that wait, as they will be sent
//! ```
//!
//! What becomes due with a reaction is sent by a timer that runs out at once. Neither is written.
//!
//! An effect is written after the time of the input that had it. Streams are named `A`, `B`, … in
//! the order in which they are first sent, and `A/c1` where the page names the conversation.
//! Whatever the script, every body must fulfil the contract and every account must balance.

use std::collections::VecDeque;

use tellback::core::consent::Facts;
use tellback::core::ledger::Ledger;
use tellback::core::queue::Limits;
use tellback::core::randomize::Epsilon;
use tellback::core::signal::{Signal, View};
use tellback::core::stream::Random;
use tellback::core::time::Now;
use tellback::core::words::Kind;
use tellback::core::{Core, Effect, Input, Options};

use crate::contract;
use crate::inputs::{input, views};

/// What the core's clock shows when a script begins: the page has been open for a while.
const START_MS: u64 = 10_000;
/// The same moment by the wall clock: 2026-11-23, five o'clock.
const START_UNIX_MS: u64 = 1_795_410_000_000;

/// Runs a script that holds every input, also those of the timer, and compares every effect.
#[track_caller]
pub fn check(script: &str, expected: &str) {
    compare(&Run::through(script).log, expected);
}

/// Runs a script on an open page, and compares the events that were delivered.
///
/// The page keeps its timer, answers every measurement with what the last `see` line showed
/// (`see` takes what `view` takes, and tells the core nothing), and has an endpoint that takes
/// everything. Before a `slept` line the timer stood still. In the end all that waits is sent.
#[track_caller]
pub fn check_events(script: &str, expected: &str) {
    let mut page = Page::through(script);
    page.handle(page.now, Input::Flushed);
    compare(&page.events, expected);
}

/// Runs a script like [`check_events`], and returns when the page was looked at.
pub fn looks(script: &str) -> Vec<u64> {
    Page::through(script).looks
}

/// Runs a script like [`check`], and returns every batch that was sent.
pub fn batches(script: &str) -> Vec<contract::Batch> {
    Run::through(script).batches
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[track_caller]
fn compare(log: &[String], expected: &str) {
    let expected: Vec<_> = lines(expected).collect();
    assert!(
        *log == expected,
        "\nexpected:\n  {}\nbut was:\n  {}\n",
        expected.join("\n  "),
        log.join("\n  ")
    );
}

/// A core under a script, and what it did.
struct Run {
    core: Core,
    log: Vec<String>,
    streams: Vec<String>,
    batches: Vec<contract::Batch>,
}

impl Run {
    fn through(script: &str) -> Self {
        let (core, log) = (core(script), Vec::new());
        let mut run = Self { core, log, streams: Vec::new(), batches: Vec::new() };
        for line in lines(script).filter(|line| !line.starts_with("with ")) {
            let (at, words) = timed(line);
            let (times, words) = repeated(&words);
            for _ in 0..times {
                run.line(at, words);
            }
        }
        run
    }

    fn line(&mut self, at: u64, words: &[&str]) {
        if *words == ["stats"] {
            let stats = account(&self.core.stats());
            return self.log.push(format!("{at} {stats}"));
        }
        if *words == ["waiting"] {
            let waiting = String::from_utf8(self.core.waiting()).unwrap();
            return self.log.push(format!("{at} waiting {waiting}"));
        }
        let input = match words {
            // The name of a stream that was sent is known by its letter alone.
            ["taken", letter] if letter.len() == 1 => {
                let at = usize::from(letter.as_bytes()[0] - b'A');
                Input::Taken(self.streams[at].clone())
            }
            _ => input(words),
        };
        let mut effects = tell(&mut self.core, at, input);
        let is_reaction = ["press", "copy", "call", "view"].contains(&words[0]);
        if is_reaction && effects.last() == Some(&Effect::Wake(Some(0))) {
            effects.pop();
            effects.extend(tell(&mut self.core, at, Input::Woken));
        }
        for effect in effects {
            let effect = self.describe(effect);
            self.log.push(format!("{at} {effect}"));
        }
    }

    fn describe(&mut self, effect: Effect) -> String {
        match effect {
            Effect::Observe => "observe".into(),
            Effect::Unobserve => "unobserve".into(),
            Effect::Measure => "measure".into(),
            Effect::Abort => "abort".into(),
            Effect::Keep(body) => {
                let batch = contract::read(&body).unwrap();
                format!("keep {} {}", self.name(&batch), describe_events(&batch.events))
            }
            Effect::Forget(body) => {
                let events = contract::events(&body);
                let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
                let stream = body["stream"].as_str().unwrap();
                let at = self.streams.iter().position(|known| known == stream).unwrap();
                let letter = char::from(b'A' + at as u8);
                let seqs: Vec<_> =
                    events.iter().map(|event| format!("#{}", event["seq"])).collect();
                format!("forget {letter} {}", seqs.join(" "))
            }
            Effect::Wake(Some(delay)) => format!("wake {delay}"),
            Effect::Wake(None) => "wake never".into(),
            Effect::Send { ticket, body } => {
                let batch = contract::read(&body).unwrap();
                let name = self.name(&batch);
                let events = describe_events(&batch.events);
                self.batches.push(batch);
                format!("send {ticket} {name} {events}")
            }
        }
    }

    fn name(&mut self, batch: &contract::Batch) -> String {
        let known = self.streams.iter().position(|stream| *stream == batch.stream);
        let at = known.unwrap_or_else(|| {
            self.streams.push(batch.stream.clone());
            self.streams.len() - 1
        });
        let letter = char::from(b'A' + at as u8);
        let is_named = batch.conversation != batch.stream;
        if is_named { format!("{letter}/{}", batch.conversation) } else { letter.into() }
    }
}

/// A page that is open, with a timer and an endpoint.
struct Page {
    core: Core,
    now: u64,
    wake_at: Option<u64>,
    views: Vec<View>,
    looks: Vec<u64>,
    events: Vec<String>,
}

impl Page {
    fn through(script: &str) -> Self {
        let mut page = Self::open(script);
        for line in lines(script).filter(|line| !line.starts_with("with ")) {
            let (at, words) = timed(line);
            if words[..] == ["slept"] {
                page.wake_at = page.wake_at.map(|due| due.max(at));
                continue;
            }
            page.run_until(at);
            match words[..] {
                ["see", ..] => page.views = views(&words[1..]),
                _ => page.handle(at, input(&words)),
            }
        }
        page
    }

    fn open(script: &str) -> Self {
        let core = core(script);
        let (views, looks, events) = (Vec::new(), Vec::new(), Vec::new());
        let mut page = Self { core, now: 0, wake_at: None, views, looks, events };
        page.handle(0, Input::Started);
        page.handle(0, Input::Shown);
        page
    }

    /// Runs the timer for as long as it is due before this time.
    fn run_until(&mut self, end: u64) {
        while let Some(due) = self.wake_at.filter(|due| *due < end) {
            self.wake_at = None;
            self.handle(due, Input::Woken);
        }
    }

    /// Carries out what the core asks for; what that brings about waits for its turn.
    fn handle(&mut self, at: u64, input: Input) {
        self.now = at;
        let mut inbox = VecDeque::from([input]);
        while let Some(input) = inbox.pop_front() {
            for effect in tell(&mut self.core, at, input) {
                match effect {
                    Effect::Measure => {
                        self.looks.push(at);
                        inbox.push_back(Input::Signal(Signal::Viewed(self.views.clone())));
                    }
                    Effect::Wake(delay) => self.wake_at = delay.map(|delay| at + delay),
                    Effect::Send { ticket, body } => {
                        let batch = contract::read(&body).unwrap();
                        self.events.extend(batch.events.iter().map(describe_event));
                        inbox.push_back(Input::Delivered(ticket));
                    }
                    Effect::Keep(_) | Effect::Forget(_) => {}
                    Effect::Observe | Effect::Unobserve | Effect::Abort => {}
                }
            }
        }
    }
}

#[track_caller]
fn tell(core: &mut Core, at: u64, input: Input) -> Vec<Effect> {
    let now = Now { ms: START_MS + at, unix_ms: START_UNIX_MS + at };
    let effects = core.handle(now, input);
    let stats = core.stats();
    let accounted = stats.delivered + stats.queued + stats.dropped.total();
    assert_eq!(stats.captured, accounted, "{stats:?}");
    effects
}

fn describe_events(events: &[serde_json::Map<String, serde_json::Value>]) -> String {
    let mut runs: Vec<(u64, u64, String)> = Vec::new();
    for event in events {
        let seq = event["seq"].as_u64().unwrap();
        let text = describe_event(event);
        match runs.last_mut() {
            Some((_, last, same)) if *last + 1 == seq && *same == text => *last = seq,
            _ => runs.push((seq, seq, text)),
        }
    }
    let describe = |(first, last, text): &(u64, u64, String)| {
        if first == last { format!("#{first} {text}") } else { format!("#{first}-{last} {text}") }
    };
    runs.iter().map(describe).collect::<Vec<_>>().join(", ")
}

fn describe_event(event: &serde_json::Map<String, serde_json::Value>) -> String {
    let word = |name: &str| event.get(name).map(|word| word.as_str().unwrap().to_owned());
    let mut words: Vec<_> = ["type", "response"].into_iter().filter_map(word).collect();
    let own = event.iter().filter(|(name, _)| !["seq", "type", "response"].contains(&&***name));
    words
        .extend(own.map(|(name, value)| format!("{name}={}", value.to_string().trim_matches('"'))));
    words.join(" ")
}

fn account(ledger: &Ledger) -> String {
    let Ledger { captured, delivered, queued, dropped } = ledger;
    let mut text = format!("{captured} captured, {delivered} delivered, {queued} queued");
    for (loss, count) in dropped.iter() {
        text.push_str(&format!(", {count} {}", loss.name()));
    }
    text
}

/// A core with the settings of the script's `with` lines.
pub fn core(script: &str) -> Core {
    let mut options = Options {
        limits: Limits { max_events: 50, max_bytes: 16_384, max_delay_ms: 5_000 },
        sample_rate: 1.0,
        context: Vec::new(),
        // Every page is left in the end, which is not what most scripts are about.
        muted: vec![Kind::Left],
        is_kept: false,
        epsilon: None,
    };
    let mut facts = Facts::default();
    let mut chances = vec![0.0];
    for line in lines(script).filter_map(|line| line.strip_prefix("with ")) {
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            ["max_events", count] => options.limits.max_events = count.parse().unwrap(),
            ["max_bytes", count] => options.limits.max_bytes = count.parse().unwrap(),
            ["max_delay", ms] => options.limits.max_delay_ms = ms.parse().unwrap(),
            ["sample_rate", rate] => options.sample_rate = rate.parse().unwrap(),
            ["left"] => options.muted.clear(),
            ["muted", kind] => options.muted.extend(Kind::ALL.iter().find(|k| k.name() == kind)),
            ["epsilon", hundredths] => {
                options.epsilon = Some(Epsilon::new(hundredths.parse().unwrap()));
            }
            ["kept"] => options.is_kept = true,
            ["opt_out"] => facts.opt_out = true,
            ["opt_in_required"] => facts.opt_in_required = true,
            ["browser_refuses"] => facts.browser_refuses = true,
            ["stored_refusal"] => facts.stored_refusal = true,
            ["chances", ..] => chances = words[1..].iter().map(|c| c.parse().unwrap()).collect(),
            _ => panic!("unknown setting: {line}"),
        }
    }
    Core::new(options, facts, random(chances))
}

/// Bits that no two calls share, and whose value between 0 and 1 is the next chance, over and over.
///
/// A stream draws twice: whether it is sampled, then its name. A failure draws once.
pub fn random(chances: Vec<f64>) -> Random {
    let mut calls = 0;
    Box::new(move || {
        let chance = chances[calls % chances.len()];
        calls += 1;
        let bits = (chance * (1_u64 << 53) as f64) as u128;
        bits << 75 | calls as u128
    })
}

fn timed(line: &str) -> (u64, Vec<&str>) {
    let mut words = line.split_whitespace();
    let at = words.next().and_then(|at| at.parse().ok());
    (at.unwrap_or_else(|| panic!("no time: {line}")), words.collect())
}

fn repeated<'a, 'b>(words: &'b [&'a str]) -> (usize, &'b [&'a str]) {
    let times = words.last().and_then(|last| last.strip_prefix('x')?.parse().ok());
    times.map_or((1, words), |times| (times, &words[..words.len() - 1]))
}
