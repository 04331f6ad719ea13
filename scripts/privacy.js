// @ts-check
// Holds the promises about privacy to what Chromium and Firefox do: every source of a refusal,
// before and after the start, in this and other tabs; 200 canaries, of which no byte may leave; a
// strict content security policy; pages that mean harm. Prints the matrix.
//
// `npm run test:privacy -- canary policy` does only what has one of these words in its name.
import { command } from "./command.js";
import { demand } from "./report.js";
import { forJourneys, setUp } from "./setup.js";

await command(import.meta.url, async (words) => {
  await setUp(forJourneys);
  // Only now: it needs what has just been installed.
  const { runPrivacy } = await import("../tests/privacy/suite.js");
  demand(await runPrivacy(words));
});
