// @ts-check
// Looks for a comment that the scanner, and a body that the collector's parser, cannot take:
//
//     npm run fuzz -- --seconds 3600
//
// Half of the time for each. The inputs are the same on every machine; the tests make the first few
// thousand of them.
import { parseArgs } from "node:util";
import { record } from "./child.js";
import { command, Failure } from "./command.js";
import { step } from "./progress.js";
import { setUp, toolchain } from "./setup.js";

/** @type {[name: string, target: string[]][]} */
const TARGETS = [
  ["comments", ["--package", "tellback", "--test", "core", "fuzz::"]],
  ["batches", ["--package", "tellback-collector", "--bin", "tellback-collector", "fuzz::"]],
];

await command(import.meta.url, async (args) => {
  const { values } = parseArgs({ args, options: { seconds: { type: "string", default: "60" } } });
  const seconds = Math.ceil(Number(values.seconds) / TARGETS.length);
  if (!(seconds > 0)) throw new Failure("--seconds: expected a number above 0");
  await setUp([toolchain]);
  for (const [name, target] of TARGETS) {
    await step(`${name}, for ${seconds} s`, async () => {
      const { succeeded, output } = await record(
        "cargo",
        ["test", "--locked", ...target, "--", "--nocapture"],
        { env: { TELLBACK_FUZZ_SECONDS: String(seconds) } },
      );
      const found = /^\w+: \d+ inputs.*$/m.exec(output)?.[0];
      if (!succeeded || !found) throw new Failure(output);
      console.log(found);
    });
  }
});
