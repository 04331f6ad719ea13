//! What the signals mean, answer by answer: read how long, how deep, and rated how.

use alloc::vec::Vec;

use super::anonymize::{Event, Reaction};
use super::handle::Handle;
use super::queue::StreamKey;
use super::reading::Reading;
use super::signal::{Action, Growth, Press, Rating, Selection, State, Subject, Via, View};
use super::stream::Streams;
use super::time::Millis;

/// An answer whose markup does not state it is complete after this long without growth.
const QUIET_MS: Millis = 1_000;

/// A selection copied this soon after a copy button was pressed was copied by that button's script
/// (`execCommand`), not by the reader once more.
const SAME_COPY_MS: Millis = 100;

/// An event, and the stream that it belongs to.
pub type Captured = (StreamKey, Event);

/// What is known of the answers that the reader has met.
#[derive(Debug, Default)]
pub struct Session {
    /// When capture began. Answers that were there already count as complete since then.
    started: Millis,
    answers: Vec<Answer>,
}

#[derive(Debug)]
struct Answer {
    subject: Subject,
    stream: StreamKey,
    state: State,
    /// When the text last grew, or was stated to be complete.
    settled: Millis,
    /// The length of the text, where it is known.
    chars: Option<u32>,
    /// When a copy button was last pressed.
    copied_by_button: Option<Millis>,
    reading: Reading,
    vote: Vote,
    /// The last `viewed` event, so that the same is not said twice.
    viewed: Option<Event>,
}

/// What is known of a reader's rating of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Vote {
    /// Nothing: there may be one from an earlier visit.
    Unknown,
    /// There is none, because it was taken back.
    Absent,
    /// There is this one.
    Given(Rating),
}

/// The time of an input, and until when the reader counts as active.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Now, on the monotonic clock.
    pub now: Millis,
    /// When the reader's last sign of life stops to count.
    pub active_until: Millis,
}

impl Session {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(started: Millis) -> Self {
        Self { started, answers: Vec::new() }
    }

    /// An answer came onto the page. One that is known already has only been rendered anew.
    pub fn appeared(&mut self, streams: &mut Streams, at: Moment, growth: &Growth) {
        let known = self.answers.len();
        self.answer(streams, at, &growth.subject);
        if self.answers.len() > known {
            self.grown(streams, at, growth);
        }
    }

    /// An answer changed: its text, its state, or only what stands around the text in it, such as
    /// a button, which is no growth.
    pub fn grown(&mut self, streams: &mut Streams, at: Moment, growth: &Growth) {
        let Some(answer) = self.answer(streams, at, &growth.subject) else { return };
        let is_new = answer.state != growth.state || answer.chars != Some(growth.chars);
        if is_new && !(answer.state == State::Complete && growth.state == State::Complete) {
            answer.settled = at.now;
        }
        answer.state = growth.state;
        answer.chars = Some(growth.chars);
    }

    /// A look at what is in view: visits begin, go on, and end.
    pub fn viewed(&mut self, streams: &mut Streams, at: Moment, views: &[View]) -> Vec<Captured> {
        let mut captured = Vec::new();
        for view in views {
            let Some(answer) = self.answer(streams, at, &view.subject) else { continue };
            // An answer that is on the page twice is read where it comes first.
            if answer.reading.was_sampled(at.now) {
                continue;
            }
            answer.chars = Some(view.chars);
            if answer.reading.sample(at.now, view, at.active_until) {
                captured.extend(answer.report(streams));
            }
        }
        for answer in &mut self.answers {
            if answer.reading.is_open() && !answer.reading.was_sampled(at.now) {
                captured.extend(answer.end_visit(streams, at));
            }
        }
        captured
    }

    /// Nobody looks any more.
    pub fn looked_away(&mut self, streams: &mut Streams, at: Moment) -> Vec<Captured> {
        let mut captured = Vec::new();
        for answer in &mut self.answers {
            answer.reading.stay(at.now);
            captured.extend(answer.end_visit(streams, at));
        }
        captured
    }

    /// A conversation goes on under another name. What was read is reported under the old one, and
    /// then forgotten with the vote: nothing that is said from now on may link the two.
    pub fn renamed(&mut self, streams: &mut Streams, at: Moment, old: StreamKey) -> Vec<Captured> {
        let mut captured = Vec::new();
        for answer in self.answers.iter_mut().filter(|answer| answer.stream == old) {
            captured.extend(answer.end_visit(streams, at));
            answer.reading = Reading::default();
            answer.vote = Vote::Unknown;
            answer.viewed = None;
        }
        captured
    }

    /// A marked control was pressed.
    pub fn pressed(&mut self, streams: &mut Streams, at: Moment, press: Press) -> Option<Captured> {
        if !press.trusted {
            return None;
        }
        let subject = &press.subject;
        let rating = match press.action {
            Action::Up => Rating::Up,
            Action::Down => Rating::Down,
            Action::Regenerate => return self.regenerated(streams, at, subject, None),
            Action::Other(slug) => {
                let answer = self.answer(streams, at, subject)?;
                return answer.capture(streams, Reaction::Acted(slug));
            }
        };
        // A control that says that it is pressed is being released.
        self.rated(streams, at, subject, (!press.pressed).then_some(rating))
    }

    /// A rating was given, changed, or (`None`) taken back. The same rating again says nothing new.
    pub fn rated(
        &mut self,
        streams: &mut Streams,
        at: Moment,
        subject: &Subject,
        rating: Option<Rating>,
    ) -> Option<Captured> {
        let answer = self.answer(streams, at, subject)?;
        let now = rating.map_or(Vote::Absent, Vote::Given);
        let before = core::mem::replace(&mut answer.vote, now);
        if before == now {
            return None;
        }
        let reaction = match (rating, before) {
            (Some(rating), _) => Reaction::Rated(rating),
            (None, Vote::Given(before)) => Reaction::Retracted(before),
            (None, _) => Reaction::Retracted(Rating::Up),
        };
        answer.capture(streams, reaction)
    }

    /// A part of an answer was copied.
    pub fn copied(
        &mut self,
        streams: &mut Streams,
        at: Moment,
        subject: &Subject,
        selection: Selection,
    ) -> Option<Captured> {
        if !selection.trusted || selection.chars == 0 {
            return None;
        }
        let answer = self.answer(streams, at, subject)?;
        match selection.via {
            Via::Button => answer.copied_by_button = Some(at.now),
            Via::Selection => {
                let pressed = answer.copied_by_button.take();
                if pressed.is_some_and(|pressed| at.now - pressed < SAME_COPY_MS) {
                    return None;
                }
            }
        }
        answer.capture(streams, Reaction::Copied(selection))
    }

    /// Another version of an answer was asked for.
    pub fn regenerated(
        &mut self,
        streams: &mut Streams,
        at: Moment,
        subject: &Subject,
        replacement: Option<Handle>,
    ) -> Option<Captured> {
        let answer = self.answer(streams, at, subject)?;
        let after_ms =
            answer.complete_since(at.now).map_or(0, |since| at.now.saturating_sub(since));
        let dwell_ms = answer.reading.dwell_ms(at.now, at.active_until);
        answer.capture(streams, Reaction::Regenerated { after_ms, dwell_ms, replacement })
    }

    /// The answer's state, made when it is first met.
    fn answer(
        &mut self,
        streams: &mut Streams,
        at: Moment,
        subject: &Subject,
    ) -> Option<&mut Answer> {
        let stream = streams.current(at.now, subject.conversation.as_ref());
        let place = self.answers.binary_search_by(|answer| answer.subject.cmp(subject));
        let index = place.unwrap_or_else(|index| {
            self.answers.insert(index, Answer::new(subject.clone(), self.started));
            index
        });
        let answer = self.answers.get_mut(index)?;
        answer.stream = stream;
        Some(answer)
    }
}

impl Answer {
    fn new(subject: Subject, settled: Millis) -> Self {
        Self {
            subject,
            stream: 0,
            state: State::Unstated,
            settled,
            chars: None,
            copied_by_button: None,
            reading: Reading::default(),
            vote: Vote::Unknown,
            viewed: None,
        }
    }

    fn end_visit(&mut self, streams: &mut Streams, at: Moment) -> Option<Captured> {
        if !self.reading.is_open() {
            return None;
        }
        self.reading.end(at.now, at.active_until);
        self.report(streams)
    }

    fn complete_since(&self, now: Millis) -> Option<Millis> {
        match self.state {
            State::Complete => Some(self.settled),
            State::Unstated => {
                (now.saturating_sub(self.settled) >= QUIET_MS).then_some(self.settled)
            }
            State::Streaming => None,
        }
    }

    fn capture(&self, streams: &mut Streams, reaction: Reaction) -> Option<Captured> {
        let event = streams.capture(self.stream, &self.subject.response, reaction, None)?;
        Some((self.stream, event))
    }

    /// What has been read, unless the last report says the same.
    fn report(&mut self, streams: &mut Streams) -> Option<Captured> {
        let viewed = Reaction::Viewed(self.reading.read()?);
        let event =
            streams.capture(self.stream, &self.subject.response, viewed, self.viewed.as_ref())?;
        self.viewed = Some(event.clone());
        Some((self.stream, event))
    }
}
