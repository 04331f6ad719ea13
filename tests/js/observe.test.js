// @ts-check
import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { test } from "node:test";
import { provide } from "./globals.js";
import { load } from "./source.js";

const { observe } = await load("observe");

/** @typedef {import("node:test").TestContext} TestContext */

class Node extends EventTarget {
  /** @type {Node | null} */
  #page;

  /** @param {Node | null} page */
  constructor(page) {
    super();
    this.#page = page;
  }

  get ownerDocument() {
    return this.#page;
  }

  get nodeType() {
    return this.#page ? 1 : 9;
  }

  get parentElement() {
    return null;
  }

  getRootNode() {
    return this.#page;
  }
}

class Document extends Node {
  #view = new EventTarget();

  get defaultView() {
    return this.#view;
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

/**
 * A page of one element: as much of it as `observe` asks for.
 * @param {TestContext} t
 */
function openPage(t) {
  const page = new Document(null);
  const observer = {
    isObserving: false,
    observed: /** @type {unknown[]} */ ([]),
    /** @type {(records: unknown[]) => void} */
    tell() {},
  };
  provide(t, "document", () => page);
  provide(t, "Node", () => Node);
  provide(t, "Document", () => Document);
  provide(t, "DocumentFragment", () => Document);
  provide(t, "Element", () => Element);
  provide(
    t,
    "MutationObserver",
    () =>
      class {
        /** @param {(records: unknown[]) => void} tell */
        constructor(tell) {
          observer.tell = tell;
        }
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
  return { view: page.defaultView, page, element: new Element(page), observer };
}

/**
 * Observes an element, and writes down what is heard.
 * @param {EventTarget} element
 * @param {object} [reading] of the markup
 * @param {() => void} [recheck]
 * @param {() => number} [quietUntil] what the wasm says of that
 * @param {() => boolean} [isLoaded] whether it is there
 */
function listen(
  element,
  reading = {},
  recheck = () => {},
  quietUntil = () => 0,
  isLoaded = () => true,
) {
  /** @type {Function[]} */
  const waiting = [];
  /** @type {unknown[][]} */
  const heard = [];
  const capture = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (/** @type {unknown[]} */ ...args) => {
          heard.push([name, ...args]);
          return quietUntil();
        },
    },
  );
  const ended = new AbortController();
  // Node takes more than ten for a leak.
  setMaxListeners(20, ended.signal);
  const markup = {
    shadows: [],
    leave: () => {},
    places: { scroll() {}, reset: () => heard.push(["reset"]) },
    follow: (/** @type {AbortSignal} */ ended, /** @type {Function} */ watch) =>
      watch(element, ended),
    ...reading,
  };
  const isThere = observe(
    /** @type {never} */ (element),
    /** @type {never} */ (markup),
    ended.signal,
    (tell, _, mayWait = false) => {
      if (!isLoaded()) return false;
      waiting.push(tell);
      if (mayWait) return true;
      for (const tell of waiting.splice(0)) tell(capture);
      return false;
    },
    recheck,
    () => heard.push(["leave"]),
  );
  return { heard, isThere, end: () => ended.abort() };
}

/** @param {string} type @param {number} timeStamp */
function eventAt(type, timeStamp) {
  return Object.defineProperty(new Event(type), "timeStamp", { value: timeStamp });
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
  const { heard, isThere } = listen(element, { press: () => press });
  element.dispatchEvent(new Event("click"));
  assert.deepEqual(heard, [], "it is no control");
  for (const pressed of [true, false]) {
    press = { control: element, action: "up", value: "4", response: "r1", pressed };
    element.dispatchEvent(new Event("click"));
    isThere();
    assert.deepEqual(heard.splice(0).flat().toSpliced(1, 1), [
      ...["pressed", element, "up", "4", 4, "r1", pressed ? 3 : 2, "shown"],
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
  t.mock.method(performance, "now", () => 7);
  shadow.dispatchEvent(new Event("scroll"));
  /** @type {Function} */ (change)();
  assert.deepEqual(heard.splice(0), [
    ["moved", 7],
    ["mutated", false, true, []],
  ]);
  gone.abort();
  shadow.dispatchEvent(new Event("scroll"));
  assert.deepEqual(heard, []);
});

test("signs of life are told at most every 250 ms", (t) => {
  const { view, element } = openPage(t);
  const { heard, isThere } = listen(element);
  for (const at of [1000, 1249, 1250, 1499, 1600, 5000]) {
    view.dispatchEvent(eventAt("keydown", at));
  }
  isThere();
  assert.deepEqual(heard.slice(0, -1), [
    ["active", 1000],
    ["active", 1250],
    ["active", 1600],
    ["active", 5000],
  ]);
});

test("of a wheel that turns and turns, one sign of life in two seconds is heard", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { view, element } = openPage(t);
  const { heard, isThere, end } = listen(element);
  const turn = (/** @type {number} */ at) => view.dispatchEvent(eventAt("wheel", at));
  turn(1000);
  turn(2999);
  t.mock.timers.tick(1999);
  turn(2999);
  t.mock.timers.tick(1);
  turn(3000);
  isThere();
  assert.deepEqual(heard, [["active", 1000], ["active", 3000], ["shown"]]);
  end();
  t.mock.timers.tick(2000);
  turn(6000);
  isThere();
  assert.deepEqual(heard.slice(3), [["shown"]]);
});

test("what moves on is told anew once the wasm may look at it", (t) => {
  const { element } = openPage(t);
  let quietUntil = 50;
  const { heard } = listen(
    element,
    {},
    () => {},
    () => quietUntil,
  );
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const scrollAt = (/** @type {number} */ at) => {
    now = at;
    // In a frame, the events count from when that was loaded.
    element.dispatchEvent(eventAt("scroll", at - 1000));
  };
  for (const at of [10, 20, 49]) scrollAt(at);
  quietUntil = 0;
  for (const at of [50, 51]) scrollAt(at);
  assert.deepEqual(heard, [
    ["moved", 10],
    ["moved", 50],
    ["moved", 51],
  ]);
});

test("a move is told once, however many listeners hear it", (t) => {
  const { element } = openPage(t);
  const { heard } = listen(element);
  const scroll = new Event("scroll");
  element.dispatchEvent(scroll);
  element.dispatchEvent(scroll);
  assert.equal(heard.length, 1);
});

test("what may have moved any answer by itself has all of them asked anew", (t) => {
  const { view, element } = openPage(t);
  const { heard } = listen(element);
  for (const type of ["resize", "transitionend", "animationend", "change", "toggle"]) {
    view.dispatchEvent(new Event(type));
    assert.deepEqual(heard.splice(0)[0], ["reset"], type);
  }
});

test("what grows while the wasm loads is read from the page when it is there", (t) => {
  const { element, observer } = openPage(t);
  const look = (/** @type {string[]} */ names) => ({ isExpected: false, grown: new Set(names) });
  let isThere = false;
  const { heard } = listen(
    element,
    { look },
    () => {},
    () => 0,
    () => isThere,
  );
  observer.tell(["r1"]);
  isThere = true;
  observer.tell(["r2"]);
  assert.deepEqual(heard, [["mutated", undefined, undefined, ["r2"]]]);
});

test("what streams on is told together, with whatever else is", (t) => {
  const { element, observer } = openPage(t);
  let quietUntil = Number.POSITIVE_INFINITY;
  let news = { renamed: false, stale: false, isExpected: true };
  const look = (/** @type {string[]} */ names) => ({ ...news, grown: new Set(names) });
  const { heard, isThere } = listen(
    element,
    { look },
    () => {},
    () => quietUntil,
  );
  observer.tell(["r1"]);
  assert.deepEqual(heard.splice(0), [["mutated", false, false, ["r1"]]]);
  for (const name of ["r1", "r2", "r1"]) observer.tell([name]);
  observer.tell([]);
  assert.deepEqual(heard, []);
  isThere();
  assert.deepEqual(heard.splice(0), [["mutated", false, false, ["r1", "r2"]], ["shown"]]);
  // An answer that is new is listed before it is said to have grown, and after what came before.
  observer.tell(["r1"]);
  news = { renamed: false, stale: true, isExpected: false };
  observer.tell(["r3"]);
  assert.deepEqual(heard.splice(0), [
    ["mutated", false, false, ["r1"]],
    ["mutated", false, true, ["r3"]],
  ]);
  // Once the wasm may look again, growth is news.
  quietUntil = 0;
  news = { renamed: false, stale: false, isExpected: true };
  observer.tell(["r1"]);
  isThere();
  heard.splice(0);
  observer.tell(["r1"]);
  assert.deepEqual(heard, [["mutated", false, false, ["r1"]]]);
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
  const scroll = Object.defineProperty(new Event("scroll"), "timeStamp", { get: fail });
  view.dispatchEvent(Object.defineProperty(scroll, "target", { get: fail }));
  return new Promise((resolve) => setImmediate(resolve)).then(() => {
    assert.deepEqual([heard, thrown], [[], []]);
  });
});
