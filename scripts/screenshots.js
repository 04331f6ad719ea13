// @ts-check
// Takes a picture of every state of the controls and of the demo page, in every look that readers
// may have, for people to look at. screenshots/ then holds the pictures, and one sheet for each
// look that shows all of them.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.js";
import { command } from "./command.js";
import { step } from "./progress.js";
import { forJourneys, setUp } from "./setup.js";
import { buildCollector } from "./start.js";
import { root } from "./workspace.js";

const FOLDER = join(root, "screenshots");

/**
 * @typedef {{
 *   name: string,
 *   viewport: { width: number, height: number },
 *   media?: Parameters<import("@playwright/test").Page["emulateMedia"]>[0],
 *   language?: string,
 * }} Look
 */

/** @type {Look[]} */
const LOOKS = [
  { name: "light", viewport: { width: 720, height: 460 } },
  { name: "dark", viewport: { width: 720, height: 460 }, media: { colorScheme: "dark" } },
  { name: "narrow", viewport: { width: 320, height: 640 } },
  { name: "right to left", viewport: { width: 720, height: 460 }, language: "ar" },
  {
    name: "forced colours",
    viewport: { width: 720, height: 460 },
    media: { forcedColors: "active" },
  },
];

/** @type {Look[]} */
const DEMO_LOOKS = [
  { name: "light", viewport: { width: 1280, height: 860 } },
  { name: "dark", viewport: { width: 1280, height: 860 }, media: { colorScheme: "dark" } },
  { name: "small window", viewport: { width: 1024, height: 768 } },
  { name: "phone", viewport: { width: 375, height: 812 } },
  { name: "dark phone", viewport: { width: 375, height: 812 }, media: { colorScheme: "dark" } },
];

async function takeScreenshots() {
  // Only now: these need what has just been installed.
  const { default: config } = await import("../playwright.config.js");
  const { chromium } = await import("@playwright/test");
  const { startCollector } = await import("../tests/e2e/collector.js");
  const { startSite } = await import("../tests/e2e/site.js");
  const collector = await startCollector();
  const site = await startSite(collector.url);
  const browser = await chromium.launch(config.projects?.[0]?.use?.launchOptions);
  rmSync(FOLDER, { recursive: true, force: true });
  try {
    for (const look of LOOKS) {
      await step(`controls, ${look.name}`, () => controls(browser, site.url, look));
    }
    for (const look of DEMO_LOOKS) {
      await step(`demo, ${look.name}`, () => demo(browser, site.url, look));
    }
  } finally {
    await browser.close();
    await site.stop();
    await collector.stop();
  }
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} baseURL
 * @param {Look} look
 */
async function open(browser, baseURL, { viewport, media = {} }) {
  const page = await browser.newPage({ baseURL, viewport });
  await page.emulateMedia(media);
  return page;
}

/** @param {string} folder @param {string} name */
function picture(folder, name) {
  return join(FOLDER, folder, `${name.replaceAll(" ", "-")}.png`);
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @param {Look} look
 */
async function controls(browser, url, look) {
  const { STATES, show } = await import("../tests/e2e/controls.js");
  const page = await open(browser, url, look);
  const names = [];
  for (const state of STATES) {
    await show(page, state, {}, look.language);
    await page.screenshot({ path: picture(look.name, state.name) });
    names.push(state.name);
  }
  await sheet(page, look, names);
  await page.close();
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @param {Look} look
 */
async function demo(browser, url, look) {
  const { STEPS } = await import("../tests/e2e/tour.js");
  const page = await open(browser, url, look);
  const names = [];
  for (const { name, act } of STEPS) {
    await act(page);
    await page.screenshot({ path: picture(`demo ${look.name}`, name) });
    names.push(name);
  }
  await sheet(page, { ...look, name: `demo ${look.name}` }, names);
  await page.close();
}

/**
 * One picture of all pictures of a look.
 * @param {import("@playwright/test").Page} page
 * @param {Look} look
 * @param {string[]} names
 */
async function sheet(page, { name, viewport }, names) {
  const figures = names.map(
    (state) =>
      `<figure><img src="${pathToFileURL(picture(name, state))}" width="${viewport.width / 2}">
      <figcaption>${state}</figcaption></figure>`,
  );
  const file = join(FOLDER, `${name.replaceAll(" ", "-")}.html`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><title>${name}</title><style>
    body { display: flex; flex-wrap: wrap; gap: 8px; font: 12px system-ui; background: #888; }
    figure { margin: 0; } </style>${figures.join("")}`,
  );
  await page.setViewportSize({ width: 1480, height: 800 });
  await page.emulateMedia({ forcedColors: "none", colorScheme: "light" });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: file.replace(/html$/, "png"), fullPage: true });
}

await command(import.meta.url, async () => {
  await setUp(forJourneys);
  await build();
  await step("building the collector", buildCollector);
  await takeScreenshots();
  console.log(`look at ${FOLDER}`);
});
