// @ts-check
import { defineConfig } from "@playwright/test";
import { path, WITHOUT_ITS_OWN_PAGES } from "./scripts/browsers.js";

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "tests/e2e/results/artifacts",
  reporter: [["list"], ["json", { outputFile: "tests/e2e/results/report.json" }]],
  timeout: 30_000,
  retries: 0,
  // A third of the time, a test waits.
  workers: 3,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  use: { viewport: { width: 1280, height: 900 }, screenshot: "only-on-failure" },
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        launchOptions: {
          executablePath: path("chromium"),
          // Playwright switches the back/forward cache off, which is where pages that readers
          // leave go to.
          ignoreDefaultArgs: ["--disable-back-forward-cache"],
          // Root needs the first; the others keep the browser from calling home.
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            WITHOUT_ITS_OWN_PAGES,
          ],
        },
      },
    },
    {
      name: "firefox",
      use: {
        browserName: "firefox",
        // The Firefox that people use, over WebDriver BiDi, instead of Playwright's own build.
        channel: "moz-firefox",
        launchOptions: { executablePath: path("firefox") },
      },
    },
  ],
});
