use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

const BETWEEN_SIGNS: Duration = Duration::from_millis(500);

/// What an export has written and left out, and a sign of life on a terminal.
pub struct Tally {
    noun: &'static str,
    written: u64,
    left_out: BTreeMap<&'static str, u64>,
    last_sign: Instant,
    is_watched: bool,
}

impl Tally {
    /// Nothing yet of what is called `noun`.
    pub fn new(noun: &'static str) -> Self {
        Self {
            noun,
            written: 0,
            left_out: BTreeMap::new(),
            last_sign: Instant::now(),
            is_watched: io::stderr().is_terminal(),
        }
    }

    /// Counts what was written.
    pub fn write(&mut self, number: u64) {
        self.written += number;
        self.show();
    }

    /// Counts one that was left out, and why.
    pub fn leave_out(&mut self, reason: &'static str) {
        *self.left_out.entry(reason).or_default() += 1;
        self.show();
    }

    fn show(&mut self) {
        if self.is_watched && self.last_sign.elapsed() >= BETWEEN_SIGNS {
            self.last_sign = Instant::now();
            let _ = write!(io::stderr(), "\r{} {} …", self.written, self.noun);
        }
    }

    /// Says all of it on standard error.
    pub fn report(&self) {
        let mut err = io::stderr().lock();
        let back = if self.is_watched { "\r" } else { "" };
        let _ = writeln!(err, "{back}{} {} written", self.written, self.noun);
        for (reason, number) in &self.left_out {
            let _ = writeln!(err, "{number} left out: {reason}");
        }
    }
}
