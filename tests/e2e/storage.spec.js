// @ts-check
// What survives the page, where the host asked for it; and that nothing does where it did not.
import { LATE, leave, open, start, stats } from "./host.js";
import { ENDPOINT, expect, outage, test } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./site.js").Site} Site */

const LOCAL = /** @type {const} */ ({ storage: "local", capture: { viewed: false, left: false } });

/** What a page has in storage. @param {Page} page @param {"localStorage" | "sessionStorage"} [area] */
function stored(page, area = "localStorage") {
  return page.evaluate((area) => ({ ...window[area] }), area);
}

/** @param {Page} page @param {number} [count] @param {string} [response] */
function vote(page, count = 1, response = "r1") {
  return page.evaluate(
    ([count, response]) => {
      for (let at = 0; at < count; at += 1) {
        window.tellback.rate(response, { thumb: at % 2 ? "up" : "down" });
      }
    },
    /** @type {const} */ ([count, response]),
  );
}

/** Every event that reached the endpoint, as often as it did. @param {Site} site */
function sent(site) {
  return site.batches().flatMap(({ stream, events }) => {
    return events.map((/** @type {{ seq: number }} */ { seq }) => `${stream} ${seq}`);
  });
}

/** Whether nothing was sent twice from this request on. @param {Site} site @param {number} from */
function isSentOnce(site, from = 0) {
  const all = sent(site).slice(from);
  return new Set(all).size === all.length;
}

test("what could not be delivered arrives at the next visit, as it would have been sent", async ({
  page,
  site,
  collector,
}) => {
  site.replace(ENDPOINT, outage);
  await open(page, "/chat.html", { ...LOCAL, context: { model: "m7" } });
  await vote(page, 3);
  await leave(page, site);
  const lost = site.batches().at(-1);
  site.restore(ENDPOINT);
  await open(page, "/chat.html", { ...LOCAL, context: { model: "m8" } });
  const events = await collector.eventually((events) => events.length === 3);
  for (const event of events) {
    expect(event).toMatchObject({
      stream: lost.stream,
      conversation: "c1",
      context: { model: "m7" },
    });
  }
  const account = { captured: 3, delivered: 3, queued: 0, dropped: {} };
  await expect.poll(() => stats(page)).toEqual(account);
  expect(await stored(page)).toEqual({});
});

test("a session's storage serves the tab alone", async ({ page, site, collector, context }) => {
  site.replace(ENDPOINT, outage);
  await open(page, "/chat.html", { ...LOCAL, storage: "session" });
  await vote(page);
  expect(await stored(page)).toEqual({});
  expect(Object.keys(await stored(page, "sessionStorage"))).toHaveLength(2);
  await page.reload();
  site.restore(ENDPOINT);
  const other = await context.newPage();
  await open(other, "/chat.html", { ...LOCAL, storage: "session" });
  await other.waitForTimeout(300);
  expect(await collector.events()).toEqual([]);
  await start(page, { ...LOCAL, storage: "session" });
  await collector.eventually((events) => events.length === 1);
});

test("nothing is stored but events and their account, and nothing once they are delivered", async ({
  page,
  site,
}) => {
  await open(page, "/chat.html", { ...LOCAL, batch: LATE });
  await vote(page, 2);
  const [, ...events] = Object.entries(await stored(page)).sort(([one], [other]) =>
    one.length < other.length ? -1 : 1,
  );
  expect(events.map(([key]) => key.replace(/[0-9a-f]{32}/, "…")).sort()).toEqual([
    "tellback:1:…:0",
    "tellback:1:…:1",
  ]);
  for (const [, value] of events) {
    const [hour, event] = JSON.parse(value);
    expect(hour).toMatch(/^\d{4}-\d\d-\d\dT\d\d$/);
    expect(Object.keys(event)).toEqual(["seq", "type", "response", "thumb"]);
  }
  await page.evaluate(() => window.tellback.flush());
  expect(await stored(page)).toEqual({});
  expect(sent(site)).toHaveLength(2);
});

test("without the option, nothing is stored and no file for it is loaded", async ({
  page,
  site,
}) => {
  await open(page, "/chat.html", { batch: LATE });
  await vote(page);
  expect(await stored(page)).toEqual({});
  expect(site.count("/tellback/storage.js")).toBe(0);
});

test("a page that leaves more behind than may be on its way delivers the rest at the next visit", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html", LOCAL);
  await page.evaluate(() => {
    for (let at = 0; at < 1000; at += 1) {
      window.tellback.rate("r1", { thumb: at % 2 ? "up" : "down" });
    }
    location.assign("/blank.html");
  });
  await page.waitForURL("**/blank.html");
  await expect.poll(() => site.count("/left")).toBe(1);
  await open(page, "/chat.html", LOCAL);
  const events = await collector.eventually((events) => events.length === 1000);
  expect(new Set(events.map(({ seq }) => seq)).size).toBe(1000);
  await expect.poll(() => stored(page)).toEqual({});
});

test("what waits in a tab that lives is left to it", async ({ page, site, context, collector }) => {
  await open(page, "/chat.html", { ...LOCAL, batch: LATE });
  await vote(page, 5);
  const other = await context.newPage();
  await open(other, "/chat.html", LOCAL);
  // For longer than a page has time to answer.
  await other.waitForTimeout(2500);
  expect(await stats(other)).toMatchObject({ captured: 0 });
  await page.evaluate(() => window.tellback.flush());
  await collector.eventually((events) => events.length === 5);
  expect(isSentOnce(site)).toBe(true);
  await expect.poll(() => stats(page)).toMatchObject({ captured: 5, delivered: 5 });
});

test("tabs that start at the same time share what was left", async ({
  page,
  site,
  context,
  collector,
}) => {
  await shareLeft({ page, site, context, collector });
});

test("so they do where there are no locks", async ({ page, site, context, collector }) => {
  await context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined });
  });
  await shareLeft({ page, site, context, collector });
});

/**
 * @param {{ page: Page, site: Site, context: import("@playwright/test").BrowserContext,
 *   collector: import("./collector.js").Collector }} fixtures
 */
async function shareLeft({ page, site, context, collector }) {
  site.replace(ENDPOINT, outage);
  for (let visit = 0; visit < 3; visit += 1) {
    await open(page, "/chat.html", { ...LOCAL, endpoint: "/feedback", batch: LATE });
    await vote(page, 10);
    await vote(page, 10, "r3");
    await leave(page, site);
  }
  site.restore(ENDPOINT);
  const failed = sent(site).length;
  const tabs = await Promise.all(
    [1, 2, 3].map(async () => {
      const tab = await context.newPage();
      await tab.goto("/chat.html");
      return tab;
    }),
  );
  await Promise.all(tabs.map((tab) => start(tab, LOCAL)));
  await collector.eventually((events) => events.length === 60);
  await expect.poll(() => stored(page)).toEqual({});
  expect(isSentOnce(site, failed)).toBe(true);
}

test("a page in the back/forward cache finds that another has delivered what it left", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html", LOCAL);
  site.replace(ENDPOINT, outage);
  await vote(page, 3);
  await leave(page, site);
  site.restore(ENDPOINT);
  const failed = sent(site).length;
  await start(page, LOCAL);
  await collector.eventually((events) => events.length === 3);
  await page.evaluate(() => history.back());
  const isRestored = () => page.evaluate(() => window.restored).catch(() => undefined);
  await expect.poll(isRestored).toBe(true);
  // Its own account has moved on with the stream.
  expect(await stats(page)).toMatchObject({ captured: 0, queued: 0 });
  await vote(page, 1);
  const events = await collector.eventually((events) => events.length === 4);
  expect(isSentOnce(site, failed)).toBe(true);
  expect(new Set(events.map(({ stream }) => stream)).size).toBe(2);
});

test("an opt-out removes at once what is stored, in every tab", async ({ page, context, site }) => {
  site.replace(ENDPOINT, outage);
  await open(page, "/chat.html", { ...LOCAL, batch: LATE });
  await vote(page, 5);
  const other = await context.newPage();
  await open(other, "/chat.html", { ...LOCAL, storage: "session", batch: LATE });
  await vote(other, 5);
  // Before anything else can happen there: in the very task in which the browser tells of it.
  await other.evaluate(() => {
    addEventListener("storage", ({ key, newValue }) => {
      if (key === "tellback" && newValue) window.left = Object.keys(sessionStorage);
    });
  });
  const left = await page.evaluate(() => {
    window.tellback.optOut();
    return { ...localStorage };
  });
  expect(left).toEqual({ tellback: "1 everything refused" });
  await expect.poll(() => other.evaluate(() => window.left)).toEqual([]);
  expect(await stats(other)).toMatchObject({ queued: 0, dropped: { opted_out: 5 } });
  await other.waitForTimeout(300);
  expect(await stored(other)).toEqual({ tellback: "1 everything refused" });
});

for (const [name, refuse] of /** @type {const} */ ([
  ["the host's flag", { optOut: true }],
  ["the flag, on a page without storage", { optOut: true, storage: "none" }],
])) {
  test(`what an earlier visit has stored goes with a refusal: ${name}`, async ({ page, site }) => {
    site.replace(ENDPOINT, outage);
    await open(page, "/chat.html", LOCAL);
    await vote(page, 5);
    await leave(page, site);
    expect(Object.keys(await stored(page))).not.toEqual([]);
    await open(page, "/chat.html", { ...LOCAL, ...refuse });
    expect(await stored(page)).toEqual({});
  });
}

test("whoever has not agreed yet has not refused what was stored with their consent", async ({
  page,
  site,
  collector,
}) => {
  site.replace(ENDPOINT, outage);
  const options = { ...LOCAL, consent: /** @type {const} */ ("opt-in") };
  await open(page, "/chat.html", options);
  await page.evaluate(() => window.tellback.optIn());
  await expect.poll(() => page.evaluate(() => window.tellback.status)).toBe("capturing");
  await vote(page, 2);
  await leave(page, site);
  site.restore(ENDPOINT);
  await open(page, "/chat.html", options);
  expect(await collector.events()).toEqual([]);
  await page.evaluate(() => window.tellback.optIn());
  await collector.eventually((events) => events.length === 2);
});

test("damaged, foreign and old content is removed, and harms nothing", async ({
  page,
  site,
  collector,
  log,
}) => {
  site.replace(ENDPOINT, outage);
  await open(page, "/chat.html", LOCAL);
  await vote(page, 4);
  await leave(page, site);
  await page.evaluate(() => {
    const keys = Object.keys(localStorage).sort();
    const [account = "", damaged = "", old = "", text = ""] = keys;
    const value = localStorage.getItem(old) ?? "";
    const event = JSON.parse(localStorage.getItem(text) ?? "");
    localStorage.setItem(damaged, "{");
    localStorage.setItem(old, value.replace(/\d{4}-\d\d/, "2026-01"));
    localStorage.setItem(text, JSON.stringify([event[0], { ...event[1], note: "a@b.example" }]));
    localStorage.setItem("tellback:0:theirs", "of another version");
    localStorage.setItem(`tellback:1:${"0".repeat(32)}`, "null");
    localStorage.setItem("mine", account.slice(0, 8));
  });
  site.restore(ENDPOINT);
  await open(page, "/chat.html", LOCAL);
  const events = await collector.eventually((events) => events.length === 1);
  expect(events).toMatchObject([{ seq: 3, type: "rated" }]);
  expect(site.batches().at(-1).ledger).toEqual({
    captured: 4,
    delivered: 0,
    queued: 1,
    dropped: { lost: 3 },
  });
  await expect.poll(() => stored(page)).toEqual({ mine: "tellback" });
  expect(log.errors).toEqual([]);
});

for (const [name, spoil] of /** @type {const} */ ([
  ["is blocked", "Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })"],
  ["has no room", "Storage.prototype.setItem = () => { throw new Error(); }"],
  ["cannot be read", "Storage.prototype.getItem = () => { throw new Error(); }"],
  ["is absent", "Object.defineProperty(window, 'localStorage', { value: null })"],
])) {
  test(`where storage ${name}, memory has to do`, async ({ page, collector, log }) => {
    await page.addInitScript(spoil);
    await open(page, "/chat.html", LOCAL);
    await vote(page, 3);
    await collector.eventually((events) => events.length === 3);
    await expect.poll(() => stats(page)).toMatchObject({ captured: 3, queued: 0 });
    expect(log.errors).toEqual([]);
  });
}

test("what the browser refuses to store in one task, it is asked to store in the next one", async ({
  page,
}) => {
  await page.addInitScript(() => {
    const { setItem } = Storage.prototype;
    let room = 3;
    Storage.prototype.setItem = function (key, value) {
      if (room === 3) setTimeout(() => (room = 3));
      room -= 1;
      if (room < 0) throw new DOMException("no room in this task", "QuotaExceededError");
      setItem.call(this, key, value);
    };
  });
  await open(page, "/chat.html", { ...LOCAL, batch: LATE });
  await vote(page, 20);
  // One key holds the account.
  await expect.poll(async () => Object.keys(await stored(page)).length).toBe(21);
});

test("where its file cannot be loaded, memory has to do", async ({ page, site, collector }) => {
  site.replace("/tellback/storage.js", (response) => void response.writeHead(404).end());
  await open(page, "/chat.html", LOCAL);
  await vote(page, 3);
  await collector.eventually((events) => events.length === 3);
});

test("a site that empties its storage loses nothing of what waits", async ({ page, collector }) => {
  await open(page, "/chat.html", { ...LOCAL, batch: LATE });
  await vote(page, 2);
  await page.evaluate(() => localStorage.clear());
  await vote(page, 3);
  await page.evaluate(() => window.tellback.flush());
  await collector.eventually((events) => events.length === 5);
  expect(await stored(page)).toEqual({});
});
