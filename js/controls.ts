/**
 * The controls, loaded only where a page uses one of their tags.
 *
 * They record nothing. Their buttons carry the same marks as a host's own buttons, and a press is
 * seen by the same listener.
 *
 * @module
 */

import type { Strings } from "./options.js";

const STANDARD: Strings = {
  rate: "Rate this answer",
  up: "Good answer",
  down: "Bad answer",
  thanks: "Thank you for your feedback",
  retracted: "Feedback removed",
};

/** Adopted style sheets work under a strict content security policy, where style tags do not. */
const STYLE = `
:host {
  display: inline-flex;
  block-size: var(--tellback-size, 2rem);
  vertical-align: middle;
  color: var(--tellback-color, inherit);
}
:host([hidden]) { display: none; }
[part="group"] { display: inline-flex; gap: var(--tellback-gap, 0.25rem); }
[part="group"][hidden] { display: none; }
button {
  all: unset;
  box-sizing: border-box;
  display: grid;
  place-items: center;
  inline-size: var(--tellback-size, 2rem);
  block-size: var(--tellback-size, 2rem);
  min-inline-size: 24px;
  min-block-size: 24px;
  border-radius: var(--tellback-radius, 0.5rem);
  cursor: pointer;
}
button:hover { background: color-mix(in srgb, currentColor 12%, transparent); }
button:focus-visible { outline: 2px solid var(--tellback-focus, currentColor); outline-offset: 1px; }
svg { inline-size: 58%; block-size: 58%; fill: none; stroke: currentColor; stroke-width: 1.75;
  stroke-linecap: round; stroke-linejoin: round; }
button[aria-pressed="true"] { color: var(--tellback-pressed, inherit); }
button[aria-pressed="true"] path:last-child { fill: currentColor; }
[part="status"] {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (forced-colors: active) {
  button[aria-pressed="true"] { outline: 2px solid Highlight; outline-offset: -2px; }
}
`;

/** A cuff, and a hand above it, on a grid of 24; the thumb down is the same, turned round. */
const CUFF = "M3 11h4v9H3z";
const HAND = "M7 11l4-8a2 2 0 0 1 3 2l-1 4h6a2 2 0 0 1 2 2.4l-1.4 7A2 2 0 0 1 17.6 20H7z";

let strings = STANDARD;
let isVisible = false;
let sheet: CSSStyleSheet | undefined;

/** The bars that are on the page. */
const bars = new Set<TellbackBar>();

/** Follows the host's markup: an answer that still streams gets its bar when it is complete. */
const states = new MutationObserver(() => {
  for (const bar of bars) bar.render();
});

/** Shows or hides all controls, with these texts in place of the standard ones. */
export function show(visible: boolean, texts: Partial<Strings>): void {
  isVisible = visible;
  strings = { ...STANDARD, ...texts };
  if (!customElements.get("tellback-bar")) customElements.define("tellback-bar", TellbackBar);
  for (const bar of bars) bar.render();
}

/**
 * `<tellback-bar for="ID">`: a thumb up and a thumb down for the answer of that handle.
 *
 * It shows nothing while the answer streams, and nothing when the reader has opted out. It takes
 * the same room in every state, so nothing moves when it appears.
 */
class TellbackBar extends HTMLElement {
  static observedAttributes = ["for"];

  readonly #group = document.createElement("span");
  readonly #status = document.createElement("span");
  readonly #thumbs = [
    { name: "up" as const, button: thumb("up") },
    { name: "down" as const, button: thumb("down") },
  ];

  constructor() {
    super();
    this.#group.setAttribute("part", "group");
    this.#group.setAttribute("role", "group");
    this.#status.setAttribute("part", "status");
    this.#status.setAttribute("role", "status");
    for (const { button } of this.#thumbs) {
      // The listener that records the vote captures, so it has seen the button as it was.
      button.addEventListener("click", () => this.#press(button));
      this.#group.append(button);
    }
    const shadow = this.attachShadow({ mode: "open" });
    sheet ??= styleSheet();
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.#group, this.#status);
  }

  connectedCallback(): void {
    if (bars.size === 0) {
      const attributeFilter = ["data-tellback-state", "data-tellback-response"];
      states.observe(document, { subtree: true, attributeFilter });
    }
    bars.add(this);
    this.render();
  }

  disconnectedCallback(): void {
    bars.delete(this);
    if (bars.size === 0) states.disconnect();
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    // The bar is about another answer now, and that one has not been rated yet.
    if (before !== null && before !== after) {
      for (const { button } of this.#thumbs) button.setAttribute("aria-pressed", "false");
      this.#status.textContent = "";
    }
    this.render();
  }

  /** Brings the bar up to date with its answer, the reader's choice and the texts. */
  render(): void {
    const id = this.getAttribute("for") ?? "";
    this.#group.setAttribute("data-tellback-for", id);
    this.#group.setAttribute("aria-label", strings.rate);
    this.#group.hidden = !isVisible || isStreaming(this.getRootNode() as ParentNode, id);
    for (const { name, button } of this.#thumbs) {
      button.setAttribute("aria-label", strings[name]);
      button.title = strings[name];
    }
  }

  #press(pressed: HTMLButtonElement): void {
    const isRetracted = pressed.getAttribute("aria-pressed") === "true";
    for (const { button } of this.#thumbs) {
      button.setAttribute("aria-pressed", String(button === pressed && !isRetracted));
    }
    this.#status.textContent = isRetracted ? strings.retracted : strings.thanks;
  }
}

function isStreaming(root: ParentNode, id: string): boolean {
  const answer = root.querySelector(`[data-tellback-response="${CSS.escape(id)}"]`);
  return answer?.getAttribute("data-tellback-state") === "streaming";
}

function thumb(action: "up" | "down"): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("part", `button ${action}`);
  button.setAttribute("data-tellback-action", action);
  button.setAttribute("aria-pressed", "false");
  const icon = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  const shape = svg("g", action === "down" ? { transform: "rotate(180 12 12)" } : {});
  shape.append(svg("path", { d: CUFF }), svg("path", { d: HAND }));
  icon.append(shape);
  button.append(icon);
  return button;
}

function svg(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function styleSheet(): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(STYLE);
  return made;
}
