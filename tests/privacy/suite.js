// @ts-check
// Holds the promises about privacy to what browsers do.
import { chromium, firefox } from "@playwright/test";
import config from "../../playwright.config.js";
import { build } from "../../scripts/build.js";
import { step } from "../../scripts/progress.js";
import { printCheck, printTable } from "../../scripts/report.js";
import { buildCollector } from "../../scripts/start.js";
import { startCollector } from "../e2e/collector.js";
import { startSite } from "../e2e/site.js";
import { canaries } from "./canaries.js";
import { hostile } from "./hostile.js";
import { COLUMNS, matrix } from "./matrix.js";
import { policies } from "./policy.js";
import { visits } from "./visits.js";

/**
 * @typedef {import("@playwright/test").Browser} Browser
 * @typedef {import("../e2e/site.js").Site} Site
 * @typedef {import("../e2e/collector.js").Collector} Collector
 * @typedef {{ browser: Browser, site: Site, collector: Collector }} World of one experiment alone
 * @typedef {(world: World) => Promise<string>} Experiment returns what was found in a few words, and
 *   throws where a promise is broken
 * @typedef {{ found: string, passed: boolean }} Finding
 * @typedef {import("../../scripts/report.js").Check} Check
 */

/** Experiments that are made at the same time; more would compete for the processor. */
const ABREAST = 3;

/** What stands in the matrix where a source cannot speak. */
const NONE = "–";

/**
 * @param {string[]} [words] only what has one of them in its name; default: all
 * @returns {Promise<Check[]>}
 */
export async function runPrivacy(words = []) {
  await build();
  await step("building the collector", buildCollector);
  const isChosen = (/** @type {string} */ title) =>
    words.length === 0 || words.some((word) => title.includes(word));
  const rows = Object.entries(matrix).filter(([source]) => isChosen(source));
  const others = Object.entries({ ...canaries, ...visits, ...policies, ...hostile }).filter(
    ([title]) => isChosen(title),
  );
  const cells = rows.flatMap(([, row]) => COLUMNS.map((column) => row[column]));
  const experiments = [...cells, ...others.map(([, experiment]) => experiment)];
  // Side by side: what one browser does with its one main thread leaves a processor to the other.
  const findings = await Promise.all([chromium, firefox].map((type) => conduct(type, experiments)));
  return [chromium, firefox].flatMap((type, at) =>
    tell(type.name(), findings[at] ?? [], rows, others),
  );
}

/**
 * Makes all experiments in a browser.
 * @param {import("@playwright/test").BrowserType} type
 * @param {(Experiment | undefined)[]} experiments
 */
async function conduct(type, experiments) {
  const project = config.projects?.find(({ name }) => name === type.name());
  const { channel, launchOptions } = project?.use ?? {};
  const browser = await type.launch({ channel, ...launchOptions });
  try {
    return await abreast(experiments.map((experiment) => () => find(browser, experiment)));
  } finally {
    await browser.close();
  }
}

/**
 * Prints what was found in a browser.
 * @param {string} name
 * @param {Finding[]} findings
 * @param {[source: string, row: unknown][]} rows of the matrix, whose findings come first
 * @param {[title: string, experiment: unknown][]} others
 */
function tell(name, findings, rows, others) {
  /** @type {Check[]} */
  const checks = [];
  const table = rows.map(([source], at) => [
    source,
    ...findings
      .slice(at * COLUMNS.length, (at + 1) * COLUMNS.length)
      .map(({ found, passed }) => (passed ? found : "✗")),
  ]);
  console.log();
  printTable([`${name}: a refusal by …`, ...COLUMNS], table);
  for (const [at, { found, passed }] of findings.entries()) {
    const [source] = rows[Math.floor(at / COLUMNS.length)] ?? [];
    const title = source ?? others[at - rows.length * COLUMNS.length]?.[0];
    const column = source ? `, ${COLUMNS[at % COLUMNS.length]}` : "";
    if (found === NONE) continue;
    const check = { name: `${name}: ${title}${column}: ${found}`, passed };
    if (!source || !passed) printCheck(check);
    checks.push(check);
  }
  return checks;
}

/**
 * @param {Browser} browser
 * @param {Experiment | undefined} experiment
 * @returns {Promise<Finding>}
 */
async function find(browser, experiment) {
  if (!experiment) return { found: NONE, passed: true };
  const collector = await startCollector();
  const site = await startSite(collector.url);
  try {
    return { found: await experiment({ browser, site, collector }), passed: true };
  } catch (error) {
    // Playwright's own errors go on with a log of the browser.
    const [said = ""] = String(error instanceof Error ? error.message : error).split(
      "\nBrowser logs",
    );
    return { found: said.replace(/\s+/g, " "), passed: false };
  } finally {
    await site.stop();
    await collector.stop();
  }
}

/**
 * Does pieces of work, a few at the same time, and returns what they make in their own order.
 * @template T
 * @param {(() => Promise<T>)[]} work
 */
async function abreast(work) {
  /** @type {T[]} */
  const made = [];
  const waiting = work.entries();
  const lane = async () => {
    for (const [at, make] of waiting) made[at] = await make();
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
  return made;
}
