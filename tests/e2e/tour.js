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
];
