//! What the page shows, as signals, one a file. Each turns nodes into plain data, with no
//! threshold, timer or consent check of its own: those are the core's.
//!
//! `js/observe.ts` listens, and says when there is something to look at.

pub mod appeared;

pub mod copied;

pub mod grown;

pub mod pressed;

pub mod viewed;
