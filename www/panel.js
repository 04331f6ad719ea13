// @ts-check
import { byId, clone, within } from "./dom.js";

/**
 * The live panel: every batch as it leaves the page, and the library's own figures.
 *
 * @import { Batch, Tellback } from "tellback"
 */

/** Batches shown at most; the count goes on. */
const SHOWN = 50;

/** A batch is delivered some time after it was handed out. */
const DELIVERY_MS = 1000;

/** How often a library that is still loading is looked at. */
const LOADING_MS = 200;

export class Panel {
  /** @type {Tellback | undefined} */
  #tellback;
  #batches = 0;
  #events = 0;
  #list = byId("batches", HTMLElement);

  constructor() {
    byId("refresh", HTMLButtonElement).addEventListener("click", () => this.#refresh());
    byId("flush", HTMLButtonElement).addEventListener("click", () => this.#flush());
    // After the library, which counts what it is told of before the page is.
    for (const reaction of ["click", "copy"]) {
      document.addEventListener(reaction, () => setTimeout(() => this.#refresh()));
    }
  }

  /**
   * Shows what a running library does.
   *
   * @param {Tellback} tellback
   */
  attach(tellback) {
    this.#tellback = tellback;
    this.#refresh();
    tellback.ready.catch((error) => this.fail(error));
  }

  /**
   * Says that there is no library, or that it can't work.
   *
   * @param {unknown} error
   */
  fail(error) {
    const status = byId("status", HTMLElement);
    const reason = error instanceof Error ? error.message : error;
    status.textContent = `Feedback is unavailable. The chat works without it. (${reason})`;
    status.hidden = false;
    this.#refresh();
    document.documentElement.toggleAttribute("data-no-feedback", true);
  }

  /**
   * Shows a batch that leaves the page. It is bound, and returns nothing, so that it can be the
   * library's `onBatch`.
   *
   * @param {Batch} batch
   * @returns {undefined}
   */
  add = (batch) => {
    this.#batches += 1;
    this.#events += batch.events.length;
    const item = clone("batch-template", HTMLElement);
    const bytes = new TextEncoder().encode(JSON.stringify(batch)).length;
    const types = [...new Set(batch.events.map(({ type }) => type))].join(", ");
    within(item, ".types", HTMLElement).textContent = types;
    within(item, ".size", HTMLElement).textContent =
      `${plural(batch.events.length, "event")}, ${plural(bytes, "byte")}`;
    within(item, "code", HTMLElement).append(...tokens(JSON.stringify(batch, null, 2)));
    this.#list.prepend(item);
    while (this.#list.children.length > SHOWN) this.#list.lastElementChild?.remove();
    this.#refresh();
    setTimeout(() => this.#refresh(), DELIVERY_MS);
  };

  async #flush() {
    await this.#tellback?.flush();
    this.#refresh();
  }

  #refresh() {
    byId("count", HTMLElement).textContent =
      `${plural(this.#batches, "batch", "batches")}, ${plural(this.#events, "event")}`;
    byId("badge", HTMLElement).textContent = String(this.#events);
    byId("no-batches", HTMLElement).hidden = this.#batches > 0;
    if (this.#tellback) showStats(this.#tellback.stats());
    if (this.#tellback?.status === "loading") setTimeout(() => this.#refresh(), LOADING_MS);
  }
}

/** @param {ReturnType<Tellback["stats"]>} stats */
function showStats({ captured, delivered, queued, dropped }) {
  const reasons = Object.entries(dropped).filter(([, count]) => count > 0);
  const sum = reasons.reduce((total, [, count]) => total + count, 0);
  for (const [name, count] of Object.entries({ captured, delivered, queued, dropped: sum })) {
    byId(`stat-${name}`, HTMLElement).textContent = String(count);
  }
  byId("drop-reasons", HTMLElement).textContent = reasons
    .map(([reason, count]) => `${count} ${reason.replaceAll("_", " ")}`)
    .join(", ");
}

/**
 * JSON as text and coloured parts.
 *
 * @param {string} json
 * @returns {(string | HTMLElement)[]}
 */
function tokens(json) {
  const parts = json.split(/("(?:\\.|[^"\\])*"(?:: )?|-?\d[\d.e+-]*|true|false|null)/);
  return parts.map((part, at) => {
    if (at % 2 === 0) return part;
    const token = document.createElement("span");
    token.className = part.endsWith(": ") ? "key" : part.startsWith('"') ? "string" : "literal";
    token.textContent = part;
    return token;
  });
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
