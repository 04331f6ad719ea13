//! `Shell::dispatch`: inputs go in, and the host is told what to do, in order.
//!
//! The clock of these tests stands far ahead of the page's own, and moves only as they say.

use std::rc::Rc;

use tellback::browser::Shell;
use tellback::core::consent::{Allowed, Facts};
use tellback::core::handle::Slug;
use tellback::core::ledger::{Dropped, Ledger, Loss};
use tellback::core::queue::Limits;
use tellback::core::signal::{By, Press, Signal};
use tellback::core::words::Kind;
use tellback::core::{Core, Input, Options};
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, handle, subject, window};

const START: f64 = 1e9;

const HTML: &str = "<div data-tellback-response=r1 style='height: 100px'>Yes</div>
    <div data-tellback-response=r2 style='height: 9000px'>No</div>";

struct Running {
    page: Page,
    shell: Rc<Shell>,
}

impl Running {
    fn new(facts: Facts) -> Self {
        let page = Page::new(HTML);
        let limits = Limits { max_events: 50, max_bytes: 16_384, max_delay_ms: 5_000 };
        let (context, muted) = (Vec::new(), vec![Kind::Left]);
        let options =
            Options { limits, sample_rate: 1.0, context, muted, is_kept: false, epsilon: None };
        let core = Core::new(options, facts, Box::new(|| 0));
        let shell = Rc::new(Shell::new(page.host.host(), core));
        Self { page, shell }
    }

    fn started() -> Self {
        let running = Self::new(Facts::default());
        assert_eq!(running.dispatch(0.0, Input::Started), ["observe"]);
        running
    }

    /// Hands in an input so many milliseconds after the start, and returns the host's calls.
    fn dispatch(&self, after_ms: f64, input: Input) -> Vec<String> {
        self.shell.dispatch(START + after_ms, input);
        self.page.host.take_calls()
    }

    /// Does `act` from inside every call of this name that the host gets from now on, for as long
    /// as the returned value lives.
    #[must_use]
    fn on(&self, name: &str, act: impl Fn(&Shell) + 'static) -> Closure<dyn FnMut()> {
        let shell = Rc::clone(&self.shell);
        let listener = Closure::<dyn FnMut()>::new(move || act(&shell));
        self.page.host.on(name, &listener);
        listener
    }
}

fn press(response: &str, word: &str) -> Input {
    let (subject, word) = (subject(response), Slug::parse(word).unwrap());
    let (value, by) = (String::new(), By::Reader);
    Input::Signal(Signal::Pressed(Press { subject, word, value, number: 0.0, pressed: false, by }))
}

const NOTHING: [&str; 0] = [];

const UP: &str = r#"{"seq":0,"type":"rated","response":"r1","thumb":"up"}"#;
const DOWN: &str = r#"{"seq":1,"type":"rated","response":"r1","thumb":"down"}"#;

#[wasm_bindgen_test]
fn a_reaction_is_sent_when_it_has_waited_long_enough() {
    let running = Running::started();
    assert_eq!(running.dispatch(0.0, press("r1", "up")), ["wake 5000"]);
    assert_eq!(running.page.host.take_events(), NOTHING);
    assert_eq!(running.dispatch(5_000.0, Input::Woken), ["send 0"]);
    assert_eq!(running.page.host.take_events(), [UP]);
    assert_eq!(running.dispatch(5_100.0, Input::Delivered(0)), NOTHING);
    let ledger = Ledger { captured: 1, delivered: 1, ..Ledger::default() };
    assert_eq!(running.shell.stats(), ledger);
}

#[wasm_bindgen_test]
fn reading_is_measured_on_the_page_and_sent_when_the_page_hides() {
    let running = Running::started();
    assert_eq!(running.dispatch(0.0, Input::Shown), ["wake 0"]);
    for tick in 0..8 {
        assert_eq!(running.dispatch(f64::from(tick) * 250.0, Input::Woken), ["wake 250"]);
    }
    // The first answer goes out of sight, and the second one fills the viewport.
    window().scroll_to_with_x_and_y(0.0, 100.0);
    for tick in 8..12 {
        let calls = running.dispatch(f64::from(tick) * 250.0, Input::Woken);
        assert_eq!(calls.last().unwrap(), "wake 250");
    }
    assert_eq!(running.page.host.take_events(), NOTHING);
    assert_eq!(running.dispatch(3_000.0, Input::Hidden), ["send 0", "wake never"]);
    let [first, second] = running.page.host.take_events().try_into().unwrap();
    assert_eq!(
        first,
        r#"{"seq":0,"type":"viewed","response":"r1","dwell_ms":2000,"depth_pct":100,"visits":1,"chars":3}"#
    );
    // How deep depends on the size of the window.
    let (identity, reading) = second.split_once(r#","depth_pct":"#).unwrap();
    assert_eq!(identity, r#"{"seq":1,"type":"viewed","response":"r2","dwell_ms":3000"#);
    assert!(reading.ends_with(r#","visits":1,"chars":2}"#), "{reading}");
}

#[wasm_bindgen_test]
fn an_answer_that_scrolls_into_view_is_found_by_the_movement() {
    let running = Running::started();
    running.page.find("[data-tellback-response=r1]").remove();
    running.page.root.insert_adjacent_html("afterbegin", "<p style='height: 9000px'>").unwrap();
    assert_eq!(running.dispatch(0.0, Input::Shown), ["wake 0"]);
    assert_eq!(running.dispatch(0.0, Input::Woken), ["wake 250", "wake never"]);
    window().scroll_to_with_x_and_y(0.0, 10_000.0);
    assert_eq!(running.dispatch(1_000.0, Input::Signal(Signal::Moved)), ["wake 250"]);
    assert_eq!(running.dispatch(1_250.0, Input::Woken), ["wake 250"]);
    assert_eq!(running.dispatch(1_500.0, Input::Hidden), ["send 0", "wake never"]);
    let [event] = running.page.host.take_events().try_into().unwrap();
    assert!(event.contains(r#""response":"r2","dwell_ms":500,"#), "{event}");
}

#[wasm_bindgen_test]
fn without_consent_the_host_is_asked_for_nothing() {
    for facts in [
        Facts { opt_out: true, ..Facts::default() },
        Facts { opt_in_required: true, ..Facts::default() },
        Facts { browser_refuses: true, ..Facts::default() },
        Facts { stored_refusal: true, ..Facts::default() },
    ] {
        let running = Running::new(facts);
        for input in [
            Input::Started,
            Input::Shown,
            press("r1", "up"),
            Input::Woken,
            Input::Flushed,
            Input::Hidden,
            Input::Stopped,
        ] {
            assert_eq!(running.dispatch(0.0, input), NOTHING, "{facts:?}");
        }
        assert_eq!(running.shell.stats(), Ledger::default());
    }
}

#[wasm_bindgen_test]
fn opting_out_ends_observation_and_everything_on_its_way() {
    let running = Running::started();
    assert_eq!(running.dispatch(0.0, Input::Shown), ["wake 0"]);
    assert_eq!(running.dispatch(0.0, Input::Woken), ["wake 250"]);
    assert_eq!(running.dispatch(100.0, press("r1", "up")), NOTHING);
    assert_eq!(running.dispatch(100.0, Input::Flushed), ["send 0"]);
    assert_eq!(running.page.host.take_events(), [UP]);
    assert_eq!(running.dispatch(200.0, press("r1", "down")), NOTHING);

    let calls = running.dispatch(300.0, Input::Chosen(Allowed::Nothing));
    assert_eq!(calls, ["unobserve", "abort", "wake never"]);
    for input in [
        press("r2", "up"),
        Input::Shown,
        Input::Woken,
        Input::Delivered(0),
        Input::Flushed,
        Input::Hidden,
        Input::Stopped,
    ] {
        assert_eq!(running.dispatch(1e6, input), NOTHING);
    }
    assert_eq!(running.page.host.take_events(), NOTHING);
    let mut dropped = Dropped::default();
    dropped.add(Loss::OptedOut, 2);
    assert_eq!(running.shell.stats(), Ledger { captured: 2, dropped, ..Ledger::default() });
}

#[wasm_bindgen_test]
fn opting_in_reads_the_page_anew() {
    let running = Running::started();
    let find = |name| running.shell.answers().find(&handle(name), None);
    assert!(find("r1").is_some());
    assert_eq!(running.dispatch(0.0, Input::Chosen(Allowed::Nothing)), ["unobserve", "abort"]);
    // Nobody watches this.
    let first = running.page.find("[data-tellback-response=r1]");
    first.set_attribute("data-tellback-response", "r3").unwrap();
    assert_eq!(running.dispatch(0.0, Input::Chosen(Allowed::Everything)), ["observe"]);
    assert!(find("r1").is_none());
    assert_eq!(find("r3").unwrap().element, first);
}

#[wasm_bindgen_test]
fn an_answer_that_streams_at_the_start_has_appeared_then() {
    let running = Running::new(Facts::default());
    let second = running.page.find("[data-tellback-response=r2]");
    second.set_attribute("data-tellback-state", "streaming").unwrap();
    assert_eq!(running.dispatch(0.0, Input::Started), ["observe"]);
    for response in ["r1", "r2"] {
        running.dispatch(3_000.0, press(response, "regenerate"));
    }
    running.dispatch(3_000.0, Input::Flushed);
    // Only an answer that is complete has been so for a while.
    assert_eq!(
        running.page.host.take_events(),
        [
            r#"{"seq":0,"type":"regenerated","response":"r1","after_ms":3000,"dwell_ms":0}"#,
            r#"{"seq":1,"type":"regenerated","response":"r2","after_ms":0,"dwell_ms":0}"#
        ]
    );
}

#[wasm_bindgen_test]
fn stopping_ends_observation_and_sends_what_waits() {
    let running = Running::started();
    assert_eq!(running.dispatch(0.0, press("r1", "up")), ["wake 5000"]);
    assert_eq!(running.dispatch(0.0, Input::Stopped), ["unobserve", "send 0", "wake never"]);
    assert_eq!(running.page.host.take_events(), [UP]);
    assert_eq!(running.dispatch(0.0, Input::Stopped), NOTHING);
}

#[wasm_bindgen_test]
fn what_happens_inside_observe_waits_its_turn() {
    let running = Running::new(Facts::default());
    let _listener = running.on("observe", |shell| {
        for input in [press("r1", "up"), press("r1", "down"), Input::Flushed] {
            shell.dispatch(START, input);
            assert_eq!(shell.stats(), Ledger::default(), "nothing is handled inside of a call");
        }
    });
    let calls = running.dispatch(0.0, Input::Started);
    assert_eq!(calls, ["observe", "wake 5000", "send 0", "wake never"]);
    assert_eq!(running.page.host.take_events(), [UP, DOWN]);
}

#[wasm_bindgen_test]
fn what_happens_inside_send_waits_until_the_other_effects_are_done() {
    let running = Running::started();
    assert_eq!(running.dispatch(0.0, press("r1", "up")), ["wake 5000"]);
    let _listener = running.on("send", |shell| {
        // Only the first batch is answered at once.
        if shell.stats().captured == 1 {
            shell.dispatch(START, Input::Delivered(0));
            shell.dispatch(START, press("r1", "down"));
            shell.dispatch(START, Input::Flushed);
            let ledger = Ledger { captured: 1, queued: 1, ..Ledger::default() };
            assert_eq!(shell.stats(), ledger);
        }
    });
    let calls = running.dispatch(0.0, Input::Flushed);
    assert_eq!(calls, ["send 0", "wake never", "wake 5000", "send 1", "wake never"]);
    assert_eq!(running.page.host.take_events(), [UP, DOWN]);
    let ledger = Ledger { captured: 2, delivered: 1, queued: 1, ..Ledger::default() };
    assert_eq!(running.shell.stats(), ledger);
}

#[wasm_bindgen_test]
fn opting_out_inside_send_ends_what_was_just_sent() {
    let running = Running::started();
    assert_eq!(running.dispatch(0.0, press("r1", "up")), ["wake 5000"]);
    let _listener =
        running.on("send", |shell| shell.dispatch(START, Input::Chosen(Allowed::Nothing)));
    let calls = running.dispatch(0.0, Input::Flushed);
    assert_eq!(calls, ["send 0", "wake never", "unobserve", "abort"]);
    let mut dropped = Dropped::default();
    dropped.add(Loss::OptedOut, 1);
    assert_eq!(running.shell.stats(), Ledger { captured: 1, dropped, ..Ledger::default() });
}

#[wasm_bindgen_test]
fn a_complaint_may_call_back_while_the_list_is_read() {
    let running = Running::started();
    running
        .page
        .root
        .insert_adjacent_html("beforeend", "<p data-tellback-response='a b'>")
        .unwrap();
    running.shell.answers().mark_stale();
    let _listener = running.on("complain", |shell| {
        assert!(shell.answers().find(&handle("r2"), None).is_none(), "the list is not read yet");
        shell.dispatch(START, press("r1", "up"));
    });
    assert!(running.shell.answers().find(&handle("r2"), None).is_some());
    let calls = running.page.host.take_calls();
    assert_eq!(calls, ["complain data-tellback-response a b", "wake 5000"]);
}
