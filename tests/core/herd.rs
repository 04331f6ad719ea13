//! Ten thousand pages at one endpoint: when it comes back, they must not all come at once.

use std::collections::BTreeMap;

use tellback::core::consent::Facts;
use tellback::core::queue::{Failure, Limits};
use tellback::core::time::Now;
use tellback::core::{Core, Effect, Input, Options};

use crate::inputs::input;

const PAGES: u64 = 10_000;

/// Every page has one event to deliver, made in the first second of an outage of this length.
/// Compares the fullest second after it with the mean of all until the last page is done.
#[track_caller]
fn check(outage_ms: u64, ask: impl Fn(u64) -> Option<u64>) {
    let mut arrivals: Vec<u64> =
        (0..PAGES).map(|page| arrival(page, outage_ms, &ask) - outage_ms).collect();
    arrivals.sort_unstable();
    let mut seconds = BTreeMap::new();
    for arrival in &arrivals {
        *seconds.entry(arrival / 1_000).or_insert(0) += 1;
    }
    let peak = seconds.into_values().max().unwrap();
    let mean = PAGES as f64 / (arrivals[arrivals.len() - 1] as f64 / 1_000.0).ceil();
    let ratio = f64::from(peak) / mean;
    assert!(ratio <= 3.0, "the peak second has {peak} requests, {ratio:.1} times the mean");
}

/// When the endpoint first gets what the page has, though it fails until the outage is over.
fn arrival(page: u64, outage_ms: u64, ask: &impl Fn(u64) -> Option<u64>) -> u64 {
    let limits = Limits { max_events: 1, max_bytes: 16_384, max_delay_ms: 0 };
    let options = Options {
        limits,
        sample_rate: 1.0,
        context: Vec::new(),
        muted: Vec::new(),
        is_kept: false,
        epsilon: None,
    };
    let mut state = u128::from(page);
    let random = move || {
        // Knuth's MMIX generator, folded twice: a page's own luck, the same in every run.
        let mut next = || {
            state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % (1 << 64);
            state >> 32
        };
        (0..6).fold(0, |bits, _| bits << 32 | next())
    };
    let mut core = Core::new(options, Facts::default(), Box::new(random));
    let mut now = page % 1_000;
    let mut inbox = vec![input(&["press", "r1", "up"]), Input::Started];
    loop {
        let mut wake = None;
        while let Some(input) = inbox.pop() {
            for effect in core.handle(Now { ms: now, unix_ms: now }, input) {
                match effect {
                    Effect::Send { .. } if now >= outage_ms => return now,
                    Effect::Send { ticket, .. } => {
                        let failure = Failure { status: 503, retry_after_ms: ask(now) };
                        inbox.push(Input::Failed(ticket, failure));
                    }
                    Effect::Wake(delay) => wake = delay,
                    _ => {}
                }
            }
        }
        now += wake.expect("something waits");
        inbox.push(Input::Woken);
    }
}

#[test]
fn after_an_outage_the_fullest_second_has_at_most_three_times_the_mean() {
    for seconds in [10, 15, 30, 60, 600] {
        check(seconds * 1_000, |_| None);
    }
}

#[test]
fn also_where_the_endpoint_told_every_page_the_same_moment() {
    check(60_000, |now| Some(60_000_u64.saturating_sub(now)));
}
