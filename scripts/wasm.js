// @ts-check
// Makes the wasm of the package, and the JavaScript that it meets the page through.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { ask } from "./child.js";
import { Failure } from "./command.js";
import { importFrom, nameByPlace } from "./order.js";
import { runQuietly } from "./progress.js";
import { WASM_TARGET } from "./setup.js";
import { cargoHome, read, root } from "./workspace.js";

/**
 * The two builds of the wasm: what every page loads, and what pages load instead whose options ask
 * for more than that. `glue` is where its glue is made.
 *
 * What they call of their glue has names of one letter, which mean other functions in the other
 * build. So the letter that their glue itself goes by differs: a wasm with the other one's glue does
 * not start.
 */
export const BUILDS = /** @type {const} */ ([
  { name: "tellback", glue: "target/wasm/plain", features: [], letter: "a" },
  { name: "tellback_full", glue: "target/wasm/full", features: ["full"], letter: "b" },
]);
/** @typedef {(typeof BUILDS)[number]} Build */

/** `js/` with a wasm that is part of it. */
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
 * Makes a build of the wasm that is published, and the module that loads it.
 * @param {Build} build
 * @param {string} folder where the wasm goes
 */
export async function make(build, folder) {
  const { name, glue, letter } = build;
  await compile(build);
  const small = `${glue}/small.wasm`;
  rmSync(join(root, glue), { recursive: true, force: true });
  await runQuietly("wasm-bindgen", [
    ...["--target", "web", "--no-typescript", "--out-dir", glue, "--out-name", name],
    `target/${WASM_TARGET}/release/tellback.wasm`,
  ]);
  // The module itself says which features of WebAssembly it uses; once that has been read for the
  // last time, nobody needs it any more.
  await runQuietly("wasm-opt", [
    ...[...optimization, "--strip-producers", `${glue}/${name}_bg.wasm`, "-o", small],
  ]);
  const names = await runQuietly("wasm-opt", [
    ...["--minify-imports-and-exports-and-modules", small, "-o", small],
  ]);
  const module = readFileSync(join(root, small));
  importFrom(module, letter);
  writeFileSync(join(root, small), nameByPlace(module));
  await runQuietly("wasm-opt", [
    ...["--reorder-functions-by-name", "--strip-debug", "--strip-target-features"],
    ...[small, "-o", `${folder}/${name}_bg.wasm`],
  ]);
  writeFileSync(join(root, glue, "names.json"), names);
  writeFileSync(join(root, glue, "fetched.js"), shorten(build, FETCHED.replace("NAME", name)));
}

/**
 * Makes `js/` with the full build in it, whatever the options are: one file can load nothing else.
 * @param {string} folder where the wasm is
 */
export function embed(folder) {
  const [, full] = BUILDS;
  rmSync(join(root, SINGLE), { recursive: true, force: true });
  cpSync(join(root, "js"), join(root, SINGLE), { recursive: true });
  const wasm = readFileSync(join(root, folder, `${full.name}_bg.wasm`));
  const packed = deflateRawSync(wasm, { level: 9 }).toString("base64");
  const glue = shorten(full, EMBEDDED.replace("PACKED", packed));
  writeFileSync(join(root, SINGLE, `wasm/${full.name}.js`), glue);
  const same = `export * from "./${full.name}.js";\nexport { default } from "./${full.name}.js";\n`;
  writeFileSync(join(root, SINGLE, "wasm/tellback.js"), same);
}

/**
 * Where the wasm comes from. Bundlers find the file by this very expression, whatever they know of
 * WebAssembly.
 */
// The address of a page says what its reader reads, and is nobody else's business.
const FETCHED =
  'fetch(url ?? new URL("./NAME_bg.wasm", import.meta.url), { referrerPolicy: "no-referrer" })';

/** Packed before it is spelt in letters: as letters, it would compress to 3 KB more. */
const EMBEDDED = `new Response(
  new Blob([Uint8Array.from(atob("PACKED"), (letter) => letter.charCodeAt(0))])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw")),
)`;

/**
 * Takes the place of wasm-bindgen's loader, which knows every way to be handed a module: this one
 * knows where it is. 0.3 KB less. However many instances start at once, they share one wasm.
 */
const LOADER = `
let wasm, loading;

async function load(url) {
  const response = await SOURCE;
  if (!response.ok) throw new Error(\`the wasm cannot be fetched: status \${response.status}\`);
  const module = await response.arrayBuffer();
  const { instance } = await WebAssembly.instantiate(module, __wbg_get_imports())REFUSED;
  wasm = instance.exports;
  wasm.__wbindgen_start();
}

export default function init(url) {
  loading ??= load(url).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
`;

/**
 * Takes the place of what wasm-bindgen writes for long texts and old browsers: 0.3 KB less. Few and
 * short texts go in, and every browser that runs this wasm has an encoder of its own.
 */
const TEXTS = `
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function passStringToWasm0(text, malloc) {
  const bytes = encoder.encode(text);
  const ptr = malloc(bytes.length, 1) >>> 0;
  getUint8ArrayMemory0().set(bytes, ptr);
  WASM_VECTOR_LEN = bytes.length;
  return ptr;
}

function decodeText(ptr, length) {
  return decoder.decode(getUint8ArrayMemory0().subarray(ptr, ptr + length));
}

let WASM_VECTOR_LEN = 0;

`;

/**
 * What a host is told who serves the plain wasm where the full one is needed. Without it, the error
 * would name an import.
 */
const REFUSED = `.catch((error) => {
    if (!(error instanceof TypeError || error instanceof WebAssembly.LinkError)) throw error;
    throw new Error("options.wasmUrl: expected tellback_full_bg.wasm, which comments and privacy need");
  })`;

/**
 * The names by which the wasm and its glue call each other hold hashes, which do not compress:
 * 3 KB in all. wasm-opt has given its side short names and says which; this is the other side.
 * @param {Build} build
 * @param {string} source what the wasm is read from
 */
function shorten({ name, glue: folder, features, letter }, source) {
  let glue = read(`${folder}/${name}.js`);
  /** @type {{ imports: [string, string, string][], exports: [string, string][] }} */
  const { imports, exports } = JSON.parse(read(`${folder}/names.json`));
  /** @param {string} long @param {string} short */
  const substitute = (long, short) => {
    if (glue.split(long).length !== 2) throw new Failure(`wasm-bindgen's glue has not one ${long}`);
    glue = glue.replace(long, () => short);
  };
  /** @param {string} from @param {string} to */
  const between = (from, to) => glue.slice(glue.indexOf(from), glue.indexOf(to));
  const loader = "let wasmModule, wasmInstance, wasm;";
  substitute(`"./${name}_bg.js": `, `${letter}: `);
  substitute(between("function passStringToWasm0", loader), TEXTS);
  // Nobody frees what the garbage collector does.
  substitute(between("    __destroy_into_raw()", "    /**"), "");
  substitute(between("if (Symbol.dispose)", "function __wbg_get_imports"), "");
  substitute(
    glue.slice(glue.indexOf(loader)),
    LOADER.replace("SOURCE", () => source).replace("REFUSED", features.length > 0 ? REFUSED : ""),
  );
  for (const [, long, short] of imports) substitute(` ${long}: `, ` ${short}: `);
  const shortExports = new Map(exports);
  return glue.replace(/\bwasm\.(\w+)/g, (_, long) => {
    const short = shortExports.get(long);
    if (!short) throw new Failure(`the wasm does not export ${long}`);
    return `wasm.${short}`;
  });
}
