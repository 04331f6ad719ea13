//! What the JavaScript entry provides: checked options, and the acts that the core asks for.
//! `js/host.ts` is the other side.
//!
//! Listeners, timers and requests live there and not here, because a closure that the browser
//! calls costs far more bytes in WebAssembly than in JavaScript, and because whatever is
//! registered from there can be ended from there, even after a panic.

use alloc::string::String;

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript entry, as the wasm sees it.
    #[derive(Clone)]
    pub type Host;

    /// Reads what the page marks.
    #[wasm_bindgen(method, getter)]
    pub fn markup(this: &Host) -> Markup;

    /// `options.batch.maxEvents`
    #[wasm_bindgen(method, getter, js_name = maxEvents)]
    pub fn max_events(this: &Host) -> u32;

    /// `options.batch.maxBytes`
    #[wasm_bindgen(method, getter, js_name = maxBytes)]
    pub fn max_bytes(this: &Host) -> u32;

    /// `options.batch.maxDelayMs`
    #[wasm_bindgen(method, getter, js_name = maxDelayMs)]
    pub fn max_delay_ms(this: &Host) -> u32;

    /// `options.sampleRate`
    #[wasm_bindgen(method, getter, js_name = sampleRate)]
    pub fn sample_rate(this: &Host) -> f64;

    /// The words of `options.context`: name, value, name, value, …
    #[wasm_bindgen(method, getter)]
    pub fn context(this: &Host) -> Words;

    /// Whether `options.capture` switches this type of event off.
    #[wasm_bindgen(method, js_name = isMuted)]
    pub fn is_muted(this: &Host, kind: &str) -> bool;

    /// Whether there is a place to keep events for a page that comes later.
    #[wasm_bindgen(method, getter, js_name = isKept)]
    pub fn is_kept(this: &Host) -> bool;

    /// `options.privacy.epsilon` in hundredths, where nothing but randomised answers may leave.
    #[cfg(feature = "full")]
    #[wasm_bindgen(method, getter, js_name = epsilonPct)]
    pub fn epsilon_pct(this: &Host) -> Option<u16>;

    /// The flag `options.optOut`.
    #[wasm_bindgen(method, getter, js_name = optOut)]
    pub fn opt_out(this: &Host) -> bool;

    /// Whether `options.consent` is `"opt-in"`.
    #[wasm_bindgen(method, getter, js_name = optInRequired)]
    pub fn opt_in_required(this: &Host) -> bool;

    /// Whether the browser signals a refusal that the host honours.
    #[wasm_bindgen(method, getter, js_name = browserRefuses)]
    pub fn browser_refuses(this: &Host) -> bool;

    /// Whether a refusal of an earlier visit is stored.
    #[wasm_bindgen(method, getter, js_name = storedRefusal)]
    pub fn stored_refusal(this: &Host) -> bool;

    /// What the reader chose on this page, as [`crate::core::consent::Allowed`] numbers it.
    #[wasm_bindgen(method, getter)]
    pub fn choice(this: &Host) -> Option<u8>;

    /// Listens to the page, and says at once whether it is shown.
    #[wasm_bindgen(method)]
    pub fn observe(this: &Host);

    /// Listens no more.
    #[wasm_bindgen(method)]
    pub fn unobserve(this: &Host);

    /// Sends a body, which has to be copied at once, and reports later what became of it.
    #[wasm_bindgen(method)]
    pub fn send(this: &Host, ticket: u32, body: &[u8]);

    /// Keeps the events of a batch for a page that comes later, or no longer. The body has to be
    /// copied at once.
    #[wasm_bindgen(method)]
    pub fn store(this: &Host, body: &[u8], keep: bool);

    /// Aborts all that is on its way, and reports none of it.
    #[wasm_bindgen(method)]
    pub fn abort(this: &Host);

    /// Sets the one timer anew; without a delay, it is cleared.
    #[wasm_bindgen(method)]
    pub fn wake(this: &Host, delay_ms: Option<f64>);

    /// Hears what became of an input, where it became something.
    #[wasm_bindgen(method)]
    pub fn explain(this: &Host, outcome: u32);

    /// 32 random bits, good enough for names that nobody may guess or link.
    #[wasm_bindgen(method)]
    pub fn random(this: &Host) -> u32;

    /// An array of texts, or of numbers.
    pub type Words;

    /// How many there are.
    #[wasm_bindgen(method, getter)]
    pub fn length(this: &Words) -> u32;

    /// One of them; `None` after the last.
    #[wasm_bindgen(method)]
    pub fn at(this: &Words, at: u32) -> Option<String>;

    /// One of the numbers.
    #[wasm_bindgen(method, js_name = at)]
    pub fn count_at(this: &Words, at: u32) -> u32;

    /// One of the numbers, exact.
    #[wasm_bindgen(method, js_name = at)]
    pub fn number_at(this: &Words, at: u32) -> f64;
    /// `js/markup.js`: what the markup says, and where it stands.
    pub type Markup;

    /// Every answer below the root, also in shadow roots.
    #[wasm_bindgen(method)]
    pub fn answers(this: &Markup) -> Array;

    /// An answer's name, if that is a handle.
    #[wasm_bindgen(method)]
    pub fn name(this: &Markup, answer: &Element) -> Option<String>;

    /// The conversation around an element, if there is one; empty where its name is no handle.
    #[wasm_bindgen(method)]
    pub fn conversation(this: &Markup, element: &Element) -> Option<String>;

    /// What an answer shares with the other answers to its prompt, where the markup says so.
    #[wasm_bindgen(method)]
    pub fn turn(this: &Markup, answer: &Element) -> Option<String>;

    /// Whether an element stands in a part of the page that must never be captured.
    #[wasm_bindgen(method, js_name = isOptedOut)]
    pub fn is_opted_out(this: &Markup, element: &Element) -> bool;

    /// Whether more of an answer is coming: 1, all of it is there: 2, or 0 where nothing says.
    #[wasm_bindgen(method)]
    pub fn state(this: &Markup, answer: &Element) -> u8;

    /// The length of an answer's own text, in UTF-16 code units.
    #[wasm_bindgen(method)]
    pub fn chars(this: &Markup, answer: &Element) -> u32;

    /// Which of the answers that were last listed show, and how: place, top, bottom, height, window,
    /// width of each.
    #[wasm_bindgen(method)]
    pub fn showing(this: &Markup) -> Words;

    /// Which part of an answer's text a range holds, if any: from, to.
    #[wasm_bindgen(method)]
    pub fn selected(this: &Markup, answer: &Element, range: &JsValue) -> Option<Words>;

    /// The same of the block that a button stands in, or else of the whole answer.
    #[wasm_bindgen(method)]
    pub fn block(this: &Markup, answer: &Element, button: &Element) -> Words;

    /// The same of every element in the answer that fits, one after the other.
    #[wasm_bindgen(method)]
    pub fn spans(this: &Markup, answer: &Element, selector: &JsString) -> Words;

    /// Selects what must never be captured.
    #[wasm_bindgen(method, getter, js_name = optedOut)]
    pub fn opted_out(this: &Markup) -> JsString;

    /// Selects what stands in an answer without being its text.
    #[wasm_bindgen(method, getter)]
    pub fn aside(this: &Markup) -> JsString;

    /// Milliseconds on the page's monotonic clock.
    #[wasm_bindgen(js_namespace = performance)]
    pub fn now() -> f64;
}
