//! What JavaScript sees of the wasm. `js/tellback.ts` is the only caller, and checks every argument.
//!
//! Exported methods take `&self`, so a call from inside one of our own callbacks is no second
//! borrow.

use alloc::boxed::Box;
use alloc::vec::Vec;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::browser::Shell;
use crate::browser::host::{Host, now};
use crate::browser::signals::{appeared, copied, grown, pressed};
use crate::core::anonymize::Kind;
use crate::core::consent::{Choice, Facts};
use crate::core::handle::{Handle, Slug};
use crate::core::queue::{Failure, Limits};
use crate::core::signal::{Rating, Signal, Subject};
use crate::core::{Core, Input, Options, wire};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Without the standard library, a panic is thrown to JavaScript, which ends capture over it.
#[cfg(not(feature = "std"))]
#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    wasm_bindgen::throw_str(info.location().map_or("a panic", |location| location.file()))
}

/// A running capture.
#[wasm_bindgen]
pub struct Capture(Shell);

#[wasm_bindgen]
impl Capture {
    /// A capture that waits for [`Capture::begin`].
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(host: &Host) -> Self {
        let random = host.clone();
        let bits = move || (0..4).fold(0, |bits, _| bits << 32 | u128::from(random.random()));
        let core = Core::new(options(host), facts(host), Box::new(bits));
        Self(Shell::new(host.clone(), core))
    }

    /// Begins, as of when the page asked for it.
    pub fn begin(&self, at: f64) {
        self.0.dispatch(at, Input::Started);
    }

    /// A marked control was pressed; `js/press.js` has read what it said.
    pub fn pressed(
        &self,
        at: f64,
        control: &Element,
        action: &str,
        response: &str,
        pressed: bool,
        trusted: bool,
    ) {
        let press = pressed::read(self.0.answers(), control, action, response, pressed, trusted);
        if let Some(signal) = press {
            self.0.dispatch(at, Input::Signal(signal));
        }
    }

    /// These ranges were copied.
    pub fn copied(&self, at: f64, ranges: &Array, trusted: bool) {
        self.emit(at, copied::read(self.0.answers(), ranges, trusted));
    }

    /// The observed part of the page changed.
    pub fn mutated(&self, records: &Array) {
        let grown = grown::read(self.0.answers(), records);
        let appeared = appeared::read(self.0.answers());
        let at = now();
        self.emit(at, appeared);
        self.emit(at, grown);
        self.moved(at);
    }

    /// The page scrolled, or the window changed its size.
    pub fn moved(&self, at: f64) {
        self.0.dispatch(at, Input::Signal(Signal::Moved));
    }

    /// The reader gave a sign of life.
    pub fn active(&self, at: f64) {
        self.0.dispatch(at, Input::Signal(Signal::Active));
    }

    /// The page can be seen.
    pub fn shown(&self) {
        self.0.dispatch(now(), Input::Shown);
    }

    /// The page cannot be seen any more, or is being left.
    pub fn hidden(&self) {
        self.0.dispatch(now(), Input::Hidden);
    }

    /// The browser has found the network again.
    pub fn online(&self) {
        self.0.dispatch(now(), Input::Reconnected);
    }

    /// The timer has run out.
    pub fn woken(&self) {
        self.0.dispatch(now(), Input::Woken);
    }

    /// A request was answered; status 0 where no answer came.
    pub fn settled(&self, ticket: u32, status: u16, retry_after_ms: Option<f64>) {
        let input = if (200..300).contains(&status) {
            Input::Delivered(ticket)
        } else {
            let retry_after_ms = retry_after_ms.map(|ms| ms as u64);
            Input::Failed(ticket, Failure { status, retry_after_ms })
        };
        self.0.dispatch(now(), input);
    }

    /// A thumb (1 or -1), stars (10 times their number), or 0 to retract.
    pub fn rate(&self, response: &str, rating: i8) {
        let rating = match rating {
            0 => None,
            1 => Some(Rating::Up),
            -1 => Some(Rating::Down),
            stars => Some(Rating::Stars((stars / 10).unsigned_abs())),
        };
        self.report(response, |subject| Signal::Rated(subject, rating));
    }

    /// The reader asked for another version, whose name is empty where it is not known.
    pub fn regenerated(&self, response: &str, replacement: &str) {
        let replacement = Handle::parse(replacement);
        self.report(response, |subject| Signal::Regenerated(subject, replacement));
    }

    /// The reader agreed, or refused.
    pub fn choose(&self, agreed: bool) {
        self.0.dispatch(now(), Input::Chosen(choice(agreed)));
    }

    /// Sends all that waits.
    pub fn flush(&self) {
        self.0.dispatch(now(), Input::Flushed);
    }

    /// What became of every event so far, as JSON.
    #[must_use]
    pub fn stats(&self) -> Vec<u8> {
        wire::json(&self.0.stats())
    }

    /// Ends observation. What was captured is still delivered.
    pub fn stop(&self) {
        self.0.dispatch(now(), Input::Stopped);
    }

    fn emit(&self, at: f64, signals: Vec<Signal>) {
        for signal in signals {
            self.0.dispatch(at, Input::Signal(signal));
        }
    }

    fn report(&self, response: &str, signal: impl FnOnce(Subject) -> Signal) {
        let subject = Handle::parse(response).and_then(|name| self.0.answers().subject_named(name));
        if let Some(subject) = subject {
            self.0.dispatch(now(), Input::Signal(signal(subject)));
        }
    }
}

fn options(host: &Host) -> Options {
    let mut context = Vec::new();
    // The entry has checked the tags, so one that is none would be our own mistake.
    while let Some(tag) = slug(host, context.len(), 0).zip(slug(host, context.len(), 1)) {
        context.push(tag);
    }
    let mut muted = Vec::new();
    for kind in Kind::ALL {
        if host.is_muted(kind.name()) {
            muted.push(kind);
        }
    }
    Options {
        limits: Limits {
            max_events: host.max_events() as usize,
            max_bytes: host.max_bytes() as usize,
            max_delay_ms: host.max_delay_ms().into(),
        },
        sample_rate: host.sample_rate(),
        context,
        muted,
    }
}

fn slug(host: &Host, tag: usize, word: u32) -> Option<Slug> {
    Slug::parse(&host.tag(tag as u32 * 2 + word)?)
}

fn facts(host: &Host) -> Facts {
    Facts {
        opt_out: host.opt_out(),
        opt_in_required: host.opt_in_required(),
        browser_refuses: host.browser_refuses(),
        stored_refusal: host.stored_refusal(),
        choice: host.choice().map(choice),
    }
}

fn choice(agreed: bool) -> Choice {
    if agreed { Choice::OptIn } else { Choice::OptOut }
}
