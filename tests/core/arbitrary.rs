//! Settings and inputs of every kind, in any order, at any time.

use proptest::prelude::*;
use tellback::core::consent::{Allowed, Facts};
use tellback::core::queue::{Failure, Limits};
use tellback::core::signal::{By, Growth, Press, Selection, Signal, State, Subject, View};
use tellback::core::words::Kind;
use tellback::core::words::{Action, Part, Via};

use crate::inputs::{handle, slug};

/// So many cases a run. What fails is printed, to be written down as a script; nothing is left in
/// the working tree.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// An input, and how long after the one before it: sometimes the clock runs backwards.
pub type Step = (i64, Happening);

#[derive(Clone, Debug)]
pub enum Happening {
    Started,
    Signal(Signal),
    Many(Signal, usize),
    Woken,
    Shown,
    Hidden,
    Reconnected,
    Flushed,
    Stopped,
    Chosen(Allowed),
    /// An answer to any request that was ever made, or to one that was not.
    Answered(prop::sample::Index, Option<Failure>),
}

#[derive(Clone, Debug)]
pub struct Setting {
    pub limits: Limits,
    pub sample_rate: f64,
    pub muted: Vec<Kind>,
    pub facts: Facts,
    pub chances: Vec<f64>,
}

pub fn any_setting() -> impl Strategy<Value = Setting> {
    let limits = (
        prop_oneof![Just(1), Just(2), Just(50), 1..100_usize],
        prop_oneof![Just(10), Just(1_500), Just(4_000), Just(16_384), Just(70_000)],
        prop_oneof![Just(0), Just(700), Just(5_000)],
    );
    let limits = limits.prop_map(|(max_events, max_bytes, max_delay_ms)| Limits {
        max_events,
        max_bytes,
        max_delay_ms,
    });
    let muted = prop::sample::subsequence(Kind::ALL.to_vec(), 0..2);
    let sample_rate = prop_oneof![4 => Just(1.0), 1 => Just(0.5)];
    let chances = prop::collection::vec(0.0..1.0, 1..9);
    (limits, sample_rate, muted, any_facts(), chances).prop_map(
        |(limits, sample_rate, muted, facts, chances)| Setting {
            limits,
            sample_rate,
            muted,
            facts,
            chances,
        },
    )
}

/// Mostly without a refusal: otherwise nothing happens until the reader agrees.
fn any_facts() -> impl Strategy<Value = Facts> {
    let rarely = || prop::bool::weighted(0.05);
    (rarely(), rarely(), rarely(), rarely()).prop_map(
        |(opt_out, opt_in_required, browser_refuses, stored_refusal)| Facts {
            opt_out,
            opt_in_required,
            browser_refuses,
            stored_refusal,
            choice: None,
        },
    )
}

/// Anything, one thing at a time.
pub fn any_step() -> impl Strategy<Value = Step> {
    let answer = (any::<prop::sample::Index>(), any_failure());
    let happening = prop_oneof![
        2 => Just(Happening::Started),
        24 => any_signal().prop_map(Happening::Signal),
        8 => Just(Happening::Woken),
        3 => Just(Happening::Shown),
        2 => Just(Happening::Hidden),
        1 => Just(Happening::Reconnected),
        2 => Just(Happening::Flushed),
        1 => prop_oneof![
            3 => Just(Allowed::Everything),
            1 => Just(Allowed::Running),
            2 => Just(Allowed::Nothing),
        ].prop_map(Happening::Chosen),
        10 => answer.prop_map(|(index, failure)| Happening::Answered(index, failure)),
        1 => prop_oneof![1 => Just(Happening::Stopped), 3 => Just(Happening::Started)],
    ];
    (any_delay(), happening)
}

/// More events than an endpoint takes that mostly fails.
pub fn any_flood() -> impl Strategy<Value = Step> {
    let long = handle(&"x".repeat(128));
    let subject = Subject { response: long.clone(), conversation: Some(long.clone()), turn: None };
    let regenerate = Press {
        subject,
        word: slug("regenerate"),
        value: long.as_str().to_owned(),
        number: f64::NAN,
        pressed: false,
        by: By::Host,
    };
    let signal = prop_oneof![
        4 => Just(Signal::Pressed(regenerate)),
        1 => any_press().prop_map(Signal::Pressed),
        1 => any_signal(),
    ];
    let failure = any_failure().prop_map(|failure| {
        Some(failure.unwrap_or(Failure { status: 503, retry_after_ms: Some(60_000) }))
    });
    let answer = (any::<prop::sample::Index>(), prop_oneof![3 => failure, 1 => any_failure()]);
    let happening = prop_oneof![
        2 => Just(Happening::Started),
        8 => (signal, 100..500_usize).prop_map(|(signal, n)| Happening::Many(signal, n)),
        4 => any_signal().prop_map(Happening::Signal),
        1 => prop_oneof![Just(Happening::Shown), Just(Happening::Hidden), Just(Happening::Woken)],
        6 => answer.prop_map(|(index, failure)| Happening::Answered(index, failure)),
    ];
    (any_delay(), happening)
}

fn any_delay() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => Just(0),
        4 => 1..600_i64,
        2 => 1_000..40_000_i64,
        1 => 1_700_000..1_900_000_i64,
        1 => 0..200_000_000_i64,
        1 => -3_000_000..0_i64,
    ]
}

fn any_failure() -> impl Strategy<Value = Option<Failure>> {
    let status = prop::sample::select(vec![0, 304, 400, 404, 408, 413, 413, 422, 429, 500, 503]);
    let retry_after_ms = prop::option::of(prop_oneof![0..90_000_u64, any::<u64>()]);
    let failure = (status, retry_after_ms)
        .prop_map(|(status, retry_after_ms)| Failure { status, retry_after_ms });
    prop::option::weighted(0.6, failure)
}

fn any_signal() -> impl Strategy<Value = Signal> {
    prop_oneof![
        2 => Just(Signal::Active),
        2 => Just(Signal::Moved),
        1 => Just(Signal::Changed),
        1 => any_subject().prop_map(Signal::Vanished),
        1 => any_subject().prop_map(|subject| Signal::Withdrawn(subject.response)),
        1 => any_growth().prop_map(Signal::Appeared),
        2 => any_growth().prop_map(Signal::Grown),
        8 => prop::collection::vec(any_view(), 0..4).prop_map(Signal::Viewed),
        12 => any_press().prop_map(Signal::Pressed),
        3 => (any_subject(), any_selection()).prop_map(|(subject, part)| Signal::Copied(subject, part)),
    ]
}

fn any_subject() -> impl Strategy<Value = Subject> {
    let long = "r".repeat(128);
    let response =
        prop::sample::select(vec!["r1".to_owned(), "r2".to_owned(), "r3".to_owned(), long]);
    let conversation = prop::option::of(prop::sample::select(vec!["c1", "c2", "c3"]));
    let turn = prop::option::of(prop::sample::select(vec!["t1", "t2"]));
    (response, conversation, turn).prop_map(|(response, conversation, turn)| Subject {
        response: handle(&response),
        conversation: conversation.map(handle),
        turn: turn.map(handle),
    })
}

/// A name of any length that a name may have.
fn any_length(most: usize) -> impl Strategy<Value = String> {
    (1..=most).prop_map(|length| "x".repeat(length))
}

fn any_growth() -> impl Strategy<Value = Growth> {
    let instead_of = prop::option::of(prop::sample::select(vec!["r1", "r2"]));
    (any_subject(), any_state(), 0..3_u32, instead_of).prop_map(
        |(subject, state, chars, instead_of)| Growth {
            subject,
            state,
            chars,
            instead_of: instead_of.map(handle),
        },
    )
}

fn any_state() -> impl Strategy<Value = State> {
    prop::sample::select(vec![State::Streaming, State::Complete, State::Unstated])
}

fn any_view() -> impl Strategy<Value = View> {
    let edges = (-200.0..2_000.0, -200.0..2_000.0, -10.0..2_000.0, 0.0..900.0_f64);
    (any_subject(), edges, 0.0..900.0_f64, 0..4_000_u32).prop_map(
        |(subject, (top, bottom, height, window), width, chars)| View {
            subject,
            top,
            bottom,
            height,
            width,
            window,
            chars,
        },
    )
}

fn any_press() -> impl Strategy<Value = Press> {
    let known = prop::sample::select(Action::ALL.to_vec()).prop_map(|a| a.name().to_owned());
    let word = prop_oneof![6 => known, 1 => any_length(32)];
    let values = ["", "r1", "r2", "r3", "worked", "prompt", "correction", "a,b", "a,,b", "no name"];
    let number = prop_oneof![Just(f64::NAN), 0.0..2.0_f64, Just(4.0), any::<f64>()];
    let by = prop::sample::select(vec![By::Reader, By::Reader, By::Script, By::Host, By::Past]);
    let value = prop::sample::select(values.to_vec());
    (any_subject(), word, value, number, prop::bool::weighted(0.2), by).prop_map(
        |(subject, word, value, number, pressed, by)| Press {
            subject,
            word: slug(&word),
            value: value.to_owned(),
            number,
            pressed,
            by,
        },
    )
}

fn any_selection() -> impl Strategy<Value = Selection> {
    (0..5_000_u32, 0..5_000_u32, 0..9_000_u32, 0..9_u32, prop::bool::weighted(0.9)).prop_map(
        |(from, chars, total, section, trusted)| Selection {
            from,
            chars,
            total,
            part: Part::Mixed,
            section,
            via: if section % 2 == 0 { Via::Button } else { Via::Selection },
            hover_ms: (section % 3 == 0).then_some(u64::from(from) * 1_000),
            trusted,
        },
    )
}
