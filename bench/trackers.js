// @ts-check
// Everything that is measured: each as a file of its own that a page can import, and its weight.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runQuietly } from "../scripts/progress.js";
import { brotli, weigh } from "../scripts/size.js";
import { root } from "../scripts/workspace.js";

/** The page itself, which every other figure is held against. */
export const BARE = "none";
export const BY_HAND = "hand-written";
export const OURS = "tellback";
export const PEERS = ["opentelemetry", "langfuse", "snowplow", "posthog", "segment", "amplitude"];
export const TRACKERS = [BARE, BY_HAND, OURS, ...PEERS];

/** Where the bundles are. */
export const BUNDLES = join(root, "target/bench");

/**
 * @typedef {{ id: string | number | undefined, type: string }} Arrived one event; no `id` where it is
 *   not one of those that the page made
 * @typedef {(body: { text: string, json: any }) => Arrived[]} Read
 */

/** Bundles every tracker with what a host writes to use it. */
export async function bundle() {
  for (const tracker of TRACKERS) {
    const folder = join(root, "bench/peers");
    await runQuietly("esbuild", [
      `${folder}/${tracker}.js`,
      ...["--bundle", "--format=esm", "--target=es2022", "--minify", "--platform=browser"],
      ...["--external:/tellback/index.js", '--define:process.env.NODE_ENV="production"'],
      // What reads bodies in the receiver is none of the page's.
      "--define:Buffer=undefined",
      `--outfile=${BUNDLES}/${tracker}.js`,
    ]);
  }
}

/** @param {string} tracker @returns {Promise<Read>} how bodies of this tracker are read */
export async function reader(tracker) {
  const { read } = await import(`./peers/${tracker}.js`);
  return read;
}

/** What a page loads for a tracker, in bytes of brotli. @param {string} tracker */
export function weight(tracker) {
  const glue = brotli(readFileSync(join(BUNDLES, `${tracker}.js`)));
  return glue + (tracker === OURS ? weigh().total.brotli : 0);
}
