// @ts-check
// Makes the wasm of the package, and the JavaScript that it meets the page through.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { ask } from "./child.js";
import { Failure } from "./command.js";
import { rename, shortNames } from "./names.js";
import { nameByPlace } from "./order.js";
import { runQuietly } from "./progress.js";
import { WASM_TARGET } from "./setup.js";
import { cargoHome, read, root } from "./workspace.js";

/**
 * The two builds of the wasm: what every page loads, and what pages load instead whose options ask
 * for more than that. `folder` is where wasm-bindgen works; `module` is what they import from, as
 * `js/builds.ts` says, too: a page that is served the other build is told so.
 */
export const BUILDS = /** @type {const} */ ([
  { name: "tellback", folder: "target/wasm/plain", features: [], module: "a" },
  { name: "tellback_full", folder: "target/wasm/full", features: ["full"], module: "b" },
]);
/** @typedef {(typeof BUILDS)[number]} Build */

/** `js/` with its glue, and the same with the wasm itself. */
export const FETCHED = "target/fetched";
export const SINGLE = "target/single";

/** Half of what is inlined for speed costs bytes and brings none: 0.2 KB less. */
const INLINE_LESS = "-Cllvm-args=-inline-threshold=30";

/** A megabyte by default, which every page would hold; nothing here calls deep. */
const STACK = "-Clink-arg=-zstack-size=65536";

/** @param {Build} build */
async function compile({ features }) {
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
      `--features=${features.join()}`,
      "--target",
      WASM_TARGET,
    ],
    { env: { CARGO_ENCODED_RUSTFLAGS: [INLINE_LESS, STACK, ...remappings()].join("\u001f") } },
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

/**
 * Measured: 0.8 KB smaller than -Oz. What is called once stays apart unless it is small, so that
 * brotli finds like beside like; nothing lies in the lowest kilobyte, below the stack.
 */
export const optimization =
  "-Os --one-caller-inline-max-function-size 30 --low-memory-unused --converge".split(" ");

/**
 * Makes the wasm that is published, and the JavaScript that it is bundled with. Both builds call what
 * they share by the same short names, so that one glue serves both.
 *
 * @param {string} folder where the wasm goes
 */
export async function make(folder) {
  for (const build of BUILDS) await bind(build);
  const [, full] = BUILDS;
  const names = shortNames(readFileSync(join(root, small(full))));
  for (const build of BUILDS) {
    const module = rename(readFileSync(join(root, small(build))), build.module, names);
    writeFileSync(join(root, small(build)), nameByPlace(module));
    await runQuietly("wasm-opt", [
      ...["--reorder-functions-by-name", "--strip-debug", "--strip-target-features"],
      ...[small(build), "-o", `${folder}/${build.name}_bg.wasm`],
    ]);
  }
  const sources = { "glue.js": shorten(glueOfBoth(), names) };
  assemble(FETCHED, sources);
  const wasm = readFileSync(join(root, folder, `${full.name}_bg.wasm`));
  const packed = deflateRawSync(wasm, { level: 9 }).toString("base64");
  assemble(SINGLE, { ...sources, "builds.js": EMBEDDED.replace("PACKED", packed) });
}

/** @param {Build} build */
const small = ({ folder }) => `${folder}/small.wasm`;

/** @param {Build} build */
async function bind(build) {
  const { name, folder } = build;
  await compile(build);
  rmSync(join(root, folder), { recursive: true, force: true });
  await runQuietly("wasm-bindgen", [
    ...["--target", "web", "--no-typescript", "--out-dir", folder, "--out-name", name],
    `target/${WASM_TARGET}/release/tellback.wasm`,
  ]);
  // The module itself says which features of WebAssembly it uses; once that has been read for the
  // last time, nobody needs it any more.
  await runQuietly("wasm-opt", [
    ...[...optimization, "--strip-producers", `${folder}/${name}_bg.wasm`, "-o", small(build)],
  ]);
}

/** The full build's glue, which does for the plain one all that its own would. */
function glueOfBoth() {
  const [plain, full] = BUILDS.map(({ folder, name }) =>
    read(`${folder}/${name}.js`).replaceAll(`${name}_bg`, "wasm"),
  );
  const lines = new Set(full?.split("\n"));
  const lacking = plain?.split("\n").find((line) => !lines.has(line));
  if (!full || lacking) throw new Failure(`the full build's glue lacks: ${lacking}`);
  return full;
}

/**
 * Puts these modules in the place of what `js/` has under their names.
 * @param {string} folder
 * @param {Record<string, string>} modules
 */
function assemble(folder, modules) {
  rmSync(join(root, folder), { recursive: true, force: true });
  cpSync(join(root, "js"), join(root, folder), { recursive: true });
  for (const [name, module] of Object.entries(modules)) {
    rmSync(join(root, folder, name.replace(/js$/, "ts")), { force: true });
    writeFileSync(join(root, folder, name), module);
  }
}

/**
 * Takes the place of `js/builds.ts`: one file can load nothing else, so the full build is all that
 * there is, whatever the options are. It is packed before it is spelt in letters: as letters, it
 * would compress to 3 KB more.
 */
const EMBEDDED = `const get = async () =>
  new Response(
    new Blob([Uint8Array.from(atob("PACKED"), (letter) => letter.charCodeAt(0))])
      .stream()
      .pipeThrough(new DecompressionStream("deflate-raw")),
  );
export const FULL = { name: "", module: "b", get };
export const PLAIN = FULL;
`;

/**
 * Takes the place of what wasm-bindgen writes for long texts, many calls and old browsers: 0.4 KB
 * less. Few and short texts go in and out, and every browser that runs this wasm has an encoder.
 */
const MEMORY = `
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const GetOwnOrInheritedPropertyDescriptor = Object.getOwnPropertyDescriptor;

function getDataViewMemory0() {
  return new DataView(wasm.memory.buffer);
}

function getArrayU8FromWasm0(ptr, length) {
  return new Uint8Array(wasm.memory.buffer, ptr >>> 0, length);
}

function getStringFromWasm0(ptr, length) {
  return decoder.decode(getArrayU8FromWasm0(ptr, length));
}

function passStringToWasm0(text, malloc) {
  const bytes = encoder.encode(text);
  WASM_VECTOR_LEN = bytes.length;
  const ptr = malloc(WASM_VECTOR_LEN, 1) >>> 0;
  getArrayU8FromWasm0(ptr, WASM_VECTOR_LEN).set(bytes);
  return ptr;
}

function isLikeNone(value) {
  return value == null;
}

let WASM_VECTOR_LEN = 0;

`;

/**
 * Makes the glue a function: what wasm-bindgen's loader does, which knows every way to be handed a
 * module, `js/wasm.ts` does in 0.3 KB less.
 *
 * @param {string} glue
 * @param {import("./names.js").Names} names
 */
function shorten(glue, { imports, exports }) {
  /** @param {string} long @param {string} short */
  const substitute = (long, short) => {
    if (glue.split(long).length !== 2) throw new Failure(`wasm-bindgen's glue has not one ${long}`);
    glue = glue.replace(long, () => short);
  };
  /** @param {string} from @param {string} to */
  const between = (from, to) => glue.slice(glue.indexOf(from), glue.indexOf(to));
  const loader = "let wasmModule, wasmInstance, wasm;";
  substitute(`"./wasm.js": `, "[module]: ");
  substitute(between("function getArrayU8FromWasm0", loader), MEMORY);
  // Nobody frees what the garbage collector does.
  substitute(between("    __destroy_into_raw()", "    /**"), "");
  substitute(between("if (Symbol.dispose)", "function __wbg_get_imports"), "");
  // Every browser that runs this wasm has what tells of the garbage.
  substitute(between("(typeof FinalizationRegistry", "new FinalizationRegistry"), "");
  substitute("export class Capture", "class Capture");
  substitute(glue.slice(glue.indexOf(loader)), LINKED);
  for (const [long, short] of imports) substitute(` ${long}: `, ` ${short}: `);
  const short = glue.replace(/\bwasm\.(\w+)/g, (_, long) => {
    const short = exports.get(long);
    if (!short) throw new Failure(`the wasm does not export ${long}`);
    return `wasm.${short}`;
  });
  return `export function glue(module) {\n${short}}\n`;
}

const LINKED = `let wasm;
const link = (exports) => {
  wasm = exports;
  wasm.__wbindgen_start();
};
return { imports: __wbg_get_imports(), link, Capture };
`;
