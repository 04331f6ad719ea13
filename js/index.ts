/**
 * tellback records how people react to AI answers, without recording what they read or write.
 *
 * @module
 */

import type { Options } from "./options.js";
import { Tellback } from "./tellback.js";

declare global {
  interface HTMLElementTagNameMap {
    "tellback-bar": HTMLElement;
  }
}

export type {
  Batch,
  EventType,
  Ledger,
  Options,
  Selectors,
  Strings,
  TellbackEvent,
} from "./options.js";
export type { Intent, Rating, Status, Tellback } from "./tellback.js";

/**
 * The attributes of `<tellback-bar>`, for frameworks that check their templates.
 *
 * @example
 * ```ts
 * // React 18 and newer, in any file of yours that TypeScript reads and that imports something
 * import type { DetailedHTMLProps, HTMLAttributes } from "react";
 * import type { BarAttributes } from "tellback";
 *
 * declare module "react" {
 *   namespace JSX {
 *     interface IntrinsicElements {
 *       "tellback-bar": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & BarAttributes;
 *     }
 *   }
 * }
 * ```
 */
export interface BarAttributes {
  /** The handle of the answer that the bar is about, as in `data-tellback-response`. */
  for: string;
}

/**
 * Starts capture on this page, unless the reader has opted out.
 *
 * Returns at once and never throws. Gestures count from this call on, also while the wasm is
 * still loading; where the page is left before it is there, they are lost. What is wrong with the
 * options, or goes wrong later, rejects {@link Tellback.ready} and is logged once; the page goes on
 * as if tellback were not there.
 *
 * A second call for the same root, for a part of it, or for what is around it returns the instance
 * that is running, and warns: no reaction is recorded twice.
 *
 * @example
 * ```js
 * import { start } from "tellback";
 * const tellback = start({ endpoint: "/feedback" });
 * ```
 */
export function start(options: Options): Tellback {
  return Tellback.start(options);
}
