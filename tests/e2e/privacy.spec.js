// @ts-check
// `<tellback-consent>`: what it tells the reader, and what the reader can do with it.
import { countListeners, LATE, leave, listening, open, start, stats, statusOf } from "./host.js";
import { press } from "./reader.js";
import { CONTROLS, ENDPOINT, expect, outage, status, test, WASM } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

const PRIVACY = "/tellback/privacy.js";

/** @param {Page} page */
const toggle = (page) => page.getByRole("switch", { name: "Share my reactions" });

/** What the control says of how it stands. @param {Page} page */
const state = (page) => page.locator("tellback-consent").getByRole("status");

/** @param {Page} page */
const list = (page) => page.getByRole("region", { name: "See what has been recorded" });

/** @param {Page} page */
const see = (page) => press(page, "See what has been recorded");

/** The events that the control shows, as they are written there. @param {Page} page */
async function shown(page) {
  const texts = await list(page).getByRole("listitem").allTextContents();
  return texts.map((text) => JSON.parse(text));
}

/** Puts the control on the page. @param {Page} page */
async function place(page) {
  await page.evaluate(() => document.body.append(document.createElement("tellback-consent")));
}

/** Keeps what the control tells the page, in `window.told`. @param {Page} page */
async function listen(page, isPrevented = false) {
  await page.evaluate((isPrevented) => {
    const told = /** @type {unknown[]} */ ([]);
    Object.assign(window, { told });
    for (const name of ["refused", "agreed"]) {
      document.addEventListener(`tellback-${name}`, (event) => {
        told.push([name, /** @type {CustomEvent} */ (event).detail]);
        if (isPrevented) event.preventDefault();
      });
    }
  }, isPrevented);
}

/** @param {Page} page */
const told = (page) => page.evaluate(() => /** @type {any} */ (window).told);

/** Leaves nothing to be sent but what a test does itself. */
const QUIET = { batch: LATE, capture: { viewed: false } };

test("by mouse: refusing ends everything at once, agreeing begins anew", async ({ page, site }) => {
  await open(page, "/chat.html", QUIET);
  await place(page);
  await listen(page);
  await expect(toggle(page)).toBeChecked();
  await expect(state(page)).toHaveText("On: your reactions to answers are recorded.");
  await press(page, "Good one");
  await page.getByText("Share my reactions").click();
  await expect(toggle(page)).not.toBeChecked();
  await expect(state(page)).toHaveText("Off: nothing is recorded or sent.");
  expect(await statusOf(page)).toBe("opted-out");
  expect(await stats(page)).toMatchObject({ queued: 0, dropped: { opted_out: 1 } });
  expect(await page.evaluate(() => Object.entries(localStorage))).toEqual([
    ["tellback", "1 everything refused"],
  ]);
  await toggle(page).click();
  await expect(toggle(page)).toBeChecked();
  expect(await statusOf(page)).toBe("capturing");
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  expect(await told(page)).toEqual([
    ["refused", { scope: "everything" }],
    ["agreed", {}],
  ]);
  expect(site.count(ENDPOINT)).toBe(0);
});

test("by keyboard: the scope, the switch, and what has been recorded", async ({ page }) => {
  await open(page, "/blank.html", QUIET);
  await place(page);
  await listen(page);
  await expect(toggle(page)).toBeChecked();
  await page.keyboard.press("Tab");
  await expect(toggle(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "everything, at once" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(
    page.getByRole("radio", { name: "only conversations that begin later" }),
  ).toBeChecked();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "See what has been recorded" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(list(page)).toHaveText("Nothing has been recorded.");
  await page.keyboard.press("Tab");
  await expect(list(page)).toBeFocused();
  for (let back = 0; back < 3; back += 1) await page.keyboard.press("Shift+Tab");
  await expect(toggle(page)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(toggle(page)).not.toBeChecked();
  expect(await told(page)).toEqual([["refused", { scope: "new-conversations" }]]);
  await page.keyboard.press("Enter");
  await expect(toggle(page)).toBeChecked();
});

test("a refusal of new conversations can be widened to those that run", async ({ page }) => {
  await open(page, "/chat.html", QUIET);
  await place(page);
  await press(page, "Good one");
  await page.getByText("only conversations that begin later").click();
  await toggle(page).click();
  await expect(state(page)).toHaveText(/^Off for new conversations\./);
  await expect(toggle(page)).not.toBeChecked();
  expect(await statusOf(page)).toBe("capturing");
  await expect(page.getByRole("radio")).toHaveCount(0);
  await page.getByRole("button", { name: "Stop recording these as well" }).focus();
  await page.keyboard.press("Enter");
  await expect(state(page)).toHaveText("Off: nothing is recorded or sent.");
  await expect(toggle(page)).toBeFocused();
  expect(await stats(page)).toMatchObject({ queued: 0, dropped: { opted_out: 1 } });
});

test("the events are shown as they will be sent, and as they were", async ({ page, site }) => {
  await open(page, "/chat.html", QUIET);
  await place(page);
  await press(page, "Good one");
  await see(page);
  await expect(list(page)).toContainText("Not sent yet: 1");
  expect(await shown(page)).toEqual([{ seq: 0, type: "rated", response: "r1", thumb: "up" }]);
  expect(site.count(ENDPOINT)).toBe(0);
  await press(page, "Again one");
  await expect(list(page)).toContainText("Not sent yet: 2");
  await page.evaluate(() => window.tellback.flush());
  await expect(list(page)).toContainText("Sent: 2");
  await expect(list(page)).not.toContainText("Not sent yet");
  const [{ events, ledger, ...head }] = /** @type {[any]} */ (site.batches());
  expect(await shown(page)).toEqual(events);
  expect(ledger.captured).toBe(2);
  // To the letter.
  const written = await list(page).locator("code").allTextContents();
  expect(written).toEqual([head, ...events].map((part) => JSON.stringify(part)));
});

test("what an endpoint did not take waits again", async ({ page, site }) => {
  site.replace(ENDPOINT, outage);
  await open(page, "/chat.html", QUIET);
  await place(page);
  await see(page);
  await press(page, "Good one");
  await page.evaluate(() => window.tellback.flush());
  await expect(list(page)).toContainText("Not sent yet: 1");
  await expect(list(page)).not.toContainText("Sent:");
});

test("only what happens while the control is there is kept, and the rest is counted", async ({
  page,
  collector,
}) => {
  await open(page, "/chat.html", { ...QUIET, batch: { maxDelayMs: 0 } });
  await press(page, "Good one");
  await collector.eventually((events) => events.length === 1);
  await place(page);
  await see(page);
  await expect(list(page)).toHaveText("Sent earlier, no copy kept here: 1");
  await press(page, "Good two");
  await expect(list(page)).toContainText("Sent: 1");
  // Taken away, as a dialog that closes takes it.
  await page.evaluate(() => document.querySelector("tellback-consent")?.remove());
  await place(page);
  await see(page);
  await expect(list(page)).toHaveText("Sent earlier, no copy kept here: 2");
});

test("after an opt-out nothing is shown, and nothing is kept", async ({ page, collector }) => {
  await open(page, "/chat.html", { ...QUIET, batch: { maxDelayMs: 0 } });
  await place(page);
  await see(page);
  await press(page, "Good one");
  await collector.eventually((events) => events.length === 1);
  await expect(list(page)).toContainText("Sent: 1");
  await toggle(page).click();
  await expect(list(page)).toHaveText("Sent earlier, no copy kept here: 1");
  await toggle(page).click();
  await expect(toggle(page)).toBeChecked();
  await expect(list(page)).toHaveText("Sent earlier, no copy kept here: 1");
});

test("what is sent while the host opts out is not kept either", async ({ page }) => {
  await page.goto("/chat.html");
  await page.evaluate(async () => {
    window.tellback = window.start({
      endpoint: "/feedback",
      batch: { maxDelayMs: 3_600_000 },
      onBatch: () => window.tellback.optOut(),
    });
    await window.tellback.ready;
  });
  await place(page);
  await see(page);
  await press(page, "Good one");
  await expect(list(page)).toContainText("Not sent yet: 1");
  await page.evaluate(() => window.tellback.flush());
  await expect(list(page)).toHaveText("Nothing has been recorded.");
});

test("where the reader has opted out it is all that is loaded, and agreeing starts the rest", async ({
  page,
  site,
  collector,
}) => {
  await countListeners(page);
  await page.goto("/chat.html");
  const before = await listening(page);
  await start(page, { optOut: true });
  await page.evaluate(() => window.tellback.ready);
  expect(site.count(PRIVACY)).toBe(0);
  await place(page);
  await expect(state(page)).toHaveText("Off: nothing is recorded or sent.");
  await see(page);
  await expect(list(page)).toHaveText("Nothing has been recorded.");
  expect([ENDPOINT, WASM, CONTROLS].filter((path) => site.count(path) > 0)).toEqual([]);
  await page.evaluate(() => document.querySelector("tellback-consent")?.remove());
  // Those that are left are on its own three buttons.
  await expect.poll(() => listening(page)).toBe(before + 3);
  await place(page);
  await toggle(page).click();
  await expect(state(page)).toHaveText("On: your reactions to answers are recorded.");
  await expect.poll(() => statusOf(page)).toBe("capturing");
  await press(page, "Good two");
  await collector.eventually((events) => events.some(({ response }) => response === "r2"));
});

test("it waits for an opt-in, which only the reader can give", async ({ page, site }) => {
  await open(page, "/chat.html", { consent: "opt-in" });
  await place(page);
  await expect(state(page)).toHaveText("Off: nothing is recorded unless you switch this on.");
  await page.evaluate(() => {
    const consent = document.querySelector("tellback-consent");
    const toggle = consent?.shadowRoot?.querySelector("[role=switch]");
    /** @type {HTMLElement} */ (toggle).click();
  });
  await expect(toggle(page)).not.toBeChecked();
  expect(await statusOf(page)).toBe("opted-out");
  await listen(page, true);
  await toggle(page).click();
  expect(await told(page)).toEqual([["agreed", {}]]);
  expect(await statusOf(page)).toBe("opted-out");
  expect(site.count(WASM)).toBe(0);
});

test("it says when the browser refuses, and follows when that changes", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "globalPrivacyControl", {
      get: () => /** @type {any} */ (window).signal ?? true,
    });
  });
  await open(page, "/chat.html");
  await place(page);
  await expect(state(page)).toHaveText(/^Off: your browser asks sites .* in its settings\.$/);
  await expect(toggle(page)).toBeDisabled();
  await toggle(page).click({ force: true });
  expect(await statusOf(page)).toBe("opted-out");
  await page.evaluate(() => {
    Object.assign(window, { signal: false });
    dispatchEvent(new Event("focus"));
  });
  await expect(state(page)).not.toHaveText(/browser/);
  await toggle(page).click();
  await expect(toggle(page)).toBeChecked();
});

test("it follows another tab, and what the host's calls say", async ({ page, context }) => {
  await open(page, "/chat.html");
  await place(page);
  await expect(toggle(page)).toBeChecked();
  const other = await context.newPage();
  await open(other, "/chat.html");
  await other.evaluate(() => window.tellback.optOut());
  await expect(toggle(page)).not.toBeChecked();
  await page.evaluate(() => window.tellback.optIn());
  await expect(toggle(page)).toBeChecked();
});

test("it says when tellback failed or was stopped, and the reader can still refuse", async ({
  page,
  site,
}) => {
  site.replace(WASM, status(404));
  await page.goto("/chat.html");
  await start(page);
  await place(page);
  await expect(state(page)).toHaveText(/^Something went wrong/);
  await toggle(page).click();
  await expect(toggle(page)).not.toBeChecked();
  site.restore(WASM);
  await open(page, "/chat.html");
  expect(await statusOf(page)).toBe("opted-out");
  await page.evaluate(() => window.tellback.optIn());
  await place(page);
  await page.evaluate(() => window.tellback.stop());
  await expect(state(page)).toHaveText("Nothing is recorded on this page at the moment.");
  await page.goto("/chat.html");
  await start(page, /** @type {any} */ ({ endpint: "/feedback" }));
  await place(page);
  await expect(state(page)).toHaveText(/^Something went wrong/);
});

test("it is there before the wasm, and in shadow roots", async ({ page, site }) => {
  const release = site.hold(WASM);
  await page.goto("/chat.html");
  await page.evaluate(() => {
    const host = document.createElement("div");
    host.attachShadow({ mode: "open" }).append(document.createElement("tellback-consent"));
    document.body.append(host);
  });
  await start(page);
  await expect(toggle(page)).toBeChecked();
  await toggle(page).click();
  await expect(toggle(page)).not.toBeChecked();
  release();
  await leave(page, site);
  expect(site.count(ENDPOINT)).toBe(0);
});

test("two of them say the same", async ({ page }) => {
  await open(page, "/chat.html");
  await place(page);
  await place(page);
  await toggle(page).last().click();
  for (const one of await toggle(page).all()) await expect(one).not.toBeChecked();
});

test("where its code cannot be loaded all else goes on, and the next one tries again", async ({
  page,
  site,
  log,
  browserName,
}) => {
  site.replace(PRIVACY, status(503));
  await open(page, "/chat.html");
  await place(page);
  await expect.poll(() => log.errors.length).toBe(1);
  expect(log.errors[0]).toContain("<tellback-consent> cannot be loaded");
  site.restore(PRIVACY);
  expect(await statusOf(page)).toBe("capturing");
  // This Firefox remembers for as long as the page is there that a module could not be had.
  if (browserName === "firefox") return;
  await place(page);
  await expect(toggle(page).first()).toBeChecked();
});

test("its texts can be replaced, and one that does not exist is an error", async ({
  page,
  log,
}) => {
  const strings = /** @type {any} */ ({ consentLabel: "Mitmachen", consentLabl: "x" });
  await open(page, "/chat.html", { strings });
  await place(page);
  await expect(page.getByRole("switch", { name: "Mitmachen" })).toBeChecked();
  expect(log.errors).toHaveLength(1);
  expect(log.errors[0]).toMatch(/^tellback: options\.strings\.consentLabl: expected /);
});
