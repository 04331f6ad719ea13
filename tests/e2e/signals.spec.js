// @ts-check
// Every type of event that README's table has, made by hand on the demo.
import { readFileSync } from "node:fs";
import { copy, press, read, selectSentence } from "./reader.js";
import { expect, test } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./collector.js").StoredEvent} StoredEvent */

/** The types of README's table, but for comments, for which a test of its own asks. */
const [, table = ""] = readFileSync("README.md", "utf8").split(/^## (?=Everything|Opting)/m);
const TYPES = [...table.matchAll(/^\| `(\w+)` \|/gm)]
  .map(([, type]) => type)
  .filter((type) => type !== "commented");

/** @param {Page} page @param {string} text */
async function ask(page, text) {
  await page.getByRole("textbox", { name: "Message" }).click();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

/** The text of the answer that is being written. @param {Page} page */
const writing = (page) => page.locator("[data-streaming] .text").filter({ hasText: /\w/ });

test("every signal can be made by hand", async ({ page, collector }) => {
  test.slow();
  await page.goto("/?speed=60");
  const answer = page.locator("[data-tellback-response]").first();
  const first = (await answer.getAttribute("data-tellback-response")) ?? "";
  // The first answer is there already, and it is a long one.
  await read(page, 1000);
  await press(page, "Bad answer", "Too long");
  await page.keyboard.press("Escape");
  await press(page, "Save answer");
  await selectSentence(page, answer.locator("p").first());
  await copy(page);

  // In other words: an answer that is stopped.
  await press(page, "Edit prompt");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("How should I plan a career change within 12 months?");
  await page.keyboard.press("Enter");
  await expect(writing(page)).toBeVisible();
  await press(page, "Stop");

  // Back and forth, another try, and the question which of two is better.
  await press(page, "Previous version");
  await press(page, "Next version", "Regenerate answer");
  await expect(writing(page)).toBeVisible();
  await press(page, "Stop", "Compare", "Answer 2 is better");
  await expect(page.getByRole("article")).toHaveCount(1);

  await ask(page, "Thanks! Tell me more about the portfolio.");
  await expect(writing(page)).toBeVisible();
  await press(page, "Stop");

  // Another conversation, and back.
  const conversations = page
    .getByRole("navigation", { name: "Conversations" })
    .getByRole("listitem");
  await conversations.nth(1).click();
  await conversations.nth(0).click();
  await press(page, "Partly");
  await page.goto("/blank.html");

  const events = await collector.eventually((events) =>
    TYPES.every((wanted) => events.some(({ type }) => type === wanted)),
  );
  /** @param {string} type @returns {StoredEvent} */
  const of = (type) => events.find((event) => event.type === type) ?? {};
  expect(TYPES.length).toBe(13);
  expect(of("rated")).toMatchObject({ response: first, thumb: "down" });
  expect(of("reasoned")).toMatchObject({ response: first, reasons: ["too_long"] });
  expect(of("acted")).toMatchObject({ response: first, action: "save" });
  expect(of("copied")).toMatchObject({ response: first, via: "selection" });
  expect(of("edited")).toMatchObject({ response: first, what: "prompt" });
  expect(of("edited").changed_pct).toBeGreaterThan(0);
  expect(of("switched").to).toBe(first);
  expect(of("followed_up").intent).toBe("continuation");
  expect(of("outcome").worked).toBe("partly");
  const decided = events.filter(({ basis }) => basis === "side_by_side");
  expect(decided).toMatchObject([{ type: "preferred", verdict: "one" }]);
  expect(events.some(({ type, turns }) => type === "left" && turns === 2)).toBe(true);
});

test("a copy button, and stars", async ({ page, collector, browserName }) => {
  if (browserName === "chromium") await page.context().grantPermissions(["clipboard-write"]);
  await page.goto("/?speed=0&rating=stars");
  await press(page, "4 of 5 stars", "Close", "Copy answer");
  await page.goto("/blank.html");
  const events = await collector.eventually((events) => events.some(({ via }) => via));
  expect(events.find(({ via }) => via)).toMatchObject({ type: "copied", via: "button" });
  expect(events.find(({ stars }) => stars)?.stars).toBe(4);
});

test("a comment, which the reader then sees as it was sent", async ({ page, collector }) => {
  await page.goto("/?speed=0&comments");
  await press(page, "Bad answer");
  await page.getByRole("textbox", { name: "Comment" }).click();
  await page.keyboard.type("Too long. Ask ada@example.org why.");
  await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  await press(page, "Close", "Send now");
  const [event] = await collector
    .eventually((events) => events.some(({ type }) => type === "commented"))
    .then((events) => events.filter(({ type }) => type === "commented"));
  expect(event?.text).not.toContain("ada@");
  const consent = page.locator("tellback-consent");
  await expect(consent).toContainText("The exception: a comment that you send");
  await press(page, "See what has been recorded");
  await expect(consent.getByRole("listitem").filter({ hasText: "commented" })).toContainText(
    JSON.stringify(event?.text),
  );
});
