//! tellback records how people react to AI answers, in the browser, without recording what they
//! read or write.
//!
//! Signals **see**, the core **decides**, the shell **does**. [`core`] is pure: it takes the time
//! and an input, and returns effects. The browser half listens to the page, hands what it sees to
//! the core, and carries out what the core asks for. `ARCHITECTURE.md` is the map.
//!
//! The one way from a reaction to the network leads through [`core::anonymize`]. A raw
//! [`core::signal::Signal`] has no serialized form, so it cannot be sent by mistake:
//!
//! ```compile_fail
//! fn send(_: &impl serde::Serialize) {}
//! fn leak(signal: &tellback::core::signal::Signal) {
//!     send(signal);
//! }
//! ```
//!
//! An event has one:
//!
//! ```
//! fn send(_: &impl serde::Serialize) {}
//! fn deliver(event: &tellback::core::anonymize::Event) {
//!     send(event);
//! }
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod core;

#[cfg(target_arch = "wasm32")]
pub mod browser;

#[cfg(target_arch = "wasm32")]
mod api;
