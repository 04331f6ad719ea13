//! Which answers are on the page. The page's markup is the truth; this is a list of it, read anew
//! whenever the page's structure may have changed.

use alloc::vec::Vec;
use core::cell::{Cell, Ref, RefCell};

use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::core::handle::Handle;
use crate::core::signal::{Signal, State, Subject};

use super::dom;
use super::host::{Host, Markup};

/// No text is as long as this. An `Option` would take four bytes more for every answer.
const UNKNOWN: u32 = u32::MAX;

/// The answers below the observed root, in document order.
pub struct Answers {
    markup: Markup,
    list: RefCell<Vec<Answer>>,
    is_stale: Cell<bool>,
    is_renamed: Cell<bool>,
    appeared: RefCell<Vec<Appeared>>,
    gone: RefCell<Vec<Signal>>,
    /// The names of answers that were opted out at some time.
    opted_out: RefCell<Vec<Handle>>,
}

/// One marked answer.
#[derive(Clone)]
pub struct Answer {
    /// Its element.
    pub element: Element,
    /// Its name and its conversation.
    pub subject: Subject,
    /// Its place among the page's answers, with those that are not listed because their names are
    /// no handles.
    pub place: u32,
    /// Whether it stands in a part of the page that must never be captured.
    pub opted_out: bool,
    /// The length of its text, once it was asked for; [`UNKNOWN`] before.
    chars: Cell<u32>,
}

/// An answer that was not there before.
pub struct Appeared {
    /// The answer.
    pub answer: Answer,
    /// The one that stood at its place until now, and is gone.
    pub instead_of: Option<Handle>,
}

impl Answers {
    /// The answers below the host's root, not yet read.
    #[must_use]
    pub fn new(host: &Host) -> Self {
        Self {
            markup: host.markup(),
            list: RefCell::default(),
            is_stale: Cell::new(true),
            is_renamed: Cell::new(false),
            appeared: RefCell::default(),
            gone: RefCell::default(),
            opted_out: RefCell::default(),
        }
    }

    /// Answers came or went.
    pub fn mark_stale(&self) {
        self.is_stale.set(true);
    }

    /// A name or an opt-out changed on an element that may be in the list.
    pub fn mark_renamed(&self) {
        self.is_stale.set(true);
        self.is_renamed.set(true);
    }

    /// Begins anew, as if nothing had been seen.
    pub fn forget(&self) {
        self.list.borrow_mut().clear();
        self.mark_stale();
    }

    /// The answers that were not there when this was last called, opted out or not.
    #[must_use]
    pub fn take_appeared(&self) -> Vec<Appeared> {
        self.refresh();
        self.appeared.take()
    }

    /// The answers that are not there any more, or opted out, since this was last called.
    #[must_use]
    pub fn take_gone(&self) -> Vec<Signal> {
        self.refresh();
        self.gone.take()
    }

    /// Every answer, opted out or not, tree by tree, in document order.
    #[must_use]
    pub fn list(&self) -> Ref<'_, Vec<Answer>> {
        self.refresh();
        self.list.borrow()
    }

    /// The subject of an answer's own element. `None` where it must not be captured, or where its
    /// name is no handle.
    #[must_use]
    pub fn subject_of(&self, answer: &Element) -> Option<Subject> {
        let subject = self.subject_for(answer, &self.markup.name(answer)?);
        subject.filter(|_| !self.markup.is_opted_out(answer))
    }

    /// The answer that an element belongs to, which names it so. `None` where it must not be
    /// captured, or where its name is no handle.
    #[must_use]
    pub fn subject_for(&self, element: &Element, response: &str) -> Option<Subject> {
        let response = Handle::parse(response)?;
        match self.find(&response, Some(element)) {
            Some(answer) => (!answer.opted_out).then_some(answer.subject),
            None => self.absent(response, self.conversation(element)?),
        }
    }

    /// The answer of this name on the page: of several, the one that this stands in, or else the
    /// first.
    #[must_use]
    pub fn find(&self, response: &Handle, inside: Option<&Element>) -> Option<Answer> {
        let list = self.list();
        let mut found: Option<&Answer> = None;
        for answer in list.iter().filter(|answer| answer.subject.response == *response) {
            if inside.is_some_and(|inside| dom::contains(&answer.element, inside)) {
                return Some(answer.clone());
            }
            found = found.or(Some(answer));
        }
        found.cloned()
    }

    /// The subject of a call by the host, which names nothing but the answer.
    #[must_use]
    pub fn subject_named(&self, response: Handle) -> Option<Subject> {
        match self.find(&response, None) {
            Some(answer) => (!answer.opted_out).then_some(answer.subject),
            None => self.absent(response, None),
        }
    }

    /// Whether the answer of this name must not be captured, or must not have been while it was on the
    /// page.
    #[must_use]
    pub fn is_opted_out(&self, response: &Handle) -> bool {
        match self.find(response, None) {
            Some(answer) => answer.opted_out,
            None => self.opted_out.borrow().contains(response),
        }
    }

    /// An answer that is not on the page, unless it was opted out while it was.
    fn absent(&self, response: Handle, conversation: Option<Handle>) -> Option<Subject> {
        let is_opted_out = self.is_opted_out(&response);
        (!is_opted_out).then_some(Subject { response, conversation, turn: None })
    }

    /// The length of the text of an answer's element, which has changed.
    #[must_use]
    pub fn measure(&self, subject: &Subject, element: &Element) -> u32 {
        let chars = self.markup.chars(element);
        for answer in self.list.borrow().iter() {
            // Names are compared first: to ask whether two elements are one is a call to JavaScript.
            if answer.subject == *subject && answer.element == *element {
                answer.chars.set(chars);
            }
        }
        chars
    }

    /// The length of an answer's text in UTF-16 code units.
    #[must_use]
    pub fn chars(&self, answer: &Answer) -> u32 {
        if answer.chars.get() == UNKNOWN {
            answer.chars.set(self.markup.chars(&answer.element));
        }
        answer.chars.get()
    }

    /// What reads the markup.
    #[must_use]
    pub fn markup(&self) -> &Markup {
        &self.markup
    }

    /// What the markup says about an answer's text.
    #[must_use]
    pub fn state(&self, element: &Element) -> State {
        match self.markup.state(element) {
            1 => State::Streaming,
            2 => State::Complete,
            _ => State::Unstated,
        }
    }

    fn refresh(&self) {
        if !self.is_stale.replace(false) {
            return;
        }
        let before = self.list.take();
        let is_renamed = self.is_renamed.replace(false);
        let elements = self.markup.answers();
        let mut list: Vec<Answer> = Vec::with_capacity(elements.length() as usize);
        let mut replaced = 0;
        for (place, element) in (0..).zip(elements.iter().map(Element::unchecked_from_js)) {
            // Chats grow at their end: most answers stand where they stood, and are not read again.
            let same = before.get(list.len()).filter(|same| same.element == element);
            if let Some(same) = same.filter(|_| !is_renamed) {
                list.push(Answer { place, ..same.clone() });
            } else if let Some(answer) = self.read(element, place, list.last()) {
                let is_known = |known: &&Answer| known.subject.response == answer.subject.response;
                let there = before.get(list.len());
                let known = there.filter(is_known).or_else(|| before.iter().find(is_known));
                // What has only moved is no news; what has been rendered anew may say another state.
                if !known.is_some_and(|known| known.element == answer.element) {
                    let is_gone =
                        |there: &&Answer| same.is_some() || !dom::is_connected(&there.element);
                    let gone = there.filter(is_gone).filter(|_| known.is_none());
                    let instead_of = gone.map(|gone| gone.subject.response.clone());
                    let is_it = |it: &Answer| it.subject.response == answer.subject.response;
                    // A page may show each answer twice.
                    replaced += u32::from(instead_of.is_some() && !list.iter().any(is_it));
                    self.appeared
                        .borrow_mut()
                        .push(Appeared { answer: answer.clone(), instead_of });
                }
                list.push(answer);
            }
        }
        // In a list that shows only what is in sight, several come, or the one that stood there moved.
        let is_listed = |name: &Handle| list.iter().any(|it| it.subject.response == *name);
        for Appeared { instead_of, .. } in self.appeared.borrow_mut().iter_mut() {
            if replaced > 1 || instead_of.as_ref().is_some_and(is_listed) {
                *instead_of = None;
            }
        }
        for (at, Answer { subject, .. }) in before.into_iter().enumerate() {
            let is_it = |answer: &Answer| answer.subject == subject;
            if !list.get(at).is_some_and(is_it) && !list.iter().any(is_it) {
                self.gone.borrow_mut().push(Signal::Vanished(subject));
            }
        }
        *self.list.borrow_mut() = list;
    }

    fn read(&self, element: Element, place: u32, before: Option<&Answer>) -> Option<Answer> {
        let markup = &self.markup;
        let response = Handle::parse(&markup.name(&element)?)?;
        let mut conversation = self.conversation(&element)?;
        // The answers of a conversation share its name, not only its letters.
        let same = before.map(|before| &before.subject.conversation);
        if let Some(same) = same.filter(|same| **same == conversation) {
            conversation.clone_from(same);
        }
        let opted_out = markup.is_opted_out(&element);
        if opted_out {
            let mut known = self.opted_out.borrow_mut();
            // A page may render it anew for ever.
            if !known.contains(&response) {
                known.push(response.clone());
            }
            // It may have been captured meanwhile.
            self.gone.borrow_mut().push(Signal::Withdrawn(response.clone()));
        }
        let turn = markup.turn(&element).and_then(|turn| Handle::parse(&turn));
        let subject = Subject { response, conversation, turn };
        Some(Answer { element, subject, place, opted_out, chars: Cell::new(UNKNOWN) })
    }

    /// The conversation around an element, if there is one. `None` where its name is no handle, so
    /// that nothing in it can be captured: without a name, it would count as part of another.
    fn conversation(&self, element: &Element) -> Option<Option<Handle>> {
        match self.markup.conversation(element) {
            Some(name) => Handle::parse(&name).map(Some),
            None => Some(None),
        }
    }
}
