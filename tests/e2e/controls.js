// @ts-check
// Every state that the built-in controls can be in, and how a reader brings them there: for the
// tests that look at each of them, and for the screenshots.
import { AT_ONCE, start } from "./host.js";
import { press } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */

/**
 * A tag of the controls with its attributes, and what the host asks for.
 * @typedef {{
 *   name: string,
 *   tag: string,
 *   attributes?: Record<string, string>,
 *   comments?: boolean,
 *   act?(page: Page): Promise<void>,
 * }} State
 */

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
  { name: "good vote", tag: "tellback-bar", act: (page) => press(page, "Good answer") },
  {
    name: "bad vote with reasons",
    tag: "tellback-bar",
    act: (page) => press(page, "Bad answer", "Inaccurate", "Too long"),
  },
  {
    name: "vote without reasons",
    tag: "tellback-bar",
    attributes: { "good-reasons": "" },
    act: (page) => press(page, "Good answer"),
  },
  {
    name: "comment",
    tag: "tellback-bar",
    comments: true,
    async act(page) {
      await press(page, "Bad answer", "Unhelpful");
      await write(page, "It never said how long the dough has to rest.");
    },
  },
  {
    name: "comment sent",
    tag: "tellback-bar",
    comments: true,
    async act(page) {
      await press(page, "Bad answer");
      await write(page, "It never said how long the dough has to rest.");
      await press(page, "Send");
    },
  },
  {
    name: "vote undone",
    tag: "tellback-bar",
    act: (page) => press(page, "Good answer", "Undo"),
  },
  { name: "stars", tag: "tellback-bar", attributes: { rating: "stars" } },
  {
    name: "four stars",
    tag: "tellback-bar",
    attributes: { rating: "stars", copy: "" },
    act: (page) => press(page, "4 of 5 stars"),
  },
  { name: "outcome", tag: "tellback-outcome" },
  { name: "outcome answered", tag: "tellback-outcome", act: (page) => press(page, "Partly") },
  { name: "comparison", tag: "tellback-compare" },
  {
    name: "comparison decided",
    tag: "tellback-compare",
    act: (page) => press(page, "Answer 2 is better"),
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
      else control.setAttribute("for", "r1");
      for (const [name, value] of Object.entries(attributes)) control.setAttribute(name, value);
      const footer = document.createElement("footer");
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
 */
export async function show(page, state, options) {
  await page.goto("/controls.html");
  await build(page, state);
  const comments = state.comments ? { comments: true } : {};
  await start(page, { batch: AT_ONCE, ...comments, ...options });
  await page.evaluate(async (tag) => {
    await window.tellback.ready;
    await customElements.whenDefined(tag);
  }, state.tag);
  await page.getByRole("button").first().waitFor();
  await state.act?.(page);
}
