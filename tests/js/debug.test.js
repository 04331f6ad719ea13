// @ts-check
// What puts the core's outcomes into words; tests/e2e/debug.spec.js sees them in a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../scripts/workspace.js";
import { provide } from "./globals.js";
import { load } from "./source.js";

const { explain, WHY } = await load("debug");

const EMPTY = new TextEncoder().encode(JSON.stringify({ dropped: {} }));

/**
 * A capture that explains itself, over a wasm that does as it is told.
 * @param {import("node:test").TestContext} t
 * @param {(host: import("../../js/host.ts").Host) => object} behave
 */
function debug(t, behave) {
  provide(t, "document", () => ({}));
  /** @type {unknown[][]} */
  const said = [];
  t.mock.method(console, "info", (/** @type {unknown[]} */ ...line) => said.push(line));
  const host = /** @type {any} */ ({
    root: { addEventListener: () => {} },
    markup: { everyAnswer: [] },
    selectors: {},
    endpoint: "/feedback",
    observe: () => {},
    send: () => {},
  });
  /** @param {import("../../js/host.ts").Host} host */
  function Capture(host) {
    return { stats: () => EMPTY, ...behave(host) };
  }
  return { capture: explain(/** @type {any} */ (Capture), host), said };
}

test("every reason of the core has words, in the core's order", () => {
  const body = /pub enum Why \{([\s\S]*?)\n\}/.exec(read("src/core/unrecorded.rs"))?.[1] ?? "";
  const reasons = [...body.matchAll(/^ {4}(\w+),$/gm)].map(([, name]) => name);
  assert.deepEqual(Object.keys(WHY), reasons);
});

test("a comment is shown by its length alone", (t) => {
  const event = { seq: 0, type: "commented", response: "r1", text: "canary of a reader" };
  const batch = { tellback: 1, stream: "s", conversation: "c1", events: [event] };
  const { capture, said } = debug(t, (host) => ({
    flush: () => host.send(0, new TextEncoder().encode(JSON.stringify(batch))),
  }));
  capture.flush();
  assert.equal(JSON.stringify(said).includes("canary"), false);
  assert.deepEqual(said[0]?.[1], { ...batch, events: [{ ...event, text: "(18 characters)" }] });
});

test("a batch that is sent again at once is told after the failure that it follows", (t) => {
  const batch = { stream: "s", events: [{ seq: 0, type: "rated", response: "r1" }] };
  const body = new TextEncoder().encode(JSON.stringify(batch));
  const { capture, said } = debug(t, (host) => ({
    flush: () => host.send(0, body),
    settled: () => host.send(1, body),
  }));
  capture.flush();
  capture.settled(0, 503, undefined);
  assert.deepEqual(
    said.map(([line]) => String(line).replace(/\d+ (ms|bytes)/g, "… $1")),
    [
      "tellback: batch 0, … bytes: 0 rated r1",
      "tellback: batch 0: status 503 after … ms: tried again later",
      "tellback: batch 1, again after … ms, … bytes: 0 rated r1",
    ],
  );
});

test("a call from inside of another is told apart from it", (t) => {
  const { capture, said } = debug(t, (host) => ({
    begin: () => host.observe(),
    flush: () => press("up"),
    pressed: () => host.explain(1),
  }));
  /** @param {string} action */
  const press = (action) => capture.pressed(0, undefined, action, "", Number.NaN, "r1", 4);
  capture.begin(0);
  capture.flush();
  press("down");
  assert.deepEqual(
    said.flat().filter((line) => /on r1|flush/.test(String(line))),
    [
      "tellback: by call: up on r1: noted, until what is being handled is done",
      "tellback: flush: recorded as rated",
      "tellback: by call: down on r1: recorded as rated",
    ],
  );
});

test("what the wasm throws goes on to whoever ends capture over it", (t) => {
  const { capture } = debug(t, () => ({
    woken() {
      throw new Error("a panic");
    },
  }));
  assert.throws(() => capture.woken(), /a panic/);
});

test("a console that throws is no reason to record less", (t) => {
  const { capture, said } = debug(t, (host) => ({ begin: () => host.observe() }));
  t.mock.method(console, "info", () => {
    throw new Error("no console here");
  });
  capture.begin(0);
  assert.deepEqual(said, []);
});
