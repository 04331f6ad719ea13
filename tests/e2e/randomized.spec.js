// @ts-check
// The aggregate-only mode: a randomised answer a conversation, made on the device, and nothing else.
import { leave, open, start, stats, statusOf } from "./host.js";
import { ENDPOINT, expect, FULL_WASM, test, WASM } from "./site.js";

/** At this epsilon, one answer in 22,000 is not true; nobody else should want it. */
const ALMOST_TRUE = { privacy: { epsilon: 10 }, context: { model: "m7" } };
const ABOUT_VOTES = { ...ALMOST_TRUE, capture: { reasoned: false } };

/** All that such a batch can be, whatever the page holds and the reader does. */
const BODY = new RegExp(
  `^{"tellback":1,"stream":"[0-9a-f]{32}","privacy":{"epsilon_pct":1000},` +
    `"hour":"[0-9-]{10}T[0-9]{2}","sdk":"[0-9.]+","context":{"model":"m7"},` +
    `"events":\\[{"seq":0,"type":"randomized",` +
    `("thumb":"(up|down)"|"stars":[1-5]|"reason":"[a-z_]+","given":(true|false))}\\],` +
    `"ledger":{"captured":1,"delivered":0,"queued":1,"dropped":{}}}$`,
);

/** @param {import("@playwright/test").Page} page @param {string} name */
function press(page, name) {
  return page.getByRole("button", { name, exact: true }).click();
}

/** @param {import("./collector.js").Collector} collector */
async function estimates(collector) {
  const response = await fetch(`${collector.url}/report.json`);
  const { randomized, votes, events } = await response.json();
  return { randomized, votes, events };
}

test("a conversation that is left answers once, and the report estimates what was said", async ({
  page,
  site,
  collector,
}) => {
  // What decides has to be chance that nobody can foresee.
  await page.addInitScript(() => {
    Math.random = () => {
      throw new Error("asked for chance that can be foreseen");
    };
  });
  await open(page, "/chat.html", ABOUT_VOTES);
  await press(page, "Good one");
  await press(page, "Good two");
  await press(page, "Copy one");
  await press(page, "Again one");
  await press(page, "Good three");
  await page.getByRole("textbox").first().fill("What nobody reads.");
  await page.evaluate(() => window.tellback.flush());
  expect(site.count(ENDPOINT)).toBe(0);
  await leave(page, site);

  // Whatever the reader did, two conversations had a vote.
  await expect.poll(() => site.count(ENDPOINT)).toBe(2);
  const bodies = site.requests.filter(({ path }) => path === ENDPOINT).map(({ body }) => body);
  for (const body of bodies) expect(body).toMatch(BODY);
  await expect.poll(async () => (await estimates(collector)).randomized[0]?.reports).toBe(2);
  const { randomized, votes, events } = await estimates(collector);
  expect(randomized).toMatchObject([
    { question: "thumb", tag: null, epsilon: 10, answers: [{ answer: "up" }, { answer: "down" }] },
    { question: "thumb", tag: ["model", "m7"], reports: 2 },
  ]);
  expect(randomized[0].answers[0].share).toBeCloseTo(1, 2);
  expect([events, votes.up, votes.answers]).toEqual([0, 0, 0]);
  expect(await collector.events()).toEqual([]);
  const report = await (await fetch(`${collector.url}/report`)).text();
  expect(report).toContain("Randomised answers");
});

test("many conversations share no value, and reasons are among what is asked", async ({
  page,
  site,
}) => {
  const visits = 15;
  for (let visit = 0; visit < visits; visit += 1) {
    await open(page, "/chat.html", ALMOST_TRUE);
    await page.evaluate(() => {
      window.tellback.rate("r1", { thumb: "down" }, { reasons: ["too_long"] });
      window.tellback.rate("r3", { stars: 2 });
    });
    await leave(page, site);
    await expect.poll(() => site.count(ENDPOINT)).toBe(2 * (visit + 1));
  }
  const bodies = site.requests.filter(({ path }) => path === ENDPOINT).map(({ body }) => body);
  for (const body of bodies) expect(body).toMatch(BODY);
  const streams = bodies.map((body) => JSON.parse(body).stream);
  expect(new Set(streams).size).toBe(2 * visits);
  // All thirty about the vote: once in 2^30 runs.
  expect(bodies.some((body) => body.includes('"reason"'))).toBe(true);
  expect(bodies.some((body) => !body.includes('"reason"'))).toBe(true);
});

test("a vote that comes too late, or was reported at an earlier visit, is accounted for", async ({
  page,
  site,
}) => {
  await open(page, "/chat.html", ABOUT_VOTES);
  await page.evaluate(() => {
    window.tellback.preload("r1", { thumb: "up" });
    window.tellback.rate("r1", { thumb: "down" });
    window.tellback.rate("r2", { thumb: "down" });
  });
  const dropped = { budget: 2 };
  expect(await stats(page)).toEqual({ captured: 2, delivered: 0, queued: 0, dropped });
  await leave(page, site);
  expect(site.count(ENDPOINT)).toBe(0);
});

test("whoever refuses before the page is left has answered nothing", async ({ page, site }) => {
  await open(page, "/chat.html", ABOUT_VOTES);
  await press(page, "Good one");
  await page.evaluate(() => window.tellback.optOut());
  await leave(page, site);
  expect(site.count(ENDPOINT)).toBe(0);
});

test("only pages that ask for it load what makes it", async ({ page, site }) => {
  await open(page, "/chat.html", ABOUT_VOTES);
  expect([site.count(WASM), site.count(FULL_WASM)]).toEqual([0, 1]);
});

test("it cannot be had together with what names or keeps something", async ({
  page,
  site,
  log,
}) => {
  await page.goto("/chat.html");
  await start(page, { ...ABOUT_VOTES, storage: "local" });
  await expect.poll(() => statusOf(page)).toBe("failed");
  expect(site.count(FULL_WASM)).toBe(0);
  expect(log.errors).toHaveLength(1);
  const reason = await page.evaluate(() => window.tellback.ready.catch(({ message }) => message));
  expect(reason).toBe(
    "options.privacy: expected no storage, credentials, comments or onBatch beside it",
  );
});
