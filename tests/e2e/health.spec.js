// @ts-check
// What the page itself feels of tellback: the same page with and without it, in the same test.
import { AT_ONCE, LATE, open, start, stats } from "./host.js";
import { press, read, wheel } from "./reader.js";
import { expect, test } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

const ROUNDS = 5;

test.skip(({ browserName }) => browserName !== "chromium", "only Chromium tells these figures");

/**
 * Loads a page, lets it come to rest, has something done, and gives what the browser noted.
 * @param {Page} page
 * @param {string} path
 * @param {() => Promise<unknown>} act
 */
async function observe(page, path, act) {
  await page.goto(path);
  await page.evaluate(async () => {
    await new Promise((resolve) => requestIdleCallback(resolve));
    window.noted = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.noted.push(entry.toJSON());
    }).observe({ entryTypes: ["longtask", "layout-shift"] });
  });
  await act();
  const noted = await page.evaluate(async () => {
    // Entries are handed over after the next frame, and idle means that no task is left.
    await new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(resolve)));
    return window.noted;
  });
  /** @param {string} type */
  const of = (type) =>
    noted.filter((/** @type {{ entryType: string }} */ entry) => entry.entryType === type);
  return { longTasks: of("longtask").length, shifts: of("layout-shift") };
}

/** @param {Page} page */
async function startAndWait(page) {
  await start(page, { batch: AT_ONCE });
  await page.evaluate(() => window.tellback.ready);
  // The first look at what is in view.
  await read(page, 600);
}

test("starting on a page of 1,000 answers adds no long task and shifts nothing", async ({
  page,
}) => {
  const without = [];
  const withIt = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    without.push(await observe(page, "/many.html?answers=1000", () => read(page, 600)));
    withIt.push(await observe(page, "/many.html?answers=1000", () => startAndWait(page)));
  }
  // Other programs can make any task long, but hardly in every round.
  const least = (/** @type {{ longTasks: number }[]} */ rounds) =>
    Math.min(...rounds.map(({ longTasks }) => longTasks));
  expect(least(withIt)).toBeLessThanOrEqual(least(without));
  expect(withIt.flatMap(({ shifts }) => shifts)).toEqual([]);
});

test("scrolling through 1,000 answers adds no long task", async ({ page }) => {
  const scroll = async () => {
    for (let turn = 0; turn < 5; turn += 1) await wheel(page, 2000);
    await read(page, 400);
  };
  const without = [];
  const withIt = [];
  for (let round = 0; round < 3; round += 1) {
    without.push(await observe(page, "/many.html?answers=1000", scroll));
    withIt.push(
      await observe(page, "/many.html?answers=1000", async () => {
        await startAndWait(page);
        await scroll();
      }),
    );
  }
  const least = (/** @type {{ longTasks: number }[]} */ rounds) =>
    Math.min(...rounds.map(({ longTasks }) => longTasks));
  expect(least(withIt)).toBeLessThanOrEqual(least(without));
});

test("the built-in controls shift nothing where the page keeps their room", async ({ page }) => {
  const { shifts } = await observe(page, "/many.html?answers=50&bars", () => startAndWait(page));
  await expect(page.getByRole("group", { name: "Rate this answer" })).toHaveCount(50);
  expect(shifts).toEqual([]);
});

/** Runs in the page: counts what a click calls in the wasm, and how often the page is listened to. */
function countCalls() {
  let calls = 0;
  let before = 0;
  window.callsInClick = window.clickListeners = 0;
  const { instantiate } = WebAssembly;
  const counting = async (/** @type {any[]} */ ...args) => {
    const { instance } = await Reflect.apply(instantiate, WebAssembly, args);
    const exports = { ...instance.exports };
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value !== "function") continue;
      exports[name] = (/** @type {any[]} */ ...args) => {
        calls += 1;
        return value(...args);
      };
    }
    return { instance: { exports } };
  };
  Object.assign(WebAssembly, { instantiate: counting });
  const { addEventListener } = EventTarget.prototype;
  const on = (/** @type {boolean} */ capture, /** @type {() => void} */ listener) =>
    addEventListener.call(window, "click", listener, { capture });
  on(true, () => {
    before = calls;
  });
  on(false, () => {
    window.callsInClick += calls - before;
  });
  EventTarget.prototype.addEventListener = function (type, ...args) {
    if (type === "click") window.clickListeners += 1;
    Reflect.apply(addEventListener, this, [type, ...args]);
  };
}

for (const { storage, waits } of /** @type {const} */ ([
  { storage: "none", waits: true },
  { storage: "local", waits: false },
])) {
  test(`storage "${storage}": the wasm ${waits ? "waits" : "does not wait"} until the page has handled a press`, async ({
    page,
  }) => {
    await page.addInitScript(countCalls);
    await open(page, "/chat.html", { batch: LATE, storage, capture: { viewed: false } });
    // While somebody reads.
    await page.mouse.move(200, 200);
    await read(page, 600);
    const listeners = await page.evaluate(() => window.clickListeners);
    await press(page, "Good one");
    const calls = await page.evaluate(() => window.callsInClick);
    expect(calls > 0).toBe(!waits);
    expect(await stats(page)).toMatchObject({ captured: 1, queued: 1 });
    // The page has one of its own.
    expect(listeners).toBe(2);
  });
}
