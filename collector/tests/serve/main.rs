//! `tellback-collector serve`, as a program: each test has its own process, port and database.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has to stop"
)]

mod batches;
mod collector;
mod exporting;
mod files;
mod forwarding;
mod hiding;
mod hosts;
mod keeping;
mod lifecycle;
mod limits;
mod origins;
mod randomized;
mod refusing;
mod report;
mod starting;
mod storing;
mod tokens;
