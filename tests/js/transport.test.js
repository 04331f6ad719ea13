// @ts-check
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { provide } from "./globals.js";
import { load } from "./source.js";

const { Transport } = await load("transport");

/**
 * @typedef {import("node:test").TestContext} TestContext
 * @typedef {import("../../js/options.ts").Settings} Settings
 * @typedef {RequestInit & { url: string }} Request
 */

const BATCH = { tellback: 1, stream: "0".repeat(32), events: [{ seq: 0, type: "rated" }] };
const BODY = JSON.stringify(BATCH);

/**
 * A transport whose requests `answer` answers, and what it asked for and reported so far.
 * @param {TestContext} t
 * @param {Partial<Settings>} settings
 * @param {() => Response | Promise<Response>} answer
 */
function open(t, settings = {}, answer = () => new Response()) {
  /** @type {Request[]} */
  const requests = [];
  t.mock.method(
    globalThis,
    "fetch",
    async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
      requests.push({ url, ...init });
      return answer();
    },
  );
  /** @type {[number, { status: number, retryAfterMs?: number | undefined }][]} */
  const replies = [];
  const transport = new Transport(
    /** @type {Settings} */ ({
      endpoint: "https://ingest.example/feedback",
      headers: {},
      credentials: "omit",
      debug: false,
      ...settings,
    }),
    (ticket, reply) => replies.push([ticket, reply]),
  );
  return { transport, requests, replies };
}

/** A promise, and what settles it. */
function later() {
  /** @type {(value: any) => void} */
  let resolve = () => {};
  /** @type {(reason: unknown) => void} */
  let reject = () => {};
  const promise = new Promise((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

/**
 * Whether a promise is settled by now.
 * @param {Promise<unknown>} promise
 */
async function isSettled(promise) {
  const pending = Symbol();
  await new Promise(setImmediate);
  return (await Promise.race([promise, pending])) !== pending;
}

describe("a request", () => {
  test("is a simple POST that outlives the page and carries nothing about the reader", async (t) => {
    const { transport, requests } = open(t);
    await transport.send(0, BODY);
    const [{ signal, headers, ...request } = {}, ...others] = requests;
    assert.deepEqual(others, []);
    assert(signal instanceof AbortSignal);
    assert.deepEqual([...new Headers(headers)], [["content-type", "text/plain;charset=UTF-8"]]);
    assert.deepEqual(request, {
      url: "https://ingest.example/feedback",
      method: "POST",
      body: BODY,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      keepalive: true,
      cache: "no-store",
      redirect: "error",
    });
  });

  test("carries the host's headers and credentials", async (t) => {
    const settings = { headers: { "x-team": "a" }, credentials: /** @type {const} */ ("include") };
    const { transport, requests } = open(t, settings);
    await transport.send(0, BODY);
    const headers = new Headers(requests[0]?.headers);
    assert.equal(headers.get("X-Team"), "a");
    assert.equal(headers.get("Content-Type"), "text/plain;charset=UTF-8");
    assert.equal(requests[0]?.credentials, "include");
  });

  test("has one Content-Type, whatever the host's headers say", async (t) => {
    for (const name of ["Content-Type", "content-type"]) {
      const { transport, requests } = open(t, { headers: { [name]: "application/json" } });
      await transport.send(0, BODY);
      const headers = new Headers(requests[0]?.headers);
      assert.equal(headers.get("Content-Type"), "text/plain;charset=UTF-8");
    }
  });

  test("has left before send returns, because the page may be gone after that", (t) => {
    for (const onBatch of [undefined, () => {}, () => false]) {
      const { transport, requests } = open(t, { onBatch });
      void transport.send(0, BODY);
      assert.equal(requests.length, 1);
    }
  });
});

describe("an answer", () => {
  test("is reported once, with its ticket and status", async (t) => {
    for (const status of [200, 204, 400, 403, 413, 429, 500, 503]) {
      const { transport, replies } = open(t, {}, () => new Response(null, { status }));
      await transport.send(7, BODY);
      assert.deepEqual(replies, [[7, { status, retryAfterMs: undefined }]]);
    }
  });

  test("that does not come is reported as status 0", async (t) => {
    const { transport, replies } = open(t, {}, () => {
      throw new TypeError("Failed to fetch");
    });
    await transport.send(7, BODY);
    assert.deepEqual(replies, [[7, { status: 0 }]]);
  });

  test("may come from a fetch of the page's own, and be odd", async (t) => {
    for (const [answer, status] of /** @type {[unknown, number][]} */ ([
      [{ status: 202 }, 202],
      [{ status: 202, headers: null }, 202],
      [{ status: 202, headers: { "Retry-After": "5" } }, 202],
      [{ status: 202, headers: { get: "Retry-After" } }, 0],
      [{ ok: true }, 0],
      [{ status: "fine" }, 0],
      [{ status: Number.NaN }, 0],
      [{ status: Symbol("status") }, 0],
      [undefined, 0],
      [null, 0],
      ["204", 0],
    ])) {
      const { transport, replies } = open(t, {}, () => /** @type {Response} */ (answer));
      await transport.send(7, BODY);
      assert.deepEqual(
        replies.map(([ticket, reply]) => [ticket, reply.status]),
        [[7, status]],
      );
    }
  });

  test("is told apart from others on their way", async (t) => {
    const answers = [later(), later()];
    const waiting = [...answers];
    const { transport, replies } = open(t, {}, () => waiting.shift()?.promise ?? assert.fail());
    const sent = [transport.send(0, BODY), transport.send(1, BODY)];
    answers[1]?.resolve(new Response(null, { status: 503 }));
    await sent[1];
    answers[0]?.resolve(new Response());
    await sent[0];
    assert.deepEqual(
      replies.map(([ticket, { status }]) => [ticket, status]),
      [
        [1, 503],
        [0, 200],
      ],
    );
  });

  /**
   * What a `Retry-After` means.
   * @param {TestContext} t
   * @param {string} value
   */
  async function retryAfter(t, value) {
    const response = new Response(null, { status: 503, headers: { "Retry-After": value } });
    const { transport, replies } = open(t, {}, () => response);
    await transport.send(0, BODY);
    return replies[0]?.[1].retryAfterMs;
  }

  test("may ask to wait for seconds", async (t) => {
    assert.equal(await retryAfter(t, "120"), 120_000);
    assert.equal(await retryAfter(t, "1"), 1_000);
  });

  test("may ask to wait until a time", async (t) => {
    // A date has no milliseconds.
    const asked = Number(await retryAfter(t, new Date(Date.now() + 60_000).toUTCString()));
    assert(asked > 58_000 && asked <= 60_000, String(asked));
  });

  test("that asks for nothing sensible asks for nothing", async (t) => {
    const past = new Date(Date.now() - 60_000).toUTCString();
    for (const value of ["", "0", "-5", "soon", "Infinity", past]) {
      assert.equal(await retryAfter(t, value), undefined, value);
    }
  });
});

describe("patience", () => {
  const PATIENCE_MS = 30_000;

  test("ends after 30 s: the request is aborted, and counts as failed", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { transport, requests, replies } = open(t, {}, () => later().promise);
    void transport.send(7, BODY);
    t.mock.timers.tick(PATIENCE_MS - 1);
    assert.deepEqual([requests[0]?.signal?.aborted, replies], [false, []]);
    t.mock.timers.tick(1);
    assert.deepEqual([requests[0]?.signal?.aborted, replies], [true, [[7, { status: 0 }]]]);
    assert(await isSettled(transport.whenIdle()));
  });

  test("ends for the host's own sending as well, whatever comes of it later", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    for (const result of [true, undefined]) {
      const sending = later();
      const { transport, requests, replies } = open(t, { onBatch: () => sending.promise });
      const sent = transport.send(7, BODY);
      t.mock.timers.tick(PATIENCE_MS);
      sending.resolve(result);
      await sent;
      assert.deepEqual([requests, replies], [[], [[7, { status: 0 }]]]);
    }
  });

  test("leaves no timer behind", async (t) => {
    /** @type {Set<unknown>} */
    const timers = new Set();
    t.mock.method(globalThis, "setTimeout", () => {
      const timer = Symbol();
      timers.add(timer);
      return timer;
    });
    t.mock.method(globalThis, "clearTimeout", (/** @type {unknown} */ timer) => {
      timers.delete(timer);
    });
    const answered = open(t).transport;
    await answered.send(0, BODY);
    assert.equal(timers.size, 0);
    const failing = open(t, {}, () => Promise.reject(new TypeError("Failed to fetch"))).transport;
    await failing.send(0, BODY);
    assert.equal(timers.size, 0);
    const hanging = open(t, { onBatch: () => later().promise }).transport;
    void hanging.send(0, BODY);
    void hanging.send(1, BODY);
    assert.equal(timers.size, 2);
    hanging.abort();
    assert.equal(timers.size, 0);
  });
});

describe("keepalive", () => {
  /** @param {TestContext} t @param {() => Response | Promise<Response>} answer */
  function openWith(t, answer) {
    const opened = open(t, {}, answer);
    return { ...opened, asked: () => opened.requests.map(({ keepalive }) => keepalive) };
  }

  const refuse = () => Promise.reject(new TypeError("Failed to fetch"));

  test("is not asked for again after a failure, until the next success", async (t) => {
    const answers = [refuse, () => new Response(), () => new Response()];
    const { transport, asked } = openWith(t, () => answers.shift()?.() ?? assert.fail());
    for (let ticket = 0; ticket < 3; ticket += 1) await transport.send(ticket, BODY);
    assert.deepEqual(asked(), [true, false, true]);
  });

  test("is asked for when the page is left, also for what is on its way without it", async (t) => {
    const answers = [refuse, () => later().promise, () => new Response()];
    const { transport, requests, replies, asked } = openWith(t, () => {
      return answers.shift()?.() ?? assert.fail();
    });
    await transport.send(0, BODY);
    void transport.send(1, BODY);
    transport.leave();
    assert.deepEqual(replies, [
      [0, { status: 0 }],
      [1, { status: 0 }],
    ]);
    assert.equal(requests[1]?.signal?.aborted, true);
    await transport.send(2, BODY);
    assert.deepEqual(asked(), [true, false, true]);
  });

  test("that is refused to a large body as the page is left makes it be halved", async (t) => {
    const { transport, replies } = openWith(t, refuse);
    const large = JSON.stringify({ ...BATCH, context: { a: "x".repeat(5000) } });
    await transport.send(0, large);
    transport.leave();
    await Promise.all([transport.send(1, large), transport.send(2, BODY)]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await transport.send(3, large);
    assert.deepEqual(
      replies.map(([ticket, { status }]) => `${ticket}: ${status}`),
      ["0: 0", "1: 413", "2: 0", "3: 0"],
    );
  });
});

describe("gzip", () => {
  /** Longer than what fits into a packet. */
  const LONG = JSON.stringify({ ...BATCH, events: Array(50).fill(BATCH.events[0]) });
  const GZIP = { headers: { "Accept-Encoding": "br, gzip" } };
  const says = (/** @type {number} */ status) => new Response(null, { status, ...GZIP });

  /**
   * A transport whose endpoint has said that it reads gzip, on a page that is shown.
   * @param {TestContext} t
   * @param {(() => Response | Promise<Response>)[]} answers what it says next; 200 after that
   * @param {Partial<Settings>} [settings]
   */
  async function openZipping(t, answers = [], settings = {}) {
    provide(t, "document", () => ({ hidden: false }));
    const opened = open(t, settings, () => answers.shift()?.() ?? says(200));
    await opened.transport.send(100, BODY);
    opened.requests.splice(0);
    opened.replies.splice(0);
    return opened;
  }

  /** @param {Request[]} requests each as what it carries */
  const bodies = (requests) =>
    requests.map(({ body }) => {
      if (typeof body === "string") return "plain";
      assert.equal(gunzipSync(/** @type {ArrayBuffer} */ (body)).toString(), LONG);
      return "gzip";
    });

  /** Compression that never ends. @param {TestContext} t */
  const stall = (t) =>
    provide(t, "CompressionStream", () => {
      return function Stalled() {
        return new TransformStream({ transform: () => new Promise(() => {}) });
      };
    });

  test("is what an endpoint gets that has said so, and costs no header", async (t) => {
    const { transport, requests, replies } = await openZipping(t, [() => says(200)]);
    await transport.send(0, LONG);
    await transport.send(1, LONG);
    assert.deepEqual(bodies(requests), ["gzip", "gzip"]);
    assert.deepEqual(
      [...new Headers(requests[0]?.headers)],
      [["content-type", "text/plain;charset=UTF-8"]],
    );
    assert.deepEqual(
      [requests[0]?.keepalive, replies.map(([ticket, { status }]) => [ticket, status])],
      [
        true,
        [
          [0, 200],
          [1, 200],
        ],
      ],
    );
    const [{ body } = {}] = requests;
    assert(body instanceof ArrayBuffer && body.byteLength < LONG.length / 10);
  });

  test("is nothing that an endpoint gets which has not said so, or says so no more", async (t) => {
    const { transport, requests } = await openZipping(t, [
      () => says(200),
      () => new Response(),
      () => says(403),
    ]);
    for (let ticket = 0; ticket < 4; ticket += 1) await transport.send(ticket, LONG);
    assert.deepEqual(bodies(requests), ["gzip", "plain", "plain", "gzip"]);
  });

  test("is not worth it where a body fits into a packet", async (t) => {
    const { transport, requests } = await openZipping(t);
    await transport.send(0, BODY);
    assert.deepEqual(bodies(requests), ["plain"]);
  });

  test("waits for nothing on a page that is hidden, or is being left", async (t) => {
    const { transport, requests } = await openZipping(t);
    transport.leave();
    void transport.send(0, LONG);
    assert.equal(requests.length, 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    provide(t, "document", () => ({ hidden: true }));
    void transport.send(1, LONG);
    assert.deepEqual(bodies(requests), ["plain", "plain"]);
  });

  for (const name of /** @type {const} */ (["leave", "hurry"])) {
    test(`that is still at work when the page may go is not waited for (${name})`, async (t) => {
      const { transport, requests, replies } = await openZipping(t);
      stall(t);
      const sent = [transport.send(0, LONG), transport.send(1, LONG)];
      assert.equal(await isSettled(Promise.any(sent)), false);
      assert.deepEqual(requests, []);
      transport[name]();
      // The browser does as much before any other task, and the page may be gone after that.
      await new Promise(process.nextTick);
      assert.deepEqual(bodies(requests), ["plain", "plain"]);
      await Promise.all(sent);
      assert.equal(replies.length, 2);
    });
  }

  test("that fails leaves the body as it is", async (t) => {
    const { transport, requests, replies } = await openZipping(t);
    for (const broken of [undefined, () => {}, class {}]) {
      provide(t, "CompressionStream", () => broken);
      await transport.send(0, LONG);
    }
    assert.deepEqual(bodies(requests), ["plain", "plain", "plain"]);
    assert.equal(replies.length, 3);
  });

  test("that an endpoint refuses after all costs a retry and no event", async (t) => {
    const { transport, requests, replies } = await openZipping(t, [
      () => says(200),
      () => says(400),
      () => new Response(null, { status: 400 }),
    ]);
    for (let ticket = 0; ticket < 2; ticket += 1) await transport.send(ticket, LONG);
    assert.deepEqual(bodies(requests), ["gzip", "plain"]);
    assert.deepEqual(
      replies.map(([, { status }]) => status),
      [0, 400],
    );
  });

  test("that is aborted sends nothing and reports nothing", async (t) => {
    const { transport, requests, replies } = await openZipping(t);
    const sent = transport.send(0, LONG);
    transport.abort();
    await sent;
    assert.deepEqual([requests, replies], [[], []]);
    assert(await isSettled(transport.whenIdle()));
  });

  test("comes after onBatch, which sees the batch", async (t) => {
    /** @type {unknown[]} */
    const seen = [];
    const onBatch = (/** @type {unknown} */ batch) => void seen.push(batch);
    const { transport, requests } = await openZipping(t, [], { onBatch });
    await transport.send(0, LONG);
    assert.deepEqual(bodies(requests), ["gzip"]);
    assert.deepEqual(seen.at(-1), JSON.parse(LONG));
  });
});

describe("abort", () => {
  test("ends what is on its way, and nothing is reported of it", async (t) => {
    const answers = [later(), later()];
    const waiting = [...answers];
    const { transport, requests, replies } = open(
      t,
      {},
      () => waiting.shift()?.promise ?? assert.fail(),
    );
    const sent = [transport.send(0, BODY), transport.send(1, BODY)];
    transport.abort();
    assert.deepEqual(
      requests.map(({ signal }) => signal?.aborted),
      [true, true],
    );
    answers[0]?.reject(new DOMException("The user aborted a request.", "AbortError"));
    answers[1]?.resolve(new Response());
    await Promise.all(sent);
    assert.deepEqual(replies, []);
  });

  test("leaves what is sent later alone", async (t) => {
    const { transport, requests, replies } = open(t);
    transport.abort();
    await transport.send(1, BODY);
    assert.equal(requests[0]?.signal?.aborted, false);
    assert.equal(replies.length, 1);
    transport.abort();
    assert.equal(requests[0]?.signal?.aborted, false);
  });

  test("from inside onBatch keeps that very batch back", async (t) => {
    const { transport, requests, replies } = open(t, { onBatch: () => transport.abort() });
    await transport.send(0, BODY);
    assert.deepEqual([requests, replies], [[], []]);
  });

  test("also ends what the host has not yet looked at", async (t) => {
    const looked = later();
    const { transport, requests, replies } = open(t, { onBatch: () => looked.promise });
    const sent = transport.send(0, BODY);
    transport.abort();
    looked.resolve(undefined);
    await sent;
    assert.deepEqual(requests, []);
    assert.deepEqual(replies, []);
  });
});

describe("onBatch", () => {
  /**
   * What came of a batch that the host looked at: the number of requests, and the status reported.
   * @param {TestContext} t
   * @param {Settings["onBatch"]} onBatch
   */
  async function outcome(t, onBatch) {
    const { transport, requests, replies } = open(
      t,
      { onBatch },
      () => new Response(null, { status: 202 }),
    );
    await transport.send(0, BODY);
    assert.equal(replies.length, 1);
    return [requests.length, replies[0]?.[1].status];
  }

  test("gets the batch, and may change its copy", async (t) => {
    /** @type {unknown[]} */
    const seen = [];
    const { transport, requests } = open(t, {
      onBatch: (batch) => {
        seen.push(structuredClone(batch));
        batch.events = [];
      },
    });
    await transport.send(0, BODY);
    assert.deepEqual(seen, [BATCH]);
    assert.equal(requests[0]?.body, BODY);
  });

  test("that has only looked leaves the sending to us", async (t) => {
    for (const result of [undefined, null, false, 0, 1, "true", {}]) {
      assert.deepEqual(await outcome(t, () => result), [1, 202]);
      assert.deepEqual(await outcome(t, async () => result), [1, 202]);
    }
  });

  test("that returns true, now or later, has delivered the batch", async (t) => {
    assert.deepEqual(await outcome(t, () => true), [0, 200]);
    assert.deepEqual(await outcome(t, async () => true), [0, 200]);
  });

  test("may return a promise that is not of this page's making", async (t) => {
    /** @param {Promise<unknown>} promise */
    const thenable = (promise) => {
      // biome-ignore lint/suspicious/noThenProperty: that is what makes it one
      return { then: promise.then.bind(promise) };
    };
    const delivered = () => thenable(Promise.resolve(true));
    const looked = () => thenable(Promise.resolve());
    const failed = () => thenable(Promise.reject(new Error("offline")));
    assert.deepEqual(await outcome(t, delivered), [0, 200]);
    assert.deepEqual(await outcome(t, looked), [1, 202]);
    assert.deepEqual(await outcome(t, failed), [0, 0]);
  });

  test("that throws or rejects wants it tried again", async (t) => {
    const failing = () => {
      throw new Error("offline");
    };
    assert.deepEqual(await outcome(t, failing), [0, 0]);
    assert.deepEqual(await outcome(t, () => Promise.reject(new Error("offline"))), [0, 0]);
  });
});

describe("whenIdle", () => {
  test("is fulfilled at once when nothing is on its way", async (t) => {
    const { transport } = open(t);
    assert(await isSettled(transport.whenIdle()));
    await transport.send(0, BODY);
    assert(await isSettled(transport.whenIdle()));
  });

  test("waits for the last answer", async (t) => {
    const answers = [later(), later()];
    const waiting = [...answers];
    const { transport } = open(t, {}, () => waiting.shift()?.promise ?? assert.fail());
    void transport.send(0, BODY);
    void transport.send(1, BODY);
    const idle = [transport.whenIdle(), transport.whenIdle()];
    answers[0]?.resolve(new Response());
    assert.equal(await isSettled(Promise.any(idle)), false);
    answers[1]?.resolve(new Response(null, { status: 500 }));
    assert(await isSettled(Promise.all(idle)));
  });

  test("waits for what is sent because of an answer, too", async (t) => {
    const second = later();
    const answers = [new Response(), second.promise];
    t.mock.method(globalThis, "fetch", async () => answers.shift() ?? assert.fail());
    const settings = /** @type {Settings} */ ({ endpoint: "https://ingest.example/" });
    const transport = new Transport(settings, (ticket) => {
      if (ticket === 0) void transport.send(1, BODY);
    });
    void transport.send(0, BODY);
    const idle = transport.whenIdle();
    assert.equal(await isSettled(idle), false);
    assert.deepEqual(answers, []);
    second.resolve(new Response());
    assert(await isSettled(idle));
  });

  test("is fulfilled when all is aborted", async (t) => {
    const { transport } = open(t, {}, () => later().promise);
    void transport.send(0, BODY);
    const idle = transport.whenIdle();
    assert.equal(await isSettled(idle), false);
    transport.abort();
    assert(await isSettled(idle));
  });
});
