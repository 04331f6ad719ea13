// @ts-check
// Drives real browsers against an endpoint that fails, and accounts for every event.
import { fileURLToPath } from "node:url";
import { chromium, firefox } from "@playwright/test";
import config from "../../playwright.config.js";
import { build } from "../../scripts/build.js";
import { step } from "../../scripts/progress.js";
import { printTable } from "../../scripts/report.js";
import { buildCollector } from "../../scripts/start.js";
import { startSite } from "../e2e/site.js";
import { abruptExits, crashes } from "./exits.js";
import { hour } from "./hour.js";
import { killed } from "./kills.js";
import { outages } from "./outages.js";

const SURVIVOR = fileURLToPath(new URL("firefox.sh", import.meta.url));

/** @typedef {import("@playwright/test").Browser} Browser */
/** @typedef {import("./row.js").Row} Row */
/** @typedef {() => Promise<Row>} Work */

const SHORT = { lasting: 1_000, exits: 10, tabs: 0 };
const LONG = { lasting: 15_000, exits: 1_000, tabs: 8 };
/** Rows that are made at the same time; more would compete for the processor. */
const ABREAST = 4;

/**
 * Only the groups named are made, or all of them.
 * @param {{ isShort: boolean, only?: string[] }} options
 */
export async function runFaults({ isShort, only = [] }) {
  await build();
  await step("building the collector", buildCollector);
  const { lasting, exits, tabs } = isShort ? SHORT : LONG;
  /** @type {Row[]} */
  const rows = [];
  for (const type of [chromium, firefox]) {
    const project = config.projects?.find(({ name }) => name === type.name());
    const { channel, launchOptions } = project?.use ?? {};
    const launch = { channel, ...launchOptions };
    if (type === firefox) {
      launch.env = { ...process.env, FIREFOX: launchOptions?.executablePath };
      launch.executablePath = SURVIVOR;
    }
    const site = await startSite("");
    /**
     * @param {string} group
     * @param {(open: () => Promise<Browser>) => Work[] | Promise<Work[]>} work
     * @param {number} [most]
     */
    const make = async (group, work, most = ABREAST) => {
      const name = `${type.name()} ${group}`;
      if (only.length > 0 && !only.includes(name)) return;
      /** @type {Browser[]} */
      const opened = [];
      const open = async () => {
        const browser = await type.launch(launch);
        opened.push(browser);
        return browser;
      };
      try {
        const made = await step(name, async () => abreast(await work(open), most));
        rows.push(...made.map((row) => ({ ...row, fault: `${type.name()}: ${row.fault}` })));
      } finally {
        for (const browser of opened) await browser.close();
      }
    };
    try {
      await make("outages", async (open) => outages(await open(), site.url, lasting));
      await make("exits", (open) => abruptExits(open, exits));
      await make("crashes", (open) => crashes(open, exits), 1);
      if (tabs > 0) {
        await make("kills", () => [() => killed(type, launch, tabs)], 1);
        await make("hour", (open) => [async () => hour(await open())], 1);
      }
    } finally {
      await site.stop();
    }
  }
  const heading = ["fault", "captured", "delivered", "repeated", "dropped", "s after", "s due"];
  printTable(heading, rows.map(cells));
  return rows;
}

/**
 * Does pieces of work, a few at the same time, and returns what they make in their own order.
 * @param {Work[]} work
 * @param {number} most
 */
async function abreast(work, most) {
  /** @type {Row[]} */
  const made = [];
  const waiting = work.entries();
  const lane = async () => {
    for (const [at, make] of waiting) made[at] = await make();
  };
  await Promise.all(Array.from({ length: most }, lane));
  return made;
}

/** @param {Row} row */
function cells({ fault, captured, delivered, repeated, dropped, seconds, due, passed }) {
  const reasons = Object.entries(dropped).map(([reason, count]) => `${reason} ${count}`);
  return [
    `${passed ? "✓" : "✗"} ${fault}`,
    ...[captured, delivered, repeated].map(String),
    reasons.join(", ") || "0",
    seconds?.toFixed(1) ?? "",
    due?.toFixed(1) ?? "",
  ];
}
