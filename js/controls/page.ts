/**
 * What all controls share: which parts of the page are observed, which answers still stream, and
 * when a control is brought up to date.
 */

import { fits, isWithin } from "../dom.js";
import { controls as standard } from "../strings/en.js";
import type { ControlStrings, Strings } from "../strings.js";
import type { Rating as Rated } from "../tellback.js";

/** What a reader says of an answer; `null` takes it back. */
export type Rating = Rated | null;

/** What the reader prefers: the handle of an answer, or neither. */
export type Choice = string;

/** Who records what the controls are told: the same calls that a host may use. */
export interface Reporter {
  rate(response: string, rating: Rating, details?: { reasons?: string[]; comment?: string }): void;
  compared(comparison: { shown: [string, string]; choice: Choice }): void;
  outcome(response: string, outcome: "worked" | "partly" | "failed"): void;
  /** Whether the reader has refused the conversation of an answer. */
  refuses(response: string): boolean;
}

/** What the controls know of whoever observes a part of the page. */
export interface Settings {
  root: Document | Element | ShadowRoot;
  strings: Partial<Strings>;
  /** Whether the host asks for comments. */
  comments?: boolean;
}

/** A part of the page that is observed, where controls are shown. */
export interface Part {
  root: ParentNode & Node;
  strings: ControlStrings;
  comments: boolean;
  reporter: Reporter;
}

/** The answers that cannot be reacted to now, by where they were looked for. */
export type Busy = Map<ParentNode, Set<string | null>>;

/** The parts of the page where controls are shown, by who observes them. */
const parts = new Map<Reporter, Part>();

/** The controls that are on the page. */
const controls = new Set<Control>();

/** The controls whose surroundings are not yet followed. */
const arrived = new Set<Control>();

/** What is to be brought up to date before the next paint. */
const due = new Set<Control>();

/**
 * What the reader said, by answer, or by whatever else a control asked about. A control may be
 * rendered anew, and what was said to it stays.
 */
export let said = new Map<string, unknown>();

const RESPONSE = "data-tellback-response";
const STATE = "data-tellback-state";
const OPTED_OUT = "data-tellback-optout";
const CONVERSATION = "data-tellback-conversation";
const BUSY = `[${RESPONSE}][${STATE}="streaming"],[${OPTED_OUT}] [${RESPONSE}],[${RESPONSE}][${OPTED_OUT}]`;
const WATCHED = {
  subtree: true,
  childList: true,
  attributeFilter: [RESPONSE, STATE, OPTED_OUT, CONVERSATION],
  attributeOldValue: true,
};

/** A control: it is rendered whenever what it shows may have changed. */
export abstract class Control extends HTMLElement {
  /** The handles of the answers that it is about. */
  abstract get answers(): string[];

  /**
   * Brings it up to date; without a part of the page that is observed, it shows nothing. `isBusy`
   * says that there is one, but that its answers cannot be reacted to now.
   */
  abstract render(part: Part | undefined, isBusy: boolean): void;

  connectedCallback(): void {
    controls.add(this);
    arrived.add(this);
    renderSoon(this);
  }

  disconnectedCallback(): void {
    controls.delete(this);
    if (controls.size === 0) changes.disconnect();
  }

  /**
   * Tells the page what the reader has just done, before it is recorded. Whether to go on: the page
   * can prevent it.
   */
  protected tell(name: string, detail: object): boolean {
    const options = { bubbles: true, composed: true, cancelable: true, detail };
    return this.dispatchEvent(new CustomEvent(`tellback-${name}`, options));
  }
}

/**
 * Follows the host's markup: an answer that still streams gets its controls when it is complete,
 * also where that is another element than the one that streamed.
 */
const changes = new MutationObserver((records) => {
  const changed = new Set<string | null>();
  for (const { type, target, attributeName, oldValue, addedNodes, removedNodes } of records) {
    if (attributeName === OPTED_OUT || attributeName === CONVERSATION) {
      renderAll();
    } else if (type === "attributes") {
      changed.add(responseOf(target as Element));
      // The name that it had; where its state changed, no control is about an answer of that name.
      changed.add(oldValue);
    }
    for (const node of [...addedNodes, ...removedNodes]) {
      if (!fits(node, "*")) continue;
      changed.add(responseOf(node as Element));
      for (const answer of answersIn(node as Element)) changed.add(responseOf(answer));
    }
  }
  for (const control of controls) {
    if (control.answers.some((answer) => changed.has(answer))) renderSoon(control);
  }
});

/** Shows controls in a part of the page, or hides them where there is none. */
export function change(
  reporter: Reporter,
  settings: Settings | undefined,
  remembered: Map<string, unknown>,
): void {
  said = remembered;
  if (settings) {
    const { root, strings, comments = false } = settings;
    const { strings: known } = parts.get(reporter) ?? {};
    parts.set(reporter, { root, comments, reporter, strings: known ?? complete(strings) });
    for (const control of controls) arrived.add(control);
  } else {
    parts.delete(reporter);
  }
  renderAll();
}

/** A host's texts, and the standard ones where it gives none. */
function complete(given: Partial<Strings>): ControlStrings {
  const strings = { ...standard, reasons: { ...standard.reasons, ...given.reasons } };
  for (const [name, text] of Object.entries(given)) {
    // Those of `<tellback-consent>` are its own.
    if (name === "reasons" || name.startsWith("consent") || text === undefined) continue;
    if (Object.hasOwn(standard, name) && typeof text === "string" && text) {
      Object.assign(strings, { [name]: text });
    } else {
      const names = Object.keys(standard).join(", ");
      console.error(`tellback: options.strings.${name}: expected a text, and one of ${names}`);
    }
  }
  return strings;
}

/** Renders all controls. */
function renderAll(): void {
  for (const control of controls) renderSoon(control);
}

/** Renders a control before the next paint. */
export function renderSoon(control: Control): void {
  if (due.size === 0) queueMicrotask(renderDue);
  due.add(control);
}

/** All controls that are due are rendered together, so that the page is read once for all of them. */
function renderDue(): void {
  const busy: Busy = new Map();
  for (const root of new Set([...arrived].flatMap((control) => [...rootsFor(control)]))) {
    changes.observe(root, WATCHED);
  }
  arrived.clear();
  const rendered = [...due];
  due.clear();
  for (const control of rendered) {
    const part = partOf(control);
    const waits = !!part && isBusy(control, busy);
    control.render(waits ? undefined : part, waits);
  }
}

/** The observed part of the page that a control stands in, unless nothing there may be recorded. */
function partOf(control: Control): Part | undefined {
  if (isOptedOut(control)) return undefined;
  const part = [...parts.values()].find(({ root }) => isWithin(control, root));
  const isRefused = control.answers.some((answer) => part?.reporter.refuses(answer));
  return isRefused ? undefined : part;
}

/** Whether nothing can be said about the answers of a control. */
function isBusy(control: Control, busy: Busy): boolean {
  const { answers } = control;
  if (answers.length === 0) return true;
  return [...rootsFor(control)].some((root) => {
    if (!busy.has(root)) busy.set(root, new Set(answersIn(root, BUSY).map(responseOf)));
    return answers.some((answer) => busy.get(root)?.has(answer));
  });
}

/** Whether it stands in a part of the page that must never be captured. */
function isOptedOut(node: Element): boolean {
  const { host } = node.getRootNode() as ShadowRoot;
  return !!node.closest(`[${OPTED_OUT}]`) || (!!host && isOptedOut(host));
}

/** The element of an answer. */
export function elementOf(control: Control, answer: string): Element | undefined {
  return [...rootsFor(control)]
    .flatMap((root) => answersIn(root))
    .find((element) => responseOf(element) === answer);
}

/** Where the answer of a control may be: in the roots around it, and in what is observed. */
function rootsFor(control: Control): Set<ParentNode> {
  const roots = new Set<ParentNode>();
  let node: Node | undefined = control;
  while (node) {
    const root = node.getRootNode() as ShadowRoot;
    roots.add(root);
    node = root.nodeType === 11 ? root.host : undefined;
  }
  for (const { root } of parts.values()) roots.add(root);
  return roots;
}

export const HANDLE = /^[\w.:-]{1,128}$/;
export const EXPECTED_HANDLE = "an opaque handle of 1 to 128 characters A-Z a-z 0-9 _ . : -";

/** What was complained of: each mistake once, on however many controls it is. */
const complained = new Set<string>();

/** Says so in the console where an attribute has a value that means nothing. */
export function expect(control: Control, attribute: string, holds: RegExp, what: string): void {
  const value = control.getAttribute(attribute);
  if (value === null || holds.test(value)) return;
  // A few characters tell which it is; the rest may be an e-mail address.
  const shown = value.length > 8 ? `${value.slice(0, 3)}…` : value;
  complain(`<${control.localName} ${attribute}="${shown}">: expected ${what}`);
}

export function complain(problem: string): void {
  if (complained.has(problem)) return;
  complained.add(problem);
  console.warn(`tellback: ${problem}`);
}

/** The answers in a part of the page. */
export function answersIn(root: ParentNode, selector = `[${RESPONSE}]`): Element[] {
  try {
    return [...root.querySelectorAll(selector)];
  } catch {
    // The page has named something else so.
    return [];
  }
}

/** The handle of an answer. */
export function responseOf(element: Element): string | null {
  return Element.prototype.getAttribute.call(element, RESPONSE);
}
