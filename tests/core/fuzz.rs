//! Comments that nobody would think of, made of those that somebody did: `npm run fuzz`.

use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use tellback::core::redact::{MAX_CHARS, Redacted};
use tellback::core::stream::Random;

use crate::redact::{HARMLESS, SECRETS};
use crate::visits::seeded;

/// Without a time, so many.
const INPUTS: u64 = 3_000;
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;
/// What makes or breaks an address, a number or a word.
const MARKS: &str = "0179aAzZéß中あ٠۹९０+-–._~:/@＠#?&=%()[]{}<>\"'`|,;! \u{A0}\u{3000}\n\t\0\u{AD}\u{200B}\u{202E}\u{FEFF}👍🏽";

/// The same inputs on every machine and in every run.
struct Choice(Random);

impl Choice {
    fn below(&mut self, limit: usize) -> usize {
        ((self.0)() % limit as u128) as usize
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// Changes a text in one place, or puts another one into it.
fn change(text: &mut Vec<char>, random: &mut Choice, parts: &[&str], marks: &[char]) {
    let at = random.below(text.len() + 1);
    let end = at + random.below(text.len() - at + 1).min(40);
    match random.below(6) {
        0 => text.insert(at, random.of(marks)),
        1 => drop(text.splice(at..end, [])),
        2 => drop(text.splice(at..at, random.of(parts).chars())),
        3 => drop(text.splice(at..end, [random.of(marks)])),
        4 => {
            let again: Vec<char> = text[at..end].repeat(1 + random.below(20));
            text.splice(at..at, again);
        }
        _ => text.insert(at, char::from_u32(random.below(0x11_0000) as u32).unwrap_or('\u{FFFD}')),
    }
    text.truncate(3 * MAX_CHARS);
}

fn hold(text: &str) {
    let (redacted, looked) = Redacted::counted(text);
    let chars = text.chars().count();
    assert!(redacted.as_str().chars().count() <= MAX_CHARS);
    assert!(looked <= 400 * chars, "{looked} looks at {chars} characters");
    // Whatever stands around it, an address that stands alone is one.
    let room = MAX_CHARS / 2;
    let around: String = text.chars().take(room).collect();
    let with = Redacted::of(&format!("{around} zqxv@example.com 8384 8586 8788 8980 {around}"));
    assert!(!with.as_str().contains("zqxv") && !with.as_str().contains("8586"), "{with:?}");
}

#[test]
fn no_comment_makes_the_scanner_panic_or_look_too_often() {
    let seconds = std::env::var("TELLBACK_FUZZ_SECONDS").ok().map(|text| text.parse().unwrap());
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let parts: Vec<&str> = SECRETS.iter().map(|(secret, _)| *secret).chain(HARMLESS).collect();
    let marks: Vec<char> = MARKS.chars().collect();
    let mut random = Choice(seeded(SEED));
    let mut text = Vec::new();
    let mut inputs = 0;
    while until.map_or(inputs < INPUTS, |until| Instant::now() < until) {
        if random.below(50) == 0 {
            text.clear();
        }
        change(&mut text, &mut random, &parts, &marks);
        let given: String = text.iter().collect();
        assert!(catch_unwind(|| hold(&given)).is_ok(), "input {inputs}: {given:?}");
        inputs += 1;
    }
    println!("comments: {inputs} inputs, 0 panics");
}
