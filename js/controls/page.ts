/**
 * What all controls share: which parts of the page are observed, which answers still stream, and
 * when a control is brought up to date.
 */

import { fits, isWithin } from "../markup.js";
import type { Strings } from "../options.js";

/** A part of the page that is observed, and the texts of its controls. */
export interface Part {
  root: Document | Element | ShadowRoot;
  strings: Partial<Strings>;
}

/** The answers that stream, by where they were looked for. */
export type Streaming = Map<ParentNode, Set<string | null>>;

/** The parts of the page where controls are shown, by who observes them. */
const parts = new Map<object, Part>();

/** The controls that are on the page. */
const controls = new Set<Control>();

/** What is to be brought up to date before the next paint. */
const due = new Set<Control>();

/** The thumb that each answer got. A bar may be rendered anew, and its answer keeps its vote. */
export let votes = new Map<string, string | undefined>();

const RESPONSE = "data-tellback-response";
const STATE = "data-tellback-state";
const WATCHED = {
  subtree: true,
  childList: true,
  attributeFilter: [RESPONSE, STATE],
  attributeOldValue: true,
};

/** A control: it is rendered whenever what it shows may have changed. */
export abstract class Control extends HTMLElement {
  /** The handle of the answer that it is about. */
  abstract get answer(): string;

  /** Brings it up to date. */
  abstract render(streaming: Streaming): void;

  connectedCallback(): void {
    controls.add(this);
    for (const root of rootsFor(this)) changes.observe(root, WATCHED);
    renderSoon(this);
  }

  disconnectedCallback(): void {
    controls.delete(this);
    if (controls.size === 0) changes.disconnect();
  }
}

/**
 * Follows the host's markup: an answer that still streams gets its controls when it is complete,
 * also where that is another element than the one that streamed.
 */
const changes = new MutationObserver((records) => {
  const changed = new Set<string | null>();
  for (const { type, target, oldValue, addedNodes, removedNodes } of records) {
    if (type === "attributes") {
      changed.add(responseOf(target as Element));
      // The name that it had; where its state changed, no control is about an answer of that name.
      changed.add(oldValue);
    }
    for (const node of [...addedNodes, ...removedNodes]) {
      if (!fits(node, "*")) continue;
      changed.add(responseOf(node as Element));
      for (const response of responsesIn(node as Element, `[${RESPONSE}]`)) changed.add(response);
    }
  }
  renderThoseOf(changed);
});

/** Shows controls in a part of the page, or hides them where there is none. */
export function change(
  owner: object,
  part: Part | undefined,
  remembered: Map<string, string | undefined>,
): void {
  votes = remembered;
  if (part) parts.set(owner, part);
  else parts.delete(owner);
  if (part && controls.size > 0) changes.observe(part.root, WATCHED);
  for (const control of controls) renderSoon(control);
}

/** The observed part of the page that a control stands in. */
export function partOf(control: Control): Part | undefined {
  return [...parts.values()].find(({ root }) => isWithin(control, root));
}

/** Renders all controls that are due together, so that the page is read once for all of them. */
export function renderSoon(control: Control): void {
  if (due.size === 0) queueMicrotask(renderDue);
  due.add(control);
}

/** Renders the controls of these answers. */
export function renderThoseOf(answers: Set<string | null>): void {
  for (const control of controls) if (answers.has(control.answer)) renderSoon(control);
}

function renderDue(): void {
  const streaming: Streaming = new Map();
  const rendered = [...due];
  due.clear();
  for (const control of rendered) control.render(streaming);
}

/** Whether the answer of a control still streams. */
export function isStreaming(control: Control, streaming: Streaming): boolean {
  for (const root of rootsFor(control)) {
    let answers = streaming.get(root);
    if (!answers) {
      answers = new Set(responsesIn(root, `[${RESPONSE}][${STATE}="streaming"]`));
      streaming.set(root, answers);
    }
    if (answers.has(control.answer)) return true;
  }
  return false;
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
