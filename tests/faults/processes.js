// @ts-check
// The processes of a browser that this test has started, to be killed as a crash or a power cut
// kills them. Only what descends from this very process is ever looked at.
import { readdirSync, readFileSync } from "node:fs";

/**
 * @typedef {{ pid: number, parent: number, command: string, ticks: number }} Process
 *   `ticks`: the time that its own code has run for
 */

/** @returns {Process[]} */
function running() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        // The name in brackets may hold anything.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return [
          { pid: Number(name), parent: Number(fields[1]), command, ticks: Number(fields[11]) },
        ];
      } catch {
        return [];
      }
    });
}

/** Everything that this process has started, and that these have started. */
export function descendants() {
  const all = running();
  const found = [process.pid];
  for (const pid of found) {
    found.push(...all.filter(({ parent }) => parent === pid).map(({ pid }) => pid));
  }
  return all.filter(({ pid }) => pid !== process.pid && found.includes(pid));
}

/**
 * That which runs the code of a page: the one that is busy when the page is. The others of Firefox
 * are its own, and to crash one of those takes the browser along.
 * @param {import("@playwright/test").Page} page
 */
export async function rendererOf(page) {
  const before = new Map(renderers().map(({ pid, ticks }) => [pid, ticks]));
  await page.evaluate(() => {
    const end = performance.now() + 300;
    while (performance.now() < end);
  });
  const spent = (/** @type {Process} */ { pid, ticks }) => ticks - (before.get(pid) ?? ticks);
  const busiest = renderers().sort((one, other) => spent(other) - spent(one))[0];
  if (!busiest) throw new Error("no page is running");
  return busiest;
}

/** Those in which a browser runs the code of pages, its own included. */
export function renderers() {
  // Firefox says last what a process is for, Chromium among other things.
  const isRenderer = /(^| )--type=renderer( |$)| -contentproc .* tab *$/;
  return descendants().filter(({ command }) => isRenderer.test(command));
}

/** Ends processes as the kernel does that has no memory left. @param {Process[]} processes */
export function kill(processes) {
  signal(processes, "SIGKILL");
}

/** Ends processes as a fault in their own code does. @param {Process[]} processes */
export function crash(processes) {
  signal(processes, "SIGSEGV");
}

/** @param {Process[]} processes @param {NodeJS.Signals} name */
function signal(processes, name) {
  for (const { pid } of processes) {
    try {
      process.kill(pid, name);
    } catch {
      // It went with its parent.
    }
  }
}
