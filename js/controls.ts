/**
 * The controls, loaded only where a page uses one of their tags.
 *
 * They record nothing themselves: what a reader says to them, they say by the calls that a host may
 * use, and the buttons that copy and regenerate are marked like a host's own.
 *
 * @module
 */

import { TellbackBar } from "./controls/bar.js";
import { TellbackCompare } from "./controls/compare.js";
import { TellbackOutcome } from "./controls/outcome.js";
import { change, type Reporter, type Settings } from "./controls/page.js";

const TAGS = {
  "tellback-bar": TellbackBar,
  "tellback-compare": TellbackCompare,
  "tellback-outcome": TellbackOutcome,
};

/**
 * Shows the controls in a part of the page, or hides them where there is none, and brings all of
 * them up to date.
 */
export function show(
  reporter: Reporter,
  settings: Settings | undefined,
  said: Map<string, unknown>,
): void {
  change(reporter, settings, said);
  for (const [tag, control] of Object.entries(TAGS)) {
    if (!customElements.get(tag)) customElements.define(tag, control);
  }
}
