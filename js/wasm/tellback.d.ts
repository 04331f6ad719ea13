// The module that wasm-bindgen makes of src/api.rs.

import type { Host } from "../host.js";

/**
 * Fetches and compiles the wasm, once, however often it is called; anew after a failure. Without a
 * URL it is beside the module.
 */
export default function init(url: string | undefined): Promise<unknown>;

/** A running capture. Any call may throw, and after a panic every call does. */
export class Capture {
  constructor(host: Host);
  begin(at: number): void;
  pressed(
    at: number,
    control: Element | undefined,
    action: string,
    value: string,
    number: number,
    response: string,
    flags: number,
  ): void;
  copied(at: number, ranges: Range[], trusted: boolean, hovered: string, hoverMs: number): void;
  mutated(renamed: boolean, stale: boolean, grown: Element[]): number;
  moved(at: number): number;
  active(at: number): void;
  shown(): void;
  hidden(): void;
  online(): void;
  woken(): void;
  settled(ticket: number, status: number, retryAfterMs: number | undefined): void;
  restored(words: string[], counts: number[], events: string[]): void;
  taken(stream: string): void;
  choose(choice: number): void;
  flush(): void;
  stats(): Uint8Array;
  refuses(response: string): boolean;
  waiting(): Uint8Array;
  stop(): void;
}
