// @ts-check
// Packs the package, builds every environment's app with it, and uses each as a reader does.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, normalize } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import config from "../../playwright.config.js";
import { build } from "../../scripts/build.js";
import { ask, start, stop } from "../../scripts/child.js";
import { Failure } from "../../scripts/command.js";
import { runQuietly, step } from "../../scripts/progress.js";
import { printCheck, printTable } from "../../scripts/report.js";
import { buildCollector } from "../../scripts/start.js";
import { startCollector } from "../e2e/collector.js";
import { copy, press, selectSentence } from "../e2e/reader.js";
import { checkBaseline } from "./baseline.js";
import { environments, STRICT, servers } from "./environments.js";
import { ELSEWHERE, startFront } from "./front.js";
import { checkVendors } from "./vendors.js";

const here = dirname(fileURLToPath(import.meta.url));
const work = join(here, "work");
const PATIENCE_MS = 20_000;
/** What the reader does once, whatever the app does to its page meanwhile. */
const EXPECTED_ONCE = ["rated", "copied"];
const EXPECTED = [...EXPECTED_ONCE, "viewed"];

const env = {
  PATH: `${join(here, "node_modules/.bin")}:${process.env.PATH}`,
  NEXT_TELEMETRY_DISABLED: "1",
  NODE_ENV: undefined,
};

/**
 * @typedef {{
 *   name: string, built: string, loaded: boolean, events: string, violations: number,
 *   errors: string[], passed: boolean
 * }} Row
 */

/** @param {string[]} names environments, all if there are none */
export async function runPackage(names) {
  await build();
  await step("building the collector", buildCollector);
  await step("packing", pack);
  rmSync(work, { recursive: true, force: true });
  const checks = [...checkTarball(), ...checkBaseline(), ...(await checkVendors())];
  checks.forEach(printCheck);
  const project = config.projects?.find(({ name }) => name === "chromium");
  const browser = await chromium.launch(project?.use?.launchOptions);
  /** @type {Row[]} */
  const rows = [];
  /** @param {{ name: string }} environment */
  const isChosen = ({ name }) => names.length === 0 || names.some((part) => name.includes(part));
  try {
    for (const environment of environments.filter(isChosen)) {
      rows.push(await step(environment.name, () => visit(browser, environment)));
    }
    for (const server of servers.filter(isChosen)) rows.push(await importOn(server));
  } finally {
    await browser.close();
  }
  printTable(
    ["environment", "built", "loaded", "events captured", "CSP violations", "console errors"],
    rows.map(({ name, built, loaded, events, violations, errors, passed }) => [
      `${passed ? "✓" : "✗"} ${name}`,
      ...[built, loaded ? "yes" : "no", events, `${violations}`, `${errors.length}`],
    ]),
  );
  for (const { name, errors } of rows)
    for (const error of errors) console.error(`${name}: ${error}`);
  return [...checks, ...rows];
}

/** Makes the tarball that would be published, and puts it where npm would. */
async function pack() {
  const [{ filename }] = JSON.parse(ask("npm", ["pack", "--json", "--ignore-scripts"]) ?? "[{}]");
  const folder = join(here, "node_modules/tellback");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await runQuietly("tar", ["-xzf", filename, "-C", folder, "--strip-components=1"]);
  rmSync(join(here, "../..", filename));
}

/** What can be said of the package without running it. */
function checkTarball() {
  const folder = join(here, "node_modules/tellback");
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const entries = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === "string" ? [entry] : Object.values(entry),
  );
  const files = readdirSync(folder, { encoding: "utf8", recursive: true });
  const maps = files.filter((name) => name.endsWith(".map"));
  /** @param {string} map */
  const sources = (map) => {
    const { sources, sourcesContent } = JSON.parse(readFileSync(join(folder, map), "utf8"));
    return sources.every(
      (/** @type {string} */ source, /** @type {number} */ at) =>
        source.startsWith("../") && typeof sourcesContent[at] === "string",
    );
  };
  return [
    {
      name: "nothing runs when it is installed, and nothing else is installed with it",
      passed:
        !["preinstall", "install", "postinstall", "prepare"].some(
          (name) => manifest.scripts[name],
        ) &&
        !manifest.dependencies &&
        !manifest.optionalDependencies &&
        Object.keys(manifest.peerDependencies ?? {}).every(
          (name) => manifest.peerDependenciesMeta?.[name]?.optional,
        ),
    },
    {
      name: "every entry is there",
      passed: [...entries, manifest.main, manifest.types].every((entry) => {
        const [folder = "", ending = ""] = normalize(entry).split("*");
        const isPattern = entry.includes("*");
        return files.some((name) =>
          isPattern ? name.startsWith(folder) && name.endsWith(ending) : name === folder,
        );
      }),
    },
    {
      name: "the licences are there",
      passed: ["LICENSE-MIT", "LICENSE-APACHE"].every((name) => files.includes(name)),
    },
    {
      name: "source maps hold their sources, and lead nowhere else",
      passed: maps.length > 0 && maps.every(sources),
    },
  ];
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {import("./environments.js").Environment} environment
 * @returns {Promise<Row>}
 */
async function visit(browser, environment) {
  const { name, app, policy = STRICT } = environment;
  /** @type {Row} */
  const row = {
    name,
    built: "",
    loaded: false,
    events: "",
    violations: 0,
    errors: [],
    passed: false,
  };
  const isSame = (/** @type {typeof environment} */ other) =>
    other.app === app && !other.prepare && `${other.build}` === `${environment.build}`;
  // An app that is visited twice is built once.
  const first = environment.build && !environment.prepare && environments.find(isSame);
  const folder = join(work, (first || environment).name.replace(/\W+/g, "-"));
  const isBuilt = existsSync(folder);
  if (!isBuilt) cpSync(join(here, "apps", app), folder, { recursive: true });
  const collector = await startCollector();
  /** @type {(() => Promise<unknown>)[]} */
  const endings = [() => collector.stop()];
  try {
    environment.prepare?.(folder);
    if (environment.build && !isBuilt) {
      const began = performance.now();
      await run(environment.build, folder);
      row.built = `${((performance.now() - began) / 1000).toFixed(1)} s`;
    }
    const source = environment.serve
      ? { server: await serve(environment.serve, folder, endings) }
      : { folder: join(folder, "out") };
    const front = await startFront({ source, collector: collector.url, policy });
    endings.push(() => front.stop());
    const context = await browser.newContext();
    endings.push(() => context.close());
    await use(await context.newPage(), front.url, environment, folder, row);
    const kinds = await arrived(async () => [...(await collector.events()), ...front.records]);
    row.events = summary(kinds);
    const isOnce = EXPECTED_ONCE.every(
      (type) => kinds.filter((kind) => kind === type).length === 1,
    );
    row.passed = isOnce && row.loaded && row.violations === 0 && row.errors.length === 0;
  } catch (error) {
    row.errors.push(String(error));
  } finally {
    for (const end of endings.reverse()) await end();
  }
  return row;
}

/**
 * Reads, rates and copies an answer, and leaves.
 * @param {import("@playwright/test").Page} page
 * @param {string} url
 * @param {import("./environments.js").Environment} environment
 * @param {string} folder
 * @param {Row} row
 */
async function use(page, url, { path = "/", open, act }, folder, row) {
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    // A policy says in the console what it has refused.
    if (/Content Security Policy/.test(message.text())) row.violations += 1;
    else row.errors.push(message.text());
  });
  page.on("pageerror", (error) => row.errors.push(String(error)));
  await page.goto(url + path);
  await open?.(page);
  await page.getByRole("button", { name: "Good answer" }).waitFor();
  row.loaded = true;
  await act?.({ page, folder });
  await press(page, "Good answer");
  await selectSentence(page, page.getByText("Bread needs flour"));
  await copy(page);
  // Reading takes time.
  await page.waitForTimeout(400);
  await page.goto(url + ELSEWHERE);
}

/**
 * Waits until all that the reader did has arrived, and tells the types of what has.
 * @param {() => Promise<{ type?: string }[]>} events
 */
async function arrived(events) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const kinds = (await events()).map(({ type }) => type ?? "");
    if (EXPECTED.every((kind) => kinds.includes(kind))) return kinds;
    if (performance.now() > deadline)
      throw new Failure(`only ${summary(kinds) || "nothing"} arrived`);
    await delay(50);
  }
}

/** @param {string[]} kinds */
function summary(kinds) {
  const counts = new Map();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => (count > 1 ? `${kind} ${count}×` : kind)).join(" ");
}

/**
 * @param {string[]} command
 * @param {string} folder
 */
function run([program = "", ...args], folder) {
  return runQuietly(program, args, { env, cwd: folder, minutes: 3 });
}

/**
 * Starts an app's own server, and waits until it answers.
 * @param {(port: string) => string[]} command
 * @param {string} folder
 * @param {(() => Promise<unknown>)[]} endings
 */
async function serve(command, folder, endings) {
  const port = await freePort();
  const [program = "", ...args] = command(port);
  const child = start(program, args, { env, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  endings.push(() => stop(child));
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return url;
    if (performance.now() > deadline) throw new Failure(`${program} does not answer`);
    await delay(100);
  }
}

/** @returns {Promise<string>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(String(port)));
    });
  });
}

/**
 * Imports every entry on a server, where that has no effect.
 * @param {import("./environments.js").Server} server
 * @returns {Promise<Row>}
 */
async function importOn({ name, run, hasReact = false }) {
  const folder = join(work, "server");
  cpSync(join(here, "apps/server"), folder, { recursive: true });
  const { exports } = JSON.parse(
    readFileSync(join(here, "node_modules/tellback/package.json"), "utf8"),
  );
  const entries = Object.keys(exports)
    .filter((entry) => exports[entry].default && (hasReact || entry !== "./react"))
    .map((entry) => entry.replace(".", "tellback").replace("*", "de"));
  const [program = "", ...args] = run(JSON.stringify(entries));
  /** @type {Row} */
  const row = {
    name,
    built: "",
    loaded: false,
    events: "",
    violations: 0,
    errors: [],
    passed: false,
  };
  try {
    const output = await runQuietly(program, args, { env, cwd: folder, minutes: 1 });
    const { changed, said } = JSON.parse(output);
    row.loaded = true;
    row.errors = [
      ...changed.map((/** @type {string} */ name) => `the import left ${name}`),
      ...said,
    ];
    row.passed = row.errors.length === 0;
  } catch (error) {
    row.errors.push(String(error));
  }
  return row;
}
