// @ts-check
// A part of the document for each test, and a host that only writes down what it is asked for.

/**
 * An element at the top left of the document, 400 pixels wide, with this content. As when a page
 * is parsed, `<template shadowrootmode>` becomes a shadow root.
 * @param {string} html
 */
export function open(html) {
  const root = document.createElement("div");
  root.style.cssText = "position: absolute; top: 0; left: 0; width: 400px";
  root.innerHTML = html;
  attachShadowRoots(root);
  document.body.append(root);
  return root;
}

/**
 * A frame at the top left of the document, 300 pixels high, with this content. Its document has no
 * doctype, and its nodes are instances of no class that this one knows.
 * @param {string} html
 */
export function openFrame(html) {
  const frame = document.createElement("iframe");
  frame.style.cssText =
    "position: absolute; top: 0; left: 0; width: 400px; height: 300px; border: 0";
  document.body.append(frame);
  frame.contentDocument?.write(`<body style="margin: 0">${html}`);
  frame.contentDocument?.close();
  return frame;
}

/** @param {HTMLIFrameElement} frame */
export function body(frame) {
  return frame.contentDocument?.body;
}

/** @param {ParentNode} tree */
function attachShadowRoots(tree) {
  for (const template of tree.querySelectorAll("template[shadowrootmode]")) {
    const { parentElement, content } = /** @type {HTMLTemplateElement} */ (template);
    const shadow = parentElement?.attachShadow({ mode: "open" });
    shadow?.append(content);
    template.remove();
    if (shadow) attachShadowRoots(shadow);
  }
}

/**
 * How often an element is asked where it stands while `act` runs.
 * @param {() => void} act
 */
export function askedWhere(act) {
  const { getBoundingClientRect } = Element.prototype;
  let asked = 0;
  Element.prototype.getBoundingClientRect = function () {
    asked += 1;
    return getBoundingClientRect.call(this);
  };
  try {
    act();
  } finally {
    Element.prototype.getBoundingClientRect = getBoundingClientRect;
  }
  return asked;
}

/**
 * The first element that fits, also inside shadow roots.
 * @param {ParentNode} tree
 * @param {string} selector
 * @returns {Element | undefined}
 */
export function find(tree, selector) {
  const found = tree.querySelector(selector);
  if (found) return found;
  for (const { shadowRoot } of tree.querySelectorAll("*")) {
    const inside = shadowRoot && find(shadowRoot, selector);
    if (inside) return inside;
  }
}

/**
 * Takes brackets out of the text below a node, and returns the ranges that they stood around.
 * @param {Node} tree
 */
export function bracketed(tree) {
  const ranges = [];
  const page = tree.ownerDocument ?? document;
  const texts = page.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
  let range = page.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const { data } = /** @type {Text} */ (text);
    for (const [bracket] of data.matchAll(/[[\]]/g)) {
      const at = /** @type {Text} */ (text).data.indexOf(bracket);
      /** @type {Text} */ (text).deleteData(at, 1);
      if (bracket === "[") {
        range = page.createRange();
        range.setStart(text, at);
      } else {
        range.setEnd(text, at);
        ranges.push(range);
      }
    }
  }
  return ranges;
}

/** @typedef {import("../../js/markup.js").Markup} Markup */

/** @type {WeakMap<Markup, MutationObserver>} */
const observers = new WeakMap();

/**
 * Watches a page for as long as it is there, as `js/observe.ts` does.
 * @param {Markup} markup
 */
export function watch(markup) {
  const observer = new MutationObserver(() => {});
  observers.set(markup, observer);
  const what = { childList: true, characterData: true, subtree: true };
  markup.follow(
    new AbortController().signal,
    (tree) => observer.observe(tree, { ...what, attributeFilter: markup.attributes }),
    () => {},
  );
}

/**
 * What a real observer records while `change` runs.
 * @param {Markup} markup
 * @param {() => void} change
 */
export function record(markup, change) {
  const observer = observers.get(markup);
  observer?.takeRecords();
  change();
  return observer?.takeRecords();
}

/** Stands in for `js/tellback.ts`. */
export class FakeHost {
  /** @type {string[]} */
  #calls = [];
  /** @type {string[]} */
  #events = [];
  /** @type {Map<string, () => void>} */
  #listeners = new Map();

  /** @type {import("../../js/markup.js").Markup | undefined} */
  markup;

  /** @param {Node} root */
  constructor(root) {
    this.root = root;
  }

  /**
   * Calls `listener` from inside every call of this name.
   * @param {string} name
   * @param {() => void} listener
   */
  on(name, listener) {
    this.#listeners.set(name, listener);
  }

  /** The calls since the last time, with their arguments. */
  takeCalls() {
    return this.#calls.splice(0);
  }

  /** The events in the bodies that were sent since the last time, each as JSON. */
  takeEvents() {
    return this.#events.splice(0);
  }

  observe() {
    this.#called("observe");
  }

  unobserve() {
    this.#called("unobserve");
  }

  /**
   * @param {number} ticket
   * @param {Uint8Array} body
   */
  send(ticket, body) {
    const { events } = JSON.parse(new TextDecoder().decode(body));
    for (const event of events) this.#events.push(JSON.stringify(event));
    this.#called("send", ticket);
  }

  abort() {
    this.#called("abort");
  }

  /** @param {number | undefined} delayMs */
  wake(delayMs) {
    this.#called("wake", delayMs ?? "never");
  }

  loadControls() {
    this.#called("loadControls");
  }

  explain() {}

  /**
   * @param {string} attribute
   * @param {string} value
   */
  complain(attribute, value) {
    this.#called("complain", attribute, value);
  }

  /**
   * @param {string} name
   * @param {...unknown} args
   */
  #called(name, ...args) {
    this.#calls.push([name, ...args].join(" "));
    this.#listeners.get(name)?.();
  }
}
