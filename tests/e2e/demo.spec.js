// @ts-check
// The demo page.
import { ENDPOINT, expect, test, WASM } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const panel = (page) => page.getByRole("complementary", { name: "Live events" });

/** The batches on the panel, newest first. @param {Page} page */
async function shownBatches(page) {
  const texts = await panel(page).getByRole("listitem").locator("code").allTextContents();
  return texts.map((text) => JSON.parse(text));
}

/** @param {Page} page */
async function sendNow(page) {
  await panel(page).getByRole("button", { name: "Send now" }).click();
}

/** @param {Page} page */
async function openDemo(page, path = "/?speed=0") {
  await page.goto(path);
  await expect(page.getByText("On: your reactions to answers are recorded.")).toBeVisible();
  await expect(page.getByRole("article")).toBeVisible();
}

test("the panel shows every batch as it leaves the page", async ({ page, site, collector }) => {
  await openDemo(page);
  await page.getByRole("button", { name: "Good answer" }).click();
  await sendNow(page);
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "rated"),
  );
  await expect(panel(page).getByText("Delivered").locator("xpath=../dd")).toHaveText(
    String(events.length),
  );
  const shown = await shownBatches(page);
  expect(shown.reverse()).toEqual(site.batches());
  const [event] = shown.flatMap((batch) => batch.events);
  expect(event).toMatchObject({ type: "rated", thumb: "up" });
});

test("the bar works by keyboard, and says what it does", async ({ page, collector }) => {
  await openDemo(page);
  const bar = page.getByRole("group", { name: "Rate this answer" });
  // Until its code is there, it is nothing that a Tab could come to.
  await expect(bar).toBeVisible();
  await page.getByRole("button", { name: "Regenerate answer" }).focus();
  await page.keyboard.press("Tab");
  await expect(bar.getByRole("button", { name: "Good answer" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bar.getByRole("button", { name: "Good answer", pressed: true })).toBeVisible();
  await expect(bar.getByRole("button", { name: "Bad answer", pressed: false })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(bar.getByRole("button", { name: "Bad answer", pressed: true })).toBeVisible();
  await sendNow(page);
  const events = await collector.eventually(
    (events) => events.filter(({ type }) => type === "rated").length === 2,
  );
  const rated = events.filter(({ type }) => type === "rated");
  expect(rated.sort((a, b) => a.seq - b.seq).map(({ thumb }) => thumb)).toEqual(["up", "down"]);
});

test("asking, stopping, regenerating and leafing through versions", async ({ page, collector }) => {
  await openDemo(page, "/?speed=20");
  const message = page.getByRole("textbox", { name: "Message" });
  await page.getByRole("button", { name: "New conversation" }).click();
  await expect(message).toBeFocused();
  await page.keyboard.type("How should I plan a career change?");
  await page.keyboard.press("Enter");
  const begun = page.locator("[data-streaming] .text").filter({ hasText: /\w/ });
  await expect(begun).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Good answer" })).toBeVisible();
  await page.getByRole("button", { name: "Regenerate answer" }).click();
  await expect(begun).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("2/2")).toBeVisible();
  await page.getByRole("button", { name: "Previous version" }).click();
  await expect(page.getByText("1/2")).toBeVisible();
  // To look is not to choose; to rate it up is, and to leave that so.
  await page.getByRole("button", { name: "Good answer" }).click();
  await page.goto("/blank.html");
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "preferred"),
  );
  const first = events.find(({ type }) => type === "regenerated")?.response;
  expect(events.filter(({ type }) => type === "stopped")).toHaveLength(2);
  expect(events.find(({ type }) => type === "switched")?.to).toBe(first);
  expect(events.find(({ type }) => type === "preferred")).toMatchObject({
    ...{ chosen: first, basis: "switched", first_shown: first },
  });
});

test("a new conversation has another stream", async ({ page, collector }) => {
  await openDemo(page);
  await page.getByRole("button", { name: "Good answer" }).click();
  await page.getByRole("button", { name: "New conversation" }).click();
  await page.keyboard.type("Something else");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Good answer" }).click();
  await sendNow(page);
  const rated = (
    await collector.eventually(
      (events) => events.filter(({ type }) => type === "rated").length === 2,
    )
  ).filter(({ type }) => type === "rated");
  expect(rated[0]?.stream).not.toBe(rated[1]?.stream);
  expect(rated[0]?.conversation).not.toBe(rated[1]?.conversation);
});

test("the switch turns everything off and on again", async ({ page, site }) => {
  await openDemo(page);
  const share = page.getByRole("switch", { name: "Share my reactions" });
  await expect(share).toBeChecked();
  await page.getByRole("button", { name: "Good answer" }).click();
  await share.focus();
  await page.keyboard.press("Space");
  await expect(share).not.toBeChecked();
  await expect(page.getByText("Off: nothing is recorded or sent.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Good answer" })).toBeHidden();
  const requests = site.count(ENDPOINT);
  await page.reload();
  await expect(page.getByText("Off: nothing is recorded or sent.")).toBeVisible();
  await page.getByRole("button", { name: "Regenerate answer" }).click();
  await expect(page.getByText("2/2")).toBeVisible();
  await sendNow(page);
  expect(site.count(ENDPOINT)).toBe(requests);
  await share.click();
  await expect(page.getByText("On: your reactions to answers are recorded.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Good answer" })).toBeVisible();
});

test("?optOut opens a page on which nothing happens", async ({ page, site }) => {
  await page.goto("/?optOut&speed=0");
  await expect(page.getByText("Off: nothing is recorded or sent.")).toBeVisible();
  await page.getByRole("button", { name: "Regenerate answer" }).click();
  await expect(page.getByText("2/2")).toBeVisible();
  await page.goto("/blank.html");
  expect([ENDPOINT, WASM].map(site.count)).toEqual([0, 0]);
});

test("without the library the chat works", async ({ page, site }) => {
  site.replace(WASM, (response) => void response.writeHead(404).end());
  await page.goto("/?speed=0");
  await expect(page.getByText("Feedback is unavailable.")).toBeVisible();
  await page.getByRole("button", { name: "Regenerate answer" }).click();
  await expect(page.getByText("2/2")).toBeVisible();
});

test("two versions are compared, and the better one stays", async ({ page, collector }) => {
  await openDemo(page);
  await page.getByRole("button", { name: "Regenerate answer" }).click();
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("article")).toHaveCount(2);
  await page.getByRole("button", { name: "Answer 2 is better" }).click();
  await expect(page.getByRole("article")).toHaveCount(1);
  await sendNow(page);
  const events = await collector.eventually((events) =>
    events.some(({ basis }) => basis === "side_by_side"),
  );
  expect(events.find(({ basis }) => basis === "side_by_side")?.verdict).toBe("one");
});

test("who comes back to a conversation is asked whether the answer worked", async ({
  page,
  collector,
}) => {
  await openDemo(page);
  const conversations = page
    .getByRole("navigation", { name: "Conversations" })
    .getByRole("listitem");
  await conversations.nth(1).click();
  await conversations.nth(0).click();
  await page.getByRole("button", { name: "Partly" }).click();
  await sendNow(page);
  const events = await collector.eventually((events) => events.some(({ worked }) => worked));
  expect(events.find(({ worked }) => worked)?.worked).toBe("partly");
});
