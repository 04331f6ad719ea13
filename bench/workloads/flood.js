// @ts-check
// Far more than any reader does: calls as fast as the page can make them, fifty a task.
import { setTimeout as delay } from "node:timers/promises";
import { visit } from "../visit.js";

const FEW = 1_000;
const MANY = 10_000;

/** @type {import("../workload.js").Workload} */
export const flood = {
  name: "10,000 events at full speed",
  rounds: { quick: 1, full: 5 },
  measure: (browser, tracker, isQuick) =>
    visit(browser, tracker, 20, async ({ page, receiver, begin, spent, kept }) => {
      const patience = isQuick ? 3_500 : 60_000;
      await begin();
      await delay(500);
      const heapBefore = await kept();
      const make = (/** @type {number} */ from, /** @type {number} */ to) =>
        /** @type {Promise<number>} */ (
          page.evaluate(`(${makeEvents})(${from}, ${to}, ${patience})`)
        );
      await make(0, FEW);
      await receiver.waitFor(FEW, 2_000);
      const heapOfFew = await kept();
      const before = await spent();
      const made = await make(FEW, MANY);
      const { cpu } = await spent();
      await receiver.waitFor(made, isQuick ? 3_000 : 15_000);
      const heapOfMany = await kept();
      return {
        "an event at full speed": (1000 * (cpu - before.cpu)) / (made - FEW),
        "heap after 1,000": heapOfFew.heap - heapBefore.heap,
        "heap after 10,000": heapOfMany.heap - heapBefore.heap,
        "wasm memory after 10,000": heapOfMany.wasm,
        "lost at full speed": 100 * (1 - receiver.arrived() / made),
      };
    }),
};

/**
 * Runs in the page: makes events one by one, and says at which it stopped.
 * @param {number} from
 * @param {number} to
 * @param {number} patience milliseconds
 */
async function makeEvents(from, to, patience) {
  const end = performance.now() + patience;
  const report = /** @type {any} */ (window).report ?? (() => {});
  const { port1, port2 } = new MessageChannel();
  let at = from;
  while (at < to && performance.now() < end) {
    const type = "rated";
    for (let count = 0; count < 50; count += 1, at += 1) {
      report({ type, response: "r1", thumb: at % 2 ? "up" : "down", n: `f${at}` });
    }
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(0);
    });
  }
  return at;
}
