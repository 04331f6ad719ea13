//! Bodies that nobody would think of, made of those that somebody did: `npm run fuzz`.

use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use super::*;
use crate::seeded::Random;

/// Without a time, so many.
const INPUTS: u64 = 3_000;
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;
const MARKS: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b",",
    b":",
    b"-",
    b"0",
    b"9",
    b".",
    b"e999",
    b"null",
    b"true",
    b"18446744073709551616",
    b"\xff",
    b"\xf0\x9f\x91\x8d",
    b"\xef\xbb\xbf",
    b"[[[[[[[[[[[[[[[[",
    b"{\"a\":",
    b"\x1f\x8b\x08",
    b"\0",
    b"\n",
    b"tellback",
    b"commented",
    b"text",
];

/// Changes a body in one place, or puts a part of another one into it.
fn change(body: &mut Vec<u8>, random: &mut Random, parts: &[&[u8]]) {
    let at = random.below(body.len() + 1);
    let end = at + random.below(body.len() - at + 1).min(40);
    match random.below(6) {
        0 => drop(body.splice(at..at, random.of(MARKS).iter().copied())),
        1 => drop(body.splice(at..end, [])),
        2 => drop(body.splice(at..at, random.of(parts).iter().copied())),
        3 => drop(body.splice(at..end, random.of(MARKS).iter().copied())),
        4 => {
            let again = body[at..end].repeat(1 + random.below(20));
            body.splice(at..at, again);
        }
        _ if body.is_empty() => {}
        _ => body[random.below(at.max(1))] = random.below(256) as u8,
    }
    body.truncate(70_000);
}

/// What is taken can be written; what is refused is refused for a reason.
fn hold(body: &[u8]) -> bool {
    match parse(body) {
        Ok(batch) => {
            assert!((1..=100).contains(&batch.events.len()));
            for event in &batch.events {
                serde_json::to_string(&event.fields).unwrap();
            }
            true
        }
        Err(invalid) => {
            assert!(!invalid.to_string().is_empty());
            false
        }
    }
}

#[test]
fn no_body_makes_the_parser_panic() {
    let seconds = std::env::var("TELLBACK_FUZZ_SECONDS").ok().map(|text| text.parse().unwrap());
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let whole = BATCH.replace(
        r#"[{"seq": 0, "type": "rated", "response": "r1", "thumb": "up"}]"#,
        &format!("[{}]", EVENTS.join(",")),
    );
    let parts: Vec<&[u8]> =
        EVENTS.iter().map(|event| event.as_bytes()).chain([BATCH.as_bytes()]).collect();
    let mut random = Random(SEED);
    let mut body = Vec::new();
    let (mut inputs, mut taken) = (0, 0);
    while until.map_or(inputs < INPUTS, |until| Instant::now() < until) {
        // Much of what has been changed often is refused at its first byte.
        if random.below(2) == 0 {
            body = if random.below(2) == 0 { whole.clone() } else { BATCH.to_owned() }.into_bytes();
        }
        change(&mut body, &mut random, &parts);
        let given = match random.below(8) {
            0 => gzip(&body),
            1 => {
                let mut damaged = gzip(&body);
                change(&mut damaged, &mut random, &parts);
                damaged
            }
            _ => body.clone(),
        };
        match catch_unwind(|| hold(&given)) {
            Ok(is_taken) => taken += u64::from(is_taken),
            Err(_) => panic!("input {inputs}: {:?}", String::from_utf8_lossy(&given)),
        }
        inputs += 1;
    }
    assert!(taken > 0, "none was taken, so little was tried");
    println!("batches: {inputs} inputs, {taken} of them taken, 0 panics");
}
