//! `tellback-collector backup`.

use std::path::PathBuf;

use clap::Args;

use crate::database::Database;
use crate::storage::{self, BackupError};

/// What `backup` is told.
#[derive(Args, Debug)]
pub struct Options {
    #[command(flatten)]
    database: Database,

    /// File to write, which must not exist yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Writes the backup.
pub fn run(options: &Options) -> Result<(), BackupError> {
    storage::backup(&options.database.path(), &options.out)
}
