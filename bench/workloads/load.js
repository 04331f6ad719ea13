// @ts-check
// From the call that starts a tracker until the page is at rest: nothing cached, then the same on a
// processor of a quarter of the speed.
import { setTimeout as delay } from "node:timers/promises";
import { visit } from "../visit.js";

/** @type {import("../workload.js").Workload} */
export const load = {
  name: "load and init",
  rounds: { quick: 3, full: 11 },
  async measure(browser, tracker) {
    const init = (/** @type {number} */ rate) =>
      visit(browser, tracker, 20, async ({ page, begin, spent, session }) => {
        await delay(150);
        await session.send("Emulation.setCPUThrottlingRate", { rate });
        const before = await spent();
        await begin();
        await delay(500);
        const { cpu } = await spent();
        const call = /** @type {number | undefined} */ (
          await page.evaluate("performance.getEntriesByName('call')[0]?.duration")
        );
        return { cpu: cpu - before.cpu, call };
      });
    const [usual, slow] = [await init(1), await init(4)];
    const { call } = usual;
    return { init: usual.cpu, "slow init": slow.cpu, ...(call === undefined ? {} : { call }) };
  },
};
