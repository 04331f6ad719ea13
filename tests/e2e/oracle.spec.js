// @ts-check
// Sessions that no one has thought up, judged by an oracle that shares no code with us.
import { randomOf } from "./pages/oracle/random.js";
import { expect, test } from "./site.js";

/**
 * How many sessions, and how many of them side by side: the more there are, the later come their
 * timers, and the less can be demanded of any. `npm run test:oracle` runs 100.
 */
const SESSIONS = Number(process.env.TELLBACK_SESSIONS ?? 10);
const AT_ONCE = 5;
/** A machine that is busy all the time gets no more rounds than this to be judged by. */
const ROUNDS = 5 * Math.ceil(SESSIONS / AT_ONCE);
const LASTS_MS = 4_000;
const PAUSE_MS = 30;
/** A session that stood still for so long judges the machine. */
const SLOWEST_MS = 450;
const SEED = Number(process.env.TELLBACK_SEED ?? Date.now() % 1e6);

/**
 * @typedef {{ name: string, dwell: number, doubt: number, least: number, most: number }} Read
 * @typedef {{ traits: string, events: Record<string, any>[], read: Read[], longestGap: number,
 *   facts: { copied?: any, regenerated?: any } }} Session
 */

test("random sessions agree with the oracle", async ({ page }, { project }) => {
  test.setTimeout(600_000);
  /** @type {string[]} */
  const wrong = [];
  let judged = 0;
  for (let round = 0; judged < SESSIONS && round < ROUNDS; round += 1) {
    const count = Math.min(AT_ONCE, SESSIONS - judged);
    const seeds = Array.from({ length: count }, (_, at) => SEED + round * AT_ONCE + at);
    for (const [seed, session] of await run(page, seeds)) {
      if (session.longestGap > SLOWEST_MS) continue;
      judged += 1;
      const problems = judge(session);
      if (problems.length > 0)
        wrong.push(`seed ${seed} (${session.traits}): ${problems.join("; ")}`);
    }
  }
  for (const line of wrong) console.log(line);
  console.log(
    `${project.name}, seed ${SEED}: ${judged - wrong.length} of ${judged} sessions agreed`,
  );
  expect(judged).toBe(SESSIONS);
  expect(wrong).toEqual([]);
});

/**
 * @param {import("@playwright/test").Page} page
 * @param {number[]} seeds
 * @returns {Promise<[number, Session][]>}
 */
async function run(page, seeds) {
  await page.goto(`/oracle/index.html?seeds=${seeds.join()}`);
  const players = [];
  for (const seed of seeds) {
    // The element knows its frame; of its name, Firefox may tell only after the page has loaded.
    const element = await page.locator(`iframe[name="${seed}"]`).elementHandle();
    const frame = await element?.contentFrame();
    const box = await element?.boundingBox();
    if (!frame || !box) throw new Error(`the frame for ${seed} does not show`);
    await frame.waitForFunction(() => "session" in window);
    players.push({ seed, frame, box, random: randomOf(seed * 7 + 1) });
  }
  const { one } = randomOf(seeds[0] ?? 0);
  const ends = performance.now() + LASTS_MS;
  while (performance.now() < ends) {
    await act(page, one(players));
    // Without rest between inputs, a browser lets timers wait, and they are what is looked by.
    await page.waitForTimeout(PAUSE_MS);
  }

  /** @type {[number, Session][]} */
  const sessions = [];
  for (const { seed, frame } of players) {
    await frame.locator(".again").click();
    await frame.evaluate(() => window.session.select());
    await page.keyboard.press("ControlOrMeta+c");
    const session = await frame.evaluate(() => window.session.end());
    sessions.push([seed, /** @type {Session} */ (session)]);
  }
  return sessions;
}

/**
 * @param {import("@playwright/test").Page} page
 * @param {{ frame: import("@playwright/test").Frame, box: { x: number, y: number },
 *   random: ReturnType<typeof randomOf> }} player
 */
async function act(page, { frame, box, random }) {
  const what = random.one(["wheel", "wheel", "wheel", "wheel", "key", "resize"]);
  if (what === "wheel") {
    await page.mouse.move(box.x + 100, box.y + 60);
    await page.mouse.wheel(0, Math.round(random.between(-1, 1.5) * random.one([40, 150, 600])));
  } else if (what === "key") {
    await frame.evaluate(() => window.focus());
    await page.keyboard.press(
      random.one(["PageDown", "PageDown", "PageUp", "End", "Home", "ArrowDown"]),
    );
  } else {
    const size = [random.between(150, 250), random.between(120, 220)];
    const frameElement = await frame.frameElement();
    await frameElement.evaluate((element, [width, height]) => {
      const { style } = /** @type {HTMLElement} */ (element);
      style.inlineSize = `${width}px`;
      style.blockSize = `${height}px`;
    }, size);
  }
}

/**
 * What a session's events say that they should not.
 * @param {Session} session
 */
function judge({ events, read, facts }) {
  /** @type {string[]} */
  const problems = [];
  /** @param {string} what @param {boolean} holds */
  const demand = (what, holds) => holds || problems.push(what);
  /** @param {string} type @param {string} name */
  const last = (type, name) =>
    events.findLast((event) => event.type === type && event.response === name);

  for (const { name, dwell, doubt, least, most } of read) {
    const viewed = last("viewed", name) ?? { dwell_ms: 0, depth_pct: 0 };
    demand(
      `${name} dwell_ms ${viewed.dwell_ms} for ${Math.round(dwell)}`,
      isClose(viewed.dwell_ms, dwell, doubt),
    );
    demand(
      `${name} depth_pct ${viewed.depth_pct} for ${least.toFixed(1)} to ${most.toFixed(1)}`,
      viewed.dwell_ms === 0 || (viewed.depth_pct >= least - 10 && viewed.depth_pct <= most + 10),
    );
  }
  const { copied, regenerated } = facts;
  if (copied) {
    const { share_pct, from_pct, to_pct } = last("copied", copied.name) ?? {};
    for (const [field, told, is] of [
      ["share", share_pct, copied.share],
      ["from", from_pct, copied.from],
      ["to", to_pct, copied.to],
    ]) {
      demand(`${copied.name} ${field}_pct ${told} for ${is.toFixed(1)}`, Math.abs(told - is) <= 10);
    }
  }
  if (regenerated) {
    const { after_ms, dwell_ms } = last("regenerated", regenerated.name) ?? {};
    const { doubt } = read.find(({ name }) => name === regenerated.name) ?? {};
    demand(`after_ms ${after_ms} for ${regenerated.after}`, isClose(after_ms, regenerated.after));
    demand(
      `regenerated dwell_ms ${dwell_ms} for ${regenerated.dwell}`,
      isClose(dwell_ms, regenerated.dwell, doubt),
    );
  }
  return problems;
}

/**
 * Whether a coarse time is that of an exact one, or next to it.
 * @param {number} told
 * @param {number} is
 * @param {number} doubt by how much the exact one may be off itself, because timers were late
 */
function isClose(told, is, doubt = 0) {
  // A rounded number is off by half a step at most, and may be off by one step more.
  const unit = Math.max(100, 10 ** Math.floor(Math.log10(Math.max(is, told, 1))));
  return Math.abs(told - is) <= 1.5 * unit + doubt;
}
