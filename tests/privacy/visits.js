// @ts-check
// Many visits, and what a receiver could tell them together by.
import assert from "node:assert/strict";
import { isReady, open, press, start, until, visiting } from "./visit.js";

/** @typedef {import("./suite.js").Experiment} Experiment */

const VISITS = 12;

/** Words that every batch has: of the contract, or of all that is sent by this version at this time. */
const SHARED = /^(rated|acted|regenerated|up|down|none|again|\d{4}-\d\d-\d\dT\d\d|\d+\.\d+\.\d+)$/;

/** Every text that a value holds. @param {unknown} value @returns {string[]} */
function textsOf(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(textsOf) : [];
}

/** @type {Record<string, Experiment>} */
export const visits = {
  "no value is repeated in two conversations": async (world) => {
    const { site } = world;
    /** @type {Map<string, number>} */
    const met = new Map();
    await visiting(world, async (context) => {
      const page = await open(context, "/chat.html");
      for (let visit = 0; visit < VISITS; visit += 1) {
        if (visit > 0) await page.reload();
        await isReady(page);
        // Every answer has a name of its own, as a server gives it.
        await page.evaluate((visit) => {
          for (const element of document.querySelectorAll("[data-tellback-response]")) {
            const name = element.getAttribute("data-tellback-response");
            element.setAttribute("data-tellback-response", `${name}-${visit}`);
          }
          for (const element of document.querySelectorAll("[data-tellback-conversation]")) {
            const name = element.getAttribute("data-tellback-conversation");
            element.setAttribute("data-tellback-conversation", `${name}-${visit}`);
          }
        }, visit);
        await start(page);
        for (const name of ["Good one", "Good two", "Good three", "Again one"]) {
          await press(page, name);
        }
        await page.evaluate(() => window.tellback.flush());
        await until(() => site.batches().length === 2 * (visit + 1), "a batch is missing");
      }
    });
    const batches = site.batches();
    for (const [at, batch] of batches.entries()) {
      for (const text of new Set(textsOf(batch))) {
        if (SHARED.test(text)) continue;
        assert.equal(met.get(text), undefined, `${text} is in two batches`);
        met.set(text, at);
      }
    }
    assert.equal(batches.length, 2 * VISITS);
    return `0 of ${met.size} values in ${batches.length} conversations`;
  },
};
