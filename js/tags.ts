/**
 * The tags of the controls, their attributes and events, for frameworks that check their templates.
 */

import type { Rating } from "./tellback.js";

declare global {
  interface HTMLElementTagNameMap {
    "tellback-bar": BarElement;
    "tellback-compare": HTMLElement;
    "tellback-consent": HTMLElement;
    "tellback-outcome": OutcomeElement;
  }
  // Elements hear of these, and what they bubble to: the document and the window.
  interface GlobalEventHandlersEventMap extends ControlEvents {}
}

/**
 * The attributes of `<tellback-bar>`.
 *
 * @example
 * ```ts
 * // React 18 and newer, in any file of yours that TypeScript reads and that imports something.
 * // (`tellback/react` has components that need none of this.)
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
  /** What the reader votes with. Default: `"thumbs"`. */
  rating?: "thumbs" | "stars";
  /** The vote of an earlier visit. What the reader says on this page outranks it. */
  value?: "up" | "down" | "1" | "2" | "3" | "4" | "5";
  /** Shows a button that copies the answer. */
  copy?: "" | true;
  /** Shows a button that asks for another answer: the host hears of it by `tellback-regenerated`. */
  regenerate?: "" | true;
  /**
   * The reasons to choose from after a good vote, as words with spaces between; `""` asks for none.
   * Default: `"accurate helpful clear complete concise"`.
   */
  "good-reasons"?: string;
  /**
   * The same after a bad vote, which is a thumb down or at most 3 stars. Default:
   * `"inaccurate unhelpful offensive too_long off_topic"`.
   */
  "bad-reasons"?: string;
}

/** A `<tellback-bar>`, with the properties that go by its attributes `for` and `value`. */
export interface BarElement extends HTMLElement {
  htmlFor: string;
  get value(): string | null;
  set value(value: string | number | null);
}

/** A `<tellback-outcome>`, with the property that goes by its attribute `for`. */
export interface OutcomeElement extends HTMLElement {
  htmlFor: string;
}

/** The attributes of `<tellback-outcome>`. */
export interface OutcomeAttributes {
  /** The handle of the answer that it asks about. */
  for: string;
  /** Seconds from when the answer is complete until it asks. Default: `"0"`. */
  after?: string;
}

/**
 * What the controls tell the page, before it is recorded. All bubble, also out of shadow roots.
 * `preventDefault()` keeps what the reader did from being recorded and shown, but where said.
 */
export interface ControlEvents {
  /** A vote, or `null` where one is taken back. */
  "tellback-rated": CustomEvent<{ response: string; rating: Rating | null }>;
  /** The reasons that are chosen now, for this vote. */
  "tellback-reasoned": CustomEvent<{ response: string; rating: Rating; reasons: string[] }>;
  /** A comment as it was written: it is redacted only after this. */
  "tellback-commented": CustomEvent<{
    response: string;
    rating: Rating;
    reasons: string[];
    comment: string;
  }>;
  /** The bar is about to copy this text. Prevent it to copy something else; it is recorded anyway. */
  "tellback-copied": CustomEvent<{ response: string; text: string }>;
  /** The reader asks for another answer, and that is recorded already. */
  "tellback-regenerated": CustomEvent<{ response: string }>;
  /** A comparison is decided: a handle, `"tie"` or `"both_bad"`. */
  "tellback-compared": CustomEvent<{ shown: [string, string]; choice: string }>;
  /** The reader says whether the answer worked. */
  "tellback-outcome": CustomEvent<{ response: string; outcome: "worked" | "partly" | "failed" }>;
  /** The reader does not want to say whether it worked. Prevent it to keep the question. */
  "tellback-dismissed": CustomEvent<{ response: string }>;
  /** The reader has refused. This has taken effect already, and nothing can prevent it. */
  "tellback-refused": CustomEvent<{ scope: "everything" | "new-conversations" }>;
  /** The reader agrees. Prevent it where something else has to come first. */
  "tellback-agreed": CustomEvent<Record<string, never>>;
}
