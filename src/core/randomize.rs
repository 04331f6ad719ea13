//! Randomised answers: all that leaves a page in the aggregate-only mode.
//!
//! The device tells one of `k` answers, by k-ary randomised response
//! ([Warner 1965](https://doi.org/10.1080/01621459.1965.10480775);
//! [Kairouz et al. 2016](https://proceedings.mlr.press/v48/kairouz16.html)): the true one with a
//! probability of `e^ε / (e^ε + k − 1)`, and each other one with `1 / (e^ε + k − 1)`. So whatever
//! was told, no truth makes it more than `e^ε` times as likely as another one does: that is
//! ε-local differential privacy. As long as `k < 3e^ε + 2`, which five answers are for every ε, no
//! unary encoding estimates better
//! ([Wang et al. 2017](https://www.usenix.org/conference/usenixsecurity17/technical-sessions/presentation/wang-tianhao)).
//!
//! A conversation answers one question, once. Which one, chance draws before it looks at the truth:
//! to spend all of ε on one of several questions estimates each better than to divide it
//! ([Wang et al. 2019](https://doi.org/10.1109/ICDE.2019.00063)).

use alloc::vec::Vec;
#[cfg(not(feature = "full"))]
use core::convert::Infallible;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::handle::{Handle, Slugs};
use super::signal::Rating;
use super::stream::{Random, chance};
use super::words::Reason;

/// How much one answer may tell: ε, in hundredths.
///
/// In the build that most pages load there can be none, so the compiler leaves out all that is done
/// with one.
#[derive(Clone, Copy, Debug)]
pub struct Epsilon(#[cfg(feature = "full")] u16, #[cfg(not(feature = "full"))] Infallible);

/// What a reader thinks of an answer. It has no serialized form, so it cannot be sent by mistake:
///
/// ```compile_fail
/// fn send(_: &impl serde::Serialize) {}
/// fn leak(opinion: &tellback::core::randomize::Opinion) {
///     send(opinion);
/// }
/// ```
#[derive(Debug)]
pub struct Opinion {
    /// The vote.
    pub rating: Rating,
    /// The reasons for it.
    pub reasons: Slugs,
}

/// A randomised answer. Its fields are private to this module, which makes it by chance alone.
#[derive(Debug)]
pub struct Report(Answer);

#[derive(Debug)]
enum Answer {
    Thumb(&'static str),
    Stars(u32),
    Reason(Reason, bool),
}

/// Sees to it that no conversation reports twice.
#[derive(Debug, Default)]
pub struct Budgets {
    /// Conversations whose budget is spent; `None` is the page as one conversation.
    spent: Vec<Option<Handle>>,
    /// Votes that are not reported because of that.
    pub withheld: u32,
}

impl Epsilon {
    /// An ε of so many hundredths.
    #[cfg(feature = "full")]
    #[must_use]
    pub fn new(hundredths: u16) -> Self {
        Self(hundredths)
    }

    fn hundredths(self) -> u16 {
        #[cfg(feature = "full")]
        return self.0;
        #[cfg(not(feature = "full"))]
        match self.0 {}
    }

    /// Answers one question about one of these opinions, both drawn, and nothing about the others.
    /// `asks` says whether there are questions about votes, and whether about reasons.
    #[must_use]
    pub fn report(
        self,
        asks: [bool; 2],
        opinions: &[Opinion],
        random: &mut Random,
    ) -> Option<Report> {
        let opinion = opinions.get(draw(opinions.len(), random))?;
        let reason = match asks {
            [true, false] => None,
            [false, true] => draw(Reason::ALL.len(), random).into(),
            [true, true] => draw(2 * Reason::ALL.len(), random).checked_sub(Reason::ALL.len()),
            [false, false] => return None,
        };
        let reason = reason.and_then(|at| Reason::ALL.get(at));
        Some(Report(match (reason, opinion.rating) {
            (Some(reason), _) => {
                let is_given = opinion.reasons.has(reason.name());
                Answer::Reason(*reason, self.respond(is_given.into(), 2, random) == 1)
            }
            (None, Rating::Stars(stars)) => {
                let stars = u32::from(stars).clamp(1, 5);
                Answer::Stars(1 + self.respond(stars - 1, 5, random))
            }
            (None, thumb) => {
                let is_up = self.respond(u32::from(thumb == Rating::Up), 2, random) == 1;
                Answer::Thumb(if is_up { "up" } else { "down" })
            }
        }))
    }

    /// k-ary randomised response: of `k` answers the true one, or another.
    #[must_use]
    pub fn respond(self, truth: u32, k: u32, random: &mut Random) -> u32 {
        let others = f64::from(k - 1);
        // One number decides both whether the truth is told and, if not, what is.
        let odds = exp(f64::from(self.hundredths()) / 100.0);
        let drawn = chance(random) * (odds + others);
        if drawn >= others {
            return truth;
        }
        let other = drawn as u32;
        other + u32::from(other >= truth)
    }
}

impl Serialize for Epsilon {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        // A number with a point would bring a routine of 4 KB.
        out.serialize_entry("epsilon_pct", &self.hundredths())?;
        out.end()
    }
}

impl Budgets {
    /// Whether this conversation has reported, at this visit or an earlier one.
    #[must_use]
    pub fn is_spent(&self, conversation: Option<&Handle>) -> bool {
        self.spent.iter().any(|spent| spent.as_ref() == conversation)
    }

    /// Nothing more is reported of this conversation.
    pub fn spend(&mut self, conversation: Option<&Handle>) {
        if !self.is_spent(conversation) {
            self.spent.push(conversation.cloned());
        }
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        // It is the only one of its stream.
        out.serialize_entry("seq", &0)?;
        out.serialize_entry("type", "randomized")?;
        match &self.0 {
            Answer::Thumb(thumb) => out.serialize_entry("thumb", thumb)?,
            Answer::Stars(stars) => out.serialize_entry("stars", stars)?,
            Answer::Reason(reason, is_given) => {
                out.serialize_entry("reason", reason.name())?;
                out.serialize_entry("given", is_given)?;
            }
        }
        out.end()
    }
}

/// A number below `count`.
fn draw(count: usize, random: &mut Random) -> usize {
    (chance(random) * count as f64) as usize
}

/// The exponential function, which only the standard library has: that of a 1024th, whose first
/// terms are enough, and its square ten times over.
fn exp(x: f64) -> f64 {
    let x = x / 1024.0;
    let mut power = 1.0 + x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0)));
    for _ in 0..10 {
        power *= power;
    }
    power
}
