//! Which database a command is about.

use std::env;
use std::path::PathBuf;

use clap::Args;

const DEFAULT: &str = "tellback.sqlite";

/// The option that all commands have in common.
#[derive(Args, Debug)]
pub struct Database {
    /// SQLite file [default: $TELLBACK_DB, or tellback.sqlite]
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

impl Database {
    /// The file that was named, by the option or else by the environment.
    pub fn path(&self) -> PathBuf {
        let named = self.db.clone().or_else(|| {
            env::var_os("TELLBACK_DB").filter(|file| !file.is_empty()).map(PathBuf::from)
        });
        named.unwrap_or_else(|| DEFAULT.into())
    }
}
