//! The log: lines on standard error about the program itself, never about what it receives.

use std::fmt::Display;
use std::io::{self, Write};

use clap::ValueEnum;
use tracing::Level;

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Begins the log of a collector that runs. A line that can't be written is no reason to stop.
pub fn begin(format: Format) {
    let log = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_max_level(Level::INFO)
        .with_ansi(false)
        .with_target(false)
        .log_internal_errors(false);
    match format {
        Format::Text => log.init(),
        Format::Json => log.json().flatten_event(true).init(),
    }
}

/// Says why a command failed.
pub fn failure(reason: impl Display) {
    let _ = writeln!(io::stderr(), "tellback-collector: {reason}");
}
