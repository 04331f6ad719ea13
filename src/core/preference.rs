//! Which of several answers to one prompt the reader prefers, by what they do with them.
//!
//! A version is *left* when the reader asks for another one or shows another one. The pair is
//! decided when they *use* a version afterwards: copy from it, rate it up and let that stand, go on
//! from it. It is then preferred over those that were left, and over no other; nor does a vote prefer
//! it over one that is rated up as well. To *return* to a version decides nothing by itself: who leafs
//! back and forth compares, and would have chosen each in turn. Only the use of what they returned to says which it was. A reader who leaves the page has
//! chosen nothing, and a version that was not complete when it was left is in no pair: nobody has
//! judged the text that it has now.

use super::anonymize::Draft;
use super::answer::Answer;
use super::handle::Handle;
use super::session::Notes;
use super::signal::Subject;
use super::words::{Basis, Verdict};

/// What an answer is among the answers to its prompt.
#[derive(Clone, Debug, Default)]
pub struct Version {
    /// What all of them share: the name that the markup has for it, or that of the first of them.
    turn: Option<Handle>,
    /// Its place in the order in which answers were met, from 1 on.
    met: u32,
    standing: Standing,
    /// The version that was last said to be better, by its place; 0 for none.
    lost_to: u32,
    /// Whether another version was asked for that has not come yet.
    awaits: bool,
    /// Whether the reader went back and forth.
    switched: bool,
    /// Whether the page has another one before it, though none was met before it.
    is_first_by_chance: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Standing {
    /// The reader has not turned away from it.
    #[default]
    Kept,
    /// They have, when it was complete.
    Left,
    /// They have, before it was.
    Cut,
}

impl Version {
    /// A version that was met now.
    #[must_use]
    pub fn new(subject: &Subject, met: u32) -> Self {
        Self { turn: subject.turn.clone(), met, ..Self::default() }
    }

    /// Whether there may be others.
    #[must_use]
    pub fn is_one_of_several(&self) -> bool {
        self.turn.is_some()
    }

    /// What the reader did with it is of no account any more.
    pub fn forget(&mut self) {
        self.standing = Standing::Kept;
        self.awaits = false;
    }
}

/// Another version of an answer was asked for, or shown.
pub fn asked(answers: &mut [Answer], subject: &Subject, is_complete: bool) {
    if let Some(answer) = find(answers, subject) {
        let version = &mut answer.version;
        version.turn.get_or_insert_with(|| subject.response.clone());
        version.standing = if is_complete { Standing::Left } else { Standing::Cut };
        version.awaits = true;
    }
}

/// An answer came onto the page, maybe in place of one that is gone.
pub fn appeared(answers: &mut [Answer], subject: &Subject, instead_of: Option<&Handle>) {
    let Some(gone) = instead_of else { return };
    let gone = Subject { response: gone.clone(), ..subject.clone() };
    let Some(gone) = find(answers, &gone).filter(|gone| gone.version.awaits) else { return };
    gone.version.awaits = false;
    let turn = gone.version.turn.clone();
    // What the markup says outranks what the place suggests.
    if subject.turn.is_some() && subject.turn != turn {
        return;
    }
    if let Some(answer) = find(answers, subject) {
        answer.version.turn = turn;
    }
}

/// The reader wrote again, so the next answer that appears is another turn's.
pub fn went_on(answers: &mut [Answer]) {
    for answer in answers {
        answer.version.awaits = false;
    }
}

/// The version before or after this one: that which was met before or after it, unless the page has
/// shown that its order is another one, as it does where it opens with the last version.
#[must_use]
pub fn neighbour(answers: &mut [Answer], subject: &Subject, is_next: bool) -> Option<Handle> {
    let this = find(answers, subject)?.version.clone();
    let mut nearest: Option<&Answer> = None;
    for other in answers.iter().filter(|other| other.is_version(subject, &this)) {
        let version = &other.version;
        if version.is_first_by_chance {
            return None;
        }
        let met = version.met;
        let is_nearer = nearest.is_none_or(|nearest| (met < nearest.version.met) == is_next);
        if met != this.met && (met > this.met) == is_next && is_nearer {
            nearest = Some(other);
        }
    }
    let nearest = nearest.map(|nearest| nearest.subject.response.clone());
    if nearest.is_none() && !is_next {
        find(answers, subject)?.version.is_first_by_chance = true;
    }
    nearest
}

/// Another version was shown.
pub fn shown(answers: &mut [Answer], to: &Subject) {
    if let Some(shown) = find(answers, to) {
        shown.version.switched = true;
    }
}

/// A version was used, which prefers it over all that were left; by a vote, not over those that have
/// as good a one.
pub fn prefer(notes: &mut Notes<'_>, answers: &mut [Answer], better: &Subject, by_vote: bool) {
    let Some(used) = find(answers, better) else { return };
    used.version.standing = Standing::Kept;
    used.version.lost_to = 0;
    let stream = used.stream;
    let used = used.version.clone();
    for other in answers.iter_mut().filter(|other| other.is_version(better, &used)) {
        let is_as_good = by_vote && other.vote.is_good();
        let version = &mut other.version;
        let is_news = version.standing == Standing::Left && version.lost_to != used.met;
        if is_news && !is_as_good {
            version.lost_to = used.met;
            let pair = [better.response.clone(), other.subject.response.clone()];
            let first = if used.met < version.met { 0 } else { 1 };
            let first_shown = pair.get(first).cloned();
            let basis = if used.switched { Basis::Switched } else { Basis::Regenerated };
            notes.take(stream, None, Draft::preferred(pair, Verdict::One, basis, first_shown));
        }
    }
}

fn find<'a>(answers: &'a mut [Answer], subject: &Subject) -> Option<&'a mut Answer> {
    answers.iter_mut().find(|answer| answer.subject == *subject)
}

impl Answer {
    /// Whether this is one of the answers to the same prompt.
    fn is_version(&self, subject: &Subject, other: &Version) -> bool {
        other.turn.is_some()
            && self.version.turn == other.turn
            && self.subject.conversation == subject.conversation
    }

    /// Whether this answers a prompt that none of these answers before it does.
    #[must_use]
    pub fn begins_turn(&self, answers: &[Self]) -> bool {
        let is_alone = self.version.turn.is_none();
        is_alone
            || !answers.iter().any(|other| {
                other.is_version(&self.subject, &self.version)
                    && other.version.met < self.version.met
            })
    }
}
