//! `tellback-collector`: receives the batches of tellback, stores them, and reports on them.

mod batch;
mod http;
mod log;
mod report;
mod serve;
mod storage;

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
}

fn main() -> ExitCode {
    let result = match CommandLine::parse().command {
        Command::Serve(options) => serve::run(options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log::line(error);
            ExitCode::FAILURE
        }
    }
}
