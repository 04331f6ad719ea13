// @ts-check
// Serves the demo page with a collector behind it: all of tellback on one machine.
import { createInterface } from "node:readline";
import { build } from "./build.js";
import { start, succeeds } from "./child.js";
import { command } from "./command.js";
import { runQuietly, step } from "./progress.js";
import { forBuild, setUp } from "./setup.js";

/** Builds the collector as it is developed and tested: fast to build, and fast enough. */
export function buildCollector() {
  return runQuietly("cargo", ["build", "--locked", "--workspace", "--bin", "tellback-collector"]);
}

await command(import.meta.url, async () => {
  await setUp(forBuild);
  await build();
  await step("building the collector", buildCollector);
  // PORT and TELLBACK_DB are the collector's own, and reach it through the environment.
  const collector = start(
    "target/debug/tellback-collector",
    ["serve", "--assets", "www", "--min-cell", "1"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const lines = createInterface({ input: /** @type {NodeJS.ReadableStream} */ (collector.stdout) });
  lines.on("line", (line) => {
    console.log(line);
    const url = /^listening on (http:\S+)$/.exec(line)?.[1];
    if (url) console.log(`tellback demo: ${url}/`);
  });
  // The collector has said why, if it could not serve.
  if (!(await succeeds(collector))) process.exitCode = 1;
});
