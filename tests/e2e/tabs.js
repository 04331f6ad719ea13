// @ts-check
// In Firefox, the pages of all tests of a worker are tabs of one window: to open a window costs half
// a second of CPU more, a third of what a test costs. Every test has an origin of its own, so that
// nothing is shared that a browser keeps by origin, and what it keeps by host is cleared.
import { test as base } from "@playwright/test";

/**
 * @typedef {import("@playwright/test").PlaywrightTestArgs &
 *   import("@playwright/test").PlaywrightTestOptions} TestArgs
 * @typedef {import("@playwright/test").PlaywrightWorkerArgs &
 *   import("@playwright/test").PlaywrightWorkerOptions} WorkerArgs
 * @typedef {{ firefoxWindow: import("@playwright/test").BrowserContext | undefined }} Shared
 */

/** @type {import("@playwright/test").Fixtures<{}, Shared, TestArgs, WorkerArgs>} */
const tabs = {
  firefoxWindow: [
    async ({ browser, browserName }, use, { project }) => {
      if (browserName !== "firefox") return use(undefined);
      const context = await browser.newContext({ viewport: project.use.viewport ?? null });
      await context.newPage();
      await use(context);
      await context.close();
    },
    { scope: "worker" },
  ],
  // Playwright's own context comes with a window only once it is asked for a page.
  context: async ({ firefoxWindow, context, baseURL }, use) => {
    if (!firefoxWindow) return use(context);
    const [first] = firefoxWindow.pages();
    if (!first) throw new Error("the window is closed");

    /** @param {import("@playwright/test").Page} page */
    const knowBase = (page) => {
      const goto = page.goto.bind(page);
      page.goto = (path, options) => goto(new URL(path, baseURL).href, options);
    };
    const openTab = async () => {
      const opened = firefoxWindow.waitForEvent("page");
      await first.evaluate(() => void window.open("about:blank", "_blank", "noopener"));
      return await opened;
    };
    // One after the other, or two would wait for the same tab.
    let last = Promise.resolve(first);
    firefoxWindow.newPage = () => {
      last = last.then(openTab);
      return last;
    };

    firefoxWindow.on("page", knowBase);
    await use(firefoxWindow);
    firefoxWindow.off("page", knowBase);
    for (const page of firefoxWindow.pages()) if (page !== first) await page.close();
    await firefoxWindow.clearCookies();
  },
};

/**
 * `page` and `context` are Playwright's own, but in Firefox `context` lives on: what is to run in
 * the pages of one test alone is given to these pages.
 */
export const test = base.extend(tabs);
