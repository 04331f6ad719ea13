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
      await page.locator("tellback-compare").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "choices",
    async act(page) {
      await page.getByRole("button", { name: "Answer 1 is better" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "editing a prompt",
    async act(page) {
      await page.goto("/?speed=0&rating=stars");
      await page.getByRole("button", { name: "Edit prompt" }).click();
      await page.getByRole("button", { name: "4 of 5 stars" }).waitFor();
    },
  },
  {
    name: "live events",
    async act(page) {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "4 of 5 stars" }).click();
      await page.keyboard.press("Escape");
      // Where there is no room for a column, it is a drawer.
      const opener = page.getByRole("button", { name: "Live events" });
      if (await opener.isVisible()) await opener.click();
      await page.getByRole("button", { name: "Send now" }).click();
      await page.getByText("rated").first().waitFor();
    },
  },
  {
    name: "what has been recorded",
    async act(page) {
      await page.getByRole("button", { name: "See what has been recorded" }).click();
      await page.getByText(/^Sent: /).waitFor();
    },
  },
  {
    name: "refused",
    async act(page) {
      await page.getByRole("switch", { name: "Share my reactions" }).click();
    },
  },
];
