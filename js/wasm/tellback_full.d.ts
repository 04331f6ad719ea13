// The module that wasm-bindgen makes of src/api.rs with all that only some pages ask for.

export * from "./tellback.js";
export { default } from "./tellback.js";
