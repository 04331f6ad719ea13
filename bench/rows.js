// @ts-check
// The lines of the table, in the order in which a page meets what they cost.

/**
 * @typedef {object} Row
 * @property {string} figure its name in what workloads return
 * @property {string} title
 * @property {string} unit
 * @property {boolean} [added] what counts is what comes on top of the bare page
 * @property {number} [digits] after the point
 */

/** @type {Row[]} */
export const ROWS = [
  { figure: "weight", title: "wasm + JS, brotli", unit: "KB", digits: 1 },
  { figure: "init", title: "init, main-thread CPU", unit: "ms", added: true, digits: 1 },
  {
    figure: "slow init",
    title: "init at a quarter of the speed",
    unit: "ms",
    added: true,
    digits: 1,
  },
  { figure: "call", title: "the call that starts it, with listeners", unit: "ms", digits: 1 },
  { figure: "a click", title: "a click, in listeners", unit: "µs", added: true, digits: 0 },
  { figure: "slowest clicks", title: "the slowest 1 % of clicks", unit: "µs", added: true },
  { figure: "an event", title: "an event with its sending, in scripts", unit: "µs", added: true },
  { figure: "bytes sent", title: "body bytes per event, as sent", unit: "B" },
  { figure: "bytes plain", title: "body bytes per event, plain", unit: "B" },
  { figure: "requests", title: "requests per 1,000 events", unit: "" },
  { figure: "heap kept", title: "heap kept after clicks", unit: "KB", added: true },
  { figure: "an event at full speed", title: "an event at full speed", unit: "µs", added: true },
  { figure: "heap after 1,000", title: "heap kept after 1,000 events", unit: "KB", added: true },
  { figure: "heap after 10,000", title: "heap kept after 10,000 events", unit: "KB", added: true },
  { figure: "wasm memory", title: "linear memory of the wasm, after clicks", unit: "KB" },
  { figure: "wasm memory after 10,000", title: "the same after 10,000 events", unit: "KB" },
  { figure: "lost at full speed", title: "lost of those 10,000", unit: "%" },
  ...[100, 1_000, 5_000].map((answers) => ({
    figure: `scroll ${answers}`,
    title: `scrolling ${answers} answers, CPU a second`,
    unit: "ms",
    added: true,
    digits: 1,
  })),
  {
    figure: "streaming",
    title: "streaming, of the main thread",
    unit: "%",
    added: true,
    digits: 1,
  },
  {
    figure: "layouts",
    title: "layouts a second while streaming",
    unit: "",
    added: true,
    digits: 1,
  },
  ...[3, 100, 500].map((count) => ({
    figure: `lost of ${count}`,
    title: `lost of ${count} when leaving at once`,
    unit: "",
  })),
  { figure: "lost in an outage", title: "lost of 100 in an outage", unit: "" },
  { figure: "repeated", title: "repeated after that outage", unit: "" },
];
