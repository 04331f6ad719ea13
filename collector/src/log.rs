//! The log: lines on standard error about the program itself, never about what it receives.

use std::fmt::Display;
use std::io::{self, Write};

/// Writes one line. A log that can't be written is no reason to stop.
pub fn line(message: impl Display) {
    let _ = writeln!(io::stderr(), "tellback-collector: {message}");
}
