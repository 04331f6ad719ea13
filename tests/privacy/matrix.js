// @ts-check
// Every source of a refusal, whenever and wherever it speaks.
import assert from "node:assert/strict";
import { ENDPOINT, WASM } from "../e2e/site.js";
import {
  assertSilent,
  leave,
  open,
  press,
  react,
  registered,
  start,
  traces,
  until,
  visiting,
} from "./visit.js";

/**
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {import("./suite.js").Experiment} Experiment
 * @typedef {typeof COLUMNS[number]} Column
 */

export const COLUMNS = /** @type {const} */ ([
  "before start",
  "after start",
  "other open tab",
  "next visit",
]);

/**
 * What an opt-out has set for the very next task is gone after so long. How long the opt-out itself
 * takes, on its page and in other tabs, the table tells: 50 ms and 1 s are promised, but a busy
 * machine may be slower than any promise, so nothing fails by that.
 */
const SETTLED_MS = 50;

/**
 * Opted out before the start: nothing is asked for, listened to, set or stored, whatever happens.
 * @param {(page: Page) => Promise<unknown>} prepare done before the page is opened
 * @param {Record<string, unknown>} [options]
 * @returns {Experiment}
 */
function silent(prepare, options) {
  return (world) =>
    visiting(world, async (context) => {
      const page = await open(context, "/chat.html", prepare);
      const before = { on: await registered(page), left: await traces(page) };
      await start(page, options);
      assert.equal(await page.evaluate(() => window.tellback.status), "opted-out");
      assert.deepEqual(await registered(page), before.on);
      await react(page);
      assert.deepEqual(await registered(page), before.on);
      assert.deepEqual(await traces(page), before.left);
      const stats = await page.evaluate(() => window.tellback.stats());
      assert.deepEqual(stats, { captured: 0, delivered: 0, queued: 0, dropped: {} });
      await leave(page, world);
      assertSilent(world);
      return "silent";
    });
}

/**
 * Opted out while one batch waits and another is on its way: all of it ends at once.
 * @param {string} refuse what the page does, as JavaScript
 * @returns {Experiment}
 */
function stops(refuse) {
  return (world) =>
    visiting(world, async (context) => {
      const { site, collector } = world;
      const page = await open(context);
      const before = await registered(page);
      const release = site.hold(ENDPOINT);
      await start(page);
      await press(page, "Good one");
      await page.evaluate(() => void window.tellback.flush());
      await until(() => site.count(ENDPOINT) === 1, "nothing was sent");
      await press(page, "Again one");
      // As text, so that what the page does and the look at what is left are one task of its own.
      const { after, ms } = /** @type {{ after: object, ms: number }} */ (
        await page.evaluate(`(async () => {
          const from = performance.now();
          ${refuse};
          const ms = performance.now() - from;
          const isOut = window.tellback.status === "opted-out";
          const after = { listeners: listening(), requests: inFlight() };
          // What is set for the very next task is none that anybody waits for.
          await window.later(${SETTLED_MS});
          after.timers = timers();
          return { after: isOut ? after : {}, ms };
        })()`)
      );
      assert.deepEqual(after, before);
      const stats = await page.evaluate(() => window.tellback.stats());
      const dropped = { opted_out: 2 };
      assert.deepEqual(stats, { captured: 2, delivered: 0, queued: 0, dropped });
      await react(page);
      await leave(page, world);
      assert.equal(site.count(ENDPOINT), 1);
      release();
      // What had left the browser cannot be called back, and nothing else is there.
      assert.ok((await collector.events()).length <= 1);
      return `${Math.ceil(ms)} ms`;
    });
}

/**
 * Another tab refuses while one captures.
 * @param {string} refuse what the other tab does, as JavaScript
 * @returns {Experiment}
 */
function stopsElsewhere(refuse) {
  return (world) =>
    visiting(world, async (context) => {
      const page = await open(context);
      const before = await registered(page);
      world.site.replace(ENDPOINT, (response) => void response.writeHead(503).end());
      await start(page);
      await press(page, "Good one");
      const other = await open(context);
      await start(other);
      await page.evaluate(() => {
        const isOut = () => window.tellback.status === "opted-out";
        const look = () => {
          if (isOut()) window.stopped = Date.now();
          else setTimeout(look, 5);
        };
        look();
      });
      const from = /** @type {number} */ (
        await other.evaluate(`(() => { const from = Date.now(); ${refuse}; return from; })()`)
      );
      await until(() => page.evaluate(() => window.stopped), "the other tab went on");
      const ms = (await page.evaluate(() => window.stopped)) - from;
      assert.deepEqual(await registered(page), before);
      const { queued } = await page.evaluate(() => window.tellback.stats());
      assert.equal(queued, 0);
      return `${ms} ms`;
    });
}

/**
 * A later visit, in a tab of its own, after the page that refused was left.
 * @param {string} refuse what the earlier visit does, as JavaScript
 * @param {[string, string][]} stored what may be left of it
 * @returns {Experiment}
 */
function silentNextTime(refuse, stored) {
  return (world) =>
    visiting(world, async (context) => {
      const page = await open(context);
      await start(page);
      await page.evaluate(refuse);
      const { local, ...others } = await traces(page);
      assert.deepEqual(local, stored);
      assert.deepEqual(others, { session: [], cookie: "", databases: 0, caches: 0 });
      await page.close();
      const loaded = world.site.count(WASM);
      const later = await open(context);
      const before = await registered(later);
      await start(later);
      assert.equal(await later.evaluate(() => window.tellback.status), "opted-out");
      await react(later);
      assert.deepEqual(await registered(later), before);
      await leave(later, world);
      assert.equal(world.site.count(WASM), loaded);
      assert.equal(world.site.count(ENDPOINT), 0);
      return "silent";
    });
}

/**
 * New conversations are refused: what ran goes on, and nothing else is recorded.
 * @param {(world: import("./suite.js").World, page: Page,
 *   context: import("@playwright/test").BrowserContext) => Promise<unknown>} refuse
 * @returns {Experiment}
 */
function onlyWhatRan(refuse) {
  return (world) =>
    visiting(world, async (context) => {
      const page = await open(context);
      const before = await registered(page);
      await start(page);
      await press(page, "Good one");
      await refuse(world, page, context);
      await page.evaluate(() => {
        const section = document.createElement("section");
        section.dataset.tellbackConversation = "c9";
        section.dataset.tellbackResponse = "r9";
        const button = document.createElement("button");
        button.dataset.tellbackAction = "up";
        button.append("Good nine");
        section.append(button);
        document.body.prepend(section);
      });
      await press(page, "Good nine");
      await press(page, "Good two");
      assert.equal(await page.evaluate(() => window.tellback.status), "capturing");
      await page.evaluate(() => window.tellback.flush());
      const told = (await world.collector.events()).map(({ response }) => response);
      assert.deepEqual([...new Set(told)].sort(), ["r1", "r2"]);
      assert.equal(await page.evaluate(() => window.tellback.optOut()), undefined);
      assert.deepEqual(await registered(page), before);
      return "only what ran";
    });
}

/**
 * A part of the page refuses, so nothing in it is recorded, and the rest is.
 * @param {string} part a selector
 * @param {"before" | "after"} when the start
 * @param {string[]} others answers that are still recorded
 * @returns {Experiment}
 */
function keepsOut(part, when, others) {
  return (world) =>
    visiting(world, async (context) => {
      const page = await open(context);
      const refuse = () =>
        page.evaluate(
          (part) => document.querySelector(part)?.setAttribute("data-tellback-optout", ""),
          part,
        );
      if (when === "before") await refuse();
      await start(page);
      if (when === "after") await refuse();
      for (const name of ["Good one", "Good two", "Good three"]) await press(page, name);
      await react(page);
      const events = await world.collector.events();
      const told = [...new Set(events.map(({ response }) => response))].sort();
      assert.deepEqual(told, others);
      return others.length > 0 ? "none of it" : "no event";
    });
}

/** @param {string} value @returns {(page: Page) => Promise<unknown>} */
function stored(value) {
  return (page) => page.addInitScript((value) => localStorage.setItem("tellback", value), value);
}

/** @param {string} signal @param {boolean | string} value */
function sends(signal, value) {
  return `Object.defineProperty(navigator, ${JSON.stringify(signal)},
    { value: ${JSON.stringify(value)}, configurable: true });`;
}

/** The browser's own settings change while the page is open: it is asked when the page is shown. */
const SHOWN = "document.dispatchEvent(new Event('visibilitychange'));";

const EVERYTHING = "1 everything refused";
const NEW = "1 new conversations refused";
const nothing = async () => {};

/** @type {Record<string, Partial<Record<Column, Experiment>>>} */
export const matrix = {
  "optOut: true": { "before start": silent(nothing, { optOut: true }) },
  'consent: "opt-in"': { "before start": silent(nothing, { consent: "opt-in" }) },
  "optOut()": {
    "after start": stops("window.tellback.optOut()"),
    "other open tab": stopsElsewhere("window.tellback.optOut()"),
    "next visit": silentNextTime("window.tellback.optOut()", [["tellback", EVERYTHING]]),
  },
  'optOut("new-conversations")': {
    "after start": onlyWhatRan((_, page) =>
      page.evaluate(() => window.tellback.optOut("new-conversations")),
    ),
    "other open tab": onlyWhatRan(async (_, page, context) => {
      const other = await open(context);
      await start(other);
      await other.evaluate(() => window.tellback.optOut("new-conversations"));
      await page.bringToFront();
      await page.waitForTimeout(100);
    }),
    "next visit": silentNextTime('window.tellback.optOut("new-conversations")', [
      ["tellback", NEW],
    ]),
  },
  "a stored choice": {
    "before start": silent(stored(EVERYTHING)),
    "after start": stops(`localStorage.setItem("tellback", "${EVERYTHING}"); ${SHOWN}`),
    "other open tab": stopsElsewhere(`localStorage.setItem("tellback", "${EVERYTHING}")`),
  },
  "a stored choice of the narrow scope": { "before start": silent(stored(NEW)) },
  "a stored choice of an unknown version": {
    "before start": silent(stored("7 only on Sundays")),
    "after start": stops(`localStorage.setItem("tellback", "7 only on Sundays"); ${SHOWN}`),
    "other open tab": stopsElsewhere('localStorage.setItem("tellback", "7 only on Sundays")'),
  },
  "Global Privacy Control": {
    "before start": silent((page) => page.addInitScript(sends("globalPrivacyControl", true))),
    "after start": stops(sends("globalPrivacyControl", true) + SHOWN),
  },
  "Do Not Track": {
    "before start": silent((page) => page.addInitScript(sends("doNotTrack", "1"))),
    "after start": stops(sends("doNotTrack", "1") + SHOWN),
  },
  "data-tellback-optout on the page": {
    "before start": keepsOut("html", "before", []),
    "after start": keepsOut("html", "after", []),
  },
  "a conversation's own choice": {
    "before start": keepsOut("section", "before", ["r3"]),
    "after start": keepsOut("section", "after", ["r3"]),
  },
  "data-tellback-optout on an answer": {
    "before start": keepsOut("[data-tellback-response=r1]", "before", ["r2", "r3"]),
    "after start": keepsOut("[data-tellback-response=r1]", "after", ["r2", "r3"]),
  },
};
