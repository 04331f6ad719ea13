//! What JavaScript sees of the wasm. `js/tellback.ts` is the only caller, and checks every argument.
//!
//! Exported methods take `&self`, so a call from inside one of our own callbacks is no second
//! borrow.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::browser::Shell;
use crate::browser::host::{Host, Words, now};
use crate::browser::signals::pressed::Said;
use crate::browser::signals::{appeared, copied, grown, pressed};
use crate::core::consent::{Allowed, Facts};
use crate::core::handle::{Handle, Slug};
use crate::core::ledger::{Dropped, Loss};
use crate::core::queue::{Failure, Limits};
#[cfg(feature = "full")]
use crate::core::randomize::Epsilon;
use crate::core::signal::{By, Signal};
use crate::core::stream::Left;
use crate::core::wire::{self, Encoded};
use crate::core::words::Kind;
use crate::core::{Core, Input, Options};

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

    /// A marked control was pressed, and `js/markup.js` has read what it said; or the host says by
    /// a call what was done. `flags` has a bit for a control that said that it is pressed (1), and
    /// one for each who may say so but the reader: a script (2), the host (4), of the past (8).
    #[expect(clippy::too_many_arguments, reason = "an object would cost more to read")]
    pub fn pressed(
        &self,
        at: f64,
        control: Option<Element>,
        action: &str,
        value: String,
        number: f64,
        response: &str,
        flags: u8,
    ) {
        let by = match flags >> 1 {
            0 => By::Reader,
            1 => By::Script,
            2 => By::Host,
            _ => By::Past,
        };
        let said = Said { action, value, number, response, pressed: flags & 1 == 1, by };
        if let Some(signal) = pressed::read(self.0.answers(), control.as_ref(), said) {
            self.0.dispatch(at, Input::Signal(signal));
        }
    }

    /// These ranges were copied. The pointer was last on the answer of this name, for so long.
    pub fn copied(&self, at: f64, ranges: &Array, trusted: bool, hovered: &str, hover_ms: f64) {
        let copied = copied::read(self.0.answers(), ranges, trusted, hovered, hover_ms);
        self.emit(at, copied);
    }

    /// The observed part of the page changed: names or opt-outs, which answers there are, and the
    /// text or the state of these. Returns until when it is no news that more of the same grows.
    pub fn mutated(&self, renamed: bool, stale: bool, grown: &Array) -> f64 {
        if renamed {
            self.0.answers().mark_renamed();
        } else if stale {
            self.0.answers().mark_stale();
        }
        let grown = grown::read(self.0.answers(), grown);
        let appeared = appeared::read(self.0.answers(), false);
        let gone = self.0.answers().take_gone();
        let at = now();
        self.emit(at, gone);
        self.emit(at, appeared);
        self.emit(at, grown);
        self.0.dispatch(at, Input::Signal(Signal::Changed));
        self.0.quiet_until()
    }

    /// The page scrolled, or the window changed its size. Returns until when another such move is no
    /// news.
    pub fn moved(&self, at: f64) -> f64 {
        self.0.dispatch(at, Input::Signal(Signal::Moved));
        self.0.quiet_until()
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

    /// A page that is gone has left this of a stream: its name, its conversation and its tags; how
    /// many events were delivered, or given up for each reason; and those that wait, as JSON.
    pub fn restored(&self, words: &Words, counts: &Words, events: &Words) {
        let Some((name, conversation)) = words.at(0).zip(words.at(1)) else { return };
        let Some(conversation) = Handle::parse(&conversation) else { return };
        let mut dropped = Dropped::default();
        for loss in Loss::ALL {
            dropped.add(loss, counts.count_at(loss as u32 + 1));
        }
        let context = tags(words, 2);
        let delivered = counts.count_at(0);
        let mut left = Left { name, conversation, context, delivered, dropped, events: Vec::new() };
        while let Some(json) = events.at(left.events.len() as u32) {
            left.events.push(Encoded::again(json));
        }
        self.0.dispatch(now(), Input::Restored(left));
    }

    /// Another page goes on with the stream of this name.
    pub fn taken(&self, stream: &str) {
        self.0.dispatch(now(), Input::Taken(stream.into()));
    }

    /// The reader chose: 0 for nothing, 1 for what runs, 2 for everything.
    pub fn choose(&self, choice: u8) {
        self.0.dispatch(now(), Input::Chosen(allowed(choice)));
    }

    /// Whether the reader has refused the conversation of an answer, because it would begin now.
    #[must_use]
    pub fn refuses(&self, response: &str) -> bool {
        self.0.refuses(response)
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

    /// The events that wait, as they will be sent: a JSON list.
    #[must_use]
    pub fn waiting(&self) -> Vec<u8> {
        self.0.waiting()
    }

    /// Ends observation. What was captured is still delivered.
    pub fn stop(&self) {
        self.0.dispatch(now(), Input::Stopped);
    }

    fn emit(&self, at: f64, signals: impl IntoIterator<Item = Signal>) {
        for signal in signals {
            self.0.dispatch(at, Input::Signal(signal));
        }
    }
}

fn options(host: &Host) -> Options {
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
        context: tags(&host.context(), 0),
        muted,
        is_kept: host.is_kept(),
        #[cfg(feature = "full")]
        epsilon: host.epsilon_pct().map(Epsilon::new),
        #[cfg(not(feature = "full"))]
        epsilon: None,
    }
}

/// The entry has checked the tags, so one that is none would be our own mistake.
fn tags(words: &Words, mut at: u32) -> Vec<(Slug, Slug)> {
    let mut slug = || {
        at += 1;
        Slug::parse(&words.at(at - 1)?)
    };
    let mut tags = Vec::new();
    while let (Some(name), Some(value)) = (slug(), slug()) {
        tags.push((name, value));
    }
    tags
}

fn facts(host: &Host) -> Facts {
    Facts {
        opt_out: host.opt_out(),
        opt_in_required: host.opt_in_required(),
        browser_refuses: host.browser_refuses(),
        stored_refusal: host.stored_refusal(),
        choice: host.choice().map(allowed),
    }
}

fn allowed(choice: u8) -> Allowed {
    match choice {
        2 => Allowed::Everything,
        1 => Allowed::Running,
        _ => Allowed::Nothing,
    }
}
