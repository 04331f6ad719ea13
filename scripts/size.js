// @ts-check
// Weighs what a page loads, holds it to the budget, and the README to the truth.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "./build.js";
import { command } from "./command.js";
import { ownersOfEntry, ownersOfWasm } from "./owners.js";
import { demand, printTable } from "./report.js";
import { forBuild, setUp } from "./setup.js";
import { read, root } from "./workspace.js";

const KB = 1024;

/** What every page loads. */
const CORE = ["dist/index.js", "dist/tellback_bg.wasm"];
/**
 * 27.4 KB were thumbs, reading, copies and regeneration; every other reaction came on top, and then
 * open shadow roots and `selectors`.
 */
const BUDGET = 38.2 * KB;

/** What comes on top on pages that use it, each with a budget of its own. */
const LATER = [
  { file: "dist/composer.js", budget: 7.4 * KB },
  { file: "dist/controls.js", budget: 8 * KB },
  { file: "dist/debug.js", budget: 3.5 * KB },
  { file: "dist/privacy.js", budget: 4.5 * KB },
  { file: "dist/storage.js", budget: 2.75 * KB },
];

/** What a page whose options need the full wasm loads instead of the plain one. */
const FULL = "dist/tellback_full_bg.wasm";
const FULL_BUDGET = 4.75 * KB;

/**
 * @typedef {{ file: string, raw: number, brotli: number }} Weight in bytes
 * @typedef {import("./report.js").Check} Check
 */

export function weigh() {
  const files = CORE.map(weight);
  const total = sum("in all", files);
  const full = { ...weight(FULL), file: "the full wasm, beyond the plain one" };
  for (const { file, raw, brotli } of files) {
    if (!file.endsWith(".wasm")) continue;
    full.raw -= raw;
    full.brotli -= brotli;
  }
  const later = LATER.map(({ file, budget }) => ({ ...weight(file), budget }));
  return { files, total, later: [...later, { ...full, budget: FULL_BUDGET }] };
}

/**
 * @param {string} file
 * @param {Weight[]} weights
 * @returns {Weight}
 */
function sum(file, weights) {
  return {
    file,
    raw: weights.reduce((sum, { raw }) => sum + raw, 0),
    brotli: weights.reduce((sum, { brotli }) => sum + brotli, 0),
  };
}

/**
 * @param {string} file
 * @returns {Weight}
 */
function weight(file) {
  const bytes = readFileSync(join(root, file));
  return { file, raw: bytes.length, brotli: brotli(bytes) };
}

/** How many bytes are left of these. @param {Buffer} bytes */
export function brotli(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}

/**
 * @param {ReturnType<typeof weigh>} weights
 * @returns {Check[]}
 */
export function checkSize({ total, later }) {
  const quoted = [...read("README.md").matchAll(/(\d+\.\d) KB/g)].map(([, figure]) =>
    Number(figure),
  );
  const figure = Number(inKB(total.brotli));
  return [
    ...[{ ...total, file: "what every page loads", budget: BUDGET }, ...later].map(
      ({ file, brotli, budget }) => ({
        name: `${file}: ${inKB(brotli)} KB is within ${inKB(budget)} KB`,
        passed: brotli <= budget,
      }),
    ),
    {
      name: `README.md quotes ${inKB(total.brotli)} KB`,
      // Another version of node may bring another version of brotli.
      passed: quoted.some((quote) => Math.abs(quote - figure) < 0.15),
    },
  ];
}

/** @param {ReturnType<typeof weigh>} weights */
export function printWeights({ files, total, later }) {
  printTable(
    ["file", "raw", "brotli"],
    [...files, total, ...later].map(({ file, raw, brotli }) => [file, `${raw}`, `${brotli}`]),
  );
  console.log(`\na page loads ${inKB(total.brotli)} KB (1 KB = ${KB} bytes, brotli at quality 11)`);
}

/** Whose the bytes are, before compression: what is compressed together cannot be told apart. */
async function printOwners() {
  for (const owned of [await ownersOfWasm(), await ownersOfEntry()]) {
    console.log("");
    printTable(
      ["owner", "raw"],
      owned.map(([owner, bytes]) => [owner, `${bytes}`]),
    );
  }
}

/** @param {number} bytes */
function inKB(bytes) {
  return (bytes / KB).toFixed(1);
}

await command(import.meta.url, async (args) => {
  await setUp(forBuild);
  await build();
  const weights = weigh();
  if (args.includes("--json")) console.log(JSON.stringify(weights));
  else printWeights(weights);
  if (args.includes("--owners")) await printOwners();
  demand(checkSize(weights));
});
