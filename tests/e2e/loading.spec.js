// @ts-check
// What a reader does before the wasm is there.
import { AT_ONCE, countListeners, leave, listening, start, stats, statusOf } from "./host.js";
import { copy, selectSentence } from "./reader.js";
import { CONTROLS, ENDPOINT, expect, test, WASM } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {string} name */
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

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

test("stopping while loading ends it", async ({ page, site }) => {
  const release = await openWithout(page, site);
  await press(page, "Good one");
  await page.evaluate(() => window.tellback.stop());
  release();
  await page.evaluate(() => window.tellback.ready);
  expect(await statusOf(page)).toBe("stopped");
  await leave(page, site);
  expect(site.count(ENDPOINT)).toBe(0);
});

test("leaving while loading sends nothing", async ({ page, site }) => {
  const release = await openWithout(page, site);
  await press(page, "Good one");
  await leave(page, site);
  release();
  expect(site.count(ENDPOINT)).toBe(0);
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
