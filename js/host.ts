import type { Facts } from "./consent.js";
import type { Markup } from "./markup.js";
import type { Settings } from "./options.js";

/** What the wasm may ask of the page; `src/browser/host.rs` is the other side. */
export interface Host extends Settings, Facts {
  markup: Markup;
  optOut: boolean;
  optInRequired: boolean;
  /** Whether there is a place to keep events for a page that comes later. */
  isKept: boolean;
  isMuted(type: string): boolean;
  /** Listens to the page, and says at once whether it is shown. */
  observe(): void;
  unobserve(): void;
  /** Sends a body, which has to be copied at once, and reports later what became of it. */
  send(ticket: number, body: Uint8Array): void;
  /** Keeps the events of a body for a page that comes later, or no longer; it is copied at once. */
  store(body: Uint8Array, keep: boolean): void;
  /** Aborts all that is on its way, and reports none of it. */
  abort(): void;
  /** Sets the one timer anew; without a delay, it is cleared. */
  wake(delayMs: number | undefined): void;
  /** Hears what became of an input, as `Outcome` in `src/core/unrecorded.rs` says it. */
  explain(outcome: number): void;
  /** 32 random bits. */
  random(): number;
}
