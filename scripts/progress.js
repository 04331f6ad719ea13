// @ts-check
// What a person sees while something long goes on: on stderr, so that stdout holds results alone.
import { onOutput, start, succeeds } from "./child.js";
import { Failure } from "./command.js";

const HEARTBEAT_MS = 10_000;

/**
 * Announces a piece of work, and says how long it took.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const clock = stopwatch();
  console.error(`· ${name} …`);
  const result = await work();
  console.error(`  ${name}: done in ${clock()}`);
  return result;
}

/** @returns {() => string} the time since this call, as a person reads it */
export function stopwatch() {
  const started = performance.now();
  return () => {
    const seconds = (performance.now() - started) / 1000;
    if (seconds < 60) return `${seconds.toFixed(1)} s`;
    return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  };
}

/**
 * Runs a talkative program, showing only the line that it is at, and returns its output. All of
 * that is shown if the program fails, which is a failure of the command.
 * @param {string} program
 * @param {string[]} args
 * @param {import("./child.js").Options} [options]
 */
export async function runQuietly(program, args, options) {
  const child = start(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const status = statusLine();
  let output = "";
  onOutput(child, (chunk) => {
    output += chunk;
    status.show(output);
  });
  const succeeded = await succeeds(child, options);
  status.clear();
  if (succeeded) return output;
  process.stderr.write(output);
  throw new Failure(`failed: ${[program, ...args].join(" ")}`);
}

/** On a terminal, one line that changes; in a log, a line every ten seconds. */
function statusLine() {
  const { isTTY, columns = 80 } = process.stderr;
  let shown = performance.now();
  return {
    /** @param {string} output */
    show(output) {
      const end = output.lastIndexOf("\n");
      const line = output.slice(output.lastIndexOf("\n", end - 1) + 1, end).trim();
      if (end < 0 || !line) return;
      if (isTTY) {
        process.stderr.write(`\r\u001b[2K  ${line.slice(0, columns - 3)}`);
      } else if (performance.now() - shown > HEARTBEAT_MS) {
        shown = performance.now();
        console.error(`  ${line}`);
      }
    },
    clear() {
      if (isTTY) process.stderr.write("\r\u001b[2K");
    },
  };
}
