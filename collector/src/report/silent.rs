use serde::Serialize;

use super::statistics::{Z95, rounded, side};

/// A behaviour that fewer voters than this share says nothing about those who were silent.
const MIN_VOTERS: u64 = 20;

/// What those who did not vote may have thought, if they were like voters who behaved alike.
/// Whether they are can't be known from events: an estimate, never a measurement.
#[derive(Debug, PartialEq, Serialize)]
pub struct Silent {
    /// How many answers were read without a vote for or against.
    pub answers: u64,
    /// The share of them that voters who behaved alike would have voted for; none if too few voted.
    pub estimate: Option<f64>,
    /// Where that share lies with 95 % confidence, under the same assumption; 0 to 1 for
    /// behaviours about which too few voted.
    pub interval: [f64; 2],
    /// What it is estimated from.
    pub behaviours: Vec<Behaviour>,
}

/// Answers with which readers did the same, by how they voted.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Behaviour {
    /// What readers did.
    pub name: String,
    /// Answers that were voted for: thumbs up, or at least 4 stars.
    pub r#for: u64,
    /// Answers that were voted against: thumbs down, or at most 2 stars.
    pub against: u64,
    /// Answers without such a vote.
    pub silent: u64,
    /// The share of the votes that are for; none without votes, or where one side is not told.
    pub for_share: Option<f64>,
}

impl Silent {
    /// Weighs what voters thought by how many silent readers behaved like them. Of each, there may be
    /// `untold` more voters on either side, and where there are none at all on one, nothing is known.
    pub fn estimate(mut behaviours: Vec<Behaviour>, untold: u64) -> Option<Self> {
        let answers: u64 = behaviours.iter().map(|behaviour| behaviour.silent).sum();
        let voters: u64 = behaviours.iter().map(Behaviour::voters).sum();
        if answers == 0 || voters == 0 {
            return None;
        }
        let (mut known, mut mean, mut variance) = (0.0, 0.0, 0.0);
        let (mut least, mut most) = (0.0, 0.0);
        for behaviour in &mut behaviours {
            let votes = side(behaviour.r#for, behaviour.against, untold);
            behaviour.for_share = votes.map(|(share, _)| share);
            if behaviour.voters() < MIN_VOTERS || votes.is_none() {
                continue;
            }
            let weight = behaviour.silent as f64 / answers as f64;
            // Jeffreys' prior keeps all-or-nothing votes from looking certain.
            let a = behaviour.r#for as f64 + 0.5;
            let b = behaviour.against as f64 + 0.5;
            known += weight;
            mean += weight * a / (a + b);
            let untold = untold as f64;
            least += weight * a / (a + b + untold);
            most += weight * (a + untold) / (a + b + untold);
            variance += weight * weight * a * b / ((a + b) * (a + b) * (a + b + 1.0));
        }
        let half = Z95 * f64::sqrt(variance);
        let unknown = 1.0 - known;
        Some(Self {
            answers,
            estimate: (known > 0.0).then_some(mean / known),
            interval: [rounded((least - half).max(0.0)), rounded((most + half + unknown).min(1.0))],
            behaviours,
        })
    }
}

impl Behaviour {
    /// How many voted either way.
    pub fn voters(&self) -> u64 {
        self.r#for + self.against
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behaviour(name: &str, r#for: u64, against: u64, silent: u64) -> Behaviour {
        Behaviour { name: name.to_owned(), r#for, against, silent, for_share: None }
    }

    #[test]
    fn nothing_is_estimated_from_nothing() {
        assert_eq!(Silent::estimate(vec![], 0), None);
        assert_eq!(Silent::estimate(vec![behaviour("copied", 0, 0, 100)], 0), None);
        assert_eq!(Silent::estimate(vec![behaviour("copied", 9, 1, 0)], 0), None);
    }

    #[test]
    fn too_few_voters_leave_everything_open() {
        let silent = Silent::estimate(vec![behaviour("copied", 9, 1, 100)], 0).unwrap();
        assert_eq!((silent.estimate, silent.interval), (None, [0.0, 1.0]));
    }

    #[test]
    fn behaviours_weigh_by_how_many_were_silent() {
        let silent = Silent::estimate(
            vec![behaviour("copied", 900, 100, 3_000), behaviour("asked again", 100, 900, 1_000)],
            0,
        )
        .unwrap();
        let estimate = silent.estimate.unwrap();
        assert!((estimate - 0.7).abs() < 0.001, "{estimate}");
        let [low, high] = silent.interval;
        assert!(low < 0.7 && high > 0.7 && high - low < 0.05, "{low} {high}");
    }

    #[test]
    fn a_behaviour_without_voters_widens_the_interval_by_its_part() {
        let silent = Silent::estimate(
            vec![behaviour("copied", 900, 100, 500), behaviour("read to the end", 0, 0, 500)],
            0,
        )
        .unwrap();
        let [low, high] = silent.interval;
        assert!(low < 0.45 && high > 0.95, "{low} {high}");
    }

    #[test]
    fn what_is_not_told_widens_it_or_is_unknown() {
        let exact = Silent::estimate(vec![behaviour("copied", 90, 30, 100)], 0).unwrap();
        let told = Silent::estimate(vec![behaviour("copied", 90, 30, 100)], 9).unwrap();
        assert_eq!(told.estimate, exact.estimate);
        assert!(told.interval[0] < exact.interval[0] && told.interval[1] > exact.interval[1]);
        let hidden = Silent::estimate(vec![behaviour("copied", 90, 0, 100)], 9).unwrap();
        assert_eq!((hidden.estimate, hidden.interval), (None, [0.0, 1.0]));
    }
}
