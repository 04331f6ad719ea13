// @ts-check
// Whatever goes wrong inside, the page goes on as if tellback were not there.
import { readFileSync } from "node:fs";
import binaryen from "binaryen";
import { AT_ONCE, countListeners, LATE, listening, start, stats, statusOf } from "./host.js";
import { copy, press, selectSentence } from "./reader.js";
import { CONTROLS, ENDPOINT, expect, outage, status, test, WASM } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

// The package's types leave out its wrapper of functions.
const { Function: WasmFunction } = /** @type {any} */ (binaryen);
const { BulkMemory, Multivalue, MutableGlobals, NontrappingFPToInt, ReferenceTypes, SignExt } =
  binaryen.Features;
/** What the wasm uses, and browsers have. */
const FEATURES =
  BulkMemory | Multivalue | MutableGlobals | NontrappingFPToInt | ReferenceTypes | SignExt;

/**
 * Opens a page and calls `start()`, with everything counted.
 * @param {Page} page
 * @param {Parameters<typeof start>[1]} [options]
 */
async function openCounted(page, options) {
  await countListeners(page);
  await page.goto("/chat.html");
  const before = await listening(page);
  await start(page, options);
  return before;
}

/**
 * Checks that tellback has failed and is gone, and the page has not noticed.
 * @param {{ page: Page, site: import("./site.js").Site, log: { errors: string[] } }} test
 * @param {number} listenersBefore
 * @param {RegExp} message
 */
async function checkFailed({ page, site, log }, listenersBefore, message) {
  await expect.poll(() => statusOf(page)).toBe("failed");
  const rejection = await page.evaluate(() =>
    window.tellback.ready.then(
      () => "fulfilled",
      (error) => (error instanceof Error ? error.message : "no Error"),
    ),
  );
  // A promise is settled once: what fails later is told by the status and in the console.
  expect(rejection).toMatch(message);
  expect(await listening(page)).toBe(listenersBefore);

  const requests = site.count(ENDPOINT);
  const clicks = await page.evaluate(() => window.clicks);
  await press(page, "Good two");
  await expect(page.getByRole("button", { name: "Good two" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await press(page, "Again one");
  expect(await page.evaluate(() => window.clicks)).toBe(clicks + 2);
  await page.evaluate(() => {
    const { tellback } = window;
    tellback.rate("r1", { thumb: "up" });
    tellback.regenerated("r1");
    tellback.optOut();
    tellback.optIn();
    tellback.stop();
    tellback.stop();
    return tellback.flush();
  });
  expect(await stats(page)).toEqual({ captured: 0, delivered: 0, queued: 0, dropped: {} });
  expect(await statusOf(page)).toBe("failed");
  await page.goto("/blank.html");
  expect(site.count(ENDPOINT)).toBe(requests);
  expect(log.errors).toHaveLength(1);
  expect(log.errors[0]).toMatch(/^tellback: nothing is captured on this page: /);
}

for (const [name, path, answer] of /** @type {const} */ ([
  ["the wasm is missing", WASM, status(404)],
  ["the wasm cannot be fetched", WASM, outage],
])) {
  test(`${name}`, async ({ page, site, log }) => {
    site.replace(path, answer);
    const before = await openCounted(page);
    await checkFailed({ page, site, log }, before, /./);
  });
}

test("the wasm is corrupt", async ({ page, site, log }) => {
  site.replace(WASM, (response) => {
    response.writeHead(200, { "Content-Type": "application/wasm" });
    response.end(wasm().subarray(0, 20_000));
  });
  const before = await openCounted(page);
  await checkFailed({ page, site, log }, before, /./);
});

test("the page's security policy forbids wasm", async ({ page, site, log }) => {
  site.headers["Content-Security-Policy"] = "script-src 'self' 'unsafe-inline'";
  const before = await openCounted(page);
  await checkFailed(
    { page, site, log },
    before,
    /^the Content-Security-Policy blocks the wasm: script-src needs 'wasm-unsafe-eval'$/,
  );
});

test("a policy that allows wasm, and no inline style, is enough", async ({ page, site, log }) => {
  site.headers["Content-Security-Policy"] =
    "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";
  await page.goto("/bar.html");
  await start(page);
  await page.getByRole("button", { name: "Good answer" }).click();
  await expect.poll(() => stats(page)).toMatchObject({ captured: 1, delivered: 1 });
  expect(log.errors).toEqual([]);
});

test("a start that failed may be made again", async ({ page, site, collector }) => {
  site.replace(WASM, status(404));
  await page.goto("/chat.html");
  await start(page);
  await expect.poll(() => statusOf(page)).toBe("failed");
  site.restore(WASM);
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  await press(page, "Good one");
  await collector.eventually((events) => events.length === 1);
});

test("an endpoint that leads elsewhere has not got the batch", async ({ page, site }) => {
  site.replace(ENDPOINT, (response) => {
    response.writeHead(302, { Location: "/blank.html" }).end();
  });
  await page.goto("/chat.html");
  await start(page);
  await press(page, "Good one");
  await expect.poll(() => site.count(ENDPOINT)).toBeGreaterThan(0);
  await page.evaluate(() => window.tellback.ready);
  expect(await stats(page)).toMatchObject({ captured: 1, delivered: 0, queued: 1, dropped: {} });
});

test("a root that stands in the way is an error, and not the page's", async ({ page, log }) => {
  await countListeners(page);
  await page.goto("/chat.html");
  const before = await listening(page);
  const outcomes = await page.evaluate(async () => {
    /** @type {unknown[]} */
    const unhandled = [];
    addEventListener("unhandledrejection", ({ reason }) => unhandled.push(String(reason)));
    const roots = [Object.create(document.body), new Proxy(document.body, {})];
    const outcomes = [];
    for (const root of roots) {
      const tellback = window.start({ endpoint: "/feedback", root });
      const reason = await tellback.ready.then(
        () => "fulfilled",
        (error) => error.message,
      );
      outcomes.push(`${tellback.status}: ${reason}`);
    }
    await new Promise((resolve) => setTimeout(resolve));
    return [...outcomes, ...unhandled];
  });
  const refused = "failed: options.root: expected a document, an element or a shadow root";
  expect(outcomes).toEqual([refused, refused]);
  expect(log.errors).toHaveLength(2);
  // The test's own listener is the one more.
  expect(await listening(page)).toBe(before + 1);
});

test("a root may call its methods as it likes", async ({ page }) => {
  await page.goto("/chat.html");
  const outcomes = await page.evaluate(async () => {
    const never = () => {
      throw new Error("never");
    };
    const properties = [{ value: {} }, { value: never }, { get: never }];
    return Promise.all(
      properties.map(async (property) => {
        const root = document.body.appendChild(document.createElement("div"));
        for (const name of ["querySelectorAll", "addEventListener", "matches", "closest"]) {
          Object.defineProperty(root, name, property);
        }
        const tellback = window.start({ endpoint: "/feedback", root });
        await tellback.ready;
        return tellback.status;
      }),
    );
  });
  expect(outcomes).toEqual(["capturing", "capturing", "capturing"]);
});

test("a page may call its forms and images as it likes", async ({ page, collector, log }) => {
  await page.goto("/clobbered.html");
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  await press(page, "Good");
  await page.getByRole("textbox", { name: "Note" }).fill("Nobody may read this.");
  await page.keyboard.press("ControlOrMeta+a");
  await copy(page);
  await selectSentence(page, page.getByText("This text is"));
  await copy(page);
  await press(page, "Good");
  await page.evaluate(() => window.tellback.flush());
  const events = (await collector.events()).filter(({ type }) => type !== "viewed");
  expect(events.sort((a, b) => a.seq - b.seq)).toMatchObject([
    { type: "rated", response: "r1", thumb: "up" },
    { type: "copied", response: "r1" },
    { type: "rated", response: "r1", thumb: "none" },
  ]);
  expect(log.errors).toEqual([]);
});

test("the controls are missing, and all else works", async ({ page, site, collector, log }) => {
  site.replace(CONTROLS, status(404));
  await page.goto("/bar.html");
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  await page.evaluate(() => window.tellback.rate("r1", { thumb: "up" }));
  await collector.eventually((events) => events.length === 1);
  expect(log.errors).toHaveLength(1);
  expect(log.errors[0]).toMatch(/^tellback: the controls cannot be loaded: /);
  expect(await statusOf(page)).toBe("capturing");
});

/** While it starts, `ready` is still to be settled. */
for (const method of ["constructor", "begin", "shown"]) {
  test(`the wasm traps in ${method}, while it starts`, async ({ page, site, log }) => {
    site.replace(WASM, serveTrap(method));
    const before = await openCounted(page);
    await checkFailed({ page, site, log }, before, /./);
  });
}

/**
 * What makes the page call each method, long after the start.
 * @type {Record<string, (page: Page) => Promise<unknown>>}
 */
const triggers = {
  pressed: (page) => press(page, "Bad two"),
  "pressed by a call": (page) => page.evaluate(() => window.tellback.rate("r2", { stars: 3 })),
  copied: async (page) => {
    await selectSentence(page, page.getByText("Sourdough rises"));
    await copy(page);
  },
  active: (page) => page.mouse.move(200, 200, { steps: 5 }),
  moved: (page) => page.setViewportSize({ width: 1000, height: 700 }),
  mutated: (page) => page.evaluate(() => document.querySelector("article")?.append("more")),
  woken: (page) => page.mouse.move(200, 200, { steps: 5 }),
  settled: (page) => press(page, "Bad two"),
  flush: (page) => page.evaluate(() => window.tellback.flush()),
  stats: (page) => page.evaluate(() => void window.tellback.stats()),
};

for (const [name, trigger] of Object.entries(triggers)) {
  const [method = ""] = name.split(" ");
  test(`the wasm traps in ${name}, in later use`, async ({ page, site, log }) => {
    site.replace(WASM, serveTrap(method));
    // Where nothing is to be sent before the trap, nothing must be sent after it either.
    const before = await openCounted(page, { batch: method === "settled" ? AT_ONCE : LATE });
    await page.evaluate(() => window.tellback.ready);
    await trigger(page);
    await checkFailed({ page, site, log }, before, /^fulfilled$/);
  });
}

/** @returns {Buffer} */
function wasm() {
  return readFileSync(new URL(`../../www${WASM}`, import.meta.url));
}

/**
 * The real wasm, but for one method that traps. Exports have short names, which the glue knows.
 * @param {string} method
 * @returns {import("./site.js").Answer}
 */
function serveTrap(method) {
  const glue = readFileSync(new URL("../../target/fetched/glue.js", import.meta.url), "utf8");
  // Texts are handed over first, by functions that every method shares; the last call is its own.
  const own = new RegExp(
    `^ +${method}\\([\\w, ]*\\) \\{[^}]*?\\bwasm\\.(\\w+)\\((?:this|host)\\b`,
    "m",
  );
  const name = own.exec(glue)?.[1];
  if (!name) throw new Error(`the glue has no method ${method}`);
  const module = binaryen.readBinary(wasm());
  module.setFeatures(FEATURES);
  const exported = module.getExport(name);
  const info = binaryen.getExportInfo(exported);
  WasmFunction(module.getFunction(info.value)).setBody(module.unreachable());
  const trapping = module.emitBinary();
  module.dispose();
  return (response) => {
    response.writeHead(200, { "Content-Type": "application/wasm" }).end(trapping);
  };
}
