// @ts-check
// Chat interfaces from the registry that nobody here wrote, as they are, each with the configuration
// that its users would copy from docs/third-party-chats.md.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { copy } from "./reader.js";
import { expect, test } from "./site.js";

const here = dirname(fileURLToPath(import.meta.url));

/** @typedef {import("./collector.js").StoredEvent} StoredEvent */
/** @typedef {import("@playwright/test").Locator} Locator */
/** @typedef {import("@playwright/test").Page} Page */

/**
 * Opens a page with nothing but this chat and the documented configuration on it.
 * @param {Page} page
 * @param {import("./site.js").Site} site
 * @param {string} name of the files in `chats/` and `chats/configurations/`
 */
async function open(page, site, name) {
  const configuration = readFileSync(join(here, "chats/configurations", `${name}.js`), "utf8");
  const { outputFiles } = await build({
    entryPoints: [join(here, "chats", `${name}.js`)],
    bundle: true,
    format: "esm",
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
    outdir: "chats",
  });
  /** @param {string} ending @param {string} type */
  const serve = (ending, type) => {
    const file = outputFiles.find(({ path }) => path.endsWith(ending));
    site.replace(`/chat${ending}`, (response) => {
      response.writeHead(200, { "Content-Type": type }).end(file?.text ?? "");
    });
  };
  serve(".js", "text/javascript");
  serve(".css", "text/css");
  site.replace("/configuration.js", (response) => {
    response.writeHead(200, { "Content-Type": "text/javascript" }).end(configuration);
  });
  await page.goto("/third-party.html");
}

/**
 * Turns the wheel over the chat.
 * @param {Page} page
 * @param {number} distance
 */
async function wheel(page, distance) {
  const box = await page.locator("#chat").boundingBox();
  if (!box) throw new Error("the chat does not show");
  await page.mouse.move(box.x + 200, box.y + 200);
  await page.mouse.wheel(0, distance);
}

/**
 * Selects from the beginning of a text by mouse, and copies that.
 * @param {Page} page
 * @param {Locator} text
 */
async function copyFrom(page, text) {
  await expect(text).toBeVisible();
  await wheel(page, -9_000);
  const top = async () => (await text.boundingBox())?.y ?? -1;
  await expect.poll(top).toBeGreaterThanOrEqual(0);
  // Wheels turn smoothly.
  await page.waitForTimeout(300);
  const line = await text.evaluate((element) => {
    const range = new Range();
    const first = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    range.selectNodeContents(first ?? element);
    const { left, top, height } = range.getClientRects()[0] ?? new DOMRect();
    return { left, middle: top + height / 2 };
  });
  await page.mouse.move(line.left + 1, line.middle);
  await page.mouse.down();
  await page.mouse.move(line.left + 150, line.middle, { steps: 5 });
  await page.mouse.up();
  await copy(page);
}

/**
 * Reads from where the page is to its end.
 * @param {Page} page
 */
async function readToTheEnd(page) {
  for (let turned = 0; turned < 8; turned += 1) {
    await wheel(page, 250);
    await page.waitForTimeout(150);
  }
  await wheel(page, 9_000);
  await page.waitForTimeout(700);
}

/**
 * @param {Page} page
 * @param {Locator} field
 * @param {string} key that sends
 */
async function ask(page, field, key = "Enter") {
  await field.click();
  await page.keyboard.type("And how hot is hot?");
  await page.keyboard.press(key);
}

/**
 * @param {StoredEvent[]} events
 * @param {string} type
 * @param {string} [response]
 */
const find = (events, type, response) =>
  events.findLast((event) => event.type === type && (!response || event.response === response));

/**
 * What must have been recorded of a first answer that was read to its end and copied from, and of
 * a second one that was read.
 * @param {StoredEvent[]} events
 * @param {string} [named] the second answer, where there are more
 */
function expectReading(events, named) {
  const copied = find(events, "copied");
  expect(copied).toMatchObject({ via: "selection", from_pct: 0, part: "text" });
  expect(copied?.chars).toBeGreaterThan(5);
  const first = find(events, "viewed", copied?.response);
  expect(first).toMatchObject({ depth_pct: 100, chars: 3000 });
  expect(first?.dwell_ms).toBeGreaterThanOrEqual(1000);
  const second = events.findLast(
    ({ type, response }) =>
      type === "viewed" && response !== copied?.response && response === (named ?? response),
  );
  expect(second).toMatchObject({ depth_pct: 100, chars: 40 });
  const followed = find(events, "followed_up");
  expect(followed).toMatchObject({ response: copied?.response, intent: "continuation" });
  // All of it is one conversation, and not one word of it is anywhere.
  expect(new Set(events.map(({ stream }) => stream)).size).toBe(1);
  expect(JSON.stringify(events)).not.toMatch(/flour|hot/);
}

/** The last thing that a page says. @param {StoredEvent[]} events */
const isLeft = (events) => events.some(({ type }) => type === "left");

test("deep-chat, a web component, is seen through its shadow root", async ({
  page,
  site,
  collector,
}) => {
  await open(page, site, "deep-chat");
  const answers = page.locator(".ai-message-text");
  await copyFrom(page, answers.first());
  await readToTheEnd(page);
  await ask(page, page.locator("#text-input"));
  await expect(page.getByTitle("Good answer")).toBeVisible();
  // A vote counts once its answer is complete: after a second without growth.
  await page.waitForTimeout(1_200);
  await page.getByTitle("Good answer").click();
  await wheel(page, 9_000);
  await page.waitForTimeout(1_000);
  await page.goto("/blank.html");
  const events = await collector.eventually(isLeft);
  expectReading(events);
  const rated = find(events, "rated");
  expect(rated).toMatchObject({ thumb: "up" });
  expect(rated?.response).not.toBe(find(events, "copied")?.response);
});

test("deep-chat makes its content anew, and its conversation goes on", async ({
  page,
  site,
  collector,
}) => {
  await open(page, site, "deep-chat");
  const answer = page.locator(".ai-message-text").first();
  await copyFrom(page, answer);
  const before = await answer.elementHandle();
  await page.locator("deep-chat").evaluate((chat) => {
    Object.assign(chat, { textInput: { placeholder: { text: "Ask about bread" } } });
  });
  await expect.poll(() => before?.evaluate(({ isConnected }) => isConnected)).toBe(false);
  await copyFrom(page, answer);
  await page.goto("/blank.html");
  const events = await collector.eventually(isLeft);
  const copied = events.filter(({ type }) => type === "copied");
  // Its answers have no names of their own, so what is made anew has another.
  expect(new Set(copied.map(({ response }) => response)).size).toBe(2);
  expect(new Set(events.map(({ stream }) => stream)).size).toBe(1);
});

test("chatscope's React components are told apart by the host's ids", async ({
  page,
  site,
  collector,
}) => {
  await open(page, site, "chatscope");
  const answers = page.locator(".cs-message--incoming .cs-message__content");
  await copyFrom(page, answers.first());
  await readToTheEnd(page);
  await page.getByTitle("Bad answer").first().click();
  await page.getByTitle("Bad answer").first().click();
  await ask(page, page.locator("[contenteditable=true]"));
  await expect(answers.last()).toHaveText("Bread needs flour, water, salt and time.");
  // A vote counts once its answer is complete: after a second without growth.
  await page.waitForTimeout(1_200);
  await page.getByTitle("Good answer").last().click();
  await page.getByTitle("Try again").last().click();
  await page.waitForTimeout(300);
  await page.goto("/blank.html");
  const events = await collector.eventually(isLeft);
  expectReading(events, "a2");
  expect(find(events, "copied")?.response).toBe("a1");
  expect(find(events, "rated", "a1")).toMatchObject({ thumb: "none" });
  expect(find(events, "rated", "a2")).toMatchObject({ thumb: "up" });
  const regenerated = find(events, "regenerated");
  expect(regenerated).toMatchObject({ response: "a2" });
  expect(regenerated?.after_ms).toBeGreaterThanOrEqual(1000);
});

test("quikchat's answers stream into their places, and are told apart without any id", async ({
  page,
  site,
  collector,
}) => {
  await open(page, site, "quikchat");
  const answers = page.locator(".quikchat-role-assistant .quikchat-message-content");
  await copyFrom(page, answers.first());
  await readToTheEnd(page);
  await ask(page, page.locator(".quikchat-input-textbox"), "Shift+Enter");
  await expect(answers.last()).toHaveText("Bread needs flour, water, salt and time.");
  await wheel(page, 9_000);
  await page.waitForTimeout(1_000);
  await page.goto("/blank.html");
  expectReading(await collector.eventually(isLeft));
});
