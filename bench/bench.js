// @ts-check
// What tellback costs a page, beside a tracker written by hand and what else can be installed for
// it: the same page, the same work, in one browser, in shuffled turns. With `-- --quick` in about
// ten minutes; without, in an hour or so. It needs a quiet machine, and asserts nothing.
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { path, WITHOUT_ITS_OWN_PAGES } from "../scripts/browsers.js";
import { build } from "../scripts/build.js";
import { command } from "../scripts/command.js";
import { step, stopwatch } from "../scripts/progress.js";
import { printTable } from "../scripts/report.js";
import { browsers, forBuild, peers, setUp } from "../scripts/setup.js";
import { read, root } from "../scripts/workspace.js";
import { plot } from "./plots.js";
import { HEADING, line, markdown } from "./report.js";
import { ROWS } from "./rows.js";
import { summarize } from "./statistics.js";
import { judge } from "./targets.js";
import { BARE, bundle, TRACKERS, weight } from "./trackers.js";
import { run } from "./workload.js";
import { clicks } from "./workloads/clicks.js";
import { flood } from "./workloads/flood.js";
import { leave } from "./workloads/leave.js";
import { load } from "./workloads/load.js";
import { outage } from "./workloads/outage.js";
import { scroll } from "./workloads/scroll.js";
import { stream } from "./workloads/stream.js";

const WORKLOADS = [
  load,
  clicks,
  flood,
  scroll(100),
  scroll(1_000),
  scroll(5_000),
  stream,
  leave,
  outage,
];
const RESULTS = join(root, "bench/results");

/** All of these in one browser; nothing but this machine can be reached from it. */
const BROWSER = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-blink-features=AutomationControlled",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  WITHOUT_ITS_OWN_PAGES,
];

await command(import.meta.url, async (args) => {
  const { values } = parseArgs({
    args,
    options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
  });
  const isQuick = values.quick;
  const clock = stopwatch();
  await setUp([...forBuild, peers, ...browsers("chromium")]);
  await build();
  await step("bundling the trackers", bundle);
  // Only now: it may have been installed a moment ago.
  const { chromium } = await import("@playwright/test");
  const browser = await chromium.launch({ executablePath: path("chromium"), args: BROWSER });
  /** @type {import("./workload.js").Figures} */
  const figures = {};
  try {
    const weighed = TRACKERS.filter((tracker) => tracker !== BARE);
    figures.weight = Object.fromEntries(
      weighed.map((tracker) => [tracker, [weight(tracker) / 1024]]),
    );
    for (const workload of WORKLOADS) {
      if (values.only && !workload.name.includes(values.only)) continue;
      const measured = await step(workload.name, () => run(workload, browser, TRACKERS, isQuick));
      Object.assign(figures, measured);
    }
  } finally {
    await browser.close();
  }

  const results = ROWS.filter(({ figure }) => figure in figures).map((row) =>
    summarize(row, figures[row.figure] ?? {}),
  );
  printTable(
    HEADING,
    results.map((result) => line(result)),
  );
  console.log(
    "\nWhat is added to the bare page; ~ marks what is no more than the ups and downs of that page or ours.",
  );
  // A part of the table is for whoever works on that part.
  if (values.only) return;
  const targets = judge(results);
  console.log("");
  for (const { name, isMet, says } of targets) console.log(`${isMet ? "✓" : "✗"} ${name}: ${says}`);
  const { dependencies } = JSON.parse(read("bench/package.json"));
  const conditions = {
    rounds: WORKLOADS.map(
      ({ name, rounds }) => `${name} ${rounds[isQuick ? "quick" : "full"]}`,
    ).join(", "),
    browser: `Chromium ${browser.version()}`,
    machine: `${availableParallelism()} processors, ${process.platform} ${process.arch}`,
    made: `${new Date().toISOString().slice(0, 10)}, in ${clock()}, with ${isQuick ? "`--quick`" : "all rounds"}`,
    versions: Object.entries(dependencies)
      .map((entry) => entry.join(" "))
      .join(", "),
  };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, "table.md"), markdown(results, targets, conditions));
  const json = { conditions, results, targets, figures };
  writeFileSync(join(RESULTS, "table.json"), `${JSON.stringify(json, undefined, 2)}\n`);
  await plot(results, RESULTS);
  console.log(`\nwritten to bench/results/, in ${clock()}`);
});
