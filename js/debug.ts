/**
 * Explains in the console what is recorded, what is not and why, and what becomes of each batch.
 * Loaded only where the host asks for it.
 *
 * It stands between the entry and the wasm, sees what each tells the other, and decides nothing.
 * It prints handles, words and numbers; never what people read or write.
 *
 * @module
 */

import { allows, EVERYTHING, type Facts, NOTHING } from "./consent.js";
import { attribute, closest } from "./dom.js";
import type { Capture } from "./glue.js";
import type { Host } from "./host.js";
import { HANDLE, SLUG } from "./markup.js";
import { BY_HOST, BY_PAST, BY_SCRIPT } from "./observe.js";
import { TYPES } from "./options.js";

/** In the order of `Why` in `src/core/unrecorded.rs`. */
export const WHY = {
  Incomplete: "the answer is still being written",
  Held: "it waits until the answer has not grown for a second",
  Complete: "the answer is complete already",
  Muted: "options.capture switches this type of event off",
  Unsampled: "options.sampleRate left this conversation out",
  Randomized: "with options.privacy, one randomised answer leaves when the conversation does",
  Refused: "the reader has refused conversations that begin now",
  Unfit: "its value does not fit",
  Empty: "no text of its own was copied or written",
  Repeated: "it says the same as before",
};
const WHY_FROM = 16;

const OTHER_ANSWER = "the ID of another answer";
const WORDS = "up to 8 words of 1 to 32 characters A-Z a-z 0-9 . _ -";

/** What an action expects as its value. */
const EXPECTED: Record<string, string> = {
  stars: "a whole number from 1 to 5",
  reasons: WORDS,
  outcome: '"worked", "partly" or "failed"',
  show: OTHER_ANSWER,
  prefer: OTHER_ANSWER,
  tie: OTHER_ANSWER,
  both_bad: OTHER_ANSWER,
};

/** What happened where it was no gesture. */
const HAPPENED: { [name: string]: string } = {
  begin: "start",
  hidden: "the page is hidden or left",
  woken: "after a while",
  mutated: "the page changed",
  stop: "stop()",
};

const OPTED_OUT = "data-tellback-optout";

type Body = { stream: string; conversation: string; events: Entry[] };
type Entry = { seq: number; type: string; response?: string };

/** A capture that explains what it does. */
export function explain(make: typeof Capture, host: Host): Capture {
  const { root, markup, selectors } = host;
  const CONTROLS = ["[data-tellback-action]", ...Object.values(selectors.actions ?? {})].join();
  const sent = new Map<number, { at: number; events: Entry[]; stream: string }>();
  /** When events failed that are to be tried again. */
  const failed = new Map<string, number>();
  const told = new Set<string>();
  let ended: AbortController | undefined;
  let outcome = 0;
  let depth = 0;
  let dropped: Record<string, number> = {};
  let answers = "";

  const capture = new make({
    ...host,
    observe() {
      host.observe();
      ended?.abort();
      ended = new AbortController();
      const options = { capture: true, passive: true, signal: ended.signal };
      root.addEventListener("click", explainUnheard, options);
    },
    unobserve() {
      host.unobserve();
      ended?.abort();
      ended = undefined;
      say("the page is not observed any more");
    },
    explain(more) {
      outcome |= more;
    },
    send(ticket, body) {
      // What a reader wrote is for the endpoint alone, and its length says enough here.
      const hide = (name: string, value: unknown) =>
        name === "text" ? `(${String(value).length} characters)` : value;
      const batch: Body = JSON.parse(new TextDecoder().decode(body), hide);
      const { stream, events } = batch;
      const now = performance.now();
      sent.set(ticket, { at: now, events, stream });
      const since = failed.get(`${stream} ${events[0]?.seq}`);
      const again = since === undefined ? "" : `, again after ${Math.round(now - since)} ms`;
      say(`batch ${ticket}${again}, ${body.length} bytes: ${list(events)}`, batch);
      host.send(ticket, body);
    },
  });

  return new Proxy(capture, {
    get(_, name: keyof Capture) {
      return (...args: unknown[]) => {
        if (depth === 0) {
          outcome = 0;
        }
        depth += 1;
        // First: what was sent in vain may be sent again at once.
        if (name === "settled") quietly(() => tellReply(args as Parameters<Capture["settled"]>));
        try {
          return Reflect.apply(capture[name], capture, args);
        } finally {
          depth -= 1;
          quietly(() => tell(name, args));
        }
      };
    },
  });

  /** What cannot be explained is recorded all the same. */
  function quietly(explain: () => void): void {
    try {
      explain();
    } catch {
      // The console may be the page's own.
    }
  }

  function tell(name: keyof Capture, args: unknown[]): void {
    if (name === "stats") return;
    if (name === "begin") say(`capturing, with batches for ${host.endpoint}`);
    if (name === "begin" || name === "mutated") tellAnswers();
    if (name === "pressed") tellPress(args as Parameters<Capture["pressed"]>);
    else if (name === "copied") say(`copy: ${became() ?? whyNoCopy()}`);
    else if (depth === 0) tellOther(name);
    if (depth === 0 && name !== "moved" && name !== "active") tellLosses();
  }

  function tellPress([, control, action, value, , response, flags]: Parameters<
    Capture["pressed"]
  >): void {
    const by = flags >= BY_PAST ? "preload: " : flags >= BY_HOST ? "by call: " : "";
    const what = `${by}${word(action, SLUG)} on ${word(response, HANDLE)}`;
    if (depth > 0) {
      say(`${what}: noted, until what is being handled is done`);
      return;
    }
    const { recorded, why } = read(outcome);
    const notes = [];
    if (flags & BY_SCRIPT) notes.push("a script pressed it: isTrusted is false");
    if (recorded.includes("acted") && (action === "previous" || action === "next")) {
      notes.push("no other version is known");
    }
    if (control && !find(response)) {
      notes.push("no answer of this name is on the page");
    }
    let result = became();
    const expected = EXPECTED[action];
    // Whoever takes no value may have a text for one.
    if (expected && (why === "Unfit" || (action === "reasons" && control && !givenBy(control)))) {
      const given = control ? givenBy(control) : value;
      result = `not recorded: value ${word(given, /^.{0,3}$/)}: expected ${expected}`;
    } else if (flags >= BY_PAST) {
      result = "known from now on, and not recorded again";
    } else if (!result) {
      const isCopy = action === "copy";
      if (isCopy && !find(response)) result = "not recorded: the answer is not on the page";
      else result = `not recorded: ${isCopy ? "a part of it, or all of it" : "it"} is opted out`;
      if (!ended) result = "not recorded: the page is not observed any more";
    }
    say(`${what}: ${[result, ...notes].join("; ")}`);
  }

  /** Says of presses that nobody hears why that is so. */
  function explainUnheard(event: Event): void {
    const target = event.composedPath()[0] as Element;
    const control = closest(target, CONTROLS);
    // A press on a label is followed by one on its field.
    if (!control || closest(target, "label") || markup.press(target)) return;
    const action = attribute(control, "data-tellback-action");
    let why = "it stands in no answer, and no data-tellback-for names one";
    if (closest(control, "[data-tellback-for]") || markup.around(control) === undefined) {
      why = "its ID is no handle";
    }
    if (action !== null && !SLUG.test(action)) why = "its action is no word";
    if (markup.isOptedOut(control)) why = `it stands in ${OPTED_OUT}`;
    if (attribute(control, "aria-disabled") === "true") why = "the control is aria-disabled";
    const what = action === null ? "a control of options.selectors" : word(action, SLUG);
    say(`${what}: not recorded: ${why}`);
  }

  function tellReply([ticket, status, retryAfterMs]: Parameters<Capture["settled"]>): void {
    const { at = 0, events = [], stream } = sent.get(ticket) ?? {};
    sent.delete(ticket);
    const now = performance.now();
    const isTemporary = [0, 408, 429].includes(status) || status >= 500;
    const isAgain = isTemporary || (status === 413 && events.length > 1);
    for (const { seq } of events) {
      if (isAgain) failed.set(`${stream} ${seq}`, now);
      else failed.delete(`${stream} ${seq}`);
    }
    const asked = retryAfterMs ? `, not before ${Math.round(retryAfterMs / 1000)} s` : "";
    let then = `refused for good`;
    if (status >= 200 && status < 300) then = "delivered";
    else if (isTemporary) then = `tried again later${asked}`;
    else if (isAgain) then = "tried again in smaller batches";
    const answer = status === 0 ? "no answer, or onBatch failed," : `status ${status}`;
    say(`batch ${ticket}: ${answer} after ${Math.round(now - at)} ms: ${then}`);
  }

  /** What happened without a gesture; what does not become an event again and again is told once. */
  function tellOther(name: keyof Capture): void {
    const { recorded } = read(outcome);
    const text = became();
    const line = `${HAPPENED[name] ?? name}: ${text}`;
    if (!text || (recorded.length === 0 && told.has(line))) return;
    told.add(line);
    say(line);
  }

  function tellLosses(): void {
    const stats = JSON.parse(new TextDecoder().decode(capture.stats()));
    for (const [reason, count] of Object.entries<number>(stats.dropped)) {
      const more = count - (dropped[reason] ?? 0);
      if (more > 0) say(`${counted(more, "event")} dropped: ${reason}`);
    }
    dropped = stats.dropped;
  }

  function tellAnswers(): void {
    const all = markup.everyAnswer;
    const optedOut = all.filter((answer) => markup.isOptedOut(answer)).length;
    const rest = optedOut > 0 ? `, and ${optedOut} more in ${OPTED_OUT}` : "";
    const now = `${counted(all.length - optedOut, "answer")} on the page${rest}`;
    if (now !== answers) say(now);
    answers = now;
  }

  function became(): string | undefined {
    const { recorded, why } = read(outcome);
    if (recorded.length > 0) return `recorded as ${recorded.join(", ")}`;
    return why && `not recorded: ${WHY[why]}`;
  }

  function whyNoCopy(): string {
    return ended
      ? "not recorded: it touches no answer, or a part that is opted out"
      : "not recorded: the page is not observed any more";
  }

  function find(response: string): Element | undefined {
    return markup.everyAnswer.find((answer) => markup.name(answer) === response);
  }
}

/** Says why nothing is recorded, if the facts are against it. */
export function explainRefusal(facts: Facts): void {
  if (allows(facts) === EVERYTHING) return;
  const whys = [];
  if (facts.browserRefuses) {
    whys.push("the browser sends Global Privacy Control or Do Not Track");
  } else if (facts.choice !== undefined) {
    whys.push(
      facts.choice === NOTHING ? "the reader opted out" : "the reader refused new conversations",
    );
  } else {
    if (facts.optOut) whys.push("options.optOut is true");
    if (facts.storedRefusal) whys.push("a refusal is stored, as tellback in localStorage");
    if (facts.optInRequired) whys.push('options.consent is "opt-in", and optIn() was not called');
  }
  say(`nothing is recorded: ${whys.join("; ")}`);
}

function read(outcome: number) {
  const whys = Object.keys(WHY) as (keyof typeof WHY)[];
  return {
    recorded: TYPES.filter((_, at) => outcome & (1 << at)),
    why: whys.find((_, at) => outcome & (1 << (WHY_FROM + at))),
  };
}

function list(events: Entry[]): string {
  return events
    .map(({ seq, type, response = "" }) => `${seq} ${type} ${response}`.trim())
    .join(", ");
}

function givenBy(control: Element): string {
  return attribute(control, "data-tellback-value") ?? "";
}

/** A word as the page has it, or the beginning of what is none: the rest may be anything. */
function word(text: string, fits: RegExp): string {
  return fits.test(text) ? text || '""' : `"${text.slice(0, 3)}…"`;
}

function counted(count: number, of: string): string {
  return `${count} ${of}${count === 1 ? "" : "s"}`;
}

/** A page may have put a console of its own in place. */
function say(text: string, ...more: unknown[]): void {
  try {
    console.info(`tellback: ${text}`, ...more);
  } catch {
    // Then nobody wants to know.
  }
}
