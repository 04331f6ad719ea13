// @ts-check
// What many rounds say together.
import { BARE, BY_HAND, OURS, PEERS } from "./trackers.js";

/**
 * @typedef {{ median: number, least: number, most: number }} Spread
 * @typedef {import("./rows.js").Row & {
 *   spreads: Record<string, Spread>, noise: number, byHand?: number, best?: number, bestPeer?: string,
 * }} Result `noise`: how far rounds of the bare page, or ours, lie apart: nothing smaller means anything;
 *   `byHand` and `best`: ours as a multiple of the tracker by hand, and of the best peer
 */

/** @param {number[]} figures */
export function median(figures) {
  const sorted = figures.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * @param {import("./rows.js").Row} row
 * @param {Record<string, number[]>} figures of each tracker
 * @returns {Result}
 */
export function summarize(row, figures) {
  const bare = row.added ? (figures[BARE] ?? []) : [];
  const base = row.added ? median(bare) : 0;
  const spreads = Object.fromEntries(
    Object.entries(figures).map(([tracker, all]) => [
      tracker,
      { median: median(all) - base, least: Math.min(...all) - base, most: Math.max(...all) - base },
    ]),
  );
  const noise = row.added ? Math.max(quartileRange(bare), quartileRange(figures[OURS] ?? [])) : 0;
  const of = (/** @type {string} */ tracker) => spreads[tracker]?.median ?? Number.NaN;
  const bestPeer = PEERS.filter((peer) => peer in spreads).sort((a, b) => of(a) - of(b))[0];
  // A ratio of what is noise would look like a finding.
  const ratio = (/** @type {number} */ to) =>
    to > noise && Math.abs(of(OURS)) > noise ? of(OURS) / to : undefined;
  return {
    ...row,
    spreads,
    noise,
    byHand: ratio(of(BY_HAND)),
    best: ratio(of(bestPeer ?? BARE)),
    bestPeer,
  };
}

/** Where the middle half of the rounds lies, or all of them where there are few. @param {number[]} figures */
function quartileRange(figures) {
  const sorted = figures.toSorted((a, b) => a - b);
  const cut = sorted.length < 7 ? 0 : Math.floor(sorted.length / 4);
  return (sorted[sorted.length - 1 - cut] ?? 0) - (sorted[cut] ?? 0);
}
