//! The markup's names, and questions about nodes. No text crosses into the wasm: only lengths do.

use alloc::string::String;

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Node, Range, Window};

/// An attribute of the markup.
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// A selector for the elements that have it.
    pub selector: &'static str,
}

macro_rules! attribute {
    ($name:literal) => {
        Attribute { name: $name, selector: concat!("[", $name, "]") }
    };
}

/// Names an answer.
pub const RESPONSE: Attribute = attribute!("data-tellback-response");
/// Names a conversation.
pub const CONVERSATION: Attribute = attribute!("data-tellback-conversation");
/// Says whether more text is coming.
pub const STATE: Attribute = attribute!("data-tellback-state");
/// Marks what must never be captured.
pub const OPT_OUT: Attribute = attribute!("data-tellback-optout");
/// Says what a control does.
pub const ACTION: Attribute = attribute!("data-tellback-action");
/// Says which answer a control outside of it belongs to.
pub const FOR: Attribute = attribute!("data-tellback-for");
/// Either of the two.
pub const FOR_OR_RESPONSE: Attribute =
    Attribute { name: "", selector: "[data-tellback-for],[data-tellback-response]" };

/// The document that a node belongs to, and its window.
#[must_use]
pub fn page(node: &Node) -> Option<(Window, Document)> {
    // A document is nobody's but its own. None of these casts asks `instanceof`, which says no of
    // every node of another frame.
    let document = node.owner_document().unwrap_or_else(|| node.clone().unchecked_into());
    Some((document.default_view()?, document))
}

/// The element around this one as it is shown: in a slot, the slot; in a shadow root, its host.
#[must_use]
pub fn parent(element: &Element) -> Option<Element> {
    if let Some(slot) = element.assigned_slot() {
        return Some(slot.unchecked_into());
    }
    element.parent_element().or_else(|| host(element))
}

/// The nearest element with this attribute, from the element outwards, also out of shadow roots.
#[must_use]
pub fn closest(element: &Element, attribute: &Attribute) -> Option<Element> {
    let mut from = element.clone();
    loop {
        if let Ok(Some(found)) = from.closest(attribute.selector) {
            return Some(found);
        }
        from = host(&from)?;
    }
}

/// The host of the shadow root that an element stands in.
fn host(element: &Element) -> Option<Element> {
    let root = element.get_root_node();
    let document: Node = element.owner_document()?.into();
    // Only a shadow root is asked: a document's properties are whatever the page gives such a name
    // (https://html.spec.whatwg.org/#dom-document-nameditem), and the host of a link is a text.
    if root == document || root.node_type() != Node::DOCUMENT_FRAGMENT_NODE {
        return None;
    }
    root.unchecked_ref::<Root>().host()
}

/// The value of this attribute on the nearest element that has it.
#[must_use]
pub fn closest_value(element: &Element, attribute: &Attribute) -> Option<String> {
    closest(element, attribute)?.get_attribute(attribute.name)
}

/// A node as an element: itself, or the element that a text node stands in.
#[must_use]
pub fn element(node: &Node) -> Option<Element> {
    if node.node_type() == Node::ELEMENT_NODE {
        return Some(node.clone().unchecked_into());
    }
    node.parent_element()
}

/// The length of a node's text, in UTF-16 code units.
#[must_use]
pub fn text_length(node: &Node) -> u32 {
    node.unchecked_ref::<Text>().text_content().map_or(0, |text| text.length())
}

/// What stands in an answer without being its text: controls, code of the page, and what is opted
/// out.
pub const ASIDE: &str =
    "button,select,textarea,script,style,[data-tellback-action],[data-tellback-optout]";

/// The length of an answer's own text, in UTF-16 code units.
#[must_use]
pub fn own_length(answer: &Element) -> u32 {
    let mut length = text_length(answer);
    let mut last: Option<Node> = None;
    for_each(answer, ASIDE, |aside| {
        // In document order: what stands inside of another comes after it.
        if !last.as_ref().is_some_and(|last| last.contains(Some(&aside))) {
            length = length.saturating_sub(text_length(&aside));
            last = Some(aside);
        }
    });
    length
}

/// Looks at every element below this one that fits, in document order.
pub fn for_each(element: &Element, selector: &str, mut look: impl FnMut(Node)) {
    let Ok(nodes) = element.query_selector_all(selector) else { return };
    for at in 0..nodes.length() {
        if let Some(node) = nodes.get(at) {
            look(node);
        }
    }
}

/// The length of a range's text, in UTF-16 code units.
#[must_use]
pub fn range_length(range: &Range) -> u32 {
    range.unchecked_ref::<Text>().text().length()
}

#[wasm_bindgen]
extern "C" {
    /// A shadow root, or any other root, which has no host.
    type Root;

    #[wasm_bindgen(method, getter)]
    fn host(this: &Root) -> Option<Element>;

    /// web-sys would copy the text into the wasm's memory; this leaves it where it is.
    type Text;

    #[wasm_bindgen(method, getter, js_name = textContent)]
    fn text_content(this: &Text) -> Option<JsString>;

    #[wasm_bindgen(method, js_name = toString)]
    fn text(this: &Text) -> JsString;
}
