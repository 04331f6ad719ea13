/// <reference lib="esnext.disposable" preserve="true" />

import {
  type Allowed,
  allows,
  browserRefuses,
  EVERYTHING,
  type Facts,
  NOTHING,
  purge,
  RUNNING,
  store,
  storedRefusal,
} from "./consent.js";
import { fits, isWithin } from "./dom.js";
import type { Capture } from "./glue.js";
import type { Host } from "./host.js";
import { HANDLE, Markup, SLUG } from "./markup.js";
import { BY_HOST, BY_PAST, observe } from "./observe.js";
import { check, EXPECTED_SLUG, type Ledger, type Options, type Settings } from "./options.js";
import type { Store } from "./storage.js";
import { Transport } from "./transport.js";
import { loadWasm } from "./wasm.js";

/**
 * - `"loading"`: gestures are noted, and the wasm is on its way.
 * - `"capturing"`: reactions are recorded.
 * - `"opted-out"`: nothing is recorded, because the reader refused or has not agreed yet.
 * - `"failed"`: nothing is recorded, because something went wrong; `ready` says what.
 * - `"stopped"`: nothing is recorded, because the host called `stop()`.
 */
export type Status = "loading" | "capturing" | "opted-out" | "failed" | "stopped";

/** What a reader says of an answer. */
export type Rating =
  | { thumb: "up" | "down"; stars?: never }
  | { stars: 1 | 2 | 3 | 4 | 5; thumb?: never };

/** What a reader wants who writes again: something else, or more of it. */
export type Intent = "correction" | "continuation" | "unknown";

/** What a call says beside the answer and what was done. */
interface Said {
  /** Another answer. */
  other?: string | undefined;
  value?: string | undefined;
  number?: number | undefined;
  element?: Element | undefined;
  by?: number;
}

const CONSENT = "tellback-consent";

const MOST_COMPLAINTS = 20;
const EXPECTED_HANDLE = "an opaque handle of 1 to 128 characters A-Z a-z 0-9 _ . : -";

const EXPECTED_EDIT = 'what: "prompt" or "response", and changed: a number from 0 to 1';

const EXPECTED_COMMENT = "comment: a text, and options.comments: true";

const BLOCKED = "the Content-Security-Policy blocks the wasm: script-src needs 'wasm-unsafe-eval'";

/** How often the wasm wakes while somebody reads. */
const SOON_MS = 250;

/** What all instances on a page share, also where two copies of this module were loaded. */
interface Shared {
  running: Set<Tellback>;
  /** What the reader chose since the page was loaded: where storage is blocked, nothing else keeps it. */
  choice?: Allowed;
  /** What the reader said of each answer, for controls that come later, or come back. */
  said: Map<string, unknown>;
  /** What is behind `<tellback-consent>`, once there is one on the page. */
  privacy?: Promise<typeof import("./privacy.js")>;
}

const page = globalThis as { [key: symbol]: Shared | undefined };

/** It is made when it is first needed, so that to import this module changes nothing. */
function shared(): Shared {
  const key = Symbol.for("tellback");
  page[key] ??= { running: new Set(), said: new Map() };
  return page[key] as Shared;
}

/**
 * The tag of the reader's choice. Its code is loaded when one comes onto the page, which the browser
 * tells its class: nothing has to look or listen for it where the reader has opted out.
 */
function defineConsent(): void {
  try {
    if (customElements.get(CONSENT)) return;
    customElements.define(
      CONSENT,
      class extends HTMLElement {
        connectedCallback() {
          shared().privacy ??= import("./privacy.js");
          showConsent(this);
        }
        disconnectedCallback() {
          showConsent(this);
        }
      },
    );
  } catch {
    // There is no page, or one that has put a registry of its own in place.
  }
}

/** Brings one of these tags up to date that came or went, or all of them. */
function showConsent(element?: HTMLElement): void {
  shared()
    .privacy?.then(({ show }) => show(shared().running, element))
    .catch((error) => {
      // The next one that comes tries again.
      delete shared().privacy;
      log("error", `<${CONSENT}> cannot be loaded:`, error);
    });
}

/** A choice is the reader's, so it holds for every instance on the page. */
function choose(choice: Allowed): void {
  shared().choice = choice;
  if (choice === NOTHING) shared().said.clear();
  for (const running of shared().running) running.choose(choice);
  if (choice === NOTHING) purge();
}

/**
 * A refusal may come from another tab of the site, or from the browser. What captures looks for one
 * whenever it may have come, and before anything is sent. An agreement in another tab changes
 * nothing here: whoever has refused is listened to by nobody, until the page is loaded anew or
 * `optIn()` called on it.
 */
function recheck(): void {
  const refusal = storedRefusal();
  if (refusal !== undefined && refusal !== shared().choice) choose(refusal);
  for (const running of shared().running) running.heed();
}

/** A running tellback. {@link start} makes it. */
export class Tellback {
  /** @internal */
  static start(options: Options): Tellback {
    const tellback = new Tellback(options);
    const { root } = tellback;
    for (const other of shared().running) {
      if (other.status === "stopped" || other.status === "failed") {
        // It stays until all is delivered, so that a refusal still reaches it.
        if (other.stats().queued === 0) shared().running.delete(other);
      } else if (
        root &&
        (isWithin(root, other.root as Node) || isWithin(other.root as Node, root))
      ) {
        log(
          "warn",
          "start() was called again for the same part of the page; the first one runs on",
        );
        return other;
      }
    }
    shared().running.add(tellback);
    tellback.#consider();
    defineConsent();
    showConsent();
    return tellback;
  }

  /**
   * Fulfilled once tellback is capturing or knows that it must not; rejected with an `Error` that
   * says what is wrong. The same is logged once, so nobody has to await it.
   */
  readonly ready: Promise<void>;

  #status: Status = "opted-out";
  #settings: Settings | undefined;
  #facts!: Facts;
  #transport!: Transport;
  #markup!: Markup;
  #capture: Capture | undefined;
  #store: Store | undefined;
  #controls: Promise<typeof import("./controls.js")> | undefined;
  /** What is to be told to the wasm before anything else, once it is there, in order. */
  #noted: ((capture: Capture) => void)[] = [];
  #loading: Promise<void> | undefined;
  #observing: AbortController | undefined;
  /** Says to what observes the page that the wasm is there. */
  #arrive = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWokenSoon = false;
  #resolve!: () => void;
  #reject!: (error: Error) => void;
  readonly #complaints = new Set<string>();

  private constructor(options: Options) {
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Nobody has to listen: a rejection is logged, and must not reach `unhandledrejection`.
    this.ready.catch(() => {});
    if (Symbol.dispose) this[Symbol.dispose] = () => this.stop();
    try {
      this.#settings = check(options);
      this.#markup = new Markup(this.#settings.root, this.#settings.selectors, {
        complain: (attribute, value) =>
          this.#complain(
            `${attribute}=${beginning(value)}: expected ${
              attribute.endsWith("action") ? EXPECTED_SLUG : EXPECTED_HANDLE
            }; it is not tracked`,
          ),
        loadControls: () => this.#loadControls(),
      });
      this.#transport = new Transport(this.#settings, (ticket, { status, retryAfterMs }) =>
        this.#tell((capture) => capture.settled(ticket, status, retryAfterMs)),
      );
      const { optOut, optInRequired, honorBrowserSignals } = this.#settings;
      const isRefused = storedRefusal() !== undefined;
      this.#facts = {
        optOut,
        optInRequired,
        // Readers can switch it on while the page is open.
        get browserRefuses() {
          return honorBrowserSignals && browserRefuses();
        },
        storedRefusal: isRefused,
        // An agreement takes the stored refusal away. One that is there, as well as the host's
        // flag, is the reader's later word.
        choice: optOut || isRefused ? undefined : shared().choice,
      };
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @internal The part of the page that it observes, unless its options are wrong. */
  get root(): Node | undefined {
    return this.#settings?.root;
  }

  /** @internal Its options, unless they are wrong. */
  get settings(): Settings | undefined {
    return this.#settings;
  }

  /** @internal What its consent rests on, unless its options are wrong. */
  get facts(): Facts | undefined {
    return this.#facts;
  }

  /** @internal The events that wait, as they will be sent: a JSON list. */
  waiting(): string {
    let waiting = "[]";
    if (this.#capture) {
      this.#tell((capture) => {
        waiting = decode(capture.waiting());
      });
    }
    return waiting;
  }

  /** What tellback is doing. */
  get status(): Status {
    return this.#status;
  }

  /**
   * The reader rated an answer: `{ thumb: "up" }`, `{ stars: 4 }`, or `null` to take it back, which
   * also takes back the reasons. Needed only for controls that are not marked with
   * `data-tellback-action`, as are all reports below.
   *
   * @param response the answer's handle, as in `data-tellback-response`
   * @param more `reasons`: up to 8 words, such as `["inaccurate", "too_long"]`, that replace those
   *   that were given for this vote before; `comment`: what the reader wrote, only with
   *   `options.comments`. At most 1,000 characters are kept, without what tells who somebody is, as
   *   well as that can be done
   */
  rate(
    response: string,
    rating: Rating | null,
    more?: { reasons?: string[]; comment?: string },
  ): void {
    this.#guard("rate", () => {
      this.#rate("rate", response, rating, BY_HOST);
      const { reasons, comment } = more ?? {};
      if (reasons && this.#expect("rate", areSlugs(reasons), "reasons of up to 8 words")) {
        this.#report("rate", response, "reasons", { value: [...new Set(reasons)].join() });
      }
      // One that nobody asked for stays on the page.
      const isWanted = typeof comment === "string" && !!this.#settings?.comments;
      if (comment && this.#expect("rate", isWanted, EXPECTED_COMMENT)) {
        this.#report("rate", response, "comment", { value: comment });
      }
    });
  }

  /**
   * The reader rated an answer at an earlier visit. It is shown by controls and can be changed or
   * taken back, but it is not recorded again.
   */
  preload(response: string, rating: Rating | null): void {
    this.#guard("preload", () => this.#rate("preload", response, rating, BY_PAST));
  }

  /**
   * The reader asked for another version of an answer.
   *
   * @param response the handle of the answer that was not good enough
   * @param replacement the handle of the answer that takes its place, if known
   */
  regenerated(response: string, replacement?: string): void {
    this.#report("regenerated", response, "regenerate", { other: replacement });
  }

  /**
   * The reader copied an answer, or a part of it, with a control that is not marked. The answer has
   * to be on the page, where it is measured.
   *
   * @param more `element`: what stands in the block (a `pre`, `table` or `figure`) that was copied
   */
  copied(response: string, more?: { element?: Element }): void {
    this.#guard("copied", () => {
      const element = more?.element;
      const isElement = element === undefined || fits(element, "*");
      if (this.#expect("copied", isElement, "element: an element")) {
        this.#report("copied", response, "copy", { element });
      }
    });
  }

  /**
   * The reader changed the answer, or sent its prompt again in other words.
   *
   * @param edit `changed` is how much of the text, from 0 to 1
   */
  edited(response: string, edit: { what: "prompt" | "response"; changed: number }): void {
    this.#guard("edited", () => {
      const { what, changed } = edit;
      const isEdit = ["prompt", "response"].includes(what) && changed >= 0 && changed <= 1;
      const isNumber = typeof changed === "number";
      if (this.#expect("edited", isEdit && isNumber, EXPECTED_EDIT)) {
        this.#report("edited", response, "edited", { value: what, number: changed });
      }
    });
  }

  /**
   * The reader wrote again after this answer. What they wrote is not asked for: say what it was, if
   * you know.
   */
  followedUp(response: string, more?: { intent?: Intent }): void {
    this.#guard("followedUp", () => {
      const value = more?.intent ?? "unknown";
      const isIntent = ["correction", "continuation", "unknown"].includes(value);
      const what = 'intent: "correction", "continuation" or "unknown"';
      if (this.#expect("followedUp", isIntent, what)) {
        this.#report("followedUp", response, "followed_up", { value });
      }
    });
  }

  /** The reader stopped the answer while it was being written. */
  stopped(response: string): void {
    this.#report("stopped", response, "stop");
  }

  /** The reader went from one version of an answer to another one. */
  switched(response: string, to: string): void {
    this.#report("switched", response, "show", { other: to });
  }

  /**
   * The reader was asked which of two answers is better.
   *
   * @param comparison `shown`: both, the one that was shown first (or to the left) first; `choice`:
   *   the better one, `"tie"` or `"both_bad"`
   */
  compared(comparison: { shown: [string, string]; choice: string }): void {
    this.#guard("compared", () => {
      const {
        shown: [a, b],
        choice,
      } = comparison;
      const isSecond = choice === b;
      const [one, other] = isSecond ? [b, a] : [a, b];
      const verdict = choice === one ? "prefer" : choice;
      const isOne = ["prefer", "tie", "both_bad"].includes(verdict);
      if (this.#expect("compared", isOne, 'one of the two, "tie" or "both_bad"')) {
        this.#report("compared", one, verdict, { other, number: Number(isSecond) });
      }
    });
  }

  /** The reader says, maybe much later, whether the answer served its purpose. */
  outcome(response: string, outcome: "worked" | "partly" | "failed"): void {
    const isOne = ["worked", "partly", "failed"].includes(outcome);
    if (this.#expect("outcome", isOne, '"worked", "partly" or "failed"')) {
      this.#report("outcome", response, "outcome", { value: outcome });
    }
  }

  /** The reader used another control of yours, which a word names: at most 32 characters. */
  acted(response: string, action: string): void {
    const isSlug = typeof action === "string" && SLUG.test(action);
    if (this.#expect("acted", isSlug, EXPECTED_SLUG)) this.#report("acted", response, action);
  }

  /**
   * The reader refuses, for every instance on this page and in every tab of the site. Capture ends
   * at once, what was not delivered is dropped, and the refusal is stored for later visits. A
   * request that has already left the browser cannot be called back.
   *
   * @param scope `"new-conversations"` refuses only what begins later: conversations of which
   *   something has been noted on a page that is open are recorded until that page is left, or
   *   until they have rested for 30 minutes. Later visits record nothing. Default: `"everything"`.
   */
  optOut(scope?: "everything" | "new-conversations"): void {
    // Whatever else is handed over, such as the event of a click, is no narrower refusal. A word is
    // a mistake.
    if (typeof scope === "string" && scope !== "everything" && scope !== "new-conversations") {
      this.#complain(
        'optOut: expected "everything" or "new-conversations"; all is refused',
        "warn",
      );
    }
    const allowed = scope === "new-conversations" ? RUNNING : NOTHING;
    store(allowed);
    choose(allowed);
  }

  /**
   * The reader agrees, for every instance on this page. Only what happens from now on is recorded.
   * Other tabs of the site follow when they are loaded anew. A browser that sends Global Privacy
   * Control or Do Not Track outranks this, unless `honorBrowserSignals` is `false`.
   */
  optIn(): void {
    store(EVERYTHING);
    choose(EVERYTHING);
    if (this.#facts?.browserRefuses) {
      this.#complain("optIn: the browser sends Global Privacy Control or Do Not Track", "info");
    }
  }

  /** Sends what waits, and is fulfilled when nothing is on its way any more. Never rejects. */
  async flush(): Promise<void> {
    await this.#loading;
    if (!this.#capture) return;
    this.#tell((capture) => capture.flush());
    await this.#transport.whenIdle();
  }

  /** What became of every event so far. */
  stats(): Ledger {
    let stats: Ledger = { captured: 0, delivered: 0, queued: 0, dropped: {} };
    if (this.#capture) {
      this.#tell((capture) => {
        stats = JSON.parse(decode(capture.stats()));
      });
    }
    return stats;
  }

  /**
   * Ends capture and removes every listener. What was captured is still delivered, also what was
   * noted while the wasm was loading.
   */
  stop(): void {
    if (this.#status === "failed" || this.#status === "stopped") return;
    this.#tell((capture) => capture.stop());
    this.#store?.end();
    this.#status = "stopped";
    this.#unobserve();
    this.#showControls();
    this.#resolve();
  }

  /** Same as {@link stop}, for `using`. Absent where the browser has no `Symbol.dispose`. */
  declare [Symbol.dispose]: () => void;

  /** @internal The reader's choice, as this instance takes it. */
  choose(choice: Allowed): void {
    if (this.#status === "failed") return;
    const isStopped = this.#status === "stopped";
    // A stopped instance may still have something to deliver, and a refusal ends that too.
    if (isStopped && choice === EVERYTHING) return;
    // The wasm knows only what the browser said when it was loaded.
    this.#facts.choice = this.#facts.browserRefuses ? NOTHING : choice;
    // As long as the wasm loads, no conversation is running.
    if (allows(this.#facts) < (this.#capture ? RUNNING : EVERYTHING)) {
      // Before the wasm is told: it may be this very moment handing out a batch.
      this.#transport.abort();
      this.#rest();
    }
    if (this.#capture) this.#tell((capture) => capture.choose(this.#facts.choice as Allowed));
    if (!isStopped) this.#consider();
  }

  /** @internal Obeys what the browser says now. */
  heed(): void {
    if (this.#isOn && this.#facts.browserRefuses) this.choose(NOTHING);
  }

  /** Follows the facts: loads, goes on, or rests. */
  #consider(): void {
    if (this.#status === "failed") return;
    const allowed = allows(this.#facts);
    if (allowed === EVERYTHING) {
      if (this.#capture) this.#status = "capturing";
      else if (this.#status !== "loading") this.#loading = this.#load();
    } else if (allowed === NOTHING || this.#status !== "capturing") {
      this.#status = "opted-out";
      // Who has only not agreed yet has not refused either.
      if (allows({ ...this.#facts, optInRequired: false }) !== EVERYTHING) purge();
      void this.#debugging()?.then((debug) => debug?.explainRefusal(this.#facts));
      this.#resolve();
    }
    this.#showControls();
  }

  async #load(): Promise<void> {
    const noted = this.#noted;
    this.#status = "loading";
    try {
      const since = performance.now();
      this.#observe();
      // Controls show at once, and say what early presses said.
      this.#markup.seekControls();
      const settings = this.#settings as Settings;
      const { storage } = settings;
      const debugging = this.#debugging();
      const stored = storage === "none" ? undefined : import("./storage.js").catch(() => {});
      const Capture = await loadWasm(settings);
      const place = await stored;
      const debug = await debugging;
      // The reader may have refused meanwhile, and even agreed again.
      if (this.#noted !== noted || shared().choice === NOTHING) return;
      // One that was stopped meanwhile may have been taken for one that has nothing to deliver.
      shared().running.add(this);
      this.#store = place?.open(settings, {
        restored: (...left) => this.#tell((capture) => capture.restored(...left)),
        taken: (stream) => this.#tell((capture) => capture.taken(stream)),
        queued: () => (this.#isOn ? this.stats().queued : undefined),
      });
      const host = this.#host();
      this.#capture = debug?.explain(Capture, host) ?? new Capture(host);
      if (this.#status === "loading") this.#status = "capturing";
      this.#capture.begin(since);
      for (const tell of noted.splice(0)) tell(this.#capture);
      this.#resolve();
    } catch (error) {
      if (this.#noted === noted) this.#fail(error);
    }
  }

  #host(): Host {
    const settings = this.#settings as Settings;
    return {
      ...settings,
      ...this.#facts,
      isKept: !!this.#store,
      markup: this.#markup,
      isMuted: (type) => settings.muted.includes(type),
      observe: () => this.#observe(),
      unobserve: () => {
        this.#unobserve();
        // The last conversation that was running when the reader refused new ones has ended.
        if (this.#status === "capturing") this.#status = "opted-out";
        this.#showControls();
      },
      send: (ticket, body) => {
        recheck();
        const text = decode(body);
        if (allows(this.#facts) !== NOTHING && this.#store?.maySend(text) !== false) {
          // First: the host may opt out while it looks at the batch, after which nothing is kept.
          shared()
            .privacy?.then(({ sent }) => sent(text))
            .catch(() => {});
          void this.#transport.send(ticket, text);
        }
      },
      store: (body, keep) => this.#store?.write(decode(body), keep),
      abort: () => this.#transport.abort(),
      wake: (delayMs) => this.#wake(delayMs),
      explain() {},
      random: () => crypto.getRandomValues(new Uint32Array(1))[0] as number,
    };
  }

  /** What puts into words what happens, where the host asks for it. */
  #debugging() {
    if (this.#settings?.debug) return import("./debug.js").catch(() => {});
  }

  /**
   * Tells the wasm at once. While that is still loading, a gesture or a call is noted for it; and
   * what `mayWait` is, as long as it wakes often: nobody waits for us to handle a press. Says whether
   * it waits.
   */
  #tell(tell: (capture: Capture) => void, isKept = true, mayWait = false): boolean {
    const capture = this.#capture;
    const waits = capture ? mayWait && this.#isWokenSoon : isKept && this.#status === "loading";
    if (waits) {
      this.#noted.push(tell);
    } else if (capture) {
      try {
        for (const noted of this.#noted.splice(0)) noted(capture);
        tell(capture);
      } catch (error) {
        this.#fail(error);
      }
    }
    return waits;
  }

  #observe(): void {
    if (!this.#observing || this.#observing.signal.aborted) {
      const { debug, storage } = this.#settings as Settings;
      // Whoever debugs wants to see at once what became of a press, and a crash leaves what is stored.
      const isPatient = !debug && storage === "none";
      this.#observing = new AbortController();
      this.#arrive = observe(
        this.root as Node,
        this.#markup,
        this.#observing.signal,
        (tell, isGesture = false, mayWait = false) =>
          this.#tell(tell, isGesture, mayWait && isPatient),
        recheck,
        () => this.#transport.leave(),
      );
    }
    if (this.#capture) this.#arrive();
  }

  #unobserve(): void {
    this.#observing?.abort();
    this.#transport?.hurry();
  }

  /** Wakes the wasm once, after so long; never, unless this says when. */
  #wake(delayMs = Number.NaN): void {
    clearTimeout(this.#timer);
    this.#isWokenSoon = delayMs <= SOON_MS;
    if (!(delayMs >= 0)) return;
    this.#timer = setTimeout(() => {
      this.#isWokenSoon = false;
      this.#tell((capture) => capture.woken());
    }, delayMs);
  }

  /** Listens no more, and forgets what was noted, unless there is a wasm to account for it. */
  #rest(): void {
    this.#unobserve();
    if (!this.#capture) this.#noted = [];
    this.#loading = undefined;
  }

  /** The wasm cannot be relied on any more. All that it had registered is registered from here. */
  #fail(cause: unknown): void {
    if (this.#status === "failed") return;
    const error = asError(cause);
    this.#status = "failed";
    this.#capture = undefined;
    this.#rest();
    this.#wake();
    this.#transport?.abort();
    this.#store?.close();
    this.#showControls();
    this.#reject(error);
    log("error", "nothing is captured on this page:", error);
  }

  /** Whether controls are of any use. */
  get #isOn(): boolean {
    return this.#status === "loading" || this.#status === "capturing";
  }

  /** @internal Whether the reader has refused the conversation of an answer alone. */
  refuses(response: string): boolean {
    let isRefused = false;
    if (this.#facts.choice === RUNNING) {
      this.#tell((capture) => {
        isRefused = capture.refuses(response);
      }, false);
    }
    return isRefused;
  }

  #loadControls(): void {
    if (!this.#isOn) return;
    this.#controls ??= import("./controls.js");
    this.#showControls();
  }

  #showControls(): void {
    const settings = this.#isOn ? this.#settings : undefined;
    this.#controls
      ?.then((controls) => controls.show(this, settings, shared().said))
      .catch((error) => this.#complain(`the controls cannot be loaded: ${error}`));
    showConsent();
  }

  #rate(call: string, response: string, rating: Rating | null, by: number): void {
    const { thumb, stars } = (rating ?? {}) as { thumb?: string; stars?: number };
    const isStars = [1, 2, 3, 4, 5].includes(stars as number) && thumb === undefined;
    const isThumb = (thumb === "up" || thumb === "down") && stars === undefined;
    const isRating = rating === null || isStars || isThumb;
    const what = '{ thumb: "up" or "down" }, { stars: 1 to 5 } or null';
    if (!this.#expect(call, isRating, what)) return;
    const action = isStars ? "stars" : isThumb ? thumb : "unrate";
    if (!this.#report(call, response, action, { number: stars, by }) || !this.#isOn) return;
    shared().said.set(response, rating);
    this.#showControls();
  }

  /** Tells the wasm what a call says, in the words of the markup; `false` where a name is none. */
  #report(call: string, response: string, action: string, said: Said = {}): boolean {
    const { other, value = other ?? "", number = Number.NaN, element, by = BY_HOST } = said;
    if (!this.#isHandle(call, response)) return false;
    if (other !== undefined && !this.#isHandle(call, other)) return false;
    const at = performance.now();
    this.#tell((capture) => {
      capture.pressed(at, element, action, value, number, response, by);
    });
    return true;
  }

  /** A call of the host with whatever it likes must not throw into the host. */
  #guard(call: string, report: () => void): void {
    try {
      report();
    } catch {
      this.#complain(`${call}: expected the arguments that its type names`);
    }
  }

  #expect(call: string, holds: boolean, what: string): boolean {
    if (!holds) this.#complain(`${call}: expected ${what}`);
    return holds;
  }

  #isHandle(call: string, response: unknown): response is string {
    const isHandle = typeof response === "string" && HANDLE.test(response);
    const given = typeof response === "string" ? beginning(response) : typeof response;
    if (!isHandle) this.#complain(`${call}: ${given}: expected ${EXPECTED_HANDLE}`);
    return isHandle;
  }

  #complain(problem: string, level: "error" | "warn" | "info" = "error"): void {
    // A page of a thousand mistakes gets the first few.
    if (this.#complaints.has(problem) || this.#complaints.size === MOST_COMPLAINTS) return;
    this.#complaints.add(problem);
    log(level, problem);
  }
}

/** A page may have put a console of its own in place, which is no reason to fail. */
function log(level: "error" | "warn" | "info", said: string, ...cause: unknown[]): void {
  try {
    console[level](`tellback: ${said}`, ...cause);
  } catch {
    // Then nobody wants to know.
  }
}

/** As much of a wrong handle as tells which it is: the rest may be an e-mail address. */
function beginning(handle: string): string {
  return `"${handle.slice(0, 3)}…"`;
}

function areSlugs(words: unknown): boolean {
  const isSlug = (word: unknown) => typeof word === "string" && SLUG.test(word);
  return Array.isArray(words) && words.length <= 8 && words.every(isSlug);
}

/** A page can throw anything, also what throws again when it is looked at. */
function asError(cause: unknown): Error {
  try {
    // Browsers name the policy, or another keyword, which allows far more.
    if (/Content Security Policy|by CSP/i.test((cause as Error).message)) return new Error(BLOCKED);
    return cause instanceof Error ? cause : new Error(String(cause));
  } catch {
    return new Error("something that cannot be described was thrown");
  }
}

/**
 * What the page puts in its place later would say what is sent. On a server, where nothing is sent,
 * there may be none.
 */
const decoder = globalThis.TextDecoder && new TextDecoder();
const toText = decoder?.decode.bind(decoder);

/** Bytes of the wasm as text; they are copied, because its memory may change. */
function decode(bytes: Uint8Array): string {
  return toText(bytes);
}
