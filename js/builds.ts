// Where the wasm comes from. What is one file puts the wasm itself in the place of this module.

import type { Capture } from "./glue.js";

/** One of the two builds of the wasm. */
export interface Build {
  /** What a host is told that serves another one. */
  name: string;
  /** By what name it imports. */
  module: string;
  /** Without an address, it is beside the JavaScript. */
  get(url: string | undefined): Promise<Response>;
  /** However many instances start at once, they share one wasm. */
  loading?: Promise<typeof Capture> | undefined;
}

// Bundlers find the files by these very expressions, whatever they know of WebAssembly.

/** What nearly every page loads. */
export const PLAIN: Build = {
  name: "tellback_bg.wasm",
  module: "a",
  get: (url) => load(url ?? new URL("./tellback_bg.wasm", import.meta.url)),
};

/** What pages load instead whose options ask for more than that. */
export const FULL: Build = {
  name: "tellback_full_bg.wasm",
  module: "b",
  get: (url) => load(url ?? new URL("./tellback_full_bg.wasm", import.meta.url)),
};

function load(url: string | URL): Promise<Response> {
  // The address of a page says what its reader reads, and is nobody else's business.
  return fetch(url, { referrerPolicy: "no-referrer" });
}
