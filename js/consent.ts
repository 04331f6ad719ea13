/**
 * The question that comes before everything else: may this page capture? It is asked here before
 * the wasm is fetched, and again by `src/core/consent.rs`; `tests/consent.json` holds both to one
 * answer.
 */

/** All that the decision rests on. */
export interface Facts {
  /** The host's flag `optOut`. */
  optOut: boolean;
  /** The host asked for `consent: "opt-in"`. */
  optInRequired: boolean;
  /** The browser sends a signal of refusal, and the host honours it. */
  browserRefuses: boolean;
  /** A refusal of an earlier visit is stored. */
  storedRefusal: boolean;
  /** What the reader chose on this page: agreed, refused, or nothing yet. */
  choice: boolean | undefined;
}

/** Whether capture is allowed. */
export function allows(facts: Facts): boolean {
  if (facts.browserRefuses) return false;
  return facts.choice ?? !(facts.optOut || facts.storedRefusal || facts.optInRequired);
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

/** Whether a refusal is stored. A value that nobody here wrote counts as one, too. */
export function isRefusalStored(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    // Storage is blocked, so nothing can be stored in it either.
    return false;
  }
}

/** Stores or removes the refusal, as far as the browser allows it. */
export function storeRefusal(refused: boolean): void {
  try {
    if (refused) localStorage.setItem(KEY, "opted-out");
    else localStorage.removeItem(KEY);
  } catch {
    // The choice holds until the page is left, which is all that this browser allows.
  }
}
