// @ts-check
// The built-in controls, where a host renders its page as it likes.
import { AT_ONCE, open, start } from "./host.js";
import { expect, test } from "./site.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const bars = (page) => page.getByRole("group", { name: "Rate this answer" });

/** @param {Page} page @param {string} name */
const thumb = (page, name) => bars(page).getByRole("button", { name });

test("a bar comes when its answer is complete, also as another element", async ({ page }) => {
  await open(page, "/bar.html");
  await expect(bars(page)).toBeVisible();
  /** @param {string} state @param {string} [id] */
  const replace = (state, id = "r1") =>
    page.evaluate(
      ([state, id]) => {
        const bar = /** @type {Element} */ (document.querySelector("tellback-bar"));
        document.querySelector("main")?.replaceChildren(bar);
        // Inside something else, as frameworks put it.
        document
          .querySelector("main")
          ?.insertAdjacentHTML(
            "beforeend",
            `<div><article data-tellback-response="${id}" data-tellback-state="${state}">…</article></div>`,
          );
      },
      [state, id],
    );
  await replace("streaming");
  await expect(bars(page)).toBeHidden();
  await replace("complete");
  await expect(bars(page)).toBeVisible();
  await replace("streaming");
  await expect(bars(page)).toBeHidden();
  // The answer got its name when it was stored, or it went.
  await page.evaluate(() => {
    const answer = /** @type {HTMLElement} */ (document.querySelector("article"));
    answer.dataset.tellbackResponse = "r2";
  });
  await expect(bars(page)).toBeVisible();
  await replace("streaming");
  await expect(bars(page)).toBeHidden();
  await page.evaluate(() => document.querySelector("article")?.remove());
  await expect(bars(page)).toBeVisible();
});

test("whoever is at a bar stays there while the answer streams anew", async ({
  page,
  collector,
}) => {
  await open(page, "/bar.html");
  await page.evaluate(() => document.querySelector("tellback-bar")?.setAttribute("regenerate", ""));
  const again = thumb(page, "Try again");
  /** @param {string} state */
  const become = (state) =>
    page.evaluate((state) => {
      const answer = /** @type {HTMLElement} */ (document.querySelector("article"));
      answer.dataset.tellbackState = state;
    }, state);
  await again.focus();
  await become("streaming");
  await expect(again).toBeDisabled();
  await expect(again).toBeFocused();
  // Until they go on, or the answer is complete.
  await page.keyboard.press("Enter");
  await become("complete");
  await expect(again).toBeEnabled();
  await expect(again).toBeFocused();
  await become("streaming");
  await expect(again).toBeDisabled();
  await page.keyboard.press("Tab");
  await expect(thumb(page, "Good")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await expect(bars(page)).toBeHidden();
  await become("complete");
  await thumb(page, "Good").click();
  const events = await collector.eventually((events) => events.length > 0);
  expect(events.map(({ type }) => type)).toEqual(["rated"]);
  // Nothing is left to wait for where the reader has refused.
  await again.focus();
  await page.evaluate(() => window.tellback.optOut());
  await expect(bars(page)).toBeHidden();
});

/** An answer that streams, and its bar, each where the test wants it. */
const SHADOWS = [
  { name: "the bar in a shadow root, the answer outside", bar: ["one"], answer: [] },
  { name: "the bar in one inside of another, the answer outside", bar: ["one", "two"], answer: [] },
  { name: "both in one shadow root", bar: ["one"], answer: ["one"] },
];

for (const { name, bar, answer } of SHADOWS) {
  test(`shadow roots: ${name}`, async ({ page, collector }) => {
    await page.goto("/blank.html");
    await page.evaluate(
      ({ bar, answer }) => {
        /** @type {(hosts: readonly string[]) => Element | ShadowRoot} */
        const place = (hosts) =>
          hosts.reduce(
            (outer, name) => {
              const host = outer.querySelector(`#${name}`) ?? document.createElement("div");
              host.id = name;
              outer.append(host);
              return host.shadowRoot ?? host.attachShadow({ mode: "open" });
            },
            /** @type {Element | ShadowRoot} */ (document.body),
          );
        const article = document.createElement("article");
        article.dataset.tellbackResponse = "r1";
        article.dataset.tellbackState = "streaming";
        article.textContent = "An answer.";
        place(answer).append(article);
        const controls = document.createElement("tellback-bar");
        controls.setAttribute("for", "r1");
        place(bar).append(controls);
        Object.assign(window, { article });
      },
      { bar, answer },
    );
    // What stands in a shadow root is not found from outside, so the page asks for the controls.
    await page.evaluate(() => document.body.append(document.createElement("tellback-bar")));
    await page.evaluate(async () => {
      window.tellback = window.start({ endpoint: "/feedback", batch: { maxDelayMs: 0 } });
      await window.tellback.ready;
      await customElements.whenDefined("tellback-bar");
      document.querySelector("body > tellback-bar")?.remove();
    });
    await expect(bars(page)).toBeHidden();
    await page.evaluate(() => {
      const { article } = /** @type {any} */ (window);
      article.dataset.tellbackState = "complete";
    });
    await thumb(page, "Good answer").click();
    const events = await collector.eventually((events) => events.length > 0);
    expect(events).toMatchObject([{ type: "rated", response: "r1", thumb: "up" }]);
  });
}

test("shadow roots: the answer in one that is observed, the bar outside of it", async ({
  page,
}) => {
  await page.goto("/blank.html");
  await page.evaluate(async () => {
    const host = document.createElement("div");
    document.body.append(host);
    const root = host.attachShadow({ mode: "open" });
    root.innerHTML = `<article data-tellback-response="r1" data-tellback-state="streaming"></article>
      <tellback-bar for="r1"></tellback-bar>`;
    const bar = document.createElement("tellback-bar");
    bar.setAttribute("for", "r1");
    document.body.append(bar);
    window.tellback = window.start({ endpoint: "/feedback", root });
    await window.tellback.ready;
    await customElements.whenDefined("tellback-bar");
  });
  await expect(bars(page)).toHaveCount(0);
  await page.evaluate(() => {
    const root = document.querySelector("div")?.shadowRoot;
    root?.querySelector("article")?.setAttribute("data-tellback-state", "complete");
  });
  // Nobody would hear a press on the one outside, so it is not shown.
  await expect(bars(page)).toHaveCount(1);
  await expect(page.locator("body > tellback-bar").getByRole("group")).toHaveCount(0);
});

test("a vote is shown again wherever its answer gets a bar", async ({ page, collector }) => {
  await open(page, "/bar.html", { batch: AT_ONCE });
  await thumb(page, "Good answer").click();
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "true");
  // Taken out and put back, as a framework moves it.
  await page.evaluate(() => {
    const bar = /** @type {Element} */ (document.querySelector("tellback-bar"));
    bar.remove();
    document.querySelector("main")?.append(bar);
  });
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "true");
  // Rendered anew.
  await page.evaluate(() => {
    const main = /** @type {Element} */ (document.querySelector("main"));
    const html = main.innerHTML;
    main.innerHTML = "";
    main.innerHTML = html;
  });
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "true");
  await expect(thumb(page, "Bad answer")).toHaveAttribute("aria-pressed", "false");
  // For another answer, and back.
  const name = (/** @type {string} */ id) =>
    page.evaluate((id) => document.querySelector("tellback-bar")?.setAttribute("for", id), id);
  await name("r2");
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "false");
  await name("r1");
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "true");
  // A press is then what it looks like: the vote is taken back.
  await thumb(page, "Good answer").click();
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "false");
  const events = await collector.eventually((events) => events.length >= 2);
  expect(events.map(({ thumb }) => thumb)).toEqual(["up", "none"]);
});

test("two bars of one answer show one vote", async ({ page }) => {
  await open(page, "/bar.html");
  await page.evaluate(() => {
    const bar = /** @type {Element} */ (document.querySelector("tellback-bar"));
    document.querySelector("main")?.append(bar.cloneNode());
  });
  await thumb(page, "Bad answer").last().click();
  for (const button of await thumb(page, "Bad answer").all()) {
    await expect(button).toHaveAttribute("aria-pressed", "true");
  }
});

test("a bar shows what the host's calls say", async ({ page }) => {
  await open(page, "/chat.html");
  const rate = (/** @type {import("../../js/index.ts").Rating | null} */ rating) =>
    page.evaluate((rating) => window.tellback.rate("r1", rating), rating);
  // Before there is any bar.
  await rate({ thumb: "down" });
  await page.evaluate(() => {
    const bar = document.createElement("tellback-bar");
    bar.setAttribute("for", "r1");
    document.querySelector("nav")?.append(bar);
  });
  await expect(thumb(page, "Bad answer")).toHaveAttribute("aria-pressed", "true");
  await rate({ thumb: "up" });
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "true");
  await expect(thumb(page, "Bad answer")).toHaveAttribute("aria-pressed", "false");
  await rate(null);
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "false");
  await rate({ thumb: "up" });
  await rate({ stars: 4 });
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "false");
});

test("opting out forgets what the bars show", async ({ page }) => {
  await open(page, "/bar.html");
  await thumb(page, "Good answer").click();
  await page.evaluate(() => {
    window.tellback.optOut();
    window.tellback.rate("r1", { thumb: "down" });
  });
  await expect(bars(page)).toBeHidden();
  await page.evaluate(() => window.tellback.optIn());
  await expect(thumb(page, "Good answer")).toHaveAttribute("aria-pressed", "false");
  await expect(thumb(page, "Bad answer")).toHaveAttribute("aria-pressed", "false");
});

test("an instance that stops takes only its own bars along", async ({ page }) => {
  await page.goto("/many.html?answers=2&bars");
  await page.evaluate(async () => {
    const [first, second] = document.querySelectorAll("article");
    window.tellback = window.start({ endpoint: "/feedback", root: first });
    window.other = window.start({ endpoint: "/feedback", root: second });
    await Promise.all([window.tellback.ready, window.other.ready]);
  });
  await expect(bars(page)).toHaveCount(2);
  await page.evaluate(() => window.tellback.stop());
  await expect(bars(page)).toHaveCount(1);
});

test("a page that takes the bar away at the vote gets no error, and the vote counts", async ({
  page,
  collector,
}) => {
  /** @type {Error[]} */
  const errors = [];
  page.on("pageerror", (error) => errors.push(error));
  await open(page, "/bar.html");
  await page.evaluate(() =>
    addEventListener("tellback-rated", ({ target }) => /** @type {Element} */ (target).remove()),
  );
  await thumb(page, "Good answer").click();
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "rated", response: "r1", thumb: "up" }]);
  expect(errors).toEqual([]);
});

test("a card is about the answer that was voted on, and opens for no other", async ({
  page,
  collector,
}) => {
  await open(page, "/bar.html");
  await page.evaluate(() =>
    addEventListener("tellback-rated", ({ target }) =>
      /** @type {Element} */ (target).setAttribute("for", "r2"),
    ),
  );
  await thumb(page, "Good answer").click();
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "rated", response: "r1", thumb: "up" }]);
  await expect(page.getByRole("button", { name: "Undo" })).toBeHidden();
});

test("only reasons that can be recorded are offered", async ({ page }) => {
  await open(page, "/bar.html");
  await page.evaluate(() =>
    document.querySelector("tellback-bar")?.setAttribute("bad-reasons", "a b b@d a c d e f g h i"),
  );
  await thumb(page, "Bad answer").click();
  const reasons = page.getByRole("group", { name: "What went wrong?" }).getByRole("button");
  await expect(reasons).toHaveText(["a", "b", "c", "d", "e", "f", "g", "h"]);
});

test("a card goes when its bar is scrolled away, unless something is being written", async ({
  page,
}) => {
  await open(page, "/bar.html", { comments: true });
  await page.evaluate(() =>
    document.body.insertAdjacentHTML("beforeend", '<div style="block-size: 3000px"></div>'),
  );
  const undo = page.getByRole("button", { name: "Undo" });
  await thumb(page, "Good answer").click();
  await expect(undo).toBeVisible();
  await page.mouse.move(900, 600);
  await page.mouse.wheel(0, 2000);
  await expect(undo).toBeHidden();
  await page.mouse.wheel(0, -2000);
  await thumb(page, "Bad answer").click();
  const field = page.getByRole("textbox");
  await field.fill("Not what I asked");
  await page.mouse.move(900, 600);
  await page.mouse.wheel(0, 2000);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1000);
  await page.waitForTimeout(200);
  await expect(field).toHaveValue("Not what I asked");
  await expect(undo).toBeVisible();
});

test("a bar that is wider than its room breaks into lines", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 600 });
  await open(page, "/bar.html");
  await page.evaluate(() => {
    const bar = /** @type {HTMLElement} */ (document.querySelector("tellback-bar"));
    bar.style.setProperty("--tellback-size", "3rem");
    for (const name of ["copy", "regenerate"]) bar.setAttribute(name, "");
    bar.setAttribute("rating", "stars");
  });
  await expect(thumb(page, "5 of 5 stars")).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test("an element that was there before its class shows its bar, whose votes count", async ({
  page,
  collector,
}) => {
  await open(page, "/blank.html");
  await page.evaluate(() => document.body.append(document.createElement("late-chat")));
  await page.waitForTimeout(100);
  await page.evaluate(() =>
    customElements.define(
      "late-chat",
      class extends HTMLElement {
        connectedCallback() {
          this.attachShadow({ mode: "open" }).innerHTML =
            '<article data-tellback-response="r1" data-tellback-state="complete">…</article><tellback-bar for="r1"></tellback-bar>';
        }
      },
    ),
  );
  await thumb(page, "Good answer").click();
  const events = await collector.eventually((events) => events.length > 0);
  expect(events).toMatchObject([{ type: "rated", response: "r1", thumb: "up" }]);
});

test("there is no bar in a conversation that the reader has refused", async ({ page }) => {
  await open(page, "/bar.html");
  await thumb(page, "Good answer").click();
  await page.evaluate(() => {
    window.tellback.optOut("new-conversations");
    document.body.insertAdjacentHTML(
      "beforeend",
      `<section data-tellback-conversation="c2">
        <article data-tellback-response="r2" data-tellback-state="complete">…</article>
        <tellback-bar for="r2"></tellback-bar>
      </section>`,
    );
  });
  const bar = (/** @type {string} */ id) =>
    page.locator(`tellback-bar[for=${id}]`).getByRole("group").first();
  await expect(bar("r1")).toBeVisible();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await expect(bar("r2")).toBeHidden();
  // The page goes on with another conversation in the same place.
  await page.evaluate(() => {
    const main = /** @type {HTMLElement} */ (document.querySelector("main"));
    main.dataset.tellbackConversation = "c3";
  });
  await expect(bar("r1")).toBeHidden();
  await page.evaluate(() => window.tellback.optIn());
  await expect(bar("r1")).toBeVisible();
  await expect(bar("r2")).toBeVisible();
});

test("what is written on a card is no shortcut of the page", async ({ page }) => {
  await page.goto("/chat.html");
  await page.evaluate(() => {
    const bar = document.createElement("tellback-bar");
    bar.setAttribute("for", "r1");
    document.body.append(bar);
    document.addEventListener("keydown", ({ key }) => {
      document.title += `<${key}>`;
    });
  });
  await start(page, { comments: true });
  await page.evaluate(() => window.tellback.ready);
  await page.locator("tellback-bar button[part~=up]").click();
  await page.evaluate(() => {
    document.title = "";
  });
  await page.locator("tellback-bar textarea").pressSequentially("jk?");
  await expect(page.locator("tellback-bar textarea")).toHaveValue("jk?");
  expect(await page.title()).toBe("");
  await page.keyboard.press("Escape");
  await expect(page.locator("tellback-bar [part=card]")).toBeHidden();
});
