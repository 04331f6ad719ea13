// @ts-check
// Results, as a person reads them.
import { Failure } from "./command.js";

/** @typedef {{ name: string, passed: boolean }} Check */

/** @param {Check} check */
export function printCheck({ name, passed }) {
  console.log(`${passed ? "✓" : "✗"} ${name}`);
}

/**
 * Ends the command unless all checks have passed.
 * @param {Check[]} checks
 */
export function demand(checks) {
  const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
  if (failed.length > 0) throw new Failure(`failed: ${failed.join("; ")}`);
}

/**
 * Prints rows of a name and figures.
 * @param {string[]} heading
 * @param {string[][]} rows
 */
export function printTable(heading, rows) {
  const table = [heading, ...rows];
  const widths = heading.map((_, column) =>
    Math.max(...table.map((row) => (row[column] ?? "").length)),
  );
  for (const [name = "", ...figures] of table) {
    const cells = figures.map((figure, index) => figure.padStart((widths[index + 1] ?? 0) + 3));
    console.log(name.padEnd(widths[0] ?? 0) + cells.join(""));
  }
}
