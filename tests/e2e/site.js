// @ts-check
// The site that a page comes from, in front of the collector. It logs every request, and it can be
// slow, broken or gone: faults are made here, in a real server, because Playwright's own routing
// misses requests that outlive their page.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test as withCollector } from "./collector.js";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const FOLDERS = ["tests/e2e/pages", "www"];
const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html;charset=UTF-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
});

/** What Firefox itself reports as an error of the page, though nothing was thrown. */
const BROWSERS_OWN =
  /Loading module from|Content-Security-Policy: The page|Cross-Origin Request Blocked: /;

/** Where the library's parts are. */
export const WASM = "/tellback/tellback_bg.wasm";
export const FULL_WASM = "/tellback/tellback_full_bg.wasm";
export const CONTROLS = "/tellback/controls.js";
export const ENDPOINT = "/feedback";

/**
 * @typedef {{ method: string, path: string, url: string,
 *   headers: import("node:http").IncomingHttpHeaders, bytes: Buffer<ArrayBuffer>, body: string
 * }} Logged `bytes` as they came, `body` without gzip
 * @typedef {import("node:http").ServerResponse} Response
 * @typedef {(response: Response, request: Logged) => void | Promise<void>} Answer
 * @typedef {Awaited<ReturnType<typeof startSite>>} Site
 */

/** @param {string} collector where to pass on what is no file */
export async function startSite(collector) {
  /** @type {Logged[]} */
  const requests = [];
  /** @type {Map<string, Answer>} */
  const answers = new Map([["/left", status(204)]]);
  /** @type {Record<string, string>} */
  const headers = {};

  const server = createServer(async (incoming, response) => {
    const chunks = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      // The browser gave up before it had sent everything.
      return;
    }
    const { method = "GET", url = "/" } = incoming;
    const request = {
      method,
      path: url.replace(/\?.*/, ""),
      url,
      headers: incoming.headers,
      bytes: Buffer.concat(chunks),
      body: decode(Buffer.concat(chunks)),
    };
    requests.push(request);
    await (answers.get(request.path) ?? serve)(response, request);
  });

  /** @type {Answer} */
  async function serve(response, request) {
    const file = request.method === "GET" && (await staticFile(request.path));
    if (file) {
      response.writeHead(200, { ...headers, "Content-Type": file.type }).end(file.content);
    } else {
      await pass(response, request);
    }
  }

  /** @type {Answer} */
  async function pass(response, { method, path, bytes }) {
    try {
      const body = bytes.length > 0 ? bytes : undefined;
      const reply = await fetch(collector + path, { method, body });
      for (const name of ["Content-Type", "Accept-Encoding"]) {
        const value = reply.headers.get(name);
        if (value !== null) response.setHeader(name, value);
      }
      response.writeHead(reply.status);
      response.end(Buffer.from(await reply.arrayBuffer()));
    } catch {
      // A page that outlives its test may still have something to say to a collector that is gone.
      response.writeHead(502).end();
    }
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

  return {
    url: `http://127.0.0.1:${port}`,
    /** Every request so far, in order. */
    requests,
    /** Sent with every file. */
    headers,
    /** Serves a request as if there were no fault. */
    serve,

    /** @param {string} path */
    count: (path) => requests.filter((request) => request.path === path).length,

    /** Every batch that a page has sent, as it was sent. */
    batches: () =>
      requests.filter(({ path }) => path === ENDPOINT).map(({ body }) => JSON.parse(body)),

    /**
     * Answers requests for a path differently from now on.
     * @param {string} path
     * @param {Answer} answer
     */
    replace(path, answer) {
      answers.set(path, answer);
    },

    /** @param {string} path */
    restore(path) {
      answers.delete(path);
    },

    /**
     * Lets requests for a path wait until the function that this returns is called.
     * @param {string} path
     * @param {Answer} then
     */
    hold(path, then = serve) {
      const { promise, resolve } = withResolvers();
      answers.set(path, async (response, request) => {
        await promise;
        await then(response, request);
      });
      return () => {
        answers.delete(path);
        resolve();
      };
    },

    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** The text of a body, gzipped or not, as its first bytes say. @param {Buffer} bytes */
export function decode(bytes) {
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString();
}

/** @param {string} path */
async function staticFile(path) {
  const name = normalize(path === "/" ? "/index.html" : path);
  for (const folder of FOLDERS) {
    const content = await readFile(join(root, folder, name)).catch(() => undefined);
    if (content) return { content, type: TYPES[extname(name)] ?? "application/octet-stream" };
  }
  return undefined;
}

/** Answers with a status and nothing else. @param {number} status @returns {Answer} */
export function status(status) {
  return (response) => void response.writeHead(status).end();
}

/** Breaks the connection, as an outage does. @type {Answer} */
export function outage(response) {
  response.destroy();
}

/**
 * What no name and no word of the contract has: anything that could be a sentence or an address. A
 * comment is the one text that may leave, so it is left out.
 * @param {Logged} request
 */
function textsIn({ body }) {
  const withoutComments = body.replace(/"text":"(?:[^"\\]|\\.)*"/g, '"text":""');
  return withoutComments.match(/[^\w.:"{}[\],-]+/g) ?? [];
}

/** Node 20 has no `Promise.withResolvers`. */
function withResolvers() {
  let resolve = () => {};
  const promise = new Promise((fulfil) => {
    resolve = () => fulfil(undefined);
  });
  return { promise, resolve };
}

/**
 * `site` is the test's own, as is the collector behind it, and `page.goto("/chat.html")` opens a
 * page of `tests/e2e/pages` or of the demo. `log` is what tellback has said in the console.
 *
 * No test passes while anything is thrown into a page.
 *
 * @type {import("@playwright/test").TestType<
 *   import("@playwright/test").PlaywrightTestArgs &
 *     import("@playwright/test").PlaywrightTestOptions & {
 *       collector: import("./collector.js").Collector,
 *       collectorOptions: import("./collector.js").Options,
 *       site: Site, log: { errors: string[], warnings: string[], infos: string[] },
 *     },
 *   import("@playwright/test").PlaywrightWorkerArgs &
 *     import("@playwright/test").PlaywrightWorkerOptions
 * >}
 */
export const test = withCollector.extend({
  site: async ({ collector }, use) => {
    const site = await startSite(collector.url);
    await use(site);
    await site.stop();
    // Whatever a test is about: no text has left any page.
    const sent = site.requests.filter(({ path, method }) => path === ENDPOINT && method === "POST");
    expect(sent.flatMap(textsIn)).toEqual([]);
  },
  baseURL: async ({ site }, use) => use(site.url),
  log: async ({ page }, use) => {
    const log = /** @type {Record<"errors" | "warnings" | "infos", string[]>} */ ({
      errors: [],
      warnings: [],
      infos: [],
    });
    const kinds = /** @type {Record<string, string[]>} */ ({
      error: log.errors,
      warning: log.warnings,
      info: log.infos,
    });
    page.on("console", (message) => {
      const text = message.text();
      if (text.startsWith("tellback")) kinds[message.type()]?.push(text);
    });
    await use(log);
  },
  page: async ({ page }, use) => {
    /** @type {string[]} */
    const thrown = [];
    page.on("pageerror", (error) => {
      if (!BROWSERS_OWN.test(String(error))) thrown.push(String(error));
    });
    await use(page);
    expect(thrown).toEqual([]);
  },
});

export { expect };
