// @ts-check
// Reads everything and runs nothing: formatting, lints, types, and the length of two documents.
import { command, Failure } from "./command.js";
import { compareReference } from "./docs.js";
import { runQuietly } from "./progress.js";
import { checkInstallation, checkLicences, compareVersions } from "./release.js";
import { demand, printCheck } from "./report.js";
import { forLint, setUp, WASM_TARGET } from "./setup.js";
import { read } from "./workspace.js";

/** @type {Record<string, () => Promise<unknown>>} */
const rules = {
  rustfmt: () => runQuietly("cargo", ["fmt", "--all", "--check"]),
  "clippy on the host": () => clippy("--workspace", "--all-targets"),
  "clippy on wasm": () =>
    clippy("--package", "tellback", "--lib", "--tests", "--target", WASM_TARGET),
  "clippy on the wasm that every page loads": () =>
    clippy("--package", "tellback", "--lib", "--no-default-features", "--target", WASM_TARGET),
  biome: () => runQuietly("biome", ["check", "--error-on-warnings"]),
  "types of what runs in the browser": () => runQuietly("tsc", ["--project", "tsconfig.json"]),
  "types of what runs in node": () => runQuietly("tsc", ["--project", "scripts/tsconfig.json"]),
  "every place that names the version names the same": compareVersions,
  "the licence of every npm package is known": checkLicences,
  "the package brings no other along, and runs nothing when installed": checkInstallation,
  "docs/api.md says what the package offers": compareReference,
  "ARCHITECTURE.md has at most 120 lines": () => hasAtMost(120, "ARCHITECTURE.md"),
  "README.md has at most 200 lines": () => hasAtMost(200, "README.md"),
};

/** @param {...string} scope */
function clippy(...scope) {
  return runQuietly("cargo", ["clippy", "--locked", ...scope, "--", "-D", "warnings"]);
}

/**
 * @param {number} limit
 * @param {string} document
 */
async function hasAtMost(limit, document) {
  const lines = read(document).trimEnd().split("\n").length;
  if (lines > limit) throw new Failure(`${document} has ${lines} lines`);
}

/** @returns {Promise<import("./report.js").Check[]>} */
export async function lint() {
  const checks = [];
  for (const [name, rule] of Object.entries(rules)) {
    const check = { name, passed: await holds(rule) };
    printCheck(check);
    checks.push(check);
  }
  return checks;
}

/** @param {() => Promise<unknown>} rule */
async function holds(rule) {
  try {
    await rule();
    return true;
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    return false;
  }
}

await command(import.meta.url, async () => {
  await setUp(forLint);
  demand(await lint());
});
