//! A part of the document that is one test's own, with a host that only writes down what it is
//! asked for.

use js_sys::{Array, JSON, Set};
use tellback::browser::answers::Answers;
use tellback::browser::host::Host;
use tellback::core::handle::Handle;
use tellback::core::signal::Subject;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node, Range};

/// A piece of a page. It is taken out of the document when it is dropped.
pub struct Page {
    /// What was put into the document: the root itself, or the frame that it stands in.
    shown: Element,
    pub root: Element,
    pub host: FakeHost,
    pub answers: Answers,
}

impl Page {
    /// Shows this markup at the top left of the document, 400 pixels wide.
    pub fn new(html: &str) -> Self {
        let root = open(html);
        Self::of(root.clone(), root, "{}")
    }

    /// Shows this markup, which has none of our attributes, to a host that says what is what.
    pub fn with_selectors(html: &str, selectors: &str) -> Self {
        let root = open(html);
        Self::of(root.clone(), root, selectors)
    }

    /// Shows this markup in a frame, 300 pixels high, whose document has no doctype.
    pub fn in_frame(html: &str) -> Self {
        let frame = open_frame(html);
        let root = body(&frame);
        Self::of(frame, root, "{}")
    }

    fn of(shown: Element, root: Element, selectors: &str) -> Self {
        let host = FakeHost::with_selectors(&root, selectors);
        let answers = Answers::new(&host.host());
        Self { shown, root, host, answers }
    }

    /// The first element that fits, also inside shadow roots.
    #[track_caller]
    pub fn find(&self, selector: &str) -> Element {
        find(&self.root, selector).expect(selector)
    }

    /// The ranges around which the text has brackets, which are taken out.
    pub fn bracketed(&self) -> Vec<Range> {
        bracketed(&self.root).iter().map(JsCast::unchecked_into).collect()
    }

    /// What a change means: the answers in it that may have grown, and [`Self::answers`] knows the
    /// rest.
    pub fn change(&self, change: impl FnMut()) -> Array {
        self.change_expected(change).0
    }

    /// The same, and whether nothing changed but answers that had said that they stream.
    pub fn change_expected(&self, mut change: impl FnMut()) -> (Array, bool) {
        let markup = self.host.markup();
        let records = record(&markup, &mut change);
        assert!(records.length() > 0, "the change was recorded");
        let news = markup.look(&records);
        if news.renamed() {
            self.answers.mark_renamed();
        } else if news.stale() {
            self.answers.mark_stale();
        }
        (Array::from(&news.grown()), news.is_expected())
    }

    /// The names of the answers that may be captured, in order, with their conversations:
    /// `"r1 in c1, r2"`.
    pub fn list(&self) -> String {
        let list = self.answers.list();
        let captured = list.iter().filter(|answer| !answer.opted_out);
        captured.map(|answer| name(&answer.subject)).collect::<Vec<_>>().join(", ")
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.shown.remove();
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// An answer of the page that is one conversation.
#[track_caller]
pub fn subject(response: &str) -> Subject {
    Subject { response: handle(response), conversation: None, turn: None }
}

#[track_caller]
pub fn subject_in(conversation: &str, response: &str) -> Subject {
    Subject { conversation: Some(handle(conversation)), ..subject(response) }
}

#[track_caller]
pub fn handle(name: &str) -> Handle {
    Handle::parse(name).expect(name)
}

pub fn window() -> web_sys::Window {
    web_sys::window().expect("a test runs in a window")
}

fn name(subject: &Subject) -> String {
    let response = subject.response.as_str();
    match &subject.conversation {
        Some(conversation) => format!("{response} in {}", conversation.as_str()),
        None => response.to_owned(),
    }
}

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    pub type FakeHost;

    #[wasm_bindgen(constructor)]
    fn of(root: &Node) -> FakeHost;

    #[wasm_bindgen(method, getter)]
    pub fn markup(this: &FakeHost) -> Markup;

    #[wasm_bindgen(method, setter)]
    fn set_markup(this: &FakeHost, markup: &Markup);

    /// Calls `listener` from inside every call of this name.
    #[wasm_bindgen(method)]
    pub fn on(this: &FakeHost, name: &str, listener: &Closure<dyn FnMut()>);

    /// The calls since the last time, with their arguments.
    #[wasm_bindgen(method, js_name = takeCalls)]
    pub fn take_calls(this: &FakeHost) -> Vec<String>;

    /// The events in the bodies that were sent since the last time, each as JSON.
    #[wasm_bindgen(method, js_name = takeEvents)]
    pub fn take_events(this: &FakeHost) -> Vec<String>;

    /// How often an element is asked where it stands meanwhile.
    #[wasm_bindgen(js_name = askedWhere)]
    pub fn asked_where(act: &mut dyn FnMut()) -> u32;

    fn open(html: &str) -> Element;
    #[wasm_bindgen(js_name = openFrame)]
    fn open_frame(html: &str) -> Element;
    fn body(frame: &Element) -> Element;
    fn find(tree: &Node, selector: &str) -> Option<Element>;
    fn bracketed(tree: &Node) -> Array;
    fn watch(markup: &Markup);
    fn record(markup: &Markup, change: &mut dyn FnMut()) -> Array;
}

// What `js/markup.js` imports has to be there, too.
#[wasm_bindgen(module = "/js/dom.js")]
extern "C" {
    #[wasm_bindgen(js_name = isElement)]
    fn is_element(node: &Node) -> bool;
}

#[wasm_bindgen(module = "/js/place.js")]
extern "C" {
    #[wasm_bindgen(js_name = viewport)]
    fn viewport_of(node: &Node) -> JsValue;
}

#[wasm_bindgen(module = "/js/markup.js")]
extern "C" {
    /// What reads the markup.
    pub type Markup;

    #[wasm_bindgen(constructor)]
    fn new(root: &Node, selectors: &JsValue, reader: &FakeHost) -> Markup;

    #[wasm_bindgen(method)]
    pub fn passed(this: &Markup, path: &Array);

    #[wasm_bindgen(method, getter)]
    pub fn places(this: &Markup) -> Places;

    #[wasm_bindgen(method)]
    fn look(this: &Markup, records: &Array) -> News;

    #[wasm_bindgen(method)]
    pub fn press(this: &Markup, target: &Node) -> Option<Press>;

    /// Where its answers stand.
    pub type Places;

    #[wasm_bindgen(method)]
    pub fn scroll(this: &Places, scrolled: &Node);

    type News;

    #[wasm_bindgen(method, getter)]
    fn renamed(this: &News) -> bool;

    #[wasm_bindgen(method, getter)]
    fn stale(this: &News) -> bool;

    #[wasm_bindgen(method, getter)]
    fn grown(this: &News) -> Set;

    #[wasm_bindgen(method, getter, js_name = isExpected)]
    fn is_expected(this: &News) -> bool;

    /// A press on a control.
    pub type Press;

    #[wasm_bindgen(method, getter)]
    pub fn control(this: &Press) -> Element;

    #[wasm_bindgen(method, getter)]
    pub fn action(this: &Press) -> String;

    #[wasm_bindgen(method, getter)]
    pub fn value(this: &Press) -> String;

    #[wasm_bindgen(method, getter)]
    pub fn response(this: &Press) -> String;

    #[wasm_bindgen(method, getter)]
    pub fn pressed(this: &Press) -> bool;
}

impl FakeHost {
    /// A host of a page that marks what is what.
    pub fn new(root: &Node) -> Self {
        Self::with_selectors(root, "{}")
    }

    /// A host that says in JSON what is what.
    pub fn with_selectors(root: &Node, selectors: &str) -> Self {
        let host = Self::of(root);
        let selectors = JSON::parse(selectors).expect(selectors);
        let markup = Markup::new(root, &selectors, &host);
        host.set_markup(&markup);
        watch(&markup);
        host
    }

    /// The same object, as the browser half takes it.
    pub fn host(&self) -> Host {
        self.unchecked_ref::<Host>().clone()
    }
}
