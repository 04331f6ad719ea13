// @ts-check
// Where people use the package: how each environment builds an app, and how that is served.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "@playwright/test";

/**
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {{ page: Page, folder: string }} Visit
 * @typedef {{
 *   name: string,
 *   app: string,
 *   prepare?: (folder: string) => void,
 *   build?: string[],
 *   serve?: (port: string) => string[],
 *   policy?: string,
 *   path?: string,
 *   open?: (page: Page) => Promise<void>,
 *   act?: (visit: Visit) => Promise<void>,
 * }} Environment `app` is a folder of `apps`; `build` makes its folder `out`, unless `serve` is a
 *   program that serves it; `act` is what is done beside rating and copying
 * @typedef {{ name: string, run: (entries: string) => string[], hasReact?: boolean }} Server
 *   React reads its own environment, which not every server lets it do
 */

/** Nothing but the page's own files, and WebAssembly. */
export const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'";

/** The same, where a tool puts scripts and styles of its own into the page. */
const WITH_INLINE_SCRIPTS = `${STRICT.replace("'self'", "'self' 'unsafe-inline'")}; style-src 'self' 'unsafe-inline'`;

/** SvelteKit says in its own header which inline script is its own. */
const BY_THE_APP = "base-uri 'none'";

const HTML = readFileSync(new URL("apps/plain/index.html", import.meta.url), "utf8");

const IMPORTS = JSON.stringify({
  imports: { tellback: "./tellback/index.js", "tellback/inline": "./tellback/inline.js" },
});
const HASH = createHash("sha256").update(IMPORTS).digest("base64");
const WITH_IMPORT_MAP = STRICT.replace("'self'", `'self' 'sha256-${HASH}'`);

/** Where npm puts the package, seen from an app. @param {string} folder */
function installed(folder) {
  return join(folder, "../../node_modules/tellback/dist");
}

/**
 * Puts the page where a bundler puts the rest.
 * @param {string} folder
 */
function modern(folder) {
  mkdirSync(join(folder, "out"));
  writeFileSync(join(folder, "out/index.html"), HTML);
}

/**
 * The same, where what the bundler makes is no module.
 * @param {string} folder
 */
function classic(folder) {
  modern(folder);
  writeFileSync(join(folder, "out/index.html"), HTML.replace('type="module"', "defer"));
}

/**
 * The package as it is, under the names that an import map gives it.
 * @param {string} folder
 */
function unbundled(folder) {
  modern(folder);
  const map = `<script type="importmap">${IMPORTS}</script>`;
  writeFileSync(join(folder, "out/index.html"), HTML.replace("<script", `${map}\n<script`));
  cpSync(join(folder, "main.js"), join(folder, "out/main.js"));
  cpSync(installed(folder), join(folder, "out/tellback"), { recursive: true });
}

/**
 * One script, held to the hash that came with it.
 * @param {string} folder
 */
function scripted(folder) {
  modern(folder);
  const sealed = JSON.parse(readFileSync(join(installed(folder), "integrity.json"), "utf8"));
  const [name = "", integrity] = Object.entries(sealed)[0] ?? [];
  const tag = `<script src="./${name}" integrity="${integrity}"></script>`;
  writeFileSync(join(folder, "out/index.html"), HTML.replace("<script", `${tag}\n<script`));
  cpSync(join(installed(folder), name), join(folder, "out", name));
  writeFileSync(join(folder, "out/main.js"), 'tellback.start({ endpoint: "/feedback" });\n');
}

/** Follows a link within the app and comes back, without the page being loaded anew. */
async function thereAndBack(/** @type {Visit} */ { page }) {
  await page.evaluate(() => document.body.setAttribute("data-is-the-same-page", ""));
  await page.getByRole("link", { name: "Elsewhere" }).click();
  await page.getByRole("link", { name: "Back" }).click();
  await page.getByRole("link", { name: "Elsewhere" }).waitFor();
  await expect(page.locator("[data-is-the-same-page]")).toHaveCount(1);
}

const EDITS_APART_MS = 250;

/** @type {Environment[]} */
export const environments = [
  {
    name: "Vite dev, React StrictMode, hot reload",
    app: "react",
    serve: (port) => ["vite", "--host", "127.0.0.1", "--port", port, "--strictPort", "--force"],
    policy: WITH_INLINE_SCRIPTS,
    async act({ page, folder }) {
      await page.evaluate(() => document.body.setAttribute("data-is-the-same-page", ""));
      const file = join(folder, "Chat.jsx");
      const source = readFileSync(file, "utf8");
      for (const heading of ["Another chat", "Yet another chat"]) {
        // Nobody edits faster, and Vite may take what comes within milliseconds for one edit.
        await delay(EDITS_APART_MS);
        writeFileSync(file, source.replace("A chat", heading));
        await page.getByRole("heading", { name: heading, exact: true }).waitFor();
      }
      await expect(page.locator("[data-is-the-same-page]")).toHaveCount(1);
    },
  },
  {
    name: "Vite build, React",
    app: "react",
    build: ["vite", "build", "--outDir", "out"],
  },
  {
    name: "webpack 5",
    app: "plain",
    prepare: classic,
    build: ["webpack", "--mode", "production", "--entry", "./main.js", "--output-path", "out"],
  },
  { name: "Rollup", app: "plain", prepare: modern, build: ["rollup", "--config"] },
  {
    name: "esbuild, the wasm copied",
    app: "plain",
    prepare: modern,
    build: [
      ...["esbuild", "main.js", "tellback/tellback_bg.wasm", "--loader:.wasm=copy"],
      ...["--bundle", "--format=esm", "--splitting", "--outdir=out", "--entry-names=[name]"],
    ],
  },
  {
    name: "esbuild, wasmUrl",
    app: "wasm-url",
    prepare: classic,
    build: ["esbuild", "main.js", "--loader:.wasm=file", "--bundle", "--outdir=out"],
  },
  {
    name: "webpack 5, with comments",
    app: "comments",
    prepare: classic,
    build: ["webpack", "--mode", "production", "--entry", "./main.js", "--output-path", "out"],
  },
  {
    name: "esbuild, wasmUrl, with comments",
    app: "comments-url",
    prepare: classic,
    build: ["esbuild", "main.js", "--loader:.wasm=file", "--bundle", "--outdir=out"],
  },
  {
    name: "thumbs of one's own",
    app: "thumbs",
    build: ["parcel", "build", "index.html", "--dist-dir", "out", "--cache-dir", ".cache"],
    policy: WITH_INLINE_SCRIPTS,
  },
  {
    name: "Parcel",
    app: "plain",
    build: ["parcel", "build", "index.html", "--dist-dir", "out", "--cache-dir", ".cache"],
    policy: WITH_INLINE_SCRIPTS,
  },
  {
    name: "Next.js, app router",
    app: "next",
    build: ["next", "build"],
    serve: (port) => ["next", "start", "--hostname", "127.0.0.1", "--port", port],
    policy: WITH_INLINE_SCRIPTS,
    act: thereAndBack,
  },
  {
    name: "Vercel AI SDK, in Next.js",
    app: "next",
    build: ["next", "build"],
    serve: (port) => ["next", "start", "--hostname", "127.0.0.1", "--port", port],
    policy: WITH_INLINE_SCRIPTS,
    path: "/chat",
    async open(page) {
      // The page may not be alive yet, and forget what is typed.
      await expect(async () => {
        await page.getByLabel("Question").fill("How do I bake bread?");
        await page.getByLabel("Question").press("Enter");
        await page.getByText("warm kitchen").waitFor({ timeout: 2000 });
      }).toPass();
    },
  },
  {
    name: "SvelteKit",
    app: "sveltekit",
    build: ["vite", "build"],
    serve: (port) => ["vite", "preview", "--host", "127.0.0.1", "--port", port, "--strictPort"],
    policy: BY_THE_APP,
    act: thereAndBack,
  },
  {
    name: "import map, no bundler",
    app: "plain",
    prepare: unbundled,
    policy: WITH_IMPORT_MAP,
  },
  { name: "script tag, with integrity", app: "plain", prepare: scripted },
  {
    name: "tellback/inline",
    app: "inline",
    prepare: classic,
    build: ["esbuild", "main.js", "--bundle", "--outdir=out"],
  },
  {
    name: "tellback/to/otlp, by onBatch",
    app: "vendors",
    prepare: modern,
    build: [
      ...["esbuild", "main=page.js", "tellback_bg=tellback/tellback_bg.wasm"],
      ...["--loader:.wasm=copy", "--bundle", "--format=esm", "--splitting", "--outdir=out"],
    ],
  },
  {
    name: "two copies on one page",
    app: "twice",
    prepare: unbundled,
    policy: WITH_IMPORT_MAP,
    act: ({ page }) => expect(page).toHaveTitle("one instance"),
  },
];

/** @type {Server[]} */
export const servers = [
  {
    name: "imported in Node",
    run: (entries) => ["node", "import.js", entries],
    hasReact: true,
  },
  { name: "imported in Deno", run: (entries) => ["deno", "run", "import.js", entries] },
  {
    name: "imported where nothing is but the language",
    run: (entries) => ["node", "--experimental-vm-modules", "--no-warnings", "edge.js", entries],
  },
];
