//! The lines of a script as inputs; `script.rs` shows them all.

use std::fmt::Debug;
use std::str::FromStr;

use tellback::core::Input;
use tellback::core::consent::Allowed;
use tellback::core::handle::{Handle, Slug};
use tellback::core::ledger::{Dropped, Loss};
use tellback::core::queue::Failure;
use tellback::core::signal::{By, Growth, Press, Selection, Signal, State, Subject, View};
use tellback::core::stream::Left;
use tellback::core::wire::Encoded;
use tellback::core::words::{Part, Via};

/// A line of a script, without its time, as an input.
pub fn input(words: &[&str]) -> Input {
    match words {
        ["started"] => Input::Started,
        ["woken"] => Input::Woken,
        ["shown"] => Input::Shown,
        ["hidden"] => Input::Hidden,
        ["reconnected"] => Input::Reconnected,
        ["flushed"] => Input::Flushed,
        ["stopped"] => Input::Stopped,
        ["opted", "in"] => Input::Chosen(Allowed::Everything),
        ["opted", "out", "of", "new"] => Input::Chosen(Allowed::Running),
        ["opted", "out"] => Input::Chosen(Allowed::Nothing),
        ["delivered", ticket] => Input::Delivered(ticket.parse().unwrap()),
        ["failed", ticket, status, rest @ ..] => {
            let retry_after_ms = value(rest, "after").map(|ms| ms.parse().unwrap());
            let failure = Failure { status: status.parse().unwrap(), retry_after_ms };
            Input::Failed(ticket.parse().unwrap(), failure)
        }
        ["restored", stream, rest @ ..] => Input::Restored(left(stream, rest)),
        ["taken", stream] => Input::Taken((*stream).into()),
        _ => Input::Signal(signal(words)),
    }
}

/// `f00@c1 delivered 2 overflow 1 lost 1 events 3,4`: votes, because what they say is all the same.
fn left(stream: &str, words: &[&str]) -> Left {
    let (name, conversation) = stream.split_once('@').unwrap();
    let count = |name: &str| value(words, name).map_or(0, |count| count.parse().unwrap());
    let event = |seq: &str| {
        let seq: u32 = seq.parse().unwrap();
        let json = format!(r#"{{"seq":{seq},"type":"rated","response":"r1","thumb":"up"}}"#);
        Encoded::again(json)
    };
    let mut dropped = Dropped::default();
    for loss in Loss::ALL {
        dropped.add(loss, count(loss.name()));
    }
    Left {
        name: format!("{name:0>32}"),
        conversation: handle(conversation),
        context: vec![(slug("model"), slug("old"))],
        delivered: count("delivered"),
        dropped,
        events: value(words, "events")
            .map_or_else(Vec::new, |seqs| seqs.split(',').map(event).collect()),
    }
}

fn signal(words: &[&str]) -> Signal {
    match words {
        ["active"] => Signal::Active,
        ["moved"] => Signal::Moved,
        ["changed"] => Signal::Changed,
        ["vanished", answer] => Signal::Vanished(subject(answer)),
        ["withdrawn", name] => Signal::Withdrawn(handle(name)),
        ["view", rest @ ..] => Signal::Viewed(views(rest)),
        ["appeared", answer, state, rest @ ..] => Signal::Appeared(growth(answer, state, rest)),
        ["grown", answer, state, rest @ ..] => Signal::Grown(growth(answer, state, rest)),
        ["press", answer, word, rest @ ..] => {
            let by = if rest.contains(&"untrusted") { By::Script } else { By::Reader };
            Signal::Pressed(Press {
                pressed: rest.contains(&"pressed"),
                ..press(answer, word, rest, by)
            })
        }
        ["call", answer, word, rest @ ..] => Signal::Pressed(press(answer, word, rest, By::Host)),
        ["preload", answer, word, rest @ ..] => {
            Signal::Pressed(press(answer, word, rest, By::Past))
        }
        ["copy", answer, place, rest @ ..] => {
            let (from, to, total) = place_of(place);
            let selection = Selection {
                from,
                chars: to - from,
                total,
                part: part(rest),
                section: value(rest, "section").map_or(0, |section| section.parse().unwrap()),
                via: if rest.contains(&"button") { Via::Button } else { Via::Selection },
                hover_ms: value(rest, "hover").map(|ms| ms.parse().unwrap()),
                trusted: !rest.contains(&"untrusted"),
            };
            Signal::Copied(subject(answer), selection)
        }
        _ => panic!("unknown input: {}", words.join(" ")),
    }
}

/// What the words after `view` or `see` say.
pub fn views(words: &[&str]) -> Vec<View> {
    if *words == ["nothing"] {
        return Vec::new();
    }
    words.join(" ").split(", ").map(view).collect()
}

/// `r1 0..400/1000 in 600 wide 400 chars 1200`.
fn view(text: &str) -> View {
    let words: Vec<_> = text.split_whitespace().collect();
    let (top, bottom, height) = place_of(words[1]);
    View {
        subject: subject(words[0]),
        top,
        bottom,
        height,
        window: value(&words, "in").map_or(600.0, |window| window.parse().unwrap()),
        width: value(&words, "wide").map_or(400.0, |width| width.parse().unwrap()),
        chars: chars(&words),
    }
}

fn growth(answer: &str, state: &str, words: &[&str]) -> Growth {
    let turn = value(words, "turn").map(handle);
    let instead_of = value(words, "instead_of").map(handle);
    let subject = Subject { turn, ..subject(answer) };
    Growth { subject, state: self::state(state), chars: chars(words), instead_of }
}

/// `stars 4`, or `outcome is worked`: the number or the value after the word.
fn press(answer: &str, word: &str, words: &[&str], by: By) -> Press {
    let number = words.first().and_then(|number| number.parse().ok());
    Press {
        subject: subject(answer),
        word: slug(word),
        value: value(words, "is").unwrap_or_default().to_owned(),
        number: number.unwrap_or(f64::NAN),
        pressed: false,
        by,
    }
}

fn chars(words: &[&str]) -> u32 {
    value(words, "chars").map_or(1_000, |chars| chars.parse().unwrap())
}

/// `from..to/whole`.
fn place_of<T: FromStr<Err: Debug>>(text: &str) -> (T, T, T) {
    let (range, whole) = text.split_once('/').unwrap();
    let (from, to) = range.split_once("..").unwrap();
    (from.parse().unwrap(), to.parse().unwrap(), whole.parse().unwrap())
}

/// `r1`, or `r1@c1` in a marked conversation.
fn subject(text: &str) -> Subject {
    let (response, conversation) = match text.split_once('@') {
        Some((response, conversation)) => (response, Some(handle(conversation))),
        None => (text, None),
    };
    Subject { response: handle(response), conversation, turn: None }
}

fn state(word: &str) -> State {
    match word {
        "streaming" => State::Streaming,
        "complete" => State::Complete,
        "unstated" => State::Unstated,
        _ => panic!("unknown state: {word}"),
    }
}

fn part(words: &[&str]) -> Part {
    let named = Part::ALL.into_iter().find(|part| words.contains(&part.name()));
    named.unwrap_or(Part::Text)
}

/// The word after `name`.
fn value<'a>(words: &[&'a str], name: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| *word == name)?;
    words.get(at + 1).copied()
}

/// A look at an answer: the part of it that shows, and its height and length by then.
pub fn look(top: f64, bottom: f64, height: f64, chars: u32) -> View {
    View { subject: subject("r1"), top, bottom, height, window: 600.0, width: 400.0, chars }
}

pub fn handle(text: &str) -> Handle {
    Handle::parse(text).unwrap()
}

pub fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}
