//! The scalar types of the contract, each a function from a JSON value to a checked one.

use super::hour::Hour;
use super::json::{Expected, Value};
use super::ledger::MAX_CAPTURED;

/// What a slug is, for messages.
pub const SLUG: &str = "a slug, [A-Za-z0-9][A-Za-z0-9._-]{0,31}";

/// Whole numbers above this one do not survive a trip through JavaScript.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

pub fn version(value: &Value) -> Result<(), Expected> {
    match value {
        Value::Whole(1) => Ok(()),
        _ => Err("expected 1".into()),
    }
}

pub fn stream(value: &Value) -> Result<String, Expected> {
    text(value, "32 lowercase hex digits", |text| {
        text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// An opaque name that the host's server minted: never an address, a URL or free text.
pub fn handle(value: &Value) -> Result<String, Expected> {
    text(value, "an opaque handle, [A-Za-z0-9_.:-]{1,128}", |text| {
        (1..=128).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.:-".contains(&b))
    })
}

pub fn two_handles(value: &Value) -> Result<[String; 2], Expected> {
    let expected = || "expected a list of two opaque handles".to_owned();
    match value {
        Value::Array(items) => match items.as_slice() {
            [a, b] => Ok([handle(a).map_err(|_| expected())?, handle(b).map_err(|_| expected())?]),
            _ => Err(expected()),
        },
        _ => Err(expected()),
    }
}

pub fn slug(value: &Value) -> Result<String, Expected> {
    text(value, SLUG, is_slug)
}

pub fn is_slug(text: &str) -> bool {
    text.len() <= 32
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

pub fn comment(value: &Value) -> Result<String, Expected> {
    text(value, "a text of at most 1000 characters", |text| text.chars().count() <= 1000)
}

pub fn sdk(value: &Value) -> Result<String, Expected> {
    text(value, "a version such as 0.1.0", |text| {
        let numbers: Vec<&str> = text.split('.').collect();
        text.len() <= 32
            && numbers.len() == 3
            && numbers
                .iter()
                .all(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// An hour of the sender's clock, which may differ from the hour `now` within reason.
pub fn hour(value: &Value, now: Hour) -> Result<String, Expected> {
    let (text, hour) = match value {
        Value::Text(text) => Hour::parse(text).map(|hour| (text, hour)),
        _ => None,
    }
    .ok_or("expected a UTC hour such as 2026-11-23T05")?;
    hour.check(now)?;
    Ok(text.clone())
}

/// Any whole number that fits 32 bits.
pub fn count(value: &Value) -> Result<u32, Expected> {
    whole(value, "a whole number from 0 to 4294967295", |_| true)
}

/// A count with a limit of its own.
pub fn at_most<const MOST: u32>(value: &Value) -> Result<u32, Expected> {
    whole(value, &format!("a whole number from 0 to {MOST}"), |n| n <= u64::from(MOST))
}

/// The place of an event in its stream.
pub fn seq(value: &Value) -> Result<u32, Expected> {
    at_most::<{ MAX_CAPTURED - 1 }>(value)
}

/// How often an answer came into view: an answer that never did has no `viewed` event.
pub fn visits(value: &Value) -> Result<u32, Expected> {
    whole(value, "a whole number from 1 to 4294967295", |n| n >= 1)
}

pub fn stars(value: &Value) -> Result<u32, Expected> {
    whole(value, "a whole number from 0 to 5", |n| n <= 5)
}

/// The stars of a vote that was given and not taken back.
pub fn given_stars(value: &Value) -> Result<u32, Expected> {
    whole(value, "a whole number from 1 to 5", |n| (1..=5).contains(&n))
}

/// A privacy budget: below, nothing can be estimated; above, nothing is hidden.
pub fn epsilon_pct(value: &Value) -> Result<u32, Expected> {
    whole(value, "a whole number from 10 to 1000", |n| (10..=1_000).contains(&n))
}

pub fn exactly(only: u64) -> impl Fn(&Value) -> Result<(), Expected> {
    move |value| match value {
        Value::Whole(number) if *number == only => Ok(()),
        _ => Err(format!("expected {only}")),
    }
}

pub fn flag(value: &Value) -> Result<bool, Expected> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        _ => Err("expected true or false".into()),
    }
}

pub fn percent(value: &Value) -> Result<u32, Expected> {
    whole(value, "a multiple of 10 from 0 to 100", |n| n <= 100 && n.is_multiple_of(10))
}

/// A number of characters, coarse on purpose.
pub fn length(value: &Value) -> Result<u64, Expected> {
    whole(value, "a whole number to 4000000000 with one significant digit", is_coarse)
}

/// A number of characters where there have to be some.
pub fn some_length(value: &Value) -> Result<u64, Expected> {
    whole(value, "a whole number from 1 to 4000000000 with one significant digit", |n| {
        n > 0 && is_coarse(n)
    })
}

/// A duration in milliseconds, coarse on purpose.
pub fn millis(value: &Value) -> Result<u64, Expected> {
    whole(value, "0, or a whole number from 100 to 4000000000 with one significant digit", |n| {
        n == 0 || (n >= 100 && is_coarse(n))
    })
}

/// A word from a closed list.
pub fn one_of<const N: usize>(
    words: [&'static str; N],
) -> impl Fn(&Value) -> Result<&'static str, Expected> {
    move |value| {
        match value {
            Value::Text(text) => words.into_iter().find(|word| word == text),
            _ => None,
        }
        .ok_or_else(|| match words.split_last() {
            Some((last, [])) => format!("expected {last}"),
            Some((last, others)) => format!("expected {} or {last}", others.join(", ")),
            None => "expected nothing".into(),
        })
    }
}

fn text(
    value: &Value,
    expected: &str,
    allowed: impl FnOnce(&str) -> bool,
) -> Result<String, Expected> {
    match value {
        Value::Text(text) if allowed(text) => Ok(text.clone()),
        _ => Err(format!("expected {expected}")),
    }
}

fn whole<T: TryFrom<u64>>(
    value: &Value,
    expected: &str,
    allowed: impl FnOnce(u64) -> bool,
) -> Result<T, Expected> {
    match value {
        Value::Whole(n) if *n <= MAX_SAFE_INTEGER && allowed(*n) => T::try_from(*n).ok(),
        _ => None,
    }
    .ok_or_else(|| format!("expected {expected}"))
}

/// What the widget counts in 32 bits, with one significant digit.
fn is_coarse(mut n: u64) -> bool {
    if n > 4_000_000_000 {
        return false;
    }
    while n >= 10 {
        if !n.is_multiple_of(10) {
            return false;
        }
        n /= 10;
    }
    true
}
