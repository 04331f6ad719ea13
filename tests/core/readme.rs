//! README's table of all that leaves the page, against the types that leave it.

use std::collections::BTreeMap;

use serde_json::Value;
use tellback::core::anonymize::Draft;
use tellback::core::handle::Slugs;
use tellback::core::reading::Read;
use tellback::core::redact::Redacted;
use tellback::core::signal::{Rating, Selection};
use tellback::core::wire;
use tellback::core::words::{Basis, Intent, Kind, Part, Verdict, Via, Worked};

use crate::inputs::{handle, slug};

const README: &str = include_str!("../../README.md");

/// The table's rows by type of event: the cell that lists the fields.
fn rows() -> BTreeMap<&'static str, &'static str> {
    let (_, section) = README.split_once("## Everything that leaves the page").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (kind, rest) = row.split_once("` | ").unwrap();
        (kind, rest.split_once(" | ").unwrap().1)
    })
    .collect()
}

/// One event of each shape that a type has on the wire, with every optional field.
pub fn drafts() -> Vec<Draft> {
    let selection = Selection {
        from: 1,
        chars: 2,
        total: 3,
        part: Part::Code,
        section: 1,
        via: Via::Button,
        hover_ms: Some(1),
        trusted: true,
    };
    let pair = || [handle("r1"), handle("r2")];
    let preferred =
        |verdict| Draft::preferred(pair(), verdict, Basis::Switched, Some(handle("r1")));
    vec![
        Draft::rated(Some(Rating::Up), None),
        Draft::rated(Some(Rating::Stars(4)), None),
        Draft::reasoned(Slugs::parse("too_long").unwrap()),
        Draft::commented(Redacted::of("not so")),
        Draft::viewed(Read { dwell_ms: 1, depth: 0.5, visits: 1, chars: 9 }),
        Draft::copied(&selection),
        Draft::regenerated(1, 1, Some(handle("r2"))),
        Draft::edited(true, 0.5),
        Draft::followed_up(1, Intent::Unknown),
        Draft::stopped(1),
        Draft::switched(handle("r2")),
        preferred(Verdict::One),
        preferred(Verdict::Tie),
        Draft::outcome(Worked::Yes),
        Draft::acted(slug("save"), true),
        Draft::left(1, 1, None),
    ]
}

#[test]
fn every_type_of_event_has_a_row_and_every_row_a_type() {
    let mut kinds = Kind::ALL.map(Kind::name);
    kinds.sort_unstable();
    assert_eq!(rows().into_keys().collect::<Vec<_>>(), kinds);
}

#[test]
fn every_field_stands_in_the_row_of_its_type() {
    let rows = rows();
    let mut seen = Vec::new();
    for draft in drafts() {
        let kind = draft.kind().name();
        let json = wire::json(&draft.place(0, Some(handle("r1"))));
        let event: BTreeMap<String, Value> = serde_json::from_slice(&json).unwrap();
        for field in event.keys().filter(|field| !["seq", "type", "response"].contains(&&***field))
        {
            assert!(rows[kind].contains(&format!("`{field}`")), "{kind}: {field}");
        }
        seen.push(kind);
    }
    assert!(Kind::ALL.iter().all(|kind| seen.contains(&kind.name())));
}
