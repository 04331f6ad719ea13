// @ts-check
// What becomes of the events that are made while the endpoint fails.
import { setTimeout as delay } from "node:timers/promises";
import { startCollector } from "../e2e/collector.js";
import { faults, startEndpoint } from "./endpoint.js";
import { account } from "./row.js";

const EVENTS = 100;
const ROUNDS = 10;
/** Longer than any wait that is due after an outage of the lengths used here. */
const PATIENCE_MS = 90_000;

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
    await page.goto(`${site}/chat.html`);
    await page.evaluate(async (endpoint) => {
      const batch = { maxEvents: 20, maxDelayMs: 200 };
      window.tellback = window.start({ endpoint, batch, capture: { viewed: false } });
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
    await page.waitForFunction(() => window.tellback.stats().queued === 0, undefined, {
      polling: 50,
      timeout: PATIENCE_MS,
    });
    const seconds = (performance.now() - recovered) / 1000;
    const { captured, delivered, dropped } = await page.evaluate(() => window.tellback.stats());
    const row = await account(fault, captured, collector, endpoint, dropped);
    const isTrue = captured === EVENTS && delivered === row.delivered;
    const isWhole = fault === "rejected" || delivered === captured;
    return { ...row, seconds, passed: row.passed && isTrue && isWhole };
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
