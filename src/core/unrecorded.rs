//! Why something became no event. `js/debug.ts` puts it into words; nobody else asks.

use super::words::Kind;

/// Why something became no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The answer is still being written.
    Incomplete,
    /// The answer may still grow: it counts once that has not been so for a while.
    Held,
    /// The answer is complete, so there is nothing to stop.
    Complete,
    /// `options.capture` switches this type of event off.
    Muted,
    /// The conversation was not drawn into the sample.
    Unsampled,
    /// Nothing but a randomised answer may leave, once the conversation is left.
    Randomized,
    /// The conversation is new, and the reader has refused new ones.
    Refused,
    /// It lacks what its action needs, or has something else.
    Unfit,
    /// Nothing of an answer was copied, or of a comment left.
    Empty,
    /// It says what was said before.
    Repeated,
}

/// What became of all that has happened since this was last asked: a bit for each type of event
/// that was recorded, in the order of [`Kind`], and above them one for each [`Why`]. The lowest bit
/// says most: a vote that is recorded also repeats that it has no reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome(pub u32);

impl Outcome {
    /// An event of this type was recorded.
    pub fn record(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u32;
    }

    /// Something became no event.
    pub fn refuse(&mut self, why: Why) {
        self.0 |= 1 << (16 + why as u32);
    }
}
