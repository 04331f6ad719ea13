// @ts-check
// Makes dist/, the published package: the wasm, its glue, the entry, the controls and the types.
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
import { ask } from "./child.js";
import { command, Failure } from "./command.js";
import { nameByPlace } from "./order.js";
import { runQuietly, step } from "./progress.js";
import { forBuild, setUp, WASM_TARGET } from "./setup.js";
import { cargoHome, read, root } from "./workspace.js";

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
  "scripts/order.js",
];
const OUTPUTS = ["dist", "www/tellback"];
// Beside dist/, so that the paths in source maps are the same.
const FRESH = "dist.new";
/** The types that the package offers: what index.d.ts needs. */
const TYPES = ["index.d.ts", "options.d.ts", "tellback.d.ts"];
const BOUND = "target/wasm";
const SMALL = `${BOUND}/small.wasm`;
const STAMP = join(root, "target/build.json");

/** Builds what has changed since the last build, if anything has. */
export async function build() {
  const inputs = digest(INPUTS);
  if (isCurrent(inputs)) {
    console.error("dist/ is up to date");
    return;
  }
  const fresh = join(root, FRESH);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(join(fresh, "wasm"), { recursive: true });
  try {
    await step("compiling the core to WebAssembly", compile);
    await step("optimizing the WebAssembly", optimize);
    await step("bundling the JavaScript", bundle);
    // Only now: a build that fails leaves what was there.
    for (const output of OUTPUTS) rmSync(join(root, output), { recursive: true, force: true });
    cpSync(fresh, join(root, "www/tellback"), { recursive: true });
    renameSync(fresh, join(root, "dist"));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  writeFileSync(STAMP, JSON.stringify({ inputs, outputs: digest(OUTPUTS) }));
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

/** Half of what is inlined for speed costs bytes and brings none: 0.2 KB less. */
const INLINE_LESS = "-Cllvm-args=-inline-threshold=25";

async function compile() {
  // The sources have to be there before the flags can name where they are.
  await runQuietly("cargo", ["fetch", "--locked", "--target", WASM_TARGET]);
  await runQuietly(
    "cargo",
    [
      "build",
      "--locked",
      "--release",
      "--lib",
      "--package",
      "tellback",
      "--no-default-features",
      "--target",
      WASM_TARGET,
    ],
    { env: { CARGO_ENCODED_RUSTFLAGS: [INLINE_LESS, ...remappings()].join("\u001f") } },
  );
}

/**
 * Panic messages name their source file. These flags make the names the same on every machine;
 * where two apply, the later one wins.
 */
function remappings() {
  const sysroot = ask("rustc", ["--print", "sysroot"]) ?? "";
  const commit = /^commit-hash: (.+)$/m.exec(ask("rustc", ["-vV"]) ?? "")?.[1];
  const registry = join(cargoHome, "registry/src");
  const sources = existsSync(registry) ? readdirSync(registry) : [];
  return [
    [cargoHome, "cargo"],
    ...sources.map((source) => [join(registry, source), "crates"]),
    [join(sysroot, "lib/rustlib/src/rust"), `/rustc/${commit}`],
    [root, "tellback"],
  ].map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

async function optimize() {
  const compiled = `target/${WASM_TARGET}/release/tellback.wasm`;
  rmSync(join(root, BOUND), { recursive: true, force: true });
  await runQuietly("wasm-bindgen", [
    ...["--target", "web", "--no-typescript", "--out-dir", BOUND, "--out-name", "tellback"],
    compiled,
  ]);
  // The module itself says which features of WebAssembly it uses; once that has been read for the
  // last time, nobody needs it any more.
  const names = await runQuietly("wasm-opt", [
    // Measured: 0.8 KB smaller than -Oz. What is called once stays apart unless it is small, so
    // that brotli finds like beside like; nothing lies in the lowest kilobyte, below the stack.
    ...["-Os", "--one-caller-inline-max-function-size", "30", "--low-memory-unused"],
    "--strip-producers",
    "--minify-imports-and-exports-and-modules",
    ...[`${BOUND}/tellback_bg.wasm`, "-o", SMALL],
  ]);
  writeFileSync(join(root, SMALL), nameByPlace(readFileSync(join(root, SMALL))));
  await runQuietly("wasm-opt", [
    ...["--reorder-functions-by-name", "--strip-debug", "--strip-target-features"],
    ...[SMALL, "-o", `${FRESH}/wasm/tellback_bg.wasm`],
  ]);
  writeFileSync(join(root, BOUND, "short.js"), shorten(read(`${BOUND}/tellback.js`), names));
  const wasm = readFileSync(join(root, FRESH, "wasm/tellback_bg.wasm"), "latin1");
  const leaked = [root, cargoHome, homedir()].find((path) => wasm.includes(`${path}/`));
  if (leaked) {
    throw new Failure(`the wasm holds a path of this machine: ${leaked}`);
  }
}

/**
 * Takes the place of wasm-bindgen's loader, which knows every way to be handed a module: this one
 * knows where it is. 0.3 KB less. However many instances start at once, they share one wasm.
 */
const LOADER = `
let wasm, loading;

async function load() {
  const response = await fetch(new URL("tellback_bg.wasm", import.meta.url));
  if (!response.ok) throw new Error(\`the wasm cannot be fetched: status \${response.status}\`);
  const module = await response.arrayBuffer();
  const { instance } = await WebAssembly.instantiate(module, __wbg_get_imports());
  wasm = instance.exports;
  wasm.__wbindgen_start();
}

export default function init() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
`;

/**
 * The names by which the wasm and its glue call each other hold hashes, which do not compress:
 * 3 KB in all. wasm-opt has given its side short names and says which; this is the other side.
 * @param {string} glue
 * @param {string} names
 */
function shorten(glue, names) {
  /** @type {{ imports: [string, string, string][], exports: [string, string][] }} */
  const { imports, exports } = JSON.parse(names);
  /** @param {string} long @param {string} short */
  const substitute = (long, short) => {
    if (glue.split(long).length !== 2) throw new Failure(`wasm-bindgen's glue has not one ${long}`);
    glue = glue.replace(long, () => short);
  };
  substitute('"./tellback_bg.js": ', "a: ");
  substitute(glue.slice(glue.indexOf("let wasmModule, wasmInstance, wasm;")), LOADER);
  for (const [, long, short] of imports) substitute(` ${long}: `, ` ${short}: `);
  const shortExports = new Map(exports);
  return glue.replace(/\bwasm\.(\w+)/g, (_, long) => {
    const short = shortExports.get(long);
    if (!short) throw new Failure(`the wasm does not export ${long}`);
    return `wasm.${short}`;
  });
}

async function bundle() {
  const modern = ["--bundle", "--format=esm", "--target=es2022", "--minify"];
  await runQuietly("esbuild", [
    ...[...modern, `${BOUND}/short.js`, `--outfile=${FRESH}/wasm/tellback.js`],
  ]);
  // The entry loads these two when it needs them, so they stay files of their own.
  const lazy = ["--external:./wasm/tellback.js", "--external:./controls.js"];
  await runQuietly("esbuild", [
    ...[...modern, ...lazy, "--sourcemap=linked"],
    ...["js/index.ts", "js/controls.ts", `--outdir=${FRESH}`],
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
  for (const name of TYPES) cpSync(join(all, name), join(folder, name));
}

await command(import.meta.url, async () => {
  await setUp(forBuild);
  await build();
});
