// @ts-check
// Drives real browsers against an endpoint that fails, and accounts for every event.
//
// `npm run test:faults` takes about fifteen minutes: outages of 15 s in every way in which an endpoint
// can fail, and 1,000 abrupt exits, in each browser. With `-- --short`, as `npm test` runs it, the
// outages last 1 s and the exits are 5. The columns of every row add up:
// captured = delivered + dropped.
import { command, Failure } from "./command.js";
import { forJourneys, setUp } from "./setup.js";

await command(import.meta.url, async (args) => {
  await setUp(forJourneys);
  // Only now: it needs what has just been installed.
  const { runFaults } = await import("../tests/faults/suite.js");
  const rows = await runFaults({ isShort: args.includes("--short") });
  const failed = rows.filter(({ passed }) => !passed).map(({ fault }) => fault);
  if (failed.length > 0) throw new Failure(`not accounted for: ${failed.join("; ")}`);
});
