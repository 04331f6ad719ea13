// @ts-check
// Whoever has refused is not recorded, and a page that may not record does nothing at all.
import { countListeners, LATE, leave, listening, open, start, stats, statusOf } from "./host.js";
import { copy, press, read, selectSentence, wheel } from "./reader.js";
import { CONTROLS, ENDPOINT, expect, outage, status, test, WASM } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Does all that a reader could do. @param {Page} page */
async function react(page) {
  await press(page, "Good one");
  await press(page, "Again one");
  await selectSentence(page, page.getByText("Sourdough rises"));
  await copy(page);
  await wheel(page, 100);
  await read(page, 600);
}

/** @param {Page} page */
async function stored(page) {
  return page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    cookie: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
  }));
}

/** Leaves nothing to be sent but what a test does itself. */
const NO_VIEWS = { capture: { viewed: false } };

const NOTHING = { local: [], session: [], cookie: "", databases: 0, caches: 0 };

/** What nothing may be asked for where nobody may be recorded. */
const PARTS = [ENDPOINT, WASM, CONTROLS];

/** @param {import("./site.js").Site} site */
const fetched = (site) => PARTS.filter((path) => site.count(path) > 0);

test("with optOut: true nothing is loaded, listened to, stored or sent", async ({ page, site }) => {
  await countListeners(page);
  await page.goto("/chat.html");
  const before = await listening(page);
  await start(page, { optOut: true });
  await page.evaluate(() => window.tellback.ready);
  expect(await statusOf(page)).toBe("opted-out");
  expect(await listening(page)).toBe(before);
  await react(page);
  await page.evaluate(() => {
    window.tellback.rate("r1", { thumb: "up" });
    return window.tellback.flush();
  });
  expect(await stored(page)).toEqual(NOTHING);
  expect(await stats(page)).toEqual({ captured: 0, delivered: 0, queued: 0, dropped: {} });
  await leave(page, site);
  expect(fetched(site)).toEqual([]);
});

test("without a refusal nothing is stored either", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await react(page);
  await collector.eventually((events) => events.length >= 3);
  expect(await stored(page)).toEqual(NOTHING);
});

test("opting out drops what waits, ends all listening, and outlives the page", async ({
  page,
  site,
  collector,
}) => {
  await countListeners(page);
  await page.goto("/chat.html");
  const before = await listening(page);
  await start(page, { batch: LATE });
  await page.evaluate(() => window.tellback.ready);
  expect(await listening(page)).toBeGreaterThan(before);
  await press(page, "Good one");
  await press(page, "Again one");
  expect(await stats(page)).toMatchObject({ captured: 2, queued: 2 });

  await page.evaluate(() => window.tellback.optOut());
  expect(await statusOf(page)).toBe("opted-out");
  expect(await listening(page)).toBe(before);
  expect(await stats(page)).toEqual({
    captured: 2,
    delivered: 0,
    queued: 0,
    dropped: { opted_out: 2 },
  });
  await react(page);
  await leave(page, site);

  const loaded = site.count(WASM);
  await open(page, "/chat.html", { batch: LATE });
  expect(await statusOf(page)).toBe("opted-out");
  await react(page);
  await leave(page, site);
  expect(site.count(ENDPOINT)).toBe(0);
  expect(site.count(WASM)).toBe(loaded);
  expect(await collector.events()).toEqual([]);
});

test("what fails after the reader has opted out is not tried again", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html");
  const release = site.hold(ENDPOINT, outage);
  await press(page, "Good one");
  await expect.poll(() => site.count(ENDPOINT)).toBe(1);
  await page.evaluate(() => window.tellback.optOut());
  expect(await stats(page)).toMatchObject({ queued: 0, dropped: { opted_out: 1 } });
  release();
  await leave(page, site);
  expect(site.count(ENDPOINT)).toBe(1);
  expect(await collector.events()).toEqual([]);
});

test("opting in again records only what is new, in another stream", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html");
  await press(page, "Good one");
  await collector.eventually((events) => events.length === 1);
  await page.evaluate(() => window.tellback.optOut());
  await press(page, "Again one");
  await page.evaluate(() => window.tellback.optIn());
  expect(await statusOf(page)).toBe("capturing");
  await press(page, "Good two");
  const events = await collector.eventually((events) => events.length > 1);
  await leave(page, site);
  expect(events).toMatchObject([
    { type: "rated", response: "r1", seq: 0 },
    { type: "rated", response: "r2", seq: 0 },
  ]);
  expect(events[0]?.stream).not.toBe(events[1]?.stream);
  expect(site.batches().at(1)?.ledger).toEqual({
    captured: 1,
    delivered: 0,
    queued: 1,
    dropped: {},
  });
  await open(page, "/chat.html");
  expect(await statusOf(page)).toBe("capturing");
});

test('with consent: "opt-in" nothing happens before the reader agrees', async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html", { consent: "opt-in" });
  expect(await statusOf(page)).toBe("opted-out");
  await react(page);
  expect(fetched(site)).toEqual([]);
  expect(await stored(page)).toEqual(NOTHING);

  await page.evaluate(() => window.tellback.optIn());
  await expect.poll(() => statusOf(page)).toBe("capturing");
  await press(page, "Good two");
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "rated", response: "r2", seq: 0 }]);
});

for (const [signal, value] of /** @type {const} */ ([
  ["globalPrivacyControl", true],
  ["doNotTrack", "1"],
])) {
  test(`a browser that sends ${signal} outranks everything else`, async ({ page, site, log }) => {
    await page.addInitScript(
      ([signal, value]) => Object.defineProperty(navigator, signal, { value, configurable: true }),
      /** @type {[string, boolean | string]} */ ([signal, value]),
    );
    await open(page, "/chat.html");
    expect(await statusOf(page)).toBe("opted-out");
    await page.evaluate(() => window.tellback.optIn());
    expect(await statusOf(page)).toBe("opted-out");
    await expect
      .poll(() => log.infos)
      .toEqual(["tellback: optIn: the browser sends Global Privacy Control or Do Not Track"]);
    await react(page);
    await leave(page, site);
    expect(fetched(site)).toEqual([]);
  });
}

test("honorBrowserSignals: false leaves the choice to the reader", async ({ page, collector }) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, "globalPrivacyControl", { value: true }),
  );
  await open(page, "/chat.html", { honorBrowserSignals: false });
  await press(page, "Good one");
  await collector.eventually((events) => events.length === 1);
});

test("what is marked data-tellback-optout is never captured", async ({ page, site, collector }) => {
  await open(page, "/chat.html");
  await press(page, "Good secret");
  await selectSentence(page, page.getByText("Whatever stands"));
  await copy(page);
  await page.evaluate(() => window.tellback.rate("secret", { thumb: "up" }));
  await read(page, 600);
  await leave(page, site);
  const events = await collector.eventually((events) =>
    events.some(({ response }) => response === "r3"),
  );
  expect(events.filter(({ response }) => response === "secret")).toEqual([]);
});

test("what is marked data-tellback-optout later takes back what waits", async ({
  page,
  site,
  collector,
}) => {
  site.replace(ENDPOINT, status(503));
  await open(page, "/chat.html", NO_VIEWS);
  await press(page, "Good one");
  await press(page, "Good two");
  await expect.poll(() => site.count(ENDPOINT)).toBeGreaterThan(0);
  const toggle = () =>
    page.evaluate(() =>
      document
        .querySelector("[data-tellback-response=r1]")
        ?.toggleAttribute("data-tellback-optout"),
    );
  await toggle();
  await expect
    .poll(() => stats(page))
    .toMatchObject({ captured: 2, queued: 1, dropped: { opted_out: 1 } });
  // What is captured while it may be is taken back, too.
  await toggle();
  await press(page, "Good one");
  await expect.poll(() => stats(page)).toMatchObject({ captured: 3, queued: 2 });
  await toggle();
  await expect
    .poll(() => stats(page))
    .toMatchObject({ captured: 3, queued: 1, dropped: { opted_out: 2 } });
  await press(page, "Good one");
  site.restore(ENDPOINT);
  await leave(page, site);
  const events = await collector.eventually((events) =>
    events.some(({ response }) => response === "r2"),
  );
  expect(events.filter(({ response }) => response === "r1")).toEqual([]);
});

test("what is marked data-tellback-optout around the root is not captured from then on", async ({
  page,
  site,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(async () => {
    document.body.innerHTML = `<section><main>
      <p data-tellback-response="r1">Bread <button data-tellback-action="up">Good</button></p>
    </main></section>`;
    window.tellback = window.start({
      endpoint: "/feedback",
      root: /** @type {Element} */ (document.querySelector("main")),
      batch: { maxDelayMs: 3_600_000 },
    });
    await window.tellback.ready;
  });
  await press(page, "Good");
  await read(page, 600);
  await page.evaluate(() => {
    document.querySelector("section")?.toggleAttribute("data-tellback-optout");
  });
  await expect.poll(() => stats(page)).toMatchObject({ queued: 0, dropped: { opted_out: 1 } });
  await read(page, 600);
  await leave(page, site);
  const events = site.batches().flatMap(({ events }) => events);
  expect(events.filter(({ response }) => response)).toEqual([]);
});

test("opting out ends capture in every tab of the site", async ({
  page,
  context,
  site,
  collector,
}) => {
  await countListeners(page);
  await page.goto("/chat.html");
  const before = await listening(page);
  // A tab that another one covers sends what it has, which shall still wait when that one refuses.
  site.replace(ENDPOINT, status(503));
  await start(page, NO_VIEWS);
  await page.evaluate(() => window.tellback.ready);
  await press(page, "Good one");
  const other = await context.newPage();
  await open(other, "/chat.html", NO_VIEWS);
  await other.evaluate(() => window.tellback.optOut());
  await expect.poll(() => statusOf(page)).toBe("opted-out");
  expect(await listening(page)).toBe(before);
  expect(await stats(page)).toMatchObject({ captured: 1, queued: 0, dropped: { opted_out: 1 } });
  site.restore(ENDPOINT);

  // Whoever has refused is listened to by nobody, so an agreement elsewhere changes nothing here.
  await other.evaluate(() => window.tellback.optIn());
  await press(page, "Again one");
  expect(await statusOf(page)).toBe("opted-out");
  await leave(page, site);
  expect(await collector.events()).toEqual([]);
  await open(page, "/chat.html");
  expect(await statusOf(page)).toBe("capturing");
});

test("a refusal that nobody told of is found before anything is sent", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html");
  // A page is not told of what it stored itself, nor one that was frozen of what others did.
  await page.evaluate(() => localStorage.setItem("tellback", "opted-out"));
  await press(page, "Good one");
  await expect.poll(() => statusOf(page)).toBe("opted-out");
  expect(await stats(page)).toMatchObject({ captured: 1, queued: 0, dropped: { opted_out: 1 } });
  await leave(page, site);
  expect(site.count(ENDPOINT)).toBe(0);
  expect(await collector.events()).toEqual([]);
});

test("a page that comes back looks whether the reader has refused meanwhile", async ({
  page,
  site,
}) => {
  await open(page, "/chat.html", NO_VIEWS);
  await page.goto("/blank.html");
  await page.evaluate(() => {
    localStorage.setItem("tellback", "opted-out");
    history.back();
  });
  // Playwright's own ways to go and to find wait for a load that never comes.
  const isRestored = () => page.evaluate(() => window.restored).catch(() => undefined);
  await expect.poll(isRestored).toBe(true);
  expect(await statusOf(page)).toBe("opted-out");
  for (const key of ["Tab", "Enter"]) await page.keyboard.press(key);
  const left = site.count("/left");
  await page.evaluate(() => location.assign("/blank.html"));
  await expect.poll(() => site.count("/left")).toBe(left + 1);
  expect(site.count(ENDPOINT)).toBe(0);
});

test("a choice holds for every instance on the page, also of another copy", async ({
  page,
  site,
  collector,
}) => {
  await page.goto("/chat.html");
  await page.evaluate(async (path) => {
    const [first, second] = document.querySelectorAll("section");
    const options = { endpoint: "/feedback", batch: { maxDelayMs: 3_600_000 } };
    const copy = await import(path);
    window.tellback = window.start({ ...options, root: first });
    window.other = copy.start({ ...options, root: second });
    await Promise.all([window.tellback.ready, window.other.ready]);
  }, "/tellback/index.js?copy");
  // Each copy brings a wasm of its own; what they share is the choice.
  expect(site.count(WASM)).toBe(2);
  const both = () => page.evaluate(() => [window.tellback.status, window.other.status]);
  await press(page, "Good one");
  await press(page, "Good three");
  await page.evaluate(() => window.other.optOut());
  expect(await both()).toEqual(["opted-out", "opted-out"]);
  expect(await stats(page)).toMatchObject({ queued: 0, dropped: { opted_out: 1 } });
  await page.evaluate(() => window.tellback.optIn());
  expect(await both()).toEqual(["capturing", "capturing"]);
  await page.evaluate(() => window.tellback.optOut());
  expect(await both()).toEqual(["opted-out", "opted-out"]);
  await leave(page, site);
  expect(await collector.events()).toEqual([]);
});

test("a refusal reaches what a stopped instance has still to deliver", async ({ page, site }) => {
  site.replace(ENDPOINT, status(503));
  await open(page, "/chat.html", NO_VIEWS);
  await press(page, "Good one");
  // The first retry may come in the same breath, so no poll is sure to see a single request.
  await expect.poll(() => site.count(ENDPOINT)).toBeGreaterThan(0);
  await page.evaluate(() => {
    window.other = window.tellback;
    window.other.stop();
  });
  expect(await stats(page)).toMatchObject({ queued: 1 });
  await start(page);
  await page.evaluate(() => window.tellback.optOut());
  const dropped = await page.evaluate(() => window.other.stats());
  expect(dropped).toMatchObject({ queued: 0, dropped: { opted_out: 1 } });
});

test("a refusal reaches an instance that was stopped before the wasm came", async ({
  page,
  site,
}) => {
  site.replace(ENDPOINT, status(503));
  const release = site.hold(WASM);
  await page.goto("/chat.html");
  await start(page, NO_VIEWS);
  await press(page, "Good one");
  await page.evaluate(() => {
    window.other = window.tellback;
    window.other.stop();
  });
  await start(page, NO_VIEWS);
  release();
  await page.evaluate(() => window.tellback.ready);
  await expect.poll(() => site.count(ENDPOINT)).toBeGreaterThan(0);
  await page.evaluate(() => window.tellback.optOut());
  const dropped = await page.evaluate(() => window.other.stats());
  expect(dropped).toMatchObject({ captured: 1, queued: 0, dropped: { opted_out: 1 } });
});

test("where storage is blocked, a choice holds until the page is left", async ({ page, site }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    });
  });
  await open(page, "/chat.html", NO_VIEWS);
  await page.evaluate(() => {
    window.tellback.optOut();
    window.tellback.stop();
  });
  await start(page, NO_VIEWS);
  expect(await statusOf(page)).toBe("opted-out");
  await press(page, "Good one");
  await page.evaluate(() => {
    window.tellback.optIn();
    window.tellback.stop();
  });
  await start(page, { ...NO_VIEWS, consent: "opt-in" });
  await page.evaluate(() => window.tellback.ready);
  expect(await statusOf(page)).toBe("capturing");
  await page.evaluate(() => window.tellback.stop());
  // What the host says of its reader now is the later word.
  await start(page, { optOut: true });
  expect(await statusOf(page)).toBe("opted-out");
  expect(site.count(ENDPOINT)).toBe(0);
});

test("opting out from inside onBatch keeps that very batch back", async ({ page, site }) => {
  await page.goto("/chat.html");
  await page.evaluate(async () => {
    window.tellback = window.start({
      endpoint: "/feedback",
      batch: { maxDelayMs: 3_600_000 },
      onBatch: () => window.tellback.optOut(),
    });
    await window.tellback.ready;
  });
  // Two conversations are two batches, and the second must not leave either.
  await press(page, "Good one");
  await press(page, "Good three");
  await page.evaluate(() => window.tellback.flush());
  expect(await statusOf(page)).toBe("opted-out");
  expect(await stats(page)).toMatchObject({ queued: 0, dropped: { opted_out: 2 } });
  await leave(page, site);
  expect(site.count(ENDPOINT)).toBe(0);
});

test("the built-in controls go when the reader opts out, and come back", async ({ page }) => {
  await open(page, "/bar.html");
  const bar = page.getByRole("group", { name: "Rate this answer" });
  await expect(bar).toBeVisible();
  await page.evaluate(() => window.tellback.optOut());
  await expect(bar).toBeHidden();
  await page.evaluate(() => window.tellback.optIn());
  await expect(bar).toBeVisible();
});

test("a scope that is misspelt refuses everything, and says so once", async ({
  page,
  site,
  collector,
}) => {
  /** @type {string[]} */
  const warnings = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warnings.push(message.text());
  });
  await open(page, "/chat.html");
  await page.evaluate(() => {
    for (let times = 0; times < 3; times += 1) {
      window.tellback.optOut(/** @type {any} */ ("new-conversation"));
    }
  });
  expect(await page.evaluate(() => window.tellback.status)).toBe("opted-out");
  await page.getByRole("button", { name: "Good one" }).click();
  await page.evaluate(() => window.tellback.flush());
  expect(site.count("/feedback")).toBe(0);
  expect(await collector.events()).toEqual([]);
  expect(warnings).toEqual([
    'tellback: optOut: expected "everything" or "new-conversations"; all is refused',
  ]);
});
