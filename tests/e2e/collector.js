// @ts-check
// A collector for each test: its own process, port and database.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const PATIENCE_MS = 10_000;

/**
 * @typedef {Record<string, any>} StoredEvent an event with its stream, conversation, hour and context
 * @typedef {{ assets?: string, args?: string[] }} Options the folder to serve, relative to the
 *   repository, and further arguments
 * @typedef {Awaited<ReturnType<typeof startCollector>>} Collector
 */

/** @param {Options} [options] */
export async function startCollector({ assets = "www", args = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "tellback-"));
  const database = join(folder, "events.sqlite");
  const child = spawn(
    join(root, "target/debug/tellback-collector"),
    ["serve", "--port", "0", "--db", database, "--assets", assets, "--min-cell", "1", ...args],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  const closed = once(child, "close");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  }

  /** @returns {Promise<string>} */
  const listening = new Promise((resolve) => {
    child.stdout.on("data", () => {
      const url = /^listening on (http:\S+)\n/m.exec(output)?.[1];
      if (url) resolve(url);
    });
  });
  const url = await Promise.race([
    listening,
    closed.then(() => Promise.reject(new Error(`the collector ended at once:\n${output}`))),
  ]);

  /**
   * All events stored so far, those of a stream in the order in which they happened: of two requests
   * that are on their way at once, the second may arrive first.
   * @returns {Promise<StoredEvent[]>}
   */
  async function events() {
    const response = await fetch(`${url}/events`);
    if (!response.ok) throw new Error(`GET /events answered ${response.status}`);
    const lines = (await response.text()).split("\n");
    /** @type {StoredEvent[]} */
    const arrived = lines.filter((line) => line !== "").map((line) => JSON.parse(line));
    const happened = arrived.toSorted((one, other) => one.seq - other.seq);
    return arrived.map(({ stream }) => {
      const next = happened.findIndex((event) => event.stream === stream);
      return /** @type {StoredEvent} */ (happened.splice(next, 1)[0]);
    });
  }

  return {
    url,
    events,

    /**
     * Waits until the stored events are as the test expects, and returns them.
     * @param {(events: StoredEvent[]) => boolean} predicate
     */
    async eventually(predicate, timeout = PATIENCE_MS) {
      const deadline = performance.now() + timeout;
      for (;;) {
        const stored = await events();
        if (predicate(stored)) return stored;
        if (performance.now() > deadline) {
          const seen = stored.map((event) => JSON.stringify(event)).join("\n");
          throw new Error(`after ${timeout} ms the collector holds:\n${seen || "no event"}`);
        }
        await delay(50);
      }
    },

    /** All that the collector has printed. */
    output: () => output,

    /** Ends the collector as an operator would; it has to take that well. */
    async stop() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
      const [code, signal] = await closed;
      clearTimeout(timer);
      rmSync(folder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the collector ended with ${code ?? signal}:\n${output}`);
    },
  };
}

/**
 * `collector` is the test's own, `page.goto("/")` opens what it serves, and
 * `test.use({ collectorOptions })` starts it differently.
 * @type {import("@playwright/test").TestType<
 *   import("@playwright/test").PlaywrightTestArgs &
 *     import("@playwright/test").PlaywrightTestOptions & {
 *       collector: Collector, collectorOptions: Options
 *     },
 *   import("@playwright/test").PlaywrightWorkerArgs &
 *     import("@playwright/test").PlaywrightWorkerOptions
 * >}
 */
export const test = base.extend({
  collectorOptions: [{}, { option: true }],
  collector: async ({ collectorOptions }, use, testInfo) => {
    const collector = await startCollector(collectorOptions);
    await use(collector);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("collector", { body: collector.output(), contentType: "text/plain" });
    }
    await collector.stop();
  },
  baseURL: async ({ collector }, use) => use(collector.url),
});

export { expect };
