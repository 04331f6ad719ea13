// @ts-check
// The table, as a person and as a program reads it.
import { BARE, BY_HAND, PEERS, TRACKERS } from "./trackers.js";

/**
 * @typedef {import("./statistics.js").Result} Result
 * @typedef {import("./targets.js").Target} Target
 */

/** @param {Result} result @param {string} tracker @param {boolean} [withSpread] */
function cell({ spreads, noise, digits = 0 }, tracker, withSpread = false) {
  const spread = spreads[tracker];
  if (!spread || Number.isNaN(spread.median)) return "–";
  const [median = "", least = "", most = ""] = [spread.median, spread.least, spread.most].map(
    (figure) => figure.toFixed(digits).replace(/^-(0(\.0+)?)$/, "$1"),
  );
  // What is less than ups and downs is not there.
  const mark = Math.abs(spread.median) <= noise && noise > 0 ? "~" : "";
  return mark + median + (withSpread && least !== most ? ` (${least} to ${most})` : "");
}

/** @param {number | undefined} ratio */
const times = (ratio) => (ratio === undefined ? "–" : `${ratio.toFixed(2)}×`);

const SHOWN = TRACKERS.filter((tracker) => tracker !== BARE);
export const HEADING = ["", ...SHOWN, "÷ by hand", "÷ best peer"];

/** @param {Result} result @param {boolean} [withSpread] */
export function line(result, withSpread) {
  const { title, unit, byHand, best, bestPeer } = result;
  return [
    unit ? `${title}, ${unit}` : title,
    ...SHOWN.map((tracker) => cell(result, tracker, withSpread)),
    times(byHand),
    best === undefined ? "–" : `${times(best)} ${bestPeer}`,
  ];
}

/**
 * @param {Result[]} results
 * @param {Target[]} targets
 * @param {Record<string, unknown>} conditions
 */
export function markdown(results, targets, conditions) {
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [
    "# What tellback costs, beside others",
    "",
    "`npm run bench` made this. Medians, with the least and the most of all rounds. Times depend on the",
    "machine: compare them with each other only. What is added to a page counts, so the same page",
    "without a tracker is taken away; `~` marks what is no more than the ups and downs of that page or ours,",
    `which is noise. Peers are ${PEERS.join(", ")}; ${BY_HAND} is bench/peers/${BY_HAND}.js.`,
    "",
    ...Object.entries(conditions).map(([name, value]) => `- ${name}: ${value}`),
    "",
    row(HEADING),
    row(HEADING.map((_, at) => (at === 0 ? "---" : "--:"))),
    ...results.map((result) => row(line(result, true))),
    "",
    "## Targets",
    "",
    ...targets.map(
      ({ name, isMet, says }) => `- ${isMet ? "met" : "**not met**"}: ${name} (${says})`,
    ),
    "",
  ].join("\n");
}
