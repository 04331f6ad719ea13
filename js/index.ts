/**
 * tellback records how people react to AI answers, without recording what they read or write.
 *
 * @module
 */

import type { Options } from "./options.js";
import { Tellback } from "./tellback.js";

export type {
  Batch,
  EventType,
  Ledger,
  Options,
  Selectors,
  TellbackEvent,
} from "./options.js";
export type { ConsentStrings, ControlStrings, Strings } from "./strings.js";
export type {
  BarAttributes,
  BarElement,
  ControlEvents,
  OutcomeAttributes,
  OutcomeElement,
} from "./tags.js";
export type { Intent, Rating, Status, Tellback } from "./tellback.js";

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
