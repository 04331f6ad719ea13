// @ts-check
// Pages that mislead whoever runs on them: with what every object has, with options that bite, and
// with a JSON, a fetch and a storage of their own. The page goes on as if nothing were there, and
// none of its words leave.
import assert from "node:assert/strict";
import { ENDPOINT } from "../e2e/site.js";
import { open, press, until, visiting } from "./visit.js";

/** @typedef {import("./suite.js").Experiment} Experiment */

const SECRET = "secret words of the page";

/**
 * What a page does before it starts tellback. `OPTIONS` is what it starts it with.
 * @type {Record<string, string>}
 */
const DEEDS = {
  "Object.prototype with options of ours": `
    Object.prototype.endpoint = "https://example.com/steal";
    Object.prototype.onBatch = (batch) => { throw batch; };
    Object.prototype.context = { said: "SECRET" };
    Object.prototype.strings = { up: "SECRET" };
    Object.prototype.optOut = false;`,
  "Object.prototype with names of requests": `
    Object.prototype.mode = "cors";
    Object.prototype.window = "SECRET";
    Object.prototype.status = 200;
    Object.prototype.retryAfterMs = 1;`,
  "Object.prototype.then": `
    let calls = 0;
    Object.defineProperty(Object.prototype, "then", {
      configurable: true,
      get() { calls += 1; return undefined; },
    });`,
  "Array.prototype.then that never answers": `
    Array.prototype.then = () => {};`,
  "getters that throw, as options": `
    OPTIONS = { get endpoint() { throw new Error("SECRET"); } };`,
  "an array of getters that throw, as options": `
    OPTIONS.context = { get model() { throw new Error("SECRET"); } };`,
  "a proxy that throws, as options": `
    OPTIONS = new Proxy(OPTIONS, { get() { throw 1; }, has() { throw 1; }, ownKeys() { throw 1; },
      getOwnPropertyDescriptor() { throw 1; }, getPrototypeOf() { throw 1; } });`,
  "a proxy that says something else each time, as options": `
    let asked = 0;
    OPTIONS = new Proxy(OPTIONS, { get: (object, name) =>
      name === "context" && (asked += 1) > 1 ? { said: "SECRET" } : object[name] });`,
  "an endpoint that is a proxy": `
    OPTIONS.endpoint = new Proxy(new URL("/feedback", location), {});`,
  "JSON that throws": `
    JSON.parse = JSON.stringify = () => { throw new Error("SECRET"); };`,
  "JSON that adds something": `
    const { parse } = JSON;
    JSON.stringify = () => '{"said":"SECRET"}';
    JSON.parse = (text) => ({ ...parse(text), said: "SECRET" });`,
  "toJSON on everything": `
    Object.prototype.toJSON = () => "SECRET";
    String.prototype.toJSON = () => "SECRET";`,
  "a fetch that throws": `
    const own = fetch;
    window.fetch = (to, ...rest) => {
      if (String(to).includes("feedback")) throw new Error("SECRET");
      return own(to, ...rest);
    };`,
  "a fetch that answers nonsense": `
    const own = fetch;
    window.fetch = (to, ...rest) =>
      String(to).includes("feedback") ? { get status() { throw 1; } } : own(to, ...rest);`,
  "a fetch that never answers": `
    const own = fetch;
    window.fetch = (to, ...rest) =>
      String(to).includes("feedback") ? new Promise(() => {}) : own(to, ...rest);`,
  "localStorage that throws": `
    Object.defineProperty(window, "localStorage", { get() { throw new Error("SECRET"); } });`,
  "localStorage that answers nonsense": `
    Object.defineProperty(window, "localStorage", { value: { getItem: () => ({ a: "SECRET" }) } });`,
  "regular expressions that find everything": `
    const { test } = RegExp.prototype;
    RegExp.prototype.test = () => true;
    OPTIONS.context = { said: "SECRET" };
    setTimeout(async () => {
      await window.tellback.ready;
      window.tellback.rate("SECRET", { thumb: "up" });
      RegExp.prototype.test = test;
    });`,
  "attributes that say something else": `
    Element.prototype.getAttribute = () => "SECRET";`,
  "an addEventListener that throws": `
    EventTarget.prototype.addEventListener = () => { throw new Error("SECRET"); };`,
  "a console that throws": `
    for (const name of Object.keys(console)) console[name] = () => { throw new Error("SECRET"); };
    OPTIONS.endpoint = 5;`,
  "clocks that lie": `
    performance.now = () => NaN;
    Date.now = () => "SECRET";`,
  "a TextDecoder that lies": `
    TextDecoder.prototype.decode = () => '{"said":"SECRET"}';`,
};

/** @type {Record<string, Experiment>} */
export const hostile = Object.fromEntries(
  Object.entries(DEEDS).map(([name, deed]) => [
    `a page with ${name}`,
    (world) =>
      visiting(world, async (context) => {
        /** @type {string[]} */
        const thrown = [];
        const page = await open(context, "/chat.html", async (page) => {
          page.on("pageerror", (error) => thrown.push(String(error)));
        });
        const script = `(() => {
          let OPTIONS = { endpoint: "/feedback", batch: { maxDelayMs: 0 } };
          ${deed.replaceAll("SECRET", SECRET)}
          try {
            window.tellback = window.start(OPTIONS);
          } catch (error) {
            window.violations = ["start() threw " + error];
          }
        })()`;
        await page.addScriptTag({ content: script });
        const buttons = ["Good one", "Good two", "Good three"];
        for (const name of buttons) await press(page, name);
        await page.waitForTimeout(300);
        const { clicks, violations, status } = await page.evaluate(() => ({
          clicks: window.clicks,
          violations: window.violations ?? [],
          status: window.tellback.status,
        }));
        assert.deepEqual(violations, []);
        assert.equal(clicks, buttons.length, "the page did not get its own clicks");
        assert.deepEqual(thrown, []);
        const bodies = world.site.requests.filter(({ path }) => path === ENDPOINT);
        const leaks = bodies.filter(({ body }) => body.includes(SECRET));
        assert.deepEqual(leaks, []);
        assert.ok(!bodies.some(({ body }) => /\s/.test(body)), "a text left");
        await page.evaluate(() => window.tellback.optOut());
        await until(
          () => page.evaluate(() => ["opted-out", "failed"].includes(window.tellback.status)),
          "it cannot be stopped",
        );
        return `the page goes on; ${status}, ${bodies.length} requests`;
      }),
  ]),
);
