//! The traces in `tests/traces`: what a reader does, and the exact events that it must give.
//! `tests/e2e/traces.spec.js` acts out those of the lesson with real gestures.

use std::fs;
use std::path::Path;

use crate::script::check_events;

#[test]
fn every_trace_gives_exactly_its_events() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces");
    let mut traces = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>();
        let trace = lines.join("\n");
        let (script, expected) = trace.split_once("\n=>\n").unwrap();
        check_events(&format!("with left\n{script}"), expected);
        traces += 1;
    }
    assert!(traces >= 8, "{traces}");
}
