// @ts-check
// What tellback is meant to cost, and whether it does.
import { BY_HAND, OURS } from "./trackers.js";

/**
 * @typedef {(figure: string, tracker?: string) => number} Ask the median of a tracker, ours by default
 * @typedef {{ name: string, isMet: boolean, says: string }} Target
 */

/** @param {import("./statistics.js").Result[]} results @returns {Target[]} */
export function judge(results) {
  const find = (/** @type {string} */ figure) => {
    const result = results.find((result) => result.figure === figure);
    if (!result) throw new Error(`no such row: ${figure}`);
    return result;
  };
  /** @type {Ask} */
  const ask = (figure, tracker = OURS) => find(figure).spreads[tracker]?.median ?? Number.NaN;
  const best = (/** @type {string} */ figure) => ask(figure, find(figure).bestPeer);
  const noise = (/** @type {string} */ figure) => find(figure).noise;
  const of = (/** @type {number} */ figure) => figure.toPrecision(3);

  /** @param {string} name @param {number} figure @param {number} limit @param {string} [unit] */
  const most = (name, figure, limit, unit = "") => ({
    name,
    isMet: figure <= limit,
    says: `${of(figure)} of at most ${of(limit)}${unit && ` ${unit}`}`,
  });
  /** Beyond noise. @param {string} name @param {string} figure @param {number} times */
  const timesByHand = (name, figure, times) =>
    most(name, ask(figure), times * ask(figure, BY_HAND) + noise(figure), find(figure).unit);

  const growth = ask("scroll 5000") - ask("scroll 100");
  const wasm = ask("wasm memory");
  const heaps = ask("heap after 10,000") - ask("heap after 1,000");
  return [
    most("wasm + JS at most 20 KB", ask("weight"), 20, "KB"),
    most("wasm + JS below Snowplow's", ask("weight"), ask("weight", "snowplow"), "KB"),
    most("init costs at most what the best peer's does", ask("init"), best("init"), "ms"),
    most("the call that starts it lasts at most 1 ms", ask("call"), 1, "ms"),
    timesByHand("a click costs at most 1.5 times by hand", "a click", 1.5),
    most("99 % of clicks cost at most 250 µs", ask("slowest clicks"), 250, "µs"),
    timesByHand("an event costs at most 1.25 times by hand", "an event", 1.25),
    most("at most 80 bytes per event, plain", ask("bytes plain"), 80, "B"),
    most("at most 20 bytes per event, gzipped", ask("bytes sent"), 20, "B"),
    most("heap kept at most 80 KB", ask("heap after 1,000"), 80, "KB"),
    most("linear memory at most 192 KB", wasm, 192, "KB"),
    most("heap flat from 1,000 to 10,000 events", heaps, 8 + noise("heap after 10,000"), "KB"),
    timesByHand("scrolling 100 answers costs at most what it does by hand", "scroll 100", 1),
    most("scrolling does not grow from 100 to 5,000 answers", growth, noise("scroll 5000"), "ms"),
    most("streaming costs at most 1 % of the main thread", ask("streaming"), 1, "%"),
    most("streaming forces no layout", ask("layouts"), noise("layouts"), "a second"),
    ...[3, 100, 500].map((count) =>
      most(`nothing is lost when leaving after ${count} events`, ask(`lost of ${count}`), 0),
    ),
  ];
}
