// @ts-check
// Makes dist/, the published package: the wasm, its glue, the entry, what that loads when it needs
// it, the same in one file, and the types.
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { command, Failure } from "./command.js";
import { runQuietly, step } from "./progress.js";
import { forBuild, setUp } from "./setup.js";
import { FETCHED, make, SINGLE } from "./wasm.js";
import { cargoHome, root } from "./workspace.js";

const INPUTS = [
  "src",
  "js",
  "Cargo.toml",
  "Cargo.lock",
  "rust-toolchain.toml",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "scripts/tsconfig.types.json",
  "scripts/build.js",
  "scripts/names.js",
  "scripts/order.js",
  "scripts/wasm.js",
];
const OUTPUTS = ["dist", "www/tellback"];
// Beside dist/, so that the paths in source maps are the same.
const FRESH = "dist.new";
/** The types that the package offers: what its entries need. */
const TYPES = [
  ...["index.d.ts", "tags.d.ts", "options.d.ts", "strings.d.ts", "tellback.d.ts"],
  ...["react.d.ts", "strings"],
];
/** What turns batches into other services' requests, each an entry of its own. */
const VENDORS = ["langfuse", "langsmith", "otlp", "posthog", "send"].map((name) => `to/${name}`);
const GLOBAL = "tellback.global.js";
/**
 * Nearly all of what every page loads runs as soon as it is there. Chromium compiles it beside the
 * page's own work when a file says so, instead of function by function when it is called: a fifth of
 * what it takes to start (https://v8.dev/blog/explicit-compile-hints). Others skip the comment.
 */
const EAGER = "--banner:js=//# allFunctionsCalledOnLoad";
const STAMP = join(root, "target/build.json");

/** Builds what has changed since the last build, if anything has. */
export async function build() {
  const inputs = digest(INPUTS);
  if (isCurrent(inputs)) {
    console.error("dist/ is up to date");
    return;
  }
  const fresh = join(root, FRESH);
  let integrity = "";
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await step("building the wasm", () => make(FRESH));
    await step("bundling the JavaScript", bundle);
    refuseOwnPaths(fresh);
    integrity = sealed(fresh);
    // Only now: a build that fails leaves what was there.
    for (const output of OUTPUTS) rmSync(join(root, output), { recursive: true, force: true });
    cpSync(fresh, join(root, "www/tellback"), { recursive: true });
    renameSync(fresh, join(root, "dist"));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  writeFileSync(STAMP, JSON.stringify({ inputs, outputs: digest(OUTPUTS) }));
  console.error(`  ${GLOBAL}: integrity="${integrity}"`);
}

/** @param {string} folder */
function refuseOwnPaths(folder) {
  for (const name of readdirSync(folder, { encoding: "utf8", recursive: true })) {
    if (statSync(join(folder, name)).isDirectory()) continue;
    const content = readFileSync(join(folder, name), "latin1");
    const leaked = [root, cargoHome, homedir()].find((path) => content.includes(`${path}/`));
    if (leaked) throw new Failure(`${name} holds a path of this machine: ${leaked}`);
  }
}

/**
 * Writes down the hash by which a page can hold the script to what was published
 * (https://www.w3.org/TR/sri/), for those who have the package and not its build.
 * @param {string} folder
 */
function sealed(folder) {
  const hash = createHash("sha384").update(readFileSync(join(folder, GLOBAL)));
  const integrity = `sha384-${hash.digest("base64")}`;
  writeFileSync(join(folder, "integrity.json"), `${JSON.stringify({ [GLOBAL]: integrity })}\n`);
  return integrity;
}

/** @param {string} inputs */
function isCurrent(inputs) {
  if (!existsSync(STAMP)) return false;
  const stamp = JSON.parse(readFileSync(STAMP, "utf8"));
  return stamp.inputs === inputs && stamp.outputs === digest(OUTPUTS);
}

/**
 * A fingerprint of files, and of all files in folders.
 * @param {string[]} paths
 */
function digest(paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(files)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {string[]} the path itself, or all files in it if it is a folder
 */
function files(path) {
  const entry = statSync(join(root, path), { throwIfNoEntry: false });
  if (!entry) return [];
  if (!entry.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => files(`${path}/${name}`));
}

async function bundle() {
  const modern = ["--bundle", "--format=esm", "--target=es2022", "--minify"];
  const single = [...modern, EAGER, `${SINGLE}/index.ts`];
  await runQuietly("esbuild", [...single, `--outfile=${FRESH}/inline.js`]);
  await runQuietly("esbuild", [
    ...[...single, "--format=iife", "--global-name=tellback", `--outfile=${FRESH}/${GLOBAL}`],
  ]);
  // The entry loads these when it needs them, so they stay files of their own.
  const lazy = ["composer", "controls", "debug", "privacy", "storage"];
  const apart = lazy.map((name) => `--external:./${name}.js`);
  const mapped = [...modern, ...apart, "--sourcemap=linked", `--outdir=${FRESH}`];
  await runQuietly("esbuild", [...mapped, EAGER, `${FETCHED}/index.ts`]);
  await runQuietly("esbuild", [...mapped, ...lazy.map((name) => `js/${name}.ts`)]);
  const translations = readdirSync(join(root, "js/strings")).map((file) => `js/strings/${file}`);
  await runQuietly("esbuild", [...modern, ...translations, `--outdir=${FRESH}/strings`]);
  // Servers that render components have to be told which of them need a browser.
  const react = ["--external:react", "--external:./index.js", '--banner:js="use client";'];
  await runQuietly("esbuild", [...modern, ...react, "js/react.ts", `--outfile=${FRESH}/react.js`]);
  await runQuietly("esbuild", [
    ...[...modern, "--sourcemap=linked", "--splitting", "--chunk-names=to/[name]"],
    ...[...VENDORS.map((name) => `js/${name}.ts`), "--outbase=js", `--outdir=${FRESH}`],
  ]);
  await writeTypes(join(root, FRESH));
}

/**
 * Writes the types that the package offers. Those of its insides are nobody's business.
 * @param {string} folder
 */
export async function writeTypes(folder) {
  const all = join(root, "target/types");
  await runQuietly("tsc", ["--project", "scripts/tsconfig.types.json", "--outDir", all]);
  for (const name of [...TYPES, ...VENDORS.map((name) => `${name}.d.ts`)]) {
    cpSync(join(all, name), join(folder, name), { recursive: true });
  }
}

await command(import.meta.url, async () => {
  await setUp(forBuild);
  await build();
});
