// @ts-check
// What a host page does.
import { expect } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {Partial<Omit<import("../../js/index.ts").Options, "root" | "onBatch">>} Options */

/** Every event leaves at once. */
export const AT_ONCE = { maxDelayMs: 0 };
/** No event leaves by age. */
export const LATE = { maxDelayMs: 3_600_000 };

/**
 * Calls `start()` and returns at once, as it does.
 * @param {Page} page
 * @param {Options} [options] what can be written as JSON
 */
export async function start(page, options = {}) {
  // Every page is left in the end, which is not what most tests are about.
  const capture = { left: false, ...options.capture };
  await page.evaluate(
    (options) => {
      window.tellback = window.start(options);
    },
    { endpoint: "/feedback", batch: AT_ONCE, ...options, capture },
  );
}

/**
 * Opens a page and calls `start()` on it, which has to come to capture or to know that it must not.
 * @param {Page} page
 * @param {string} path
 * @param {Options} [options]
 */
export async function open(page, path, options) {
  await page.goto(path);
  await start(page, options);
  await page.evaluate(() => window.tellback.ready);
}

/**
 * Leaves the page. The page itself says so to its server as the last thing it does, so whatever
 * tellback had to say is there, too.
 * @param {Page} page
 * @param {import("./site.js").Site} site
 */
export async function leave(page, site) {
  const before = site.count("/left");
  await page.goto("/blank.html");
  await expect.poll(() => site.count("/left")).toBe(before + 1);
}

/** @param {Page} page */
export function stats(page) {
  return page.evaluate(() => window.tellback.stats());
}

/** @param {Page} page */
export function statusOf(page) {
  return page.evaluate(() => window.tellback.status);
}

/**
 * Counts, from now on in every page, the listeners that are registered and not yet removed, in
 * `window.listening`.
 * @param {Page} page
 */
export async function countListeners(page) {
  await page.addInitScript(() => {
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    /** @type {Map<EventTarget, Set<string>>} */
    const registered = new Map();
    const names = new WeakMap();
    let named = 0;
    /** @param {string} type @param {any} listener @param {any} options */
    const key = (type, listener, options) => {
      if (!names.has(listener)) {
        named += 1;
        names.set(listener, named);
      }
      const capture = typeof options === "object" ? options?.capture : options;
      return `${type} ${names.get(listener)} ${Boolean(capture)}`;
    };
    window.listening = () =>
      [...registered.values()].reduce((count, listeners) => count + listeners.size, 0);
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      addEventListener.call(this, type, listener, options);
      const signal = typeof options === "object" ? options?.signal : undefined;
      if (!listener || signal?.aborted) return;
      const target = this ?? window;
      const listeners = registered.get(target) ?? new Set();
      registered.set(target, listeners.add(key(type, listener, options)));
      if (signal) {
        const forget = () => listeners.delete(key(type, listener, options));
        addEventListener.call(signal, "abort", forget);
      }
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      removeEventListener.call(this, type, listener, options);
      if (listener) registered.get(this ?? window)?.delete(key(type, listener, options));
    };
  });
}

/** @param {Page} page */
export function listening(page) {
  return page.evaluate(() => window.listening());
}
