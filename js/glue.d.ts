// What wasm-bindgen makes of src/api.rs.

import type { Host } from "./host.js";

/**
 * The JavaScript side of one wasm, whose imports come from a module of this name. A page that needs
 * both builds has two of them.
 */
export function glue(module: string): {
  imports: WebAssembly.Imports;
  /** To be called once, with what the wasm exports, before anything of it is. */
  link(exports: WebAssembly.Exports): void;
  Capture: typeof Capture;
};

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
