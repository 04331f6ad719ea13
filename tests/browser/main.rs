//! The browser half in real browsers: what it reads from a real page, and what it does about it.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has to stop"
)]

mod page;

mod answers;

mod selectors;

mod shadows;

mod pressed;

mod copied;

mod appeared;

mod grown;

mod viewed;

mod dispatch;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
