//! Questions about nodes. No text crosses into the wasm: only lengths do.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{Document, DomRect, Element, Node, NodeList, Window};

/// The window that shows a node, and the element by which its page scrolls.
#[must_use]
pub fn page(node: &Node) -> Option<(Window, Element)> {
    // A document is nobody's but its own. None of these casts asks `instanceof`, which says no of
    // every node of another frame.
    let document = document(node).unwrap_or_else(|| node.clone().unchecked_into());
    let own: &Own = document.unchecked_ref();
    // In quirks mode, the root element is as high as the whole page.
    Some((own.default_view()?, own.scrolling_element().or_else(|| own.document_element())?))
}

/// The document that a node belongs to, unless it is one.
#[must_use]
pub fn document(node: &Node) -> Option<Document> {
    own(node).owner_document()
}

/// The element around this one as it is shown: in a slot, the slot; in a shadow root, its host.
#[must_use]
pub fn parent(element: &Element) -> Option<Element> {
    let own = own(element);
    own.assigned_slot().or_else(|| own.parent_element()).or_else(|| host(element))
}

/// The nearest element that fits, from the element outwards, also out of shadow roots.
#[must_use]
pub fn closest(element: &Element, selector: &JsString) -> Option<Element> {
    own(element).closest(selector).or_else(|| closest(&host(element)?, selector))
}

/// Whether an element fits.
#[must_use]
pub fn matches(element: &Element, selector: &JsString) -> bool {
    own(element).matches(selector)
}

/// Whether a node is another one or stands inside of it.
#[must_use]
pub fn contains(outer: &Node, node: &Node) -> bool {
    own(outer).contains(node)
}

/// Whether a node is on a page.
#[must_use]
pub fn is_connected(node: &Node) -> bool {
    own(node).is_connected()
}

/// Where an element stands in the viewport.
#[must_use]
pub fn rect(element: &Element) -> DomRect {
    own(element).rect()
}

/// Every element below this node that fits, in document order.
#[must_use]
pub fn all(node: &Node, selector: &JsString) -> Found {
    let found = own(node).query_selector_all(selector);
    // A document or a shadow root has a method of its own.
    let found = found.or_else(|_| node.unchecked_ref::<Root>().query_selector_all(selector));
    Found { nodes: found.ok(), next: 0 }
}

/// Elements, one after the other.
pub struct Found {
    nodes: Option<NodeList>,
    next: u32,
}

impl Iterator for Found {
    type Item = Element;

    fn next(&mut self) -> Option<Element> {
        let node = self.nodes.as_ref()?.get(self.next)?;
        self.next += 1;
        Some(node.unchecked_into())
    }
}

/// The host of the shadow root that an element stands in.
fn host(element: &Element) -> Option<Element> {
    let root = own(element).get_root_node();
    let document: Node = document(element)?.into();
    // Only a shadow root is asked: a document's properties are whatever the page gives such a name
    // (https://html.spec.whatwg.org/#dom-document-nameditem), and the host of a link is a text.
    if root == document || own(&root).node_type() != Node::DOCUMENT_FRAGMENT_NODE {
        return None;
    }
    root.unchecked_ref::<Root>().host()
}

/// The length of a node's text, in UTF-16 code units.
#[must_use]
pub fn text_length(node: &Node) -> u32 {
    own(node).text_content().map_or(0, |text| text.length())
}

fn own(node: &Node) -> &Own {
    node.unchecked_ref()
}

/// Nodes are asked by the browser's own methods (`final`), not by the node's: a form shows its fields
/// as properties of its own, whatever their names hide
/// (<https://html.spec.whatwg.org/#dom-form-nameditem>). And no text crosses: web-sys would copy it
/// into the wasm's memory.
#[wasm_bindgen]
extern "C" {
    type Own;

    #[wasm_bindgen(method, final, js_class = "Element")]
    fn closest(this: &Own, selector: &JsString) -> Option<Element>;

    #[wasm_bindgen(method, final, js_class = "Element")]
    fn matches(this: &Own, selector: &JsString) -> bool;

    #[wasm_bindgen(method, final, catch, js_class = "Element", js_name = querySelectorAll)]
    fn query_selector_all(this: &Own, selector: &JsString) -> Result<NodeList, JsValue>;

    #[wasm_bindgen(method, final, js_class = "Element", js_name = getBoundingClientRect)]
    fn rect(this: &Own) -> DomRect;

    #[wasm_bindgen(method, final, getter, js_class = "Element", js_name = assignedSlot)]
    fn assigned_slot(this: &Own) -> Option<Element>;

    #[wasm_bindgen(method, final, js_class = "Node")]
    fn contains(this: &Own, node: &Node) -> bool;

    #[wasm_bindgen(method, final, js_class = "Node", js_name = getRootNode)]
    fn get_root_node(this: &Own) -> Node;

    #[wasm_bindgen(method, final, getter, js_class = "Node", js_name = ownerDocument)]
    fn owner_document(this: &Own) -> Option<Document>;

    #[wasm_bindgen(method, final, getter, js_class = "Node", js_name = parentElement)]
    fn parent_element(this: &Own) -> Option<Element>;

    #[wasm_bindgen(method, final, getter, js_class = "Node", js_name = isConnected)]
    fn is_connected(this: &Own) -> bool;

    #[wasm_bindgen(method, final, getter, js_class = "Node", js_name = nodeType)]
    fn node_type(this: &Own) -> u16;

    #[wasm_bindgen(method, final, getter, js_class = "Node", js_name = textContent)]
    fn text_content(this: &Own) -> Option<JsString>;

    #[wasm_bindgen(method, final, getter, js_class = "Document", js_name = defaultView)]
    fn default_view(this: &Own) -> Option<Window>;

    #[wasm_bindgen(method, final, getter, js_class = "Document", js_name = documentElement)]
    fn document_element(this: &Own) -> Option<Element>;

    #[wasm_bindgen(method, final, getter, js_class = "Document", js_name = scrollingElement)]
    fn scrolling_element(this: &Own) -> Option<Element>;

    /// A document, a shadow root or an element.
    type Root;

    #[wasm_bindgen(method, getter)]
    fn host(this: &Root) -> Option<Element>;

    #[wasm_bindgen(method, catch, js_name = querySelectorAll)]
    fn query_selector_all(this: &Root, selector: &JsString) -> Result<NodeList, JsValue>;
}
