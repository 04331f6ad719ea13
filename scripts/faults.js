// @ts-check
// Drives real browsers against an endpoint that fails, and accounts for every event.
//
// `npm run test:faults` takes about fifteen minutes: outages of 15 s in every way in which an endpoint
// can fail, and 1,000 abrupt exits, in each browser. With `-- --short`, as `npm test` runs it, the
// outages last 1 s and the exits are 5. The columns of every row add up:
// captured = delivered + dropped.
import { chromium, firefox } from "@playwright/test";
import config from "../playwright.config.js";
import { startSite } from "../tests/e2e/site.js";
import { abruptExits } from "../tests/faults/exits.js";
import { outages } from "../tests/faults/outages.js";
import { build } from "./build.js";
import { command, Failure } from "./command.js";
import { step } from "./progress.js";
import { printTable } from "./report.js";
import { browsers, forBuild, setUp } from "./setup.js";
import { buildCollector } from "./start.js";

/** @typedef {import("../tests/faults/row.js").Row} Row */

const SHORT = { lasting: 1_000, exits: 5 };
const LONG = { lasting: 15_000, exits: 1_000 };
/** Rows that are made at the same time; more would compete for the processor. */
const ABREAST = 4;

export const forFaults = [...forBuild, ...browsers("chromium", "firefox")];

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

await command(import.meta.url, async (args) => {
  await setUp(forFaults);
  const rows = await runFaults({ isShort: args.includes("--short") });
  const failed = rows.filter(({ passed }) => !passed).map(({ fault }) => fault);
  if (failed.length > 0) throw new Failure(`not accounted for: ${failed.join("; ")}`);
});
