// @ts-check
// A walk through the demo, one step after the other.
/** @typedef {import("@playwright/test").Page} Page */

/** @type {{ name: string, act(page: Page): Promise<void> }[]} */
export const STEPS = [
  {
    name: "start",
    async act(page) {
      await page.goto("/?speed=0");
      await page.getByRole("button", { name: "Good answer" }).waitFor();
    },
  },
  {
    name: "reasons",
    async act(page) {
      await page.getByRole("button", { name: "Bad answer" }).click();
      await page.getByRole("button", { name: "Too long" }).click();
    },
  },
  {
    name: "comparison",
    async act(page) {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Regenerate answer" }).click();
      await page.getByRole("button", { name: "Compare" }).click();
      await page.getByRole("button", { name: "Answer 1 is better" }).scrollIntoViewIfNeeded();
    },
  },
];
