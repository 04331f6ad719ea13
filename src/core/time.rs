//! Time as an argument: the core holds no clock.

use alloc::string::String;

/// A length of time, or a point on the monotonic clock, in milliseconds.
pub type Millis = u64;

/// When an input happened, on both of the browser's clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds on a clock that never runs backwards (`performance.now()`).
    pub ms: Millis,
    /// Milliseconds since 1970 by the wall clock, used for nothing but the hour of a batch.
    pub unix_ms: u64,
}

/// The UTC hour of a wall-clock time, as a batch states it: `2026-11-23T05`.
#[must_use]
pub fn hour(unix_ms: u64) -> String {
    let hours = unix_ms / 3_600_000;
    let (year, month, day) = civil(hours / 24);
    let mut text = String::with_capacity(13);
    push_digits(&mut text, year, 1000);
    text.push('-');
    push_digits(&mut text, month, 10);
    text.push('-');
    push_digits(&mut text, day, 10);
    text.push('T');
    push_digits(&mut text, hours % 24, 10);
    text
}

/// Year, month and day of a day counted from 1970-01-01, after Howard Hinnant's
/// [`civil_from_days`](https://howardhinnant.github.io/date_algorithms.html#civil_from_days).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

/// Written by hand because `format!` would add 3 KB to what every reader downloads.
fn push_digits(text: &mut String, number: u64, mut place: u64) {
    while place > 0 {
        let digit = (number / place % 10) as u8;
        text.push(char::from(b'0' + digit));
        place /= 10;
    }
}
