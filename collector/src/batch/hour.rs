use std::time::{SystemTime, UNIX_EPOCH};

/// A UTC hour, counted from the first one of 1970.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Hour(i64);

/// A page's clock may run ahead a little, or be set to local time by mistake; one that is a day
/// ahead would outlive every retention and spoil every account by hour.
const MAX_AHEAD: i64 = 24;
/// A page may keep what it could not deliver, but not for ever.
const MAX_BEHIND: i64 = 366 * 24;

impl Hour {
    /// The hour of a clock.
    pub fn of(time: SystemTime) -> Self {
        let since_1970 = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since_1970.as_secs() / 3600).unwrap_or(i64::MAX))
    }

    /// Reads `2026-11-23T05`, an hour of a day that the calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, hour) = text.split_once('T')?;
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = digits(parts.next()?, 2)?;
        let day = digits(parts.next()?, 2)?;
        let hour = digits(hour, 2)?;
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days_in_month = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => 0,
        };
        let exists = parts.next().is_none() && (1..=days_in_month).contains(&day) && hour < 24;
        exists.then(|| Self(days_since_1970(year, month, day) * 24 + hour))
    }

    /// Its beginning, in seconds since the first one of 1970.
    pub fn seconds(self) -> i64 {
        self.0 * 3600
    }

    /// The UTC day, counted from the first one of 1970.
    pub fn day(self) -> i64 {
        self.0.div_euclid(24)
    }

    /// Whether what is kept for so many days is kept no longer at `now`.
    pub fn is_older(self, days: u32, now: Self) -> bool {
        self.0 < now.0.saturating_sub(i64::from(days) * 24)
    }

    /// Whether an event of this hour may arrive in the hour `now`; if not, why.
    pub fn check(self, now: Self) -> Result<(), String> {
        if self.0 > now.0.saturating_add(MAX_AHEAD) {
            Err(format!("more than {MAX_AHEAD} hours ahead of the collector's clock"))
        } else if self.0 < now.0.saturating_sub(MAX_BEHIND) {
            Err(format!("more than {} days ago", MAX_BEHIND / 24))
        } else {
            Ok(())
        }
    }
}

/// Counts years from March on, so that a leap day is the last one of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + leap_days + day_of_year - 719_468
}

fn digits(text: &str, width: usize) -> Option<i64> {
    let only_digits = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    only_digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[track_caller]
    fn check(text: &str, seconds: u64) {
        let time = UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(Hour::parse(text), Some(Hour::of(time)));
    }

    #[test]
    fn a_text_and_a_clock_mean_the_same_hour() {
        check("1970-01-01T00", 3_599);
        check("2000-02-29T23", 951_868_799);
        check("2000-03-01T00", 951_868_800);
        check("2026-11-23T05", 1_795_410_000);
        check("2100-03-01T00", 4_107_542_400);
    }

    #[test]
    fn what_is_kept_for_some_days_is_kept_to_the_hour() {
        let now = Hour::parse("2026-11-23T05").unwrap();
        let is_older = |text: &str| Hour::parse(text).unwrap().is_older(30, now);
        assert!(!is_older("2026-10-24T05"));
        assert!(is_older("2026-10-24T04"));
    }

    #[test]
    fn an_hour_is_a_day_ahead_or_a_year_behind_at_most() {
        let now = Hour::parse("2026-11-23T05").unwrap();
        let check = |text: &str| Hour::parse(text).unwrap().check(now);
        for text in ["2026-11-23T05", "2026-11-24T05", "2025-11-22T05"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        for text in ["2026-11-24T06", "9999-12-31T23"] {
            assert!(check(text).unwrap_err().contains("ahead"), "{text}");
        }
        for text in ["2025-11-22T04", "1970-01-01T00", "0000-01-01T00"] {
            assert!(check(text).unwrap_err().contains("ago"), "{text}");
        }
    }
}
