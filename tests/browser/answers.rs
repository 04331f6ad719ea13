//! `Answers`: the list of what is on the page.

use tellback::browser::answers::Answers;
use tellback::browser::signals::viewed;
use tellback::core::signal::State;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{FakeHost, Page, handle, subject, subject_in, window};

#[wasm_bindgen_test]
fn answers_are_listed_in_document_order() {
    let page = Page::new(
        "<p data-tellback-response=r2></p>
        <div><p data-tellback-response=r1></p></div>
        <p data-tellback-response=r3></p>",
    );
    assert_eq!(page.list(), "r2, r1, r3");
}

#[wasm_bindgen_test]
fn a_page_without_answers_has_an_empty_list() {
    let page = Page::new("<p>Nothing here is marked.</p>");
    assert_eq!(page.list(), "");
    assert!(page.answers.find(&handle("r1"), None).is_none());
}

#[wasm_bindgen_test]
fn the_conversation_is_the_nearest_mark_around_the_answer() {
    let page = Page::new(
        "<div data-tellback-conversation=c1>
            <p data-tellback-response=r1></p>
            <div data-tellback-conversation=c2><div><p data-tellback-response=r2></p></div></div>
            <p data-tellback-response=r3 data-tellback-conversation=c3></p>
        </div>
        <p data-tellback-response=r4></p>",
    );
    assert_eq!(page.list(), "r1 in c1, r2 in c2, r3 in c3, r4");
}

#[wasm_bindgen_test]
fn a_mark_outside_of_the_observed_root_names_the_conversation_too() {
    let page = Page::new(
        "<div data-tellback-conversation=c1>
            <div id=root><p data-tellback-response=r1></p></div>
        </div>
        <p data-tellback-response=r2></p>",
    );
    let answers = Answers::new(&FakeHost::new(&page.find("#root")).host());
    assert_eq!(answers.find(&handle("r1"), None).unwrap().subject, subject_in("c1", "r1"));
    assert!(answers.find(&handle("r2"), None).is_none());
}

#[wasm_bindgen_test]
fn a_document_can_be_the_root() {
    let page = Page::new("<p data-tellback-response=of-the-document></p>");
    let document = window().document().unwrap();
    let answers = Answers::new(&FakeHost::new(&document).host());
    let found = answers.find(&handle("of-the-document"), None).unwrap();
    assert_eq!(found.element, page.find("p"));
}

#[wasm_bindgen_test]
fn a_shadow_root_can_be_the_root() {
    let page = Page::new(
        "<div data-tellback-conversation=c1>
            <div id=host>
                <template shadowrootmode=open><p data-tellback-response=r1></p></template>
            </div>
        </div>",
    );
    let shadow = page.find("#host").shadow_root().unwrap();
    let answers = Answers::new(&FakeHost::new(&shadow).host());
    assert_eq!(answers.find(&handle("r1"), None).unwrap().subject, subject_in("c1", "r1"));
}

#[wasm_bindgen_test]
fn an_answer_whose_name_is_no_handle_is_left_out_with_a_complaint() {
    let page = Page::new(
        "<p data-tellback-response=r1></p>
        <p data-tellback-response='ada@example.org'></p>
        <p data-tellback-response=r2></p>",
    );
    assert_eq!(page.list(), "r1, r2");
    assert_eq!(page.host.take_calls(), ["complain data-tellback-response ada@example.org"]);
}

#[wasm_bindgen_test]
fn an_answer_in_a_conversation_whose_name_is_no_handle_is_left_out_with_a_complaint() {
    let page = Page::new(
        "<div data-tellback-conversation='My chat'><p data-tellback-response=r1></p></div>",
    );
    assert_eq!(page.list(), "");
    assert_eq!(page.host.take_calls(), ["complain data-tellback-conversation My chat"]);
}

#[wasm_bindgen_test]
fn what_a_page_calls_its_forms_and_fields_misleads_nobody() {
    // A document shows its named forms, and a form its named fields, as properties of its own
    // (https://html.spec.whatwg.org/#dom-document-nameditem).
    const NAMES: [&str; 16] = [
        "assignedSlot",
        "closest",
        "contains",
        "getAttribute",
        "getBoundingClientRect",
        "getRootNode",
        "host",
        "matches",
        "nodeType",
        "ownerDocument",
        "parentElement",
        "querySelector",
        "querySelectorAll",
        "scrollTop",
        "tagName",
        "textContent",
    ];
    for name in NAMES {
        let field = format!("<input name={name}>");
        let page = Page::new(&format!(
            "<form name=host></form>
            <form data-tellback-conversation=c1>{field}
                <p data-tellback-response=r1>Yes</p>
            </form>
            <form data-tellback-response=r2>{field}No<b data-tellback-optout>Secret</b></form>
            <form data-tellback-optout>{field}<p data-tellback-response=r3>Yes</p></form>",
        ));
        assert_eq!(page.list(), "r1 in c1, r2", "{name}");
        assert_eq!(page.answers.subject_of(&page.find("p")), Some(subject_in("c1", "r1")));
        let views = viewed::measure(&page.answers);
        let lengths: Vec<_> = views.iter().map(|view| view.chars).collect();
        assert_eq!(lengths, [3, 2], "{name}");
    }
}

#[wasm_bindgen_test]
fn what_is_opted_out_is_not_listed() {
    let page = Page::new(
        "<p data-tellback-response=r1 data-tellback-optout></p>
        <div data-tellback-optout><div><p data-tellback-response=r2></p></div></div>
        <p data-tellback-response=r3></p>",
    );
    assert_eq!(page.list(), "r3");
}

#[wasm_bindgen_test]
fn the_opt_out_mark_needs_no_value_and_heeds_none() {
    let page = Page::new("<p data-tellback-response=r1 data-tellback-optout=false></p>");
    assert_eq!(page.list(), "");
}

#[wasm_bindgen_test]
fn a_call_by_name_finds_the_conversation_in_the_markup() {
    let page = Page::new(
        "<div data-tellback-conversation=c1><p data-tellback-response=r1></p></div>
        <p data-tellback-response=r2 data-tellback-optout></p>",
    );
    let named = |name| page.answers.subject_named(handle(name));
    assert_eq!(named("r1"), Some(subject_in("c1", "r1")));
    assert_eq!(named("r2"), None);
    assert_eq!(named("gone"), Some(subject("gone")));
}

#[wasm_bindgen_test]
fn the_list_is_read_only_when_something_has_changed() {
    let page = Page::new("<p data-tellback-response=r1></p>");
    assert_eq!(page.list(), "r1");
    page.root.insert_adjacent_html("beforeend", "<p data-tellback-response=r2></p>").unwrap();
    assert_eq!(page.list(), "r1");
    page.answers.mark_stale();
    assert_eq!(page.list(), "r1, r2");
}

#[wasm_bindgen_test]
fn an_answer_that_stands_where_it_stood_is_not_read_again() {
    let page = Page::new("<p data-tellback-response=r1></p>");
    assert_eq!(page.list(), "r1");
    page.find("p").set_attribute("data-tellback-response", "r2").unwrap();
    page.answers.mark_stale();
    assert_eq!(page.list(), "r1");
    page.answers.mark_renamed();
    assert_eq!(page.list(), "r2");
}

#[wasm_bindgen_test]
fn answers_that_come_in_front_of_others_move_none_of_them_into_another_conversation() {
    let page = Page::new(
        "<div data-tellback-conversation=c1></div>
        <div data-tellback-conversation=c2>
            <p data-tellback-response=r1></p><p data-tellback-response=r2></p>
        </div>",
    );
    assert_eq!(page.list(), "r1 in c2, r2 in c2");
    let first = page.find("[data-tellback-conversation=c1]");
    first.set_inner_html("<p data-tellback-response=r0></p>");
    page.answers.mark_stale();
    assert_eq!(page.list(), "r0 in c1, r1 in c2, r2 in c2");
    first.remove();
    page.answers.mark_stale();
    assert_eq!(page.list(), "r1 in c2, r2 in c2");
}

#[wasm_bindgen_test]
fn answers_can_be_looked_up_while_they_are_looked_through() {
    let page = Page::new("<p data-tellback-response=r1></p><p data-tellback-response=r2></p>");
    let mut found = 0;
    for answer in page.answers.list().iter() {
        let same = page.answers.find(&answer.subject.response, None).unwrap();
        assert_eq!(same.element, answer.element);
        found += 1;
    }
    assert_eq!(found, 2);
}

#[wasm_bindgen_test]
fn the_state_is_what_the_markup_says() {
    let page = Page::new("<p>One</p>");
    let paragraph = page.find("p");
    let state = |value: &str| {
        paragraph.set_attribute("data-tellback-state", value).unwrap();
        page.answers.state(&paragraph)
    };
    assert_eq!(page.answers.state(&paragraph), State::Unstated);
    assert_eq!(state("streaming"), State::Streaming);
    assert_eq!(state("complete"), State::Complete);
    assert_eq!(state("done"), State::Unstated);
}

#[wasm_bindgen_test]
fn an_answer_of_which_there_is_nothing_yet_is_still_to_come() {
    let state = |html: &str| {
        let page = Page::new(&format!("<div id=it {html}</div>"));
        page.answers.state(&page.find("#it"))
    };
    assert_eq!(state(">"), State::Streaming);
    assert_eq!(state("> <p></p> <button>Good <svg></svg></button>"), State::Streaming);
    assert_eq!(state("data-tellback-state=complete>"), State::Complete);
    let somethings =
        ["One", "<img>", "<svg></svg>", "<md-block></md-block>", "<textarea></textarea>"];
    for something in somethings {
        assert_eq!(state(&format!("><p>{something}</p>")), State::Unstated, "{something}");
    }
}

#[wasm_bindgen_test]
fn the_controls_are_loaded_once_the_page_uses_their_tag() {
    let page = Page::new("<p data-tellback-response=r1></p>");
    assert_eq!(page.list(), "r1");
    assert_eq!(page.host.take_calls(), [""; 0]);

    page.root.insert_adjacent_html("beforeend", "<tellback-bar for=r1></tellback-bar>").unwrap();
    page.answers.mark_stale();
    assert_eq!(page.list(), "r1");
    assert_eq!(page.host.take_calls(), ["loadControls"]);

    page.root.insert_adjacent_html("beforeend", "<tellback-bar for=r1></tellback-bar>").unwrap();
    page.answers.forget();
    assert_eq!(page.list(), "r1");
    assert_eq!(page.host.take_calls(), [""; 0]);
}

#[wasm_bindgen_test]
fn an_answer_that_was_opted_out_stays_so_when_it_is_taken_from_the_page() {
    let page = Page::new(
        "<p data-tellback-response=r1 data-tellback-optout></p><p data-tellback-response=r2></p>
        <button data-tellback-for=r1></button>",
    );
    let named = |response: &str| page.answers.subject_named(handle(response));
    assert_eq!(page.list(), "r2");
    for paragraph in ["r1", "r2"] {
        page.find(&format!("[data-tellback-response={paragraph}]")).remove();
    }
    page.answers.mark_stale();
    assert_eq!(named("r1"), None);
    assert_eq!(page.answers.subject_for(&page.find("button"), "r1"), None);
    assert_eq!(named("r2"), Some(subject("r2")));

    page.root.insert_adjacent_html("beforeend", "<p data-tellback-response=r1></p>").unwrap();
    page.answers.mark_stale();
    assert_eq!(named("r1"), Some(subject("r1")));
}

#[wasm_bindgen_test]
fn an_answer_takes_at_most_300_bytes() {
    // What the core and the list know of it, the room that the core's vector keeps free, and a name
    // of 16 letters with the two counts of its owners and what the allocator adds. Whatever has been
    // seen of it is gone when it is out of view.
    let core = size_of::<tellback::core::answer::Answer>();
    let listed = size_of::<tellback::browser::answers::Answer>();
    let each = core + core / 8 + listed + 16 + 8 + 8;
    assert!(each <= 300, "{each} bytes: {core} and {listed}");
}

#[wasm_bindgen_test]
fn the_answers_of_a_conversation_share_its_name() {
    let page = Page::new(
        "<main data-tellback-conversation=c1>
            <p data-tellback-response=r1></p><p data-tellback-response=r2></p>
        </main>",
    );
    let list = page.answers.list();
    let [one, other] = &list[..] else { panic!("{}", list.len()) };
    let name = |answer: &tellback::browser::answers::Answer| {
        answer.subject.conversation.as_ref().unwrap().as_str().as_ptr()
    };
    assert_eq!(name(one), name(other));
}
