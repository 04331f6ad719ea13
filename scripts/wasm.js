// @ts-check
// Makes the wasm of the package, and the JavaScript that it meets the page through.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { ask } from "./child.js";
import { Failure } from "./command.js";
import { nameByPlace } from "./order.js";
import { runQuietly } from "./progress.js";
import { WASM_TARGET } from "./setup.js";
import { cargoHome, read, root } from "./workspace.js";

export const GLUE = "target/wasm";
const SMALL = `${GLUE}/small.wasm`;
/** `js/` with a wasm that is part of it. */
export const SINGLE = "target/single";

/** Half of what is inlined for speed costs bytes and brings none: 0.2 KB less. */
const INLINE_LESS = "-Cllvm-args=-inline-threshold=25";

/** A megabyte by default, which every page would hold; nothing here calls deep. */
const STACK = "-Clink-arg=-zstack-size=65536";

export async function compile() {
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
  "-Os --one-caller-inline-max-function-size 30 --low-memory-unused".split(" ");

/**
 * Makes the wasm that is published, and the two modules that load it: from a file, and from within.
 * @param {string} folder where the wasm goes
 */
export async function optimize(folder) {
  const compiled = `target/${WASM_TARGET}/release/tellback.wasm`;
  rmSync(join(root, GLUE), { recursive: true, force: true });
  await runQuietly("wasm-bindgen", [
    ...["--target", "web", "--no-typescript", "--out-dir", GLUE, "--out-name", "tellback"],
    compiled,
  ]);
  // The module itself says which features of WebAssembly it uses; once that has been read for the
  // last time, nobody needs it any more.
  const names = await runQuietly("wasm-opt", [
    ...optimization,
    "--strip-producers",
    "--minify-imports-and-exports-and-modules",
    ...[`${GLUE}/tellback_bg.wasm`, "-o", SMALL],
  ]);
  writeFileSync(join(root, SMALL), nameByPlace(readFileSync(join(root, SMALL))));
  await runQuietly("wasm-opt", [
    ...["--reorder-functions-by-name", "--strip-debug", "--strip-target-features"],
    ...[SMALL, "-o", `${folder}/tellback_bg.wasm`],
  ]);
  const glue = read(`${GLUE}/tellback.js`);
  writeFileSync(join(root, GLUE, "fetched.js"), shorten(glue, names, FETCHED));
  rmSync(join(root, SINGLE), { recursive: true, force: true });
  cpSync(join(root, "js"), join(root, SINGLE), { recursive: true });
  const packed = deflateRawSync(readFileSync(join(root, folder, "tellback_bg.wasm")), {
    level: 9,
  });
  writeFileSync(
    join(root, SINGLE, "wasm/tellback.js"),
    shorten(glue, names, EMBEDDED.replace("PACKED", packed.toString("base64"))),
  );
}

/**
 * Where the wasm comes from. Bundlers find the file by this very expression, whatever they know of
 * WebAssembly.
 */
// The address of a page says what its reader reads, and is nobody else's business.
const FETCHED =
  'fetch(url ?? new URL("./tellback_bg.wasm", import.meta.url), { referrerPolicy: "no-referrer" })';

/** Packed before it is spelt in letters, it is 24.7 KB; letters do not compress to less than 28. */
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
  const { instance } = await WebAssembly.instantiate(module, __wbg_get_imports());
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
 * The names by which the wasm and its glue call each other hold hashes, which do not compress:
 * 3 KB in all. wasm-opt has given its side short names and says which; this is the other side.
 * @param {string} glue
 * @param {string} names
 * @param {string} source what the wasm is read from
 */
function shorten(glue, names, source) {
  /** @type {{ imports: [string, string, string][], exports: [string, string][] }} */
  const { imports, exports } = JSON.parse(names);
  /** @param {string} long @param {string} short */
  const substitute = (long, short) => {
    if (glue.split(long).length !== 2) throw new Failure(`wasm-bindgen's glue has not one ${long}`);
    glue = glue.replace(long, () => short);
  };
  substitute('"./tellback_bg.js": ', "a: ");
  substitute(
    glue.slice(glue.indexOf("let wasmModule, wasmInstance, wasm;")),
    LOADER.replace("SOURCE", () => source),
  );
  for (const [, long, short] of imports) substitute(` ${long}: `, ` ${short}: `);
  const shortExports = new Map(exports);
  return glue.replace(/\bwasm\.(\w+)/g, (_, long) => {
    const short = shortExports.get(long);
    if (!short) throw new Failure(`the wasm does not export ${long}`);
    return `wasm.${short}`;
  });
}
