//! The markup's names, and questions about nodes. No text crosses into the wasm: only lengths do.

use alloc::string::String;

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{Document, DomRect, Element, Node, NodeList, Window};

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
    /// The attribute that names what the answers to one prompt share.
    Turn,
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

const WORDS: [&str; 10] = [
    "data-tellback-response",
    "data-tellback-conversation",
    "data-tellback-turn",
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
        own(element).get_attribute(self.get(attribute))
    }

    /// The nearest element that fits, as [`closest`] looks for it.
    #[must_use]
    pub fn closest(&self, element: &Element, selector: Word) -> Option<Element> {
        closest(element, self.get(selector))
    }

    /// The length of an answer's own text, in UTF-16 code units.
    #[must_use]
    pub fn own_length(&self, answer: &Element) -> u32 {
        let mut length = text_length(answer);
        let mut last: Option<Element> = None;
        for aside in all(answer, self.get(Word::Aside)) {
            // In document order: what stands inside of another comes after it.
            if !last.as_ref().is_some_and(|last| contains(last, &aside)) {
                length = length.saturating_sub(text_length(&aside));
                last = Some(aside);
            }
        }
        length
    }
}

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

/// Whether any element below this one fits.
#[must_use]
pub fn holds(element: &Element, selector: &JsString) -> bool {
    own(element).query_selector(selector).is_some()
}

/// Whether a node is another one or stands inside of it.
#[must_use]
pub fn contains(outer: &Node, node: &Node) -> bool {
    own(outer).contains(node)
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

/// Whether a node is an element. `instanceof` says no of every element of another frame.
#[must_use]
pub fn is_element(node: &Node) -> bool {
    own(node).node_type() == Node::ELEMENT_NODE
}

/// A node as an element: itself, or the element that a text node stands in.
#[must_use]
pub fn element(node: &Node) -> Option<Element> {
    if is_element(node) {
        return Some(node.clone().unchecked_into());
    }
    own(node).parent_element()
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

    #[wasm_bindgen(method, final, js_class = "Element", js_name = querySelector)]
    fn query_selector(this: &Own, selector: &JsString) -> Option<Element>;

    #[wasm_bindgen(method, final, catch, js_class = "Element", js_name = querySelectorAll)]
    fn query_selector_all(this: &Own, selector: &JsString) -> Result<NodeList, JsValue>;

    #[wasm_bindgen(method, final, js_class = "Element", js_name = getAttribute)]
    fn get_attribute(this: &Own, name: &JsString) -> Option<String>;

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
