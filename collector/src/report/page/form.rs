//! How numbers are written for people.

/// `1,204`
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 answer`, `2 answers`
pub fn plural(n: u64, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", number(n))
}

/// `67 %`, never rounded to all or nothing
pub fn percent(share: f64) -> String {
    let rounded = (100.0 * share).round();
    if rounded == 100.0 && share < 1.0 {
        "over 99 %".to_owned()
    } else if rounded == 0.0 && share > 0.0 {
        "under 1 %".to_owned()
    } else {
        format!("{rounded} %")
    }
}

/// `48 % to 54 %`
pub fn range([low, high]: [f64; 2]) -> String {
    format!("{} to {}", percent(low), percent(high))
}

/// `0.4 s`, `12 s`, `2.5 min`, `3 h`
pub fn duration(millis: f64) -> String {
    let seconds = millis / 1_000.0;
    let (value, unit) = match seconds {
        ..60.0 => (seconds, "s"),
        ..3_600.0 => (seconds / 60.0, "min"),
        _ => (seconds / 3_600.0, "h"),
    };
    let one_decimal = (value * 10.0).round() / 10.0;
    format!("{one_decimal} {unit}")
}

/// `2026-11-23 05:00`
pub fn hour(wire: &str) -> String {
    format!("{}:00", wire.replace('T', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_204), "1,204");
        assert_eq!(number(12_345_678), "12,345,678");
    }

    #[test]
    fn a_noun_follows_its_number() {
        assert_eq!(plural(1, "vote"), "1 vote");
        assert_eq!(plural(0, "vote"), "0 votes");
    }

    #[test]
    fn only_all_is_called_all_and_only_nothing_nothing() {
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.999), "over 99 %");
        assert_eq!(percent(2.0 / 3.0), "67 %");
        assert_eq!(percent(0.001), "under 1 %");
        assert_eq!(percent(0.0), "0 %");
    }

    #[test]
    fn durations_have_the_unit_that_fits() {
        assert_eq!(duration(0.0), "0 s");
        assert_eq!(duration(400.0), "0.4 s");
        assert_eq!(duration(12_000.0), "12 s");
        assert_eq!(duration(150_000.0), "2.5 min");
        assert_eq!(duration(10_800_000.0), "3 h");
    }

    #[test]
    fn an_hour_is_written_as_a_time() {
        assert_eq!(hour("2026-11-23T05"), "2026-11-23 05:00");
    }
}
