// @ts-check
// Whether a page that is used for an hour grows. Its clock is the browser's own, wound forward.
import { startCollector } from "../e2e/collector.js";
import { startSite } from "../e2e/site.js";
import { startEndpoint } from "./endpoint.js";
import { account } from "./row.js";

const STEP_MS = 5_000;
const STEPS = 720;
const WARM = 120;
/** What the engine itself may keep or let go of. */
const NOISE = 256 * 1024;

/**
 * A reader who votes every five seconds, on a page whose endpoint has an outage every ten minutes,
 * of one minute.
 * @param {import("@playwright/test").Browser} browser
 * @returns {Promise<import("./row.js").Row>}
 */
export async function hour(browser) {
  const collector = await startCollector();
  const endpoint = await startEndpoint(collector.url);
  const site = await startSite("");
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const { instantiate } = WebAssembly;
      Object.assign(WebAssembly, {
        /** @param {any[]} args */
        async instantiate(...args) {
          const made = await Reflect.apply(instantiate, WebAssembly, args);
          const exports = Object.values(made.instance.exports);
          Object.assign(window, {
            memory: exports.find((value) => value instanceof WebAssembly.Memory),
          });
          return made;
        },
      });
    });
    await page.clock.install();
    await page.goto(`${site.url}/chat.html`);
    await page.evaluate((endpoint) => {
      window.tellback = window.start({ endpoint, storage: "local" });
      return window.tellback.ready;
    }, endpoint.url);
    const memory = async () => {
      const wasm = await page.evaluate(() => window.memory.buffer.byteLength);
      return { wasm, heap: await heap(page) };
    };
    let before = { wasm: 0, heap: 0 };
    for (let step = 0; step < STEPS; step += 1) {
      if (step === WARM) before = await memory();
      if (step % 120 === 60) await endpoint.fail("errors");
      if (step % 120 === 72) await endpoint.recover();
      await page.evaluate((step) => {
        const stars = /** @type {1 | 5} */ (step % 2 ? 1 : 5);
        window.tellback.rate(`r${(step >> 1) % 20}`, { stars });
      }, step);
      await page.clock.runFor(STEP_MS);
    }
    const after = await memory();
    await page.evaluate(() => window.tellback.flush());
    const { captured, delivered, dropped } = await page.evaluate(() => window.tellback.stats());
    const growth = Math.round((after.heap - before.heap) / 1024);
    const name = `an hour of use: wasm ${after.wasm / 1024} KB, heap ${growth < 0 ? "" : "+"}${growth} KB`;
    const row = await account(name, captured, collector, endpoint, dropped);
    const isFlat = after.wasm === before.wasm && after.heap - before.heap < NOISE;
    return {
      ...row,
      passed: row.passed && isFlat && delivered === captured && captured > STEPS / 2,
    };
  } finally {
    await context.close();
    await site.stop();
    await endpoint.stop();
    await collector.stop();
  }
}

/** What JavaScript holds, where the browser tells. @param {import("@playwright/test").Page} page */
async function heap(page) {
  if (page.context().browser()?.browserType().name() !== "chromium") return 0;
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}
