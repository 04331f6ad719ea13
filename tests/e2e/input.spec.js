// @ts-check
// Bad input: each has a defined outcome, and none is thrown into the page.
import {
  AT_ONCE,
  countListeners,
  LATE,
  leave,
  listening,
  open,
  start,
  stats,
  statusOf,
} from "./host.js";
import { press, read } from "./reader.js";
import { ENDPOINT, expect, test, WASM } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

const HANDLE = "an opaque handle of 1 to 128 characters A-Z a-z 0-9 _ . : -";
const EXPECTED_URL =
  "options.endpoint: expected an http(s) URL, or a path that begins with /, ./ or ../";
const NAMES =
  "endpoint, optOut, consent, honorBrowserSignals, root, selectors, capture, batch, storage, privacy, sampleRate, context, headers, credentials, onBatch, comments, strings, wasmUrl, debug";

/** Options that are wrong, and what is said about them. */
const wrong = /** @type {[string, unknown, string][]} */ ([
  ["none", undefined, "options: expected an object"],
  ["a list", [], "options: expected an object"],
  ["no endpoint", {}, EXPECTED_URL],
  ["a word as endpoint", { endpoint: "feedback" }, EXPECTED_URL],
  ["a script as endpoint", { endpoint: "javascript:0" }, EXPECTED_URL],
  ["half a URL as endpoint", { endpoint: "https://" }, EXPECTED_URL],
  ["a number as endpoint", { endpoint: 8787 }, EXPECTED_URL],
  ["a mistyped name", { endpoint: "/f", optout: true }, `options.optout: expected one of ${NAMES}`],
  [
    "a selector that is none",
    { endpoint: "/f", selectors: { response: ".answer[" } },
    "options.selectors.response: expected a CSS selector",
  ],
  [
    "a text as optOut",
    { endpoint: "/f", optOut: "true" },
    "options.optOut: expected true or false",
  ],
  [
    "an unknown consent",
    { endpoint: "/f", consent: "maybe" },
    'options.consent: expected "opt-out" or "opt-in"',
  ],
  [
    "a selector as root",
    { endpoint: "/f", root: "#chat" },
    "options.root: expected a document, an element or a shadow root",
  ],
  [
    "too large a batch",
    { endpoint: "/f", batch: { maxEvents: 1000 } },
    "options.batch.maxEvents: expected a whole number from 1 to 100",
  ],
  [
    "a mistyped limit",
    { endpoint: "/f", batch: { maxDelay: 10 } },
    "options.batch.maxDelay: expected one of maxEvents, maxBytes, maxDelayMs",
  ],
  [
    "an unknown type of event",
    { endpoint: "/f", capture: { scrolled: false } },
    "options.capture.scrolled: expected one of rated, reasoned, commented, viewed, copied, regenerated, edited, followed_up, stopped, switched, preferred, outcome, acted, left",
  ],
  [
    "a share above 1",
    { endpoint: "/f", sampleRate: 50 },
    "options.sampleRate: expected a number from 0 to 1",
  ],
  [
    "a sentence as tag",
    { endpoint: "/f", context: { model: "my own model" } },
    "options.context.model: expected a name and a value of 1 to 32 characters A-Z a-z 0-9 . _ -",
  ],
  [
    "an impossible header",
    { endpoint: "/f", headers: { "no header": "x" } },
    "options.headers: expected an object of header names and values",
  ],
  [
    "unknown credentials",
    { endpoint: "/f", credentials: "yes" },
    'options.credentials: expected "omit" or "same-origin" or "include"',
  ],
  ["a text as onBatch", { endpoint: "/f", onBatch: "log" }, "options.onBatch: expected a function"],
]);

/**
 * Starts on a page that has a composer, and waits until it is listened to.
 * @param {Page} page
 * @param {import("./site.js").Site} site
 */
async function startAtComposer(page, site) {
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  await expect.poll(() => site.count("/tellback/composer.js")).toBe(1);
}

test("wrong options are named, and nothing else happens", async ({ page, site, log }) => {
  await countListeners(page);
  await page.goto("/chat.html");
  const before = await listening(page);
  const outcomes = await page.evaluate(
    async (given) => {
      const started = given.map((options) => window.start(/** @type {any} */ (options)));
      const statuses = started.map(({ status }) => status);
      // Only now does anybody look at `ready`: by then an unheeded rejection would be reported.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const reasons = started.map(({ ready }) =>
        ready.catch((error) => error instanceof Error && error.message),
      );
      return (await Promise.all(reasons)).map((reason, at) => [statuses[at], reason]);
    },
    wrong.map(([, options]) => options),
  );
  const named = (/** @type {unknown[][]} */ rows) =>
    rows.map((row, at) => [wrong[at]?.[0], ...row]);
  expect(named(outcomes)).toEqual(named(wrong.map(([, , message]) => ["failed", message])));
  expect(log.errors).toHaveLength(wrong.length);
  for (const error of log.errors) {
    expect(error).toContain("tellback: nothing is captured on this page:");
  }
  expect(await listening(page)).toBe(before);
  await press(page, "Good one");
  expect(await page.evaluate(() => window.clicks)).toBe(1);
  expect(site.count(WASM)).toBe(0);
});

test("after wrong options, right ones work", async ({ page, collector }) => {
  await page.goto("/chat.html");
  await page.evaluate(() => void window.start(/** @type {any} */ ({ endpoint: "feedback" })));
  await start(page);
  await press(page, "Good one");
  await collector.eventually((events) => events.length === 1);
});

test("an answer without a proper handle is refused, and the others are not", async ({
  page,
  collector,
  log,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    const names = ["ada@example.com", "https://example.com/1", "", "r:1.a_b-C", "ü"];
    const html = names.map(
      (name, at) => `<article data-tellback-response="${name}"><p>Text.</p>
        <button data-tellback-action="up">Good ${at}</button></article>`,
    );
    /** @type {HTMLElement} */ (document.querySelector("main")).innerHTML = html.join("");
  });
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  for (const at of [0, 1, 2, 4, 3]) await press(page, `Good ${at}`);
  await press(page, "Good 0");
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ seq: 0, type: "rated", response: "r:1.a_b-C" }]);
  // No more than the beginning: whoever reads the console need not know who Ada is.
  const expected = ["ada", "htt", "", "ü"].map(
    (name) => `tellback: data-tellback-response="${name}…": expected ${HANDLE}; it is not tracked`,
  );
  expect(log.errors.sort()).toEqual(expected.sort());
});

test("a conversation without a proper handle is refused by name", async ({
  page,
  collector,
  log,
}) => {
  await page.goto("/chat.html");
  await page.evaluate(() => {
    /** @type {HTMLElement} */ (document.querySelector("section")).dataset.tellbackConversation =
      "My conversation";
  });
  await start(page);
  await press(page, "Good one");
  await press(page, "Good three");
  await page.evaluate(() => window.tellback.flush());
  expect(await collector.events()).toMatchObject([{ response: "r3", conversation: "c2" }]);
  expect(log.errors).toEqual([
    `tellback: data-tellback-conversation="My …": expected ${HANDLE}; it is not tracked`,
  ]);
});

test("an action that is no word is refused by name", async ({ page, collector, log }) => {
  await page.goto("/chat.html");
  await page.evaluate(() => {
    document.querySelector("button")?.setAttribute("data-tellback-action", "read aloud");
  });
  await start(page);
  await press(page, "Good one");
  await press(page, "Bad one");
  await page.evaluate(() => window.tellback.flush());
  const events = (await collector.events()).filter(({ type }) => type !== "viewed");
  expect(events).toMatchObject([{ type: "rated", thumb: "down" }]);
  expect(log.errors).toEqual([
    'tellback: data-tellback-action="rea…": expected a word of 1 to 32 characters A-Z a-z 0-9 . _ -; it is not tracked',
  ]);
});

test("calls with wrong arguments are refused, and said once", async ({ page, site, log }) => {
  await open(page, "/chat.html");
  await page.evaluate(() => {
    const tellback = /** @type {any} */ (window.tellback);
    for (let time = 0; time < 2; time += 1) {
      tellback.rate("r1");
      tellback.rate("r1", { stars: 6 });
      tellback.rate("r1", { thumb: "sideways" });
      tellback.rate("ada@example.com", { thumb: "up" });
      tellback.regenerated();
      tellback.regenerated("r1", "not a handle");
    }
  });
  expect(await stats(page)).toMatchObject({ captured: 0 });
  await leave(page, site);
  expect(log.errors).toEqual([
    'tellback: rate: expected { thumb: "up" or "down" }, { stars: 1 to 5 } or null',
    `tellback: rate: "ada…": expected ${HANDLE}`,
    `tellback: regenerated: undefined: expected ${HANDLE}`,
    `tellback: regenerated: "not…": expected ${HANDLE}`,
  ]);
});

test("no call throws into the page or ends capture, whatever it is given", async ({
  page,
  log,
}) => {
  await open(page, "/chat.html", { batch: LATE });
  await press(page, "Good one");
  await page.evaluate(() => {
    const tellback = /** @type {any} */ (window.tellback);
    const getter = Object.defineProperty({}, "thumb", {
      get() {
        throw new Error("mine");
      },
    });
    for (const wrong of [undefined, null, 5, "a b", {}, [], new Event("click"), getter]) {
      tellback.rate("r1", wrong ?? {});
      tellback.rate("r1", { thumb: "up" }, { reasons: wrong ?? [5] });
      tellback.acted("r1", wrong);
      tellback.compared(wrong);
      tellback.edited("r1", wrong);
      tellback.edited("r1", { what: "prompt", changed: wrong === 5 ? 7 : wrong });
      tellback.copied("r1", { element: wrong ?? 5 });
      tellback.followedUp("r1", { intent: wrong ?? 5 });
      tellback.outcome("r1", wrong);
    }
    tellback.rate("r1", { thumb: "up" }, null);
    tellback.copied("r9", null);
  });
  expect(await statusOf(page)).toBe("capturing");
  // The vote of before, said again, is no news.
  expect(await stats(page)).toMatchObject({ captured: 1, queued: 1 });
  expect(log.errors.length).toBeGreaterThan(5);
});

test("a composer may hold other fields than the one that is written in", async ({
  page,
  collector,
}) => {
  await open(page, "/lesson.html", { capture: { viewed: false } });
  await page.evaluate(() => {
    document
      .querySelector("form")
      ?.insertAdjacentHTML(
        "afterbegin",
        '<input type="hidden" name="csrf" value="abc"><input type="file"><input type="checkbox">',
      );
  });
  await page.getByRole("textbox", { name: "Message" }).click();
  await page.keyboard.type("No, that is wrong");
  await page.keyboard.press("Enter");
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "followed_up", response: "r1", intent: "correction" }]);
});

test("a composer that comes after the start is heard, also if nobody goes to it", async ({
  page,
  collector,
}) => {
  await open(page, "/blank.html", { capture: { viewed: false } });
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r1" data-tellback-state="complete">…</article>
      <form data-tellback-composer><textarea></textarea></form><button>No, that is wrong</button>`;
    const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
    const button = /** @type {HTMLButtonElement} */ (document.querySelector("button"));
    form.onsubmit = (event) => {
      event.preventDefault();
      form.reset();
    };
    button.onclick = () => {
      /** @type {HTMLTextAreaElement} */ (form.elements[0]).value = button.textContent ?? "";
      form.requestSubmit();
    };
  });
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/composer.js")),
  );
  await page.waitForTimeout(100);
  await page.getByRole("button").click();
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "followed_up", response: "r1", intent: "correction" }]);
});

test("what is sent by a button in a shadow root is a follow-up", async ({ page, collector }) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r0" data-tellback-state="complete">…</article>
      <own-chat></own-chat>`;
    const shadow = document.querySelector("own-chat")?.attachShadow({ mode: "open" });
    if (!shadow) return;
    shadow.innerHTML = `<article data-tellback-response="r1" data-tellback-state="complete">…</article>
      <form data-tellback-composer><textarea aria-label="Message"></textarea><button>Send</button></form>`;
    shadow.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {HTMLFormElement} */ (event.target).reset();
    });
  });
  await start(page, { capture: { viewed: false } });
  await page.evaluate(() => window.tellback.ready);
  for (const text of ["No, that is wrong", "Go on"]) {
    await page.getByRole("textbox").click();
    await page.keyboard.type(text);
    await page.getByRole("button", { name: "Send" }).click();
    await page.waitForTimeout(600);
  }
  const events = await collector.eventually((events) => events.length === 2);
  expect(events).toMatchObject([
    { type: "followed_up", response: "r1", intent: "correction" },
    { type: "followed_up", response: "r1", intent: "continuation" },
  ]);
});

test("what is sent beside the observed part of a shadow root is not heard", async ({ page }) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    const shadow = document.body.attachShadow({ mode: "open" });
    const form = "<form data-tellback-composer><textarea></textarea><button>Send</button></form>";
    shadow.innerHTML = `<section><article data-tellback-response="r1" data-tellback-state="complete">…</article>
      ${form}</section>${form}`;
    shadow.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {HTMLFormElement} */ (event.target).reset();
    });
    const root = shadow.querySelector("section") ?? undefined;
    window.tellback = window.start({ endpoint: "/feedback", capture: { viewed: false }, root });
    return window.tellback.ready;
  });
  const fields = page.getByRole("textbox");
  const send = page.getByRole("button", { name: "Send" });
  // The reader was in the observed part first, where the code that listens is loaded.
  await fields.first().click();
  await page.waitForTimeout(300);
  await fields.first().press("a");
  await fields.last().fill("No, that is wrong");
  await send.last().click();
  await page.waitForTimeout(300);
  expect(await stats(page)).toMatchObject({ captured: 0 });
  await send.first().click();
  await expect.poll(() => stats(page)).toMatchObject({ captured: 1 });
});

test("an Enter that accepts what an input method composed sends nothing", async ({
  page,
  collector,
  browserName,
}) => {
  test.skip(browserName !== "chromium", "only Chromium lets a test compose");
  await open(page, "/lesson.html", { capture: { viewed: false } });
  const field = page.getByRole("textbox", { name: "Message" });
  await field.click();
  const input = await page.context().newCDPSession(page);
  await input.send("Input.imeSetComposition", { text: "違う", selectionStart: 2, selectionEnd: 2 });
  await page.keyboard.press("Enter");
  await input.send("Input.insertText", { text: "違う" });
  await page.waitForTimeout(500);
  await expect(field).toHaveValue("違う");
  expect(await stats(page)).toMatchObject({ captured: 0 });
  await page.keyboard.press("Enter");
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "followed_up", response: "r1", intent: "correction" }]);
});

test("a page without answers is a page without events", async ({ page, site }) => {
  await open(page, "/blank.html");
  expect(await statusOf(page)).toBe("capturing");
  await page.mouse.click(100, 100);
  await read(page, 600);
  await page.evaluate(() => window.tellback.flush());
  await leave(page, site);
  expect(site.count(ENDPOINT)).toBe(0);
});

test("start() may come before the body", async ({ page, collector }) => {
  await page.goto("/early.html");
  await page.evaluate(() => window.tellback.ready);
  await press(page, "Good");
  const events = await collector.eventually((events) => events.length === 1);
  expect(events).toMatchObject([{ response: "r1", conversation: "c1" }]);
});

const AGAIN =
  "tellback: start() was called again for the same part of the page; the first one runs on";

test("a second start() gives the running instance and warns", async ({ page, collector, log }) => {
  await countListeners(page);
  await open(page, "/chat.html");
  const listeners = await listening(page);
  const isSame = await page.evaluate(
    () => window.start({ endpoint: "/elsewhere", batch: { maxEvents: 1 } }) === window.tellback,
  );
  expect(isSame).toBe(true);
  expect(log.warnings).toEqual([AGAIN]);
  expect(await listening(page)).toBe(listeners);
  await press(page, "Good one");
  await press(page, "Good two");
  const events = await collector.eventually((events) => events.length >= 2);
  expect(events).toHaveLength(2);
});

test("two roots are two instances, and each sees its own", async ({ page, collector, log }) => {
  await page.goto("/chat.html");
  await page.evaluate(async () => {
    const [first, second] = document.querySelectorAll("section");
    const batch = { maxDelayMs: 0 };
    const options = { endpoint: "/feedback", batch };
    window.tellback = window.start({ ...options, root: first, context: { root: "first" } });
    window.other = window.start({ ...options, root: second, context: { root: "second" } });
    await Promise.all([window.tellback.ready, window.other.ready]);
  });
  await press(page, "Good one");
  await press(page, "Good three");
  const events = await collector.eventually((events) => events.length >= 2);
  const seen = events.map(({ response, context }) => `${response} ${context.root}`);
  expect(seen.sort()).toEqual(["r1 first", "r3 second"]);
  expect(log.warnings).toEqual([]);
});

test("roots that overlap are one instance, and nothing is seen twice", async ({
  page,
  collector,
  log,
}) => {
  await page.goto("/shadow.html");
  const same = await page.evaluate(async () => {
    const options = { endpoint: "/feedback", batch: { maxDelayMs: 0 } };
    const shadow = document.querySelector("own-answer")?.shadowRoot;
    const section = document.querySelector("section");
    if (!shadow || !section) throw new Error("the page is another one");
    window.tellback = window.start({ ...options, root: document.body });
    const others = [document, section, shadow].map((root) => window.start({ ...options, root }));
    await window.tellback.ready;
    return others.map((other) => other === window.tellback);
  });
  expect(same).toEqual([true, true, true]);
  expect(log.warnings).toEqual([AGAIN, AGAIN, AGAIN]);
  await press(page, "Bad, in the shadow");
  await press(page, "Good, in the shadow");
  await page.evaluate(() => window.tellback.flush());
  const rated = (await collector.events()).filter(({ type }) => type === "rated");
  expect(rated.map(({ response }) => response).sort()).toEqual(["r1", "r2"]);

  // When the first one has ended, its part of the page is free.
  const other = await page.evaluate(() => {
    window.tellback.stop();
    return window.start({ endpoint: "/feedback" }) === window.tellback;
  });
  expect(other).toBe(false);
});

test("stop() delivers what was captured, twice is once, and start() begins anew", async ({
  page,
  collector,
  log,
}) => {
  await countListeners(page);
  await page.goto("/chat.html");
  const before = await listening(page);
  await start(page, { batch: LATE });
  await page.evaluate(() => window.tellback.ready);
  await press(page, "Good one");
  await page.evaluate(() => {
    window.tellback.stop();
    window.tellback.stop();
  });
  expect(await statusOf(page)).toBe("stopped");
  expect(await listening(page)).toBe(before);
  await collector.eventually((events) => events.some(({ type }) => type === "rated"));
  await press(page, "Bad one");
  await page.evaluate(() => {
    window.tellback.optIn();
    window.tellback.rate("r1", { thumb: "down" });
  });
  expect(await statusOf(page)).toBe("stopped");

  await start(page, { batch: AT_ONCE });
  await page.evaluate(() => window.tellback.ready);
  expect(await statusOf(page)).toBe("capturing");
  await press(page, "Good two");
  const rated = (
    await collector.eventually((events) =>
      events.some(({ response, type }) => response === "r2" && type === "rated"),
    )
  ).filter(({ type }) => type === "rated");
  expect(rated.map(({ response }) => response)).toEqual(["r1", "r2"]);
  expect(rated[0]?.stream).not.toBe(rated[1]?.stream);
  expect([...log.errors, ...log.warnings]).toEqual([]);
});

test("switched-off types and unsampled conversations are not captured", async ({ page, site }) => {
  await open(page, "/chat.html", { capture: { rated: false, viewed: false, left: false } });
  await press(page, "Good one");
  await press(page, "Again one");
  expect(await stats(page)).toMatchObject({ captured: 1 });
  await page.evaluate(() => window.tellback.stop());
  await start(page, { sampleRate: 0 });
  await page.evaluate(() => window.tellback.ready);
  await press(page, "Again one");
  expect(await stats(page)).toMatchObject({ captured: 0 });
  await leave(page, site);
  const types = site
    .batches()
    .flatMap(({ events }) => events.map((/** @type {any} */ { type }) => type));
  expect(types).toEqual(["regenerated"]);
});

test("a prompt that is edited at once, and again without leaving the field, is edited each time", async ({
  page,
  collector,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<section data-tellback-for="r1"><button>Edit</button></section>
      <article data-tellback-response="r1">Bread needs time.</article>`;
    const section = /** @type {Element} */ (document.querySelector("section"));
    section.querySelector("button")?.addEventListener("click", () => {
      section.innerHTML = `<form data-tellback-composer="prompt"><textarea>How to bake?</textarea></form>`;
      const field = /** @type {HTMLTextAreaElement} */ (section.querySelector("textarea"));
      field.form?.addEventListener("submit", (event) => event.preventDefault());
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        field.form?.requestSubmit();
      });
      field.focus();
    });
  });
  await start(page);
  await page.evaluate(() => window.tellback.ready);
  const loaded = page.waitForResponse("**/composer.js");
  await page.getByRole("button").click();
  await loaded;
  for (const [at, words] of [" Now", " please", " then"].entries()) {
    await page.waitForTimeout(600);
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
    const edits = await collector.eventually((events) => events.length > at);
    expect(edits.at(-1)).toMatchObject({ type: "edited", response: "r1", what: "prompt" });
  }
});

test("a field that serves for every prompt knows which one it holds", async ({
  page,
  site,
  collector,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r1">Bread needs time.</article>
      <form data-tellback-composer="prompt" data-tellback-for="r1" hidden><input></form>
      <button>One</button><button>Two</button>`;
    const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
    const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.hidden = true;
    });
    for (const button of document.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        form.hidden = false;
        field.value = `${button.textContent}: how is this done?`;
        field.focus();
      });
    }
  });
  await startAtComposer(page, site);
  for (const name of ["One", "Two"]) {
    await page.getByRole("button", { name }).click();
    await page.waitForTimeout(600);
    await page.keyboard.type("?");
    await page.keyboard.press("Enter");
  }
  const events = await collector.eventually((events) => events.length > 1);
  expect(events.map(({ changed_pct }) => changed_pct)).toEqual([0, 0]);
});

test("an editor that breaks its lines itself sends none of them", async ({
  page,
  site,
  collector,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r1">Bread needs time.</article>
      <div data-tellback-composer contenteditable="true" role="textbox" style="min-height: 50px"></div>`;
    const editor = /** @type {HTMLElement} */ (document.querySelector("[role=textbox]"));
    editor.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (event.ctrlKey) editor.textContent = "";
      else document.execCommand("insertParagraph");
    });
  });
  await startAtComposer(page, site);
  await page.getByRole("textbox").click();
  for (const [at, line] of ["And", "how", "much?"].entries()) {
    await page.keyboard.type(line);
    await page.keyboard.press(at < 2 ? "Enter" : "Control+Enter");
    await page.waitForTimeout(700);
  }
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "followed_up", response: "r1" }]);
});

test("an Enter that picks from a menu sends nothing", async ({ page, site, collector }) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r1">Bread needs time.</article>
      <textarea data-tellback-composer aria-controls="names"></textarea>
      <ul role="listbox" id="names"><li role="option" id="ada">ada</li></ul>`;
    const field = /** @type {HTMLTextAreaElement} */ (document.querySelector("textarea"));
    field.addEventListener("input", () => {
      if (field.value.endsWith("@")) field.setAttribute("aria-activedescendant", "ada");
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const isOpen = field.getAttribute("aria-activedescendant");
      field.value = isOpen ? `${field.value}ada` : "";
      field.setAttribute("aria-activedescendant", "");
    });
  });
  await startAtComposer(page, site);
  await page.getByRole("textbox").click();
  await page.keyboard.type("No, that is wrong, ask @");
  await page.keyboard.press("Enter");
  // Two that come closer together than this are one.
  await page.waitForTimeout(700);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(700);
  const events = await collector.events();
  expect(events).toMatchObject([{ type: "followed_up", response: "r1", intent: "correction" }]);
});

test("what is pressed in a composer, but does not send, is no follow-up", async ({
  page,
  site,
  collector,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r1">Bread needs time.</article>
      <form data-tellback-composer><textarea></textarea>
        <button type="button">Model</button><input aria-label="Search">
        <button data-tellback-action="stop" data-tellback-for="r1">Stop</button>
        <button value="cancel">Cancel</button><button>Send</button></form>`;
    document.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const { submitter } = /** @type {SubmitEvent} */ (event);
      if (submitter?.textContent === "Send") document.querySelector("form")?.reset();
    });
    for (const aside of document.querySelectorAll("[type=button],input")) {
      aside.addEventListener("keydown", (event) => {
        if (/** @type {KeyboardEvent} */ (event).key === "Enter") event.preventDefault();
      });
    }
  });
  await startAtComposer(page, site);
  await page.getByRole("textbox").first().click();
  await page.keyboard.type("No, that is wrong");
  await page.getByRole("button", { name: "Model" }).press("Enter");
  await page.getByLabel("Search").press("Enter");
  // Two that come closer together than this are one.
  await page.waitForTimeout(700);
  for (const name of ["Stop", "Cancel"]) {
    await page.getByRole("button", { name }).click();
    await page.waitForTimeout(700);
  }
  expect((await collector.events()).map(({ type }) => type)).not.toContain("followed_up");
  await page.getByRole("button", { name: "Send" }).click();
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "followed_up"),
  );
  expect(events.at(-1)).toMatchObject({ type: "followed_up", intent: "correction" });
});

test("what a page does not take yet is no follow-up, and what it takes late is one", async ({
  page,
  site,
  collector,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r1">Bread needs time.</article>
      <form data-tellback-composer><textarea></textarea><button>Send</button></form>`;
    const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
    const field = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.state === "idle") setTimeout(() => form.reset(), 600);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (event.ctrlKey) form.requestSubmit();
      // As editors do that go on with a list, or complete a command.
      else field.value = field.value.startsWith("/") ? "/summarize " : `${field.value}\n- `;
    });
  });
  await startAtComposer(page, site);
  const field = page.getByRole("textbox");
  await field.click();
  for (const text of ["/su", "No, that is wrong"]) {
    await field.fill(text);
    await page.keyboard.press("Enter");
    await page.waitForTimeout(700);
    await page.keyboard.press("Control+Enter");
    await page.waitForTimeout(700);
    await page.getByRole("button", { name: "Send" }).click();
    await page.waitForTimeout(1_200);
  }
  expect(await collector.events()).toEqual([]);
  await page.evaluate(() => {
    /** @type {HTMLElement} */ (document.querySelector("form")).dataset.state = "idle";
  });
  await field.press("Control+Enter");
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "followed_up", response: "r1", intent: "correction" }]);
});

test("an edit that is given up is none, and one in a field that is locked then is measured", async ({
  page,
  site,
  collector,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(() => {
    document.body.innerHTML = `<article data-tellback-response="r1">Bread needs time.</article>
      <textarea data-tellback-composer="response" data-tellback-for="r1">Bread needs time.</textarea>
      <button>Cancel</button>
      <div role="textbox" contenteditable data-tellback-composer="prompt" data-tellback-for="r1">How does one bake bread?</div>`;
    document.querySelector("button")?.addEventListener("click", () => {
      document.querySelector("textarea")?.remove();
    });
    document.querySelector("div")?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      /** @type {HTMLElement} */ (event.currentTarget).contentEditable = "false";
    });
  });
  await startAtComposer(page, site);
  await page.getByRole("textbox").first().click();
  await page.keyboard.type("Not so.");
  await page.getByRole("button").click();
  await page.getByRole("textbox").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" Now");
  await page.keyboard.press("Enter");
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "edited", what: "prompt", changed_pct: 10 }]);
});
