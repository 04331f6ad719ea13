// @ts-check
// Serves the page and the trackers, and takes whatever a tracker sends, at any address: what has
// arrived is counted by the event, and a repeated one once. Nothing leaves this machine.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { root } from "../scripts/workspace.js";
import { BARE, BUNDLES, reader } from "./trackers.js";

const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
});

/** What any of them takes for a success. */
const REPLY = JSON.stringify({ code: 200, success: true, successes: [], errors: [] });

/** The reactions that a workload makes; reading is each tracker's own to judge. */
const REACTIONS = new Set(["rated", "copied"]);

/** @typedef {Awaited<ReturnType<typeof startReceiver>>} Receiver */

/** @param {string} tracker whose events arrive */
export async function startReceiver(tracker) {
  const read = await reader(tracker);
  /** @type {Set<string | number>} */
  const reactions = new Set();
  const totals = { requests: 0, bytes: 0, plainBytes: 0, events: 0, repeated: 0 };
  let isDown = false;

  /** @param {Buffer} bytes */
  function take(bytes) {
    const content = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    const text = content.toString();
    totals.requests += 1;
    totals.bytes += bytes.length;
    totals.plainBytes += content.length;
    for (const { id, type } of read({ text, json: parse(text) })) {
      totals.events += 1;
      if (id === undefined || !REACTIONS.has(type)) continue;
      if (reactions.has(id)) totals.repeated += 1;
      reactions.add(id);
    }
  }

  const server = createServer(async (request, response) => {
    const path = normalize((request.url ?? "/").replace(/\?.*/, ""));
    const file = request.method === "GET" ? await load(path) : undefined;
    if (file) {
      response.writeHead(200, {
        "Content-Type": TYPES[extname(path)] ?? "text/plain",
        // Only isolated pages get a clock that is fine enough.
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      });
      return void response.end(file);
    }
    const chunks = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // The browser gave up before it had sent everything.
      return;
    }
    if (isDown) return void response.destroy();
    if (chunks.length > 0) take(Buffer.concat(chunks));
    response.writeHead(200, { "Content-Type": "application/json", "Accept-Encoding": "gzip" });
    response.end(REPLY);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

  return {
    url: `http://127.0.0.1:${port}`,
    totals,
    /** How many different reactions have arrived. */
    arrived: () => reactions.size,

    /** Breaks every connection from now on, or no more. @param {boolean} down */
    fail(down) {
      isDown = down;
    },

    /**
     * Waits until so many reactions have arrived, or the time is over.
     * @param {number} count
     * @param {number} ms
     */
    async waitFor(count, ms) {
      if (tracker === BARE) return;
      const end = performance.now() + ms;
      while (reactions.size < count && performance.now() < end) await delay(20);
    },

    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} path */
async function load(path) {
  const [, folder, ...rest] = path.split("/");
  const file = {
    "page.html": join(root, "bench/page.html"),
    trackers: join(BUNDLES, ...rest),
    tellback: join(root, "dist", ...rest),
  }[folder ?? ""];
  return file && readFile(file).catch(() => undefined);
}
