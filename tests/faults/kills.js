// @ts-check
// What becomes of the events that wait when all processes of the browser are killed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startCollector } from "../e2e/collector.js";
import { startSite } from "../e2e/site.js";
import { startEndpoint } from "./endpoint.js";
import { descendants, kill } from "./processes.js";
import { account } from "./row.js";

const EVENTS = 500;
const PATIENCE_MS = 60_000;
/** Firefox writes what pages store to the disk after five seconds, or later where it is busy. */
const WRITTEN_MS = 15_000;

/**
 * @typedef {import("@playwright/test").BrowserType} BrowserType
 * @typedef {import("@playwright/test").BrowserContext} Context
 * @typedef {Parameters<BrowserType["launchPersistentContext"]>[1]} Launch
 */

/**
 * Every tab has made its events, none of which could be delivered, when the browser is killed. What
 * the next one finds in its profile was on the disk: all of that has to arrive, each event once.
 * What a browser has not written by then, only the operating system could have saved.
 * @param {BrowserType} type
 * @param {Launch} launch
 * @param {number} tabs
 * @param {number} [writtenMs]
 * @returns {Promise<import("./row.js").Row>}
 */
export async function killed(type, launch, tabs, writtenMs = WRITTEN_MS) {
  const profile = mkdtempSync(join(tmpdir(), "tellback-profile-"));
  const collector = await startCollector();
  const endpoint = await startEndpoint(collector.url);
  const site = await startSite("");
  /** @param {Context} context */
  const visit = async (context) => {
    const page = await context.newPage();
    await page.goto(`${site.url}/chat.html`);
    await page.evaluate((endpoint) => {
      window.tellback = window.start({
        endpoint,
        storage: "local",
        capture: { viewed: false, left: false },
      });
      return window.tellback.ready;
    }, endpoint.url);
    return page;
  };
  try {
    await endpoint.fail("refuse");
    const others = new Set(descendants().map(({ pid }) => pid));
    const first = await type.launchPersistentContext(profile, launch);
    const pages = [];
    for (let tab = 0; tab < tabs; tab += 1) pages.push(await visit(first));
    for (const page of pages) {
      await page.evaluate((count) => {
        for (let at = 0; at < count; at += 1) {
          window.tellback.rate("r1", { thumb: at % 2 ? "up" : "down" });
        }
      }, EVENTS);
    }
    await delay(writtenMs);
    const stored = Math.min(...(await Promise.all(pages.map(inStorage))));
    kill(descendants().filter(({ pid }) => !others.has(pid)));
    await first.close().catch(() => {});

    await endpoint.recover();
    const second = await type.launchPersistentContext(profile, launch);
    const blank = await second.newPage();
    await blank.goto(`${site.url}/blank.html`);
    const written = await inStorage(blank);
    const page = await visit(second);
    const deadline = performance.now() + PATIENCE_MS;
    const delivered = () => page.evaluate(() => window.tellback.stats().delivered);
    while ((await delivered()) < written && performance.now() < deadline) await delay(100);
    const { dropped } = await page.evaluate(() => window.tellback.stats());
    const name = `browser killed, ${tabs} tabs × ${EVENTS}, ${stored} stored, on disk`;
    const row = await account(name, written, collector, endpoint, dropped);
    await second.close();
    return { ...row, passed: row.passed && stored === EVENTS * tabs && written > 0 };
  } finally {
    await site.stop();
    await endpoint.stop();
    await collector.stop();
    // Processes that are killed may take a moment to let go of their files.
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** How many events a page finds in the site's storage. @param {import("@playwright/test").Page} page */
function inStorage(page) {
  return page.evaluate(
    () => Object.keys(localStorage).filter((key) => /^tellback:1:\w+:\d+$/.test(key)).length,
  );
}
