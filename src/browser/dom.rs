//! The markup's names, and questions about nodes. No text crosses into the wasm: only lengths do.

use alloc::string::String;

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Node, NodeList, Window};

/// The words of the markup, given to JavaScript once: to hand a text over costs more than to ask a
/// node about it.
pub struct Markup([JsString; WORDS.len()]);

/// A word of the markup, in the order of [`WORDS`].
#[derive(Clone, Copy)]
pub enum Word {
    /// The attribute that names an answer.
    Response,
    /// The attribute that names a conversation.
    Conversation,
    /// The attribute that says whether more text is coming.
    State,
    /// The attribute that says what a control does.
    Action,
    /// Selects answers.
    Answers,
    /// Selects conversations.
    Conversations,
    /// Selects what must never be captured.
    OptedOut,
    /// Selects what has to be looked at when it comes or goes.
    Ours,
    /// Selects what stands in an answer without being its text: controls, code of the page, and
    /// what is opted out.
    Aside,
}

const WORDS: [&str; 9] = [
    "data-tellback-response",
    "data-tellback-conversation",
    "data-tellback-state",
    "data-tellback-action",
    "[data-tellback-response]",
    "[data-tellback-conversation]",
    "[data-tellback-optout]",
    "[data-tellback-response],tellback-bar",
    "button,select,textarea,script,style,[data-tellback-action],[data-tellback-optout]",
];

impl Word {
    /// The word itself.
    #[must_use]
    pub fn text(self) -> &'static str {
        WORDS.get(self as usize).copied().unwrap_or_default()
    }
}

impl Default for Markup {
    fn default() -> Self {
        Self(WORDS.map(JsString::from))
    }
}

impl Markup {
    /// The word, as JavaScript has it.
    #[must_use]
    pub fn get(&self, word: Word) -> &JsString {
        let Self([first, ..]) = self;
        self.0.get(word as usize).unwrap_or(first)
    }

    /// The value of an attribute.
    #[must_use]
    pub fn value(&self, element: &Element, attribute: Word) -> Option<String> {
        element.unchecked_ref::<Queried>().get_attribute(self.get(attribute))
    }

    /// The nearest element that fits, as [`closest`] looks for it.
    #[must_use]
    pub fn closest(&self, element: &Element, selector: Word) -> Option<Element> {
        closest(element, self.get(selector))
    }
}

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

/// The nearest element that fits, from the element outwards, also out of shadow roots.
#[must_use]
pub fn closest(element: &Element, selector: &JsString) -> Option<Element> {
    match element.unchecked_ref::<Queried>().closest(selector) {
        Ok(Some(found)) => Some(found),
        _ => closest(&host(element)?, selector),
    }
}

/// Whether an element fits.
#[must_use]
pub fn matches(element: &Element, selector: &JsString) -> bool {
    element.unchecked_ref::<Queried>().matches(selector).unwrap_or(false)
}

/// Whether any element below this node fits.
#[must_use]
pub fn holds(node: &Node, selector: &JsString) -> bool {
    node.unchecked_ref::<Queried>().query_selector(selector).is_ok_and(|found| found.is_some())
}

/// Every element below this node that fits, in document order.
#[must_use]
pub fn all(node: &Node, selector: &JsString) -> Found {
    Found { nodes: node.unchecked_ref::<Queried>().query_selector_all(selector).ok(), next: 0 }
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
    let root = element.get_root_node();
    let document: Node = element.owner_document()?.into();
    // Only a shadow root is asked: a document's properties are whatever the page gives such a name
    // (https://html.spec.whatwg.org/#dom-document-nameditem), and the host of a link is a text.
    if root == document || root.node_type() != Node::DOCUMENT_FRAGMENT_NODE {
        return None;
    }
    root.unchecked_ref::<Root>().host()
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

/// The length of an answer's own text, in UTF-16 code units.
#[must_use]
pub fn own_length(answer: &Element, aside: &JsString) -> u32 {
    let mut length = text_length(answer);
    let mut last: Option<Element> = None;
    for aside in all(answer, aside) {
        // In document order: what stands inside of another comes after it.
        if !last.as_ref().is_some_and(|last| last.contains(Some(&aside))) {
            length = length.saturating_sub(text_length(&aside));
            last = Some(aside);
        }
    }
    length
}

#[wasm_bindgen]
extern "C" {
    /// A shadow root, or any other root, which has no host.
    type Root;

    #[wasm_bindgen(method, getter)]
    fn host(this: &Root) -> Option<Element>;

    /// A document, a shadow root or an element, which web-sys has no one type for; and its methods
    /// would hand over their selectors as text.
    type Queried;

    #[wasm_bindgen(method, catch)]
    fn closest(this: &Queried, selector: &JsString) -> Result<Option<Element>, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn matches(this: &Queried, selector: &JsString) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, catch, js_name = querySelector)]
    fn query_selector(this: &Queried, selector: &JsString) -> Result<Option<Element>, JsValue>;

    #[wasm_bindgen(method, catch, js_name = querySelectorAll)]
    fn query_selector_all(this: &Queried, selector: &JsString) -> Result<NodeList, JsValue>;

    #[wasm_bindgen(method, js_name = getAttribute)]
    fn get_attribute(this: &Queried, name: &JsString) -> Option<String>;

    /// web-sys would copy the text into the wasm's memory; this leaves it where it is.
    type Text;

    #[wasm_bindgen(method, getter, js_name = textContent)]
    fn text_content(this: &Text) -> Option<JsString>;
}
