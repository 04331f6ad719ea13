// @ts-check
// What a reader does before the wasm is there.
import { AT_ONCE, countListeners, LATE, leave, listening, start, stats, statusOf } from "./host.js";
import { copy, press, selectSentence } from "./reader.js";
import { CONTROLS, ENDPOINT, expect, outage, status, test, WASM } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Opens a page whose wasm does not come before the function that this returns is called. */
async function openWithout(/** @type {Page} */ page, /** @type {import("./site.js").Site} */ site) {
  const release = site.hold(WASM);
  await page.goto("/chat.html");
  await start(page, { batch: AT_ONCE });
  expect(await statusOf(page)).toBe("loading");
  await expect.poll(() => site.count(WASM)).toBe(1);
  return release;
}

test("early gestures and calls arrive, in order", async ({ page, site, collector }) => {
  const release = await openWithout(page, site);
  await press(page, "Good one");
  await selectSentence(page, page.getByText("Sourdough rises"));
  await copy(page);
  // The selection is gone before the wasm comes.
  await page.getByLabel("Note").click();
  await page.evaluate(() => window.tellback.rate("r2", { stars: 5 }));
  await press(page, "Bad one");
  await press(page, "Bad one");
  await press(page, "Again one");
  expect(await stats(page)).toMatchObject({ captured: 0 });
  release();
  const events = await collector.eventually((events) => events.length >= 6);
  expect(await statusOf(page)).toBe("capturing");
  expect(events.sort((a, b) => a.seq - b.seq)).toMatchObject([
    { seq: 0, type: "rated", response: "r1", thumb: "up" },
    { seq: 1, type: "copied", response: "r2" },
    { seq: 2, type: "rated", response: "r2", stars: 5 },
    { seq: 3, type: "rated", response: "r1", thumb: "down" },
    { seq: 4, type: "rated", response: "r1", thumb: "none" },
    { seq: 5, type: "regenerated", response: "r1" },
  ]);
});

test("flush() waits for the wasm", async ({ page, site, collector }) => {
  const release = await openWithout(page, site);
  await press(page, "Good one");
  await page.evaluate(() => {
    window.flushed = window.tellback.flush();
  });
  release();
  await page.evaluate(() => window.flushed);
  expect(await collector.events()).toHaveLength(1);
});

test("opting out while loading leaves nothing of it", async ({ page, site, collector }) => {
  await countListeners(page);
  const release = site.hold(WASM);
  await page.goto("/chat.html");
  const before = await listening(page);
  await start(page);
  await press(page, "Good one");
  await page.evaluate(() => window.tellback.optOut());
  expect(await statusOf(page)).toBe("opted-out");
  expect(await listening(page)).toBe(before);
  release();
  await page.evaluate(() => window.tellback.ready);
  await press(page, "Again one");
  // The reader changes their mind: only what comes now is recorded.
  await page.evaluate(() => window.tellback.optIn());
  await expect.poll(() => statusOf(page)).toBe("capturing");
  await press(page, "Good two");
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "rated", response: "r2", seq: 0 }]);
});

test("opting out and in again while loading begins anew", async ({ page, site, collector }) => {
  const release = await openWithout(page, site);
  await press(page, "Good one");
  await page.evaluate(() => {
    window.tellback.optOut();
    window.tellback.optIn();
  });
  await press(page, "Good two");
  release();
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "rated", response: "r2", seq: 0 }]);
  expect(await statusOf(page)).toBe("capturing");
});

test("what was noted before stop() is delivered, and nothing after it", async ({
  page,
  site,
  collector,
}) => {
  await countListeners(page);
  const release = site.hold(WASM);
  await page.goto("/chat.html");
  const before = await listening(page);
  await start(page, { batch: LATE });
  await press(page, "Good one");
  await page.evaluate(() => {
    window.tellback.stop();
    window.flushed = window.tellback.flush();
  });
  expect(await statusOf(page)).toBe("stopped");
  expect(await listening(page)).toBe(before);
  await press(page, "Good two");
  release();
  await page.evaluate(() => window.flushed);
  expect(await collector.events()).toMatchObject([{ type: "rated", response: "r1" }]);
  expect(await statusOf(page)).toBe("stopped");
  expect(await listening(page)).toBe(before);
});

test("a refusal after stop() leaves nothing of what was noted", async ({ page, site }) => {
  for (const isRestarted of [false, true]) {
    const release = await openWithout(page, site);
    await press(page, "Good one");
    await page.evaluate(() => window.tellback.stop());
    // The refusal may as well come by another instance.
    if (isRestarted) await start(page);
    await page.evaluate(() => window.tellback.optOut());
    release();
    await page.evaluate(compile, WASM);
    await leave(page, site);
    expect(site.count(ENDPOINT)).toBe(0);
    await page.evaluate(() => localStorage.clear());
    site.requests.splice(0);
  }
});

test("instances that start, stop and start again while loading share one wasm", async ({
  page,
  site,
  collector,
  log,
}) => {
  const release = await openWithout(page, site);
  await press(page, "Good one");
  await page.evaluate(() => window.tellback.stop());
  await start(page);
  await press(page, "Good two");
  await page.evaluate(() => {
    window.tellback.stop();
    const [first, second] = document.querySelectorAll("section");
    const options = { endpoint: "/feedback", batch: { maxDelayMs: 0 } };
    window.tellback = window.start({ ...options, root: first });
    window.other = window.start({ ...options, root: second });
  });
  await press(page, "Good three");
  release();
  const events = await collector.eventually((events) => events.length >= 3);
  expect(events.map(({ response }) => response).sort()).toEqual(["r1", "r2", "r3"]);
  expect(new Set(events.map(({ stream }) => stream)).size).toBe(3);
  expect(site.count(WASM)).toBe(1);
  expect(await page.evaluate(() => window.other.status)).toBe("capturing");
  expect([...log.errors, ...log.warnings]).toEqual([]);
});

test("a wasm that was lost on its way is asked for again, and nothing is missed", async ({
  page,
  site,
  collector,
  log,
}) => {
  const release = site.hold(WASM, outage);
  await page.goto("/chat.html");
  await start(page);
  await press(page, "Good one");
  await expect.poll(() => site.count(WASM)).toBe(1);
  release();
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "rated", response: "r1", seq: 0 }]);
  expect(site.count(WASM)).toBe(2);
  expect(log.errors).toEqual([]);
});

test("a load that fails after the reader has refused is no failure", async ({
  page,
  site,
  log,
}) => {
  site.replace(WASM, status(404));
  await page.goto("/chat.html");
  await start(page);
  await page.evaluate(() => window.tellback.optOut());
  await expect.poll(() => site.count(WASM)).toBe(2);
  // What the page itself asks for now is answered after that.
  await page.evaluate(compile, WASM);
  expect(await statusOf(page)).toBe("opted-out");
  expect(log.errors).toEqual([]);
});

test("leaving while loading sends nothing, and is no failure", async ({ page, site, log }) => {
  const release = await openWithout(page, site);
  await press(page, "Good one");
  await leave(page, site);
  release();
  expect(site.count(ENDPOINT)).toBe(0);
  expect(log.errors).toEqual([]);
});

test("the controls are there before the wasm, and their votes count", async ({
  page,
  site,
  collector,
}) => {
  const release = site.hold(WASM);
  await page.goto("/bar.html");
  await start(page);
  await page.getByRole("button", { name: "Bad answer" }).click();
  release();
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "rated", response: "r1", thumb: "down" }]);
});

test("without a bar on the page, its code is not loaded until one comes", async ({
  page,
  site,
}) => {
  await page.goto("/chat.html");
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  expect(site.count(CONTROLS)).toBe(0);
  await page.evaluate(() => {
    const bar = document.createElement("tellback-bar");
    bar.setAttribute("for", "r2");
    document.querySelector("nav")?.append(bar);
  });
  await expect(page.getByRole("group", { name: "Rate this answer" })).toBeVisible();
  expect(site.count(CONTROLS)).toBe(1);
});

/**
 * Runs in the page: does what it takes to load the wasm once more, which is over after what was under
 * way is.
 * @param {string} url
 */
async function compile(url) {
  const response = await fetch(url);
  await WebAssembly.compile(await response.arrayBuffer()).catch(() => {});
}
