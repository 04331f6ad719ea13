// @ts-check
import { BARE } from "./trackers.js";

/**
 * One kind of use, measured for one tracker at a time.
 *
 * @typedef {object} Workload
 * @property {string} name
 * @property {{ quick: number, full: number }} rounds how often it is measured
 * @property {boolean} [counts] whether it counts events and clocks nothing, so that the bare page has
 *   no part in it
 * @property {boolean} [isAbreast] whether all trackers are measured at the same time
 * @property {(browser: import("@playwright/test").Browser, tracker: string, isQuick: boolean) =>
 *   Promise<Record<string, number>>} measure returns figures by their names
 */

/** @typedef {Record<string, Record<string, number[]>>} Figures by name and tracker, one a round */

/**
 * Measures every tracker once a round, in another order each time: what the machine does meanwhile
 * is spread over all of them.
 * @param {Workload} workload
 * @param {import("@playwright/test").Browser} browser
 * @param {string[]} trackers
 * @param {boolean} isQuick
 * @returns {Promise<Figures>}
 */
export async function run(workload, browser, trackers, isQuick) {
  /** @type {Figures} */
  const figures = {};
  const rounds = workload.rounds[isQuick ? "quick" : "full"];
  const isMeasured = (/** @type {string} */ tracker) => !(workload.counts && tracker === BARE);
  for (let round = 0; round < rounds; round += 1) {
    await inTurns(trackers.filter(isMeasured), Boolean(workload.isAbreast), async (tracker) => {
      const measured = await workload.measure(browser, tracker, isQuick);
      for (const [name, figure] of Object.entries(measured)) {
        figures[name] ??= {};
        figures[name][tracker] ??= [];
        figures[name][tracker].push(figure);
      }
    });
  }
  return figures;
}

/**
 * @param {string[]} trackers
 * @param {boolean} isAbreast
 * @param {(tracker: string) => Promise<void>} measure
 */
async function inTurns(trackers, isAbreast, measure) {
  if (isAbreast) return void (await Promise.all(trackers.map(measure)));
  const order = trackers.map((tracker) => ({ tracker, at: Math.random() }));
  for (const { tracker } of order.sort((a, b) => a.at - b.at)) await measure(tracker);
}
