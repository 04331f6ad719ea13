// @ts-check
import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { test } from "node:test";
import { provide } from "./globals.js";
import { load } from "./source.js";

const { observe } = await load("observe");

/** @typedef {import("node:test").TestContext} TestContext */

/**
 * A page of one element: as much of it as `observe` asks for.
 * @param {TestContext} t
 */
function openPage(t) {
  const view = new EventTarget();
  class Node extends EventTarget {
    /** @returns {Node | null} */
    get ownerDocument() {
      return page.isSameNode(this) ? null : page;
    }

    get nodeType() {
      return page.isSameNode(this) ? 9 : 1;
    }

    /** @param {Node} other */
    isSameNode(other) {
      return this === other;
    }
  }
  class Document extends Node {
    get defaultView() {
      return view;
    }

    get hidden() {
      return false;
    }
  }
  class Element extends Node {
    shadowRoot = null;

    matches() {
      return false;
    }
  }
  const page = new Document();
  const observer = { isObserving: false, observed: /** @type {unknown[]} */ ([]) };
  provide(t, "Node", () => Node);
  provide(t, "Document", () => Document);
  provide(t, "DocumentFragment", () => Document);
  provide(t, "Element", () => Element);
  provide(
    t,
    "MutationObserver",
    () =>
      class {
        /** @param {unknown} tree */
        observe(tree) {
          observer.isObserving = true;
          observer.observed.push(tree);
        }
        disconnect() {
          observer.isObserving = false;
        }
      },
  );
  return { view, page, element: new Element(), observer };
}

/**
 * Observes an element, and writes down what is heard.
 * @param {EventTarget} element
 * @param {object} [reading] of the markup
 * @param {() => void} [recheck]
 */
function listen(element, reading = {}, recheck = () => {}) {
  /** @type {unknown[][]} */
  const heard = [];
  const capture = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (/** @type {unknown[]} */ ...args) =>
          heard.push([name, ...args]),
    },
  );
  const ended = new AbortController();
  // Node takes more than ten for a leak.
  setMaxListeners(20, ended.signal);
  const markup = {
    shadows: [],
    leave: () => {},
    follow: (/** @type {AbortSignal} */ ended, /** @type {Function} */ watch) =>
      watch(element, ended),
    ...reading,
  };
  const isThere = observe(
    /** @type {never} */ (element),
    /** @type {never} */ (markup),
    ended.signal,
    (tell) => tell(/** @type {never} */ (capture)),
    recheck,
    () => heard.push(["leave"]),
  );
  return { heard, isThere, end: () => ended.abort() };
}

test("it says whether the page is shown once that can be heard, and nothing after its end", (t) => {
  const { view, element, observer } = openPage(t);
  const { heard, isThere, end } = listen(element);
  assert.deepEqual(heard, []);
  isThere();
  assert.deepEqual(heard.splice(0), [["shown"]]);
  view.dispatchEvent(new Event("pagehide"));
  assert.deepEqual(heard.splice(0), [["leave"], ["hidden"]]);
  assert.equal(observer.isObserving, true);
  end();
  assert.equal(observer.isObserving, false);
  element.dispatchEvent(new Event("click"));
  view.dispatchEvent(new Event("pagehide"));
  assert.deepEqual(heard, []);
});

test("a press is told with what the control said of itself before it", (t) => {
  const { element } = openPage(t);
  /** @type {object | undefined} */
  let press;
  const { heard } = listen(element, { press: () => press });
  heard.splice(0);
  element.dispatchEvent(new Event("click"));
  assert.deepEqual(heard, [], "it is no control");
  for (const pressed of [true, false]) {
    press = { control: element, action: "up", value: "4", response: "r1", pressed };
    element.dispatchEvent(new Event("click"));
    assert.deepEqual(heard.splice(0).flat().toSpliced(1, 1), [
      ...["pressed", element, "up", "4", 4, "r1", pressed ? 3 : 2],
    ]);
  }
});

test("every tree of the page is watched until it is gone", (t) => {
  const { element, observer } = openPage(t);
  const shadow = new EventTarget();
  const gone = new AbortController();
  /** @type {unknown} */
  let change;
  const follow = (/** @type {AbortSignal} */ ended, /** @type {Function} */ watch, changed = 0) => {
    watch(element, ended);
    watch(shadow, gone.signal);
    change = changed;
  };
  const { heard } = listen(element, { follow });
  assert.deepEqual(observer.observed, [element, shadow]);
  heard.splice(0);
  const scroll = Object.defineProperty(new Event("scroll"), "timeStamp", { value: 7 });
  shadow.dispatchEvent(scroll);
  /** @type {Function} */ (change)();
  assert.deepEqual(heard.splice(0), [
    ["moved", 7],
    ["mutated", false, true, []],
  ]);
  gone.abort();
  shadow.dispatchEvent(scroll);
  assert.deepEqual(heard, []);
});

test("signs of life are told at most every 250 ms", (t) => {
  const { view, element } = openPage(t);
  const { heard } = listen(element);
  heard.splice(0);
  for (const at of [1000, 1249, 1250, 1499, 1600, 5000]) {
    view.dispatchEvent(Object.defineProperty(new Event("keydown"), "timeStamp", { value: at }));
  }
  assert.deepEqual(heard, [
    ["active", 1000],
    ["active", 1250],
    ["active", 1600],
    ["active", 5000],
  ]);
});

test("a network that is back is told", (t) => {
  const { view, element } = openPage(t);
  const { heard } = listen(element);
  heard.splice(0);
  view.dispatchEvent(new Event("online"));
  assert.deepEqual(heard, [["online"]]);
});

test("a refusal is looked for when another tab may have stored one", (t) => {
  const { view, page, element } = openPage(t);
  let looked = 0;
  const { end, isThere } = listen(element, {}, () => {
    looked += 1;
  });
  assert.equal(looked, 0);
  view.dispatchEvent(new Event("pageshow"));
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(looked, 2);
  // What was stored until now was told to nobody.
  isThere();
  assert.equal(looked, 3);
  view.dispatchEvent(new Event("storage"));
  assert.equal(looked, 4);
  end();
  view.dispatchEvent(new Event("storage"));
  assert.equal(looked, 4);
});

test("what a page does to its events never becomes an error of the page", (t) => {
  const { view, element } = openPage(t);
  const { heard } = listen(element);
  heard.splice(0);
  /** @type {unknown[]} */
  const thrown = [];
  // Node reports what a listener throws as an exception that nobody caught.
  const note = (/** @type {unknown} */ error) => thrown.push(error);
  process.on("uncaughtException", note);
  t.after(() => process.off("uncaughtException", note));
  const fail = () => {
    throw new Error("never");
  };
  for (const type of ["click", "copy"]) {
    const event = Object.defineProperty(new Event(type), "composedPath", { value: fail });
    element.dispatchEvent(event);
  }
  Object.defineProperty(view, "getSelection", { value: fail });
  element.dispatchEvent(new Event("copy"));
  view.dispatchEvent(Object.defineProperty(new Event("scroll"), "timeStamp", { get: fail }));
  return new Promise((resolve) => setImmediate(resolve)).then(() => {
    assert.deepEqual([heard, thrown], [[], []]);
  });
});
