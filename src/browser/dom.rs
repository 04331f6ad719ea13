//! The markup's names, and questions about nodes. No text crosses into the wasm: only lengths do.

use alloc::string::String;

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Node, NodeList, Range, Window};

/// The names of the markup. They are made JavaScript's own once: to hand over a text costs more than
/// to ask a node about it.
pub struct Markup {
    /// Names an answer.
    pub response: Attribute,
    /// Names a conversation.
    pub conversation: Attribute,
    /// Says whether more text is coming.
    pub state: Attribute,
    /// Marks what must never be captured.
    pub opt_out: Attribute,
    /// Says what a control does.
    pub action: Attribute,
    /// Says which answer a control outside of it belongs to.
    pub target: Attribute,
    /// Says that a control does nothing now.
    pub disabled: Attribute,
    /// What decides which answer an element is about: either of the two that name one, or an
    /// opt-out.
    pub named: JsString,
    /// Names a field.
    pub label: JsString,
    /// What has to be looked at when it is added.
    pub ours: JsString,
    /// What stands in an answer without being its text: controls, code of the page, and what is
    /// opted out.
    pub aside: JsString,
}

/// An attribute of the markup.
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    word: JsString,
    /// A selector for the elements that have it.
    pub selector: JsString,
}

impl Default for Markup {
    fn default() -> Self {
        Self {
            response: Attribute::new("data-tellback-response"),
            conversation: Attribute::new("data-tellback-conversation"),
            state: Attribute::new("data-tellback-state"),
            opt_out: Attribute::new("data-tellback-optout"),
            action: Attribute::new("data-tellback-action"),
            target: Attribute::new("data-tellback-for"),
            disabled: Attribute::new("aria-disabled"),
            named: "[data-tellback-for],[data-tellback-response],[data-tellback-optout]".into(),
            label: "label".into(),
            ours: "[data-tellback-response],tellback-bar".into(),
            aside:
                "button,select,textarea,script,style,[data-tellback-action],[data-tellback-optout]"
                    .into(),
        }
    }
}

impl Attribute {
    fn new(name: &'static str) -> Self {
        Self { name, word: name.into(), selector: ["[", name, "]"].concat().into() }
    }

    /// The value of this attribute on an element.
    #[must_use]
    pub fn of(&self, element: &Element) -> Option<String> {
        element.unchecked_ref::<Queried>().get_attribute(&self.word)
    }

    /// The nearest element with this attribute, as [`closest`] looks for it.
    #[must_use]
    pub fn closest(&self, element: &Element) -> Option<Element> {
        closest(element, &self.selector)
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
    let mut from = element.clone();
    loop {
        if let Ok(Some(found)) = from.unchecked_ref::<Queried>().closest(selector) {
            return Some(found);
        }
        from = host(&from)?;
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

/// Looks at every element below this node that fits, in document order.
pub fn for_each(node: &Node, selector: &JsString, mut look: impl FnMut(Node)) {
    let Ok(nodes) = node.unchecked_ref::<Queried>().query_selector_all(selector) else { return };
    for at in 0..nodes.length() {
        if let Some(node) = nodes.get(at) {
            look(node);
        }
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
    let mut last: Option<Node> = None;
    for_each(answer, aside, |aside| {
        // In document order: what stands inside of another comes after it.
        if !last.as_ref().is_some_and(|last| last.contains(Some(&aside))) {
            length = length.saturating_sub(text_length(&aside));
            last = Some(aside);
        }
    });
    length
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

    #[wasm_bindgen(method, js_name = toString)]
    fn text(this: &Text) -> JsString;
}
