//! The hour of a batch.

use tellback::core::time::hour;

const HOUR_MS: u64 = 3_600_000;

#[test]
fn an_hour_is_written_in_utc() {
    for (unix_s, expected) in [
        (0, "1970-01-01T00"),
        (951_782_399, "2000-02-28T23"),
        (951_782_400, "2000-02-29T00"),
        (951_868_800, "2000-03-01T00"),
        (1_704_067_199, "2023-12-31T23"),
        (1_704_067_200, "2024-01-01T00"),
        (1_709_164_800, "2024-02-29T00"),
        (1_735_689_599, "2024-12-31T23"),
        (1_795_410_000, "2026-11-23T05"),
        (1_795_413_599, "2026-11-23T05"),
        (4_107_542_400, "2100-03-01T00"),
    ] {
        assert_eq!(hour(unix_s * 1_000), expected);
        assert_eq!(hour(unix_s * 1_000 + 999), expected);
    }
}

#[test]
fn five_hundred_years_of_days_follow_the_calendar() {
    let mut days = 0;
    for year in 1970..2470 {
        let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = if is_leap_year { 29 } else { 28 };
        let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1..).zip(months) {
            for day in 1..=length {
                let expected = format!("{year}-{month:02}-{day:02}T{:02}", days % 24);
                assert_eq!(hour((days * 24 + days % 24) * HOUR_MS), expected);
                days += 1;
            }
        }
    }
}
