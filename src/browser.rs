//! The shell: it hands what the page shows to the core, and does what the core asks.
//!
//! Only [`Shell::dispatch`] borrows the core, and the borrow ends before any effect runs. What
//! arrives meanwhile waits in the inbox, so a host that calls back from inside our own callback
//! finds nothing half done.

pub mod host;

pub mod dom;

pub mod answers;

pub mod signals;

use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use crate::core::ledger::Ledger;
use crate::core::signal::Signal;
use crate::core::time::{Millis, Now};
use crate::core::{Core, Effect, Input};

use answers::{Answer, Answers};
use host::Host;

/// Owns the core, and what is known of the page.
pub struct Shell {
    host: Host,
    core: RefCell<Core>,
    answers: Answers,
    inbox: RefCell<Vec<(f64, Input)>>,
    is_dispatching: Cell<bool>,
}

impl Shell {
    /// A shell around a core. It does nothing until the first input.
    #[must_use]
    pub fn new(host: Host, core: Core) -> Self {
        Self {
            answers: Answers::new(&host),
            host,
            core: RefCell::new(core),
            inbox: RefCell::default(),
            is_dispatching: Cell::new(false),
        }
    }

    /// Hands an input to the core and does what it asks, then the same for all that came meanwhile.
    ///
    /// `at` is when it happened, as `performance.now()` counts.
    pub fn dispatch(&self, at: f64, input: Input) {
        self.inbox.borrow_mut().push((at, input));
        if self.is_dispatching.replace(true) {
            return;
        }
        while let Some((at, input)) = self.next() {
            let now = Now { ms: at as Millis, unix_ms: js_sys::Date::now() as u64 };
            let mut core = self.core.borrow_mut();
            let effects = core.handle(now, input);
            let outcome = core.take_outcome().0;
            drop(core);
            if outcome > 0 {
                self.host.explain(outcome);
            }
            for effect in effects {
                self.run(at, effect);
            }
        }
        self.is_dispatching.set(false);
    }

    /// The answers on the page.
    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Until when it is no news that something moves on, or grows on.
    #[must_use]
    pub fn quiet_until(&self) -> f64 {
        self.core.borrow().quiet_until() as f64
    }

    /// What became of every event so far.
    #[must_use]
    pub fn stats(&self) -> Ledger {
        self.core.borrow().stats()
    }

    /// Whether the reader has refused the conversation of an answer.
    #[must_use]
    pub fn refuses(&self, response: &str) -> bool {
        self.answers.list().iter().any(|Answer { subject, .. }| {
            subject.response.as_str() == response
                && self.core.borrow().refuses(subject.conversation.as_ref())
        })
    }

    /// The events that wait, as they will be sent.
    #[must_use]
    pub fn waiting(&self) -> Vec<u8> {
        self.core.borrow().waiting()
    }

    fn next(&self) -> Option<(f64, Input)> {
        let mut inbox = self.inbox.borrow_mut();
        if inbox.is_empty() { None } else { Some(inbox.remove(0)) }
    }

    fn run(&self, at: f64, effect: Effect) {
        match effect {
            Effect::Observe => {
                self.answers.forget();
                self.host.observe();
                for signal in signals::appeared::read(&self.answers, true) {
                    self.dispatch(at, Input::Signal(signal));
                }
            }
            Effect::Unobserve => self.host.unobserve(),
            Effect::Measure => {
                let views = signals::viewed::measure(&self.answers);
                self.dispatch(host::now(), Input::Signal(Signal::Viewed(views)));
            }
            Effect::Send { ticket, body } => self.host.send(ticket, &body),
            Effect::Keep(body) => self.host.store(&body, true),
            Effect::Forget(body) => self.host.store(&body, false),
            Effect::Abort => self.host.abort(),
            Effect::Wake(delay) => self.host.wake(delay.map(|ms| ms as f64)),
        }
    }
}
