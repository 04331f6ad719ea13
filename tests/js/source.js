// @ts-check
// The TypeScript of `js/`, as a test in node imports it.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * @typedef {{
 *   consent: typeof import("../../js/consent.ts"),
 *   index: typeof import("../../js/index.ts"),
 *   observe: typeof import("../../js/observe.ts"),
 *   options: typeof import("../../js/options.ts"),
 *   debug: typeof import("../../js/debug.ts"),
 *   transport: typeof import("../../js/transport.ts"),
 *   [translation: `strings/${string}`]: typeof import("../../js/strings/en.ts"),
 * }} Modules
 */

/**
 * @template {keyof Modules} Name
 * @param {Name} name
 * @returns {Promise<Modules[Name]>}
 */
export async function load(name) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "js", `${name}.ts`)],
    // What is loaded only when it is needed is not needed here, nor is the wasm.
    external: ["./controls.js"],
    plugins: [{ name: "no wasm", setup: leaveOutWasm }],
    bundle: true,
    format: "esm",
    write: false,
    // Without a name of its own, all of the code would be its name in a stack trace.
    footer: { js: `//# sourceURL=js/${name}.ts` },
  });
  const code = Buffer.concat(outputFiles.map(({ contents }) => contents));
  return import(`data:text/javascript;base64,${code.toString("base64")}`);
}

/** @param {import("esbuild").PluginBuild} build */
function leaveOutWasm({ onResolve, onLoad }) {
  onResolve({ filter: /^\.\/glue\.js$/ }, ({ path }) => ({ path, namespace: "wasm" }));
  onLoad({ filter: /./, namespace: "wasm" }, () => ({
    contents: "export const glue = undefined;",
  }));
}
