// @ts-check
// The lesson's five scenarios, acted out: the events are those that the traces in `tests/traces`
// have on the host, but for times, which are as long as a real gesture takes.
import { readFileSync } from "node:fs";
import { leave, open } from "./host.js";
import { copy, press, read } from "./reader.js";
import { expect, test } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

const OURS = new Set(["stream", "conversation", "hour", "context", "seq", "type", "response"]);

/**
 * The events of a trace, as its file says, without the times.
 * @param {string} name
 */
function expected(name) {
  const text = readFileSync(new URL(`../traces/${name}.trace`, import.meta.url), "utf8");
  const [, events = ""] = text.split("\n=>\n");
  return events.trim().split("\n").map(withoutTimes).sort();
}

/** @param {string} event */
function withoutTimes(event) {
  const words = event.split(" ").map((word) => word.replace(/_ms=\d+/, "_ms"));
  return words.join(" ");
}

/** @param {import("./collector.js").StoredEvent} event */
function describe(event) {
  const own = Object.keys(event).filter((name) => !OURS.has(name));
  const fields = own.sort().map((name) => `${name}=${event[name]}`);
  return withoutTimes([event.type, event.response, ...fields].filter(Boolean).join(" "));
}

/**
 * @param {string} name
 * @param {(page: Page) => Promise<void>} act
 */
function scenario(name, act) {
  test(name.replaceAll("-", " "), async ({ page, site, collector }) => {
    await open(page, "/lesson.html", { capture: { left: true } });
    await read(page, 800);
    await act(page);
    await read(page, 400);
    await leave(page, site);
    const wanted = expected(name);
    const events = await collector.eventually((events) => events.length >= wanted.length);
    expect(events.map(describe).sort()).toEqual(wanted);
  });
}

scenario("copying-the-courses-section", async (page) => {
  const box = await page.getByText("Begin with a course").boundingBox();
  if (!box) throw new Error("the section is not shown");
  await page.mouse.move(box.x + 1, box.y + 5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, box.y + box.height - 5, { steps: 5 });
  await page.mouse.up();
  await copy(page);
});

scenario("asking-for-a-specific-timeline", async (page) => {
  await page.getByRole("textbox", { name: "Message" }).click();
  await page.keyboard.type("Can you be more specific about the timeline?", { delay: 5 });
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("I need to do this within 12 months.", { delay: 5 });
  await page.keyboard.press("Enter");
});

scenario("thumbs-up", (page) => press(page, "Good"));

scenario("immediate-regenerate", async (page) => {
  await press(page, "Again");
  await expect(page.getByText("Another plan")).toBeVisible();
  await read(page, 800);
  await press(page, "Good");
});

scenario("closing-the-tab", (page) => read(page, 300));
