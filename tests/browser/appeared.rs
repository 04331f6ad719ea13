//! `signals::appeared`: which answers came onto the page.

use tellback::browser::signals;
use tellback::core::signal::{Growth, Signal, State, Subject};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, handle, subject, subject_in};

const ONE: &str = "<p data-tellback-response=r1>One</p>";
const TWO: &str = "<p data-tellback-response=r2 data-tellback-state=streaming>Two</p>";
const THREE: &str = "<p data-tellback-response=r3 data-tellback-state=complete>Three</p>";

/// What appears with a change to a page whose first answers have been seen.
fn read(page: &Page, change: impl Fn(&Page)) -> Vec<Signal> {
    assert_ne!(signals::appeared::read(&page.answers, false), [], "something is there at first");
    let grown = page.change(|| change(page));
    assert_eq!(signals::grown::read(&page.answers, &grown), []);
    signals::appeared::read(&page.answers, false)
}

fn appeared(subject: Subject, state: State, chars: u32) -> Signal {
    Signal::Appeared(Growth { subject, state, chars, instead_of: None })
}

fn add(page: &Page, place: &str, html: &str) {
    page.find("main").insert_adjacent_html(place, html).unwrap();
}

#[wasm_bindgen_test]
fn at_the_first_look_only_what_still_streams_appears() {
    let page = Page::new(&[ONE, TWO, THREE].concat());
    let streaming = [appeared(subject("r2"), State::Streaming, 3)];
    assert_eq!(signals::appeared::read(&page.answers, true), streaming);
    assert_eq!(signals::appeared::read(&page.answers, false), []);
}

#[wasm_bindgen_test]
fn an_answer_that_is_added_appears_once_with_its_state() {
    let page = Page::new(&format!("<main data-tellback-conversation=c1>{ONE}</main>"));
    let signals = read(&page, |page| {
        add(page, "beforeend", TWO);
        add(page, "beforebegin", THREE);
    });
    assert_eq!(
        signals,
        [
            appeared(subject("r3"), State::Complete, 5),
            appeared(subject_in("c1", "r2"), State::Streaming, 3),
        ]
    );
    assert_eq!(signals::appeared::read(&page.answers, false), []);
}

#[wasm_bindgen_test]
fn an_answer_that_only_moves_does_not_appear() {
    let page = Page::new(&format!("<main>{ONE}</main>{TWO}"));
    let signals = read(&page, |page| {
        let second = page.find("[data-tellback-response=r2]");
        page.find("main").append_child(&second).unwrap();
        add(page, "afterbegin", "<h1>Hi</h1>");
    });
    assert_eq!(signals, []);
}

#[wasm_bindgen_test]
fn an_answer_that_is_rendered_anew_appears_with_the_state_that_it_has_now() {
    let page = Page::new(&format!("<main>{ONE}{TWO}</main>"));
    let signals = read(&page, |page| {
        let complete = TWO.replace("streaming", "complete");
        page.find("main").set_inner_html(&[&*complete, ONE].concat());
    });
    assert_eq!(
        signals,
        [appeared(subject("r2"), State::Complete, 3), appeared(subject("r1"), State::Unstated, 3),]
    );
    assert_eq!(signals::appeared::read(&page.answers, false), []);
}

#[wasm_bindgen_test]
fn an_answer_that_gets_another_name_appears_under_it() {
    let page = Page::new(&format!("<main>{ONE}{TWO}</main>"));
    let signals = read(&page, |page| {
        page.find("p").set_attribute("data-tellback-response", "r4").unwrap();
    });
    let Signal::Appeared(growth) = appeared(subject("r4"), State::Unstated, 3) else { panic!() };
    let instead_of = Some(handle("r1"));
    assert_eq!(signals, [Signal::Appeared(Growth { instead_of, ..growth })]);
}

#[wasm_bindgen_test]
fn an_opted_out_answer_does_not_appear() {
    let page = Page::new(&format!("<main>{ONE}</main>"));
    let signals = read(&page, |page| {
        add(page, "beforeend", &format!("<div data-tellback-optout>{TWO}</div>"));
    });
    assert_eq!(signals, []);
}

/// Which answers appeared, and where each of them does in place of another: `"r4 instead of r1"`.
fn places(signals: &[Signal]) -> String {
    let describe = |signal: &Signal| {
        let Signal::Appeared(growth) = signal else { panic!("{signal:?}") };
        let name = growth.subject.response.as_str();
        match &growth.instead_of {
            Some(gone) => format!("{name} instead of {}", gone.as_str()),
            None => name.to_owned(),
        }
    };
    signals.iter().map(describe).collect::<Vec<_>>().join(", ")
}

#[wasm_bindgen_test]
fn an_answer_in_the_place_of_one_that_is_gone() {
    let html = format!("<main>{ONE}{TWO}</main>");
    let four = "<p data-tellback-response=r4>Four</p>";
    let replaced = |page: &Page| {
        page.find("[data-tellback-response=r1]").set_outer_html(four);
    };
    assert_eq!(places(&read(&Page::new(&html), replaced)), "r4 instead of r1");
}

#[wasm_bindgen_test]
fn an_answer_that_pushes_others_on_is_in_nobodys_place() {
    let page = Page::new(&format!("<main>{ONE}{TWO}</main>"));
    let signals = read(&page, |page| add(page, "afterbegin", THREE));
    assert_eq!(places(&signals), "r3");
    let signals = signals::appeared::read(&page.answers, false);
    assert_eq!(signals, []);
}

#[wasm_bindgen_test]
fn versions_that_stand_beside_each_other_appear_at_the_first_look() {
    let page = Page::new(
        "<p data-tellback-response=r1 data-tellback-turn=t1>One</p>
        <p data-tellback-response=r2 data-tellback-turn=t2>Two</p>
        <p data-tellback-response=r3 data-tellback-turn=t2>Three</p>
        <p data-tellback-response=r4>Four</p>
        <p data-tellback-response=r5>Five</p>",
    );
    let signals = signals::appeared::read(&page.answers, true);
    assert_eq!(places(&signals), "r2, r3");
    let [Signal::Appeared(first), ..] = &signals[..] else { panic!("{signals:?}") };
    assert_eq!(first.subject.turn.as_ref().map(|turn| turn.as_str()), Some("t2"));
    assert_eq!(first.state, State::Complete);
}

/// A list that shows these answers of many, in elements of its own for each or always in the same.
fn window_on(page: &Page, names: &[&str], is_recycled: bool) -> String {
    let signals = read(page, |page| {
        if is_recycled {
            for (at, name) in names.iter().enumerate() {
                let nth = page.find(&format!("main > :nth-child({})", at + 1));
                nth.set_attribute("data-tellback-response", name).unwrap();
            }
        } else {
            let html =
                names.iter().map(|name| format!("<p data-tellback-response={name}>Words</p>"));
            page.find("main").set_inner_html(&html.collect::<String>());
        }
    });
    places(&signals)
}

#[wasm_bindgen_test]
fn what_comes_into_a_list_of_what_is_in_sight_is_no_version_of_what_left_it() {
    let page = || Page::new(&format!("<main>{ONE}{TWO}{THREE}</main>"));
    for (names, came) in [
        (["r2", "r3", "r4"], "r4"),
        (["r0", "r1", "r2"], "r0"),
        (["r3", "r4", "r5"], "r4, r5"),
        (["r7", "r8", "r9"], "r7, r8, r9"),
    ] {
        for is_recycled in [false, true] {
            let signals = window_on(&page(), &names, is_recycled);
            let new: Vec<&str> = signals.split(", ").filter(|name| came.contains(name)).collect();
            assert_eq!(new.join(", "), came, "{names:?}, recycled: {is_recycled}");
            assert!(!signals.contains("instead"), "{signals}, recycled: {is_recycled}");
        }
    }
    // Beside those that stay, it is one.
    let signals = window_on(&page(), &["r1", "r4", "r3"], true);
    assert_eq!(signals, "r4 instead of r2");
}

#[wasm_bindgen_test]
fn an_answer_that_is_on_the_page_twice_is_replaced_in_both_places() {
    let page = Page::new(&format!("<main>{ONE}</main>{ONE}"));
    let signals = read(&page, |page| {
        for _ in 0..2 {
            let one = page.find("[data-tellback-response=r1]");
            one.set_attribute("data-tellback-response", "r2").unwrap();
        }
    });
    assert_eq!(places(&signals), "r2 instead of r1, r2 instead of r1");
}
