//! A thousand visits of one reader, and what a receiver could tell them together by.

use std::collections::HashSet;

use tellback::core::consent::Facts;
use tellback::core::queue::Limits;
use tellback::core::stream::Random;
use tellback::core::time::Now;
use tellback::core::{Core, Effect, Input, Options};

use crate::contract;
use crate::inputs::input;

const VISITS: usize = 1_000;

#[test]
fn no_value_is_repeated_in_the_conversations_of_a_thousand_visits() {
    let mut names = HashSet::new();
    let mut rest = HashSet::new();
    let mut conversations = 0;
    for visit in 0..VISITS {
        // A visit is a page of its own; the next one follows hours later, within the same hour.
        let mut core = core(visit as u64 * 1_000_003);
        for batch in visited(&mut core, visit) {
            conversations += 1;
            forget_names(batch, &mut names, &mut rest);
        }
    }
    assert_all_alike(conversations, names.len(), rest.len());
}

#[test]
fn no_value_is_repeated_in_a_thousand_conversations_on_one_page() {
    let mut names = HashSet::new();
    let mut rest = HashSet::new();
    let mut conversations = 0;
    let mut core = core(7);
    for visit in 0..VISITS {
        for batch in visited(&mut core, visit) {
            conversations += 1;
            forget_names(batch, &mut names, &mut rest);
        }
    }
    assert_all_alike(conversations, names.len(), rest.len());
}

/// The same reader does the same in every visit. So whatever differs is a name, new every time, and
/// whatever is the same says nothing about whose it is: no count goes on from one to the next.
#[track_caller]
fn assert_all_alike(conversations: usize, names: usize, rest: usize) {
    assert_eq!(conversations, VISITS * 2);
    // A stream, a conversation, and two answers, one of which replaces the other.
    assert_eq!(names, conversations * 4, "a name was repeated");
    assert_eq!(rest, 1, "something beside the names tells conversations apart, or together");
}

/// Two conversations, and all that is sent of them.
fn visited(core: &mut Core, visit: usize) -> Vec<contract::Batch> {
    let at = 10_000 + visit as u64 * 1_000;
    let mut batches = Vec::new();
    let mut script = vec!["started".to_owned(), "shown".to_owned()];
    for conversation in [2 * visit, 2 * visit + 1] {
        let answer = format!("r{conversation}@c{conversation}");
        script.extend([
            format!("grown {answer} complete"),
            format!("press {answer} up"),
            format!("copy {answer} 10..60/1000"),
            format!("call {answer} regenerate is new{conversation}"),
        ]);
    }
    script.push("flushed".to_owned());
    for line in script {
        let words: Vec<_> = line.split_whitespace().collect();
        batches.extend(tell(core, at, input(&words)));
    }
    batches
}

fn tell(core: &mut Core, at: u64, input: Input) -> Vec<contract::Batch> {
    let now = Now { ms: at, unix_ms: 1_795_410_000_000 };
    let mut batches = Vec::new();
    for effect in core.handle(now, input) {
        if let Effect::Send { ticket, body } = effect {
            batches.push(contract::read(&body).unwrap());
            batches.extend(tell(core, at, Input::Delivered(ticket)));
        }
    }
    batches
}

fn forget_names(
    mut batch: contract::Batch,
    names: &mut HashSet<String>,
    rest: &mut HashSet<String>,
) {
    let mut own = HashSet::from([batch.stream, batch.conversation]);
    for event in &mut batch.events {
        for name in ["response", "replacement"] {
            let value = event.remove(name);
            own.extend(value.map(|value| value.as_str().unwrap().to_owned()));
        }
    }
    for name in own {
        assert!(names.insert(name.clone()), "{name} is in two conversations");
    }
    rest.insert(format!("{:?} {:?}", batch.events, batch.ledger));
}

/// What a core does about one input.
pub fn tell_once(core: &mut Core, line: &str) -> Vec<Effect> {
    let words: Vec<_> = line.split_whitespace().collect();
    core.handle(Now { ms: 10_000, unix_ms: 1_795_410_000_000 }, input(&words))
}

fn core(seed: u64) -> Core {
    Core::new(options(), Facts::default(), seeded(seed))
}

pub fn options() -> Options {
    Options {
        limits: Limits { max_events: 50, max_bytes: 16_384, max_delay_ms: 5_000 },
        sample_rate: 1.0,
        context: Vec::new(),
        muted: Vec::new(),
        is_kept: false,
        epsilon: None,
    }
}

/// `SplitMix64`, in place of the browser's.
pub fn seeded(seed: u64) -> Random {
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u128::from(mixed ^ (mixed >> 31))
    };
    Box::new(move || next() << 64 | next())
}
