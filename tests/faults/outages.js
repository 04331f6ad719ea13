// @ts-check
// What becomes of the events that are made while the endpoint fails.
import { setTimeout as delay } from "node:timers/promises";
import { startCollector } from "../e2e/collector.js";
import { faults, startEndpoint } from "./endpoint.js";
import { account } from "./row.js";

const EVENTS = 100;
const ROUNDS = 10;
/** What is free to leave leaves within this time. */
const AT_ONCE_S = 3;
/** Longer than any wait that is due after an outage of the lengths used here. */
const PATIENCE_MS = 90_000;
/** The window that follows the one in which the outage ends, and what is left of that. */
const LONGEST_JITTER_S = 20;

/** Notes, in a page, for how long it has waited for the timer of the next try. */
function noteWaits() {
  /** @type {{ id: unknown, from: number, until: number }[]} */
  const waits = [];
  const { setTimeout, clearTimeout } = window;
  const end = (/** @type {unknown} */ id) => {
    const wait = waits.find((wait) => wait.id === id && wait.until === Infinity);
    if (wait) wait.until = performance.now();
  };
  Object.assign(window, {
    /** @param {() => void} run @param {number} ms */
    setTimeout(run, ms) {
      const id = setTimeout(() => {
        end(id);
        run();
      }, ms);
      // So long is a request waited for, which is no jitter.
      if (ms !== 30_000) waits.push({ id, from: performance.now(), until: Infinity });
      return id;
    },
    /** @param {number} id */
    clearTimeout(id) {
      end(id);
      clearTimeout(id);
    },
    /** @param {number} since */
    waited(since) {
      const now = performance.now();
      const part = waits.map(({ from, until }) => Math.min(until, now) - Math.max(from, since));
      return part.reduce((sum, ms) => sum + Math.max(ms, 0), 0);
    },
  });
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} site
 * @param {keyof typeof faults} fault
 * @param {number} lasting milliseconds
 * @returns {Promise<import("./row.js").Row>}
 */
async function outage(browser, site, fault, lasting) {
  const collector = await startCollector();
  const endpoint = await startEndpoint(collector.url);
  const page = await browser.newPage();
  try {
    await page.addInitScript(noteWaits);
    // Without an answer in view: nothing is waited for but the next try.
    await page.goto(`${site}/blank.html`);
    await page.evaluate(async (endpoint) => {
      const batch = { maxEvents: 20, maxDelayMs: 200 };
      window.tellback = window.start({ endpoint, batch, capture: { viewed: false, left: false } });
      await window.tellback.ready;
    }, endpoint.url);
    await endpoint.fail(fault);
    for (let round = 0; round < ROUNDS; round += 1) {
      await page.evaluate((count) => {
        for (let at = 0; at < count; at += 1) {
          window.tellback.rate("r1", { thumb: at % 2 ? "up" : "down" });
        }
      }, EVENTS / ROUNDS);
      await delay(lasting / ROUNDS);
    }
    await endpoint.recover();
    const recovered = performance.now();
    const at = await page.evaluate(() => performance.now());
    // Not `waitForFunction`, whose own timers in the page would count as waits.
    const deadline = recovered + PATIENCE_MS;
    const queued = () => page.evaluate(() => window.tellback.stats().queued);
    while ((await queued()) > 0 && performance.now() < deadline) await delay(50);
    const seconds = (performance.now() - recovered) / 1000;
    const due = (await page.evaluate((at) => window.waited(at), at)) / 1000;
    const { captured, delivered, dropped } = await page.evaluate(() => window.tellback.stats());
    const row = await account(fault, captured, collector, endpoint, dropped);
    const isTrue = captured === EVENTS && delivered === row.delivered;
    const isWhole = fault === "rejected" || delivered === captured;
    const isSoon = seconds <= AT_ONCE_S + due && due < LONGEST_JITTER_S;
    return { ...row, seconds, due, passed: row.passed && isTrue && isWhole && isSoon };
  } finally {
    await page.close();
    await endpoint.stop();
    await collector.stop();
  }
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} site
 * @param {number} lasting milliseconds
 * @returns {(() => Promise<import("./row.js").Row>)[]}
 */
export function outages(browser, site, lasting) {
  const names = /** @type {(keyof typeof faults)[]} */ (Object.keys(faults));
  return names.map((fault) => () => outage(browser, site, fault, lasting));
}
