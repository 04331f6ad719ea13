// @ts-check
// Drives real browsers against an endpoint that fails, and accounts for every event.
//
// `npm run test:faults` takes about half an hour: in each browser, outages of 15 s in every way in
// which an endpoint can fail, 1,000 abrupt exits, half of them with storage and a fifth of them crashes,
// eight tabs whose browser is killed (of which only what is on the disk can arrive, so that is counted
// first), and an hour of use. With `-- --short`, as `npm test` runs it, the outages last 1 s and
// the exits are 10. Groups can be named, such as `-- "firefox exits"`. The columns of every row add
// up: captured = delivered + dropped.
import { command, Failure } from "./command.js";
import { forJourneys, setUp } from "./setup.js";

await command(import.meta.url, async (args) => {
  await setUp(forJourneys);
  // Only now: it needs what has just been installed.
  const { runFaults } = await import("../tests/faults/suite.js");
  const only = args.filter((arg) => !arg.startsWith("--"));
  const rows = await runFaults({ isShort: args.includes("--short"), only });
  const failed = rows.filter(({ passed }) => !passed).map(({ fault }) => fault);
  if (failed.length > 0) throw new Failure(`not accounted for: ${failed.join("; ")}`);
});
