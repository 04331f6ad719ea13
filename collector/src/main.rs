//! `tellback-collector`: receives the batches of tellback, stores them, and reports on them.

mod backup;
mod batch;
mod database;
mod export;
mod forward;
mod http;
mod log;
mod output;
mod print;
mod report;
#[cfg(test)]
mod seeded;
mod serve;
mod storage;
mod token;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Receives tellback's batches, stores them in SQLite, and reports on them
#[derive(Parser)]
#[command(version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Receive events and answer questions about them, until SIGTERM or SIGINT
    Serve(serve::Options),
    /// Write all that is stored to a new file, while a collector goes on
    Backup(backup::Options),
    /// Write the report as a page that needs nothing else
    Report(print::Options),
    /// Write what readers did as a data set, in JSON lines
    Export(export::Options),
}

fn main() -> ExitCode {
    let result: Result<(), Box<dyn Error>> = match CommandLine::parse().command {
        Command::Serve(options) => serve::run(options).map_err(Into::into),
        Command::Backup(options) => backup::run(&options).map_err(Into::into),
        Command::Report(options) => print::run(&options).map_err(Into::into),
        Command::Export(options) => export::run(&options).map_err(Into::into),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log::failure(error);
            ExitCode::FAILURE
        }
    }
}
