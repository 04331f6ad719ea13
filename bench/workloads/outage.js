// @ts-check
// An endpoint that breaks every connection while events are made, and comes back.
import { setTimeout as delay } from "node:timers/promises";
import { visit } from "../visit.js";

const EVENTS = 100;
const PARTS = 10;

/** @type {import("../workload.js").Workload} */
export const outage = {
  name: "an outage",
  rounds: { quick: 1, full: 3 },
  counts: true,
  isAbreast: true,
  measure: (browser, tracker, isQuick) =>
    visit(browser, tracker, 20, async ({ page, receiver, begin }) => {
      await begin();
      await delay(500);
      receiver.fail(true);
      for (let part = 0; part < PARTS; part += 1) {
        const from = (part * EVENTS) / PARTS;
        await page.evaluate(`(${makeSome})(${from}, ${from + EVENTS / PARTS})`);
        await delay((isQuick ? 3_000 : 15_000) / PARTS);
      }
      receiver.fail(false);
      await receiver.waitFor(EVENTS, isQuick ? 12_000 : 60_000);
      return {
        "lost in an outage": EVENTS - receiver.arrived(),
        repeated: receiver.totals.repeated,
      };
    }),
};

/** Runs in the page. @param {number} from @param {number} to */
function makeSome(from, to) {
  const report = /** @type {any} */ (window).report ?? (() => {});
  for (let at = from; at < to; at += 1) {
    report({ type: "rated", response: "r1", thumb: at % 2 ? "up" : "down", n: `o${at}` });
  }
}
