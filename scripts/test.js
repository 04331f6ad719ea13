// @ts-check
// Runs every test there is, or the stages named as arguments, and counts what passed.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { path } from "./browsers.js";
import { build } from "./build.js";
import { record, run } from "./child.js";
import { command, Failure } from "./command.js";
import { checkDatasets } from "./datasets.js";
import { withDisplay } from "./display.js";
import { lint } from "./lint.js";
import { step, stopwatch } from "./progress.js";
import { printCheck, printTable } from "./report.js";
import {
  browsers,
  forBuild,
  forJourneys,
  forLint,
  forPackage,
  forWasmTests,
  geckodriver,
  PYTHON,
  packages,
  python,
  setUp,
  toolchain,
} from "./setup.js";
import { checkSize, printWeights, weigh } from "./size.js";
import { buildCollector } from "./start.js";
import { find, read, root } from "./workspace.js";

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ needs: import("./setup.js").Need[], run(): Promise<Count> }} Stage
 */

const E2E_REPORT = "tests/e2e/results/report.json";

// A browser that never answers would otherwise hold up a CI run for hours. The end-to-end tests take
// 9 minutes where nothing else runs, and 20 on the slowest machine that they were seen on.
const PATIENCE = { minutes: 40 };

/** @type {Record<string, Stage>} */
const stages = {
  lint: {
    needs: forLint,
    run: async () => countChecks(await lint()),
  },
  build: {
    needs: forBuild,
    async run() {
      await build();
      return { passed: 1, failed: 0 };
    },
  },
  size: {
    needs: forBuild,
    async run() {
      await build();
      const weights = weigh();
      printWeights(weights);
      const checks = checkSize(weights);
      checks.forEach(printCheck);
      return countChecks(checks);
    },
  },
  host: {
    needs: [toolchain],
    run: () => rust("cargo", ["test", "--locked", "--workspace", "--no-fail-fast"]),
  },
  pipelines: { needs: [toolchain, python], run: pipelines },
  js: { needs: [packages], run: javascript },
  chromium: {
    needs: [...forWasmTests, ...browsers("chromium", "chromedriver")],
    run: () => wasm(["--chrome", "--chromedriver", path("chromedriver")]),
  },
  firefox: {
    needs: [...forWasmTests, geckodriver, ...browsers("firefox")],
    run: () => wasm(["--firefox", "--geckodriver", find("geckodriver") ?? ""]),
  },
  webkit: {
    needs: [...forWasmTests, ...browsers("webkitDriver", "xvfb")],
    run: () =>
      withDisplay((display) =>
        wasm(["--safari", "--safaridriver", path("webkitDriver")], { DISPLAY: display }),
      ),
  },
  package: { needs: forPackage, run: inEnvironments },
  faults: { needs: forJourneys, run: faults },
  privacy: { needs: forJourneys, run: privacy },
  e2e: { needs: forJourneys, run: endToEnd },
};

/**
 * @param {{ passed: boolean }[]} checks
 * @returns {Count}
 */
function countChecks(checks) {
  const passed = checks.filter((check) => check.passed).length;
  return { passed, failed: checks.length - passed };
}

/**
 * Runs a program that reports as cargo's test harness does.
 * @param {string} program
 * @param {string[]} args
 * @param {import("./child.js").Options} [options]
 * @returns {Promise<Count>}
 */
async function rust(program, args, options) {
  const { succeeded, output } = await record(program, args, options);
  const results = [...output.matchAll(/^test result: \S+ (\d+) passed; (\d+) failed/gm)];
  const passed = results.reduce((sum, result) => sum + Number(result[1]), 0);
  const failed = results.reduce((sum, result) => sum + Number(result[2]), 0);
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}

/**
 * The collector's ways into other tools, with the real ones at their ends.
 * @returns {Promise<Count>}
 */
async function pipelines() {
  const test = ["--workspace", "--test", "serve", "a_real_opentelemetry"];
  const forwarded = await rust("cargo", ["test", "--locked", ...test, "--", "--ignored"], {
    env: { ROTEL_AGENT: join(PYTHON, "rotel/rotel-agent") },
  });
  const loaded = await checkDatasets();
  return {
    passed: forwarded.passed + loaded.passed,
    failed: forwarded.failed + loaded.failed,
  };
}

/**
 * @param {string[]} browser
 * @param {NodeJS.ProcessEnv} [env]
 */
function wasm(browser, env) {
  const args = ["test", "--headless", "--mode", "no-install", ...browser];
  return rust("wasm-pack", [...args, "--", "--locked", "--test", "browser"], { ...PATIENCE, env });
}

/** @returns {Promise<Count>} */
async function javascript() {
  const folder = join(root, "tests/js");
  const files = existsSync(folder) ? readdirSync(folder).filter(isTest) : [];
  // Without a name, node would run whatever looks like a test anywhere.
  if (files.length === 0) return { passed: 0, failed: 0 };
  const { succeeded, output } = await record("node", [
    ...["--test", "--test-reporter=spec"],
    ...files.map((name) => `tests/js/${name}`),
  ]);
  /** @param {string} outcome */
  const count = (outcome) =>
    Number(
      new RegExp(`^ℹ ${outcome} (\\d+)$`, "m").exec(stripVTControlCharacters(output))?.[1] ?? 0,
    );
  const failed = count("fail") + count("cancelled");
  return { passed: count("pass"), failed: succeeded ? failed : Math.max(failed, 1) };
}

/** @returns {Promise<Count>} */
async function inEnvironments() {
  // Only now: it needs what has just been installed.
  const { runPackage } = await import("../tests/package/suite.js");
  return countChecks(await runPackage([]));
}

/** @returns {Promise<Count>} */
async function faults() {
  // Only now: it needs what has just been installed.
  const { runFaults } = await import("../tests/faults/suite.js");
  return countChecks(await runFaults({ isShort: true }));
}

/** @returns {Promise<Count>} */
async function privacy() {
  // Only now: it needs what has just been installed.
  const { runPrivacy } = await import("../tests/privacy/suite.js");
  return countChecks(await runPrivacy());
}

/** @returns {Promise<Count>} */
async function endToEnd() {
  await build();
  await step("building the collector", buildCollector);
  rmSync(join(root, E2E_REPORT), { force: true });
  const succeeded = await run("playwright", ["test"], PATIENCE);
  const { expected, unexpected, flaky } = JSON.parse(read(E2E_REPORT)).stats;
  const failed = unexpected + flaky;
  return { passed: expected, failed: succeeded ? failed : Math.max(failed, 1) };
}

/** @param {string} name */
function isTest(name) {
  return name.endsWith(".test.js");
}

/**
 * @param {string} name
 * @param {Stage} stage
 */
async function runStage(name, stage) {
  console.log(`\n── ${name} ${"─".repeat(60 - name.length)}`);
  const clock = stopwatch();
  const count = await stage.run().catch((error) => {
    console.error(error instanceof Failure ? error.message : error);
    return { passed: 0, failed: 1 };
  });
  if (count.passed + count.failed === 0) {
    console.error(`${name}: no test ran`);
    count.failed = 1;
  }
  return { name, ...count, time: clock() };
}

await command(import.meta.url, async (names) => {
  const unknown = names.find((name) => !Object.hasOwn(stages, name));
  if (unknown) {
    throw new Failure(
      `no stage is called ${unknown}: name any of ${Object.keys(stages).join(", ")}`,
    );
  }
  const chosen = Object.entries(stages).filter(
    ([name]) => names.length === 0 || names.includes(name),
  );
  await setUp(chosen.flatMap(([, { needs }]) => needs));

  const results = [];
  for (const [name, stage] of chosen) results.push(await runStage(name, stage));

  console.log();
  printTable(
    ["stage", "passed", "failed", "time"],
    results.map(({ name, passed, failed, time }) => [name, `${passed}`, `${failed}`, time]),
  );
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});
