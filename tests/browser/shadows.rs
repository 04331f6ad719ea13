//! Open shadow roots below the root, whenever they come.

use js_sys::Array;
use tellback::browser::answers::Answers;
use tellback::browser::signals::{copied, grown, viewed};
use tellback::core::signal::{Growth, Signal, State};
use tellback::core::words::Via;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, ShadowRoot, ShadowRootInit, ShadowRootMode};

use crate::page::{FakeHost, Page, handle, subject, subject_in};

fn shadow(html: &str) -> String {
    format!("<template shadowrootmode=open>{html}</template>")
}

fn answer(response: &str) -> String {
    format!("<p data-tellback-response={response} style='height: 50px; margin: 0'>Yes</p>")
}

fn attach(host: &Element, html: &str) -> ShadowRoot {
    let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
    shadow.set_inner_html(html);
    shadow
}

/// Lets what came late to this element be found, as the pointer over it does.
fn pass(page: &Page, host: &Element) {
    page.host.markup().passed(&Array::of1(host));
    page.answers.mark_stale();
}

#[wasm_bindgen_test]
fn answers_in_shadow_roots_are_listed_with_those_outside() {
    let nested = format!("{}<div>{}</div>", answer("r2"), shadow(&answer("r3")));
    let page = Page::new(&format!(
        "<div data-tellback-conversation=c1>{}<div>{}</div></div>{}",
        answer("r1"),
        shadow(&nested),
        answer("r4")
    ));
    assert_eq!(page.list(), "r1 in c1, r4, r2 in c1, r3 in c1");
}

#[wasm_bindgen_test]
fn what_stands_in_an_opted_out_host_is_opted_out() {
    let page = Page::new(&format!("<div data-tellback-optout>{}</div>", shadow(&answer("r1"))));
    assert_eq!(page.list(), "");
    assert!(page.answers.subject_of(&page.find("p")).is_none());
}

#[wasm_bindgen_test]
fn answers_in_a_shadow_root_are_measured() {
    let page = Page::new(&format!("{}<div>{}</div>", answer("r1"), shadow(&answer("r2"))));
    let views = viewed::measure(&page.answers);
    let seen: Vec<_> = views.iter().map(|view| (view.subject.clone(), view.bottom)).collect();
    assert_eq!(seen, [(subject("r1"), 50.0), (subject("r2"), 50.0)]);
}

#[wasm_bindgen_test]
fn a_host_that_is_added_brings_its_answers() {
    let page = Page::new("<main></main>");
    assert_eq!(page.list(), "");
    page.change(|| {
        let host = page.root.owner_document().unwrap().create_element("div").unwrap();
        attach(&host, &answer("r1"));
        page.find("main").append_child(&host).unwrap();
    });
    assert_eq!(page.list(), "r1");
}

#[wasm_bindgen_test]
fn what_grows_in_a_shadow_root_is_seen() {
    let page = Page::new(&format!("<div>{}</div>", shadow(&answer("r1"))));
    assert_eq!(page.list(), "r1");
    let grown =
        page.change(|| page.find("p").insert_adjacent_html("beforeend", "<b>!</b>").unwrap());
    let (subject, state) = (subject("r1"), State::Unstated);
    let growth = Growth { subject, state, chars: 4, instead_of: None };
    assert_eq!(grown::read(&page.answers, &grown), [Signal::Grown(growth)]);
}

#[wasm_bindgen_test]
fn a_shadow_root_that_is_attached_late_is_found_when_the_pointer_passes() {
    let page = Page::new("<main><div></div></main>");
    assert_eq!(page.list(), "");
    let host = page.find("div");
    let shadow = attach(&host, &answer("r1"));
    pass(&page, &host);
    assert_eq!(page.list(), "r1");
    page.change(|| shadow.first_element_child().unwrap().remove());
    assert_eq!(page.list(), "");
}

#[wasm_bindgen_test]
fn the_root_itself_is_listed_once_wherever_the_pointer_passes() {
    let page = Page::new(&format!("<div>{}</div>", shadow(&answer("r1"))));
    let host = page.find("div");
    let inner = FakeHost::new(&host.shadow_root().unwrap());
    let answers = Answers::new(&inner.host());
    inner.markup().passed(&Array::of1(&host));
    assert_eq!(answers.list().len(), 1);
}

#[wasm_bindgen_test]
fn a_shadow_root_that_is_attached_late_is_found_when_its_host_moves() {
    let page = Page::new("<main></main><div></div>");
    assert_eq!(page.list(), "");
    let host = page.find("div");
    attach(&host, &answer("r1"));
    page.change(|| page.find("main").append_child(&host).map(drop).unwrap());
    assert_eq!(page.list(), "r1");
}

#[wasm_bindgen_test]
fn a_host_that_goes_takes_its_answers_along() {
    let page = Page::new(&format!("<div>{}</div>", shadow(&answer("r1"))));
    assert_eq!(page.list(), "r1");
    let host = page.find("div");
    page.change(|| host.remove());
    assert_eq!(page.list(), "");
    page.change(|| page.root.append_child(&host).map(drop).unwrap());
    assert_eq!(page.list(), "r1");
}

#[wasm_bindgen_test]
fn a_host_that_moves_takes_its_answers_into_another_conversation() {
    let page = Page::new(&format!(
        "<main data-tellback-conversation=c1><div>{}</div></main>
        <aside data-tellback-conversation=c2></aside><nav data-tellback-optout></nav>",
        shadow(&answer("r1"))
    ));
    let move_to = |place: &str| {
        let host = page.find("div");
        page.change(|| page.find(place).append_child(&host).map(drop).unwrap());
        page.list()
    };
    assert_eq!(page.list(), "r1 in c1");
    assert_eq!(move_to("aside"), "r1 in c2");
    assert_eq!(move_to("nav"), "");
}

#[wasm_bindgen_test]
fn a_host_that_leaves_the_root_for_another_part_of_the_page_is_not_followed() {
    let page = Page::new(&format!("<div>{}</div>", shadow(&answer("r1"))));
    assert_eq!(page.list(), "r1");
    let (host, elsewhere) = (page.find("div"), Page::new(""));
    page.change(|| elsewhere.root.append_child(&host).map(drop).unwrap());
    assert_eq!(page.list(), "");
    pass(&page, &host);
    assert_eq!(page.list(), "");
}

#[wasm_bindgen_test]
fn a_part_of_an_answer_in_a_shadow_root_is_copied_and_its_button_pressed() {
    let page = Page::new(&format!(
        "<div data-tellback-conversation=c1>{}</div>",
        shadow(
            "<p data-tellback-response=r1>One <b>two</b><button data-tellback-action=up>Good</button></p>"
        )
    ));
    let range = page.root.owner_document().unwrap().create_range().unwrap();
    range.select_node_contents(&page.find("b")).unwrap();
    let signals = copied::read(&page.answers, &Array::of1(&range), true, "", f64::NAN);
    let [Signal::Copied(subject, selection)] = &signals[..] else { panic!("{signals:?}") };
    assert_eq!(*subject, subject_in("c1", "r1"));
    assert_eq!((selection.from, selection.chars, selection.via), (4, 3, Via::Selection));
    let press = page.host.markup().press(page.find("button").unchecked_ref()).unwrap();
    assert_eq!((press.action(), press.response()), ("up".to_owned(), "r1".to_owned()));
    assert!(page.answers.find(&handle("r1"), None).is_some());
}

#[wasm_bindgen_test]
fn the_controls_own_shadow_roots_are_nobodys_business() {
    let page = Page::new(&format!("<tellback-bar>{}</tellback-bar>", shadow(&answer("r1"))));
    assert_eq!(page.list(), "");
}
