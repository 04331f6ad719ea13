// @ts-check
// The host's own marked-up buttons.
import { AT_ONCE, open } from "./host.js";
import { expect, test } from "./site.js";

/** @param {import("@playwright/test").Page} page @param {string} name */
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** @param {import("./collector.js").StoredEvent[]} events */
const ratings = (events) =>
  events
    .filter(({ type }) => type === "rated")
    .sort((a, b) => a.seq - b.seq)
    .map(({ response, thumb }) => `${response} ${thumb}`);

test("a thumb is pressed by mouse", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await button(page, "Good one").click();
  const [event] = await collector.eventually((events) => events.length === 1);
  expect(event).toMatchObject({
    seq: 0,
    type: "rated",
    response: "r1",
    thumb: "up",
    conversation: "c1",
  });
  expect(event?.stream).toMatch(/^[0-9a-f]{32}$/);
  expect(await page.evaluate(() => window.clicks)).toBe(1);
});

for (const key of ["Enter", "Space"]) {
  test(`a thumb is pressed by Tab and ${key}`, async ({ page, collector }) => {
    await open(page, "/chat.html");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(button(page, "Bad one")).toBeFocused();
    await page.keyboard.press(key);
    const events = await collector.eventually((events) => events.length === 1);
    expect(ratings(events)).toEqual(["r1 down"]);
  });
}

test("a press on a pressed thumb retracts it", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await button(page, "Good one").click();
  await expect(button(page, "Good one")).toHaveAttribute("aria-pressed", "true");
  await button(page, "Bad one").click();
  await button(page, "Bad one").click();
  await expect(button(page, "Bad one")).toHaveAttribute("aria-pressed", "false");
  const events = await collector.eventually((events) => events.length === 3);
  expect(ratings(events)).toEqual(["r1 up", "r1 down", "r1 none"]);
});

test("a button outside of the answer names it", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await button(page, "Bad two, from afar").click();
  const [event] = await collector.eventually((events) => events.length === 1);
  expect(event).toMatchObject({ response: "r2", thumb: "down", conversation: "c1" });
});

test("regenerating, copying by button and other actions are told apart", async ({
  page,
  collector,
}) => {
  await open(page, "/chat.html");
  for (const name of ["Again one", "Copy one", "Share one"]) await button(page, name).click();
  const events = await collector.eventually((events) => events.length === 3);
  const [again, copied, acted] = events.sort((a, b) => a.seq - b.seq);
  expect(again).toMatchObject({ type: "regenerated", response: "r1" });
  expect(again).not.toHaveProperty("replacement");
  expect(copied).toMatchObject({ type: "copied", via: "button", share_pct: 100, from_pct: 0 });
  expect(acted).toMatchObject({ type: "acted", action: "share" });
});

test("a press on a label is one press", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await page.getByText("Keep one").click();
  await page.getByRole("checkbox").press("Space");
  await button(page, "Good two").click();
  const events = await collector.eventually((events) => events.length > 2);
  expect(events.map(({ type }) => type)).toEqual(["acted", "acted", "rated"]);
});

test("reasons are ticked in a dialog, by mouse and by key", async ({ page, collector }) => {
  await open(page, "/blank.html", { capture: { viewed: false } });
  await page.evaluate(() => {
    const box = (/** @type {string} */ word) =>
      `<label data-tellback-action="reason" data-tellback-value="${word}"><input type="checkbox"> ${word}</label>`;
    document.body.innerHTML = `<article data-tellback-response="r1" data-tellback-state="complete">Yes.
        <button data-tellback-action="down">Bad</button></article>
      <dialog data-tellback-for="r1"><form method="dialog">
        ${box("inaccurate")}${box("too_long")}<button>Done</button></form></dialog>`;
    document.querySelector("button")?.addEventListener("click", () => {
      document.querySelector("dialog")?.showModal();
    });
  });
  await button(page, "Bad").click();
  await page.getByText("inaccurate").click();
  await page.getByRole("checkbox", { name: "too_long" }).press("Space");
  await page.getByRole("checkbox", { name: "inaccurate" }).click();
  await button(page, "Done").click();
  const events = await collector.eventually((events) => events.length === 4);
  expect(events).toMatchObject([
    { type: "rated", response: "r1", thumb: "down" },
    { type: "reasoned", response: "r1", reasons: ["inaccurate"] },
    { type: "reasoned", response: "r1", reasons: ["inaccurate", "too_long"] },
    { type: "reasoned", response: "r1", reasons: ["too_long"] },
  ]);
});

test("a button that is not to be used yet says nothing", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await button(page, "Not yet one").click({ force: true });
  await button(page, "Good two").click();
  const events = await collector.eventually((events) => events.length > 0);
  expect(ratings(events)).toEqual(["r2 up"]);
});

test("a click by a script is recorded as that, not as a vote", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await page.evaluate(() => /** @type {any} */ (document.querySelector("button")).click());
  await button(page, "Good two").click();
  const events = await collector.eventually((events) => events.length > 1);
  expect(ratings(events)).toEqual(["r2 up"]);
  expect(events).toContainEqual(
    expect.objectContaining({ type: "acted", action: "up", by: "script", response: "r1" }),
  );
});

test("buttons and answers in open shadow roots", async ({ page, collector }) => {
  await open(page, "/shadow.html");
  await button(page, "Good, in the shadow").click();
  await button(page, "Bad, in the shadow").click();
  const events = await collector.eventually((events) => events.length === 2);
  expect(events).toContainEqual(expect.objectContaining({ response: "r1", thumb: "up" }));
  expect(events).toContainEqual(expect.objectContaining({ response: "r2", thumb: "down" }));
});

test("an answer that is rendered anew is the same answer", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await button(page, "Good one").click();
  await collector.eventually((events) => events.length === 1);
  await page.evaluate(() => {
    const main = /** @type {HTMLElement} */ (document.querySelector("section"));
    const html = main.innerHTML;
    main.replaceChildren();
    main.innerHTML = html;
  });
  await button(page, "Bad one").click();
  const events = await collector.eventually((events) => events.length === 2);
  expect(ratings(events)).toEqual(["r1 up", "r1 down"]);
  expect(new Set(events.map(({ stream }) => stream)).size).toBe(1);
});

test("an answer that is rendered anew with every word counts once it is complete", async ({
  page,
  collector,
}) => {
  await open(page, "/chat.html");
  await page.evaluate(async () => {
    const chat = /** @type {HTMLElement} */ (document.querySelector("section"));
    for (const state of ["streaming", "streaming", "complete"]) {
      document.querySelector("#anew")?.remove();
      chat.insertAdjacentHTML(
        "afterbegin",
        `<article id="anew" data-tellback-response="r9" data-tellback-state="${state}">
          More and more <button type="button" data-tellback-action="up">Good nine</button>
        </article>`,
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  });
  await button(page, "Good nine").click();
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "rated"),
  );
  expect(ratings(events)).toEqual(["r9 up"]);
});

test("answers that come, stream and go", async ({ page, collector }) => {
  await open(page, "/blank.html");
  await page.evaluate(() => {
    const main = /** @type {HTMLElement} */ (document.querySelector("main"));
    main.dataset.tellbackConversation = "c9";
    main.innerHTML =
      '<article data-tellback-response="new" data-tellback-state="streaming"><p></p>' +
      '<button data-tellback-action="up">Good</button>' +
      '<button data-tellback-action="regenerate">Again</button></article>';
  });
  await button(page, "Again").click();
  await page.evaluate(async () => {
    const answer = /** @type {HTMLElement} */ (document.querySelector("article"));
    for (let word = 0; word < 20; word += 1) {
      answer.firstElementChild?.append(`word ${word} `);
      await new Promise(requestAnimationFrame);
    }
    answer.dataset.tellbackState = "complete";
    // Long enough that "after" is not rounded to nothing.
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  await button(page, "Again").click();
  await button(page, "Good").click();
  // The visit ends with the answer.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  await page.evaluate(() => document.querySelector("article")?.remove());
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "viewed"),
  );
  expect(events.every(({ conversation }) => conversation === "c9")).toBe(true);
  const [early, late] = events.filter(({ type }) => type === "regenerated");
  expect(early).toMatchObject({ response: "new", after_ms: 0 });
  expect(late?.after_ms).toBeGreaterThanOrEqual(300);
  expect(ratings(events)).toEqual(["new up"]);
  expect(events.find(({ type }) => type === "viewed")?.dwell_ms).toBeGreaterThan(0);
});

test("a host that stops its own clicks, removes and renames", async ({ page, collector }) => {
  await open(page, "/hostile.html");
  await button(page, "Greedy").click();
  await button(page, "Vanishing").click();
  await expect(button(page, "Vanishing")).toHaveCount(0);
  await button(page, "Renaming").click();
  await expect(page.getByText("Written anew.")).toBeVisible();
  const events = await collector.eventually((events) => ratings(events).length === 3);
  expect(ratings(events)).toEqual(["r1 up", "r2 up", "r3 up"]);
});

test("calls stand in for buttons that cannot be marked", async ({ page, collector }) => {
  await open(page, "/chat.html");
  await page.evaluate(() => {
    const { tellback } = window;
    tellback.rate("r1", { stars: 4 });
    tellback.rate("r1", null);
    tellback.rate("r2", { thumb: "down" });
    tellback.regenerated("r2", "r2b");
    tellback.rate("elsewhere", { thumb: "up" });
  });
  const events = await collector.eventually((events) => events.length === 5);
  const inC1 = events.filter(({ conversation }) => conversation === "c1");
  expect(inC1.sort((a, b) => a.seq - b.seq)).toMatchObject([
    { type: "rated", response: "r1", stars: 4 },
    { type: "rated", response: "r1", stars: 0 },
    { type: "rated", response: "r2", thumb: "down" },
    { type: "regenerated", response: "r2", replacement: "r2b" },
  ]);
  // It stands on no marked conversation, so its stream names the conversation.
  const [elsewhere] = events.filter(({ response }) => response === "elsewhere");
  expect(elsewhere?.conversation).toBe(elsewhere?.stream);
});

test("the built-in bar appears with its answer, by mouse and by keyboard", async ({
  page,
  collector,
}) => {
  await open(page, "/bar.html", { batch: AT_ONCE });
  const bar = page.getByRole("group", { name: "Rate this answer" });
  const up = bar.getByRole("button", { name: "Good answer" });
  const down = bar.getByRole("button", { name: "Bad answer" });
  await up.click();
  await expect(up).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("status")).toHaveText("Thank you for your feedback – What was good?");
  await page.keyboard.press("Tab");
  await expect(down).toBeFocused();
  await page.keyboard.press("Space");
  await expect(up).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("Feedback removed");
  const events = await collector.eventually((events) => ratings(events).length === 3);
  expect(ratings(events)).toEqual(["r1 up", "r1 down", "r1 none"]);

  await page.getByText("The controls below").click();
  await page.evaluate(() => {
    const article = document.querySelector("article");
    /** @type {HTMLElement} */ (article).dataset.tellbackState = "streaming";
  });
  await expect(bar).toBeHidden();
});

test("the built-in bar speaks the host's language", async ({ page }) => {
  const strings = { rate: "Antwort bewerten", up: "Gut", down: "Schlecht", thanks: "Danke" };
  await open(page, "/bar.html", { strings });
  const bar = page.getByRole("group", { name: "Antwort bewerten" });
  await bar.getByRole("button", { name: "Schlecht" }).click();
  await expect(page.getByRole("status")).toHaveText("Danke – What went wrong?");
  await bar.getByRole("button", { name: "Schlecht" }).click();
  await expect(page.getByRole("status")).toHaveText("Feedback removed");
});

test("a vote right after the last word counts, and one before more words does not", async ({
  page,
  collector,
}) => {
  await open(page, "/chat.html");
  await page.evaluate(() => {
    for (const [id, words] of /** @type {const} */ ([
      ["short", 1],
      ["long", 3],
    ])) {
      const article = document.createElement("article");
      article.dataset.tellbackResponse = id;
      const text = article.appendChild(document.createElement("p"));
      const vote = article.appendChild(document.createElement("button"));
      vote.dataset.tellbackAction = "up";
      vote.textContent = `Vote for ${id}`;
      // The answer goes on growing until the vote, and so many words more.
      const grow = () => text.append("one more word ");
      const growing = setInterval(grow, 100);
      vote.onclick = () => {
        clearInterval(growing);
        for (let word = 1; word < words; word += 1) setTimeout(grow, 200 * word);
      };
      document.querySelector("main, section")?.append(article);
    }
  });
  await button(page, "Vote for long").click();
  await button(page, "Vote for short").click();
  const [event] = await collector.eventually((events) => ratings(events).length > 0);
  expect(event).toMatchObject({ response: "short", thumb: "up" });
  await page.waitForTimeout(1500);
  expect(ratings(await collector.events())).toEqual(["short up"]);
});
