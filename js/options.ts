import { ask } from "./dom.js";
import { SLUG } from "./markup.js";
import type { Strings } from "./strings.js";

/** The types of event, as the field `type` of each. The README says when each is recorded. */
export type EventType = TellbackEvent["type"];

/** What became of every event: `captured = delivered + queued + sum(dropped)`, always. */
export interface Ledger {
  /** Events that were made. */
  captured: number;
  /** Events that the endpoint acknowledged with a 2xx. */
  delivered: number;
  /** Events that wait, or are on their way. */
  queued: number;
  /** Events that were given up, by reason. Reasons that did not occur are left out. */
  dropped: Partial<
    Record<"overflow" | "rejected" | "too_large" | "opted_out" | "lost" | "budget", number>
  >;
}

/** One event: its place in the stream, its type, the answer it is about, and its own fields. */
export type TellbackEvent = { seq: number } & (
  | ({ response: string } & About)
  | Preferred
  | { type: "left"; turns: number; duration_ms: number; last: string }
);

/** An event about one answer. */
type About =
  | { type: "rated"; thumb: "up" | "down" | "none" }
  | { type: "rated"; stars: number }
  | { type: "reasoned"; reasons: string[] }
  | { type: "commented"; text: string }
  | { type: "viewed"; dwell_ms: number; depth_pct: number; visits: number; chars: number }
  | {
      type: "copied";
      share_pct: number;
      chars: number;
      from_pct: number;
      to_pct: number;
      part: "text" | "code" | "list" | "table" | "mixed";
      section: number;
      via: "selection" | "button";
      hover_ms?: number;
    }
  | { type: "regenerated"; after_ms: number; dwell_ms: number; replacement?: string }
  | { type: "edited"; what: "prompt" | "response"; changed_pct: number }
  | {
      type: "followed_up";
      after_ms: number;
      intent: "correction" | "continuation" | "unknown";
    }
  | { type: "stopped"; after_ms: number }
  | { type: "switched"; to: string }
  | { type: "outcome"; worked: "yes" | "partly" | "no" }
  | { type: "acted"; action: string; by?: "script" };

/** An event about two answers. */
type Preferred = {
  type: "preferred";
  basis: "regenerated" | "side_by_side" | "switched";
  first_shown?: string;
} & (
  | { verdict: "one"; chosen: string; rejected: string }
  | { verdict: "tie" | "both_bad"; between: [string, string] }
);

/** A batch, as it leaves the page. */
export interface Batch {
  /** The version of this format. */
  tellback: 1;
  /** 32 hex digits, random, new for every conversation and after 30 idle minutes. */
  stream: string;
  /** The conversation's handle, or `stream` where the page marks none. */
  conversation: string;
  /** The UTC hour of sending, such as `2026-11-23T05`. */
  hour: string;
  /** The version of tellback. */
  sdk: string;
  /** The tags of `options.context`. */
  context?: Record<string, string>;
  events: TellbackEvent[];
  /** The account of this stream. */
  ledger: Ledger;
}

/** What is what on a page that does not mark it, in CSS selectors. All of them are optional. */
export interface Selectors {
  /** The elements that hold an answer's text, in place of `data-tellback-response`. */
  response?: string;
  /** The element around a conversation, in place of `data-tellback-conversation`. */
  conversation?: string;
  /** The field, or its form, where the reader writes, in place of `data-tellback-composer`. */
  composer?: string;
  /**
   * What an answer is, or holds, while it streams, in place of `data-tellback-state`. Otherwise,
   * and always without this, an answer is complete after a second without growth.
   */
  streaming?: string;
  /**
   * Where the handle of an answer, or of a conversation, is to be found: the name of an attribute,
   * or a function of the element. An answer for which it gives nothing is not tracked, until the
   * attribute comes. Default: every element gets a random name, which is new on every page load and
   * whenever the page renders the element anew, and which your records do not know.
   */
  id?: string | ((element: Element) => string | null | undefined);
  /**
   * Buttons, in place of `data-tellback-action`: what each does, and its selector, such as
   * `{ up: "button[aria-label='Good response']" }`. One that stands outside of all answers is about
   * the last answer in the nearest element around it that has any. The first that fits counts.
   */
  actions?: Record<string, string>;
}

/** What {@link start} takes. Everything but `endpoint` is optional; unknown names are errors. */
export interface Options {
  /**
   * Where batches are sent: an absolute `http(s)` URL, or a path that begins with `/`, `./` or
   * `../`. It gets a `POST` with a JSON body of type `text/plain`, and answers with any 2xx.
   */
  endpoint: string | URL;
  /**
   * The reader refuses: nothing is loaded, listened to, stored or sent. Default: `false`.
   */
  optOut?: boolean;
  /**
   * `"opt-out"` captures unless the reader refuses; `"opt-in"` captures nothing until
   * {@link Tellback.optIn} is called. Default: `"opt-out"`.
   */
  consent?: "opt-out" | "opt-in";
  /**
   * Treat Global Privacy Control and Do Not Track as a refusal. It outranks everything else, also
   * {@link Tellback.optIn}. Default: `true`.
   */
  honorBrowserSignals?: boolean;
  /**
   * The part of the page that is observed. Parts that are observed apart must not overlap.
   * Default: `document`.
   */
  root?: Document | Element | ShadowRoot;
  /**
   * Fits a chat page whose markup you cannot change. What carries tellback's own attributes is
   * found as well. Default: none.
   */
  selectors?: Selectors;
  /** Types of event to switch off, such as `{ viewed: false }`. Default: all are on. */
  capture?: Partial<Record<EventType, boolean>>;
  /** When a batch is sent: at the first of three limits, and whenever the page is hidden. */
  batch?: {
    /** Events, 1 to 100; a page that is left sends up to 100 a batch. Default: 50. */
    maxEvents?: number;
    /** Bytes of UTF-8 in a body, 2,048 to 61,440. Default: 16,384. */
    maxBytes?: number;
    /**
     * Milliseconds that the oldest event waits, 0 to 3,600,000. A press becomes an event within 250,
     * with `storage` at once.
     * Default: 5,000.
     */
    maxDelayMs?: number;
  };
  /**
   * Where events that are not delivered yet survive a crash, a closed tab or more than a page that
   * is left can send: `"none"`; `"session"`, for this tab; or `"local"`, for any page of the site.
   * The next page that starts with the same `storage` and `endpoint` delivers them. They are kept
   * for at most 24 hours, as they would have been sent, and never after an opt-out. Where the
   * browser has no room or refuses, they wait in memory alone. Firefox stores what a page keeps a
   * moment later, so a crash in that moment loses it. Default: `"none"`.
   */
  storage?: "none" | "session" | "local";
  /**
   * Reports nothing but one randomised answer a conversation, without any handle: what an observer
   * learns of a reader from it is bounded by `epsilon`, from 0.1 (next to nothing) to 10 (next to
   * everything), in hundredths. When a conversation is left, chance draws whether the answer is about
   * the vote or about one of the five reasons that the controls know, and then whether it is true.
   * `capture` can switch off votes or reasons. Estimates come from many answers; the collector makes
   * them. It can't be combined with `storage`, `comments`, `onBatch` or `credentials`. Default: none.
   */
  privacy?: { epsilon: number };
  /** The share of conversations that are captured, 0 to 1. Default: 1. */
  sampleRate?: number;
  /**
   * Up to 8 tags that every batch carries, such as the model's version. Names and values are
   * slugs: 1 to 32 characters of `A-Z a-z 0-9 . _ -` that begin with a letter or a digit. Never
   * put anything about a person here. Default: none.
   */
  context?: Record<string, string>;
  /**
   * Headers to send along. Any of them makes the browser ask an endpoint of another origin for
   * permission first, and that question can lose the last batch of a visit. Default: none.
   */
  headers?: Record<string, string>;
  /** Whether requests carry the site's cookies, as in `fetch`. Default: `"omit"`. */
  credentials?: RequestCredentials;
  /**
   * Looks at each batch before it is sent. Return `true`, or a promise of `true`, if you have
   * delivered it yourself; throw or reject to have it tried again later. Otherwise it is sent. A
   * promise that is not settled within 30 s counts as rejected.
   */
  onBatch?: (batch: Batch) => unknown;
  /**
   * Records comments, which readers write below a `<tellback-bar>` or the host hands to
   * {@link Tellback.rate}: the one text that can leave the page. At most 1,000 characters of it are
   * kept. What looks like an e-mail address, a telephone, card or account number, an IP address, a
   * link or a key is taken out first, on the device: best effort, since nothing here understands
   * what the reader wrote. Pages that ask for it load 4.5 KB more. Default: `false`.
   */
  comments?: boolean;
  /**
   * Texts of the controls, in your reader's language: your own, or a module such as
   * `tellback/strings/de`. A name that no control knows is an error in the console. Default: English.
   */
  strings?: Partial<Strings>;
  /**
   * Where `tellback_bg.wasm` is, if you serve it yourself: an `http(s)` URL, or a path that begins
   * with `/`, `./` or `../` and counts from the page; with `comments` or `privacy`, where
   * `tellback_full_bg.wasm` is. The first instance on a page decides, and
   * `tellback/inline` has no use for it. Default: beside the JavaScript, where bundlers put it.
   */
  wasmUrl?: string | URL;
  /**
   * Explains in the console what is recorded, what is not and why, and what becomes of each batch.
   * It prints handles, words and numbers, never what people read or write. For development: it
   * loads a file of its own. Default: `false`.
   */
  debug?: boolean;
}

type Root = Document | Element | ShadowRoot;

/** Options that are checked and complete. */
export interface Settings {
  endpoint: string;
  optOut: boolean;
  optInRequired: boolean;
  honorBrowserSignals: boolean;
  root: Root;
  maxEvents: number;
  maxBytes: number;
  maxDelayMs: number;
  storage: "none" | "session" | "local";
  selectors: Selectors;
  /** `options.privacy.epsilon` in hundredths. */
  epsilonPct: number | undefined;
  sampleRate: number;
  context: string[];
  muted: string[];
  headers: Record<string, string>;
  credentials: RequestCredentials;
  onBatch: ((batch: Batch) => unknown) | undefined;
  comments: boolean;
  strings: Partial<Strings>;
  wasmUrl: string | undefined;
  debug: boolean;
}

type Check<T> = (value: unknown, name: string) => T;

/** Checks options, and throws an error that names the first wrong one and what was expected. */
export function check(given: unknown): Settings {
  if (typeof document === "undefined")
    throw new Error("start() needs a page; call it in a browser");
  const option = fields(given, "options", [
    "endpoint",
    "optOut",
    "consent",
    "honorBrowserSignals",
    "root",
    "selectors",
    "capture",
    "batch",
    "storage",
    "privacy",
    "sampleRate",
    "context",
    "headers",
    "credentials",
    "onBatch",
    "comments",
    "strings",
    "wasmUrl",
    "debug",
  ]);
  const batch = fields(option("batch", plain, {}), "options.batch", [
    "maxEvents",
    "maxBytes",
    "maxDelayMs",
  ]);
  const capture = fields(option("capture", plain, {}), "options.capture", TYPES);
  const settings: Settings = {
    endpoint: option("endpoint", url),
    optOut: option("optOut", flag, false),
    optInRequired: option("consent", oneOf("opt-out", "opt-in"), "opt-out") === "opt-in",
    honorBrowserSignals: option("honorBrowserSignals", flag, true),
    root: option("root", node, document),
    selectors: option("selectors", selectors, {}),
    maxEvents: batch("maxEvents", number(1, 100, true), 50),
    maxBytes: batch("maxBytes", number(2048, 61440, true), 16384),
    maxDelayMs: batch("maxDelayMs", number(0, 3600000, true), 5000),
    storage: option("storage", oneOf("none", "session", "local"), "none"),
    epsilonPct: option("privacy", epsilonPct, undefined),
    sampleRate: option("sampleRate", number(0, 1), 1),
    context: Object.entries(option("context", tags, {})).flat(),
    muted: TYPES.filter((type) => !capture(type, flag, true)),
    headers: option("headers", headers, {}),
    credentials: option("credentials", oneOf("omit", "same-origin", "include"), "omit"),
    onBatch: option("onBatch", callback, undefined),
    comments: option("comments", flag, false),
    // The controls check them: a page without controls has no use for their names.
    strings: option("strings", plain, {}),
    wasmUrl: option<string | undefined>("wasmUrl", url, undefined),
    debug: option("debug", flag, false),
  };
  const { epsilonPct: privacy, storage, credentials, comments, onBatch } = settings;
  if (privacy && (storage !== "none" || credentials !== "omit" || comments || onBatch)) {
    expected("options.privacy", "no storage, credentials, comments or onBatch beside it");
  }
  return settings;
}

/** In the order of `Kind` in `src/core/words.rs`. */
export const TYPES =
  "rated reasoned commented viewed copied regenerated edited followed_up stopped switched preferred outcome acted left".split(
    " ",
  );
export const EXPECTED_SLUG = "a word of 1 to 32 characters A-Z a-z 0-9 . _ -";
const SELECTORS = ["response", "conversation", "composer", "streaming"];

function expected(name: string, what: string): never {
  throw new TypeError(`${name}: expected ${what}`);
}

/** Reads fields of an object that may have these names and no others. */
function fields(given: unknown, owner: string, names: string[]) {
  const object = plain(given, owner);
  for (const name of Object.keys(object)) {
    if (!names.includes(name)) expected(`${owner}.${name}`, `one of ${names.join(", ")}`);
  }
  return <T>(name: string, check: Check<T>, ...standard: [T?]): T => {
    // A page may have given every object a property of that name.
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    const isMissing = value === undefined && standard.length > 0;
    return isMissing ? (standard[0] as T) : check(value, `${owner}.${name}`);
  };
}

const plain: Check<Record<string, unknown>> = (value, name) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : expected(name, "an object");

const flag: Check<boolean> = (value, name) =>
  typeof value === "boolean" ? value : expected(name, "true or false");

const callback: Check<Settings["onBatch"]> = (value, name) =>
  typeof value === "function" ? (value as Settings["onBatch"]) : expected(name, "a function");

const node: Check<Root> = (value, name) => {
  try {
    const root = value as Root;
    const type = ask<number>(Node, "nodeType", root);
    // A fragment without a host is no shadow root.
    const isRoot = [1, 9].includes(type) || (type === 11 && (root as ShadowRoot).host);
    if (isRoot) return root;
  } catch {
    // Told below.
  }
  return expected(name, "a document, an element or a shadow root");
};

const oneOf =
  <T extends string>(...allowed: T[]): Check<T> =>
  (value, name) =>
    allowed.includes(value as T)
      ? (value as T)
      : expected(name, allowed.map((word) => `"${word}"`).join(" or "));

const number =
  (least: number, most: number, whole = false): Check<number> =>
  (value, name) =>
    typeof value === "number" &&
    value >= least &&
    value <= most &&
    (!whole || Number.isInteger(value))
      ? value
      : expected(name, `a ${whole ? "whole " : ""}number from ${least} to ${most}`);

const selector: Check<string> = (value, name) => {
  try {
    // Something follows: a bracket that is never closed would otherwise pass, and swallow what it
    // is joined with.
    new DocumentFragment().querySelector(`${value},a`);
    if (typeof value === "string" && value) return value;
  } catch {
    // Told below.
  }
  return expected(name, "a CSS selector");
};

const selectors: Check<Selectors> = (value, name) => {
  const field = fields(value, name, [...SELECTORS, "id", "actions"]);
  const given = SELECTORS.map((key) => [key, field(key, selector, undefined)]);
  const actions = Object.entries(field("actions", plain, {}));
  for (const [action, buttons] of actions) {
    if (!SLUG.test(action)) expected(`${name}.actions.${action}`, EXPECTED_SLUG);
    selector(buttons, `${name}.actions.${action}`);
  }
  return {
    ...Object.fromEntries(given),
    id: field("id", attributeOrCallback, undefined),
    actions: Object.fromEntries(actions),
  };
};

const attributeOrCallback: Check<Selectors["id"]> = (value, name) =>
  typeof value === "function" || (typeof value === "string" && /^[\w:-]+$/.test(value))
    ? (value as Selectors["id"])
    : expected(name, "the name of an attribute, or a function");

/** Never more than what was asked for. */
const epsilonPct: Check<number | undefined> = (value, name) =>
  Math.floor(fields(value, name, ["epsilon"])("epsilon", number(0.1, 10)) * 100 + 1e-6);

const tags: Check<Record<string, string>> = (value, name) => {
  const entries = Object.entries(plain(value, name));
  if (entries.length > 8) expected(name, "at most 8 tags");
  for (const [key, tag] of entries) {
    if (!SLUG.test(key) || typeof tag !== "string" || !SLUG.test(tag)) {
      expected(`${name}.${key}`, "a name and a value of 1 to 32 characters A-Z a-z 0-9 . _ -");
    }
  }
  return value as Record<string, string>;
};

const headers: Check<Record<string, string>> = (value, name) => {
  try {
    return Object.fromEntries(new Headers(plain(value, name) as HeadersInit));
  } catch {
    return expected(name, "an object of header names and values");
  }
};

/** A word such as "feedback" would be a valid relative URL, but is far more often a mistake. */
const url: Check<string> = (value, name) => {
  const given = value instanceof URL ? value.href : value;
  if (typeof given === "string" && /^(https?:\/\/|\.{0,2}\/)\S*$/i.test(given)) {
    try {
      const { href, protocol, username, password } = new URL(
        given,
        ask<string>(Node, "baseURI", document),
      );
      // fetch refuses URLs that hold a name and a password.
      if (protocol.startsWith("http") && !username && !password) return href;
    } catch {
      // Told below.
    }
  }
  return expected(name, "an http(s) URL, or a path that begins with /, ./ or ../");
};
