// @ts-check
// The strictest policy that a page can have and still use WebAssembly.
import assert from "node:assert/strict";
import { ENDPOINT, status } from "../e2e/site.js";
import { open, press, registered, start, until, visiting } from "./visit.js";

/** @typedef {import("./suite.js").Experiment} Experiment */

/** No page asks for that; the browser does. */
const BROWSERS_OWN = /favicon\.ico/;

const NONCE = "c2VsZG9tIHVzZWQgdHdpY2U";

/** @param {string} wasm */
function policy(wasm) {
  return [
    "default-src 'none'",
    `script-src 'nonce-${NONCE}'${wasm}`,
    "connect-src 'self'",
    "style-src 'self'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A page with a strict policy</title>
    <script nonce="${NONCE}">
      window.violations = [];
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
        violations.push(violatedDirective + " " + blockedURI));
    </script>
    <script type="importmap" nonce="${NONCE}">{"imports": {"tellback": "./tellback/index.js"}}</script>
    <script type="module" nonce="${NONCE}" src="page.js"></script>
  </head>
  <body>
    <main data-tellback-conversation="c1">
      <article data-tellback-response="r1" data-tellback-state="complete">
        <p>Nothing here is loaded from anywhere else.</p>
        <tellback-bar for="r1"></tellback-bar>
        <button type="button" data-tellback-action="copy">Copy one</button>
      </article>
    </main>
  </body>
</html>`;

/**
 * @param {import("./suite.js").World} world
 * @param {string} wasm
 * @param {(page: import("@playwright/test").Page, said: string[]) => Promise<string>} visit
 */
function under(world, wasm, visit) {
  world.site.replace("/policy.html", (response) => {
    const headers = { "Content-Type": "text/html", "Content-Security-Policy": policy(wasm) };
    response.writeHead(200, headers).end(PAGE);
  });
  world.site.replace("/favicon.ico", status(204));
  return visiting(world, async (context) => {
    /** @type {string[]} */
    const said = [];
    const page = await open(context, "/policy.html", async (page) => {
      page.on("console", (message) => said.push(`${message.type()} ${message.text()}`));
      page.on("pageerror", (error) => said.push(String(error)));
    });
    return visit(page, said);
  });
}

/** @type {Record<string, Experiment>} */
export const policies = {
  "everything works under the strictest policy": (world) =>
    under(world, " 'wasm-unsafe-eval'", async (page, said) => {
      await start(page, { capture: {}, batch: { maxDelayMs: 0 } });
      await press(page, "Good answer");
      await press(page, "Copy one");
      const types = async () => (await world.collector.events()).map(({ type }) => type);
      await until(async () => (await types()).length >= 2, "nothing arrived");
      const bar = page.getByRole("button", { name: "Good answer" });
      const { width } = (await bar.boundingBox()) ?? { width: 0 };
      assert.equal(width, 32, "the bar has no style");
      await page.evaluate(() => window.tellback.optOut());
      const isOwn = (/** @type {string} */ text) => !BROWSERS_OWN.test(text);
      const violations = await page.evaluate(() => window.violations);
      assert.deepEqual(violations.filter(isOwn), []);
      assert.deepEqual(said.filter(isOwn), []);
      return `${(await types()).join(" and ")} arrived, 0 violations`;
    }),

  "without wasm-unsafe-eval it is inert, and says so once": (world) =>
    under(world, "", async (page, said) => {
      const before = await registered(page);
      await page.evaluate(() => {
        window.tellback = window.start({ endpoint: "/feedback" });
      });
      const isFailed = () => page.evaluate(() => window.tellback.status === "failed");
      await until(isFailed, "it did not fail");
      const { listeners, ...after } = await registered(page);
      // The bar is there with two listeners of its own, but nobody sees it.
      assert.deepEqual({ ...after, listeners: listeners - 2 }, before);
      assert.equal(world.site.count(ENDPOINT), 0);
      const ours = said.filter(
        (line) => /tellback/.test(line) && !/Content-Security-Policy:/.test(line),
      );
      assert.equal(ours.length, 1, ours.join("\n"));
      assert.match(ours[0] ?? "", /^error tellback: nothing is captured on this page/);
      return "1 message, 0 requests to the endpoint, 0 listeners";
    }),
};
