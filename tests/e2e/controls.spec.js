// @ts-check
// What the built-in controls do for a reader, by mouse and by keyboard, and for whoever can't see
// them.
import { createHash } from "node:crypto";
import axe from "axe-core";
import { build, STATES, show } from "./controls.js";
import { AT_ONCE, start, stats } from "./host.js";
import { press } from "./reader.js";
import { expect, test } from "./site.js";

/** The states of each control: all of them together take longer than a test may. */
const BY_TAG = [...new Set(STATES.map(({ tag }) => tag))].map(
  (tag) => /** @type {const} */ ([tag, STATES.filter((state) => state.tag === tag)]),
);

/** @typedef {import("@playwright/test").Page} Page */

/** @param {string} name */
const state = (name) => {
  const found = STATES.find((state) => state.name === name);
  if (!found) throw new Error(`no state is called ${name}`);
  return found;
};

/** What a policy calls the import map of the page. */
const IMPORTS = createHash("sha256")
  .update('{"imports": {"tellback": "./tellback/index.js"}}')
  .digest("base64");

const bar = { tag: "tellback-bar" };

/** @param {Page} page @param {string} name */
const button = (page, name) => page.getByRole("button", { name, exact: true });

/**
 * Keeps what the controls tell the page, in `window.told`.
 * @param {Page} page
 * @param {boolean} [isPrevented]
 */
async function listen(page, isPrevented = false) {
  await page.evaluate((isPrevented) => {
    const told = /** @type {unknown[]} */ ([]);
    Object.assign(window, { told });
    const names = "rated reasoned commented copied regenerated compared outcome dismissed";
    for (const name of names.split(" ")) {
      document.addEventListener(`tellback-${name}`, (event) => {
        told.push([name, /** @type {CustomEvent} */ (event).detail]);
        if (isPrevented) event.preventDefault();
      });
    }
  }, isPrevented);
}

/** @param {Page} page @returns {Promise<[string, any][]>} */
const told = (page) => page.evaluate(() => /** @type {any} */ (window).told);

/** The names of the page's focus, from the document into shadow roots. @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute("aria-label") ?? active?.textContent ?? "";
  });

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`axe finds nothing in any state, ${scheme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    for (const state of STATES) {
      await show(page, state);
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async () => {
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const { violations } = await /** @type {any} */ (window).axe.run({ runOnly: tags });
        return violations.map((/** @type {any} */ { id, nodes }) => ({
          id,
          nodes: nodes.map((/** @type {any} */ node) => `${node.target}: ${node.failureSummary}`),
        }));
      });
      expect(violations, state.name).toEqual([]);
    }
  });
}

test("what the documentation shows works as it stands", async ({ page, collector }) => {
  await page.goto("/documented.html");
  await button(page, "Gute Antwort").first().click();
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "rated"),
  );
  expect(events).toContainEqual(expect.objectContaining({ response: "r1", thumb: "up" }));
  await expect(page.locator("tellback-compare")).toContainText("1");
});

const WRITTEN = "Ask ada@example.org.";

test("by mouse: a vote, its reasons, a comment", async ({ page, collector }) => {
  await show(page, { name: "", ...bar, comments: true });
  await press(page, "Bad answer", "Inaccurate", "Too long", "Inaccurate");
  await expect(button(page, "Too long")).toHaveAttribute("aria-pressed", "true");
  await expect(button(page, "Inaccurate")).toHaveAttribute("aria-pressed", "false");
  const field = page.getByRole("textbox", { name: "Comment (optional)" });
  await expect(field).toHaveAccessibleDescription(/cannot promise to find everything/);
  await field.fill(WRITTEN);
  await press(page, "Send");
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await expect(page.getByRole("dialog", { name: "Thank you for your feedback" })).toBeFocused();
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "commented"),
  );
  const said = events.filter(({ type }) => type !== "viewed").sort((a, b) => a.seq - b.seq);
  expect(said).toMatchObject([
    { type: "rated", thumb: "down" },
    { type: "reasoned", reasons: ["inaccurate"] },
    { type: "reasoned", reasons: ["inaccurate", "too_long"] },
    { type: "reasoned", reasons: ["too_long"] },
    { type: "commented", response: "r1", text: "Ask [e-mail]." },
  ]);
});

test("by keyboard: a vote and a comment", async ({ page, collector }) => {
  await show(page, { name: "", ...bar, comments: true, attributes: { "good-reasons": "" } });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const field = page.getByRole("textbox", { name: "Comment (optional)" });
  await expect(field).toBeVisible();
  for (let tab = 0; tab < 4; tab += 1) await page.keyboard.press("Tab");
  await expect(field).toBeFocused();
  await page.keyboard.type(WRITTEN);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox")).toHaveCount(0);
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "commented"),
  );
  expect(events).toContainEqual(expect.objectContaining({ text: "Ask [e-mail]." }));
});

test("by keyboard: a vote, a reason, and all of it undone", async ({ page, collector }) => {
  await show(page, { name: "", ...bar });
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Good answer");
  await page.keyboard.press("Enter");
  await expect(button(page, "Good answer")).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("status")).toHaveText("Thank you for your feedback – What was good?");
  const visited = [];
  while (visited.length < 10 && visited.at(-1) !== "Helpful") {
    await page.keyboard.press("Tab");
    visited.push(await focused(page));
  }
  expect(visited).toEqual(["Bad answer", "Undo", "Close", "Accurate", "Helpful"]);
  await page.keyboard.press("Space");
  await expect(button(page, "Helpful")).toHaveAttribute("aria-pressed", "true");
  for (let back = 0; back < 3; back += 1) await page.keyboard.press("Shift+Tab");
  expect(await focused(page)).toBe("Undo");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(button(page, "Good answer")).toHaveAttribute("aria-pressed", "false");
  await expect(page.getByRole("status")).toHaveText("Feedback removed");
  const events = await collector.eventually((events) =>
    events.some(({ thumb }) => thumb === "none"),
  );
  expect(events.some(({ type }) => type === "reasoned")).toBe(true);
});

test("Escape closes the card, and the focus goes back to the vote", async ({ page }) => {
  await show(page, { name: "", ...bar });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  for (let tab = 0; tab < 3; tab += 1) await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Close");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  expect(await focused(page)).toBe("Good answer");
  await expect(button(page, "Good answer")).toHaveAttribute("aria-pressed", "true");
});

test("Escape closes the card, and not also the dialog that it lies in", async ({ page }) => {
  await show(page, { name: "", ...bar });
  await page.evaluate(() => {
    const around = document.createElement("dialog");
    const bar = document.querySelector("tellback-bar");
    bar?.before(around);
    if (bar) around.append(bar);
    const open = document.createElement("button");
    open.textContent = "Open";
    open.onclick = () => around.showModal();
    document.body.prepend(open);
  });
  await press(page, "Open", "Good answer");
  const chip = button(page, "Accurate");
  await chip.click();
  await page.keyboard.press("Escape");
  await expect(chip).toBeHidden();
  await expect(button(page, "Good answer")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button(page, "Good answer")).toBeHidden();
});

/** @param {import("./collector.js").StoredEvent[]} events */
const thumbs = (events) => events.filter(({ type }) => type === "rated").map(({ thumb }) => thumb);

test("a double click does not take a vote back", async ({ page, collector, browserName }) => {
  test.skip(browserName === "firefox", "driven from afar, it counts each click as a first one");
  await show(page, { name: "", ...bar });
  await button(page, "Good answer").dblclick();
  await button(page, "Bad answer").click();
  const events = await collector.eventually((events) => thumbs(events).includes("down"));
  expect(thumbs(events)).toEqual(["up", "down"]);
});

test("a key that is held does not take a vote back", async ({ page, collector }) => {
  await show(page, { name: "", ...bar });
  await button(page, "Good answer").focus();
  // A key that is down and goes down again is held.
  for (let times = 0; times < 4; times += 1) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(button(page, "Good answer")).toHaveAttribute("aria-pressed", "true");
  await button(page, "Good answer").press("Enter");
  const events = await collector.eventually((events) => thumbs(events).includes("none"));
  expect(thumbs(events)).toEqual(["up", "none"]);
});

test("a reason that the page does not let pass is not shown as given", async ({ page }) => {
  await show(page, { name: "", ...bar });
  await press(page, "Good answer");
  await listen(page, true);
  const chip = button(page, "Accurate");
  await chip.click();
  await chip.click();
  await expect(chip).toHaveAttribute("aria-pressed", "false");
  const reasons = (await told(page)).map(([, detail]) => detail.reasons);
  expect(reasons).toEqual([["accurate"], ["accurate"]]);
});

test("stars, and reasons that fit them", async ({ page, collector }) => {
  await show(page, state("stars"));
  await press(page, "2 of 5 stars");
  await expect(page.getByRole("group", { name: "What went wrong?" })).toBeVisible();
  await press(page, "5 of 5 stars");
  await expect(page.getByRole("group", { name: "What was good?" })).toBeVisible();
  await press(page, "5 of 5 stars");
  const events = await collector.eventually((events) => events.length >= 3);
  expect(events.map(({ stars }) => stars)).toEqual([2, 5, 0]);
});

test("reasons are the host's where it names some", async ({ page }) => {
  const attributes = { "bad-reasons": "made_up too_long" };
  await show(
    page,
    { name: "", ...bar, attributes },
    { strings: { reasons: { made_up: "Made things up" } } },
  );
  await press(page, "Bad answer");
  await expect(
    page.getByRole("group", { name: "What went wrong?" }).getByRole("button"),
  ).toHaveText(["Made things up", "Too long"]);
});

test("an earlier vote is shown, and can be taken back", async ({ page, collector }) => {
  await show(page, state("bar with an earlier vote"));
  await expect(button(page, "Bad answer")).toHaveAttribute("aria-pressed", "true");
  expect((await stats(page)).captured).toBe(0);
  await press(page, "Bad answer");
  await expect(button(page, "Bad answer")).toHaveAttribute("aria-pressed", "false");
  const [event] = await collector.eventually((events) => events.length > 0);
  expect(event).toMatchObject({ type: "rated", thumb: "none" });
});

test("the page is told before anything is recorded, and can prevent it", async ({ page }) => {
  await show(page, { name: "", ...bar });
  await listen(page, true);
  await press(page, "Good answer");
  await expect(button(page, "Good answer")).toHaveAttribute("aria-pressed", "false");
  expect(await told(page)).toEqual([["rated", { response: "r1", rating: { thumb: "up" } }]]);
  expect((await stats(page)).captured).toBe(0);
});

test("only people's presses count", async ({ page }) => {
  await show(page, { name: "", ...bar });
  await page.evaluate(() => {
    const { shadowRoot } = /** @type {Element} */ (document.querySelector("tellback-bar"));
    shadowRoot?.querySelector("button")?.click();
  });
  expect((await stats(page)).captured).toBe(0);
});

test("copy and regenerate, where the host wants them", async ({ page, collector }) => {
  await show(page, state("bar with all buttons"));
  await listen(page);
  await press(page, "Copy answer");
  await press(page, "Try again");
  const events = await collector.eventually((events) => events.length >= 2);
  expect(events.map(({ type }) => type).sort()).toEqual(["copied", "regenerated"]);
  const [[, copied], [, again]] = /** @type {any} */ (await told(page));
  expect(copied.text).toMatch(/^Bread needs flour.*enough\.$/);
  expect(again).toEqual({ response: "r1" });
});

test("a comparison by mouse says what was shown first", async ({ page, collector }) => {
  await show(page, state("comparison"));
  await listen(page);
  const places = await page.getByRole("article").evaluateAll((answers) =>
    answers
      .map((answer) => ({
        name: /** @type {HTMLElement} */ (answer).dataset.tellbackResponse ?? "",
        left: answer.getBoundingClientRect().left,
      }))
      .sort((a, b) => a.left - b.left)
      .map(({ name }) => name),
  );
  await press(page, "Answer 2 is better");
  await expect(page.getByRole("status")).toHaveText("Thank you for your feedback");
  const [event] = await collector
    .eventually((events) => events.some(({ type }) => type === "preferred"))
    .then((events) => events.filter(({ type }) => type === "preferred"));
  expect(event).toMatchObject({
    verdict: "one",
    basis: "side_by_side",
    chosen: places[1],
    rejected: places[0],
    first_shown: places[0],
  });
  expect(await told(page)).toEqual([["compared", { shown: places, choice: places[1] }]]);
  // It is made once.
  await button(page, "Both are bad").click({ force: true });
  expect(await told(page)).toHaveLength(1);
});

test("a comparison by keyboard, but not while something is written", async ({
  page,
  collector,
}) => {
  await page.goto("/controls.html");
  await build(page, { tag: "tellback-compare" });
  await page.evaluate(() => {
    const field = document.createElement("textarea");
    field.setAttribute("aria-label", "Note");
    document.querySelector("tellback-compare article")?.append(field);
  });
  await start(page, { batch: AT_ONCE });
  await expect(button(page, "Answer 1 is better")).toBeVisible();
  // Outside of the comparison, keys mean nothing.
  await page.keyboard.press("3");
  await page.getByRole("textbox").focus();
  await page.keyboard.press("3");
  await expect(page.getByRole("textbox")).toHaveValue("3");
  // Nor do they where nobody can see whether there is a field.
  await page.evaluate(() => {
    const hidden = document.createElement("x-field");
    const field = document.createElement("input");
    hidden.attachShadow({ mode: "closed" }).append(field);
    document.querySelector("tellback-compare article")?.append(hidden);
    field.focus();
  });
  await page.keyboard.press("3");
  await expect(button(page, "About the same")).toHaveAttribute("aria-pressed", "false");
  await button(page, "Answer 1 is better").focus();
  await page.keyboard.press("3");
  await expect(button(page, "About the same")).toHaveAttribute("aria-pressed", "true");
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "preferred"),
  );
  const event = events.find(({ type }) => type === "preferred");
  expect(event).toMatchObject({ verdict: "tie" });
  expect([...(event?.between ?? [])].sort()).toEqual(["r1", "r2"]);
});

test("both orders of a comparison are shown, and stay", async ({ page }) => {
  await page.goto("/controls.html");
  await start(page, { batch: AT_ONCE });
  const orders = await page.evaluate(async () => {
    document.body.append(document.createElement("tellback-bar"));
    await customElements.whenDefined("tellback-compare");
    const main = /** @type {Element} */ (document.querySelector("main"));
    const compares = Array.from({ length: 40 }, (_, at) => {
      const compare = document.createElement("tellback-compare");
      for (const name of ["a", "b"]) {
        const answer = document.createElement("article");
        answer.dataset.tellbackResponse = `${name}${at}`;
        answer.textContent = name;
        compare.append(answer);
      }
      main.append(compare);
      return compare;
    });
    const order = async () => {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return compares.map((compare) =>
        [...(compare.shadowRoot?.querySelectorAll("slot") ?? [])].map(
          (slot) => slot.assignedElements()[0]?.textContent,
        ),
      );
    };
    const before = await order();
    for (const compare of compares) {
      compare.remove();
      main.append(compare);
    }
    return [before, await order()];
  });
  expect(orders[0]).toEqual(orders[1]);
  expect(new Set(orders[0]?.map(String))).toEqual(new Set(["a,b", "b,a"]));
});

test("the outcome is asked when it is due, and can be told by keyboard", async ({
  page,
  collector,
}) => {
  await show(page, { name: "", tag: "tellback-outcome", attributes: { after: "1" } });
  const group = page.getByRole("group", { name: "Did this answer work for you?" });
  await expect(group).toBeVisible();
  await page.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "#", textContent: "Sources" });
    document.querySelector("tellback-outcome")?.before(link);
  });
  for (const name of ["Sources", "Yes", "Partly"]) {
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe(name);
  }
  await page.keyboard.press("Enter");
  await expect(button(page, "Partly")).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("status")).toHaveText("Thank you for your feedback");
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "outcome"),
  );
  expect(events.find(({ type }) => type === "outcome")).toMatchObject({
    response: "r1",
    worked: "partly",
  });
  for (const name of ["No", "Close"]) {
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe(name);
  }
  await page.keyboard.press("Enter");
  await expect(group).toBeHidden();
  // Back where the reader came from.
  expect(await focused(page)).toBe("Sources");
});

test("nothing is shown where the page, or a part of it, is opted out", async ({ page }) => {
  await show(page, { name: "", ...bar });
  await page.evaluate(() =>
    document.querySelector("main")?.setAttribute("data-tellback-optout", ""),
  );
  await expect(button(page, "Good answer")).toBeHidden();
  await page.evaluate(() =>
    document.querySelector("main")?.removeAttribute("data-tellback-optout"),
  );
  await press(page, "Good answer");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.evaluate(() => window.tellback.optOut());
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(button(page, "Good answer")).toBeHidden();
});

test("a strict policy has nothing to complain about", async ({ page, site }) => {
  site.headers["Content-Security-Policy"] =
    "default-src 'none'; connect-src 'self'; img-src 'self'; style-src 'self'; " +
    `script-src 'self' 'wasm-unsafe-eval' 'sha256-${IMPORTS}'; ` +
    "require-trusted-types-for 'script'; trusted-types 'none'";
  await page.addInitScript(() => {
    const violations = /** @type {string[]} */ ([]);
    Object.assign(window, { violations });
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      violations.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  const names = ["bad vote with reasons", "four stars", "outcome answered", "comparison"];
  for (const name of [...names, "consent with events"]) {
    await show(page, state(name));
    expect(await page.evaluate(() => /** @type {any} */ (window).violations), name).toEqual([]);
  }
});

test("a text that no control knows is an error in the console", async ({ page, log }) => {
  const strings = /** @type {any} */ ({ up: "Gut", title: "Bewerten" });
  await show(page, { name: "", ...bar }, { strings });
  await expect(button(page, "Gut")).toBeVisible();
  await expect(button(page, "Bad answer")).toBeVisible();
  expect(log.errors).toHaveLength(1);
  expect(log.errors[0]).toMatch(/^tellback: options\.strings\.title: expected /);
});

test("an attribute that means nothing is a warning, once", async ({ page, log }) => {
  const attributes = {
    for: "ada@example.org",
    rating: "star",
    value: "good",
    "bad-reasons": "too long!",
  };
  await show(page, { name: "", ...bar, attributes });
  await page.evaluate(() => {
    const bar = /** @type {Element} */ (document.querySelector("tellback-bar"));
    bar.after(bar.cloneNode());
    bar.setAttribute("good-reasons", "  clear   short ");
    const outcome = document.createElement("tellback-outcome");
    outcome.setAttribute("for", "r1");
    outcome.setAttribute("after", "soon");
    const compare = document.createElement("tellback-compare");
    for (const name of ["a", "b", "c d"]) {
      const answer = document.createElement("p");
      answer.dataset.tellbackResponse = name;
      compare.append(answer);
    }
    bar.after(outcome, compare);
  });
  await expect(page.getByRole("group", { name: "Rate this answer" })).toHaveCount(2);
  const handle = "an opaque handle of 1 to 128 characters A-Z a-z 0-9 _ . : -";
  const words = "up to 8 words of at most 32 characters A-Z a-z 0-9 . _ -, with spaces between";
  await expect
    .poll(() => log.warnings.toSorted())
    .toEqual(
      [
        `<tellback-bar for="ada…">: expected ${handle}`,
        '<tellback-bar rating="star">: expected "thumbs" or "stars"',
        '<tellback-bar value="good">: expected "up", "down" or 1 to 5',
        `<tellback-bar bad-reasons="too…">: expected ${words}`,
        '<tellback-outcome after="soon">: expected a number of seconds',
        "<tellback-compare> holds 3 answers: expected two",
        `<tellback-compare>: expected answers whose data-tellback-response is ${handle}`,
      ]
        .map((problem) => `tellback: ${problem}`)
        .sort(),
    );
});

test("in forced colours, what is chosen has a shape of its own", async ({ page, browserName }) => {
  test.skip(browserName === "firefox", "this Firefox cannot be told to force colours");
  await page.emulateMedia({ forcedColors: "active" });
  /** @param {string} part */
  const lookOf = (part) =>
    page
      .locator(`[part~="${part}"]`)
      .first()
      .evaluate((element) => {
        const { outlineStyle, backgroundColor } = getComputedStyle(element);
        return `${outlineStyle} ${backgroundColor}`;
      });
  for (const [name, chosen, other] of [
    ["bar with an earlier vote", "down", "up"],
    ["outcome answered", "partly", "worked"],
    ["comparison decided", "second", "first"],
  ]) {
    await show(page, state(name ?? ""));
    expect(await lookOf(chosen ?? ""), name).not.toBe(await lookOf(other ?? ""));
  }
  await show(page, state("consent"));
  const on = await lookOf("switch");
  await page.getByRole("switch").click();
  expect(await lookOf("switch")).not.toBe(on);
});

for (const [tag, states] of BY_TAG) {
  test(`nothing moves by itself: ${tag}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "no-preference" });
    for (const state of states) {
      await show(page, state);
      const moving = await page.evaluate(() => document.getAnimations().length);
      expect(moving, state.name).toBe(0);
    }
  });
}

test("right to left, rows begin at the right and cards stay in the window", async ({ page }) => {
  for (const name of ["good vote", "outcome", "consent"]) {
    await show(page, state(name), {}, "ar");
    const { control, first, edge } = await page.evaluate(() => {
      const control = /** @type {Element} */ (
        document.querySelector("footer > *, tellback-consent")
      );
      const first = /** @type {Element} */ (
        control.shadowRoot?.querySelector("label, [part=question], button")
      );
      const card = control.shadowRoot?.querySelector("[part=card]") ?? control;
      return {
        control: control.getBoundingClientRect().right,
        first: first.getBoundingClientRect().right,
        edge: card.getBoundingClientRect(),
      };
    });
    expect(Math.abs(control - first), name).toBeLessThan(2);
    expect(edge.left, name).toBeGreaterThanOrEqual(0);
    expect(edge.right, name).toBeLessThanOrEqual(1280);
  }
});

test("on a page that is zoomed, a card stays at its vote and in the window", async ({ page }) => {
  for (const zoom of ["html { zoom: 1.5 }", "body { zoom: 2 }", "html { zoom: 0.5 }"]) {
    await show(page, state("good vote"));
    await page.keyboard.press("Escape");
    await page.addStyleTag({ content: zoom });
    await page.getByRole("button", { name: "Good answer" }).click();
    await page.getByRole("button", { name: "Good answer" }).click();
    const { card, vote } = await page.evaluate(() => {
      const shadow = document.querySelector("tellback-bar")?.shadowRoot;
      const rectOf = (/** @type {string} */ part) =>
        /** @type {DOMRect} */ (shadow?.querySelector(part)?.getBoundingClientRect());
      return { card: rectOf("[part=card]"), vote: rectOf("[value=up]") };
    });
    expect(card.left, zoom).toBeGreaterThanOrEqual(0);
    expect(card.top, zoom).toBeGreaterThanOrEqual(0);
    expect(card.right, zoom).toBeLessThanOrEqual(1280);
    expect(card.bottom, zoom).toBeLessThanOrEqual(900);
    // Below the vote or above it.
    const gap = Math.min(Math.abs(card.top - vote.bottom), Math.abs(vote.top - card.bottom));
    expect(gap, zoom).toBeLessThan(40);
  }
});

for (const [tag, states] of BY_TAG) {
  test(`every target is at least 24 pixels wide and high, also at 400 %: ${tag}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 256 });
    for (const state of states) {
      await show(page, state);
      // A radio button is pressed by its label, too.
      const targets = page.locator("button, textarea, label:has(input)");
      const boxes = await targets.evaluateAll((targets) =>
        targets
          .filter((target) => target.checkVisibility())
          .map((target) => {
            const { width, height, left, right } = target.getBoundingClientRect();
            const name = target.textContent || target.getAttribute("aria-label");
            return { name, width, height, left, right };
          }),
      );
      expect(boxes, state.name).not.toEqual([]);
      for (const { name, width, height, left, right } of boxes) {
        expect(Math.min(width, height), `${state.name}: ${name}`).toBeGreaterThanOrEqual(24);
        expect(left, `${state.name}: ${name}`).toBeGreaterThanOrEqual(0);
        expect(right, `${state.name}: ${name}`).toBeLessThanOrEqual(320);
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(overflow, state.name).toBeLessThanOrEqual(320);
    }
  });
}
