// @ts-check
// Events that are made in the very task in which the page is left. How many are lost?
import { setTimeout as delay } from "node:timers/promises";
import { visit } from "../visit.js";

const COUNTS = [3, 100, 500];

/** @type {import("../workload.js").Workload} */
export const leave = {
  name: "leaving at once",
  rounds: { quick: 1, full: 5 },
  counts: true,
  async measure(browser, tracker, isQuick) {
    const lost = await Promise.all(
      COUNTS.map((count) =>
        visit(browser, tracker, 20, async ({ page, receiver, begin }) => {
          await begin();
          await delay(800);
          // A page that goes before Playwright has its answer may keep Playwright waiting for ever.
          page.evaluate(`void setTimeout(${makeAndLeave}, 0, ${count})`).catch(() => {});
          await receiver.waitFor(count, isQuick ? 2_500 : 5_000);
          await delay(300);
          return count - receiver.arrived();
        }),
      ),
    );
    return Object.fromEntries(
      COUNTS.map((count, at) => [`lost of ${count}`, lost[at] ?? Number.NaN]),
    );
  },
};

/** Runs in the page. @param {number} count */
function makeAndLeave(count) {
  const report = /** @type {any} */ (window).report ?? (() => {});
  for (let at = 0; at < count; at += 1) {
    report({ type: "rated", response: "r1", thumb: at % 2 ? "up" : "down", n: `l${at}` });
  }
  location.assign("/page.html?answers=0");
}
