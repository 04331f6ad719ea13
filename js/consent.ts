/**
 * The question that comes before everything else: what may this page capture? It is asked here
 * before the wasm is fetched, and again by `src/core/consent.rs`; `tests/consent.json` holds both to
 * one answer.
 */

/** How much may be captured: a choice of the reader, or what follows from all facts together. */
export type Allowed = typeof NOTHING | typeof RUNNING | typeof EVERYTHING;

export const NOTHING = 0;
/** Conversations that are running; none that begins later. */
export const RUNNING = 1;
export const EVERYTHING = 2;

/** All that the decision rests on. */
export interface Facts {
  /** The host's flag `optOut`. */
  optOut: boolean;
  /** The host asked for `consent: "opt-in"`. */
  optInRequired: boolean;
  /** The browser sends a signal of refusal, and the host honours it. */
  browserRefuses: boolean;
  /** A refusal of an earlier visit is stored, whatever its scope. */
  storedRefusal: boolean;
  /** What the reader chose on this page, if anything. */
  choice: Allowed | undefined;
}

/** What may be captured. */
export function allows(facts: Facts): Allowed {
  if (facts.browserRefuses) return NOTHING;
  const isRefused = facts.optOut || facts.storedRefusal || facts.optInRequired;
  return facts.choice ?? (isRefused ? NOTHING : EVERYTHING);
}

/**
 * Whether the browser sends Global Privacy Control (https://w3c.github.io/gpc/) or Do Not Track.
 */
export function browserRefuses(): boolean {
  const { globalPrivacyControl, doNotTrack } = navigator as Navigator & {
    globalPrivacyControl?: boolean;
  };
  return globalPrivacyControl === true || doNotTrack === "1";
}

/** The only key that tellback stores by default. */
const KEY = "tellback";

/** What the keys of events begin with that wait for a page that comes later. */
export const PREFIX = "tellback:";

/** Where these may be, by the value of the option `storage`. */
export const AREAS = { session: "sessionStorage", local: "localStorage" } as const;

/** What is stored under it: a version, and what the reader still allows. */
const STORED = ["1 everything refused", "1 new conversations refused"] as const;

/**
 * What a stored refusal still allows; nothing where there is none. A value that nobody here wrote,
 * or a later version, refuses everything.
 */
export function storedRefusal(): Allowed | undefined {
  try {
    const stored = localStorage.getItem(KEY);
    if (stored !== null) return stored === STORED[RUNNING] ? RUNNING : NOTHING;
  } catch {
    // Storage is blocked, so nothing can be stored in it either.
  }
  return undefined;
}

/** Stores what the reader allows, as far as the browser allows it: a refusal, or nothing at all. */
export function store(allowed: Allowed): void {
  try {
    if (allowed === EVERYTHING) localStorage.removeItem(KEY);
    // The narrower refusal takes nothing back from the wider one.
    else if (storedRefusal() !== NOTHING) localStorage.setItem(KEY, STORED[allowed]);
  } catch {
    // The choice holds until the page is left, which is all that this browser allows.
  }
}

/** Removes all events that are stored, also those of earlier visits and other settings. */
export function purge(): void {
  for (const area of Object.values(AREAS)) {
    try {
      const storage = globalThis[area];
      for (const key of Object.keys(storage)) {
        if (key.startsWith(PREFIX)) storage.removeItem(key);
      }
    } catch {
      // Storage is blocked, so nothing can be stored in it either.
    }
  }
}
