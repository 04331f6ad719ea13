/**
 * The controls, loaded only where a page uses one of their tags.
 *
 * They record nothing. Their buttons carry the same marks as a host's own buttons, and a press is
 * seen by the same listener.
 *
 * @module
 */

import { fits, isWithin } from "./dom.js";
import type { Strings } from "./options.js";

/** A part of the page that is observed, and the texts of its controls. */
interface Part {
  root: Document | Element | ShadowRoot;
  strings: Partial<Strings>;
}

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

const RESPONSE = "data-tellback-response";
const STATE = "data-tellback-state";
const WATCHED = {
  subtree: true,
  childList: true,
  attributeFilter: [RESPONSE, STATE],
  attributeOldValue: true,
};

/** The parts of the page where controls are shown, by who observes them. */
const parts = new Map<object, Part>();

/** The bars that are on the page. */
const bars = new Set<TellbackBar>();

/** The thumb that each answer got. A bar may be rendered anew, and its answer keeps its vote. */
let votes = new Map<string, string | undefined>();

let sheet: CSSStyleSheet | undefined;

/**
 * Follows the host's markup: an answer that still streams gets its bar when it is complete, also
 * where that is another element than the one that streamed.
 */
const changes = new MutationObserver((records) => {
  const changed = new Set<string | null>();
  for (const { type, target, oldValue, addedNodes, removedNodes } of records) {
    if (type === "attributes") {
      changed.add(responseOf(target as Element));
      // The name that it had; where its state changed, no bar is about an answer of that name.
      changed.add(oldValue);
    }
    for (const node of [...addedNodes, ...removedNodes]) {
      if (!fits(node, "*")) continue;
      changed.add(responseOf(node as Element));
      for (const response of responsesIn(node as Element, `[${RESPONSE}]`)) changed.add(response);
    }
  }
  for (const bar of bars) if (changed.has(bar.answer)) renderSoon(bar);
});

/**
 * Shows the controls in a part of the page, or hides them where there is none, and brings all of
 * them up to date.
 */
export function show(
  owner: object,
  part: Part | undefined,
  remembered: Map<string, string | undefined>,
): void {
  votes = remembered;
  if (part) parts.set(owner, part);
  else parts.delete(owner);
  if (!customElements.get("tellback-bar")) customElements.define("tellback-bar", TellbackBar);
  if (part && bars.size > 0) changes.observe(part.root, WATCHED);
  for (const bar of bars) renderSoon(bar);
}

/** What is to be brought up to date before the next paint. */
const due = new Set<TellbackBar>();

/** Renders all bars that are due together, so that the page is read once for all of them. */
function renderSoon(bar: TellbackBar): void {
  if (due.size === 0) queueMicrotask(renderDue);
  due.add(bar);
}

function renderDue(): void {
  const streaming: Streaming = new Map();
  const rendered = [...due];
  due.clear();
  for (const bar of rendered) bar.render(streaming);
}

/** The answers that stream, by where they were looked for. */
type Streaming = Map<ParentNode, Set<string | null>>;

function isStreaming(bar: TellbackBar, streaming: Streaming): boolean {
  for (const root of rootsFor(bar)) {
    let answers = streaming.get(root);
    if (!answers) {
      answers = new Set(responsesIn(root, `[${RESPONSE}][${STATE}="streaming"]`));
      streaming.set(root, answers);
    }
    if (answers.has(bar.answer)) return true;
  }
  return false;
}

/** Where the answer of a bar may be: in the roots around it, and in what is observed. */
function rootsFor(bar: TellbackBar): Set<ParentNode> {
  const roots = new Set<ParentNode>();
  let node: Node | undefined = bar;
  while (node) {
    const root = node.getRootNode() as ShadowRoot;
    roots.add(root);
    node = root.nodeType === 11 ? root.host : undefined;
  }
  for (const { root } of parts.values()) roots.add(root);
  return roots;
}

function responsesIn(root: ParentNode, selector: string): (string | null)[] {
  try {
    return Array.from(root.querySelectorAll(selector), responseOf);
  } catch {
    // The page has named something else so.
    return [];
  }
}

function responseOf(element: Element): string | null {
  return Element.prototype.getAttribute.call(element, RESPONSE);
}

/**
 * `<tellback-bar for="ID">`: a thumb up and a thumb down for the answer of that handle.
 *
 * It shows nothing while the answer streams, nothing when the reader has opted out, and nothing
 * outside of the part of the page that is observed. It takes the same room in every state, so
 * nothing moves when it appears.
 */
class TellbackBar extends HTMLElement {
  static observedAttributes = ["for"];

  #strings = STANDARD;
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
    for (const { name, button } of this.#thumbs) {
      // The listener that records the vote captures, so it has seen the button as it was.
      button.addEventListener("click", () => this.#press(name));
      this.#group.append(button);
    }
    const shadow = this.attachShadow({ mode: "open" });
    sheet ??= styleSheet();
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.#group, this.#status);
  }

  /** The handle of the answer that it is about. */
  get answer(): string {
    return this.getAttribute("for") ?? "";
  }

  connectedCallback(): void {
    bars.add(this);
    for (const root of rootsFor(this)) changes.observe(root, WATCHED);
    renderSoon(this);
  }

  disconnectedCallback(): void {
    bars.delete(this);
    if (bars.size === 0) changes.disconnect();
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    // The bar is about another answer now, of which nothing has been said.
    if (before !== after) this.#status.textContent = "";
    renderSoon(this);
  }

  /** Brings the bar up to date with its answer, the votes, the reader's choice and the texts. */
  render(streaming: Streaming): void {
    const { answer } = this;
    const part = [...parts.values()].find(({ root }) => isWithin(this, root));
    this.#strings = { ...STANDARD, ...part?.strings };
    this.#group.setAttribute("data-tellback-for", answer);
    this.#group.setAttribute("aria-label", this.#strings.rate);
    this.#group.hidden = !part || isStreaming(this, streaming);
    if (!part) this.#status.textContent = "";
    for (const { name, button } of this.#thumbs) {
      button.setAttribute("aria-pressed", String(votes.get(answer) === name));
      button.setAttribute("aria-label", this.#strings[name]);
      button.title = this.#strings[name];
    }
  }

  #press(name: "up" | "down"): void {
    const { answer } = this;
    const isRetracted = votes.get(answer) === name;
    votes.set(answer, isRetracted ? undefined : name);
    for (const bar of bars) if (bar.answer === answer) renderSoon(bar);
    this.#status.textContent = isRetracted ? this.#strings.retracted : this.#strings.thanks;
  }
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
