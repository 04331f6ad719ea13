// @ts-check
// One line of the account.

/**
 * @typedef {{ fault: string, captured: number, delivered: number, repeated: number,
 *   dropped: Partial<Record<string, number>>, seconds?: number, due?: number,
 *   passed: boolean }} Row
 *   `seconds`: from the endpoint's recovery to the last delivery; `due`: of these, how many were
 *   spent waiting for the next try
 */

/**
 * Compares what a page made with what a collector holds.
 * @param {string} fault
 * @param {number} captured
 * @param {import("../e2e/collector.js").Collector} collector
 * @param {import("./endpoint.js").Endpoint} endpoint
 * @param {Row["dropped"]} dropped
 * @returns {Promise<Row>}
 */
export async function account(fault, captured, collector, endpoint, dropped) {
  const stored = (await collector.events()).map(({ stream, seq }) => `${stream} ${seq}`);
  const delivered = new Set(stored).size;
  const lost = Object.values(dropped).reduce((sum = 0, count = 0) => sum + count, 0) ?? 0;
  const isExact = delivered === stored.length && captured === delivered + lost;
  return {
    ...{ fault, captured, delivered, dropped },
    repeated: endpoint.passed() - delivered,
    passed: isExact,
  };
}

/**
 * Several rows of one kind as one.
 * @param {string} fault
 * @param {Row[]} rows
 * @returns {Row}
 */
export function total(fault, rows) {
  /** @type {Row} */
  const sum = { fault, captured: 0, delivered: 0, repeated: 0, dropped: {}, passed: true };
  for (const row of rows) {
    sum.captured += row.captured;
    sum.delivered += row.delivered;
    sum.repeated += row.repeated;
    for (const [reason, count = 0] of Object.entries(row.dropped)) {
      sum.dropped[reason] = (sum.dropped[reason] ?? 0) + count;
    }
    sum.passed &&= row.passed;
  }
  return sum;
}
