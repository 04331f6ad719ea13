//! Questions about nodes that `js/markup.js` does not answer.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Whether an element fits.
#[must_use]
pub fn matches(element: &Element, selector: &JsString) -> bool {
    own(element).matches(selector)
}

/// Whether an element is on a page.
#[must_use]
pub fn is_connected(element: &Element) -> bool {
    own(element).is_connected()
}

/// Whether one is the other or stands inside of it.
#[must_use]
pub fn contains(outer: &Element, inner: &Element) -> bool {
    own(outer).contains(inner)
}

fn own(element: &Element) -> &Own {
    element.unchecked_ref()
}

/// Nodes are asked by the browser's own methods (`final`), not by the node's: a form shows its fields
/// as properties of its own, whatever their names hide
/// (<https://html.spec.whatwg.org/#dom-form-nameditem>).
#[wasm_bindgen]
extern "C" {
    type Own;

    #[wasm_bindgen(method, final, js_class = "Element")]
    fn matches(this: &Own, selector: &JsString) -> bool;

    #[wasm_bindgen(method, final, js_class = "Node")]
    fn contains(this: &Own, other: &Element) -> bool;

    #[wasm_bindgen(method, final, getter, js_class = "Node", js_name = isConnected)]
    fn is_connected(this: &Own) -> bool;
}
