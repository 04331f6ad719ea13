//! What the signals mean, answer by answer: read how long, how deep, and rated how.

use alloc::vec::Vec;

use super::anonymize::{Draft, Event, looks_the_same};
use super::answer::{Answer, Vote};
use super::handle::{Handle, Slug, Slugs};
use super::preference;
use super::queue::StreamKey;
use super::randomize::Opinion;
use super::reading::TICK_MS;
#[cfg(feature = "full")]
use super::redact::Redacted;
use super::signal::{By, Growth, Press, Rating, Selection, State, Subject, View};
use super::stream::Streams;
use super::time::Millis;
use super::unrecorded::Why;
use super::wire::Encoded;
use super::words::{Action, Basis, Intent, Verdict, Via, Worked};

/// A selection copied this soon after a copy button was pressed was copied by that button's script
/// (`execCommand`), not by the reader once more.
const SAME_COPY_MS: Millis = 100;

/// So many answers that are not on the page are remembered, those that went last: lists take out
/// what is scrolled away, and bring it back.
const MOST_GONE: usize = 500;

/// A vote says which version is better when it has stood for so long: until then, readers take back
/// what they did not mean, and nothing takes back a preference.
const REGRET_MS: Millis = 10_000;

/// What was pressed, or copied by a press; or a vote that may yet be taken back.
#[derive(Debug)]
enum Held {
    Press(Press),
    Copy(Subject, Selection),
    Vote(Subject),
}

impl Held {
    fn response(&self) -> &Handle {
        match self {
            Self::Press(Press { subject, .. }) | Self::Copy(subject, _) | Self::Vote(subject) => {
                &subject.response
            }
        }
    }
}

/// An event, and the stream that it belongs to.
pub type Captured = (StreamKey, Encoded);

/// What is known of the answers that the reader has met.
#[derive(Debug, Default)]
pub struct Session {
    /// Since when everything is captured. Answers that were there already count as complete since
    /// then.
    began: Millis,
    answers: Vec<Answer>,
    /// How many answers were met.
    met: u32,
    /// What was pressed while it was not certain whether there was more of the answer to come, and
    /// when it will be.
    held: Vec<(Millis, Held)>,
    /// The answer whose copy button was last pressed, and when.
    copied_by_button: Option<(Subject, Millis)>,
}

/// Takes down what happened at one moment.
pub struct Notes<'a> {
    streams: &'a mut Streams,
    now: Millis,
    /// When the reader's last sign of life stops to count.
    active_until: Millis,
    /// The events so far.
    pub captured: Vec<Captured>,
}

impl<'a> Notes<'a> {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(streams: &'a mut Streams, now: Millis, active_until: Millis) -> Self {
        Self { streams, now, active_until, captured: Vec::new() }
    }

    /// Takes down what was said in a stream, about an answer where it is about one.
    pub fn take(&mut self, stream: StreamKey, response: Option<&Handle>, draft: Draft) {
        let event = self.streams.capture(stream, response, draft);
        self.keep(stream, event);
    }

    fn keep(&mut self, stream: StreamKey, event: Option<Event>) {
        if let Some(event) = event {
            self.captured.push((stream, Encoded::of(&event)));
        }
    }

    fn report(&mut self, stream: StreamKey, opinions: &[Opinion]) {
        if let Some(report) = self.streams.report(stream, opinions) {
            self.captured.push((stream, Encoded::randomized(&report)));
        }
    }

    /// Nothing is taken down, for this reason.
    pub fn refuse(&mut self, why: Why) {
        self.streams.outcome.refuse(why);
    }

    fn take_of(&mut self, answer: &Answer, draft: Draft) {
        self.take(answer.stream, Some(&answer.subject.response), draft);
    }
}

impl Session {
    /// Everything is captured from now on.
    pub fn begin(&mut self, now: Millis) {
        self.began = now;
    }

    /// An answer came onto the page. One that is known already has only been rendered anew.
    pub fn appeared(&mut self, notes: &mut Notes<'_>, growth: &Growth) {
        let known = self.met;
        if let Some(answer) = self.answer(notes, &growth.subject) {
            answer.gone = None;
        }
        if self.met > known {
            if let Some(answer) = self.answer(notes, &growth.subject) {
                answer.begin(notes.now);
            }
            preference::appeared(&mut self.answers, &growth.subject, growth.instead_of.as_ref());
        }
        self.grown(notes, growth);
    }

    /// An answer left the page. It may come back, as in a list that shows only what is in sight.
    pub fn vanished(&mut self, notes: &mut Notes<'_>, subject: &Subject) {
        // Also one that was never met: when it comes back, it is not new.
        if let Some(answer) = self.answer(notes, subject) {
            answer.gone = Some(notes.now);
            answer.stand();
        }
        let gone = self.answers.iter().filter_map(|answer| answer.gone);
        if gone.clone().count() > MOST_GONE {
            let first = gone.min();
            self.answers.retain(|answer| answer.gone.is_none() || answer.gone != first);
        }
    }

    /// Nothing is to be known of an answer any more. Returns its stream, if nothing else is in it.
    pub fn withdraw(&mut self, response: &Handle) -> Option<StreamKey> {
        self.held.retain(|(_, held)| held.response() != response);
        let is_it = |answer: &Answer| answer.subject.response == *response;
        let stream = self.answers.iter().find(|answer| is_it(answer))?.stream;
        self.answers.retain(|answer| !is_it(answer));
        (!self.answers.iter().any(|answer| answer.stream == stream)).then_some(stream)
    }

    /// An answer changed: its text, its state, or only what stands around the text in it, such as
    /// a button, which is no growth.
    pub fn grown(&mut self, notes: &mut Notes<'_>, growth: &Growth) {
        let Some(answer) = self.answer(notes, &growth.subject) else { return };
        // A text that begins anew is another answer under the same name.
        if growth.state != State::Complete && growth.chars < answer.chars.unwrap_or_default() / 2 {
            end_visit(notes, answer);
            answer.forget();
            answer.begin(notes.now);
        }
        let is_more = growth.state == State::Streaming || answer.chars != Some(growth.chars);
        answer.grow(notes.now, growth);
        if is_more {
            let name = &growth.subject.response;
            let held = self.held.len();
            self.held.retain(|(at, held)| {
                *at <= notes.now || held.response() != name || matches!(held, Held::Vote(_))
            });
            if self.held.len() < held {
                notes.refuse(Why::Incomplete);
            }
        }
    }

    /// When something that is held may count; `None` where nothing is.
    #[must_use]
    pub fn due_at(&self) -> Option<Millis> {
        self.held.iter().map(|(at, _)| *at).min()
    }

    /// Counts what was held about answers that have not grown since; or about all, where the reader
    /// goes, or goes on: then they have judged what there was.
    pub fn settle(&mut self, notes: &mut Notes<'_>, is_last: bool) {
        for (at, held) in core::mem::take(&mut self.held) {
            match held {
                held if !is_last && at > notes.now => self.held.push((at, held)),
                Held::Press(press) => self.pressed(notes, press),
                Held::Copy(subject, selection) => self.count_copy(notes, &subject, &selection),
                Held::Vote(subject) => {
                    let is_good =
                        |answer: &Answer| answer.subject == subject && answer.vote.is_good();
                    if self.answers.iter().any(is_good) {
                        preference::prefer(notes, &mut self.answers, &subject, true);
                    }
                }
            }
        }
        // A vote that was held, too, may be one of them.
        if is_last && !self.held.is_empty() {
            self.settle(notes, true);
        }
    }

    /// A look at what is in view: visits begin, go on, and end. Says when the next one is due.
    pub fn viewed(&mut self, notes: &mut Notes<'_>, views: &[View]) -> Millis {
        for view in views {
            let Some(answer) = self.answer(notes, &view.subject) else { continue };
            // An answer that is on the page twice is read where it comes first.
            if answer.reading.was_sampled(notes.now) {
                continue;
            }
            answer.chars = Some(view.chars);
            answer.gone = None;
            answer.stand();
            if answer.reading.sample(notes.now, view, notes.active_until) {
                report(notes, answer);
            }
        }
        let mut due_at = notes.now + TICK_MS;
        for answer in &mut self.answers {
            if answer.reading.was_sampled(notes.now) {
                due_at = due_at.min(answer.reading.due_at());
            } else {
                end_visit(notes, answer);
            }
        }
        due_at
    }

    /// What the last look showed has stayed in view until now.
    pub fn stayed(&mut self, notes: &Notes<'_>) {
        for answer in &mut self.answers {
            answer.reading.stay(notes.now, notes.active_until);
        }
    }

    /// Nobody looks any more.
    pub fn looked_away(&mut self, notes: &mut Notes<'_>) {
        for answer in &mut self.answers {
            answer.reading.stay(notes.now, notes.active_until);
            answer.reading.end(notes.now, notes.active_until);
            // Also where it grew on out of sight: then it was read less deep than was said.
            report(notes, answer);
        }
    }

    /// The page may not come back, so every conversation says how it stands.
    pub fn left(&mut self, notes: &mut Notes<'_>) {
        self.settle(notes, true);
        for stream in notes.streams.keys() {
            self.report(notes, stream);
            self.leave(notes, stream);
        }
    }

    /// Conversations that have rested for too long go on under another name. What was read is
    /// reported under the old one, and then forgotten with all that was said: nothing that is said
    /// from now on may link the two. Answers that have left the page are forgotten wholly.
    pub fn end_idle(&mut self, notes: &mut Notes<'_>) {
        for stream in notes.streams.end_idle(notes.now) {
            self.report(notes, stream);
            for answer in self.answers.iter_mut().filter(|answer| answer.stream == stream) {
                end_visit(notes, answer);
                answer.forget();
            }
            self.leave(notes, stream);
            self.answers.retain(|answer| answer.stream != stream || answer.gone.is_none());
            self.answers.shrink_to_fit();
        }
    }

    /// A stream is another page's now, and what was said in it not to be said again.
    pub fn forget(&mut self, stream: StreamKey) {
        for answer in self.answers.iter_mut().filter(|answer| answer.stream == stream) {
            answer.forget();
        }
    }

    /// What the reader thinks as a conversation is left is what a randomised answer is about: then
    /// reasons have been given, or not, so whether it comes says no more than that there is a vote.
    fn report(&self, notes: &mut Notes<'_>, stream: StreamKey) {
        if notes.streams.are_randomized() {
            let answers = self.answers.iter().filter(|answer| answer.stream == stream);
            let opinions: Vec<_> = answers.filter_map(Answer::opinion).collect();
            notes.report(stream, &opinions);
        }
    }

    fn leave(&self, notes: &mut Notes<'_>, stream: StreamKey) {
        let begun = self.answers.iter().filter(|answer| answer.begins_turn(&self.answers));
        let turns = begun.filter(|answer| answer.stream == stream).count() as u32;
        let event = notes.streams.leave(stream, turns);
        notes.keep(stream, event);
    }

    /// A marked control was pressed, or the host says that what it stands for was done.
    pub fn pressed(&mut self, notes: &mut Notes<'_>, press: Press) {
        let Press { subject, word, value, number, pressed, by } = press;
        let now = notes.now;
        let mut action = Action::parse(word.as_str());
        let mut other = Handle::parse(&value);
        if let Some(Action::Previous | Action::Next) = action {
            other =
                preference::neighbour(&mut self.answers, &subject, action == Some(Action::Next));
            // Where it goes is not known, so it is only a press.
            action = other.is_some().then_some(Action::Show);
        }
        // No answer takes its own place, nor is it better than itself.
        let other = other.filter(|other| *other != subject.response);
        if by == By::Script {
            // A script's press is no person's judgement. That there was one is all that is known.
            action = None;
        }
        let steers = action.is_some_and(steers);
        if steers && action != Some(Action::Stop) {
            self.settle(notes, true);
        }
        let Some(answer) = self.answer(notes, &subject) else { return };
        let is_complete = answer.is_settled(now);
        if by == By::Reader && !is_complete && !steers {
            let Some(at) = answer.complete_at() else {
                return notes.refuse(Why::Incomplete);
            };
            let by = By::Held;
            self.held.push((at, Held::Press(Press { subject, word, value, number, pressed, by })));
            return notes.refuse(Why::Held);
        }
        let complete_since = answer.complete_since(now);
        let after_ms = now.saturating_sub(complete_since.unwrap_or(now));
        match action {
            #[cfg(feature = "full")]
            Some(Action::Comment) if by == By::Host && !value.is_empty() => {
                let text = Redacted::of(&value);
                if text.as_str().is_empty() {
                    return notes.refuse(Why::Empty);
                }
                notes.take_of(answer, Draft::commented(text));
            }
            // A button that is called so opens a field, and what it holds is not for us to read.
            None | Some(Action::Comment) => {
                notes.take_of(answer, Draft::acted(word, by == By::Script))
            }
            Some(Action::Up | Action::Down | Action::Stars | Action::Unrate) => {
                let stars = number as u8;
                let rating = match action {
                    Some(Action::Up) => Some(Rating::Up),
                    Some(Action::Down) => Some(Rating::Down),
                    Some(Action::Unrate) => None,
                    _ if (1..=5).contains(&stars) && f64::from(stars) == number => {
                        Some(Rating::Stars(stars))
                    }
                    _ => return notes.refuse(Why::Unfit),
                };
                // A control that says that it is pressed is being released; but where four stars are
                // given, so do all of the four, and a press on the second one gives two.
                let is_other = matches!(
                    (answer.vote, rating),
                    (Vote::Known(Some(Rating::Stars(known))), Some(Rating::Stars(now))) if known != now
                );
                let rating = rating.filter(|_| !pressed || is_other);
                let before = core::mem::replace(&mut answer.vote, Vote::Known(rating));
                if by == By::Past {
                    notes.streams.spend(answer.stream);
                }
                if by == By::Past || before == answer.vote {
                    return notes.refuse(Why::Repeated);
                }
                let before = if let Vote::Known(before) = before { before } else { None };
                notes.take_of(answer, Draft::rated(rating, before));
                // Reasons belong to their vote; those that were given before it are given for it.
                if before.is_some() {
                    give_reasons(notes, answer, Slugs::default());
                }
                if is_complete && answer.vote.is_good() && answer.version.is_one_of_several() {
                    self.held.push((now + REGRET_MS, Held::Vote(subject)));
                }
            }
            Some(Action::Reasons) => match Slugs::parse(&value) {
                Some(reasons) => give_reasons(notes, answer, reasons),
                None => notes.refuse(Why::Unfit),
            },
            Some(Action::Outcome) => {
                let worked = match &*value {
                    "worked" => Worked::Yes,
                    "partly" => Worked::Partly,
                    "failed" => Worked::No,
                    _ => return notes.refuse(Why::Unfit),
                };
                notes.take_of(answer, Draft::outcome(worked));
            }
            Some(Action::Regenerate) => {
                let dwell_ms = answer.reading.dwell_ms(now, notes.active_until);
                notes.take_of(answer, Draft::regenerated(after_ms, dwell_ms, other.clone()));
                preference::asked(&mut self.answers, &subject, is_complete);
                if let Some(by) = other {
                    self.replace(notes, &subject, by);
                }
            }
            Some(Action::Edited) => {
                let is_prompt = value == "prompt";
                notes.take_of(answer, Draft::edited(is_prompt, number));
                if is_prompt {
                    // What answers another prompt is no version of what answered this one.
                    preference::went_on(&mut self.answers);
                }
            }
            Some(Action::FollowedUp) => {
                let intent = Intent::parse(&value).unwrap_or(Intent::Unknown);
                notes.take_of(answer, Draft::followed_up(after_ms, intent));
                preference::went_on(&mut self.answers);
                if intent != Intent::Correction && is_complete {
                    preference::prefer(notes, &mut self.answers, &subject, false);
                }
            }
            Some(Action::Stop) => {
                if by == By::Host || complete_since.is_none() {
                    let after_ms = now.saturating_sub(answer.appeared);
                    notes.take_of(answer, Draft::stopped(after_ms));
                } else {
                    notes.refuse(Why::Complete);
                }
            }
            Some(Action::Show | Action::Previous | Action::Next) => {
                let Some(to) = other else {
                    return notes.refuse(Why::Unfit);
                };
                notes.take_of(answer, Draft::switched(to.clone()));
                preference::asked(&mut self.answers, &subject, is_complete);
                let shown = self.replace(notes, &subject, to);
                preference::shown(&mut self.answers, &shown);
            }
            Some(Action::Prefer | Action::Tie | Action::BothBad) => {
                let Some(other) = other else {
                    return notes.refuse(Why::Unfit);
                };
                let verdict = match action {
                    Some(Action::Prefer) => Verdict::One,
                    Some(Action::Tie) => Verdict::Tie,
                    _ => Verdict::BothBad,
                };
                let stream = answer.stream;
                let pair = [subject.response, other];
                // What is neither 0 nor 1 does not say which was shown first.
                let is_said = number == 0.0 || number == 1.0;
                let first_shown = pair.get(number as usize).filter(|_| is_said).cloned();
                let draft = Draft::preferred(pair, verdict, Basis::SideBySide, first_shown);
                notes.take(stream, None, draft);
            }
        }
    }

    /// A part of an answer was copied.
    pub fn copied(&mut self, notes: &mut Notes<'_>, subject: &Subject, selection: Selection) {
        let now = notes.now;
        let pressed = self.copied_by_button.take();
        let Some(answer) = self.answer(notes, subject) else { return };
        if selection.chars == 0 {
            return notes.refuse(Why::Empty);
        }
        if !selection.trusted {
            if let Some(action) = Slug::parse("copy") {
                notes.take_of(answer, Draft::acted(action, true));
            }
            return;
        }
        match selection.via {
            Via::Button => {
                let at = if answer.is_settled(now) { Some(now) } else { answer.complete_at() };
                self.copied_by_button = Some((subject.clone(), now));
                let Some(at) = at else { return notes.refuse(Why::Incomplete) };
                if at > now {
                    self.held.push((at, Held::Copy(subject.clone(), selection)));
                    return notes.refuse(Why::Held);
                }
            }
            Via::Selection => {
                let is_it = |(by, at): &(Subject, Millis)| by == subject && now - at < SAME_COPY_MS;
                if pressed.as_ref().is_some_and(is_it) {
                    return notes.refuse(Why::Repeated);
                }
            }
        }
        self.count_copy(notes, subject, &selection);
    }

    fn count_copy(&mut self, notes: &mut Notes<'_>, subject: &Subject, selection: &Selection) {
        let Some(answer) = self.answer(notes, subject) else { return };
        notes.take_of(answer, Draft::copied(selection));
        if answer.is_settled(notes.now) {
            preference::prefer(notes, &mut self.answers, subject, false);
        }
    }

    /// Another version takes the place of an answer, and may not be on the page yet.
    fn replace(&mut self, notes: &mut Notes<'_>, subject: &Subject, by: Handle) -> Subject {
        let new = Subject { response: by, ..subject.clone() };
        self.answer(notes, &new);
        preference::appeared(&mut self.answers, &new, Some(&subject.response));
        new
    }

    /// The answer's state, made when it is first met.
    fn answer(&mut self, notes: &mut Notes<'_>, subject: &Subject) -> Option<&mut Answer> {
        let place = self.answers.binary_search_by(|answer| answer.subject.cmp(subject));
        let place = place.or_else(|index| {
            // Of an answer that has left the page, a control outside of its conversation knows no
            // more than the name.
            let there = self.answers.get(index).filter(|_| subject.conversation.is_none());
            let is_it = there.is_some_and(|known| known.subject.response == subject.response);
            if is_it { Ok(index) } else { Err(index) }
        });
        let known = place.ok().and_then(|index| self.answers.get(index));
        let conversation = known.map_or(&subject.conversation, |known| &known.subject.conversation);
        let stream = notes.streams.current(notes.now, conversation.as_ref())?;
        let index = place.unwrap_or_else(|index| {
            // A vector on its own doubles its room, and leaves half of it empty.
            if self.answers.len() == self.answers.capacity() {
                self.answers.reserve_exact(16 + self.answers.len() / 8);
            }
            self.met += 1;
            let answer = Answer::new(subject.clone(), self.began, self.met);
            self.answers.insert(index, answer);
            index
        });
        let answer = self.answers.get_mut(index)?;
        answer.stream = stream;
        Some(answer)
    }
}

/// Whether what is done makes sense while an answer is still being written, because it says where to
/// go from it: stop, ask again, go on. Everything else is about all of it, so there has to be one.
fn steers(action: Action) -> bool {
    matches!(
        action,
        Action::Regenerate | Action::Edited | Action::FollowedUp | Action::Stop | Action::Show
    )
}

/// The reasons of a vote are these from now on.
fn give_reasons(notes: &mut Notes<'_>, answer: &mut Answer, reasons: Slugs) {
    if reasons != answer.reasons {
        answer.reasons = reasons.clone();
        notes.take_of(answer, Draft::reasoned(reasons));
    } else {
        notes.refuse(Why::Repeated);
    }
}

fn end_visit(notes: &mut Notes<'_>, answer: &mut Answer) {
    if answer.reading.is_open() {
        answer.reading.end(notes.now, notes.active_until);
        report(notes, answer);
    }
}

/// What has been read, unless the last report says the same.
fn report(notes: &mut Notes<'_>, answer: &mut Answer) {
    if let Some(read) = answer.reading.read()
        && !answer.viewed.is_some_and(|last| looks_the_same(last, read))
    {
        answer.viewed = Some(read);
        notes.take_of(answer, Draft::viewed(read));
    }
}
