// @ts-check
// From captured to received: when batches leave, and what becomes of them.
import { startCollector } from "./collector.js";
import { AT_ONCE, LATE, leave, open, start, stats, statusOf } from "./host.js";
import { press, read } from "./reader.js";
import { ENDPOINT, expect, outage, status, test } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const flush = (page) => page.evaluate(() => window.tellback.flush());

/** @param {import("./collector.js").StoredEvent[]} events */
const identities = (events) => events.map(({ stream, seq }) => `${stream} ${seq}`);

test("a batch leaves when it is full", async ({ page, site }) => {
  await open(page, "/chat.html", { batch: { ...LATE, maxEvents: 3 } });
  await press(page, "Good one", "Bad one");
  expect(await stats(page)).toMatchObject({ captured: 2, queued: 2 });
  expect(site.count(ENDPOINT)).toBe(0);
  await press(page, "Again one");
  await expect.poll(() => site.batches().map(({ events }) => events.length)).toEqual([3]);
  await expect.poll(() => stats(page)).toMatchObject({ delivered: 3, queued: 0 });
});

test("a batch leaves when it is old enough", async ({ page, site }) => {
  await open(page, "/chat.html", { batch: { maxDelayMs: 400 } });
  await press(page, "Good one");
  expect(site.count(ENDPOINT)).toBe(0);
  await expect.poll(() => site.batches().map(({ events }) => events.length)).toEqual([1]);
});

test("a batch leaves when it is large enough, and is no larger", async ({ page, site }) => {
  await open(page, "/chat.html", { batch: { ...LATE, maxBytes: 2048 } });
  for (let round = 0; round < 10; round += 1) await press(page, "Good one", "Bad one");
  await flush(page);
  const batches = site.batches();
  expect(batches.length).toBeGreaterThan(1);
  expect(batches.flatMap(({ events }) => events)).toHaveLength(20);
  const sizes = site.requests
    .filter(({ path }) => path === ENDPOINT)
    .map(({ body }) => body.length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2048);
});

test("what waits leaves with the page, when a link is followed", async ({ page, collector }) => {
  await open(page, "/chat.html", { batch: LATE });
  await press(page, "Good one");
  await page.getByRole("link", { name: "Somewhere else" }).click();
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "rated"),
  );
  expect(events).toContainEqual(expect.objectContaining({ response: "r1", thumb: "up" }));
});

test("what waits leaves when the page is closed", async ({ page, collector }) => {
  await open(page, "/chat.html", { batch: LATE });
  await press(page, "Good one");
  await read(page, 600);
  await page.close();
  const events = await collector.eventually((events) => events.length >= 4);
  const types = events.map(({ type, response }) => `${type} ${response}`).sort();
  expect(types).toEqual(["rated r1", "viewed r1", "viewed r2", "viewed r3"]);
});

for (const count of [3, 100, 500]) {
  test(`${count} events leave with the page in the very task that made them`, async ({
    page,
    site,
    collector,
  }) => {
    await open(page, "/chat.html", { batch: LATE });
    await page.evaluate((count) => {
      for (let at = 0; at < count; at += 1) {
        window.tellback.rate("r1", { thumb: at % 2 ? "up" : "down" });
      }
      location.assign("/blank.html");
    }, count);
    await collector.eventually(
      (events) => events.filter(({ type }) => type === "rated").length === count,
    );
    const sizes = site.requests
      .filter(({ path }) => path === ENDPOINT)
      .map(({ body }) => body.length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60 * 1024);
  });
}

/** Makes events by calls, which is faster than by gestures. @param {Page} page @param {number} count */
const rate = (page, count) =>
  page.evaluate((count) => {
    for (let at = 0; at < count; at += 1) {
      window.tellback.rate("r1", { thumb: at % 2 ? "up" : "down" });
    }
  }, count);

test("an endpoint that reads gzip gets what is worth it gzipped", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html", { batch: LATE, capture: { viewed: false } });
  for (const count of [2, 50, 2]) {
    await rate(page, count);
    await flush(page);
  }
  const sent = site.requests.filter(({ path }) => path === ENDPOINT);
  expect(sent.map(({ bytes, body }) => bytes.length < body.length)).toEqual([false, true, false]);
  expect(sent[1]?.bytes.length).toBeLessThan(50 * 20);
  for (const { method, headers } of sent) {
    expect(method).toBe("POST");
    expect(headers).toMatchObject({ "content-type": "text/plain;charset=UTF-8" });
    expect(headers).not.toHaveProperty("content-encoding");
  }
  expect(await collector.events()).toHaveLength(54);
});

test("what is being compressed when the page is left arrives", async ({
  page,
  site,
  collector,
}) => {
  await page.addInitScript(() => {
    window.CompressionStream = class extends TransformStream {
      // Never ends.
      constructor() {
        super({ transform: () => new Promise(() => {}) });
      }
    };
  });
  await open(page, "/chat.html", { batch: LATE, capture: { viewed: false } });
  await rate(page, 2);
  await flush(page);
  await rate(page, 50);
  void flush(page).catch(() => {});
  await expect.poll(() => stats(page)).toMatchObject({ delivered: 2, queued: 50 });
  expect(site.count(ENDPOINT)).toBe(1);
  await leave(page, site);
  await collector.eventually((events) => events.length === 52);
});

test("a page whose own requests leave no room for ours keeps nothing from arriving", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html", { batch: LATE });
  const release = site.hold("/upload", status(204));
  await page.evaluate(() => {
    fetch("/upload", { method: "POST", keepalive: true, body: "x".repeat(65_000) });
  });
  await expect.poll(() => site.count("/upload")).toBe(1);
  await press(page, "Good one", "Again one", "Good three");
  void flush(page);
  await collector.eventually((events) => events.length === 3);
  await expect.poll(() => stats(page)).toMatchObject({ delivered: 3, queued: 0, dropped: {} });
  release();
});

test("a page that comes back from the back/forward cache goes on", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html", { batch: LATE });
  await press(page, "Good one");
  await leave(page, site);
  // From here on, Playwright's own ways to go and to find wait for a load that never comes.
  await page.evaluate(() => history.back());
  const isRestored = () => page.evaluate(() => window.restored).catch(() => undefined);
  await expect.poll(isRestored).toBe(true);
  expect(await statusOf(page)).toBe("capturing");
  for (const key of ["Tab", "Enter", "Tab", "Tab", "Enter"]) await page.keyboard.press(key);
  await page.evaluate(() => location.assign("/blank.html"));
  await collector.eventually((events) => events.some(({ type }) => type === "regenerated"));
  // Each was sent once and arrived once.
  const sent = () =>
    site
      .batches()
      .flatMap(({ stream, events }) =>
        identities(events.map((/** @type {{ seq: number }} */ { seq }) => ({ stream, seq }))),
      );
  await expect.poll(async () => identities(await collector.events()).sort()).toEqual(sent().sort());
  const events = await collector.events();
  const streams = events.filter(({ conversation }) => conversation === "c1");
  expect(new Set(streams.map(({ stream }) => stream)).size).toBe(1);
});

test("a batch is about one conversation, whose stream no other shares", async ({ page, site }) => {
  await open(page, "/chat.html", { batch: LATE });
  await press(page, "Good one", "Good three", "Good two", "Again one");
  await flush(page);
  const batches = site.batches();
  expect(
    batches.map(({ conversation, events }) => ({
      conversation,
      responses: events.map((/** @type {{ response: string }} */ { response }) => response),
    })),
  ).toEqual([
    { conversation: "c1", responses: ["r1", "r2", "r1"] },
    { conversation: "c2", responses: ["r3"] },
  ]);
  expect(batches[0].stream).not.toBe(batches[1].stream);
});

test("a batch carries what the issue says and nothing else", async ({ page, site }) => {
  await open(page, "/chat.html", { batch: LATE, context: { model: "m7", prompt: "v2" } });
  await press(page, "Good one");
  await flush(page);
  const request = site.requests.find(({ path }) => path === ENDPOINT);
  expect(JSON.parse(request?.body ?? "")).toEqual({
    tellback: 1,
    stream: expect.stringMatching(/^[0-9a-f]{32}$/),
    conversation: "c1",
    hour: new Date().toISOString().slice(0, 13),
    sdk: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    context: { model: "m7", prompt: "v2" },
    events: [{ seq: 0, type: "rated", response: "r1", thumb: "up" }],
    ledger: { captured: 1, delivered: 0, queued: 1, dropped: {} },
  });
  expect(request?.headers["content-type"]).toBe("text/plain;charset=UTF-8");
  expect(request?.headers).not.toHaveProperty("referer");
  expect(request?.headers).not.toHaveProperty("cookie");
});

test("flush() is fulfilled when everything has arrived", async ({ page, site, collector }) => {
  await open(page, "/chat.html", { batch: LATE });
  await flush(page);
  expect(site.count(ENDPOINT)).toBe(0);
  await press(page, "Good one", "Good three");
  await flush(page);
  expect(await collector.events()).toHaveLength(2);
  expect(await stats(page)).toEqual({ captured: 2, delivered: 2, queued: 0, dropped: {} });
});

test("onBatch can deliver in place of the library", async ({ page, site }) => {
  await page.goto("/chat.html");
  await page.evaluate(async () => {
    window.taken = [];
    window.tellback = window.start({
      endpoint: "/feedback",
      batch: { maxDelayMs: 0 },
      onBatch(batch) {
        window.taken.push(batch);
        return window.taken.length === 1 ? true : Promise.resolve(true);
      },
    });
    await window.tellback.ready;
  });
  await press(page, "Good one");
  await expect.poll(() => stats(page)).toMatchObject({ captured: 1, delivered: 1 });
  await press(page, "Bad one");
  await expect.poll(() => stats(page)).toMatchObject({ captured: 2, delivered: 2, queued: 0 });
  expect(await page.evaluate(() => window.taken.length)).toBe(2);
  expect(site.count(ENDPOINT)).toBe(0);
});

test("onBatch can look on, and a failure in it is a failed delivery", async ({
  page,
  site,
  log,
}) => {
  await page.goto("/chat.html");
  await page.evaluate(async () => {
    window.seen = 0;
    window.tellback = window.start({
      endpoint: "/feedback",
      batch: { maxDelayMs: 0 },
      onBatch() {
        window.seen += 1;
        if (window.seen === 1) throw new Error("not now");
        return window.seen === 2 ? Promise.reject(new Error("nor now")) : undefined;
      },
    });
    await window.tellback.ready;
  });
  await press(page, "Good one");
  await expect.poll(() => site.batches().length).toBe(1);
  await expect.poll(() => stats(page)).toMatchObject({ captured: 1, delivered: 1, dropped: {} });
  expect(await page.evaluate(() => window.seen)).toBe(3);
  expect(log.errors).toEqual([]);
});

for (const [name, fault] of /** @type {const} */ ([
  ["an outage", outage],
  ["a server error", status(503)],
  ["too many requests", status(429)],
])) {
  test(`${name} delays events and loses none`, async ({ page, site, collector }) => {
    await open(page, "/chat.html");
    site.replace(ENDPOINT, fault);
    await press(page, "Good one", "Again one", "Good three");
    await expect.poll(() => site.count(ENDPOINT)).toBeGreaterThanOrEqual(2);
    expect(await collector.events()).toEqual([]);
    site.restore(ENDPOINT);
    const events = await collector.eventually((events) => events.length === 3);
    expect(new Set(identities(events)).size).toBe(3);
    await expect.poll(() => stats(page)).toMatchObject({ delivered: 3, queued: 0, dropped: {} });
  });
}

test("an answer that is lost on its way makes a repeat, which counts once", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html");
  site.replace(ENDPOINT, async (response, { body }) => {
    site.restore(ENDPOINT);
    await fetch(`${collector.url}/feedback`, { method: "POST", body });
    response.destroy();
  });
  await press(page, "Good one");
  await expect.poll(() => stats(page)).toMatchObject({ delivered: 1, queued: 0 });
  expect(site.count(ENDPOINT)).toBe(2);
  expect(await collector.events()).toHaveLength(1);
});

test("an endpoint that never answers holds nothing up", async ({ page, site, collector }) => {
  await open(page, "/chat.html");
  const release = site.hold(ENDPOINT);
  await press(page, "Good one", "Good three");
  await expect.poll(() => site.count(ENDPOINT)).toBe(2);
  expect(await stats(page)).toMatchObject({ captured: 2, delivered: 0, queued: 2 });
  expect(await page.evaluate(() => window.clicks)).toBe(2);
  release();
  await collector.eventually((events) => events.length === 2);
  await expect.poll(() => stats(page)).toMatchObject({ delivered: 2, queued: 0 });
});

test("what the endpoint refuses is given up, and counted", async ({ page, site, collector }) => {
  await open(page, "/chat.html");
  site.replace(ENDPOINT, status(400));
  await press(page, "Good one");
  await expect
    .poll(() => stats(page))
    .toEqual({ captured: 1, delivered: 0, queued: 0, dropped: { rejected: 1 } });
  site.restore(ENDPOINT);
  await press(page, "Bad one");
  await collector.eventually((events) => events.length === 1);
  expect(site.count(ENDPOINT)).toBe(2);
  expect(site.batches()[1].ledger).toEqual({
    captured: 2,
    delivered: 0,
    queued: 1,
    dropped: { rejected: 1 },
  });
});

test("what is too large is sent in halves", async ({ page, site, collector }) => {
  await open(page, "/chat.html", { batch: LATE });
  site.replace(ENDPOINT, (response, request) => {
    if (JSON.parse(request.body).events.length > 1) return status(413)(response, request);
    return site.serve(response, request);
  });
  await press(page, "Good one", "Bad one", "Again one", "Good two");
  await flush(page);
  const events = await collector.eventually((events) => events.length === 4);
  expect(new Set(identities(events)).size).toBe(4);
});

test("an endpoint of another origin gets its batches without asking first", async ({
  page,
  site,
}) => {
  const elsewhere = await startCollector({ args: ["--allow-origin", site.url] });
  try {
    await open(page, "/chat.html", { endpoint: `${elsewhere.url}/feedback`, batch: LATE });
    await press(page, "Good one");
    await flush(page);
    expect(await stats(page)).toMatchObject({ delivered: 1 });
    await press(page, "Bad one");
    await page.close();
    await elsewhere.eventually(
      (events) => events.filter(({ type }) => type === "rated").length === 2,
    );
  } finally {
    await elsewhere.stop();
  }
});

test("an endpoint that allows no other origin is given up on at once or later, not for ever", async ({
  page,
}) => {
  const elsewhere = await startCollector();
  try {
    await open(page, "/chat.html", { endpoint: `${elsewhere.url}/feedback`, batch: LATE });
    await press(page, "Good one");
    await flush(page);
    const { captured, delivered, queued, dropped } = await stats(page);
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    expect({ captured, delivered }).toEqual({ captured: 1, delivered: 0 });
    expect(queued + lost).toBe(1);
    expect(await elsewhere.events()).toEqual([]);
  } finally {
    await elsewhere.stop();
  }
});

test("everything captured in a restless visit is received once", async ({
  page,
  site,
  collector,
}) => {
  await page.goto("/chat.html");
  await start(page, { batch: { ...AT_ONCE, maxEvents: 5 } });
  let requests = 0;
  site.replace(ENDPOINT, (response, request) => {
    requests += 1;
    if (requests % 3 === 1) return outage(response, request);
    if (requests % 3 === 2) return status(502)(response, request);
    return site.serve(response, request);
  });
  for (let round = 0; round < 8; round += 1) {
    await press(page, "Good one", "Again one", "Good three", "Share one", "Bad two");
  }
  await expect.poll(() => stats(page), { timeout: 20_000 }).toMatchObject({ queued: 0 });
  const { captured, delivered, dropped } = await stats(page);
  const events = await collector.events();
  expect({ delivered, dropped }).toEqual({ delivered: captured, dropped: {} });
  expect(events.filter(({ type }) => type !== "viewed")).toHaveLength(33);
  expect(events).toHaveLength(captured);
  expect(new Set(identities(events)).size).toBe(captured);
});
