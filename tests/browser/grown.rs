//! `signals::grown`: what mutations of the page meant, as a real observer records them.

use tellback::browser::signals;
use tellback::core::signal::{Growth, Signal, State, Subject};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, handle, subject, subject_in};

const ONE: &str = "<div data-tellback-response=r1><p>One</p></div>";
const TWO: &str = "<div data-tellback-response=r2><p>Two</p></div>";

/// What a change to a page with this markup means.
#[track_caller]
fn check(html: &str, change: impl Fn(&Page), expected: &[Signal]) {
    let page = Page::new(html);
    assert_eq!(read(&page, change), expected);
}

/// Which answers are listed before and after a change.
#[track_caller]
fn check_list(html: &str, before: &str, change: impl Fn(&Page), after: &str) {
    let page = Page::new(html);
    assert_eq!(page.list(), before);
    assert_eq!(read(&page, change), []);
    assert_eq!(page.list(), after);
}

fn read(page: &Page, change: impl Fn(&Page)) -> Vec<Signal> {
    let grown = page.change(|| change(page));
    signals::grown::read(&page.answers, &grown)
}

fn grown(subject: Subject, state: State, chars: u32) -> Signal {
    Signal::Grown(Growth { subject, state, chars, instead_of: None })
}

fn append(page: &Page, selector: &str, html: &str) {
    page.find(selector).insert_adjacent_html("beforeend", html).unwrap();
}

fn set(page: &Page, selector: &str, attribute: &str, value: &str) {
    page.find(selector).set_attribute(attribute, value).unwrap();
}

#[wasm_bindgen_test]
fn text_that_is_added_to_a_text_node_is_growth() {
    let add = |page: &Page| {
        page.find("p").first_child().unwrap().set_node_value(Some("One and more"));
    };
    check(ONE, add, &[grown(subject("r1"), State::Unstated, 12)]);
}

#[wasm_bindgen_test]
fn elements_that_are_added_to_an_answer_are_growth() {
    let grown = [grown(subject("r1"), State::Unstated, 7)];
    check(ONE, |page| append(page, "[data-tellback-response]", "<p>More</p>"), &grown);
    check(ONE, |page| append(page, "p", "<b>More</b>"), &grown);
}

#[wasm_bindgen_test]
fn an_answer_that_is_written_anew_has_grown() {
    check(
        ONE,
        |page| page.find("[data-tellback-response]").set_inner_html("<p>One and more</p>"),
        &[grown(subject("r1"), State::Unstated, 12)],
    );
}

#[wasm_bindgen_test]
fn growth_tells_the_state_that_the_markup_says() {
    let html = "<div data-tellback-response=r1 data-tellback-state=streaming><p>One</p></div>";
    check(
        html,
        |page| append(page, "p", "<b>More</b>"),
        &[grown(subject("r1"), State::Streaming, 7)],
    );
}

#[wasm_bindgen_test]
fn a_change_of_state_is_told() {
    let html = "<div data-tellback-response=r1 data-tellback-state=streaming>One</div>";
    check(
        html,
        |page| set(page, "[data-tellback-response]", "data-tellback-state", "complete"),
        &[grown(subject("r1"), State::Complete, 3)],
    );
    check(
        html,
        |page| {
            page.find("[data-tellback-response]").remove_attribute("data-tellback-state").unwrap();
        },
        &[grown(subject("r1"), State::Unstated, 3)],
    );
}

#[wasm_bindgen_test]
fn an_answer_that_is_written_anew_together_with_its_controls_has_grown() {
    check(
        "<div data-tellback-response=r1><p>One</p><tellback-bar></tellback-bar></div>",
        |page| {
            page.find("[data-tellback-response]")
                .set_inner_html("<p>One and more</p><tellback-bar></tellback-bar>");
        },
        &[grown(subject("r1"), State::Unstated, 12)],
    );
}

#[wasm_bindgen_test]
fn growth_of_an_answer_that_gets_its_controls_is_told() {
    check(
        ONE,
        |page| {
            page.find("[data-tellback-response]")
                .set_inner_html("<p>One and more</p><tellback-bar></tellback-bar>");
        },
        &[grown(subject("r1"), State::Unstated, 12)],
    );
}

#[wasm_bindgen_test]
fn growth_in_many_steps_is_told_once() {
    let stream = |page: &Page| {
        for token in ["a ", "b ", "c "] {
            append(page, "p", token);
        }
        set(page, "[data-tellback-response]", "data-tellback-state", "complete");
    };
    check(ONE, stream, &[grown(subject("r1"), State::Complete, 9)]);
}

#[wasm_bindgen_test]
fn growth_of_several_answers_is_told_of_each() {
    check(
        &format!("<div data-tellback-conversation=c1>{ONE}</div>{TWO}"),
        |page| {
            append(page, "[data-tellback-response=r1]", "more");
            append(page, "[data-tellback-response=r2]", "more");
        },
        &[
            grown(subject_in("c1", "r1"), State::Unstated, 7),
            grown(subject("r2"), State::Unstated, 7),
        ],
    );
}

#[wasm_bindgen_test]
fn growth_of_answers_in_turns_is_told_once_of_each() {
    check(
        &[ONE, TWO].concat(),
        |page| {
            for response in ["r1", "r2", "r1", "r2"] {
                append(page, &format!("[data-tellback-response={response}]"), "more");
            }
        },
        &[grown(subject("r1"), State::Unstated, 11), grown(subject("r2"), State::Unstated, 11)],
    );
}

#[wasm_bindgen_test]
fn a_change_outside_of_answers_is_no_growth() {
    check(&format!("<header></header>{ONE}"), |page| append(page, "header", "<h1>Hi</h1>"), &[]);
}

#[wasm_bindgen_test]
fn growth_of_an_opted_out_answer_is_not_told() {
    check(
        "<div data-tellback-optout><div data-tellback-response=r1></div></div>",
        |page| append(page, "[data-tellback-response]", "more"),
        &[],
    );
}

#[wasm_bindgen_test]
fn growth_of_an_answer_whose_name_is_no_handle_is_complained_about() {
    let page = Page::new("<div data-tellback-response='a b'></div>");
    assert_eq!(read(&page, |page| append(page, "[data-tellback-response]", "more")), []);
    assert_eq!(page.host.take_calls(), ["complain data-tellback-response a b"]);
}

#[wasm_bindgen_test]
fn an_answer_that_is_added_is_listed() {
    check_list(
        &format!("<main data-tellback-conversation=c1>{ONE}</main>"),
        "r1 in c1",
        |page| append(page, "main", TWO),
        "r1 in c1, r2 in c1",
    );
}

#[wasm_bindgen_test]
fn an_answer_that_is_added_deep_inside_something_else_is_listed() {
    check_list(
        ONE,
        "r1",
        |page| {
            page.root
                .insert_adjacent_html("afterbegin", &format!("<ul><li>{TWO}</li></ul>"))
                .unwrap()
        },
        "r2, r1",
    );
}

#[wasm_bindgen_test]
fn an_answer_that_is_removed_is_listed_no_more() {
    check_list(
        &format!("{ONE}{TWO}"),
        "r1, r2",
        |page| page.find("[data-tellback-response=r1]").remove(),
        "r2",
    );
}

#[wasm_bindgen_test]
fn an_answer_that_gets_another_name_is_listed_under_it() {
    check_list(
        &format!("{ONE}{TWO}"),
        "r1, r2",
        |page| set(page, "[data-tellback-response=r1]", "data-tellback-response", "r3"),
        "r3, r2",
    );
}

#[wasm_bindgen_test]
fn an_element_that_becomes_an_answer_is_listed() {
    check_list("<p></p>", "", |page| set(page, "p", "data-tellback-response", "r1"), "r1");
}

#[wasm_bindgen_test]
fn a_conversation_that_gets_another_name_takes_its_answers_along() {
    check_list(
        &format!("<main data-tellback-conversation=c1>{ONE}</main>"),
        "r1 in c1",
        |page| set(page, "main", "data-tellback-conversation", "c2"),
        "r1 in c2",
    );
}

#[wasm_bindgen_test]
fn opting_out_holds_from_the_moment_it_is_marked() {
    let html = format!("<main>{ONE}</main>{TWO}");
    check_list(&html, "r1, r2", |page| set(page, "main", "data-tellback-optout", ""), "r2");
    check_list(
        &format!("<main data-tellback-optout>{ONE}</main>{TWO}"),
        "r2",
        |page| page.find("main").remove_attribute("data-tellback-optout").unwrap(),
        "r1, r2",
    );
}

#[wasm_bindgen_test]
fn an_answer_that_moves_into_an_opted_out_part_is_listed_no_more() {
    let html = format!("<main>{ONE}</main><aside data-tellback-optout></aside>");
    let move_to = |selector: &'static str| {
        move |page: &Page| {
            let answer = page.find("[data-tellback-response]");
            page.find(selector).append_child(&answer).unwrap();
        }
    };
    check_list(&html, "r1", move_to("aside"), "");
    check_list(
        &format!("<main></main><aside data-tellback-optout>{ONE}</aside>"),
        "",
        move_to("main"),
        "r1",
    );
}

#[wasm_bindgen_test]
fn an_answer_that_is_wrapped_into_an_opted_out_part_is_listed_no_more() {
    let wrap = |page: &Page| {
        let answer = page.find("[data-tellback-response]");
        answer.insert_adjacent_html("beforebegin", "<aside data-tellback-optout>").unwrap();
        page.find("aside").append_child(&answer).unwrap();
    };
    check_list(ONE, "r1", wrap, "");
    check_list(&format!("<main>{ONE}</main>{TWO}"), "r1, r2", wrap, "r2");
}

#[wasm_bindgen_test]
fn an_answer_that_moves_into_another_conversation_belongs_to_it() {
    check_list(
        &format!(
            "<main data-tellback-conversation=c1>{ONE}</main>
            <main id=other data-tellback-conversation=c2></main>"
        ),
        "r1 in c1",
        |page| {
            let answer = page.find("[data-tellback-response]");
            page.find("#other").append_child(&answer).unwrap();
        },
        "r1 in c2",
    );
}

#[wasm_bindgen_test]
fn an_answer_that_is_added_and_one_that_grows_in_another_frame_are_seen() {
    let page = Page::in_frame(ONE);
    assert_eq!(page.list(), "r1");
    let signals = read(&page, |page| {
        page.root.insert_adjacent_html("beforeend", TWO).unwrap();
        append(page, "[data-tellback-response=r1]", "more");
    });
    assert_eq!(signals, [grown(subject("r1"), State::Unstated, 7)]);
    assert_eq!(page.list(), "r1, r2");
}

#[wasm_bindgen_test]
fn a_rendered_anew_answer_is_the_same_answer_in_another_element() {
    let page = Page::new(&format!("<main>{ONE}</main>"));
    let before = page.answers.find(&handle("r1"), None).unwrap();
    assert_eq!(read(&page, |page| page.find("main").set_inner_html(ONE)), []);
    let after = page.answers.find(&handle("r1"), None).unwrap();
    assert_eq!(after.subject, before.subject);
    assert_ne!(after.element, before.element);
    assert_eq!(after.element, page.find("[data-tellback-response]"));
}

#[wasm_bindgen_test]
fn an_answer_that_is_added_and_grows_at_once_is_listed_and_told() {
    let page = Page::new("<main data-tellback-conversation=c1></main>");
    assert_eq!(page.list(), "");
    let signals = read(&page, |page| {
        append(page, "main", ONE);
        append(page, "p", "more");
    });
    assert_eq!(signals, [grown(subject_in("c1", "r1"), State::Unstated, 7)]);
    assert_eq!(page.list(), "r1 in c1");
}

#[wasm_bindgen_test]
fn a_control_that_is_added_to_an_answer_is_noticed() {
    let page = Page::new(ONE);
    assert_eq!(page.list(), "r1");
    assert_eq!(page.host.take_calls(), [""; 0]);
    read(&page, |page| append(page, "[data-tellback-response]", "<tellback-bar></tellback-bar>"));
    assert_eq!(page.list(), "r1");
    assert_eq!(page.host.take_calls(), ["loadControls"]);
}

#[wasm_bindgen_test]
fn what_stands_in_an_answer_beside_its_text_is_not_its_text() {
    let beside = "<button>Copy</button>
        <span data-tellback-action=up>Good <b data-tellback-optout>!</b></span>
        <p data-tellback-optout>Ada</p><style>p { color: red }</style><select><option>A</select>"
        .replace("\n        ", "");
    check(
        ONE,
        |page| append(page, "[data-tellback-response]", &beside),
        &[grown(subject("r1"), State::Unstated, 3)],
    );
    let page = Page::new(ONE);
    let length = |page: &Page| page.answers.chars(&page.answers.list()[0]);
    assert_eq!(length(&page), 3);
    read(&page, |page| append(page, "p", "more"));
    assert_eq!(length(&page), 7);
}

#[wasm_bindgen_test]
fn what_a_page_shows_or_hides_is_no_growth() {
    for attribute in ["class", "style", "hidden", "open"] {
        check(ONE, |page| set(page, "[data-tellback-response]", attribute, ""), &[]);
    }
}

#[wasm_bindgen_test]
fn only_what_grows_in_an_answer_that_streams_is_expected() {
    let page = Page::new(
        "<div data-tellback-response=r1 data-tellback-state=streaming><p>One</p></div>
        <div data-tellback-response=r2 data-tellback-state=complete><p>Two</p></div>
        <div id=beside></div>",
    );
    let _ = signals::appeared::read(&page.answers, true);
    for (is_expected, change) in [
        (true, &(|| append(&page, "p", "<b>More</b>")) as &dyn Fn()),
        (true, &|| page.find("p").set_inner_html("Anew")),
        (true, &|| set(&page, "p", "class", "code")),
        // It may be somewhere else now.
        (false, &|| set(&page, "[data-tellback-response=r1]", "class", "large")),
        (false, &|| append(&page, "[data-tellback-response=r2]", "Thanks")),
        (false, &|| append(&page, "#beside", "<p>Beside</p>")),
        (false, &|| {
            append(&page, "p", "More");
            set(&page, "#beside", "style", "height: 9px");
        }),
        (false, &|| set(&page, "[data-tellback-response=r1]", "data-tellback-state", "complete")),
    ] {
        assert_eq!(page.change_expected(change).1, is_expected);
    }
}
