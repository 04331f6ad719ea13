//! Raw facts, as the page shows them.
//!
//! A signal may hold exact lengths, positions and times. It has no serialized form, so none of
//! this can reach the wire; only [`anonymize`](super::anonymize) turns it into something that can.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::handle::{Handle, Slug};
use super::time::Millis;
use super::words::{Part, Via};

/// What a signal is about: one answer, and the conversation that it stands in.
///
/// These two name it. The turn does not: an answer that is not on the page belongs to none.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The answer.
    pub response: Handle,
    /// The marked conversation around it; `None` where the page is one conversation.
    pub conversation: Option<Handle>,
    /// What it shares with the other answers to its prompt, where the markup says so.
    pub turn: Option<Handle>,
}

impl Ord for Subject {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_response = self.response.cmp(&other.response);
        by_response.then_with(|| self.conversation.cmp(&other.conversation))
    }
}

impl PartialOrd for Subject {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Subject {
    fn eq(&self, other: &Self) -> bool {
        self.response == other.response && self.conversation == other.conversation
    }
}

impl Eq for Subject {}

/// Something that happened on the page, in the past tense.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal {
    /// The reader did something: moved, scrolled, typed, touched.
    Active,
    /// What is in view has changed just now: the page scrolled, or has another size. Answers that
    /// come or go change it, too.
    Moved,
    /// What is in view may have changed: something on the page has.
    Changed,
    /// An answer came onto the page. Those that were there from the start are told only if they
    /// still stream, or share their turn with another one.
    Appeared(Growth),
    /// An answer left the page.
    Vanished(Subject),
    /// An answer is in a part of the page now that must not be captured.
    Withdrawn(Handle),
    /// An answer's content or its state attribute changed.
    Grown(Growth),
    /// Where the answers stand that touch the viewport. Answers that are not named are out of view.
    Viewed(Vec<View>),
    /// A control was pressed, or the host says that the reader did what it stands for.
    Pressed(Press),
    /// A part of an answer was copied.
    Copied(Subject, Selection),
}

/// How far an answer has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The answer.
    pub subject: Subject,
    /// Whether more is coming.
    pub state: State,
    /// The length of its text in UTF-16 code units.
    pub chars: u32,
    /// The answer that stood at its place until now and is gone.
    pub instead_of: Option<Handle>,
}

/// What the markup says about an answer's text (`data-tellback-state`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// More text is coming.
    Streaming,
    /// All of it is there.
    Complete,
    /// The host does not say: the answer is complete after a second without growth.
    Unstated,
}

/// One answer's place in the window through which the reader sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The answer.
    pub subject: Subject,
    /// The visible part's upper edge, in CSS pixels below the answer's own upper edge.
    pub top: f64,
    /// The visible part's lower edge, on the same scale.
    pub bottom: f64,
    /// The answer's height in CSS pixels, scrolled away or not.
    pub height: f64,
    /// The answer's width in CSS pixels.
    pub width: f64,
    /// The height of the window: the viewport, cut by the answer's own box and every scroll
    /// container around it.
    pub window: f64,
    /// The length of the answer's text in UTF-16 code units.
    pub chars: u32,
}

/// A press of a control marked `data-tellback-action`, or a call that says the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    /// The answer that the control belongs to.
    pub subject: Subject,
    /// What the control says that it does.
    pub word: Slug,
    /// What has to be known for that, which is a name, a word or a list of words.
    pub value: String,
    /// The same where it is a number, or how much of something; NaN where it is nothing.
    pub number: f64,
    /// Whether the control said `aria-pressed="true"` when it was pressed.
    pub pressed: bool,
    /// Who says so.
    pub by: By,
}

/// Who says that something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The browser: a person did it.
    Reader,
    /// The browser: a person did it, before it was certain that there was no more of the answer.
    Held,
    /// The browser: a script did it (`isTrusted` is false).
    Script,
    /// The host, by a call.
    Host,
    /// The host, by a call: it was done at an earlier visit, and recorded then.
    Past,
}

/// A judgement that the reader gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    /// A thumb up.
    Up,
    /// A thumb down.
    Down,
    /// One to five stars.
    Stars(u8),
}

/// The copied part of an answer, in UTF-16 code units of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where the copied part begins.
    pub from: u32,
    /// How long it is.
    pub chars: u32,
    /// How long the whole answer is.
    pub total: u32,
    /// What kind of content it is.
    pub part: Part,
    /// How many headings of the answer begin at or above it.
    pub section: u32,
    /// How it was copied.
    pub via: Via,
    /// How long the pointer's last stay on the answer was, where there was one.
    pub hover_ms: Option<Millis>,
    /// Whether a person copied it (`isTrusted`), not a script.
    pub trusted: bool,
}
