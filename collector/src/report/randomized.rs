use serde::Serialize;

use super::interval;

/// What randomised answers to one question say of all who were asked.
#[derive(Debug, PartialEq, Serialize)]
pub struct Estimates {
    /// `thumb`, `stars`, or a reason, of which it was asked whether it was given.
    pub question: String,
    /// The tag, and its value, that these answers came with; none for all of them.
    pub tag: Option<[String; 2]>,
    /// The ε of the randomised response.
    pub epsilon: f64,
    /// How many answers there are.
    pub reports: u64,
    /// Every answer to the question.
    pub answers: Vec<Estimate>,
}

/// The share of those who gave an answer, as well as noise lets it be known.
#[derive(Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// `up` or `down`, a number of stars, `true` or `false`.
    pub answer: String,
    /// The unbiased estimate. It can be below 0 or above 1, and is not cut off there: of many, the
    /// mean would be wrong.
    pub share: f64,
    /// Where the share lies with 95 % confidence, the readers' own variety included.
    pub interval: [f64; 2],
}

impl Estimates {
    /// Makes estimates of counts; none for a question that nobody asks.
    ///
    /// A true answer is told with a probability `p`, each other one with `q`. So of a share `f`,
    /// `q + f (p - q)` arrives, and that is turned round.
    pub fn of(
        question: String,
        tag: Option<[String; 2]>,
        epsilon_pct: u32,
        counts: &[(String, u64)],
    ) -> Option<Self> {
        let answers: &[&str] = match question.as_str() {
            "thumb" => &["up", "down"],
            "stars" => &["1", "2", "3", "4", "5"],
            _ => &["true", "false"],
        };
        let epsilon = f64::from(epsilon_pct) / 100.0;
        let q = 1.0 / (epsilon.exp() + answers.len() as f64 - 1.0);
        let p = epsilon.exp() * q;
        let count = |answer: &str| {
            counts.iter().filter(|(told, _)| told == answer).map(|(_, count)| count).sum::<u64>()
        };
        let reports = answers.iter().map(|answer| count(answer)).sum();
        let estimate = |answer: &&str| {
            let told = count(answer);
            let turned = |arrived: f64| (arrived - q) / (p - q);
            let share = turned(told as f64 / reports as f64);
            let interval = interval(told, reports)?.map(turned);
            Some(Estimate { answer: (*answer).to_owned(), share, interval })
        };
        let answers = answers.iter().map(estimate).collect::<Option<_>>()?;
        Some(Self { question, tag, epsilon, reports, answers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeded::Random;

    fn one_of(random: &mut Random, shares: &[f64]) -> usize {
        let mut left = random.below_one();
        shares
            .iter()
            .position(|share| {
                left -= share;
                left < 0.0
            })
            .unwrap_or(shares.len() - 1)
    }

    /// A report on readers who think so, each of whom answers by chance.
    fn simulated(
        question: &str,
        answers: &[&str],
        shares: &[f64],
        epsilon_pct: u32,
        random: &mut Random,
    ) -> Estimates {
        // Written down in another way than the page does it.
        let odds = (f64::from(epsilon_pct) / 100.0).exp();
        let sum = odds + answers.len() as f64 - 1.0;
        let told_of = |truth| {
            (0..answers.len()).map(move |at| if at == truth { odds / sum } else { 1.0 / sum })
        };
        let told_of: Vec<Vec<f64>> =
            (0..answers.len()).map(|truth| told_of(truth).collect()).collect();
        let mut counts: Vec<_> = answers.iter().map(|answer| ((*answer).to_owned(), 0)).collect();
        for _ in 0..400 {
            let truth = one_of(random, shares);
            let told = one_of(random, &told_of[truth]);
            counts[told].1 += 1;
        }
        Estimates::of(question.to_owned(), None, epsilon_pct, &counts).unwrap()
    }

    #[track_caller]
    fn check(question: &str, answers: &[&str], shares: &[f64], epsilon_pct: u32) {
        const TRIALS: u32 = 6_000;
        let mut random = Random(u64::from(epsilon_pct));
        let (mut covered, mut sums) = (0, vec![0.0; shares.len()]);
        for _ in 0..TRIALS {
            let estimates = simulated(question, answers, shares, epsilon_pct, &mut random);
            for (at, Estimate { share, interval: [low, high], .. }) in
                estimates.answers.iter().enumerate()
            {
                sums[at] += share;
                covered += u32::from((low..=high).contains(&&shares[at]));
            }
        }
        let coverage = f64::from(covered) / f64::from(TRIALS) / shares.len() as f64;
        assert!((0.94..=0.96).contains(&coverage), "{coverage}");
        for (sum, share) in sums.iter().zip(shares) {
            // Five times what the mean of so many may stray.
            let q = 1.0 / ((f64::from(epsilon_pct) / 100.0).exp() + shares.len() as f64 - 1.0);
            let stretch = 1.0 / (1.0 - shares.len() as f64 * q);
            let stray = 5.0 * 0.5 * stretch / (400.0 * f64::from(TRIALS)).sqrt();
            let mean = sum / f64::from(TRIALS);
            assert!((mean - share).abs() < stray, "{mean} is not {share} ± {stray}");
        }
    }

    #[test]
    fn the_error_bars_of_thumbs_hold_the_truth_in_95_of_100_reports() {
        for epsilon_pct in [50, 100, 300] {
            check("thumb", &["up", "down"], &[0.8, 0.2], epsilon_pct);
        }
    }

    #[test]
    fn so_do_those_of_stars() {
        check("stars", &["1", "2", "3", "4", "5"], &[0.1, 0.0, 0.2, 0.3, 0.4], 100);
        check("stars", &["1", "2", "3", "4", "5"], &[0.05, 0.05, 0.1, 0.3, 0.5], 250);
    }

    #[test]
    fn so_do_those_of_rare_reasons() {
        check("offensive", &["true", "false"], &[0.01, 0.99], 100);
    }

    #[test]
    fn estimates_of_all_answers_add_up_to_all() {
        let counts = [("1".to_owned(), 7), ("4".to_owned(), 11), ("5".to_owned(), 2)];
        let estimates = Estimates::of("stars".into(), None, 80, &counts).unwrap();
        let sum: f64 = estimates.answers.iter().map(|estimate| estimate.share).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        assert_eq!((estimates.reports, estimates.epsilon), (20, 0.8));
    }

    #[test]
    fn nothing_is_estimated_of_nothing() {
        assert_eq!(Estimates::of("thumb".into(), None, 100, &[]), None);
    }
}
