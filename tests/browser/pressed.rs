//! `signals::pressed`, on what `js/markup.js` reads: what a press meant.

use tellback::browser::signals::pressed::{self, Said};
use tellback::core::handle::Slug;
use tellback::core::signal::{By, Press, Selection, Signal, Subject};
use tellback::core::words::{Part, Via};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Node;

use crate::page::{Page, handle, subject, subject_in, window};

/// Presses the element marked `id=target`.
#[track_caller]
fn check(html: &str, expected: Option<Signal>) {
    let page = Page::new(html);
    assert_eq!(press(&page), expected);
    assert_eq!(page.host.take_calls(), [""; 0]);
}

fn press(page: &Page) -> Option<Signal> {
    read(page, &page.find("#target"), true)
}

fn read(page: &Page, target: &Node, trusted: bool) -> Option<Signal> {
    let press = page.host.markup().press(target)?;
    let (action, response) = (press.action(), press.response());
    let said = Said {
        action: &action,
        value: press.value(),
        number: f64::NAN,
        response: &response,
        pressed: press.pressed(),
        by: if trusted { By::Reader } else { By::Script },
    };
    let mut signal = pressed::read(&page.answers, Some(&press.control()), said)?;
    // What is no number is not even equal to itself.
    if let Signal::Pressed(press) = &mut signal {
        press.number = 0.0;
    }
    Some(signal)
}

fn signal(subject: Subject, word: &str) -> Option<Signal> {
    signal_with(subject, word, "")
}

fn signal_with(subject: Subject, word: &str, value: &str) -> Option<Signal> {
    let (word, value) = (Slug::parse(word).unwrap(), value.to_owned());
    let by = By::Reader;
    Some(Signal::Pressed(Press { subject, word, value, number: 0.0, pressed: false, by }))
}

#[wasm_bindgen_test]
fn a_button_inside_an_answer_is_about_that_answer() {
    check(
        "<div data-tellback-response=r1>
            Yes. <button id=target data-tellback-action=up>Good</button>
        </div>
        <div data-tellback-response=r2></div>",
        signal(subject("r1"), "up"),
    );
}

#[wasm_bindgen_test]
fn a_button_elsewhere_names_its_answer() {
    check(
        "<div data-tellback-conversation=c1><div data-tellback-response=r1></div></div>
        <footer>
            <button id=target data-tellback-action=down data-tellback-for=r1></button>
        </footer>",
        signal(subject_in("c1", "r1"), "down"),
    );
}

#[wasm_bindgen_test]
fn a_group_of_buttons_names_their_answer_once() {
    check(
        "<div data-tellback-response=r1></div>
        <menu data-tellback-for=r1>
            <li><button id=target data-tellback-action=regenerate></button></li>
        </menu>",
        signal(subject("r1"), "regenerate"),
    );
}

#[wasm_bindgen_test]
fn a_name_on_the_button_outranks_the_answer_around_it() {
    check(
        "<div data-tellback-response=r1></div>
        <div data-tellback-response=r2>
            <button id=target data-tellback-action=up data-tellback-for=r1></button>
        </div>",
        signal(subject("r1"), "up"),
    );
}

#[wasm_bindgen_test]
fn an_answer_nearer_than_a_name_is_the_one_that_is_meant() {
    check(
        "<div data-tellback-response=r1></div>
        <section data-tellback-for=r1>
            <div data-tellback-response=r2>
                <button id=target data-tellback-action=up></button>
            </div>
        </section>",
        signal(subject("r2"), "up"),
    );
}

#[wasm_bindgen_test]
fn an_icon_inside_a_button_is_the_button() {
    check(
        "<div data-tellback-response=r1>
            <button data-tellback-action=up><svg><g><path id=target /></g></svg></button>
        </div>",
        signal(subject("r1"), "up"),
    );
}

#[wasm_bindgen_test]
fn a_button_in_a_shadow_root_is_about_the_answer_around_its_host() {
    check(
        "<div data-tellback-conversation=c1>
            <div data-tellback-response=r1>
                <x-bar><template shadowrootmode=open>
                    <button data-tellback-action=down>
                        <x-icon><template shadowrootmode=open><i id=target></i></template></x-icon>
                    </button>
                </template></x-bar>
            </div>
        </div>",
        signal(subject_in("c1", "r1"), "down"),
    );
}

#[wasm_bindgen_test]
fn a_button_in_another_frame_is_a_button() {
    let page = Page::in_frame(
        "<div data-tellback-conversation=c1>
            <div data-tellback-response=r1>
                <button id=target data-tellback-action=up>Good</button>
            </div>
        </div>",
    );
    assert!(!page.find("#target").is_instance_of::<web_sys::Element>());
    assert_eq!(press(&page), signal(subject_in("c1", "r1"), "up"));
}

#[wasm_bindgen_test]
fn a_mark_inside_a_shadow_root_names_an_answer_outside_of_it() {
    check(
        "<div data-tellback-response=r1></div>
        <x-bar><template shadowrootmode=open>
            <span data-tellback-for=r1>
                <button id=target data-tellback-action=up></button>
            </span>
        </template></x-bar>",
        signal(subject("r1"), "up"),
    );
}

#[wasm_bindgen_test]
fn any_other_word_is_an_action_of_the_host() {
    check(
        "<div data-tellback-response=r1>
            <button id=target data-tellback-action=read-aloud></button>
        </div>",
        signal(subject("r1"), "read-aloud"),
    );
}

#[wasm_bindgen_test]
fn a_disabled_control_does_nothing() {
    let html = |disabled: &str| {
        format!(
            "<div data-tellback-response=r1>
                <button id=target data-tellback-action=up aria-disabled={disabled}></button>
            </div>"
        )
    };
    check(&html("true"), None);
    check(&html("false"), signal(subject("r1"), "up"));
}

#[wasm_bindgen_test]
fn what_is_no_control_does_nothing() {
    check(
        "<div data-tellback-response=r1>
            <p id=target>Yes.</p><button data-tellback-action=up></button>
        </div>",
        None,
    );
}

#[wasm_bindgen_test]
fn a_press_on_a_label_counts_once_on_its_field() {
    let html = |target: &str| {
        "<div data-tellback-response=r1>
            <label data-tellback-action=up><b id=text>Good</b><input type=radio checked id=field></label>
        </div>"
            .replace(&format!("id={target}"), "id=target")
    };
    check(&html("text"), None);
    check(&html("field"), signal(subject("r1"), "up"));
}

#[wasm_bindgen_test]
fn a_press_on_a_label_of_something_else_counts() {
    check(
        "<div data-tellback-response=r1>
            <label id=target data-tellback-action=up for=field>Good</label>
            <input id=field>
        </div>",
        signal(subject("r1"), "up"),
    );
}

#[wasm_bindgen_test]
fn an_action_that_is_no_slug_is_complained_about() {
    for action in ["", "read aloud", "mailto:ada@example.org", "-", &"a".repeat(33)] {
        let page = Page::new(&format!(
            "<div data-tellback-response=r1>
                <button id=target data-tellback-action='{action}'></button>
            </div>"
        ));
        assert_eq!(press(&page), None);
        assert_eq!(page.host.take_calls(), [format!("complain data-tellback-action {action}")]);
    }
}

#[wasm_bindgen_test]
fn a_control_that_belongs_to_no_answer_does_nothing() {
    check("<button id=target data-tellback-action=up></button>", None);
}

#[wasm_bindgen_test]
fn a_press_on_an_opted_out_answer_is_not_seen() {
    check(
        "<div data-tellback-response=r1 data-tellback-optout>
            <button id=target data-tellback-action=up></button>
        </div>",
        None,
    );
    check(
        "<div data-tellback-optout><div data-tellback-response=r1></div></div>
        <button id=target data-tellback-action=up data-tellback-for=r1></button>",
        None,
    );
}

#[wasm_bindgen_test]
fn what_is_said_of_an_answer_names_none_that_is_opted_out() {
    let html = |kept_back: &str| {
        format!(
            "<div data-tellback-response=r1>
                <button id=target data-tellback-action=prefer data-tellback-value=r2></button>
            </div>
            <div {kept_back}><div id=other data-tellback-response=r2></div></div>"
        )
    };
    let page = Page::new(&html(""));
    assert_eq!(press(&page), signal_with(subject("r1"), "prefer", "r2"));
    page.find("#other").set_attribute("data-tellback-optout", "").unwrap();
    page.answers.mark_renamed();
    assert_eq!(press(&page), signal_with(subject("r1"), "prefer", ""));
    page.find("#other").remove();
    page.answers.mark_stale();
    assert_eq!(press(&page), signal_with(subject("r1"), "prefer", ""));
    check(&html("data-tellback-optout"), signal_with(subject("r1"), "prefer", ""));
}

#[wasm_bindgen_test]
fn a_press_on_an_opted_out_control_is_not_seen() {
    check(
        "<div data-tellback-response=r1>
            <button id=target data-tellback-action=up data-tellback-optout></button>
        </div>",
        None,
    );
    check(
        "<div data-tellback-response=r1>
            <x-bar data-tellback-optout><template shadowrootmode=open>
                <button id=target data-tellback-action=up></button>
            </template></x-bar>
        </div>",
        None,
    );
}

#[wasm_bindgen_test]
fn a_name_that_is_no_handle_is_complained_about_once_a_press() {
    let around = "<div data-tellback-response='ada@example.org'>
            <button id=target data-tellback-action=up></button>
        </div>";
    let pointing =
        "<button id=target data-tellback-action=up data-tellback-for='ada@example.org'></button>";
    for html in [around, pointing] {
        let page = Page::new(html);
        for _ in 0..2 {
            assert_eq!(press(&page), None);
            let complaints = page.host.take_calls();
            assert_eq!(complaints.len(), 1, "{complaints:?}");
            assert!(complaints[0].ends_with(" ada@example.org"), "{complaints:?}");
        }
    }
}

#[wasm_bindgen_test]
fn an_answer_that_is_not_on_the_page_can_be_pressed_about() {
    check(
        "<footer data-tellback-conversation=c1>
            <button id=target data-tellback-action=up data-tellback-for=gone></button>
        </footer>",
        signal(subject_in("c1", "gone"), "up"),
    );
}

#[wasm_bindgen_test]
fn an_answer_that_is_not_in_the_list_yet_can_be_pressed_about() {
    let page = Page::new("<main data-tellback-conversation=c1></main>");
    assert!(page.answers.find(&handle("r1"), None).is_none());
    page.find("main").set_inner_html(
        "<div data-tellback-response=r1>
            <button id=target data-tellback-action=up></button>
        </div>",
    );
    assert_eq!(press(&page), signal(subject_in("c1", "r1"), "up"));
}

#[wasm_bindgen_test]
fn what_was_said_of_the_press_is_handed_on() {
    let page = Page::new(
        "<div data-tellback-response=r1>
            <button id=target data-tellback-action=up></button>
        </div>",
    );
    let target = page.find("#target");
    for (pressed, trusted) in [(true, true), (true, false), (false, false)] {
        target.set_attribute("aria-pressed", &pressed.to_string()).unwrap();
        assert_eq!(
            read(&page, &target, trusted),
            Some(Signal::Pressed(Press {
                subject: subject("r1"),
                word: Slug::parse("up").unwrap(),
                value: String::new(),
                number: 0.0,
                pressed,
                by: if trusted { By::Reader } else { By::Script },
            }))
        );
    }
}

#[wasm_bindgen_test]
fn a_copy_button_copies_the_whole_answer() {
    let selection = Selection {
        from: 0,
        chars: 7,
        total: 7,
        part: Part::Text,
        section: 0,
        via: Via::Button,
        hover_ms: None,
        trusted: true,
    };
    check(
        "<div data-tellback-response=r1>Yes, 👍</div>
        <button id=target data-tellback-action=copy data-tellback-for=r1></button>",
        Some(Signal::Copied(subject("r1"), selection)),
    );
}

#[wasm_bindgen_test]
fn a_copy_button_of_an_answer_that_is_not_on_the_page_copies_nothing() {
    check("<button id=target data-tellback-action=copy data-tellback-for=gone></button>", None);
}

#[wasm_bindgen_test]
fn a_copy_button_of_an_answer_that_holds_an_opted_out_passage_copies_nothing() {
    check(
        "<div data-tellback-response=r1>Yes, <b data-tellback-optout>Ada</b></div>
        <button id=target data-tellback-action=copy data-tellback-for=r1></button>",
        None,
    );
}

#[wasm_bindgen_test]
fn what_an_action_needs_to_know_is_handed_on() {
    check(
        "<div data-tellback-response=r1>
            <button id=target data-tellback-action=outcome data-tellback-value=worked></button>
        </div>",
        signal_with(subject("r1"), "outcome", "worked"),
    );
}

#[wasm_bindgen_test]
fn the_reasons_are_those_that_are_ticked() {
    // A click has changed a tick by the time that it is heard.
    let html = |checked: &str| {
        format!(
            "<fieldset data-tellback-for=r1>
                <label data-tellback-action=reason data-tellback-value=early><input type=checkbox checked></label>
                <input id=target type=checkbox data-tellback-action=reason data-tellback-value=this {checked}>
                <label data-tellback-action=reason data-tellback-value=not><input type=checkbox></label>
                <span role=checkbox aria-checked=true data-tellback-action=reason data-tellback-value=late></span>
                <span role=checkbox aria-checked=false data-tellback-action=reason data-tellback-value=no></span>
                <span role=radio aria-checked=true data-tellback-action=reason data-tellback-value=before></span>
            </fieldset>
            <p data-tellback-response=r1>"
        )
    };
    for (checked, expected) in [("checked", "early,this,late"), ("", "early,late")] {
        let page = Page::new(&html(checked));
        let Some(Signal::Pressed(press)) = press(&page) else { panic!("it was pressed") };
        assert_eq!((&*press.value, press.pressed), (expected, checked.is_empty()));
    }
}

#[wasm_bindgen_test]
fn a_star_that_is_a_radio_button_is_not_released_by_a_press() {
    for html in ["<b role=radio aria-checked=true", "<input type=radio checked"] {
        let page = Page::new(&format!(
            "<p data-tellback-response=r1>{html} id=target data-tellback-action=stars data-tellback-value=3>"
        ));
        let Some(Signal::Pressed(press)) = press(&page) else { panic!("it was pressed") };
        assert!(!press.pressed, "{html}");
    }
}

#[wasm_bindgen_test]
fn the_reasons_are_those_whose_controls_will_say_so() {
    let html = |pressed: &str| {
        format!(
            "<div data-tellback-response=r1>
                <button data-tellback-action=reason data-tellback-value=early aria-pressed=true></button>
                <button id=target data-tellback-action=reason data-tellback-value=this {pressed}></button>
                <button data-tellback-action=reason data-tellback-value=not aria-pressed=false></button>
                <button data-tellback-action=up aria-pressed=true></button>
            </div>
            <p data-tellback-for=r1>
                <button data-tellback-action=reason data-tellback-value=late aria-pressed=true></button>
            </p>
            <p data-tellback-for=r2>
                <button data-tellback-action=reason data-tellback-value=other aria-pressed=true></button>
            </p>"
        )
    };
    let reasons = |value| signal_with(subject("r1"), "reasons", value);
    check(&html(""), reasons("early,this,late"));
    let page = Page::new(&html("aria-pressed=true"));
    let Some(Signal::Pressed(press)) = press(&page) else { panic!("it was pressed") };
    assert_eq!(press.value, "early,late");
}

#[wasm_bindgen_test]
fn what_stops_an_answer_is_about_the_last_one_that_shows_unless_it_names_one() {
    let page = |around: &str| {
        format!(
            "<section data-tellback-conversation=c1>
                <p data-tellback-response=r1>One</p>
                <p data-tellback-response=r2>Two</p>
                <p data-tellback-response=r3 hidden>Three</p>
                {around}
            </section>
            <section data-tellback-conversation=c2><p data-tellback-response=r4>Four</p></section>"
        )
    };
    let stop = "<button id=target data-tellback-action=stop></button>";
    check(&page(stop), signal(subject_in("c1", "r2"), "stop"));
    check(&(page("") + stop), signal(subject_in("c2", "r4"), "stop"));
    check(stop, None);
    let named = "<button id=target data-tellback-action=stop data-tellback-for=r1></button>";
    check(&(page("") + named), signal(subject_in("c1", "r1"), "stop"));
    // A column that is reversed shows the first of them last.
    let column = "display: flex; flex-direction: column-reverse";
    check(
        &format!("<main style='{column}'>{}</main>{stop}", page("")),
        signal(subject_in("c1", "r1"), "stop"),
    );
    let inside = format!("<p data-tellback-response=r5>Five</p>{stop}");
    let shadow = format!("<div><template shadowrootmode=open>{inside}</template></div>");
    check(&(page("") + &shadow), signal(subject("r5"), "stop"));
}

#[wasm_bindgen_test]
fn a_call_needs_no_control() {
    let page = Page::new("<p data-tellback-conversation=c1 data-tellback-response=r1>One</p>");
    let said = |response| Said {
        action: "up",
        value: String::new(),
        number: 0.0,
        response,
        pressed: false,
        by: By::Host,
    };
    let Some(Signal::Pressed(press)) = pressed::read(&page.answers, None, said("r1")) else {
        panic!("it was called")
    };
    assert_eq!((press.subject, press.by), (subject_in("c1", "r1"), By::Host));
    assert_eq!(pressed::read(&page.answers, None, said("no handle")), None);
}

#[wasm_bindgen_test]
fn of_two_answers_of_one_name_the_one_around_the_button_is_meant() {
    let answer = |conversation: &str, target: &str| {
        format!(
            "<section data-tellback-conversation={conversation}><p data-tellback-response=r1>One
            <button {target} data-tellback-action=up></button></p></section>"
        )
    };
    check(&(answer("c1", "") + &answer("c2", "id=target")), signal(subject_in("c2", "r1"), "up"));
    check(&(answer("c1", "id=target") + &answer("c2", "")), signal(subject_in("c1", "r1"), "up"));
}

#[wasm_bindgen_test]
fn a_first_answer_that_stays_in_sight_is_not_the_last() {
    let page = Page::new(
        "<p data-tellback-response=r1 style='position: sticky; top: 0'>Pinned</p>
        <p data-tellback-response=r2 style='height: 5000px'>Long</p>
        <button id=target data-tellback-action=stop></button>",
    );
    window().scroll_to_with_x_and_y(0.0, 2000.0);
    assert_eq!(press(&page), signal(subject("r2"), "stop"));
}
