// @ts-check
// A reader who is fast: real clicks on a thumb and real copies of an answer, 100 a second.
import { setTimeout as delay } from "node:timers/promises";
import { visit } from "../visit.js";

const EVERY_MS = 10;
const CLICKS_A_COPY = 10;

/** @type {import("../workload.js").Workload} */
export const clicks = {
  name: "clicks and copies",
  rounds: { quick: 2, full: 9 },
  measure: (browser, tracker, isQuick) =>
    visit(browser, tracker, 20, async ({ page, session, receiver, begin, spent, kept }) => {
      const made = isQuick ? 385 : 1_100;
      await page.evaluate(clockListeners);
      await begin();
      await page.evaluate("addLast()");
      await delay(500);
      const heapBefore = await kept();
      const before = await spent();
      const began = performance.now();
      /** @type {Promise<unknown>[]} */
      const sent = [];
      for (let at = 0; at < made; at += 1) {
        await delay(began + at * EVERY_MS - performance.now());
        sent.push(at % (CLICKS_A_COPY + 1) === CLICKS_A_COPY ? copy(session) : click(session));
      }
      await Promise.all(sent);
      await delay(isQuick ? 1_500 : 6_000);
      const { script } = await spent();
      const clocked = /** @type {number[]} */ (await page.evaluate("clocked"));
      const sorted = clocked.sort((a, b) => a - b);
      const heapAfter = await kept();
      const { bytes, plainBytes, events, requests } = receiver.totals;
      return {
        "a click": 1000 * (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN),
        "slowest clicks": 1000 * (sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN),
        // A click makes the browser do a hundred times the work of any tracker, with ups and downs
        // that would hide it.
        "an event": (1000 * (script - before.script)) / made,
        "bytes sent": bytes / events,
        "bytes plain": plainBytes / events,
        requests: (1000 * requests) / events,
        "heap kept": heapAfter.heap - heapBefore.heap,
        "wasm memory": heapAfter.wasm,
      };
    }),
};

/** @param {import("../visit.js").Session} session */
async function click(session) {
  const where = /** @type {const} */ ({ x: 20, y: 20, button: "left", clickCount: 1 });
  await Promise.all([
    session.send("Input.dispatchMouseEvent", { type: "mousePressed", ...where }),
    session.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...where }),
  ]);
}

/** @param {import("../visit.js").Session} session */
async function copy(session) {
  const select = "getSelection().selectAllChildren(document.querySelectorAll('article')[1])";
  const key = { key: "c", code: "KeyC", windowsVirtualKeyCode: 67, modifiers: 2 };
  await Promise.all([
    session.send("Runtime.evaluate", { expression: select }),
    session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key, commands: ["copy"] }),
    session.send("Input.dispatchKeyEvent", { type: "keyUp", ...key }),
  ]);
}

/** Runs in the page: clocks all listeners of a click, from the first one called to the last. */
function clockListeners() {
  const page = /** @type {any} */ (window);
  const types = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];
  let began = 0;
  let spent = 0;
  page.clocked = [];
  // The first to be called: the window is where an event begins, and this came first there.
  for (const type of types) {
    addEventListener(
      type,
      () => {
        began = performance.now();
      },
      true,
    );
  }
  page.addLast = () => {
    const button = /** @type {Element} */ (document.querySelector("button"));
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    });
    for (const type of types) {
      addEventListener(type, () => {
        spent += performance.now() - began;
        if (type !== "click") return;
        page.clocked.push(spent);
        spent = 0;
      });
    }
  };
}
