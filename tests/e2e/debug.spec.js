// @ts-check
// What `debug: true` says in the console. docs/debugging.md shows the first journey word by word.
import { readFileSync } from "node:fs";
import { LATE, leave, open, start } from "./host.js";
import { press } from "./reader.js";
import { ENDPOINT, expect, outage, status, test } from "./site.js";

const DEBUG = "/tellback/debug.js";

/**
 * Collects all that is said in the console, with whatever is shown beside the words.
 * @param {import("@playwright/test").Page} page
 */
async function listen(page) {
  /** @type {string[]} */
  const lines = [];
  /** @type {string[]} */
  const shown = [];
  await page.exposeFunction("heard", (/** @type {string} */ line, /** @type {string} */ more) => {
    shown.push(line + more);
    if (line.startsWith("tellback: ")) lines.push(line.slice("tellback: ".length));
  });
  await page.addInitScript(() => {
    for (const level of /** @type {const} */ (["debug", "info", "log", "warn", "error"])) {
      console[level] = (line, ...more) =>
        /** @type {any} */ (window).heard(String(line), JSON.stringify(more));
    }
  });
  return { lines, shown };
}

/** Without the figures that no two runs share. @param {string} line */
function rounded(line) {
  return line.replace(/\d+(?= (ms|bytes))/g, "…").replace(/http:\/\/[\w.:]+/, "");
}

/** The example of the documentation, line by line. */
function documented() {
  const text = readFileSync(new URL("../../docs/debugging.md", import.meta.url), "utf8");
  const example = /```text\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  return example
    .trim()
    .split("\n")
    .map((line) => rounded(line.replace("tellback: ", "")));
}

test("every press and call is explained, as the documentation shows", async ({ page, site }) => {
  const { lines, shown } = await listen(page);
  // By chance the core may try again at once, so that it is the server that knows how often to fail.
  let attempts = 0;
  site.replace(ENDPOINT, (response, request) => {
    attempts += 1;
    return status(attempts === 1 ? 503 : 204)(response, request);
  });
  await open(page, "/debug.html", {
    debug: true,
    batch: LATE,
    capture: { viewed: false, regenerated: false },
  });
  await press(page, "Up", "Up", "Down, early", "Seven stars", "Great");
  await press(page, "A reason without a word", "Prefer nothing", "Show no handle", "Next", "Again");
  await press(page, "No word", "Up, secretly", "Up, nowhere", "Up, from afar");
  await press(page, "Up, of what is gone", "Up, of no handle");
  await page.getByRole("button", { name: "Not yet" }).click({ force: true });
  await page.evaluate(() => {
    const { tellback } = window;
    tellback.rate("r3", { thumb: "up" });
    tellback.preload("r4", { stars: 4 });
    document.querySelector("button")?.click();
  });
  await page.evaluate(() => window.tellback.flush());
  await page.evaluate(() => window.tellback.flush());
  await expect.poll(() => lines.at(-1)).toContain("delivered");
  await page.evaluate(() => {
    window.tellback.rate("r1", { thumb: "down" });
    window.tellback.optOut();
  });
  await expect.poll(() => lines.at(-1)).toContain("nothing is recorded");
  expect(lines.map(rounded)).toEqual(documented());
  expect(shown.filter((line) => line.includes("canary"))).toEqual([]);
  expect(shown.join()).toContain('"thumb":"up"');
});

test("of a comment, nothing is told but its length", async ({ page }) => {
  const { lines, shown } = await listen(page);
  await open(page, "/debug.html", { debug: true, comments: true, capture: { viewed: false } });
  await page.evaluate(() => {
    const { tellback } = window;
    tellback.rate("r1", { thumb: "down" }, { comment: "canary words of a reader" });
  });
  await expect.poll(() => lines.at(-1)).toContain("delivered");
  expect(lines).toContain("by call: comment on r1: recorded as commented");
  expect(shown.join()).toContain("(24 characters)");
  expect(shown.filter((line) => line.includes("canary") || line.includes('"can'))).toEqual([]);
});

test("what is lost, and why, and every attempt is told", async ({ page, site }) => {
  const { lines } = await listen(page);
  site.replace(ENDPOINT, outage);
  await open(page, "/debug.html", { debug: true, capture: { viewed: false } });
  await press(page, "Up");
  await expect
    .poll(() => lines.map(rounded))
    .toContain("batch 0: no answer, or onBatch failed, after … ms: tried again later");
  site.replace(ENDPOINT, status(400));
  await expect.poll(() => lines.map(rounded)).toContain("1 event dropped: rejected");
  const said = lines.map(rounded);
  // How often it was tried before the outage ended, chance decides.
  expect(said.join("\n")).toMatch(/^batch \d+, again after … ms, … bytes: 0 rated r1$/m);
  expect(said.join("\n")).toMatch(/^batch \d+: status 400 after … ms: refused for good$/m);
});

test("why a conversation is not recorded is told", async ({ page }) => {
  const { lines } = await listen(page);
  await open(page, "/debug.html", { debug: true, sampleRate: 0 });
  await press(page, "Up");
  expect(lines).toContain("up on r1: not recorded: options.sampleRate left this conversation out");
  await page.evaluate(() => window.tellback.optOut("new-conversations"));
  await page.evaluate(() => window.tellback.stop());
  await page.evaluate(() => window.tellback.rate("r1", { thumb: "down" }));
  await expect
    .poll(() => lines.at(-1))
    .toBe("by call: down on r1: not recorded: the page is not observed any more");
});

for (const { because, options } of [
  { because: "options.optOut is true", options: { optOut: true } },
  {
    because: 'options.consent is "opt-in", and optIn() was not called',
    options: { consent: /** @type {const} */ ("opt-in") },
  },
]) {
  test(`that nothing is recorded is told: ${because}`, async ({ page }) => {
    const { lines } = await listen(page);
    await open(page, "/debug.html", { debug: true, ...options });
    await expect.poll(() => lines).toEqual([`nothing is recorded: ${because}`]);
  });
}

test("a refusal of an earlier visit is told", async ({ page }) => {
  const { lines } = await listen(page);
  await open(page, "/debug.html");
  await page.evaluate(() => window.tellback.optOut());
  await open(page, "/debug.html", { debug: true });
  await expect
    .poll(() => lines)
    .toEqual(["nothing is recorded: a refusal is stored, as tellback in localStorage"]);
});

test("a page that does not debug loads none of it and says nothing", async ({ page, site }) => {
  const { shown } = await listen(page);
  await open(page, "/debug.html");
  await press(page, "Up", "Seven stars");
  await leave(page, site);
  expect(site.count(DEBUG)).toBe(0);
  expect(shown).toEqual([]);
});

test("a page whose debug.js is missing records all the same", async ({ page, site, collector }) => {
  site.replace(DEBUG, status(404));
  await page.goto("/debug.html");
  await start(page, { debug: true });
  await press(page, "Up");
  const [event] = await collector.eventually((events) => events.length === 1);
  expect(event).toMatchObject({ type: "rated", response: "r1" });
});

test("listeners of debugging end with the observation", async ({ page }) => {
  const { lines } = await listen(page);
  await open(page, "/debug.html", { debug: true });
  await page.evaluate(() => window.tellback.optOut());
  await expect.poll(() => lines.at(-1)).toBe("nothing is recorded: the reader opted out");
  const before = lines.length;
  await press(page, "Up, nowhere", "Up");
  expect(lines.length).toBe(before);
});
