//! What is known of one answer.

use super::handle::Slugs;
use super::preference::Version;
use super::queue::StreamKey;
use super::randomize::Opinion;
use super::reading::{Read, Reading};
use super::signal::{Growth, Rating, State, Subject};
use super::time::Millis;

/// An answer whose markup does not state it is complete after this long without growth.
const QUIET_MS: Millis = 1_000;

/// What is known of one answer.
#[derive(Debug)]
pub struct Answer {
    /// Its name, its conversation and its turn.
    pub subject: Subject,
    /// The stream that its conversation last went on in.
    pub stream: StreamKey,
    /// When it came onto the page.
    pub appeared: Millis,
    /// The length of the text, where it is known.
    pub chars: Option<u32>,
    /// How it was read.
    pub reading: Reading,
    /// What was last reported of that, so that the same is not said twice.
    pub viewed: Option<Read>,
    /// The reader's vote.
    pub vote: Vote,
    /// The reasons for it.
    pub reasons: Slugs,
    /// What it is among the answers to its prompt.
    pub version: Version,
    /// When it left the page; `None` while it is there.
    pub gone: Option<Millis>,
    /// What the markup last said; `None` where it has not been told.
    state: Option<State>,
    /// When the text last grew, or was stated to be complete.
    settled: Millis,
    /// Whether it was complete before it last grew.
    was_complete: bool,
}

/// What is known of a reader's rating of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Vote {
    /// Nothing: there may be one from an earlier visit.
    Unknown,
    /// There is this one, or (`None`) none, because it was taken back.
    Known(Option<Rating>),
}

impl Vote {
    /// Whether it says that the answer is worth using.
    #[must_use]
    pub fn is_good(self) -> bool {
        matches!(self, Self::Known(Some(Rating::Up | Rating::Stars(4..))))
    }
}

impl Answer {
    /// An answer that has been on the page, and complete, since then.
    #[must_use]
    pub fn new(subject: Subject, since: Millis, met: u32) -> Self {
        Self {
            stream: 0,
            appeared: since,
            chars: None,
            reading: Reading::default(),
            viewed: None,
            vote: Vote::Unknown,
            reasons: Slugs::default(),
            version: Version::new(&subject, met),
            gone: Some(since),
            state: None,
            settled: since,
            was_complete: true,
            subject,
        }
    }

    /// The text begins.
    pub fn begin(&mut self, now: Millis) {
        self.appeared = now;
        self.settled = now;
        self.was_complete = false;
    }

    /// The text has come this far.
    pub fn grow(&mut self, now: Millis, growth: &Growth) {
        let is_new = match (self.state, growth.state) {
            (Some(State::Complete), State::Complete) => false,
            (Some(State::Complete), State::Unstated) => {
                self.chars.is_some_and(|chars| chars != growth.chars)
            }
            (before, state) => before != Some(state) || self.chars != Some(growth.chars),
        };
        if is_new {
            self.was_complete = self.is_settled(now);
            self.settled = now;
        }
        self.state = Some(growth.state);
        self.chars = Some(growth.chars);
        self.gone = None;
        self.reading.grow(growth.chars);
    }

    /// It is on the page, or was. One of which nothing has been told was there at the first look, and
    /// complete.
    pub fn stand(&mut self) {
        self.state.get_or_insert(State::Complete);
    }

    /// What the reader said of it, and how they read it, is of no account any more.
    pub fn forget(&mut self) {
        self.reading = Reading::default();
        self.viewed = None;
        self.vote = Vote::Unknown;
        self.reasons = Slugs::default();
        self.version.forget();
    }

    /// The vote and the reasons for it, where there is one.
    #[must_use]
    pub fn opinion(&self) -> Option<Opinion> {
        match self.vote {
            Vote::Known(Some(rating)) => Some(Opinion { rating, reasons: self.reasons.clone() }),
            Vote::Known(None) | Vote::Unknown => None,
        }
    }

    /// Since when the text is complete; `None` where more may come.
    #[must_use]
    pub fn complete_since(&self, now: Millis) -> Option<Millis> {
        let is_complete = match self.state {
            Some(State::Complete) => true,
            Some(State::Unstated) | None => now.saturating_sub(self.settled) >= QUIET_MS,
            Some(State::Streaming) => false,
        };
        is_complete.then_some(self.settled)
    }

    /// When the text is complete if it does not grow any more; `None` where the markup says when.
    #[must_use]
    pub fn complete_at(&self) -> Option<Millis> {
        (self.state != Some(State::Streaming)).then_some(self.settled + QUIET_MS)
    }

    /// Whether there is an answer to judge. What changes in one that was complete (a button that
    /// says "thank you") does not undo that, unless the markup says that it streams.
    #[must_use]
    pub fn is_settled(&self, now: Millis) -> bool {
        let is_stated = self.state == Some(State::Streaming);
        self.complete_since(now).is_some() || !is_stated && self.was_complete
    }
}
