// @ts-check
// Every state that the built-in controls can be in, and how a reader brings them there: for the
// tests that look at each of them, and for the screenshots.
import { AT_ONCE, LATE, start } from "./host.js";

/** @typedef {import("@playwright/test").Page} Page */

/**
 * A tag of the controls with its attributes, and what the host asks for.
 * @typedef {{
 *   name: string,
 *   tag: string,
 *   attributes?: Record<string, string>,
 *   comments?: boolean,
 *   options?: import("./host.js").Options,
 *   prepare?(page: Page): Promise<void>,
 *   act?(page: Page): Promise<void>,
 * }} State `prepare` comes before `start()`
 */

/**
 * Presses buttons by their parts, which are called the same in all languages.
 * @param {Page} page
 * @param {...string} parts
 */
async function press(page, ...parts) {
  for (const part of parts) await page.locator(`button[part~="${part}"]`).click();
}

/** @param {Page} page @param {number} at */
const reason = (page, at) => page.locator('button[part~="reason"]').nth(at).click();

/** @param {Page} page @param {string} text */
const write = (page, text) => page.getByRole("textbox").fill(text);

/** @type {State[]} */
export const STATES = [
  { name: "bar", tag: "tellback-bar" },
  {
    name: "bar with all buttons",
    tag: "tellback-bar",
    attributes: { copy: "", regenerate: "" },
  },
  { name: "bar with an earlier vote", tag: "tellback-bar", attributes: { value: "down" } },
  { name: "good vote", tag: "tellback-bar", act: (page) => press(page, "up") },
  {
    name: "bad vote with reasons",
    tag: "tellback-bar",
    async act(page) {
      await press(page, "down");
      await reason(page, 0);
      await reason(page, 3);
    },
  },
  {
    name: "vote without reasons",
    tag: "tellback-bar",
    attributes: { "good-reasons": "" },
    act: (page) => press(page, "up"),
  },
  {
    name: "comment",
    tag: "tellback-bar",
    comments: true,
    async act(page) {
      await press(page, "down");
      await reason(page, 1);
      await write(page, "It never said how long the dough has to rest.");
    },
  },
  {
    name: "comment sent",
    tag: "tellback-bar",
    comments: true,
    async act(page) {
      await press(page, "down");
      await write(page, "It never said how long the dough has to rest.");
      await press(page, "send");
    },
  },
  {
    name: "vote undone",
    tag: "tellback-bar",
    act: (page) => press(page, "up", "undo"),
  },
  { name: "stars", tag: "tellback-bar", attributes: { rating: "stars" } },
  {
    name: "four stars",
    tag: "tellback-bar",
    attributes: { rating: "stars", copy: "" },
    act: (page) => press(page, "star-4"),
  },
  { name: "outcome", tag: "tellback-outcome" },
  { name: "outcome answered", tag: "tellback-outcome", act: (page) => press(page, "partly") },
  { name: "comparison", tag: "tellback-compare" },
  {
    name: "comparison decided",
    tag: "tellback-compare",
    act: (page) => press(page, "second"),
  },
  { name: "consent", tag: "tellback-consent" },
  {
    name: "consent with events",
    tag: "tellback-consent",
    options: { batch: LATE },
    async act(page) {
      await page.evaluate(async () => {
        window.tellback.rate("r1", { thumb: "up" }, { reasons: ["clear", "helpful"] });
        await window.tellback.flush();
        window.tellback.outcome("r1", "worked");
      });
      await press(page, "show");
      await page.locator("[part=list]").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "consent without events",
    tag: "tellback-consent",
    options: { batch: LATE },
    act: (page) => press(page, "show"),
  },
  { name: "consent refused", tag: "tellback-consent", act: (page) => press(page, "switch") },
  {
    name: "consent refused for new conversations",
    tag: "tellback-consent",
    async act(page) {
      await page.evaluate(() => window.tellback.rate("r1", { thumb: "up" }));
      await page.locator("input[value=new-conversations]").click();
      await press(page, "switch");
    },
  },
  {
    name: "consent not given yet",
    tag: "tellback-consent",
    options: { consent: "opt-in" },
  },
  {
    name: "consent refused by the browser",
    tag: "tellback-consent",
    prepare: (page) =>
      page.evaluate(() => {
        Object.defineProperty(navigator, "globalPrivacyControl", { value: true });
      }),
  },
  {
    name: "consent where tellback failed",
    tag: "tellback-consent",
    options: { wasmUrl: "/none.wasm" },
  },
  {
    name: "consent where the host stopped",
    tag: "tellback-consent",
    act: (page) => page.evaluate(() => window.tellback.stop()),
  },
];

/**
 * Puts answers and a control on the page, built as strict policies want it.
 * @param {Page} page
 * @param {Pick<State, "tag" | "attributes">} state
 */
export async function build(page, { tag, attributes = {} }) {
  await page.evaluate(
    ({ tag, attributes }) => {
      /** @param {string} response @param {string} text */
      const answer = (response, text) => {
        const article = document.createElement("article");
        article.dataset.tellbackResponse = response;
        article.dataset.tellbackState = "complete";
        const paragraph = document.createElement("p");
        paragraph.textContent = text;
        article.append(paragraph);
        return article;
      };
      const control = document.createElement(tag);
      const first = answer(
        "r1",
        "Bread needs flour, water and salt. Everything else is patience, and a kitchen that is warm enough.",
      );
      const second = answer("r2", "Mix, wait, fold, wait, bake. Sourdough is not in a hurry.");
      if (tag === "tellback-compare") control.append(first, second);
      else if (tag !== "tellback-consent") control.setAttribute("for", "r1");
      for (const [name, value] of Object.entries(attributes)) control.setAttribute(name, value);
      // The bar and its like stand in a row, as other buttons may.
      const footer = document.createElement(tag === "tellback-consent" ? "div" : "footer");
      footer.append(control);
      const main = /** @type {Element} */ (document.querySelector("main"));
      main.append(...(tag === "tellback-compare" ? [control] : [first, footer]));
    },
    { tag, attributes },
  );
}

/**
 * Opens a page that shows a state of the controls.
 * @param {Page} page
 * @param {State} state
 * @param {import("./host.js").Options} [options]
 * @param {string} [language]
 */
export async function show(page, state, options, language) {
  await page.goto("/controls.html");
  // The state before may have been a refusal.
  await page.evaluate(() => localStorage.clear());
  await build(page, state);
  const strings = language && (await speak(page, language));
  const texts = strings ? { strings } : {};
  await state.prepare?.(page);
  const { comments = false } = state;
  await start(page, { batch: AT_ONCE, comments, ...texts, ...state.options, ...options });
  await page.evaluate(async (tag) => {
    await window.tellback?.ready.catch(() => {});
    await customElements.whenDefined(tag);
  }, state.tag);
  await page.getByRole("button").first().waitFor();
  await state.act?.(page);
}

/**
 * Turns the page into one of another language, and gives the texts for it.
 * @param {Page} page
 * @param {string} language
 * @returns {Promise<import("../../js/index.ts").Strings>}
 */
function speak(page, language) {
  return page.evaluate(async (language) => {
    document.documentElement.lang = language;
    document.documentElement.dir = ["ar", "he"].includes(language) ? "rtl" : "ltr";
    const strings = `/tellback/strings/${language}.js`;
    return (await import(strings)).default;
  }, language);
}
