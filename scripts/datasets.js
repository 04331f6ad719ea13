// @ts-check
// Loads exported files as trainers do, and prints their columns and rows:
//
//     npm run datasets -- preferences.jsonl ratings.jsonl events.jsonl
//
// Without files, it exports them first, from what a few hundred invented readers did.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onOutput, record, start, stop } from "./child.js";
import { command, Failure } from "./command.js";
import { runQuietly, step } from "./progress.js";
import { PYTHON, python, setUp, toolchain } from "./setup.js";
import { buildCollector } from "./start.js";

const COLLECTOR = "target/debug/tellback-collector";
const READERS = "300";

/**
 * Loads files, and tells which of them have what a trainer needs.
 * @param {string[]} files
 */
async function load(files) {
  const { succeeded, output } = await record(
    "python3",
    ["collector/tests/datasets/load.py", ...files],
    { env: { PYTHONPATH: PYTHON, HF_HUB_OFFLINE: "1" } },
  );
  const loaded = output.match(/^\S+: (preferences|ratings|events), [1-9]\d* rows/gm)?.length ?? 0;
  return { passed: loaded, failed: succeeded ? files.length - loaded : files.length - loaded || 1 };
}

/**
 * Has invented readers react, and exports what they did.
 * @param {string} folder
 */
async function exportAll(folder) {
  const env = { TELLBACK_DB: join(folder, "tellback.sqlite") };
  const responses = join(folder, "responses.jsonl");
  const collector = start(COLLECTOR, ["serve", "--port", "0", "--rate-limit", "0"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    const url = await new Promise((resolve, reject) => {
      onOutput(collector, (text) => {
        const listening = /listening on (\S+)/.exec(text);
        if (listening) resolve(listening[1]);
      });
      once(collector, "close").then(() => reject(new Failure("the collector did not start")));
    });
    const readers = ["collector/simulation/readers.js", `${url}/feedback`, responses, READERS];
    await runQuietly("node", readers);
  } finally {
    await stop(collector);
  }
  const files = [];
  for (const kind of ["preferences", "ratings", "events"]) {
    const file = join(folder, `${kind}.jsonl`);
    const record = kind === "events" ? [] : ["--responses", responses];
    await runQuietly(COLLECTOR, ["export", kind, ...record, "--out", file], { env });
    files.push(file);
  }
  return files;
}

/** Exports files and loads them. */
export async function checkDatasets() {
  await step("building the collector", buildCollector);
  const folder = mkdtempSync(join(tmpdir(), "tellback-datasets-"));
  try {
    /** @type {string[]} */
    let files = [];
    await step("exporting what invented readers did", async () => {
      files = await exportAll(folder);
    });
    return await load(files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await command(import.meta.url, async (files) => {
  await setUp(files.length > 0 ? [python] : [python, toolchain]);
  const { failed } = files.length > 0 ? await load(files) : await checkDatasets();
  if (failed > 0) process.exitCode = 1;
});
