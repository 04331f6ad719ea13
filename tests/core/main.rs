//! Every decision of the core: scripts of inputs in, effects out.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has to stop"
)]

mod allocator;
mod contract;
mod inputs;
mod script;

mod consent;
mod session;

mod copied;
mod depth;
mod left;
mod preference;
mod rated;
mod reactions;
mod reading;
mod regenerated;
mod sampling;
mod unrecorded;

mod anonymize;
mod handle;
mod randomize;
mod redact;

mod fuzz;

mod time;

mod batches;
mod delivery;
mod herd;
mod kept;
mod memory;
mod overflow;

mod budget;

mod ledger;
mod streams;
mod visits;
mod wire;

mod arbitrary;
mod properties;

mod readme;
mod schema;
mod traces;
