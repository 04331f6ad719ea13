//! Raw facts, as the page shows them.
//!
//! A signal may hold exact lengths, positions and times. It has no serialized form, so none of
//! this can reach the wire; only [`anonymize`](super::anonymize) turns it into something that can.

use alloc::vec::Vec;

use super::handle::{Handle, Slug};

/// What a signal is about: one answer, and the conversation that it stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The answer.
    pub response: Handle,
    /// The marked conversation around it; `None` where the page is one conversation.
    pub conversation: Option<Handle>,
}

/// Something that happened on the page, in the past tense.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal {
    /// The reader did something: moved, scrolled, typed, touched.
    Active,
    /// What is in view may have changed: the page scrolled, resized, or answers came or went.
    Moved,
    /// An answer came onto the page. Those that were there from the start are told only if they
    /// still stream.
    Appeared(Growth),
    /// An answer's content or its state attribute changed.
    Grown(Growth),
    /// Where the answers stand that touch the viewport. Answers that are not named are out of view.
    Viewed(Vec<View>),
    /// A control was pressed.
    Pressed(Press),
    /// A part of an answer was copied.
    Copied(Subject, Selection),
    /// The host says that the reader rated an answer; `None` retracts.
    Rated(Subject, Option<Rating>),
    /// The host says that the reader asked for another version of an answer.
    Regenerated(Subject, Option<Handle>),
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

/// A press of a control marked `data-tellback-action`.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    /// The answer that the control belongs to.
    pub subject: Subject,
    /// What the control does.
    pub action: Action,
    /// Whether the control said `aria-pressed="true"` when it was pressed.
    pub pressed: bool,
    /// Whether a person pressed it (`isTrusted`), not a script.
    pub trusted: bool,
}

/// What a marked control does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// `up`
    Up,
    /// `down`
    Down,
    /// `regenerate`
    Regenerate,
    /// Any other word the host chose.
    Other(Slug),
}

impl Action {
    /// Reads the value of `data-tellback-action`, or returns `None` where it is no slug.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            "regenerate" => Some(Self::Regenerate),
            _ => Slug::parse(text).map(Self::Other),
        }
    }
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
    /// Whether a person copied it (`isTrusted`), not a script.
    pub trusted: bool,
}

/// The kind of content that was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Running text.
    Text,
    /// Code.
    Code,
    /// A list.
    List,
    /// A table.
    Table,
    /// More than one of these.
    Mixed,
}

/// How something was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// The browser's own copy of a selection.
    Selection,
    /// A copy button of the page.
    Button,
}
