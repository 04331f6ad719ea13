// @ts-check
// Answers that stream in, twenty tokens a frame: ten times as fast as a model writes.
import { setTimeout as delay } from "node:timers/promises";
import { visit } from "../visit.js";

const TOKENS = 2_000;
const TOKENS_A_FRAME = 20;

/** @type {import("../workload.js").Workload} */
export const stream = {
  name: "streaming answers of 2,000 tokens",
  rounds: { quick: 2, full: 5 },
  measure: (browser, tracker, isQuick) =>
    visit(browser, tracker, 20, async ({ page, begin, spent }) => {
      await begin();
      await delay(500);
      const before = await spent();
      const lasted = /** @type {number} */ (
        await page.evaluate(`(${streamAnswers})(${isQuick ? 1 : 20}, ${TOKENS}, ${TOKENS_A_FRAME})`)
      );
      const { cpu, layouts } = await spent();
      return {
        streaming: (100 * (cpu - before.cpu)) / lasted,
        layouts: (1000 * (layouts - before.layouts)) / lasted,
      };
    }),
};

/**
 * Runs in the page; returns how many milliseconds it took.
 * @param {number} answers
 * @param {number} tokens
 * @param {number} tokensAFrame
 */
async function streamAnswers(answers, tokens, tokensAFrame) {
  const main = /** @type {Element} */ (document.querySelector("main"));
  const began = performance.now();
  for (let at = 0; at < answers; at += 1) {
    const answer = document.createElement("article");
    answer.setAttribute("data-tellback-response", `s${at}`);
    answer.setAttribute("data-tellback-state", "streaming");
    main.append(answer);
    for (let token = 0; token < tokens; token += 1) {
      answer.append("token ");
      if (token % tokensAFrame === 0) {
        answer.scrollIntoView({ block: "end" });
        await new Promise(requestAnimationFrame);
      }
    }
    answer.setAttribute("data-tellback-state", "complete");
  }
  return performance.now() - began;
}
