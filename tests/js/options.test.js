// @ts-check
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { provide } from "./globals.js";
import { load } from "./source.js";

const { check } = await load("options");
const { start } = await load("index");
const EXPECTED_URL =
  "options.endpoint: expected an http(s) URL, or a path that begins with /, ./ or ../";
const hasTouchedThePage = Object.hasOwn(globalThis, Symbol.for("tellback"));

/** A node as browsers have them: its fields can be asked of nothing else. */
class Node {
  #fields;

  /** @param {{ nodeType: number, baseURI?: string, host?: object }} fields */
  constructor(fields) {
    this.#fields = fields;
  }

  get nodeType() {
    return this.#fields.nodeType;
  }

  get baseURI() {
    return this.#fields.baseURI;
  }

  get host() {
    return this.#fields.host;
  }
}

/** As strict about selectors as these tests need it. */
class DocumentFragment {
  /** @param {string} selector */
  querySelector(selector) {
    const isOpen = /\[[^\]]*$|\([^)]*$/.test(selector);
    if (isOpen || !/^[\w.#"'\s=[\]()-]*\w[\w"'\])]*,a$/.test(selector)) throw new SyntaxError();
  }
}

const document = new Node({ nodeType: 9, baseURI: "https://chat.example/app/page?id=7" });
const endpoint = "/feedback";

Object.defineProperty(globalThis, "Node", { configurable: true, value: Node });
Object.defineProperty(globalThis, "DocumentFragment", {
  configurable: true,
  value: DocumentFragment,
});
Object.defineProperty(globalThis, "document", { configurable: true, value: document });

/**
 * Asserts that these options are refused with this message.
 * @param {unknown} options
 * @param {string} message
 */
function refuse(options, message) {
  assert.throws(() => check(options), { name: "TypeError", message });
}

/**
 * Asserts that none of these values is taken for an option.
 * @param {string} name as in `batch.maxEvents`
 * @param {unknown[]} values
 * @param {string} expected
 */
function refuseEach(name, values, expected) {
  const [outer = "", inner] = name.split(".");
  for (const value of values) {
    const option = inner ? { [inner]: value } : value;
    refuse({ endpoint, [outer]: option }, `options.${name}: expected ${expected}`);
  }
}

/**
 * What becomes of an option's value.
 * @param {Record<string, unknown>} options
 */
function accept(options) {
  return check({ endpoint, ...options });
}

test("everything but the endpoint has a default", () => {
  assert.deepEqual(check({ endpoint }), {
    endpoint: "https://chat.example/feedback",
    optOut: false,
    optInRequired: false,
    honorBrowserSignals: true,
    root: document,
    selectors: {},
    maxEvents: 50,
    maxBytes: 16384,
    maxDelayMs: 5000,
    storage: "none",
    epsilonPct: undefined,
    sampleRate: 1,
    context: [],
    muted: [],
    headers: {},
    credentials: "omit",
    onBatch: undefined,
    comments: false,
    strings: {},
    wasmUrl: undefined,
    debug: false,
  });
});

test("an option that is undefined has its default", () => {
  const names = [
    ...["optOut", "consent", "honorBrowserSignals", "root", "selectors", "capture", "batch"],
    ...[
      "storage",
      "privacy",
      "sampleRate",
      "context",
      "headers",
      "credentials",
      "onBatch",
      "comments",
    ],
    ...["strings", "wasmUrl", "debug"],
  ];
  const unset = Object.fromEntries(names.map((name) => [name, undefined]));
  assert.deepEqual(accept(unset), check({ endpoint }));
  assert.equal(accept({ batch: { maxEvents: undefined } }).maxEvents, 50);
  assert.deepEqual(accept({ capture: { viewed: undefined } }).muted, []);
});

test("every option is taken", () => {
  const root = new Node({ nodeType: 1 });
  const onBatch = () => true;
  const options = {
    endpoint: "https://ingest.example/v1?team=a",
    optOut: true,
    consent: "opt-in",
    honorBrowserSignals: false,
    root,
    selectors: { response: ".answer", id: "data-id", actions: { up: "button.up" } },
    capture: { viewed: false, rated: true, acted: false },
    batch: { maxEvents: 100, maxBytes: 61440, maxDelayMs: 0 },
    storage: "session",
    sampleRate: 0.25,
    context: { model: "m7", "prompt.version": "2026-11_a" },
    headers: { "X-Team": "a" },
    credentials: "include",
    onBatch,
    comments: true,
    strings: { up: "Gut", thanks: "Danke" },
    wasmUrl: "../files/tellback_bg.wasm",
    debug: true,
  };
  assert.deepEqual(check(options), {
    endpoint: "https://ingest.example/v1?team=a",
    optOut: true,
    optInRequired: true,
    honorBrowserSignals: false,
    root,
    selectors: {
      ...{ response: ".answer", conversation: undefined, composer: undefined },
      ...{ streaming: undefined, id: "data-id", actions: { up: "button.up" } },
    },
    maxEvents: 100,
    maxBytes: 61440,
    maxDelayMs: 0,
    storage: "session",
    epsilonPct: undefined,
    sampleRate: 0.25,
    context: ["model", "m7", "prompt.version", "2026-11_a"],
    muted: ["viewed", "acted"],
    headers: { "x-team": "a" },
    credentials: "include",
    onBatch,
    comments: true,
    strings: { up: "Gut", thanks: "Danke" },
    wasmUrl: "https://chat.example/files/tellback_bg.wasm",
    debug: true,
  });
});

test("what one answer may tell is never more than was asked for", () => {
  /** @type {[number, number][]} */
  const asked = [
    [0.1, 10],
    [0.29, 29],
    [1, 100],
    [1.0986, 109],
    [1.9999, 199],
    [10, 1000],
  ];
  for (const [epsilon, hundredths] of asked) {
    assert.equal(accept({ privacy: { epsilon } }).epsilonPct, hundredths);
  }
});

test("a budget is a number that hides something and tells something", () => {
  const expected = "options.privacy.epsilon: expected a number from 0.1 to 10";
  for (const epsilon of [undefined, null, 0, 0.09, 10.1, -1, Number.NaN, "1", Infinity]) {
    refuse({ endpoint, privacy: { epsilon } }, expected);
  }
  refuse({ endpoint, privacy: true }, "options.privacy: expected an object");
  refuse(
    { endpoint, privacy: { epsilon: 1, delta: 0 } },
    "options.privacy.delta: expected one of epsilon",
  );
});

test("nothing that names or keeps anything goes with randomised answers", () => {
  const privacy = { epsilon: 1 };
  const expected =
    "options.privacy: expected no storage, credentials, comments or onBatch beside it";
  for (const more of [
    { storage: "session" },
    { storage: "local" },
    { credentials: "include" },
    { comments: true },
    { onBatch: () => {} },
  ]) {
    refuse({ endpoint, privacy, ...more }, expected);
  }
  accept({ privacy, storage: "none", credentials: "omit", comments: false, sampleRate: 0.5 });
});

test("options are an object", () => {
  for (const options of [undefined, null, true, 7, "/feedback", [], [{ endpoint }], () => {}]) {
    refuse(options, "options: expected an object");
  }
});

test("an unknown name is refused, with those that are known", () => {
  refuse(
    { endpoint, optout: true },
    "options.optout: expected one of endpoint, optOut, consent, honorBrowserSignals, root, " +
      "selectors, capture, batch, storage, privacy, sampleRate, context, headers, credentials, onBatch, " +
      "comments, strings, wasmUrl, debug",
  );
  refuse(
    { endpoint, batch: { maxevents: 10 } },
    "options.batch.maxevents: expected one of maxEvents, maxBytes, maxDelayMs",
  );
  refuse(
    { endpoint, capture: { clicked: false } },
    "options.capture.clicked: expected one of rated, reasoned, commented, viewed, copied, regenerated, " +
      "edited, followed_up, stopped, switched, preferred, outcome, acted, left",
  );
});

describe("endpoint", () => {
  test("a path is meant from the page, and a URL as it is", () => {
    /** @param {unknown} endpoint */
    const resolve = (endpoint) => check({ endpoint }).endpoint;
    assert.equal(resolve("/feedback"), "https://chat.example/feedback");
    assert.equal(resolve("/"), "https://chat.example/");
    assert.equal(resolve("./x"), "https://chat.example/app/x");
    assert.equal(resolve("../x"), "https://chat.example/x");
    assert.equal(resolve("../../x?y=1"), "https://chat.example/x?y=1");
    assert.equal(resolve("//ingest.example/x"), "https://ingest.example/x");
    assert.equal(resolve("https://ingest.example/x"), "https://ingest.example/x");
    assert.equal(resolve("http://127.0.0.1:8787/x"), "http://127.0.0.1:8787/x");
    assert.equal(resolve("HTTPS://Ingest.Example/X"), "https://ingest.example/X");
    assert.equal(resolve(new URL("https://ingest.example/x")), "https://ingest.example/x");
  });

  test("anything else is refused", () => {
    const values = [
      ...[undefined, null, false, 7, {}, [], [endpoint], () => endpoint],
      ...["", "feedback", "feedback/x", "not a url", "/not a path", " /feedback", "/feedback\n"],
      ...["ftp://x", "file:///x", "javascript:alert(1)", "data:,x", "mailto:ada@example.org"],
      ...["http://", "https://", "https://[", "http://:80", ".", "..", ".../x", "?x", "#x"],
      ...["https://ada:secret@x/", "https://ada@x/", "//ada:secret@x/", "https://:secret@x/"],
      ...[new URL("ftp://x"), new URL("data:,x"), new URL("https://ada:secret@x/")],
    ];
    for (const endpoint of values) refuse({ endpoint }, EXPECTED_URL);
    refuse({}, EXPECTED_URL);
  });

  test("a path is refused on a page that came from no server", (t) => {
    for (const baseURI of ["file:///home/ada/chat.html", "about:blank"]) {
      provide(t, "document", () => new Node({ nodeType: 9, baseURI }));
      for (const endpoint of ["/feedback", "./feedback", "//x/feedback"]) {
        refuse({ endpoint }, EXPECTED_URL);
      }
      assert.equal(check({ endpoint: "https://x/" }).endpoint, "https://x/");
    }
  });
});

test("flags are true or false", () => {
  for (const flag of ["optOut", "honorBrowserSignals", "comments", "debug", "capture.viewed"]) {
    refuseEach(flag, [null, 0, 1, "", "true", {}], "true or false");
  }
});

test("words are from a list", () => {
  refuseEach("consent", [null, true, "", "optIn", "OPT-IN"], '"opt-out" or "opt-in"');
  refuseEach(
    "credentials",
    [null, true, "", "Include", "same-site"],
    '"omit" or "same-origin" or "include"',
  );
});

test("numbers are within their limits", () => {
  const none = [null, "50", Number.NaN, Infinity, -Infinity, 10n, [50], new Date(50)];
  refuseEach("batch.maxEvents", [...none, 0, -1, 101, 1.5], "a whole number from 1 to 100");
  refuseEach("batch.maxBytes", [...none, 2047, 61441, 4096.5], "a whole number from 2048 to 61440");
  refuseEach("batch.maxDelayMs", [...none, -1, 3600001, 0.5], "a whole number from 0 to 3600000");
  refuseEach("sampleRate", [...none, -0.01, 1.01], "a number from 0 to 1");
});

test("the limits themselves are taken", () => {
  const { maxEvents, maxBytes, maxDelayMs, sampleRate } = accept({
    batch: { maxEvents: 1, maxBytes: 2048, maxDelayMs: 3600000 },
    sampleRate: 0,
  });
  assert.deepEqual([maxEvents, maxBytes, maxDelayMs, sampleRate], [1, 2048, 3600000, 0]);
});

test("the root is a node", () => {
  for (const nodeType of [1, 9, 11]) accept({ root: new Node({ nodeType, host: {} }) });
  const expected = "a document, an element or a shadow root";
  const text = new Node({ nodeType: 3 });
  const fragment = new Node({ nodeType: 11 });
  refuseEach("root", [null, "body", {}, Node, Node.prototype, text, fragment], expected);
});

test("what only looks like a node is no root", () => {
  const expected = "a document, an element or a shadow root";
  const hostile = new Proxy(new Node({ nodeType: 1 }), {});
  const fake = { nodeType: 1, querySelectorAll: () => [] };
  refuseEach("root", [fake, Object.create(document), hostile], expected);
});

test("a root and a document may call whatever stands in them as they like", (t) => {
  const root = Object.defineProperty(new Node({ nodeType: 1 }), "nodeType", { value: {} });
  assert.equal(accept({ root }).root, root);
  const unreadable = Object.defineProperty(new Node({ nodeType: 1 }), "querySelectorAll", {
    get() {
      throw new Error("never");
    },
  });
  assert.equal(accept({ root: unreadable }).root, unreadable);
  const page = new Node({ nodeType: 9, baseURI: "https://chat.example/app/" });
  Object.defineProperty(page, "baseURI", { value: {} });
  provide(t, "document", () => page);
  assert.equal(accept({ endpoint: "./x" }).endpoint, "https://chat.example/app/x");
});

test("groups of options are objects", () => {
  for (const group of ["capture", "batch", "strings", "context"]) {
    refuseEach(group, [null, true, 7, "x", []], "an object");
  }
});

test("a tag is a short name and a short value", () => {
  const expected = "a name and a value of 1 to 32 characters A-Z a-z 0-9 . _ -";
  const values = [undefined, null, 7, true, "", "two words", "ada@example.org", "-a", ".a", "é"];
  refuseEach("context.model", [...values, "a".repeat(33), "a\n"], expected);
  for (const name of ["", "two words", "-a", "a".repeat(33), "__proto__"]) {
    const context = Object.fromEntries([[name, "m7"]]);
    refuse({ endpoint, context }, `options.context.${name}: expected ${expected}`);
  }
  const longest = "a".repeat(32);
  assert.deepEqual(accept({ context: { [longest]: longest } }).context, [longest, longest]);
});

test("there are at most eight tags", () => {
  /** @param {number} count */
  const tags = (count) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, "v"]));
  assert.equal(accept({ context: tags(8) }).context.length, 16);
  refuse({ endpoint, context: tags(9) }, "options.context: expected at most 8 tags");
});

test("selectors are selectors, and are named where they are none", () => {
  refuseEach("selectors", ["x", [], null, 3], "an object");
  const wrong = [".a[b", "", 7, null, "..", "a:is("];
  for (const name of ["response", "conversation", "composer", "streaming"]) {
    refuseEach(`selectors.${name}`, wrong, "a CSS selector");
  }
  refuse(
    { endpoint, selectors: { answer: ".a" } },
    "options.selectors.answer: expected one of response, conversation, composer, streaming, id, actions",
  );
  refuse(
    { endpoint, selectors: { actions: { "thumb up": ".a" } } },
    "options.selectors.actions.thumb up: expected a word of 1 to 32 characters A-Z a-z 0-9 . _ -",
  );
  refuse(
    { endpoint, selectors: { actions: { up: "a[" } } },
    "options.selectors.actions.up: expected a CSS selector",
  );
});

test("a name is in an attribute, or a function tells it", () => {
  const id = () => "r1";
  assert.equal(accept({ selectors: { id } }).selectors.id, id);
  refuseEach(
    "selectors.id",
    ["", "data id", "[id]", 7, null, {}],
    "the name of an attribute, or a function",
  );
});

test("headers are names and values that a request can have", () => {
  const values = [null, true, 7, "X-Team: a", [], { "two words": "a" }, { a: "b\nc" }, { a: "é€" }];
  refuseEach("headers", values, "an object of header names and values");
});

test("onBatch is a function", () => {
  refuseEach("onBatch", [null, true, "send", {}], "a function");
});

test("an option that throws when it is read is an error", () => {
  const names = [...Object.keys(check({ endpoint })), "consent", "capture", "batch", "privacy"];
  const known = names.filter((name) => !/^(max|muted|optInRequired|epsilonPct)/.test(name));
  assert.equal(known.length, 19);
  for (const name of known) {
    const options = Object.defineProperty({ endpoint }, name, {
      enumerable: true,
      get() {
        throw new RangeError(`no ${name}`);
      },
    });
    assert.throws(() => check(options), { name: "RangeError", message: `no ${name}` });
  }
});

test("what every object of the page has is no option", (t) => {
  const { prototype } = Object;
  Object.defineProperty(prototype, "optOut", { value: 0, configurable: true });
  t.after(() => Reflect.deleteProperty(prototype, "optOut"));
  assert.equal(accept({}).optOut, false);
});

test("options may be a proxy", () => {
  const { proxy, revoke } = Proxy.revocable({ endpoint }, {});
  assert.deepEqual(check(proxy), check({ endpoint }));
  revoke();
  assert.throws(() => check(proxy), TypeError);
  const never = () => {
    throw new Error("never");
  };
  assert.throws(() => check(new Proxy({ endpoint }, { ownKeys: never })), /never/);
  assert.throws(() => check(new Proxy({ endpoint }, { get: never })), /never/);
  assert.throws(
    () => check({ endpoint, batch: new Proxy({ maxEvents: 1 }, { get: never }) }),
    /never/,
  );
});

describe("start", () => {
  /**
   * Starts with wrong options, and tells why it failed.
   * @param {import("node:test").TestContext} t
   * @param {unknown} options
   */
  async function failure(t, options) {
    const logged = t.mock.method(console, "error", () => {});
    const tellback = start(/** @type {import("../../js/index.ts").Options} */ (options));
    assert.equal(tellback.status, "failed");
    const reason = await tellback.ready.then(
      () => assert.fail("ready was fulfilled"),
      (error) => error,
    );
    assert(reason instanceof Error);
    assert.equal(logged.mock.callCount(), 1);
    assert.equal(logged.mock.calls[0]?.arguments.at(-1), reason);
    logged.mock.restore();
    return reason.message;
  }

  test("returns an instance that says what is wrong with its options", async (t) => {
    assert.equal(await failure(t, undefined), "options: expected an object");
    assert.equal(await failure(t, {}), EXPECTED_URL);
    assert.equal(
      await failure(t, { endpoint, optOut: "yes" }),
      "options.optOut: expected true or false",
    );
  });

  test("changes nothing on the page before it is called", () => {
    assert.equal(hasTouchedThePage, false);
  });

  test("does not throw where the console does", async (t) => {
    const loud = t.mock.method(console, "error", () => {
      throw new Error("loud");
    });
    const tellback = start(/** @type {never} */ ({}));
    assert.equal(loud.mock.callCount(), 1);
    await assert.rejects(tellback.ready, /options\.endpoint: expected an http/);
  });

  test("makes an error of whatever an option throws", async (t) => {
    const options = {
      get endpoint() {
        throw "no endpoint";
      },
    };
    assert.equal(await failure(t, options), "no endpoint");
  });

  test("makes an error of what cannot even be described", async (t) => {
    const never = () => {
      throw new Error("never");
    };
    for (const thrown of [
      Object.create(null),
      { toString: never },
      new Proxy({}, { getPrototypeOf: never }),
    ]) {
      const options = {
        get endpoint() {
          throw thrown;
        },
      };
      assert.equal(await failure(t, options), "something that cannot be described was thrown");
    }
  });

  test("fails where there is no page, as on a server", async (t) => {
    provide(t, "document", () => undefined);
    const options = { endpoint: "https://ingest.example/" };
    assert.equal(await failure(t, options), "start() needs a page; call it in a browser");
  });

  test("leaves an instance that can be called without harm", async (t) => {
    t.mock.method(console, "error", () => {});
    const tellback = start(/** @type {never} */ ({}));
    tellback.rate("r1", { thumb: "up" });
    tellback.regenerated("r1");
    await tellback.flush();
    tellback.stop();
    tellback.stop();
    assert.deepEqual(tellback.stats(), { captured: 0, delivered: 0, queued: 0, dropped: {} });
    assert.equal(tellback.status, "failed");
  });
});
