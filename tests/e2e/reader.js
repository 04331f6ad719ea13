// @ts-check
// What a person does on a page.

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

/** A sentence is not longer than this. */
const LONGEST = 400;

/**
 * Selects a sentence by keyboard, from near the beginning of a text to its full stop, and returns
 * what is selected.
 *
 * Chromium extends a selection by key, but no bare caret in text that can't be edited: there the
 * first word is selected by double click.
 *
 * @param {Page} page
 * @param {Locator} text
 */
export async function selectSentence(page, text) {
  const start = { position: { x: 6, y: 8 } };
  const isChromium = page.context().browser()?.browserType().name() === "chromium";
  await (isChromium ? text.dblclick(start) : text.click(start));
  await page.keyboard.down("Shift");
  for (let pressed = 0; pressed < LONGEST; pressed += 1) {
    await page.keyboard.press("ArrowRight");
    if ((await selected(page)).trimEnd().endsWith(".")) break;
  }
  await page.keyboard.up("Shift");
  return selected(page);
}

/** @param {Page} page */
export function selected(page) {
  return page.evaluate(() => String(getSelection()));
}

/**
 * Presses buttons of these names, one after the other.
 * @param {Page} page
 * @param {...string} names
 */
export async function press(page, ...names) {
  for (const name of names) await page.getByRole("button", { name, exact: true }).click();
}

/** @param {Page} page */
export async function copy(page) {
  await page.keyboard.press("ControlOrMeta+c");
}

/**
 * Reads on for a while, with the pointer moving as it does. Reading takes time, and there is no
 * other sign of it that a test could wait for.
 *
 * @param {Page} page
 * @param {number} ms
 */
export async function read(page, ms) {
  await page.mouse.move(300, 300);
  await page.mouse.move(310, 305, { steps: 3 });
  await page.waitForTimeout(ms);
}

/**
 * Turns the wheel over the middle of the page.
 * @param {Page} page
 * @param {number} distance in pixels
 */
export async function wheel(page, distance) {
  await page.mouse.move(640, 450);
  await page.mouse.wheel(0, distance);
}
