// @ts-check
// Readers who do not exist, for looking at the report and trying the exports:
//
//     node collector/simulation/readers.js http://127.0.0.1:8787/feedback responses.jsonl 10000
//
// It delivers what 10,000 readers did to the address, and writes what they read to the file, which
// `export --responses` takes. The same number of readers always does the same, in hours that end
// now.
//
// What is assumed of them, none of it measured:
// - A reader has one conversation of 1 to 8 answers. Half of the readers meet model m8, whose answers
//   are good 72 % of the time; m7's are 62 %. The prompt's version, v3 or v4, makes no difference.
//   Every other answer that is asked for again, or put beside the first, comes from the other model.
// - An answer has 200 to 4,000 characters. A good one is read to the end by 60 %, a bad one by 30 %;
//   others stop anywhere. Reading takes about 25 ms a character, give or take a factor of two.
// - 4 % of good answers and 7 % of bad ones get a thumb, which tells the truth 90 % of the time; a
//   tenth of the votes are stars instead. Half of the thumbs down come with a reason.
// - 15 % of good answers are copied from, half of the copies being code, more often near the end.
// - 12 % of bad answers are regenerated after a few seconds, and 2 % of good ones; the reader then
//   prefers the better of the two if they differ. 3 % of answers come with an alternative beside
//   them, and the reader is asked.
// - The next question is a correction after 25 % of bad answers. Then the reader leaves.
// - The hours are those of the last two weeks, more of them by day. 1 % of pages lose some events.
import { createWriteStream } from "node:fs";
import { Agent, request } from "node:http";

const HOURS = 14 * 24;
const TOGETHER = 16;

const [endpoint, file, readers = "10000"] = process.argv.slice(2);
if (!endpoint || !file) throw new Error("usage: readers.js ENDPOINT RESPONSES [READERS]");

/** Random numbers that are the same in every run (mulberry32). */
function makeRandom(seed = 0x7e11bac4) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = makeRandom();
/** @param {number} share */
const chance = (share) => random() < share;
/** @param {number} least @param {number} most */
const between = (least, most) => least + random() * (most - least);
/** @template T @param {readonly T[]} items @returns {T} */
const pick = (items) => /** @type {T} */ (items[Math.floor(random() * items.length)]);
/** One significant digit, as pages report. @param {number} exact */
function coarse(exact) {
  const digit = 10 ** Math.floor(Math.log10(Math.max(exact, 1)));
  return Math.round(exact / digit) * digit;
}
/** @param {number} exact */
const millis = (exact) => (exact < 50 ? 0 : Math.max(100, coarse(exact)));
/** @param {number} share */
const percent = (share) => Math.round(share * 10) * 10;
/** @param {number} digits */
const hex = (digits) =>
  Array.from({ length: digits }, () => pick("0123456789abcdef".split(""))).join("");

const SUBJECTS = [
  "a closure",
  "an index",
  "a mutex",
  "a monad",
  "a checksum",
  "a quorum",
  "a cache",
];

/**
 * @typedef {{ id: string, isGood: boolean, chars: number }} Answer
 * @typedef {Record<string, unknown>} Event
 */

const responses = createWriteStream(file);

/**
 * An answer, which the host remembers.
 * @param {string} id @param {string} model @param {string} prompt
 * @returns {Answer}
 */
function answer(id, model, prompt) {
  const isGood = chance(model === "m8" ? 0.72 : 0.62);
  const manner = isGood ? "clear" : "confused";
  const completion = `A ${manner} answer of ${model}, number ${id}, to: ${prompt}`;
  responses.write(`${JSON.stringify({ response: id, prompt, completion })}\n`);
  return { id, isGood, chars: between(200, 4000) };
}

/** @param {Answer} read @param {(event: Event) => void} emit */
function readAnswer({ id, isGood, chars }, emit) {
  const depth = chance(isGood ? 0.6 : 0.3) ? 1 : random();
  const dwell = chars * 25 * depth * 2 ** between(-1, 1);
  emit({
    type: "viewed",
    response: id,
    dwell_ms: millis(dwell),
    depth_pct: percent(depth),
    visits: chance(0.2) ? 2 : 1,
    chars: coarse(chars),
  });
  if (isGood && chance(0.15)) {
    const from = Math.sqrt(random()) * 0.9;
    const share = Math.min(between(0.05, 0.5), 1 - from);
    emit({
      type: "copied",
      response: id,
      share_pct: percent(share),
      chars: coarse(chars * share),
      from_pct: percent(from),
      to_pct: percent(from + share),
      part: chance(0.5) ? "code" : pick(["text", "list", "table", "mixed"]),
      section: Math.floor(from * 4),
      via: pick(["selection", "button"]),
    });
  }
  if (!chance(isGood ? 0.04 : 0.07)) return;
  const isUp = chance(0.9) === isGood;
  if (chance(0.1))
    emit({ type: "rated", response: id, stars: isUp ? pick([4, 5]) : pick([1, 2, 3]) });
  else emit({ type: "rated", response: id, thumb: isUp ? "up" : "down" });
  if (!isUp && chance(0.5)) {
    const reasons = [pick(["inaccurate", "unhelpful", "too_long", "off_topic"])];
    emit({ type: "reasoned", response: id, reasons });
  }
}

/** The batches of one reader. @param {number} n */
function reader(n) {
  const conversation = `c${n}`;
  const model = chance(0.5) ? "m7" : "m8";
  const turns = 1 + Math.floor(8 * random() ** 2);
  const stream = hex(32);
  const context = { model, prompt: pick(["v3", "v4"]) };
  const sent = hour();
  /** Events with the model that had answered last: a change of tags ends a batch. */
  /** @type {{ model: string, events: Event[] }[]} */
  const runs = [];
  let seq = 0;
  /** @param {string} by */
  const emitter = (by) => (/** @type {Event} */ event) => {
    if (runs.at(-1)?.model !== by) runs.push({ model: by, events: [] });
    runs.at(-1)?.events.push({ seq: seq++, ...event });
  };
  const emit = emitter(model);
  const other = model === "m7" ? "m8" : "m7";
  for (let turn = 0; turn < turns; turn += 1) {
    const prompt = `Reader ${n} asks, in turn ${turn}: what is ${pick(SUBJECTS)}?`;
    const first = answer(`r${n}.${turn}`, model, prompt);
    readAnswer(first, emit);
    const second = `r${n}.${turn}b`;
    if (chance(first.isGood ? 0.02 : 0.12)) {
      const by = chance(0.5) ? other : model;
      const again = answer(second, by, prompt);
      emit({
        type: "regenerated",
        response: first.id,
        after_ms: millis(2000 * 8 ** random()),
        dwell_ms: millis(between(1000, 20000)),
        replacement: second,
      });
      readAnswer(again, emitter(by));
      if (again.isGood !== first.isGood) emit(prefer(again, first, "regenerated"));
    } else if (chance(0.03)) {
      const by = chance(0.5) ? other : model;
      const beside = answer(second, by, prompt);
      readAnswer(beside, emitter(by));
      emit(prefer(first, beside, "side_by_side"));
    }
    if (turn + 1 < turns) {
      const intent =
        !first.isGood && chance(0.25) ? "correction" : pick(["continuation", "unknown"]);
      const after_ms = millis(between(5000, 90000));
      emit({ type: "followed_up", response: first.id, after_ms, intent });
    }
  }
  const reactions = runs.flatMap(({ events }) => events).filter(({ type }) => type !== "viewed");
  const last = String(reactions.at(-1)?.type ?? "none");
  emit({ type: "left", turns, duration_ms: millis(turns * between(20000, 90000)), last });
  const lost = chance(0.01) ? 3 : 0;
  let delivered = 0;
  return runs.map(({ model, events }) => {
    const queued = seq - delivered;
    const dropped = lost ? { overflow: lost } : {};
    const ledger = { captured: seq + lost, delivered, queued, dropped };
    delivered += events.length;
    const batch = { tellback: 1, stream, conversation, hour: sent, sdk: "0.1.0" };
    return { ...batch, context: { ...context, model }, events, ledger };
  });
}

/** @param {Answer} a @param {Answer} b @param {string} basis */
function prefer(a, b, basis) {
  const first_shown = basis === "side_by_side" && chance(0.5) ? b.id : a.id;
  if (a.isGood === b.isGood && chance(0.5)) {
    const verdict = a.isGood ? "tie" : "both_bad";
    return { type: "preferred", between: [a.id, b.id], verdict, basis, first_shown };
  }
  const isFirst = a.isGood === b.isGood ? chance(0.5) : a.isGood;
  const [chosen, rejected] = isFirst ? [a.id, b.id] : [b.id, a.id];
  return { type: "preferred", chosen, rejected, verdict: "one", basis, first_shown };
}

/** Two random numbers whatever the clock says, so that all else is the same in every run. */
function hour() {
  const ago = Math.floor(random() * HOURS);
  const isAwake = chance(0.2);
  const time = new Date(Date.now() - ago * 3_600_000);
  const isDay = time.getUTCHours() >= 7 && time.getUTCHours() < 22;
  if (!isDay && !isAwake) time.setUTCHours(time.getUTCHours() - 11);
  return time.toISOString().slice(0, 13);
}

const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });

/** @param {string} body @returns {Promise<number>} how many seconds to wait before trying again */
function post(body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      /** @type {string} */ (endpoint),
      { agent, method: "POST" },
      (reply) => {
        reply.resume();
        const { statusCode = 0, headers } = reply;
        if (statusCode === 429) resolve(Number(headers["retry-after"]));
        else if (statusCode < 300) resolve(0);
        else reject(new Error(`the collector answered ${statusCode}`));
      },
    );
    outgoing.on("error", reject).end(body);
  });
}

let next = 0;
await Promise.all(
  Array.from({ length: TOGETHER }, async () => {
    while (next < Number(readers)) {
      for (const batch of reader(next++)) {
        const body = JSON.stringify(batch);
        for (let wait = await post(body); wait > 0; wait = await post(body)) {
          await new Promise((resolve) => setTimeout(resolve, wait * 1000));
        }
      }
    }
  }),
);
agent.destroy();
responses.end();
