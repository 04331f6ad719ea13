// @ts-check
// Child processes, none of which outlives the command that started it.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "./command.js";
import { environment, root } from "./workspace.js";

/**
 * @typedef {import("node:child_process").ChildProcess} ChildProcess
 * @typedef {{
 *   cwd?: string,
 *   env?: NodeJS.ProcessEnv,
 *   stdio?: import("node:child_process").StdioOptions,
 *   minutes?: number,
 * }} Options `cwd` is the repository unless said otherwise, `minutes` how long the child may take
 */

const PATIENCE_MS = 5_000;

/** @type {Set<ChildProcess>} */
const running = new Set();
let interrupted = false;

/**
 * Starts a program.
 * @param {string} program
 * @param {string[]} args
 * @param {Options} [options]
 */
export function start(
  program,
  args,
  { cwd = root, env, stdio = ["ignore", "inherit", "inherit"] } = {},
) {
  // Each child leads a process group, so that a signal also reaches what it starts in turn.
  const child = spawn(program, args, {
    cwd,
    env: { ...environment, ...env },
    stdio,
    detached: true,
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/**
 * Waits for a child's end, and tells whether it succeeded.
 * @param {ChildProcess} child
 * @param {Options} [options]
 * @returns {Promise<boolean>}
 */
export async function succeeds(child, { minutes } = {}) {
  const timer =
    minutes &&
    setTimeout(() => {
      console.error(`stopped after ${minutes} minutes: ${child.spawnargs.join(" ")}`);
      void stop(child);
    }, minutes * 60_000);
  try {
    const [code] = await once(child, "close");
    // The command is about to end, and must not go on to its next child.
    if (interrupted) await new Promise(() => {});
    return code === 0;
  } catch (error) {
    throw new Failure(`cannot run ${child.spawnfile}: ${/** @type {Error} */ (error).message}`);
  } finally {
    if (timer) clearTimeout(timer);
  }
}

/**
 * Runs a program with its output in view.
 * @param {string} program
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<boolean>} whether it succeeded
 */
export function run(program, args, options) {
  return succeeds(start(program, args, options), options);
}

/**
 * Runs a program with its output in view, and keeps that output.
 * @param {string} program
 * @param {string[]} args
 * @param {Options} [options]
 */
export async function record(program, args, options) {
  const child = start(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  onOutput(child, (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  return { succeeded: await succeeds(child, options), output };
}

/**
 * What a program prints, without its last line break; undefined if it fails or does not exist.
 * @param {string} program
 * @param {string[]} args
 * @returns {string | undefined}
 */
export function ask(program, args) {
  try {
    return execFileSync(program, args, {
      cwd: root,
      env: environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trimEnd();
  } catch {
    return undefined;
  }
}

/**
 * Calls `listener` with all that a child prints, on either stream.
 * @param {ChildProcess} child
 * @param {(chunk: string) => void} listener
 */
export function onOutput(child, listener) {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", listener);
  }
}

/**
 * Ends a child and all that it started: politely, and after five seconds by force.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 */
export async function stop(child, signal = "SIGTERM") {
  const { pid } = child;
  if (!pid || !running.has(child)) return;
  const closed = once(child, "close");
  const offspring = descendants(pid);
  kill(-pid, signal);
  await Promise.race([closed, delay(PATIENCE_MS, undefined, { ref: false })]);
  // A browser may have left its driver's process group, and outlived it.
  for (const process of [-pid, ...offspring]) kill(process, "SIGKILL");
  await Promise.race([closed, delay(PATIENCE_MS, undefined, { ref: false })]);
}

/** @param {number} ancestor */
function descendants(ancestor) {
  const table = (ask("ps", ["-A", "-o", "pid=,ppid="]) ?? "").split("\n");
  const processes = table.map((row) => row.trim().split(/\s+/).map(Number));
  const family = [ancestor];
  // The loop also visits what it appends.
  for (const member of family) {
    for (const [pid, parent] of processes) if (pid && parent === member) family.push(pid);
  }
  return family.slice(1);
}

/**
 * @param {number} pid a process, or minus the leader of a process group
 * @param {NodeJS.Signals} signal
 */
function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, async () => {
    // One Ctrl-C arrives twice, from the terminal and from npm.
    if (interrupted) return;
    interrupted = true;
    const children = [...running];
    await Promise.all(children.map((child) => stop(child, signal)));
    // An interrupted server ends cleanly, and so does the command that ran it.
    const clean = children.length > 0 && children.every((child) => child.exitCode === 0);
    process.exit(clean ? 0 : 128 + constants.signals[signal]);
  });
}

process.on("exit", () => {
  for (const { pid } of running) if (pid) kill(-pid, "SIGTERM");
});
