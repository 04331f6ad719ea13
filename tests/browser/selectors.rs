//! Pages that mark nothing: `options.selectors` says what is what.

use tellback::browser::signals::grown;
use tellback::core::signal::{Signal, State};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, subject};

const CHAT: &str = "<main class=chat>
    <div class=row><div class='message mine' data-id=q1>Why?</div></div>
    <div class=row><div class='message theirs' data-id=r1>Because.</div>
        <button title=Good>+</button><button title=Bad aria-disabled=true>-</button></div>
    <div class=row><div class='message theirs' data-id=r2>And so on.</div>
        <button title=Good><i>+</i></button></div>
    <footer><button class=again>Again</button><button class=other>Other</button></footer>
</main>";

fn chat(more: &str) -> Page {
    Page::with_selectors(CHAT, &format!(r#"{{ "response": ".theirs" {more} }}"#))
}

const ACTIONS: &str = r#", "id": "data-id", "actions":
    { "up": "[title=Good]", "down": "[title=Bad]", "regenerate": ".again" }"#;

fn press(page: &Page, selector: &str) -> Option<String> {
    let press = page.host.markup().press(&page.find(selector))?;
    Some(format!("{} {}", press.action(), press.response()))
}

#[wasm_bindgen_test]
fn answers_are_what_the_selector_selects_and_what_is_marked() {
    let page = chat(r#", "id": "data-id""#);
    assert_eq!(page.list(), "r1, r2");
    page.change(|| {
        let html = "<p data-tellback-response=r3>Marked.</p><p class=theirs data-id=r4>New.</p>";
        page.find("main").insert_adjacent_html("beforeend", html).unwrap();
    });
    assert_eq!(page.list(), "r1, r2, r3, r4");
}

#[wasm_bindgen_test]
fn an_answer_without_a_name_gets_one_that_lasts_as_long_as_its_element() {
    let page = chat("");
    let names = page.list();
    let [first, second] = names.split(", ").collect::<Vec<_>>()[..] else { panic!("{names}") };
    assert_ne!(first, second);
    assert!(first.starts_with("t-"), "{first}");
    page.answers.mark_renamed();
    assert_eq!(page.list(), names);
    assert_ne!(chat("").list(), names);
}

#[wasm_bindgen_test]
fn an_answer_is_not_tracked_before_it_has_the_name_that_it_should_have() {
    let page = chat(r#", "id": "data-id""#);
    let change = |name: Option<&str>| {
        let answer = page.find(".theirs");
        page.change(|| match name {
            Some(name) => answer.set_attribute("data-id", name).unwrap(),
            None => answer.remove_attribute("data-id").unwrap(),
        });
        page.list()
    };
    assert_eq!(page.list(), "r1, r2");
    assert_eq!(change(None), "r2");
    assert_eq!(change(Some("r9")), "r9, r2");
    assert_eq!(page.host.take_calls(), [""; 0]);
    assert_eq!(change(Some("ada@example.org")), "r2");
    assert_eq!(page.host.take_calls(), ["complain data-tellback-response ada@example.org"]);
}

#[wasm_bindgen_test]
fn what_becomes_an_answer_by_its_class_is_noticed() {
    let page = chat(r#", "id": "data-id""#);
    assert_eq!(page.list(), "r1, r2");
    page.change(|| page.find(".mine").set_class_name("message theirs"));
    assert_eq!(page.list(), "q1, r1, r2");
}

#[wasm_bindgen_test]
fn a_conversation_has_its_mark_its_id_or_a_name_of_its_own() {
    let named = r#", "id": "data-id", "conversation": ".chat""#;
    let page = chat(named);
    let list = page.list();
    assert!(list.starts_with("r1 in t-"), "{list}");
    page.change(|| page.find("main").set_attribute("data-id", "c1").unwrap());
    assert_eq!(page.list(), "r1 in c1, r2 in c1");
    let mark = |page: &Page| {
        page.find("main").set_attribute("data-tellback-conversation", "c2").unwrap();
    };
    page.change(|| mark(&page));
    assert_eq!(page.list(), "r1 in c2, r2 in c2");
}

#[wasm_bindgen_test]
fn an_answer_streams_while_it_looks_like_it() {
    let page = chat(r#", "id": "data-id", "streaming": ".dots, .typing""#);
    let grow = |change: &dyn Fn()| {
        let grown = page.change(change);
        grown::read(&page.answers, &grown)
    };
    let state = |signals: &[Signal]| match signals {
        [Signal::Grown(growth)] => growth.state,
        _ => panic!("{signals:?}"),
    };
    let answer = page.find(".theirs");
    let typing = grow(&|| answer.set_class_name("theirs typing"));
    assert_eq!(state(&typing), State::Streaming);
    let typed = grow(&|| answer.set_class_name("theirs"));
    assert_eq!(state(&typed), State::Unstated);
    let html = "<i class=dots></i>";
    let dots = grow(&|| answer.insert_adjacent_html("beforeend", html).unwrap());
    assert_eq!(state(&dots), State::Streaming);
}

#[wasm_bindgen_test]
fn an_answer_streams_while_what_is_around_it_says_so() {
    let page = chat(r#", "id": "data-id", "streaming": ".writing .theirs""#);
    let row = page.find(".row:last-of-type");
    let answer = page.find("[data-id=r2]");
    let states = |change: &dyn Fn()| -> Vec<_> {
        let grown = page.change(change);
        let told = |signal| match signal {
            Signal::Grown(growth) => (growth.subject, growth.state),
            other => panic!("{other:?}"),
        };
        grown::read(&page.answers, &grown).into_iter().map(told).collect()
    };
    let name = |class: &'static str| {
        let row = &row;
        move || row.set_class_name(class)
    };
    assert_eq!(states(&name("row writing")), [], "nothing has been written yet");
    let more = || answer.insert_adjacent_html("beforeend", " More.").unwrap();
    assert_eq!(states(&more), [(subject("r2"), State::Streaming)]);
    assert_eq!(states(&name("row")), [(subject("r2"), State::Unstated)]);
    assert_eq!(states(&name("row dark")), [], "it is no news of any answer");
}

#[wasm_bindgen_test]
fn a_button_beside_an_answer_is_about_the_one_in_its_row() {
    let page = chat(ACTIONS);
    assert_eq!(press(&page, "[title=Good]").as_deref(), Some("up r1"));
    assert_eq!(press(&page, "i").as_deref(), Some("up r2"));
    assert_eq!(press(&page, "[title=Bad]"), None, "it cannot be used");
    assert_eq!(press(&page, ".other"), None, "it is nothing");
}

#[wasm_bindgen_test]
fn a_button_below_the_conversation_is_about_its_last_answer() {
    let page = chat(ACTIONS);
    assert_eq!(press(&page, ".again").as_deref(), Some("regenerate r2"));
}

#[wasm_bindgen_test]
fn a_marked_button_that_belongs_to_no_answer_is_not_guessed_at() {
    let page = chat(ACTIONS);
    let button = page.find(".other");
    button.set_attribute("data-tellback-action", "up").unwrap();
    assert_eq!(press(&page, ".other"), None);
    button.set_attribute("data-tellback-for", "r1").unwrap();
    assert_eq!(press(&page, ".other").as_deref(), Some("up r1"));
}

#[wasm_bindgen_test]
fn a_control_inside_an_answer_is_not_its_text() {
    let page = Page::with_selectors(
        "<p class=a data-id=r1>Yes<a class=up>Good</a></p>",
        r#"{ "response": ".a", "id": "data-id", "actions": { "up": ".up" } }"#,
    );
    assert_eq!(page.answers.list()[0].subject, subject("r1"));
    assert_eq!(page.answers.chars(&page.answers.list()[0]), 3);
    assert_eq!(press(&page, ".up").as_deref(), Some("up r1"));
}
