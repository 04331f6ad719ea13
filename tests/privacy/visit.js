// @ts-check
// One reader's visit to a page that counts what is left behind on it.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { countListeners } from "../e2e/host.js";
import { CONTROLS, ENDPOINT, WASM } from "../e2e/site.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./suite.js").World} World */

const PATIENCE_MS = 8_000;

/** What nothing may be asked for where nobody may be recorded. */
const PARTS = [ENDPOINT, WASM, CONTROLS];

/** No event leaves by age, and none is made by looking or leaving. */
export const BY_HAND = {
  batch: { maxDelayMs: 3_600_000 },
  capture: { viewed: false, left: false },
};

/**
 * A browser of its own, as far as a site can tell.
 * @template T
 * @param {World} world
 * @param {(context: import("@playwright/test").BrowserContext) => Promise<T>} visit
 * @param {import("@playwright/test").BrowserContextOptions} [options]
 */
export async function visiting({ browser, site }, visit, options = {}) {
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ baseURL: site.url, viewport, ...options });
  try {
    return await visit(context);
  } finally {
    await context.close();
  }
}

/**
 * Opens a page in a tab that counts listeners, timers and requests.
 * @param {import("@playwright/test").BrowserContext} context
 * @param {string} path
 * @param {(page: Page) => Promise<unknown>} [before] done before the page is opened
 */
export async function open(context, path = "/chat.html", before) {
  const page = await context.newPage();
  await countListeners(page);
  await page.addInitScript(countTimersAndRequests);
  await before?.(page);
  await page.goto(path);
  await isReady(page);
  return page;
}

/** Waits for the page's own script. A tab that another one covers paints no frames to wait for. @param {Page} page */
export async function isReady(page) {
  const hasStart = () => page.evaluate(() => window.start?.length === 1).catch(() => false);
  await until(hasStart, "the page's script never ran");
}

function countTimersAndRequests() {
  const { setTimeout: set, clearTimeout: clear, fetch: send } = window;
  const timers = new Set();
  /** @type {Set<AbortSignal>} */
  const requests = new Set();
  window.timers = () => timers.size;
  window.later = (ms) => new Promise((resolve) => set(resolve, ms));
  window.inFlight = () => [...requests].filter((signal) => !signal.aborted).length;
  /** @type {any} */
  const counted = (/** @type {() => void} */ run, /** @type {number} */ ms) => {
    const timer = set(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
    return timer;
  };
  window.setTimeout = counted;
  window.clearTimeout = (timer) => {
    timers.delete(timer);
    clear(timer);
  };
  window.fetch = async (resource, options) => {
    const { signal } = options ?? {};
    if (signal) requests.add(signal);
    try {
      return await send(resource, options);
    } finally {
      if (signal) requests.delete(signal);
    }
  };
}

/**
 * Calls `start()`, which has to come to capture or to know that it must not.
 * @param {Page} page
 * @param {Record<string, unknown>} [options]
 */
export async function start(page, options = {}) {
  await page.evaluate(
    async (options) => {
      window.tellback = window.start(/** @type {any} */ (options));
      await window.tellback.ready;
    },
    { endpoint: "/feedback", ...BY_HAND, ...options },
  );
}

/** Does what a reader does, by hand and through the host's calls. @param {Page} page */
export async function react(page) {
  for (const name of ["Good one", "Again one", "Good three"]) await press(page, name);
  await page.getByText("Sourdough rises").dblclick({ position: { x: 6, y: 8 } });
  await page.keyboard.press("ControlOrMeta+c");
  await page.mouse.wheel(0, 100);
  await page.getByRole("textbox").first().fill("What nobody reads.");
  await page.evaluate(() => {
    window.tellback.rate("r2", { stars: 4 });
    return window.tellback.flush();
  });
}

/** @param {Page} page @param {string} name */
export async function press(page, name) {
  await page.getByRole("button", { name, exact: true }).click();
}

/** Leaves the page, which tells its site so last of all. @param {Page} page @param {World} world */
export async function leave(page, { site }) {
  const before = site.count("/left");
  await page.goto("/blank.html");
  await until(() => site.count("/left") > before, "the page never left");
}

/** What a page has left in the browser. @param {Page} page */
export function traces(page) {
  return page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    cookie: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
  }));
}

/** What is registered on a page. @param {Page} page */
export function registered(page) {
  return page.evaluate(() => ({
    listeners: window.listening(),
    timers: window.timers(),
    requests: window.inFlight(),
  }));
}

/** Nothing of tellback was asked for. @param {World} world */
export function assertSilent({ site }) {
  const asked = site.requests.map(({ path }) => path).filter((path) => PARTS.includes(path));
  assert.deepEqual(asked, [], "requests");
}

/**
 * @param {() => unknown} isSo
 * @param {string} otherwise
 */
export async function until(isSo, otherwise) {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await delay(20);
  }
}
