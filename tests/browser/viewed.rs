//! `signals::viewed`: where answers stand, in real layout.

use js_sys::Reflect;
use tellback::browser::answers::Answers;
use tellback::browser::signals::{appeared, viewed};
use tellback::core::signal::View;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::page::{FakeHost, Page, asked_where, subject, subject_in, window};

#[track_caller]
fn check(html: &str, expected: &[View]) {
    assert_eq!(views(&Page::new(html)), expected);
}

fn views(page: &Page) -> Vec<View> {
    measure(&page.answers)
}

/// The views, but for their widths, which depend on scroll bars.
fn measure(answers: &Answers) -> Vec<View> {
    let views = viewed::measure(answers);
    views.into_iter().map(|view| View { width: 0.0, ..view }).collect()
}

/// An answer of this height of which this part is visible, in the whole viewport.
fn view(response: &str, (top, bottom): (f64, f64), height: f64) -> View {
    View {
        subject: subject(response),
        top,
        bottom,
        height,
        width: 0.0,
        window: viewport_height(),
        chars: 3,
    }
}

fn through(window: f64, view: View) -> View {
    View { window, ..view }
}

/// An answer of three characters with this style.
fn answer(response: &str, style: &str) -> String {
    format!("<div data-tellback-response={response} style='{style}'>Yes</div>")
}

fn viewport_height() -> f64 {
    window().document().unwrap().document_element().unwrap().client_height().into()
}

fn scroll_to(y: f64) {
    window().scroll_to_with_x_and_y(0.0, y);
    assert_eq!(window().scroll_y(), Ok(y));
}

#[wasm_bindgen_test]
fn an_answer_in_the_viewport_is_seen_whole() {
    check(&answer("r1", "height: 100px"), &[view("r1", (0.0, 100.0), 100.0)]);
}

#[wasm_bindgen_test]
fn the_length_of_the_text_and_the_conversation_go_along() {
    check(
        "<div data-tellback-conversation=c1>
            <div data-tellback-response=r1 style='height: 100px'>On <b>the</b> table 👍</div>
        </div>",
        &[View { subject: subject_in("c1", "r1"), chars: 15, ..view("r1", (0.0, 100.0), 100.0) }],
    );
}

#[wasm_bindgen_test]
fn what_is_below_the_viewport_is_not_seen() {
    let above = viewport_height() - 30.0;
    check(
        &[
            answer("r1", &format!("height: {above}px")),
            answer("r2", "height: 100px"),
            answer("r3", "height: 100px"),
        ]
        .concat(),
        &[view("r1", (0.0, above), above), view("r2", (0.0, 30.0), 100.0)],
    );
}

#[wasm_bindgen_test]
fn what_has_been_scrolled_past_is_not_seen() {
    let page = Page::new(&[answer("r1", "height: 100px"), answer("r2", "height: 5000px")].concat());
    let to = |y: f64| {
        scroll_to(y);
        views(&page)
    };
    let end = viewport_height();
    let first = view("r1", (60.0, 100.0), 100.0);
    assert_eq!(to(60.0), [first, view("r2", (0.0, end - 40.0), 5000.0)]);
    assert_eq!(to(100.0), [view("r2", (0.0, end), 5000.0)]);
}

#[wasm_bindgen_test]
fn an_answer_taller_than_the_viewport_is_seen_in_part() {
    let end = viewport_height();
    let page = Page::new(&answer("r1", &format!("height: {}px", end * 3.0)));
    scroll_to(end);
    assert_eq!(views(&page), [view("r1", (end, end * 2.0), end * 3.0)]);
}

#[wasm_bindgen_test]
fn a_scroll_container_is_a_window_of_its_own() {
    for overflow in ["auto", "scroll", "hidden"] {
        let page = Page::new(&format!(
            "<main style='height: 200px; overflow-y: {overflow}'>{}{}{}</main>",
            answer("r1", "height: 100px"),
            answer("r2", "height: 300px"),
            answer("r3", "height: 300px"),
        ));
        let in_main = |view| through(200.0, view);
        let first = in_main(view("r1", (0.0, 100.0), 100.0));
        assert_eq!(views(&page), [first, in_main(view("r2", (0.0, 100.0), 300.0))]);
        page.find("main").set_scroll_top(150);
        assert_eq!(views(&page), [in_main(view("r2", (50.0, 250.0), 300.0))]);
    }
}

#[wasm_bindgen_test]
fn a_scroll_container_shows_no_more_than_the_viewport_does() {
    let page = Page::new(&format!(
        "<div style='height: {}px'></div><main style='height: 200px; overflow-y: auto'>{}</main>",
        viewport_height() - 50.0,
        answer("r1", "height: 300px"),
    ));
    assert_eq!(views(&page), [through(50.0, view("r1", (0.0, 50.0), 300.0))]);
}

#[wasm_bindgen_test]
fn nested_scroll_containers_all_clip() {
    let page = Page::new(&format!(
        "<main style='height: 200px; overflow-y: auto'>
            <div style='height: 120px'></div>
            <section style='height: 150px; overflow-y: auto'>{}</section>
        </main>",
        answer("r1", "height: 400px"),
    ));
    assert_eq!(views(&page), [through(80.0, view("r1", (0.0, 80.0), 400.0))]);
    page.find("section").set_scroll_top(30);
    assert_eq!(views(&page), [through(80.0, view("r1", (30.0, 110.0), 400.0))]);
    page.find("main").set_scroll_top(70);
    assert_eq!(views(&page), [through(150.0, view("r1", (30.0, 180.0), 400.0))]);
    page.find("section").set_scroll_top(250);
    assert_eq!(views(&page), [through(150.0, view("r1", (250.0, 400.0), 400.0))]);
}

#[wasm_bindgen_test]
fn what_does_not_scroll_does_not_clip() {
    check(
        &format!(
            "<main style='height: 50px; overflow: visible'>{}</main>",
            answer("r1", "height: 100px")
        ),
        &[view("r1", (0.0, 100.0), 100.0)],
    );
}

#[wasm_bindgen_test]
fn what_the_body_clips_is_the_viewports() {
    let page = Page::new(&answer("r1", "height: 100px"));
    let body = window().document().unwrap().query_selector("body").unwrap().unwrap();
    body.set_attribute("style", "height: 10px; overflow-y: hidden").unwrap();
    let seen = views(&page);
    body.remove_attribute("style").unwrap();
    assert_eq!(seen, [view("r1", (0.0, 100.0), 100.0)]);
}

#[wasm_bindgen_test]
fn what_is_not_displayed_is_not_seen() {
    let hidden = answer("r1", "height: 100px; display: none");
    let in_hidden = format!("<div style='display: none'>{}</div>", answer("r2", "height: 100px"));
    let empty = answer("r3", "height: 0");
    check(
        &[hidden, in_hidden, empty, answer("r4", "height: 100px")].concat(),
        &[view("r4", (0.0, 100.0), 100.0)],
    );
}

#[wasm_bindgen_test]
fn what_takes_up_space_but_is_hidden_is_not_seen() {
    let closed = format!("<details>{}</details>", answer("r1", "height: 100px"));
    check(&closed, &[]);
    check(&answer("r1", "height: 100px; visibility: hidden"), &[]);
    check(&answer("r1", "height: 100px; opacity: 0"), &[]);
    let inside = |style: &str, inner: &str| {
        format!("<div style='height: 100px; {style}'>{}</div>", answer("r1", inner))
    };
    check(&inside("visibility: hidden", "height: 100px"), &[]);
    check(&inside("opacity: 0", "height: 100px"), &[]);
    check(&inside("opacity: 0.1", "height: 100px"), &[view("r1", (0.0, 100.0), 100.0)]);
    check(&inside("content-visibility: hidden", "height: 100px"), &[]);
    let shown_again = inside("visibility: hidden", "height: 100px; visibility: visible");
    check(&shown_again, &[view("r1", (0.0, 100.0), 100.0)]);
}

#[wasm_bindgen_test]
fn what_is_disclosed_is_seen() {
    let html = format!(
        "<details><summary style='height: 20px'></summary>{}</details>",
        answer("r1", "height: 100px")
    );
    let page = Page::new(&html);
    assert_eq!(views(&page), []);
    page.find("details").set_attribute("open", "").unwrap();
    assert_eq!(views(&page), [view("r1", (0.0, 100.0), 100.0)]);
}

#[wasm_bindgen_test]
fn a_browser_that_cannot_tell_what_is_hidden_shows_it() {
    let page = Page::new(&answer("r1", "height: 100px"));
    let element = page.find("[data-tellback-response]");
    assert!(Reflect::set(&element, &"checkVisibility".into(), &JsValue::UNDEFINED).unwrap());
    assert_eq!(views(&page), [view("r1", (0.0, 100.0), 100.0)]);
}

#[wasm_bindgen_test]
fn what_is_pushed_out_sideways_is_not_seen() {
    let pushed = |by: i32| {
        answer("r1", &format!("height: 100px; width: 200px; position: relative; left: {by}px"))
    };
    check(&pushed(-100), &[view("r1", (0.0, 100.0), 100.0)]);
    check(&pushed(-101), &[]);
    check(&pushed(-9999), &[]);
    check(&pushed(9999), &[]);
}

#[wasm_bindgen_test]
fn a_narrow_drawer_hides_what_it_cuts_off() {
    let drawer = |width: u32| {
        format!(
            "<aside style='width: {width}px; height: 100px; overflow: hidden'>{}</aside>",
            answer("r1", "height: 100px; width: 200px")
        )
    };
    check(&drawer(100), &[through(100.0, view("r1", (0.0, 100.0), 100.0))]);
    check(&drawer(99), &[]);
    check(&drawer(0), &[]);
}

#[wasm_bindgen_test]
fn what_is_opted_out_is_not_measured() {
    check(
        &format!(
            "<div data-tellback-optout>{}</div>{}",
            answer("r1", "height: 100px"),
            answer("r2", "height: 100px")
        ),
        &[view("r2", (0.0, 100.0), 100.0)],
    );
}

#[wasm_bindgen_test]
fn a_shadow_root_that_is_the_root_is_clipped_by_what_is_around_its_host() {
    let page = Page::new(&format!(
        "<main style='height: 60px; overflow-y: auto'>
            <x-chat style='display: block'><template shadowrootmode=open>{}</template></x-chat>
        </main>",
        answer("r1", "height: 100px")
    ));
    let shadow = page.find("x-chat").shadow_root().unwrap();
    let answers = Answers::new(&FakeHost::new(&shadow).host());
    let seen = measure(&answers);
    assert_eq!(seen, [through(60.0, view("r1", (0.0, 60.0), 100.0))]);
}

#[wasm_bindgen_test]
fn a_scroll_container_around_a_slot_is_a_window_of_its_own() {
    let page = Page::new(&format!(
        "<x-chat style='display: block'>
            <template shadowrootmode=open>
                <main style='height: 60px; overflow-y: auto'><slot></slot></main>
            </template>{}
        </x-chat>",
        answer("r1", "height: 100px")
    ));
    assert_eq!(views(&page), [through(60.0, view("r1", (0.0, 60.0), 100.0))]);
    page.find("main").set_scroll_top(30);
    assert_eq!(views(&page), [through(60.0, view("r1", (30.0, 90.0), 100.0))]);
}

#[wasm_bindgen_test]
fn what_is_fixed_to_the_viewport_is_clipped_by_nothing_around_it() {
    let inside = |html: &str| {
        format!("<main style='height: 50px; width: 50px; overflow: hidden'>{html}</main>")
    };
    let fixed = "position: fixed; top: 0; left: 0; width: 200px";
    let seen = [view("r1", (0.0, 100.0), 100.0)];
    check(&inside(&answer("r1", &format!("height: 100px; {fixed}"))), &seen);
    let panel = |style: &str| {
        let answer = answer("r1", "height: 100px");
        inside(&format!("<aside style='{fixed}; {style}'>{answer}</aside>"))
    };
    check(&panel(""), &seen);
    let answer = answer("r1", &format!("height: 100px; {fixed}; top: 60px"));
    for style in ["transform: translateX(0)", "will-change: transform"] {
        let drawer = "width: 200px; height: 50px; overflow: hidden";
        check(&format!("<main style='{drawer}; {style}'>{answer}</main>"), &[]);
    }
    check(
        &panel("height: 80px; overflow-y: auto"),
        &[through(80.0, view("r1", (0.0, 80.0), 100.0))],
    );
}

#[wasm_bindgen_test]
fn a_frame_without_a_doctype_is_measured_by_its_own_viewport() {
    let page =
        Page::in_frame(&[answer("r1", "height: 100px"), answer("r2", "height: 900px")].concat());
    let document = page.root.owner_document().unwrap();
    assert_eq!(document.compat_mode(), "BackCompat");
    let seen = [
        through(300.0, view("r1", (0.0, 100.0), 100.0)),
        through(300.0, view("r2", (0.0, 200.0), 900.0)),
    ];
    assert_eq!(views(&page), seen);
    let answers = Answers::new(&FakeHost::new(&document).host());
    assert_eq!(measure(&answers), seen);
}

#[wasm_bindgen_test]
fn a_document_is_measured_like_an_element() {
    let page = Page::new(&answer("r1", "height: 100px"));
    let document = window().document().unwrap();
    let answers = Answers::new(&FakeHost::new(&document).host());
    assert_eq!(measure(&answers), views(&page));
}

#[wasm_bindgen_test]
fn an_answer_that_scrolls_inside_itself_is_as_high_as_all_of_it() {
    let page = Page::new(
        "<div data-tellback-response=r1 style='height: 100px; overflow-y: auto; width: 200px'>
            <div style='height: 1000px'></div>Yes</div>",
    );
    let answer = page.find("[data-tellback-response]");
    let seen = |page: &Page| {
        let view = views(page).remove(0);
        (view.top, view.bottom, view.window, view.height > 1000.0)
    };
    assert_eq!(seen(&page), (0.0, 100.0, 100.0, true));
    answer.set_scroll_top(450);
    assert_eq!(seen(&page), (450.0, 550.0, 100.0, true));
}

#[wasm_bindgen_test]
fn an_answer_that_shows_only_its_beginning_is_as_high_as_all_of_it() {
    let page = Page::new(
        "<div data-tellback-response=r1 style='max-height: 100px; overflow: hidden'>
            <div style='height: 1000px'></div>Yes</div>
        <div data-tellback-response=r2 style='height: 100px'>
            <div style='height: 1000px'></div>Yes</div>",
    );
    let heights: Vec<_> = views(&page).into_iter().map(|view| view.height > 1000.0).collect();
    assert_eq!(heights, [true, false]);
}

#[wasm_bindgen_test]
fn the_width_goes_along() {
    let page = Page::new(&answer("r1", "height: 100px; width: 321px"));
    assert_eq!(viewed::measure(&page.answers)[0].width, 321.0);
}

#[wasm_bindgen_test]
fn an_answer_that_scrolls_inside_itself_is_measured_as_it_is_scaled() {
    for scale in [0.5, 2.0] {
        let page = Page::new(&format!(
            "<div style='transform: scale({scale}); transform-origin: 0 0'>
                <div data-tellback-response=r1 style='height: 60px; overflow-y: auto'>
                <div style='height: 230px'></div><div style='height: 10px'>Yes</div></div>
            </div>"
        ));
        page.find("[data-tellback-response]").set_scroll_top(30);
        let view = views(&page).remove(0);
        let [top, bottom, height] = [view.top, view.bottom, view.height].map(|px| px / scale);
        assert_eq!((top, bottom), (30.0, 90.0));
        assert!((240.0..270.0).contains(&height), "{height}");
    }
}

#[wasm_bindgen_test]
fn an_answer_that_is_far_wider_than_its_window_is_seen_where_it_fills_that() {
    let page = Page::new(&format!(
        "<div style='width: 100vw; overflow-x: auto'>{}</div>",
        answer("r1", "width: 300vw; height: 100px")
    ));
    assert_eq!(views(&page).len(), 1);
}

/// What answers that were looked at before show, and what a first look shows.
#[track_caller]
fn check_again(page: &Page, did: &str) {
    let fresh = FakeHost::new(&page.root);
    assert_eq!(views(page), measure(&Answers::new(&fresh.host())), "{did}");
}

/// Two panes that scroll and a hundred answers below them, in blocks of which some hold two kinds.
fn long_page() -> Page {
    let list = |pane: &str, count: u32| -> String {
        (0..count).map(|at| answer(&format!("{pane}{at}"), "height: 90px")).collect()
    };
    Page::new(&format!(
        "<main style='height: 300px; overflow-y: auto'>{}</main>
        <aside style='height: 250px; overflow-y: auto'>{}</aside>{}",
        list("a", 75),
        list("b", 90),
        list("c", 100),
    ))
}

#[wasm_bindgen_test]
fn a_long_page_shows_the_same_however_it_was_scrolled_before() {
    let page = long_page();
    let end = 550.0 + 100.0 * 90.0 - viewport_height();
    for at in 0..60_i32 {
        let pixels = at * 7919 % 8000;
        page.find(if at % 2 == 0 { "main" } else { "aside" }).set_scroll_top(pixels % 6000);
        check_again(&page, &format!("pane to {pixels}"));
        if at % 3 == 0 {
            scroll_to((f64::from(pixels)).min(end).round());
            check_again(&page, &format!("page to {pixels}"));
        }
    }
}

#[wasm_bindgen_test]
fn what_grows_or_hides_without_a_word_in_a_long_page_is_seen_where_it_is() {
    let page = long_page();
    for at in 0..80_i32 {
        scroll_to(f64::from(at * 7919 % 6000));
        check_again(&page, "scrolled");
        let (pane, count) = [("a", 75), ("b", 90), ("c", 100)][at as usize % 3];
        let name = format!("[data-tellback-response={pane}{}]", at * 31 % count);
        let height = [0, 20, 5000, 90][at as usize % 4];
        let display = if height == 0 { "none" } else { "block" };
        let style = format!("height: {height}px; display: {display}");
        page.find(&name).set_attribute("style", &style).unwrap();
        check_again(&page, &format!("{name} with {style}"));
    }
}

#[wasm_bindgen_test]
fn the_last_answer_of_those_passed_over_is_seen_when_it_grows() {
    for reversed in ["", "display: flex; flex-direction: column-reverse"] {
        let list: String =
            (0..200).map(|at| answer(&format!("r{at}"), "height: 90px; flex: none")).collect();
        let page = Page::new(&format!("<main style='{reversed}'>{list}</main>"));
        for at in [0, 31, 32, 63, 64, 95, 96, 127] {
            scroll_to(7000.0);
            check_again(&page, "scrolled");
            scroll_to(7010.0);
            let name = format!("[data-tellback-response=r{at}]");
            page.find(&name).set_attribute("style", "height: 7000px; flex: none").unwrap();
            scroll_to(7010.0);
            check_again(&page, &format!("{name} has grown, {reversed}"));
            page.find(&name).set_attribute("style", "height: 90px; flex: none").unwrap();
        }
    }
}

#[wasm_bindgen_test]
fn an_answer_that_sticks_in_a_long_page_stays_in_view() {
    let list: String = (0..300)
        .map(|at| {
            let style = if at == 50 { "position: sticky; top: 0;" } else { "" };
            answer(&format!("r{at}"), &format!("height: 90px; {style}"))
        })
        .collect();
    let page = Page::new(&list);
    for y in [0.0, 9000.0, 0.0, 4300.0, 4600.0, 9000.0, 20_000.0, 9000.0] {
        scroll_to(y);
        check_again(&page, &format!("at {y}"));
        let sticks = views(&page).iter().any(|view| view.subject == subject("r50"));
        assert_eq!(sticks, y >= 4300.0, "at {y}");
    }
}

#[wasm_bindgen_test]
fn an_answer_that_is_rendered_anew_elsewhere_in_a_long_page_is_seen_there() {
    let list: String = (0..300)
        .map(|at| answer(&format!("r{at}"), "height: 90px"))
        .map(|answer| format!("<div style='height: 90px'>{answer}</div>"))
        .collect();
    let page = Page::new(&list);
    scroll_to(9000.0);
    check_again(&page, "scrolled");
    let pinned = format!(
        "<div style='height: 90px'>{}</div>",
        answer("r40", "height: 90px; position: fixed; top: 0")
    );
    page.change(|| page.find("[data-tellback-response=r40]").set_outer_html(&pinned));
    check_again(&page, "pinned");
    assert!(views(&page).iter().any(|view| view.subject == subject("r40")));
    let change = "height: 90px; position: fixed; top: 0";
    page.change(|| {
        page.find("[data-tellback-response=r250]").set_attribute("style", change).unwrap()
    });
    check_again(&page, "pinned by its style");
}

#[wasm_bindgen_test]
fn answers_in_a_long_page_that_are_not_in_view_are_not_asked_where_they_stand() {
    let list: String = (0..3_000).map(|at| answer(&format!("r{at}"), "height: 90px")).collect();
    let page = Page::new(&list);
    views(&page);
    let mut seen = Vec::new();
    let asked = asked_where(&mut || {
        for y in [90.0, 4000.0, 4100.0, 9000.0, 8000.0, 8090.0] {
            scroll_to(y);
            seen.push(views(&page));
        }
    });
    assert!(seen.iter().all(|views| !views.is_empty()));
    // A look at all of them would be 3,000 questions, each of which costs the browser a microsecond.
    assert!(asked < 6 * 100, "{asked}");
}

/// Fifty answers, a pane at the top of the window that holds fifty more below all that is seen of it,
/// and fifty answers again: nothing is in view.
fn page_with_a_pane() -> Page {
    let list = |name: &str| -> String {
        (0..50).map(|at| answer(&format!("{name}{at}"), "height: 90px")).collect()
    };
    Page::new(&format!(
        "<p style='height: 9000px; margin: 0'></p>{}
        <main style='position: fixed; top: 0; height: 300px; overflow-y: auto'>
            <p style='height: 9000px; margin: 0'></p>{}
        </main>
        <aside style='height: 90px; overflow-y: auto'><p style='height: 900px'></p></aside>{}",
        list("a"),
        list("b"),
        list("c"),
    ))
}

#[wasm_bindgen_test]
fn answers_that_a_pane_brings_into_view_are_seen_whatever_stands_around_it() {
    let page = page_with_a_pane();
    assert_eq!(views(&page), []);
    let pane = page.find("main");
    // Neither the first answer nor the last one moves.
    pane.set_scroll_top(9_000);
    page.host.markup().places().scroll(&pane);
    assert_eq!(views(&page).len(), 4);
    check_again(&page, "pane scrolled");
}

#[wasm_bindgen_test]
fn what_scrolls_without_an_answer_in_it_or_with_all_has_none_asked_anew() {
    let page = page_with_a_pane();
    views(&page);
    let asked = |scrolled: &Element| {
        page.host.markup().places().scroll(scrolled);
        asked_where(&mut || drop(views(&page)))
    };
    assert!(asked(&page.find("aside")) < 10);
    assert!(asked(&page.root) < 10);
    assert_eq!(asked(&page.find("main")), 150);
    assert!(asked(&page.find("main p")) < 10);
}

#[wasm_bindgen_test]
fn what_clips_an_answer_is_asked_in_each_look() {
    let page = Page::new(&format!("<style></style><main>{}</main>", answer("r1", "height: 300px")));
    assert_eq!(views(&page), [view("r1", (0.0, 300.0), 300.0)]);
    // A style sheet that comes late is no change of the page.
    page.find("style").set_text_content(Some("main { height: 100px; overflow-y: auto }"));
    assert_eq!(views(&page), [View { window: 100.0, ..view("r1", (0.0, 100.0), 300.0) }]);
}

#[wasm_bindgen_test]
fn what_streams_beside_other_answers_is_seen_where_it_has_grown_to() {
    let columns: String = (0..70)
        .map(|at| {
            let state = if at == 40 { "streaming" } else { "complete" };
            let answer = answer(
                &format!("r{at}"),
                "min-height: 90px; width: 5px; font-size: 1px; flex: none",
            );
            answer.replace("<div ", &format!("<div data-tellback-state={state} "))
        })
        .collect();
    let page = Page::new(&format!(
        "<section style='display: flex; align-items: start; height: 20000px'>{columns}</section>"
    ));
    let _ = appeared::read(&page.answers, true);
    scroll_to(4000.0);
    assert_eq!(views(&page), []);
    let grow = || {
        let text = "<p style='height: 8000px'></p>";
        page.find("[data-tellback-response=r40]").insert_adjacent_html("beforeend", text).unwrap();
    };
    assert!(page.change_expected(grow).1);
    scroll_to(4000.0);
    assert_eq!(views(&page).len(), 1);
}

#[wasm_bindgen_test]
fn what_streams_in_a_long_page_moves_what_stands_below_it() {
    let list: String = (0..300)
        .map(|at| {
            let state = if at == 20 { "streaming" } else { "complete" };
            let answer = answer(&format!("r{at}"), "min-height: 90px");
            answer.replace("<div ", &format!("<div data-tellback-state={state} "))
        })
        .collect();
    let page = Page::new(&list);
    let _ = appeared::read(&page.answers, true);
    scroll_to(9000.0);
    let before = views(&page);
    let name = "[data-tellback-response=r20]";
    let grow = || {
        page.find(name).insert_adjacent_html("beforeend", "<p style='height: 900px'></p>").unwrap();
    };
    assert!(page.change_expected(grow).1);
    // The browser would keep in place what is in view, by scrolling.
    scroll_to(9000.0);
    assert_ne!(views(&page), before);
    check_again(&page, "grown");
}

#[wasm_bindgen_test]
fn what_is_clipped_sideways_alone_is_not_seen_beside_it() {
    let page = Page::new(&format!(
        "<main style='width: 200px; overflow-x: clip'><div style='display: flex; width: 600px'>{}{}</div></main>",
        answer("r1", "height: 100px; flex: 0 0 200px"),
        answer("r2", "height: 100px; flex: 0 0 200px"),
    ));
    let seen: Vec<View> = views(&page);
    assert_eq!(seen.iter().map(|view| view.subject.response.as_str()).collect::<Vec<_>>(), ["r1"]);
}

#[wasm_bindgen_test]
fn what_is_placed_outside_of_what_clips_is_seen() {
    let clipped = |position: &str| {
        Page::new(&format!(
            "<section style='position: relative; height: 300px'>
                <main style='height: 10px; overflow: hidden; position: {position}'>{}</main>
            </section>",
            answer("r1", "height: 100px; position: absolute; top: 50px; left: 0; width: 300px"),
        ))
    };
    assert_eq!(views(&clipped("static")).len(), 1);
    assert_eq!(views(&clipped("relative")).len(), 0);
    assert_eq!(views(&clipped("static; opacity: 0.9; will-change: opacity")).len(), 1);
    for style in
        ["translate: 0 1px", "filter: blur(0)", "will-change: transform", "contain: layout"]
    {
        assert_eq!(views(&clipped(&format!("static; {style}"))).len(), 0, "{style}");
    }
    // What has no box clips nothing.
    let page = Page::new(&format!(
        "<main style='display: contents; overflow: auto'>{}</main>",
        answer("r1", "height: 100px"),
    ));
    assert_eq!(views(&page).len(), 1);
}

#[wasm_bindgen_test]
fn what_a_page_calls_its_fields_misleads_no_look() {
    let page = Page::new(&format!(
        "<form style='position: absolute'><input name=offsetParent><input name=parentElement>{}</form>",
        answer("r1", "height: 100px; position: absolute; top: 50px; left: 0; width: 300px"),
    ));
    assert_eq!(views(&page).len(), 1);
}

#[wasm_bindgen_test]
fn what_is_placed_in_a_scroll_container_around_its_slot_is_clipped_by_it() {
    let page = |top: u32| {
        Page::new(&format!(
            "<div><template shadowrootmode=open>
                <div style='position: relative; overflow: auto; height: 200px'><slot></slot></div>
            </template>{}</div>",
            answer("r1", &format!("height: 100px; position: absolute; top: {top}px; width: 300px")),
        ))
    };
    assert_eq!(views(&page(300)).len(), 0);
    assert_eq!(views(&page(50)).len(), 1);
}
