// @ts-check
// A page with a tracker on it, and what the browser says that it costs.
import { setTimeout as delay } from "node:timers/promises";
import { startReceiver } from "./receiver.js";

/**
 * @typedef {import("@playwright/test").Browser} Browser
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {import("@playwright/test").CDPSession} Session
 * @typedef {Awaited<ReturnType<typeof open>>} Visit
 */

/** Peers filter out what says that it is no person's browser. */
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

const PATIENCE_MS = 2_000;

/**
 * Opens the page in a profile of its own, so that nothing is cached, hands it to `act`, and closes it.
 * @template T
 * @param {Browser} browser
 * @param {string} tracker
 * @param {number} answers
 * @param {(visit: Visit) => Promise<T>} act
 */
export async function visit(browser, tracker, answers, act) {
  const receiver = await startReceiver(tracker);
  const context = await browser.newContext({
    userAgent: USER_AGENT,
    viewport: { width: 1280, height: 900 },
  });
  try {
    return await act(await open(context, receiver, tracker, answers));
  } finally {
    // To close a page while it loads may keep Playwright waiting for ever.
    await Promise.race([context.close(), delay(PATIENCE_MS)]);
    receiver.stop();
  }
}

/**
 * @param {import("@playwright/test").BrowserContext} context
 * @param {import("./receiver.js").Receiver} receiver
 * @param {string} tracker
 * @param {number} answers
 */
async function open(context, receiver, tracker, answers) {
  const page = await context.newPage();
  await page.addInitScript(rememberMemory);
  await page.goto(`${receiver.url}/page.html?answers=${answers}`);
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });

  return {
    page,
    session,
    receiver,

    /** Starts the tracker. */
    begin: () => page.evaluate(`begin("${tracker}")`),

    /** What has been spent so far: milliseconds of the main thread, of them in scripts, and layouts. */
    async spent() {
      const { metrics } = await session.send("Performance.getMetrics");
      const value = (/** @type {string} */ name) =>
        metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
      return {
        cpu: value("ThreadTime") * 1000,
        script: value("ScriptDuration") * 1000,
        layouts: value("LayoutCount"),
      };
    },

    /** Kilobytes that are kept: the JavaScript heap, and the wasm's memory, which is not in it. */
    async kept() {
      // What is only weakly held goes with the second.
      await session.send("HeapProfiler.collectGarbage");
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      const wasm = /** @type {number} */ (await page.evaluate("wasmBytes()"));
      return { heap: usedSize / 1024, wasm: wasm / 1024 };
    },
  };
}

/** Runs in the page: remembers the memory of every wasm. */
function rememberMemory() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  const { instantiate } = WebAssembly;
  const remember = async (/** @type {any[]} */ ...args) => {
    const made = await Reflect.apply(instantiate, WebAssembly, args);
    const { exports } = made.instance ?? made;
    for (const value of Object.values(exports)) {
      if (value instanceof WebAssembly.Memory) memories.push(value);
    }
    return made;
  };
  Object.assign(WebAssembly, { instantiate: remember });
  Object.assign(window, {
    wasmBytes: () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  });
}
