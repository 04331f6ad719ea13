import type { Batch, start as Start, Tellback } from "../../js/index.ts";

declare global {
  /** What the pages of these tests, and the tests themselves, keep on a page's `window`. */
  interface Window {
    start: typeof Start;
    tellback: Tellback;
    /** What `pages/oracle/session.js` is at. */
    session: { traits: string; select(): void; end(): Promise<object> };
    /** How many clicks the page's own handlers have seen. */
    clicks: number;
    /** How often a click calls into the wasm, and how many listeners for clicks there were. */
    callsInClick: number;
    clickListeners: number;
    /** How many listeners are registered, where the test counts them. */
    listening(): number;
    /** Whether the page came back from the back/forward cache. */
    restored: boolean;
    /** What a test's own `onBatch` has seen. */
    taken: Batch[];
    seen: number;
    /** What `sessionStorage` holds when another tab has refused. */
    left: string[];
    /** A second instance. */
    other: Tellback;
    flushed: Promise<void>;
    /** For how many milliseconds the page has waited for a timer since then. */
    waited(since: number): number;
    /** The memory of the wasm. */
    memory: WebAssembly.Memory;
    /** What the browser's performance observer noted. */
    noted: PerformanceEntry[];
  }
}
