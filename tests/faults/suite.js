// @ts-check
// Drives real browsers against an endpoint that fails, and accounts for every event.
import { chromium, firefox } from "@playwright/test";
import config from "../../playwright.config.js";
import { build } from "../../scripts/build.js";
import { step } from "../../scripts/progress.js";
import { printTable } from "../../scripts/report.js";
import { buildCollector } from "../../scripts/start.js";
import { startSite } from "../e2e/site.js";
import { abruptExits } from "./exits.js";
import { outages } from "./outages.js";

/** @typedef {import("./row.js").Row} Row */

const SHORT = { lasting: 1_000, exits: 5 };
const LONG = { lasting: 15_000, exits: 1_000 };
/** Rows that are made at the same time; more would compete for the processor. */
const ABREAST = 4;

/** @param {{ isShort: boolean }} options */
export async function runFaults({ isShort }) {
  await build();
  await step("building the collector", buildCollector);
  const { lasting, exits } = isShort ? SHORT : LONG;
  /** @type {Row[]} */
  const rows = [];
  for (const type of [chromium, firefox]) {
    const project = config.projects?.find(({ name }) => name === type.name());
    const { channel, launchOptions } = project?.use ?? {};
    const browser = await type.launch({ channel, ...launchOptions });
    const site = await startSite("");
    try {
      const work = [...outages(browser, site.url, lasting), ...abruptExits(browser, exits)];
      const made = await abreast(work);
      rows.push(...made.map((row) => ({ ...row, fault: `${type.name()}: ${row.fault}` })));
    } finally {
      await browser.close();
      await site.stop();
    }
  }
  printTable(["fault", "captured", "delivered", "repeated", "dropped", "s after"], rows.map(cells));
  return rows;
}

/**
 * Does pieces of work, a few at the same time, and returns what they make in their own order.
 * @param {(() => Promise<Row>)[]} work
 */
async function abreast(work) {
  /** @type {Row[]} */
  const made = [];
  const waiting = work.entries();
  const lane = async () => {
    for (const [at, make] of waiting) made[at] = await make();
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
  return made;
}

/** @param {Row} row */
function cells({ fault, captured, delivered, repeated, dropped, seconds, passed }) {
  const reasons = Object.entries(dropped).map(([reason, count]) => `${reason} ${count}`);
  return [
    `${passed ? "✓" : "✗"} ${fault}`,
    ...[captured, delivered, repeated].map(String),
    reasons.join(", ") || "0",
    seconds?.toFixed(1) ?? "",
  ];
}
