// @ts-check
// What tellback costs a page, beside a tracker written by hand and none at all: in one browser, in
// shuffled turns, as medians and ratios. Absolute times are this machine's own.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { path } from "./browsers.js";
import { build } from "./build.js";
import { command } from "./command.js";
import { printCheck, printTable } from "./report.js";
import { browsers, forBuild, setUp } from "./setup.js";
import { root } from "./workspace.js";

const TRACKERS = /** @type {const} */ (["none", "hand-written", "tellback"]);
const CLICK_ROUNDS = 15;
const CLICKS = 100;
const START_ROUNDS = 5;
const SCROLL_ROUNDS = 3;
const SCROLL_MS = 10_000;
/** A click may cost this many times what it costs a tracker written by hand. */
const LIMIT = 2;

/**
 * @typedef {typeof TRACKERS[number]} Tracker
 * @typedef {Record<Tracker, number[]>} Figures one for each round
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {import("@playwright/test").Browser} Browser
 */

/**
 * The time that the page's main thread spends in listeners during a real click, in microseconds.
 * @param {Browser} browser
 * @param {string} url
 */
async function clicks(browser, url) {
  /** @type {Map<Tracker, Page>} */
  const pages = new Map();
  for (const tracker of TRACKERS) {
    const page = await browser.newPage();
    pages.set(tracker, page);
    await page.goto(`${url}/page.html?answers=20&tracker=${tracker}`);
    await page.evaluate(measureListeners);
    await page.evaluate(() => /** @type {any} */ (window).begin());
    await page.evaluate(() => /** @type {any} */ (window).addLast());
    await page.mouse.move(20, 20);
  }
  /** @param {Tracker} tracker */
  const round = async (tracker) => {
    const page = /** @type {Page} */ (pages.get(tracker));
    await page.bringToFront();
    await page.evaluate(() => /** @type {any} */ (window).reset());
    for (let click = 0; click < CLICKS; click += 1) {
      await page.mouse.down();
      await page.mouse.up();
    }
    const spent = await page.evaluate(() => /** @type {any} */ (window).spent);
    return (spent * 1000) / CLICKS;
  };
  for (const tracker of TRACKERS) await round(tracker);
  const figures = await inTurns(CLICK_ROUNDS, round);
  for (const page of pages.values()) await page.close();
  return figures;
}

/** Runs in the page: clocks all listeners of a click, from the first one called to the last. */
function measureListeners() {
  const page = /** @type {any} */ (window);
  const types = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];
  let began = 0;
  page.reset = () => {
    page.spent = 0;
  };
  // The first to be called: the window is where an event begins, and this came first there.
  for (const type of types) {
    addEventListener(
      type,
      () => {
        began = performance.now();
      },
      true,
    );
  }
  page.addLast = () => {
    const button = /** @type {Element} */ (document.querySelector("button"));
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    });
    for (const type of types) {
      addEventListener(type, () => {
        page.spent += performance.now() - began;
      });
    }
  };
}

/**
 * The longest task, in milliseconds, from the call that starts a tracker until the page is at rest.
 * @param {Browser} browser
 * @param {string} url
 * @param {number} answers
 */
function starts(browser, url, answers) {
  return inTurns(START_ROUNDS, async (tracker) => {
    const page = await browser.newPage();
    await page.goto(`${url}/page.html?answers=${answers}&tracker=${tracker}`);
    await page.waitForTimeout(500);
    const tasks = await trace(browser, page, async () => {
      await page.evaluate(() => /** @type {any} */ (window).begin());
      await page.waitForTimeout(1000);
    });
    await page.close();
    return Math.max(...tasks);
  });
}

/**
 * The time in tasks, in milliseconds, while a page of 100 answers is scrolled for ten seconds.
 * @param {Browser} browser
 * @param {string} url
 */
function scrolls(browser, url) {
  return inTurns(SCROLL_ROUNDS, async (tracker) => {
    const page = await browser.newPage();
    await page.goto(`${url}/page.html?answers=100&tracker=${tracker}`);
    await page.evaluate(() => /** @type {any} */ (window).begin());
    await page.mouse.move(400, 300);
    const tasks = await trace(browser, page, async () => {
      const end = performance.now() + SCROLL_MS;
      for (let turn = 0; performance.now() < end; turn += 1) {
        await page.mouse.wheel(0, turn % 100 < 50 ? 240 : -240);
        await page.waitForTimeout(50);
      }
    });
    await page.close();
    return tasks.reduce((sum, task) => sum + task, 0);
  });
}

/**
 * How long each task of the page's main thread took while `act` ran, in milliseconds.
 * @param {Browser} browser
 * @param {Page} page
 * @param {() => Promise<unknown>} act
 */
async function trace(browser, page, act) {
  await browser.startTracing(page, {
    categories: ["disabled-by-default-devtools.timeline", "__metadata"],
  });
  await act();
  /** @type {{ name: string, pid: number, tid: number, dur?: number, args: any }[]} */
  const events = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
  const isMain = events
    .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
    .map(({ pid, tid }) => `${pid} ${tid}`);
  const tasks = events.filter(
    ({ name, pid, tid }) => name === "RunTask" && isMain.includes(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error("the browser's trace holds no task");
  return tasks.map(({ dur = 0 }) => dur / 1000);
}

/**
 * Measures every tracker once a round, each round in another order.
 * @param {number} rounds
 * @param {(tracker: Tracker) => Promise<number>} measure
 */
async function inTurns(rounds, measure) {
  /** @type {Figures} */
  const figures = { none: [], "hand-written": [], tellback: [] };
  for (let round = 0; round < rounds; round += 1) {
    const order = TRACKERS.map((tracker) => ({ tracker, at: Math.random() }));
    for (const { tracker } of order.sort((a, b) => a.at - b.at)) {
      figures[tracker].push(await measure(tracker));
    }
  }
  return figures;
}

/** Serves the pages and the library, and takes every batch. */
async function serve() {
  const types = /** @type {Record<string, string>} */ ({
    ".html": "text/html",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
  });
  const server = createServer(async (request, response) => {
    if (request.method === "POST") {
      request.resume();
      return void response.writeHead(204).end();
    }
    const name = normalize((request.url ?? "/").replace(/\?.*/, ""));
    const file = name.startsWith("/tellback/") ? name.replace("/tellback", "dist") : `bench${name}`;
    const content = await readFile(join(root, file)).catch(() => undefined);
    if (!content) return void response.writeHead(404).end();
    response.writeHead(200, {
      "Content-Type": types[extname(name)] ?? "text/plain",
      // Only isolated pages get a clock that is fine enough.
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    });
    response.end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** @param {number[]} figures */
function median(figures) {
  const sorted = figures.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** @param {Figures} figures @param {Tracker} tracker */
function added(figures, tracker) {
  return median(figures[tracker]) - median(figures.none);
}

/**
 * @param {string} title
 * @param {Figures} figures
 */
function print(title, figures) {
  console.log(`\n${title}`);
  printTable(
    ["", "median", "least", "most", "added"],
    TRACKERS.map((tracker) => [
      tracker,
      ...[
        median(figures[tracker]),
        Math.min(...figures[tracker]),
        Math.max(...figures[tracker]),
      ].map((figure) => figure.toFixed(1)),
      added(figures, tracker).toFixed(1),
    ]),
  );
}

await command(import.meta.url, async () => {
  await setUp([...forBuild, ...browsers("chromium")]);
  await build();
  // Only now: it may have been installed a moment ago.
  const { chromium } = await import("@playwright/test");
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: path("chromium"),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const click = await clicks(browser, server.url);
    print(`A click on a thumb, µs in listeners (${CLICK_ROUNDS} rounds of ${CLICKS})`, click);
    const ratio = added(click, "tellback") / added(click, "hand-written");
    printCheck({
      name: `a click costs ${ratio.toFixed(2)} times the hand-written tracker's (limit ${LIMIT})`,
      passed: ratio <= LIMIT,
    });
    for (const answers of [1000, 5000]) {
      const start = await starts(browser, server.url, answers);
      print(`Start on ${answers} answers, ms of the longest task (${START_ROUNDS} rounds)`, start);
    }
    const scroll = await scrolls(browser, server.url);
    print(`Scrolling 100 answers for 10 s, ms in tasks (${SCROLL_ROUNDS} rounds)`, scroll);
  } finally {
    await browser.close();
    server.close();
  }
});
