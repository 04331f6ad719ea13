/// The number of standard deviations within which 95 % of a normal distribution lie.
pub const Z95: f64 = 1.959_964;

/// The median of values that are given with how often each occurs, smallest first.
pub fn median(histogram: &[(u64, u64)]) -> Option<f64> {
    let total: u64 = histogram.iter().map(|(_, count)| count).sum();
    let nth = |n: u64| {
        let mut passed = 0;
        histogram.iter().find_map(|(value, count)| {
            passed += count;
            (n < passed).then_some(*value)
        })
    };
    let (low, high) = (nth(total.saturating_sub(1) / 2)?, nth(total / 2)?);
    Some((low + high) as f64 / 2.0)
}

/// A part of a whole, from 0 to 1; none where there is no whole, or where a part is known better
/// than the whole that it is of.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0 && part <= whole).then(|| part as f64 / whole as f64)
}

/// The share of one side of two, and its [`interval`], where either side may be larger by `untold`.
/// None where one of them is not told at all: it may be none, or a few.
pub fn side(one: u64, other: u64, untold: u64) -> Option<(f64, [f64; 2])> {
    let all = one + other;
    let is_hidden = untold > 0 && (one == 0 || other == 0);
    let share = share(one, all).filter(|_| !is_hidden)?;
    let [low, _] = interval(one, all + untold)?;
    let [_, high] = interval(one + untold, all + untold)?;
    Some((share, [low, high]))
}

/// To six digits: what is worked out from counts is known no better.
pub fn rounded(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}

/// The Wilson interval: where the share of a `part` of a `whole` would lie for many more of the
/// same kind, with 95 % confidence. Unlike the usual formula it holds for small numbers too.
pub fn interval(part: u64, whole: u64) -> Option<[f64; 2]> {
    let p = share(part, whole)?;
    let n = whole as f64;
    let z2 = Z95 * Z95;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    // None and all are certain to be possible; floating point would come out a hair beside them.
    let low = if part == 0 { 0.0 } else { rounded(middle - half) };
    let high = if part == whole { 1.0 } else { rounded(middle + half) };
    Some([low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(histogram: &[(u64, u64)], expected: Option<f64>) {
        assert_eq!(median(histogram), expected);
    }

    #[test]
    fn the_median_of_nothing_is_none() {
        check(&[], None);
    }

    #[test]
    fn the_median_of_an_odd_number_of_values_is_the_middle_one() {
        check(&[(7, 1)], Some(7.0));
        check(&[(1, 1), (5, 1), (90, 1)], Some(5.0));
        check(&[(1, 3), (5, 1), (90, 1)], Some(1.0));
    }

    #[test]
    fn the_median_of_an_even_number_of_values_lies_between_the_middle_ones() {
        check(&[(2, 1), (4, 1)], Some(3.0));
        check(&[(2, 2), (4, 2)], Some(3.0));
        check(&[(2, 3), (4, 1)], Some(2.0));
        check(&[(100, 1), (2000, 1), (3000, 4)], Some(3000.0));
    }

    #[test]
    fn what_is_not_told_makes_an_interval_wider() {
        let (share, exact) = side(70, 30, 0).unwrap();
        assert_eq!((share, Some(exact)), (0.7, interval(70, 100)));
        let (share, told) = side(70, 30, 9).unwrap();
        assert!(share == 0.7 && told[0] < exact[0] && told[1] > exact[1], "{told:?}");
        // Whatever up to nine more on either side are, the interval of that is within.
        for (one, other) in [(79, 30), (70, 39), (79, 39)] {
            let [low, high] = interval(one, one + other).unwrap();
            assert!(told[0] <= low && high <= told[1], "{one} {other}");
        }
        assert_eq!((side(10, 0, 0).map(|(share, _)| share), side(10, 0, 9)), (Some(1.0), None));
        assert_eq!((side(0, 10, 9), side(0, 0, 0)), (None, None));
    }

    #[test]
    fn no_part_is_larger_than_its_whole() {
        assert_eq!((share(12, 10), share(10, 10), share(0, 0)), (None, Some(1.0), None));
    }

    #[test]
    fn an_interval_is_wide_for_few_and_narrow_for_many() {
        assert_eq!(interval(0, 0), None);
        assert_eq!(interval(1, 2), Some([0.094531, 0.905469]));
        for n in [1, 3, 10, 95, 12_345] {
            assert_eq!((interval(0, n).unwrap()[0], interval(n, n).unwrap()[1]), (0.0, 1.0));
        }
        let rounded = |part, whole| interval(part, whole).unwrap().map(|x| (x * 1000.0).round());
        assert_eq!(rounded(0, 1), [0.0, 793.0]);
        assert_eq!(rounded(1, 1), [207.0, 1000.0]);
        assert_eq!(rounded(5, 10), [237.0, 763.0]);
        assert_eq!(rounded(5_000, 10_000), [490.0, 510.0]);
    }
}
