// @ts-check
// Copying and reading.

import { leave, open, start } from "./host.js";
import { copy, read, selectSentence, wheel } from "./reader.js";
import { expect, test } from "./site.js";

/** @param {string} response */
const viewOf =
  (response) =>
  /** @param {import("./collector.js").StoredEvent[]} events */
  (events) =>
    events.findLast((event) => event.type === "viewed" && event.response === response);

test("a sentence is selected and copied by keyboard, and can be pasted", async ({
  page,
  collector,
}) => {
  await open(page, "/chat.html");
  const sentence = await selectSentence(page, page.getByText("Sourdough rises"));
  await copy(page);
  await page.getByLabel("Note").click();
  await page.keyboard.press("ControlOrMeta+v");
  await expect(page.getByLabel("Note")).toHaveValue(sentence);
  const [event] = await collector.eventually((events) => events.length === 1);
  expect(event).toMatchObject({
    type: "copied",
    response: "r2",
    conversation: "c1",
    via: "selection",
    part: "text",
    section: 0,
  });
  expect(event?.chars).toBe(Math.round(sentence.length / 10) * 10);
  expect(event?.share_pct).toBeGreaterThan(0);
  expect(event?.share_pct).toBeLessThan(100);
  expect(event?.from_pct).toBeLessThan(event?.to_pct);
});

test("a copy is heard on a page with an Array.from of its own", async ({ page, collector }) => {
  await page.addInitScript(() => {
    // As old libraries have it, which knows of no function to apply.
    Array.from = (/** @type {any} */ list) => Array.prototype.slice.call(list ?? []);
  });
  await open(page, "/chat.html");
  await selectSentence(page, page.getByText("Sourdough rises"));
  await copy(page);
  const events = await collector.eventually((events) => events.length === 1);
  expect(events).toMatchObject([{ type: "copied", response: "r2" }]);
});

test("a selection over two answers is told once for each", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await page.getByText("Bread needs").click({ position: { x: 5, y: 8 } });
  await page.getByText("Sourdough").click({ position: { x: 80, y: 8 }, modifiers: ["Shift"] });
  await copy(page);
  const events = await collector.eventually((events) => events.length === 2);
  expect(events.map(({ type, response }) => `${type} ${response}`).sort()).toEqual([
    "copied r1",
    "copied r2",
  ]);
  expect(events.find(({ response }) => response === "r1")?.part).toBe("mixed");
});

test("code is code, and what is typed is nobody's business", async ({ page, collector }) => {
  await open(page, "/chat.html");
  const note = page.getByLabel("Note");
  await note.fill("my own words");
  await note.press("ControlOrMeta+a");
  await copy(page);
  const code = page.locator("pre");
  await code.click({ position: { x: 5, y: 8 } });
  await code.click({ position: { x: 60, y: 20 }, modifiers: ["Shift"] });
  await copy(page);
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "copied", response: "r1", part: "code" }]);
});

test("what is copied from an answer that can be edited is a copy", async ({ page, collector }) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r1" contenteditable>Bread needs time.</article>
      <div contenteditable>My notes</div>`;
  });
  await start(page, { capture: { viewed: false } });
  await page.evaluate(() => window.tellback.ready);
  for (const text of ["My notes", "Bread needs time."]) {
    await page.getByText(text).click();
    await page.keyboard.press("ControlOrMeta+a");
    await copy(page);
  }
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "copied", response: "r1", share_pct: 100 }]);
});

test("what is outside of a page that is pinched larger is not read", async ({
  page,
  site,
  collector,
  browserName,
}) => {
  test.skip(browserName !== "chromium", "only Chromium lets a test pinch");
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r1" style="height: 50px">Bread</article>
      <article data-tellback-response="r2" style="height: 50px; margin-top: 400px">Rye</article>`;
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setPageScaleFactor", { pageScaleFactor: 4 });
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  await read(page, 600);
  await leave(page, site);
  const events = await collector.eventually((events) => events.length > 0);
  const viewed = events.filter(({ type }) => type === "viewed");
  expect(viewed.map(({ response }) => response)).toEqual(["r1"]);
});

test("reading is told by time and depth", async ({ page, site, collector }) => {
  await open(page, "/long.html");
  await read(page, 800);
  await wheel(page, 600);
  await read(page, 800);
  await leave(page, site);
  const events = await collector.eventually(isViewed("long"));
  expect(viewOf("below")(events)).toBeUndefined();
  const viewed = viewOf("long")(events);
  // 900 px of window and 600 px of scrolling in 3,000 px of answer.
  expect(viewed).toMatchObject({ type: "viewed", depth_pct: 50, visits: 1, chars: 2000 });
  expect(viewed?.dwell_ms).toBeGreaterThanOrEqual(1000);
});

test("an answer that ends in view is read to its end, and the next is not", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/chat.html");
  await read(page, 800);
  await leave(page, site);
  const events = await collector.eventually(
    (events) => events.filter(({ type }) => type === "viewed").length === 3,
  );
  for (const response of ["r1", "r2", "r3"]) {
    expect(viewOf(response)(events)).toMatchObject({ depth_pct: 100, visits: 1 });
  }
  expect(viewOf("secret")(events)).toBeUndefined();
});

test("scrolling away ends a visit, and coming back begins another", async ({
  page,
  site,
  collector,
}) => {
  await open(page, "/long.html");
  const first = page.getByText("Line 1 of").first();
  await read(page, 600);
  await page.keyboard.press("End");
  await collector.eventually(isViewed("long"));
  await read(page, 600);
  await page.keyboard.press("Home");
  await expect(first).toBeInViewport();
  await read(page, 600);
  await leave(page, site);
  const events = await collector.eventually((events) => viewOf("long")(events)?.visits === 2);
  expect(viewOf("long")(events)?.depth_pct).toBe(30);
  expect(viewOf("below")(events)?.depth_pct).toBe(100);
});

test("what the reader opens is read from then on", async ({ page, site, collector }) => {
  await open(page, "/closed.html");
  await read(page, 600);
  await page.getByText("Show the answer").click();
  // Nothing moves any more: the reader reads.
  await page.waitForTimeout(1200);
  await leave(page, site);
  const events = await collector.eventually(isViewed("closed"));
  expect(viewOf("closed")(events)).toMatchObject({ depth_pct: 100, visits: 1 });
  expect(viewOf("closed")(events)?.dwell_ms).toBeGreaterThanOrEqual(600);
});

const unseen = [
  {
    how: "slides in for longer than a look after the click waits",
    css: "transform: translateX(110vw); transition: transform 700ms ease-in",
    shown: { transform: "none" },
    after: 0,
  },
  {
    how: "is shown by the page some time after the click",
    css: "display: none",
    shown: { display: "block" },
    after: 600,
  },
];
for (const { how, css, shown, after } of unseen) {
  test(`a chat that ${how} is read from then on`, async ({ page, site, collector }) => {
    await page.goto("/blank.html");
    await page.evaluate(
      ([css, shown, after]) => {
        document.body.style.overflow = "hidden";
        document.body.innerHTML = `<button>Chat</button><aside style="${css}">
          <article data-tellback-response="r1">${"<p>Bread needs time.</p>".repeat(5)}</article></aside>`;
        const aside = /** @type {HTMLElement} */ (document.querySelector("aside"));
        document.querySelector("button")?.addEventListener("click", () => {
          setTimeout(() => Object.assign(aside.style, shown), after);
        });
      },
      /** @type {const} */ ([css, shown, after]),
    );
    await start(page);
    await page.evaluate(() => window.tellback.ready);
    await page.waitForTimeout(400);
    await page.getByRole("button").click();
    // The reader reads, and does nothing else.
    await page.waitForTimeout(2400);
    await leave(page, site);
    const events = await collector.eventually(isViewed("r1"));
    expect(viewOf("r1")(events)).toMatchObject({ depth_pct: 100, visits: 1 });
    expect(viewOf("r1")(events)?.dwell_ms).toBeGreaterThanOrEqual(1000);
  });
}

/** @param {string} response */
function isViewed(response) {
  /** @param {import("./collector.js").StoredEvent[]} events */
  return (events) => viewOf(response)(events) !== undefined;
}

test("a selection in a shadow root is seen where that is the root", async ({ page, collector }) => {
  await page.goto("/shadow.html");
  await page.evaluate(() => {
    const root = document.querySelector("own-answer")?.shadowRoot ?? undefined;
    window.tellback = window.start({ endpoint: "/feedback", batch: { maxDelayMs: 0 }, root });
    return window.tellback.ready;
  });
  const box = await page.getByText("All of this").boundingBox();
  if (!box) throw new Error("the text does not show");
  await page.mouse.move(box.x + 1, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + 8, { steps: 4 });
  await page.mouse.up();
  await copy(page);
  const [event] = await collector.eventually((events) => events.length === 1);
  expect(event).toMatchObject({ type: "copied", response: "r2", via: "selection", from_pct: 0 });
  expect(event?.chars).toBeGreaterThan(0);
  expect(event?.share_pct).toBeLessThan(50);
});

test("where the pointer rests in a shadow root of the page is seen", async ({
  page,
  collector,
}) => {
  await open(page, "/shadow.html");
  await page.evaluate(() => {
    const article = document.querySelector("own-answer")?.shadowRoot?.querySelector("article");
    article?.insertAdjacentHTML(
      "beforeend",
      '<button type="button" data-tellback-action="copy">Copy it</button>',
    );
  });
  await page.getByText("All of this").hover();
  await page.waitForTimeout(700);
  await page.getByRole("button", { name: "Copy it" }).click();
  const [copied] = await collector.eventually((events) => events.length === 1);
  expect(copied).toMatchObject({ type: "copied", response: "r2", via: "button" });
  expect(copied?.hover_ms).toBeGreaterThanOrEqual(600);
});

test("a sheet that a tick opens over the middle of a page is read", async ({
  page,
  site,
  collector,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    const far = (/** @type {string} */ name) =>
      `<article data-tellback-response="${name}" style="margin-top: 3000px">Bread.</article>`;
    document.body.innerHTML = `<style>
        aside { position: fixed; top: 3500px; left: 100px; background: white }
        input:checked ~ aside { top: 100px }
        input { position: fixed; top: 0 }
      </style>
      <input type="checkbox" aria-label="More">${far("r1")}
      <aside><article data-tellback-response="r2">Flour needs water.</article></aside>${far("r3")}`;
  });
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  // It has been looked at, closed.
  await read(page, 600);
  await page.getByRole("checkbox").click();
  await page.waitForTimeout(1200);
  await leave(page, site);
  const events = await collector.eventually(isViewed("r2"));
  expect(viewOf("r2")(events)).toMatchObject({ depth_pct: 100, visits: 1 });
});

test("of versions that are hidden, a selection of everything copies none", async ({
  page,
  collector,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<p>What does bread need?</p><main>
      <p data-tellback-response="r1" data-tellback-turn="t1" hidden>Bread needs time.</p>
      <p data-tellback-response="r2" data-tellback-turn="t1">Bread needs flour.</p></main>`;
  });
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  await page.getByText("flour").click();
  await page.keyboard.press("ControlOrMeta+a");
  await copy(page);
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "copied", response: "r2", share_pct: 100 }]);
});
