//! What the JavaScript entry provides: checked options, and the acts that the core asks for.
//! `js/host.ts` is the other side.
//!
//! Listeners, timers and requests live there and not here, because a closure that the browser
//! calls costs far more bytes in WebAssembly than in JavaScript, and because whatever is
//! registered from there can be ended from there, even after a panic.

use alloc::string::String;

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

#[wasm_bindgen]
extern "C" {
    /// The JavaScript entry, as the wasm sees it.
    #[derive(Clone)]
    pub type Host;

    /// The part of the page that is observed.
    #[wasm_bindgen(method, getter)]
    pub fn root(this: &Host) -> Node;

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

    /// The words of `options.context`, one by one: name, value, name, value, …
    #[wasm_bindgen(method)]
    pub fn tag(this: &Host, at: u32) -> Option<String>;

    /// Whether `options.capture` switches this type of event off.
    #[wasm_bindgen(method, js_name = isMuted)]
    pub fn is_muted(this: &Host, kind: &str) -> bool;

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

    /// `true` where the reader agreed on this page, `false` where they refused.
    #[wasm_bindgen(method, getter)]
    pub fn choice(this: &Host) -> Option<bool>;

    /// Listens to the page, and says at once whether it is shown.
    #[wasm_bindgen(method)]
    pub fn observe(this: &Host);

    /// Listens no more.
    #[wasm_bindgen(method)]
    pub fn unobserve(this: &Host);

    /// Sends a body, which has to be copied at once, and reports later what became of it.
    #[wasm_bindgen(method)]
    pub fn send(this: &Host, ticket: u32, body: &[u8]);

    /// Aborts all that is on its way, and reports none of it.
    #[wasm_bindgen(method)]
    pub fn abort(this: &Host);

    /// Sets the one timer anew; without a delay, it is cleared.
    #[wasm_bindgen(method)]
    pub fn wake(this: &Host, delay_ms: Option<f64>);

    /// 32 random bits, good enough for names that nobody may guess or link.
    #[wasm_bindgen(method)]
    pub fn random(this: &Host) -> u32;

    /// `js/markup.js`: what the markup says.
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
