// @ts-check
// An endpoint on an origin of its own that fails in every way that a real one does, in front of a
// collector that does not. The faults are made in a real server: what a browser makes of a
// connection that is refused, reset or cut short is the browser's own, and nothing stands between.
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { decode } from "../e2e/site.js";

const ALLOWED = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Accept-Encoding, Retry-After",
  "Accept-Encoding": "gzip",
};

/**
 * @typedef {import("node:http").ServerResponse} Response
 * @typedef {{ response: Response, body: string, count: number, pass(): Promise<number> }} Exchange
 *   `pass` hands the body to the collector and returns its status; `count` counts the requests
 *   since the fault began
 * @typedef {(exchange: Exchange) => void | Promise<void>} Fault
 * @typedef {Awaited<ReturnType<typeof startEndpoint>>} Endpoint
 */

/** @param {Response} response @param {number} status @param {Record<string, string>} [headers] */
function reply(response, status, headers) {
  response.writeHead(status, { ...ALLOWED, ...headers }).end();
}

/** @param {Response} response */
function reset(response) {
  /** @type {import("node:net").Socket | null} */ (response.socket)?.resetAndDestroy();
}

/** What a gateway, a server that restarts and one that is overloaded say, one after the other. */
const TROUBLES = [500, 502, 503, 504, 408, 429];

/** @satisfies {Record<string, Fault>} */
export const faults = {
  /** Nothing listens: see `fail`. */
  refuse: () => {},
  reset: ({ response }) => reset(response),
  /** Whoever waits is only let go when the endpoint recovers. */
  hang: () => {},
  async slow({ response, pass }) {
    await delay(1_000);
    reply(response, await pass());
  },
  errors: ({ response, count }) => reply(response, TROUBLES[count % TROUBLES.length] ?? 503),
  "retry-after": ({ response, count }) => {
    const until = new Date(Date.now() + 2_000).toUTCString();
    reply(response, 503, { "Retry-After": count % 2 ? "1" : until });
  },
  /** To nowhere: browsers that cannot follow it hand it to the page. */
  redirect: ({ response }) => reply(response, 302),
  rejected: ({ response }) => reply(response, 400),
  async "too large"({ response, body, pass }) {
    const isTooLarge = JSON.parse(body).events.length > 2;
    reply(response, isTooLarge ? 413 : await pass());
  },
  async "lost reply"({ response, pass }) {
    await pass();
    reset(response);
  },
  async "wrong CORS"({ response, pass }) {
    response.writeHead(await pass(), { "Access-Control-Allow-Origin": "https://other.example" });
    response.end();
  },
  async "truncated reply"({ response, pass }) {
    response.writeHead(await pass(), { ...ALLOWED, "Content-Length": "1000" }).write("{");
    await delay(10);
    reset(response);
  },
};

/** @param {string} collector where it passes on what it does not spoil */
export async function startEndpoint(collector) {
  /** @type {keyof typeof faults | undefined} */
  let fault;
  let count = 0;
  let passed = 0;

  const server = createServer(async (request, response) => {
    const chunks = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // The browser gave up before it had sent everything.
      return;
    }
    const bytes = Buffer.concat(chunks);
    const body = decode(bytes);
    async function pass() {
      try {
        const { status } = await fetch(`${collector}/feedback`, { method: "POST", body: bytes });
        if (status < 300) passed += JSON.parse(body).events.length;
        return status;
      } catch {
        // A page may have something to say when the collector of its row is on its way out.
        return 502;
      }
    }
    if (fault) {
      await faults[fault]({ response, body, count, pass });
      count += 1;
    } else {
      reply(response, await pass());
    }
  });
  let port = 0;
  async function listen() {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    ({ port } = /** @type {import("node:net").AddressInfo} */ (server.address()));
  }
  async function close() {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  }
  await listen();

  return {
    url: `http://127.0.0.1:${port}/feedback`,

    /** How many events the collector was handed, repeats included. */
    passed: () => passed,

    /** @param {keyof typeof faults} name */
    async fail(name) {
      fault = name;
      count = 0;
      if (name === "refuse") await close();
    },

    /** As a server that was started anew: connections of before are gone. */
    async recover() {
      if (fault === "refuse") await listen();
      else if (fault === "hang") server.closeAllConnections();
      fault = undefined;
    },

    stop: close,
  };
}
