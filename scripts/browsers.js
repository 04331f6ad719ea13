// @ts-check
// Where the browsers and drivers that the tests run in are.
import { Failure } from "./command.js";
import { find, isExecutable } from "./workspace.js";

/**
 * `variable` names the environment variable that says where the program is, `names` what it is
 * called on the usual systems, and `debian` the package that brings it.
 */
export const programs = /** @type {const} */ ({
  chromium: {
    variable: "CHROMIUM",
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    debian: "chromium",
  },
  chromedriver: { variable: "CHROMEDRIVER", names: ["chromedriver"], debian: "chromium-driver" },
  firefox: { variable: "FIREFOX", names: ["firefox-esr", "firefox"], debian: "firefox-esr" },
  webkitDriver: {
    variable: "WEBKITDRIVER",
    names: ["WebKitWebDriver"],
    debian: "webkit2gtk-driver",
  },
  xvfb: { variable: "XVFB", names: ["Xvfb"], debian: "xvfb" },
});

/** @typedef {keyof typeof programs} Program */

/**
 * @param {Program} program
 * @returns {string | undefined} its path, if it is on this machine
 */
export function locate(program) {
  const { variable, names } = programs[program];
  const named = process.env[variable];
  if (named) return isExecutable(named) ? named : undefined;
  return find(...names);
}

/**
 * @param {Program} program
 * @returns {string}
 */
export function path(program) {
  const found = locate(program);
  if (found) return found;
  const { variable, names } = programs[program];
  throw new Failure(`${names[0]} is missing: run \`npm run setup\`, or name it in ${variable}`);
}

/**
 * Chromium makes the pages behind its address bar anew with every window, and a process for a window
 * to come: ten times the work that a small page is, beside which it is tested or measured. Of such
 * lists only the last counts, so this one also says what Playwright's own does that is needed here.
 */
export const WITHOUT_ITS_OWN_PAGES = `--disable-features=${[
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"],
  // A context would end with its last page.
  "DestroyProfileOnBrowserClose",
  // A picture would show the page before.
  "PaintHolding",
  // These ask or tell somebody far away.
  ...["Translate", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"],
]}`;
