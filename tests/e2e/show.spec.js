// @ts-check
// The main job: everything that a reader does in one visit to the demo.
import { expect, test } from "./collector.js";
import { copy, read, selectSentence, wheel } from "./reader.js";

/** Words of the wire format itself, which an answer may happen to use, too. */
const VOCABULARY =
  "selection regenerated conversation response viewed copied section visits authored tellback";

test("a visit to the demo becomes events, and none of its text", async ({ page, collector }) => {
  await page.goto("/");
  const answer = page.locator("[data-tellback-response]").first();
  await expect(answer).toBeVisible();
  await expect(page.getByText("On: your reactions to answers are recorded.")).toBeVisible();
  const response = await answer.getAttribute("data-tellback-response");
  const texts = [await page.locator("body").innerText()];

  const paragraph = answer.locator("p").first();
  await read(page, 1000);
  const sentence = await selectSentence(page, paragraph);
  expect(sentence.length).toBeGreaterThan(40);
  await copy(page);
  await page.getByRole("button", { name: "Good answer" }).click();
  await wheel(page, 500);
  await read(page, 1000);
  await page.getByRole("button", { name: "Regenerate answer" }).click();
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await expect(page.locator("[data-streaming] .text p").first()).toBeVisible();
  texts.push(await page.locator("body").innerText());
  await page.goto("about:blank");

  const kinds = ["rated", "copied", "viewed", "regenerated"];
  const events = await collector.eventually((events) =>
    kinds.every((kind) =>
      events.some(({ type, response: id }) => type === kind && id === response),
    ),
  );
  const of = (/** @type {string} */ kind) =>
    events.findLast((event) => event.type === kind && event.response === response);
  expect(of("rated")?.thumb).toBe("up");
  expect(of("copied")).toMatchObject({ via: "selection", part: "text" });
  expect(of("viewed")?.dwell_ms).toBeGreaterThan(0);
  expect(of("viewed")?.depth_pct).toBeGreaterThan(0);
  expect(of("regenerated")?.dwell_ms).toBeGreaterThan(0);
  expect(events.every(({ context }) => context.model === "authored")).toBe(true);

  // Handles are random digits, in which a short word may stand by chance.
  const raw = (await (await fetch(`${collector.url}/events`)).text()).replace(
    /\b[0-9a-f]{24,}\b/g,
    "",
  );
  const words = new Set(
    texts
      .join(" ")
      .toLowerCase()
      .match(/\p{L}{6,}/gu),
  );
  expect(words.size).toBeGreaterThan(100);
  const leaked = [...words].filter((word) => !VOCABULARY.includes(word) && raw.includes(word));
  expect(leaked).toEqual([]);
});
