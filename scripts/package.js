// @ts-check
// Builds small apps with the packed package, in every environment that people use, and drives them
// in a browser. Names of environments, or parts of names, run those alone.
import { command } from "./command.js";
import { demand } from "./report.js";
import { forPackage, setUp } from "./setup.js";

await command(import.meta.url, async (names) => {
  await setUp(forPackage);
  // Only now: it needs what has just been installed.
  const { runPackage } = await import("../tests/package/suite.js");
  demand(await runPackage(names));
});
