//! README's table of all that leaves the page, against the types that leave it.

use std::collections::BTreeMap;

use serde_json::Value;
use tellback::core::anonymize::{Kind, Reaction, anonymize};
use tellback::core::reading::Read;
use tellback::core::signal::{Part, Rating, Selection, Via};
use tellback::core::wire;

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

/// One reaction of each shape that a type has on the wire, with every optional field.
fn reactions() -> Vec<Reaction> {
    let selection = Selection {
        from: 1,
        chars: 2,
        total: 3,
        part: Part::Code,
        section: 1,
        via: Via::Button,
        trusted: true,
    };
    vec![
        Reaction::Rated(Rating::Up),
        Reaction::Rated(Rating::Stars(4)),
        Reaction::Retracted(Rating::Down),
        Reaction::Viewed(Read { dwell_ms: 1, depth: 0.5, visits: 1, chars: 9 }),
        Reaction::Copied(selection),
        Reaction::Regenerated { after_ms: 1, dwell_ms: 1, replacement: Some(handle("r2")) },
        Reaction::Acted(slug("save")),
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
    for reaction in reactions() {
        let kind = reaction.kind().name();
        let json = wire::json(&anonymize(0, handle("r1"), reaction));
        let event: BTreeMap<String, Value> = serde_json::from_slice(&json).unwrap();
        for field in event.keys().filter(|field| !["seq", "type", "response"].contains(&&***field))
        {
            assert!(rows[kind].contains(&format!("`{field}`")), "{kind}: {field}");
        }
        seen.push(kind);
    }
    assert!(Kind::ALL.iter().all(|kind| seen.contains(&kind.name())));
}
