// @ts-check
// A display for a browser that cannot do without one.
import { path } from "./browsers.js";
import { start, stop } from "./child.js";
import { Failure } from "./command.js";

/**
 * Runs `work` with a display of its own, on a number that Xvfb finds free.
 * @template T
 * @param {(display: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDisplay(work) {
  const xvfb = start(
    path("xvfb"),
    ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  try {
    return await work(await displayName(xvfb));
  } finally {
    await stop(xvfb);
  }
}

/**
 * @param {import("./child.js").ChildProcess} xvfb
 * @returns {Promise<string>}
 */
function displayName(xvfb) {
  const number = /** @type {import("node:stream").Readable} */ (xvfb.stdio[3]);
  return new Promise((resolve, reject) => {
    number.setEncoding("utf8").once("data", (digits) => resolve(`:${digits.trim()}`));
    xvfb.once("close", () => reject(new Failure("Xvfb ended before it had a display")));
    xvfb.once("error", reject);
  });
}
