// @ts-check
// Small apps, each built by its framework's own compiler. tellback stays outside of them, as the
// page serves it.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "svelte/compiler";
import { compileScript, parse } from "vue/compiler-sfc";

const folder = dirname(fileURLToPath(import.meta.url));
const dist = join(folder, "../../../dist");

/** What starts each app. */
const ENTRIES = {
  React: 'import "./react.jsx";',
  Vue: `import { createApp } from "vue"; import App from "./Vue.vue";
    createApp(App).mount("#app");`,
  Svelte: `import { mount } from "svelte"; import App from "./Svelte.svelte";
    mount(App, { target: document.querySelector("#app") });`,
};

/** @typedef {keyof typeof ENTRIES} Framework */

export const FRAMEWORKS = /** @type {Framework[]} */ (Object.keys(ENTRIES));

/** @type {import("esbuild").Plugin} */
const tellback = {
  name: "tellback",
  setup({ onResolve }) {
    onResolve({ filter: /^(tellback|\.\/index\.js)$/ }, ({ path, importer }) =>
      path === "tellback" || importer === join(dist, "react.js")
        ? { path: "/tellback/index.js", external: true }
        : undefined,
    );
    onResolve({ filter: /^tellback\/react$/ }, () => ({ path: join(dist, "react.js") }));
  },
};

/** @type {import("esbuild").Plugin} */
const compilers = {
  name: "compilers",
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor } = parse(await readFile(path, "utf8"), {
        filename: path,
        templateParseOptions: { isCustomElement: (tag) => tag.includes("-") },
      });
      const { content } = compileScript(descriptor, {
        id: "app",
        inlineTemplate: true,
      });
      return { contents: content, resolveDir: folder };
    });
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { js } = compile(await readFile(path, "utf8"), { filename: path, generate: "client" });
      return { contents: js.code, resolveDir: folder };
    });
  },
};

/** @param {Framework} framework */
export async function buildApp(framework) {
  const { outputFiles } = await build({
    stdin: { contents: ENTRIES[framework], resolveDir: folder },
    bundle: true,
    format: "esm",
    jsx: "automatic",
    conditions: ["browser"],
    // React warns of what is wrong only while it is developed.
    define: {
      "process.env.NODE_ENV": '"development"',
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    // This repository's package says that nothing in it has effects.
    ignoreAnnotations: true,
    plugins: [tellback, compilers],
    write: false,
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("");
}
