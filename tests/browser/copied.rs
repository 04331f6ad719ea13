//! `signals::copied`: which part of which answer went to the clipboard.
//!
//! Brackets in the text stand around the copied ranges.

use js_sys::Array;
use tellback::browser::signals::copied;
use tellback::core::signal::{Selection, Signal};
use tellback::core::words::{Part, Via};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Range;

use crate::page::{Page, subject, subject_in, window};

#[track_caller]
fn check(html: &str, expected: &[(&str, Selection)]) {
    let page = Page::new(html);
    check_ranges(&page, page.bracketed(), expected);
}

#[track_caller]
fn check_ranges(page: &Page, ranges: Vec<Range>, expected: &[(&str, Selection)]) {
    assert!(!ranges.is_empty());
    let signals = copied::read(&page.answers, &Array::from_iter(ranges), true, "", f64::NAN);
    let expected: Vec<Signal> = expected
        .iter()
        .map(|(response, selection)| Signal::Copied(subject(response), selection.clone()))
        .collect();
    assert_eq!(signals, expected);
    assert_eq!(page.host.take_calls(), [""; 0]);
}

/// Running text above all headings, copied by a person.
fn text(from: u32, chars: u32, total: u32) -> Selection {
    Selection {
        from,
        chars,
        total,
        part: Part::Text,
        section: 0,
        via: Via::Selection,
        hover_ms: None,
        trusted: true,
    }
}

fn below(section: u32, selection: Selection) -> Selection {
    Selection { section, ..selection }
}

fn of(part: Part, selection: Selection) -> Selection {
    Selection { part, ..selection }
}

#[wasm_bindgen_test]
fn a_part_of_a_paragraph() {
    check("<div data-tellback-response=r1><p>On [the] table</p></div>", &[("r1", text(3, 3, 12))]);
}

#[wasm_bindgen_test]
fn a_part_that_begins_and_ends_in_different_elements() {
    check(
        "<div data-tellback-response=r1><p>On <b>t[he</b> ta</p><!-- comment --><p>bl]e</p></div>",
        &[("r1", text(4, 7, 12))],
    );
}

#[wasm_bindgen_test]
fn a_whole_answer() {
    check("<div data-tellback-response=r1><p>[On the table]</p></div>", &[("r1", text(0, 12, 12))]);
}

#[wasm_bindgen_test]
fn a_selection_that_ends_in_the_answer() {
    check(
        "<p>be[fore</p><div data-tellback-response=r1>On the] table</div>",
        &[("r1", text(0, 6, 12))],
    );
}

#[wasm_bindgen_test]
fn a_selection_that_begins_in_the_answer() {
    check(
        "<div data-tellback-response=r1>On [the table</div><p>aft]er</p>",
        &[("r1", text(3, 9, 12))],
    );
}

#[wasm_bindgen_test]
fn a_selection_that_begins_before_and_ends_after_the_answer() {
    check(
        "<p>be[fore</p><div data-tellback-response=r1>On the table</div><p>aft]er</p>",
        &[("r1", text(0, 12, 12))],
    );
}

#[wasm_bindgen_test]
fn a_selection_across_answers_is_a_copy_of_each() {
    check(
        "<div data-tellback-response=r1>one [two</div><p>and</p>
        <div data-tellback-response=r2>three</div>
        <div data-tellback-response=r3>four] five</div>
        <div data-tellback-response=r4>six</div>",
        &[("r1", text(4, 3, 7)), ("r2", text(0, 5, 5)), ("r3", text(0, 4, 9))],
    );
}

#[wasm_bindgen_test]
fn several_ranges_are_a_copy_each() {
    check(
        "<div data-tellback-response=r1>[one] two [three]</div>",
        &[("r1", text(0, 3, 13)), ("r1", text(8, 5, 13))],
    );
}

#[wasm_bindgen_test]
fn nothing_selected_is_no_characters() {
    check("<div data-tellback-response=r1>on[]e</div>", &[("r1", text(2, 0, 3))]);
}

#[wasm_bindgen_test]
fn a_selection_outside_of_answers_is_nobodys() {
    check("<div data-tellback-response=r1>one</div><p>[two]</p>", &[]);
}

#[wasm_bindgen_test]
fn a_selection_that_is_gone_from_the_page_is_nobodys() {
    let page = Page::new("<div data-tellback-response=r1>one</div><p>[two]</p>");
    let ranges = page.bracketed();
    let elsewhere = window().document().unwrap().create_element("p").unwrap();
    elsewhere.set_text_content(Some("two"));
    ranges[0].select_node_contents(&elsewhere).unwrap();
    check_ranges(&page, ranges, &[]);
}

#[wasm_bindgen_test]
fn ends_between_elements_count_like_ends_in_text() {
    let page =
        Page::new("<div data-tellback-response=r1><p>one</p><p id=two>two</p><p>three</p></div>[]");
    let range = page.bracketed().remove(0);
    range.select_node_contents(&page.find("#two")).unwrap();
    check_ranges(&page, vec![range.clone()], &[("r1", text(3, 3, 11))]);
    range.select_node(&page.find("#two")).unwrap();
    check_ranges(&page, vec![range.clone()], &[("r1", text(3, 3, 11))]);
    range.select_node(&page.find("div")).unwrap();
    check_ranges(&page, vec![range.clone()], &[("r1", text(0, 11, 11))]);
    range.select_node_contents(&window().document().unwrap()).unwrap();
    check_ranges(&page, vec![range], &[("r1", text(0, 11, 11))]);
}

#[wasm_bindgen_test]
fn code_is_code_in_a_block_and_in_a_line() {
    check(
        "<div data-tellback-response=r1><p>Run</p><pre><code>a [= b] + c</code></pre></div>",
        &[("r1", of(Part::Code, text(5, 3, 12)))],
    );
    check(
        "<div data-tellback-response=r1><p>Run <code>[make]</code> now</p></div>",
        &[("r1", of(Part::Code, text(4, 4, 12)))],
    );
}

#[wasm_bindgen_test]
fn lists_of_every_kind_are_lists() {
    for (list, item) in [("ul", "li"), ("ol", "li"), ("dl", "dd")] {
        check(
            &format!(
                "<div data-tellback-response=r1>
<{list}><{item}>one</{item}><{item}>tw[o</{item}><{item}>th]ree</{item}></{list}></div>"
            ),
            &[("r1", of(Part::List, text(6, 3, 12)))],
        );
    }
}

#[wasm_bindgen_test]
fn a_table_is_a_table() {
    check(
        "<div data-tellback-response=r1><table><tr><td>[one</td><td>two]</td></tr></table></div>",
        &[("r1", of(Part::Table, text(0, 6, 6)))],
    );
}

#[wasm_bindgen_test]
fn code_in_a_list_in_a_table_is_code() {
    check(
        "<div data-tellback-response=r1><table><tr><td>
<ul><li><code>[one]</code></li></ul></td></tr></table></div>",
        &[("r1", of(Part::Code, text(1, 3, 4)))],
    );
}

#[wasm_bindgen_test]
fn more_than_one_kind_is_mixed() {
    check(
        "<div data-tellback-response=r1><p>o[ne</p><ul><li>two</li></ul><p>thr]ee</p></div>",
        &[("r1", of(Part::Mixed, text(1, 8, 11)))],
    );
    check(
        "<div data-tellback-response=r1><pre>on[e</pre><ul><li>tw]o</li></ul></div>",
        &[("r1", of(Part::Mixed, text(2, 3, 6)))],
    );
}

#[wasm_bindgen_test]
fn a_selection_that_ends_where_a_code_block_begins_is_text() {
    let page = Page::new("<div data-tellback-response=r1><p>[Run]</p><pre>make</pre></div>");
    let ranges = page.bracketed();
    // As browsers select a whole paragraph.
    ranges[0].set_end(&page.find("pre"), 0).unwrap();
    check_ranges(&page, ranges, &[("r1", text(0, 3, 7))]);
}

#[wasm_bindgen_test]
fn text_beside_a_list_is_text() {
    check(
        "<div data-tellback-response=r1><p>[one]</p><ul><li>two</li></ul></div>",
        &[("r1", text(0, 3, 6))],
    );
}

#[wasm_bindgen_test]
fn a_list_around_the_answer_makes_no_list_of_it() {
    check(
        "<ul><li data-tellback-response=r1>[one] two</li></ul>
        <table><tr><td data-tellback-response=r2>three</td></tr></table>",
        &[("r1", text(0, 3, 7))],
    );
}

#[wasm_bindgen_test]
fn an_answer_that_is_a_list_itself_is_a_list() {
    check(
        "<ul data-tellback-response=r1><li>[one]</li><li>two</li></ul>",
        &[("r1", of(Part::List, text(0, 3, 6)))],
    );
}

#[wasm_bindgen_test]
fn the_section_counts_the_headings_above() {
    let sections = ["intro", "first", "second", "third", "rest"].into_iter().zip([0, 1, 2, 3, 3]);
    let html = "<div data-tellback-response=r0><h1>not this</h1></div>\
        <div data-tellback-response=r1><p>intro</p><h2>first</h2>\
        <p role=heading>second</p><h6>third</h6><p>rest</p></div>";
    for (word, section) in sections {
        let from = "introfirstsecondthirdrest".find(word).unwrap();
        let copied = text(from as u32, word.len() as u32, 25);
        check(&html.replace(word, &format!("[{word}]")), &[("r1", below(section, copied))]);
    }
}

#[wasm_bindgen_test]
fn a_selection_that_begins_where_a_heading_begins_is_below_that_heading() {
    let page = Page::new("<div data-tellback-response=r1><h2>One</h2><p>[two]</p></div>");
    let ranges = page.bracketed();
    ranges[0].set_start(&page.find("h2"), 0).unwrap();
    check_ranges(&page, ranges, &[("r1", below(1, text(0, 6, 6)))]);
}

#[wasm_bindgen_test]
fn text_from_right_to_left_is_counted_in_the_order_of_reading() {
    // "shalom olam", of which "olam" is copied.
    check(
        "<div data-tellback-response=r1 dir=rtl><p>\u{5e9}\u{5dc}\u{5d5}\u{5dd} \
        [\u{5e2}\u{5d5}\u{5dc}\u{5dd}]</p></div>",
        &[("r1", text(5, 4, 9))],
    );
}

#[wasm_bindgen_test]
fn characters_are_utf_16_code_units() {
    check(
        // A thumb of two code points, a family of five, and an accent apart from its letter.
        "<div data-tellback-response=r1>👍🏽 [👩\u{200d}👩\u{200d}👧] e\u{301}</div>",
        &[("r1", text(5, 8, 16))],
    );
}

#[wasm_bindgen_test]
fn an_opted_out_answer_is_not_copied() {
    check(
        "<div data-tellback-response=r1>[one</div>
        <div data-tellback-response=r2 data-tellback-optout>two</div>
        <section data-tellback-optout><div data-tellback-response=r3>three</div></section>
        <div data-tellback-response=r4>four]</div>",
        &[("r1", text(0, 3, 3)), ("r4", text(0, 4, 4))],
    );
}

#[wasm_bindgen_test]
fn a_copy_that_holds_an_opted_out_passage_is_not_seen() {
    let html = "<div data-tellback-response=r1>\
        <p>one</p><p data-tellback-optout>two</p><p>three</p></div>";
    let copy = |copied: &str| html.replace(copied, &format!("[{copied}]"));
    check(&copy("two"), &[]);
    check(&copy("w"), &[]);
    check(&copy("ne</p><p data-tellback-optout>t"), &[]);
    check(&copy("o</p><p>th"), &[]);
    check(&format!("<p>[</p>{html}<p>]</p>"), &[]);
    check(&copy("one"), &[("r1", text(0, 3, 8))]);
    check(&copy("three"), &[("r1", text(3, 5, 8))]);
}

#[wasm_bindgen_test]
fn a_copy_in_another_frame_is_seen() {
    let page = Page::in_frame("<div data-tellback-response=r1><p>On [the</p> t]able</div>");
    check_ranges(&page, page.bracketed(), &[("r1", text(3, 5, 12))]);
}

#[wasm_bindgen_test]
fn the_conversation_goes_along() {
    let page = Page::new(
        "<div data-tellback-conversation=c1><p data-tellback-response=r1>[one]</p></div>",
    );
    let signals =
        copied::read(&page.answers, &Array::from_iter(page.bracketed()), true, "", f64::NAN);
    assert_eq!(signals, [Signal::Copied(subject_in("c1", "r1"), text(0, 3, 3))]);
}

#[wasm_bindgen_test]
fn a_copy_by_a_script_is_marked_as_one() {
    let page = Page::new("<p data-tellback-response=r1>[one]</p>");
    let signals =
        copied::read(&page.answers, &Array::from_iter(page.bracketed()), false, "", f64::NAN);
    let by_script = Selection { trusted: false, ..text(0, 3, 3) };
    assert_eq!(signals, [Signal::Copied(subject("r1"), by_script)]);
}

#[wasm_bindgen_test]
fn reading_a_copy_leaves_the_ranges_as_they_are() {
    let page = Page::new("<p>[one</p><p data-tellback-response=r1>two</p><p>three]</p>");
    let ranges = page.bracketed();
    let before = ranges[0].clone_range();
    assert_eq!(copied::read(&page.answers, &Array::of1(&ranges[0]), true, "", f64::NAN).len(), 1);
    for how in [Range::START_TO_START, Range::END_TO_END] {
        assert_eq!(ranges[0].compare_boundary_points(how, &before), Ok(0));
    }
}

#[wasm_bindgen_test]
fn a_button_copies_the_whole_answer() {
    let whole = |html| {
        let page = Page::new(html);
        let answer = page.find("[data-tellback-response]");
        copied::by_button(page.answers.markup(), &answer, &answer)
    };
    let by_button = |selection| Some(Selection { via: Via::Button, ..selection });
    assert_eq!(
        whole("<p data-tellback-response=r1>On <b>the</b> table 👍</p>"),
        by_button(text(0, 15, 15))
    );
    assert_eq!(
        whole("<div data-tellback-response=r1><h2>One</h2><ul><li>two</li></ul></div>"),
        by_button(below(1, of(Part::Mixed, text(0, 6, 6))))
    );
    assert_eq!(whole("<p data-tellback-response=r1></p>"), by_button(text(0, 0, 0)));
}

#[wasm_bindgen_test]
fn a_button_copies_nothing_of_an_answer_that_holds_an_opted_out_passage() {
    let page =
        Page::new("<div data-tellback-response=r1>one<p><b data-tellback-optout>two</b></p></div>");
    let answer = page.find("div");
    assert_eq!(copied::by_button(page.answers.markup(), &answer, &answer), None);
}

#[wasm_bindgen_test]
fn a_button_in_a_block_copies_that_block() {
    for (block, part) in [("pre", Part::Code), ("table", Part::Table), ("figure", Part::Text)] {
        let page = Page::new(&format!(
            "<div data-tellback-response=r1><p>Run</p><{block}><tr><td>make<button>Copy</button>\
            </td></tr></{block}></div>"
        ));
        let answer = page.find("[data-tellback-response]");
        assert_eq!(
            copied::by_button(page.answers.markup(), &answer, &page.find("button")),
            Some(Selection { via: Via::Button, ..of(part, text(3, 4, 7)) }),
        );
    }
}

#[wasm_bindgen_test]
fn a_block_around_an_answer_is_not_what_a_button_copies() {
    let page = Page::new(
        "<figure><div data-tellback-response=r1>one<button>Copy</button></div>two</figure>",
    );
    let answer = page.find("[data-tellback-response]");
    assert_eq!(
        copied::by_button(page.answers.markup(), &answer, &page.find("button")),
        Some(Selection { via: Via::Button, ..text(0, 3, 3) }),
    );
}

#[wasm_bindgen_test]
fn what_stands_beside_the_text_does_not_count() {
    let html = "<div data-tellback-response=r1><style>b {}</style><p>one</p>\
        <div data-tellback-action=x>good <button>bad</button></div><p>two</p>\
        <button>more</button></div>";
    let copy = |copied: &str| html.replace(copied, &format!("[{copied}]"));
    check(&copy("two"), &[("r1", text(3, 3, 6))]);
    check(&copy("bad"), &[("r1", text(3, 0, 6))]);
    check(
        &copy("ne</p><div data-tellback-action=x>good <button>bad</button></div><p>tw"),
        &[("r1", text(1, 4, 6))],
    );
    check(&format!("<p>[</p>{html}<p>]</p>"), &[("r1", text(0, 6, 6))]);
}

#[wasm_bindgen_test]
fn every_block_of_a_long_answer_is_found() {
    let blocks: String =
        (0..200).map(|at| format!("<p>{at:03}<code>[{at:03}]</code></p>")).collect();
    let page = Page::new(&format!("<div data-tellback-response=r1>{blocks}</div>"));
    let expected: Vec<_> =
        (0..200).map(|at| ("r1", of(Part::Code, text(at * 6 + 3, 3, 1_200)))).collect();
    check_ranges(&page, page.bracketed(), &expected);
}

#[wasm_bindgen_test]
fn the_pointer_rested_on_the_answer_that_it_was_last_on() {
    let page =
        Page::new("<p data-tellback-response=r1>[One</p><p data-tellback-response=r2>Two]</p>");
    let ranges = Array::from_iter(page.bracketed());
    let stays = |hovered, ms| {
        let signals = copied::read(&page.answers, &ranges, true, hovered, ms);
        let stay = |signal: &Signal| match signal {
            Signal::Copied(_, selection) => selection.hover_ms,
            other => panic!("{other:?}"),
        };
        signals.iter().map(stay).collect::<Vec<_>>()
    };
    assert_eq!(stays("r2", 1_234.5), [None, Some(1_234)]);
    assert_eq!(stays("r1", f64::NAN), [None, None]);
    assert_eq!(stays("", 99.0), [None, None]);
}

#[wasm_bindgen_test]
fn what_is_hidden_or_cannot_be_selected_is_not_copied() {
    let answer = |style: &str| format!("<p data-tellback-response=r2 style='{style}'>Two</p>");
    for hidden in [
        answer("display: none"),
        answer("visibility: hidden"),
        answer("user-select: none; -webkit-user-select: none"),
        format!("<details><summary>More</summary>{}</details>", answer("")),
    ] {
        check(
            &format!(
                "<p data-tellback-response=r1>[One</p>{hidden}<p data-tellback-response=r3>Three]</p>"
            ),
            &[("r1", text(0, 3, 3)), ("r3", text(0, 5, 5))],
        );
    }
}

#[wasm_bindgen_test]
fn a_part_that_can_be_selected_alone_is_copied() {
    check(
        "<div data-tellback-response=r1 style='user-select: none; -webkit-user-select: none'><p>No</p><p
            style='user-select: text; -webkit-user-select: text'>[Yes]</p></div>",
        &[("r1", text(2, 3, 5))],
    );
}
