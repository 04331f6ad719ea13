// @ts-check
// A reader who scrolls through a conversation, down and up again, without a rest.
import { setTimeout as delay } from "node:timers/promises";
import { visit } from "../visit.js";

const EVERY_MS = 50;

/** @param {number} answers @returns {import("../workload.js").Workload} */
export const scroll = (answers) => ({
  name: `scrolling ${answers} answers`,
  // No target is about those between the shortest and the longest.
  rounds: { quick: answers === 1_000 ? 1 : 2, full: 9 },
  measure: (browser, tracker, isQuick) =>
    visit(browser, tracker, answers, async ({ session, begin, spent }) => {
      const lasting = isQuick ? 1_500 : 10_000;
      await begin();
      await delay(answers > 1_000 ? 1_000 : 500);
      const before = await spent();
      const began = performance.now();
      for (let turn = 0; turn * EVERY_MS < lasting; turn += 1) {
        await delay(began + turn * EVERY_MS - performance.now());
        const deltaY = turn % 40 < 20 ? 240 : -240;
        const where = { x: 600, y: 450, deltaX: 0, deltaY };
        await session.send("Input.dispatchMouseEvent", { type: "mouseWheel", ...where });
      }
      await delay(300);
      const { cpu } = await spent();
      return { [`scroll ${answers}`]: (1000 * (cpu - before.cpu)) / lasting };
    }),
});
