// @ts-check
// A page full of secrets, each in a word of its own that is found again wherever it turns up.
import assert from "node:assert/strict";
import { ENDPOINT } from "../e2e/site.js";
import { isReady, leave, open, press, start, until, visiting } from "./visit.js";

/** @typedef {import("./suite.js").Experiment} Experiment */

/** Elements that hold text, in an answer and beside it. */
const TEXTS = [
  ...["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption", "a", "em", "strong"],
  ...["b", "i", "u", "s", "q", "cite", "code", "pre", "kbd", "samp", "var", "mark", "small", "sub"],
  ...["sup", "time", "abbr", "dfn", "bdi", "ins", "del", "span", "div", "section", "aside"],
  ...["address", "label", "summary", "output", "noscript", "template", "button", "my-own-element"],
];

/** Attributes that a page may say anything in. */
const ATTRIBUTES = [
  ...["id", "class", "title", "lang", "slot", "part", "itemid", "itemprop", "itemtype", "nonce"],
  ...["alt", "href", "cite", "name", "value", "placeholder", "for", "form", "accesskey", "role"],
  ...["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "aria-details"],
  ...["aria-placeholder", "aria-labelledby", "data-user", "data-email", "data-tellback", "data-id"],
  ...["data-tellback-note", "data-tellback-user", "datetime", "download", "label", "pattern"],
];

/** Fields of a form, by their type. */
const FIELDS = ["text", "hidden", "password", "email", "search", "tel", "url"];

/** What the browser says about itself and its owner. */
const NAVIGATOR = ["userAgent", "language", "platform", "vendor", "appVersion", "oscpu", "product"];

/** Names that are no handles, because they say who somebody is. */
const NO_HANDLES = {
  "data-tellback-response": (/** @type {string} */ word) => `${word}@example.com`,
  "data-tellback-conversation": (/** @type {string} */ word) => `https://example.com/${word}`,
  "data-tellback-for": (/** @type {string} */ word) => `what ${word} asked`,
  "data-tellback-action": (/** @type {string} */ word) => `${word} is wrong about this`,
};

/** Makes words that occur nowhere else. */
function makeCanaries() {
  /** @type {Map<string, string>} where each word is, by the word */
  const places = new Map();
  /** @param {string} place */
  const canary = (place) => {
    const word = `canary${Math.random().toString(36).slice(2, 10).padEnd(8, "x")}`;
    places.set(word, place);
    return word;
  };
  return { places, canary };
}

/** @param {(place: string) => string} canary */
function pageOf(canary) {
  /** @param {string} where */
  const texts = (where) =>
    TEXTS.map((tag) => `<${tag}>${canary(`text of ${tag} ${where}`)}</${tag}>`).join("\n");
  const attributes = ATTRIBUTES.map(
    (name) => `<span ${name}="${canary(`attribute ${name} in an answer`)}">x</span>`,
  );
  const onAnswer = ATTRIBUTES.map(
    (name) => `${name}="${canary(`attribute ${name} of an answer`)}"`,
  );
  const fields = FIELDS.map(
    (type) =>
      `<input type="${type}" name="${canary(`name of a ${type}`)}" value="${canary(`a ${type}`)}">`,
  );
  const noHandles = Object.entries(NO_HANDLES).map(
    ([attribute, write]) =>
      `<div ${attribute}="${write(canary(attribute))}" data-tellback-response="r9">
        <button data-tellback-action="up">Not ${attribute}</button></div>`,
  );
  return `<!doctype html>
<html lang="en" class="${canary("class of html")}">
  <head>
    <meta charset="utf-8">
    <title>${canary("title")}</title>
    <meta name="description" content="${canary("description")}">
    <meta name="author" content="${canary("author")}">
    <meta property="og:title" content="${canary("og:title")}">
    <link rel="canonical" href="/${canary("canonical address")}">
    <link rel="icon" href="icon.svg" type="image/svg+xml">
    <style>:root { --${canary("style sheet")}: 1; }</style>
    <script type="application/json">{"user": "${canary("JSON in the page")}"}</script>
    <script type="importmap">{"imports": {"tellback": "./tellback/index.js"}}</script>
    <script type="module" src="page.js"></script>
  </head>
  <body>
    <!-- ${canary("comment")} -->
    <main data-tellback-conversation="c1">
      <article data-tellback-response="r1" data-tellback-state="complete" ${onAnswer.join(" ")}>
        <p>First ${canary("selection")} last.</p>
        <button data-tellback-action="up" aria-label="Good">${canary("label of a thumb")}</button>
        <button data-tellback-action="regenerate" aria-label="Again">x</button>
        <pre>${canary("copied code")}<button data-tellback-action="copy">Copy</button></pre>
        ${texts("in an answer")}
        ${attributes.join("\n")}
      </article>
      ${texts("beside the answers")}
      <article data-tellback-response="r2">${canary("text of a streaming answer")}</article>
      <form data-tellback-composer>
        ${fields.join("\n")}
        <textarea aria-label="Composer"></textarea>
        <p contenteditable aria-label="Note" role="textbox">x</p>
      </form>
      ${noHandles.join("\n")}
    </main>
    <details><summary>x</summary>${canary("closed details")}</details>
  </body>
</html>`;
}

/**
 * Everywhere beside the markup.
 * @param {Record<string, string>} words
 */
function plant(words) {
  const {
    localKey = "",
    local = "",
    sessionKey = "",
    session = "",
    cookieKey = "",
    cookie = "",
    state = "",
    named = "",
    global = "",
    mark = "",
    ...navigatorWords
  } = words;
  localStorage.setItem(localKey, local);
  sessionStorage.setItem(sessionKey, session);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere.
  document.cookie = `${cookieKey}=${cookie}`;
  history.replaceState({ state }, "");
  window.name = named;
  Object.assign(window, { user: { mail: `${global}@example.com` } });
  performance.mark(mark);
  for (const [name, value] of Object.entries(navigatorWords)) {
    Object.defineProperty(navigator, name, { value, configurable: true });
  }
}

/** All that a request consists of. @param {import("../e2e/site.js").Logged} request */
function bytesOf({ method, url, headers, body }) {
  return `${method} ${url}\n${JSON.stringify(headers)}\n${body}`;
}

/**
 * The words that a text holds, as they are, or as someone who hides them would write them.
 * @param {string} text
 * @param {Iterable<string>} words
 */
function found(text, words) {
  const all = text.toLowerCase();
  const inBase64 = text.match(/[\w+/-]{16,}/g)?.map((run) => atOffsets(run)) ?? [];
  const hidden = inBase64.join("\n").toLowerCase();
  return [...words].filter((word) => {
    const hex = Buffer.from(word).toString("hex");
    const backwards = [...word].reverse().join("");
    return [word, hex, backwards].some((form) => all.includes(form)) || hidden.includes(word);
  });
}

/** A run of base64 may begin anywhere. @param {string} run */
function atOffsets(run) {
  return [0, 1, 2, 3].map((at) => Buffer.from(run.slice(at), "base64").toString("latin1")).join();
}

/** @type {Record<string, Experiment>} */
export const canaries = {
  "no canary leaves in any byte of any request of tellback's": async (world) => {
    const { site, collector } = world;
    const { places, canary } = makeCanaries();
    const html = pageOf(canary);
    site.replace("/canaries.html", (response) => {
      response.writeHead(200, { "Content-Type": "text/html" }).end(html);
    });
    const words = Object.fromEntries(
      [
        ...["localKey", "local", "sessionKey", "session", "cookieKey", "cookie", "state", "named"],
        ...["global", "mark", ...NAVIGATOR],
      ].map((name) => [name, canary(name)]),
    );
    const query = ["q", "utm_source", "user", "token"].map((key) => `${key}=${canary(`?${key}`)}`);
    const fragment = canary("fragment");
    const [typed, noted, clipboard, called] = ["composer", "note", "clipboard", "calls"].map(
      canary,
    );
    const from = `/chat.html?${canary("referrer")}`;
    assert.ok(places.size >= 200, `only ${places.size} canaries`);

    const dialled = canary("user agent");
    const isChromium = world.browser.browserType().name() === "chromium";
    const options = isChromium ? { userAgent: `Mozilla/5.0 ${dialled}` } : {};
    return visiting(
      world,
      async (context) => {
        const page = await open(context, "/chat.html", (page) => page.addInitScript(plant, words));
        const asked = /** @type {string[]} */ ([]);
        context.on("request", (request) => asked.push(request.url()));
        await page.evaluate((from) => history.replaceState(null, "", from), from);
        const to = `/canaries.html?${query.join("&")}#${fragment}`;
        await page.evaluate((to) => void setTimeout(() => location.assign(to)), to);
        await page.waitForURL("**/canaries.html*");
        await isReady(page);
        assert.ok(await page.evaluate((from) => document.referrer.endsWith(from), from));
        await start(page, { capture: {}, batch: { maxDelayMs: 0 }, context: { model: "m7" } });

        await page.getByRole("button", { name: "Good", exact: true }).click();
        await page.getByRole("button", { name: "Again", exact: true }).click();
        await page.getByText(/^First/).selectText();
        await page.keyboard.press("ControlOrMeta+c");
        await press(page, "Copy");
        await page.evaluate(
          ([word]) => navigator.clipboard?.writeText(word ?? "").catch(() => {}),
          [clipboard],
        );
        await page.getByLabel("Composer").fill(`${typed} ${typed}`);
        await page.getByLabel("Composer").press("Enter");
        await page.getByLabel("Note").fill(`${noted}`);
        await page.keyboard.press("ControlOrMeta+v");
        for (const attribute of Object.keys(NO_HANDLES)) await press(page, `Not ${attribute}`);
        await page.evaluate(
          ([word = ""]) => {
            window.tellback.rate(`${word}@example.com`, { thumb: "up" });
            window.tellback.rate("r1", /** @type {any} */ ({ thumb: word }));
            window.tellback.regenerated("r1", `${word} again`);
            for (let grown = 0; grown < 3; grown += 1) {
              document.querySelector("[data-tellback-response=r2]")?.append(` ${word}`);
            }
          },
          [called],
        );
        await page.mouse.wheel(0, 400);
        await page.waitForTimeout(700);
        await leave(page, world);
        const kinds = () => collector.events().then((events) => events.map(({ type }) => type));
        const expected = ["rated", "regenerated", "copied", "viewed", "acted"];
        await until(
          async () => {
            const seen = await kinds();
            return ["rated", "regenerated", "copied", "viewed"].every((kind) =>
              seen.includes(kind),
            );
          },
          `too little was captured: ${await kinds()} of ${expected}`,
        );

        const isOurs = (/** @type {{ path: string }} */ { path }) =>
          path === ENDPOINT || path.startsWith("/tellback/");
        let requests = 0;
        for (const request of site.requests.filter(isOurs)) {
          requests += 1;
          // The browser itself writes who it is into every request, and the site's cookies into
          // those for its own scripts, which the page asked for. No page can keep it from that.
          const { "user-agent": _, ...headers } = request.headers;
          if (request.path !== ENDPOINT) delete headers.cookie;
          if (request.path === "/tellback/index.js") delete headers.referer;
          const leaked = found(bytesOf({ ...request, headers }), [...places.keys()]);
          assert.deepEqual(
            leaked.map((word) => places.get(word)),
            [],
            `left with ${request.path}`,
          );
        }
        // The same eyes see them where the page itself sends them.
        const own = site.requests
          .filter((request) => !isOurs(request))
          .map(bytesOf)
          .join("\n");
        const seen = found(own, places.keys()).map((word) => places.get(word));
        assert.ok(seen.includes("?token") && seen.includes("cookie"), `saw only ${seen}`);
        const foreign = asked.filter(
          (url) => !/^(blob|data|about):/.test(url) && !url.startsWith(site.url),
        );
        assert.deepEqual(foreign, []);
        return `${places.size} canaries, 0 in ${requests} requests`;
      },
      options,
    );
  },
};
