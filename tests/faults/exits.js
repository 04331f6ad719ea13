// @ts-check
// What becomes of the events that are made in the very task in which the page goes.
import { setTimeout as delay } from "node:timers/promises";
import { startCollector } from "../e2e/collector.js";
import { startSite } from "../e2e/site.js";
import { startEndpoint } from "./endpoint.js";
import { crash, rendererOf, renderers } from "./processes.js";
import { account, total } from "./row.js";

/** An even number: a thumb that says what the last one said makes no event. */
const EVENTS = 4;
const PATIENCE_MS = 20_000;
/**
 * How often pages of one browser are left: Firefox gives up on itself after some crashes, and takes
 * ever longer for pages under automation.
 */
const LIVES = 10;
/**
 * Firefox hands what a page stores to the process that keeps it when the task is over. A page whose
 * process dies in that very moment, one in twenty here on a busy machine, has stored nothing.
 */
const WRITTEN_MS = 200;

/**
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {{ page: Page, leave(how: string): Promise<void>, left(): Promise<void> }} Visit
 *   `leave` makes events and does what is asked in the same task; `left` waits until the page has
 *   said that it is gone
 * @typedef {() => Promise<import("@playwright/test").Browser>} Open
 * @typedef {() => Promise<import("./row.js").Row>} Work
 * @typedef {(visit: Visit) => Promise<number | void>} Exit returns how often events were made, if
 *   not once
 */

/** @type {Record<string, Exit>} */
const exits = {
  async navigate({ page, leave, left }) {
    await leave("location.assign('/blank.html')");
    await left();
    await isAt(page, "/blank.html");
  },
  async reload({ page, leave, left }) {
    await leave("location.reload()");
    await left();
    // To close a page while it loads may keep Playwright waiting for ever.
    await isAt(page, "/chat.html");
  },
  async close({ page, leave, left }) {
    await leave("");
    await page.close();
    await left();
  },
  async "back and forward"({ page, leave, left }) {
    await leave("history.back()");
    await left();
    await isAt(page, "/blank.html");
    await page.evaluate("void setTimeout(() => history.forward())");
    // A page that comes back from the back/forward cache has an instance that goes on.
    await isAt(page, "/chat.html");
    await leave("location.assign('/blank.html')");
    await left();
    await isAt(page, "/blank.html");
    return 2;
  },
  async crash({ page, leave }) {
    const renderer = await rendererOf(page);
    await leave("");
    if (page.context().browser()?.browserType().name() === "firefox") await delay(WRITTEN_MS);
    crash([renderer]);
    await until(() => !renderers().some(({ pid }) => pid === renderer.pid));
  },
};

/**
 * Playwright's own ways to wait look for a load, and what the back/forward cache restores has none.
 * @param {Page} page
 * @param {string} path
 */
function isAt(page, path) {
  const isThere = `location.pathname === "${path}" && document.readyState === "complete"`;
  return until(() =>
    Promise.race([page.evaluate(isThere).then(Boolean, () => false), delay(500, false)]),
  );
}

/**
 * @typedef {import("../../js/index.ts").Options["storage"]} StorageOption
 * @param {import("@playwright/test").Browser} browser
 * @param {string} name
 * @param {number} times
 * @param {StorageOption} storage
 * @returns {Promise<import("./row.js").Row>}
 */
async function leaveBy(browser, name, times, storage) {
  const collector = await startCollector();
  const endpoint = await startEndpoint(collector.url);
  const site = await startSite(collector.url);
  const context = await browser.newContext();
  /** @param {Page} page */
  const start = (page) =>
    page.evaluate(
      ([endpoint, storage]) => {
        window.tellback ??= window.start({
          endpoint,
          storage,
          capture: { viewed: false, left: false },
        });
        return window.tellback.ready;
      },
      /** @type {const} */ ([endpoint.url, storage]),
    );
  let made = 0;
  try {
    for (let time = 0; time < times; time += 1) {
      const page = await context.newPage();
      await page.goto(`${site.url}/blank.html`);
      await page.goto(`${site.url}/chat.html`);
      let gone = site.count("/left");
      const rounds = await exits[name]?.({
        page,
        async leave(act) {
          gone = site.count("/left");
          await start(page);
          const last = `for (let at = 0; at < ${EVENTS}; at += 1) {
            window.tellback.rate("r1", { thumb: at % 2 ? "up" : "down" });
          }
          ${act}`;
          // A page that goes before Playwright has its answer may keep Playwright waiting for ever.
          await page.evaluate(act ? `void setTimeout(() => { ${last} })` : last);
        },
        left: () => until(() => site.count("/left") > gone),
      });
      made += EVENTS * (rounds ?? 1);
      // That of a page which has crashed may never come to an end.
      await Promise.race([page.close().catch(() => {}), delay(1_000)]);
    }
    const hasAll = async () => (await collector.events()).length >= made;
    if (storage !== "none") {
      const page = await context.newPage();
      await page.goto(`${site.url}/chat.html`);
      await start(page);
      await until(hasAll);
      await until(() => page.evaluate(() => window.tellback.stats().queued === 0));
    } else if (name === "crash") {
      // Nothing but memory held them, and that is gone; what was sent before is there.
      const row = await account(name, made, collector, endpoint, {});
      const crashed = made - row.delivered;
      return { ...row, dropped: { crashed }, passed: crashed >= 0 };
    } else {
      await until(hasAll);
    }
    return await account(name, made, collector, endpoint, {});
  } finally {
    await Promise.race([context.close().catch(() => {}), delay(5_000)]);
    await site.stop();
    await endpoint.stop();
    await collector.stop();
  }
}

/**
 * Waits until something is so, or has had its time: the account then says what is missing.
 * @param {() => boolean | Promise<boolean>} isSo
 */
async function until(isSo) {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo()) && performance.now() < deadline) await delay(20);
}

/**
 * Every way to leave but one, with and without storage.
 * @param {Open} open
 * @param {number} times in all, with those of `crashes`
 * @returns {Work[]}
 */
export function abruptExits(open, times) {
  const names = Object.keys(exits).filter((name) => name !== "crash");
  return names.flatMap((name) => leaveOften(open, name, times));
}

/**
 * A crash takes every page of its browser along that shares the process, so there may be no other.
 * @param {Open} open
 * @param {number} times in all, with those of `abruptExits`
 * @returns {Work[]}
 */
export function crashes(open, times) {
  return leaveOften(open, "crash", times);
}

/**
 * @param {Open} open
 * @param {string} name
 * @param {number} times in all, with all other ways to leave
 * @returns {Work[]}
 */
function leaveOften(open, name, times) {
  const share = Math.ceil(times / Object.keys(exits).length / STORAGE.length);
  return STORAGE.map((storage) => async () => {
    const rows = [];
    for (let left = share; left > 0; left -= LIVES) {
      const browser = await open();
      try {
        rows.push(await leaveBy(browser, name, Math.min(left, LIVES), storage));
      } finally {
        await browser.close();
      }
    }
    return total(`${name} × ${share}, storage ${storage}`, rows);
  });
}

const STORAGE = /** @type {const} */ (["none", "local"]);
