// @ts-check
// Comments: the one text that may leave, only where the host asks for it, and never as it was written.
import { open, start, stats, statusOf } from "./host.js";
import { ENDPOINT, expect, FULL_WASM, test, WASM } from "./site.js";

const COMMENTS = { comments: true, capture: { viewed: false } };
const WRITTEN = "Not so: ask jane@example.com, +44 20 7946 0958, or https://example.com/me.";
const REDACTED = "Not so: ask [e-mail], [number], or [link].";

/** @param {import("@playwright/test").Page} page @param {unknown} comment */
function comment(page, comment) {
  return page.evaluate(
    (comment) =>
      window.tellback.rate("r1", { thumb: "down" }, { comment: /** @type {any} */ (comment) }),
    comment,
  );
}

test("a comment is redacted before anybody sees it", async ({ page, site, collector }) => {
  await open(page, "/chat.html", COMMENTS);
  await comment(page, WRITTEN);
  const events = await collector.eventually((events) => events.length === 2);
  expect(events).toMatchObject([
    { type: "rated", response: "r1", thumb: "down" },
    { type: "commented", response: "r1", text: REDACTED },
  ]);
  expect(site.batches().flatMap(({ events }) => events)).toMatchObject([
    { type: "rated" },
    { type: "commented", text: REDACTED },
  ]);
});

test("only pages that ask for comments load what redacts them", async ({ page, site }) => {
  await open(page, "/chat.html");
  expect([site.count(WASM), site.count(FULL_WASM)]).toEqual([1, 0]);
  await open(page, "/chat.html", COMMENTS);
  expect([site.count(WASM), site.count(FULL_WASM)]).toEqual([1, 1]);
});

test("a comment that nobody asked for stays on the page", async ({
  page,
  site,
  collector,
  log,
}) => {
  await open(page, "/chat.html", { capture: { viewed: false } });
  await comment(page, WRITTEN);
  await collector.eventually((events) => events.length === 1);
  await expect.poll(() => stats(page)).toMatchObject({ captured: 1, delivered: 1 });
  expect(site.requests.filter(({ body }) => body.includes("Not so"))).toEqual([]);
  expect(log.errors).toEqual([
    "tellback: rate: expected comment: a text, and options.comments: true",
  ]);
});

test("what is no text is no comment", async ({ page, collector, log }) => {
  await open(page, "/chat.html", COMMENTS);
  await comment(page, { toString: 1 });
  await comment(page, 7);
  await comment(page, "");
  await comment(page, "text");
  const events = await collector.eventually((events) => events.length === 2);
  expect(events).toMatchObject([{ type: "rated" }, { type: "commented", text: "text" }]);
  expect(log.errors).toHaveLength(1);
});

test("a button that is called comment is any other button", async ({ page, collector }) => {
  await open(page, "/chat.html", COMMENTS);
  await page.evaluate(() => window.tellback.acted("r1", "comment"));
  const events = await collector.eventually((events) => events.length === 1);
  expect(events).toMatchObject([{ type: "acted", action: "comment" }]);
});

for (const [name, options, message] of /** @type {const} */ ([
  [
    "comments need the full wasm, and say so",
    { ...COMMENTS, wasmUrl: WASM },
    /^options\.wasmUrl: expected tellback_full_bg\.wasm$/,
  ],
  [
    "without comments, the full wasm is the wrong one",
    { wasmUrl: FULL_WASM },
    /^options\.wasmUrl: expected tellback_bg\.wasm$/,
  ],
])) {
  test(`${name}`, async ({ page, site, log }) => {
    await page.goto("/chat.html");
    await start(page, options);
    await expect.poll(() => statusOf(page)).toBe("failed");
    const reason = await page.evaluate(() => window.tellback.ready.catch(({ message }) => message));
    expect(reason).toMatch(message);
    await page.evaluate(() => window.tellback.rate("r1", { thumb: "up" }));
    expect(site.count(ENDPOINT)).toBe(0);
    expect(log.errors).toHaveLength(1);
  });
}

test("comments work with a wasm that the host serves", async ({ page, collector }) => {
  await open(page, "/chat.html", { ...COMMENTS, wasmUrl: FULL_WASM });
  await comment(page, "text");
  await collector.eventually((events) => events.some(({ text }) => text === "text"));
});
