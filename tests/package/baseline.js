// @ts-check
// Holds all that the package uses of the web to what the oldest browsers have that it runs in.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ask } from "../../scripts/child.js";
import { read, root } from "../../scripts/workspace.js";

const require = createRequire(import.meta.url);
/** @type {any} */
const acorn = require("acorn");
/** @type {any} */
const data = require("@mdn/browser-compat-data");

/** What was current two years before November 2026. README.md names them. */
export const BASELINE = /** @type {Record<string, string>} */ ({
  chrome: "131",
  firefox: "132",
  safari: "18.1",
});

/** The newest syntax of the target that scripts/build.js gives esbuild. */
const ECMA_VERSION = 2022;
/** Safari has long had only half of a module that awaits as it is loaded. */
const MODULE = { sourceType: "module", allowAwaitOutsideFunction: false };
const SYNTAX = [
  "javascript.classes.private_class_fields_in",
  "javascript.classes.static.initialization_blocks",
  "javascript.operators.optional_chaining",
];

/** Values that a name alone does not tell. */
const VALUES = [
  "api.DecompressionStream.DecompressionStream.deflate-raw",
  "api.CompressionStream",
  "api.ShadowRoot.adoptedStyleSheets",
];

/** What not every browser of the baseline has, and what is done about that. */
const GUARDED = [
  { name: "globalPrivacyControl", file: "js/consent.ts", by: "globalPrivacyControl === true" },
  { name: "doNotTrack", file: "js/consent.ts", by: 'doNotTrack === "1"' },
  { name: "getComposedRanges", file: "js/observe.ts", by: '"getComposedRanges" in selection' },
  { name: "dispose", file: "js/tellback.ts", by: "if (Symbol.dispose)" },
  // Safari ends a composition before it says so.
  { name: "isComposing", file: "js/composer.ts", by: "keyCode !== 229" },
  // A browser that does not know it does without: Firefox before 133.
  { name: "keepalive", file: "js/transport.ts", by: "keepalive," },
];

/** Words of our own, or of React, by which a newer part of the web is called, too. */
const OURS = new Set(
  (
    "actions capture changed createContext dataType div element first local lost number path properties " +
    "reasons region s session stats streaming turn uuid"
  ).split(" "),
);

/** What the wasm may use, as wasm-opt and as MDN call it. */
const WASM = /** @type {Record<string, string>} */ ({
  "sign-ext": "sign-extension-operations",
  "nontrapping-float-to-int": "non-trapping-float-to-int-conversions",
  "bulk-memory": "bulk-memory-operations",
  multivalue: "multi-value",
  "reference-types": "reference-types",
});

/** What a bundler calls its variables is shorter, and means nothing. */
const SHORTEST = 3;

/** @param {string} older @param {string} newer */
function isUpTo(older, newer) {
  const [a = 0, b = 0] = older.replace("≤", "").split(".").map(Number);
  const [c = 0, d = 0] = newer.split(".").map(Number);
  return a < c || (a === c && b <= d);
}

/** Whether every browser of the baseline has this. @param {any} entry */
function isThere(entry) {
  return Object.entries(BASELINE).every(([browser, version]) =>
    [entry?.__compat?.support[browser]]
      .flat()
      .some(
        (support) =>
          typeof support?.version_added === "string" &&
          !support.flags &&
          !support.partial_implementation &&
          isUpTo(support.version_added, version) &&
          !(support.version_removed && isUpTo(support.version_removed, version)),
      ),
  );
}

/** @param {string} path */
function entryAt(path) {
  return path.split(".").reduce((tree, name) => tree?.[name], data);
}

/**
 * Names of the web that no browser has to have: of globals, and of members that are new wherever
 * they occur. A name that one part of the web has long had and another has not is let pass.
 */
function newNames() {
  /** @type {Map<string, boolean>} */
  const known = new Map();
  /** @param {string} name @param {boolean} isOld */
  const add = (name, isOld) => known.set(name, isOld || (known.get(name) ?? false));
  for (const tree of [data.api, data.javascript.builtins, data.webassembly.api]) {
    for (const [owner, members] of Object.entries(tree)) {
      if (owner === "__compat") continue;
      if (members.__compat) add(owner, isThere(members));
      for (const [member, entry] of Object.entries(members)) {
        const name = member.replace(/_(static|event)$/, "").replace(/^@@/, "");
        if (entry.__compat) add(name, isThere(entry));
      }
    }
  }
  return new Set([...known].filter(([, isOld]) => !isOld).map(([name]) => name));
}

/** Every name and every word in a module. @param {string} code */
export function wordsIn(code) {
  /** @type {Set<string>} */
  const words = new Set();
  /** @param {any} node */
  const walk = (node) => {
    if (Array.isArray(node)) node.forEach(walk);
    if (typeof node?.type !== "string") return;
    if (node.type === "Identifier") words.add(node.name);
    if (node.type === "Literal" && typeof node.value === "string") words.add(node.value);
    Object.values(node).forEach(walk);
  };
  walk(acorn.parse(code, { ecmaVersion: ECMA_VERSION, ...MODULE }));
  return words;
}

/** @param {string} code @param {Set<string>} isNew */
function used(code, isNew) {
  return [...wordsIn(code)].filter(
    (word) => word.length >= SHORTEST && isNew.has(word) && !OURS.has(word),
  );
}

/** @returns {import("../../scripts/report.js").Check[]} */
export function checkBaseline() {
  const folder = join(root, "dist");
  const isNew = newNames();
  const files = readdirSync(folder, { encoding: "utf8", recursive: true }).filter((name) =>
    name.endsWith(".js"),
  );
  const guarded = new Set(GUARDED.map(({ name }) => name));
  const uses = files.map((name) => ({
    name,
    uses: used(readFileSync(join(folder, name), "utf8"), isNew),
  }));
  const isIdle = (/** @type {string} */ word) =>
    !files.some((name) => wordsIn(readFileSync(join(folder, name), "utf8")).has(word));
  const idle = [...OURS].filter((word) => !isNew.has(word) || isIdle(word));
  const all = new Set(uses.flatMap(({ uses }) => uses));
  const unguarded = uses.flatMap(({ name, uses }) =>
    uses.filter((word) => !guarded.has(word)).map((word) => `${word} in ${name}`),
  );
  const readme = read("README.md");
  const browsers = `Chromium ${BASELINE.chrome}, Firefox ${BASELINE.firefox} and Safari ${BASELINE.safari}`;
  const lacking = [
    ...[...SYNTAX, ...VALUES].filter((path) => !isThere(entryAt(path))),
    ...Object.values(WASM).filter((name) => !isThere(data.webassembly[name])),
  ];
  const features = Object.keys(WASM).map((name) => `--enable-${name}`);
  const isValid = (/** @type {string[]} */ ...features) =>
    ask("wasm-opt", [
      ...["--mvp-features", "--enable-mutable-globals", ...features],
      ...[join(folder, "tellback_bg.wasm"), "--output", "/dev/null"],
    ]) !== undefined;
  return [
    { name: `README.md says ${browsers}`, passed: readme.includes(browsers) },
    {
      name: `nothing newer is used unguarded${list(unguarded)}`,
      passed: unguarded.length === 0 && files.length > 0,
    },
    { name: `every exception is needed${list(idle)}`, passed: idle.length === 0 },
    {
      name: "a name that is newer than those is found",
      passed: used("navigator.modelContext; scheduler.yield(); fetchLater('x')", isNew).length > 0,
    },
    ...GUARDED.map(({ name, file, by }) => ({
      name: `${name} is used, and guarded in ${file}`,
      passed: all.has(name) && read(file).includes(by),
    })),
    {
      name: `syntax, values and features of WebAssembly are older than that${list(lacking)}`,
      passed: lacking.length === 0,
    },
    { name: "the wasm uses no other feature", passed: isValid(...features) && !isValid() },
  ];
}

/** @param {string[]} found */
function list(found) {
  return found.length > 0 ? `: ${found.join(", ")}` : "";
}
