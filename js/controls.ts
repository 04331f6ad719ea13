/**
 * The controls, loaded only where a page uses one of their tags.
 *
 * They record nothing. Their buttons carry the same marks as a host's own buttons, and a press is
 * seen by the same listener.
 *
 * @module
 */

import { TellbackBar } from "./controls/bar.js";
import { change, type Part } from "./controls/page.js";

const TAGS = { "tellback-bar": TellbackBar };

/**
 * Shows the controls in a part of the page, or hides them where there is none, and brings all of
 * them up to date.
 */
export function show(
  owner: object,
  part: Part | undefined,
  votes: Map<string, string | undefined>,
): void {
  change(owner, part, votes);
  for (const [tag, control] of Object.entries(TAGS)) {
    if (!customElements.get(tag)) customElements.define(tag, control);
  }
}
