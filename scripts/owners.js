// @ts-check
// Whose the bytes are that every page loads: the wasm's by Rust module, read from the names that its
// functions have before they are stripped, and the JavaScript's by source file.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CODE,
  CUSTOM,
  countImports,
  IMPORT,
  Reader,
  readFunctions,
  readSections,
} from "./order.js";
import { runQuietly } from "./progress.js";
import { BUILDS, FETCHED, optimization } from "./wasm.js";
import { root } from "./workspace.js";

const NAMED = "target/wasm/named.wasm";
const META = "target/entry.json";
const FUNCTION_NAMES = 1;

/** @typedef {[owner: string, bytes: number]} Owned before compression */

/** @returns {Promise<Owned[]>} */
export async function ownersOfWasm() {
  const [{ name, folder }] = BUILDS;
  const built = `${folder}/${name}_bg.wasm`;
  await runQuietly("wasm-opt", [...optimization, "--debuginfo", built, "-o", NAMED]);
  const module = readFileSync(join(root, NAMED));
  const sections = readSections(module);
  const content = (/** @type {number} */ id) =>
    sections.find((section) => section.id === id)?.content;
  const names = functionNames(sections);
  const imported = countImports(content(IMPORT));
  const functions = readFunctions(content(CODE));
  const code = functions.map((code, at) => own(moduleOf(names.get(imported + at)), code.length));
  const rest = sections
    .filter(({ id }) => id !== CODE && id !== CUSTOM)
    .map(({ id, content }) => own(`(section ${SECTIONS[id] ?? id})`, content.length));
  return gather([...code, ...rest]);
}

/** @returns {Promise<Owned[]>} */
export async function ownersOfEntry() {
  await runQuietly("esbuild", [
    ...[`${FETCHED}/index.ts`, "--bundle", "--format=esm", "--target=es2022", "--minify"],
    ...["composer", "controls", "debug", "privacy", "storage"].map(
      (name) => `--external:./${name}.js`,
    ),
    ...[`--metafile=${META}`, "--outfile=target/entry.js"],
  ]);
  const { outputs } = JSON.parse(readFileSync(join(root, META), "utf8"));
  const { inputs } = outputs["target/entry.js"];
  return gather(
    Object.entries(inputs).map(([file, { bytesInOutput }]) =>
      own(file.replace(FETCHED, "js"), bytesInOutput),
    ),
  );
}

const SECTIONS = /** @type {Record<number, string>} */ ({
  1: "types",
  2: "imports",
  3: "functions",
  4: "table",
  5: "memory",
  6: "globals",
  7: "exports",
  9: "elements",
  11: "data: texts and tables",
});

/** @param {string} owner @param {number} bytes @returns {Owned} */
const own = (owner, bytes) => [owner, bytes];

/** Sums up, largest first. @param {Owned[]} owned @returns {Owned[]} */
function gather(owned) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const [owner, bytes] of owned) sums.set(owner, (sums.get(owner) ?? 0) + bytes);
  return [...sums].sort(([, a], [, b]) => b - a);
}

/**
 * The module of a function: `tellback::core::queue::Queue::take` is `tellback::core::queue`'s, and a
 * trait is whose type implements it.
 * @param {string} [name]
 */
function moduleOf(name = "") {
  if (name.startsWith("capture_")) return "tellback::api (exports)";
  const path = name.replace(/^[<&[]+(mut )?/, "").replace(/::h[0-9a-f]{16}$/, "");
  const parts = (/^[\w:]+/.exec(path)?.[0] ?? "").split("::");
  if (parts.length < 2) return "(built in)";
  if (parts[0] !== "tellback") return parts[0] ?? "";
  const end = parts.findIndex((part) => /^[^a-z]/.test(part));
  // A function that stands in no type is the last part itself.
  return parts.slice(0, end < 0 ? -1 : end).join("::");
}

/** @param {{ id: number, content: Uint8Array }[]} sections */
function functionNames(sections) {
  /** @type {Map<number, string>} */
  const names = new Map();
  for (const { id, content } of sections) {
    const reader = new Reader(content);
    const text = () => Buffer.from(reader.bytes(reader.number())).toString();
    if (id !== CUSTOM || text() !== "name") continue;
    while (!reader.isAtEnd) {
      const kind = reader.byte();
      const bytes = reader.bytes(reader.number());
      if (kind !== FUNCTION_NAMES) continue;
      const list = new Reader(bytes);
      for (let left = list.number(); left > 0; left -= 1) {
        names.set(list.number(), Buffer.from(list.bytes(list.number())).toString());
      }
    }
  }
  return names;
}
