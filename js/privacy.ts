/**
 * What is behind `<tellback-consent>`, loaded only where that tag is on a page: the reader's choice
 * in words, and what has been recorded of them.
 *
 * The entry owns the tag, since a choice can be made where nothing else of tellback runs. What was
 * sent is kept here, in memory, only while a tag is on the page, and not after an opt-out.
 *
 * @module
 */

import { allows, type Facts, NOTHING, RUNNING, storedRefusal } from "./consent.js";
import { Panel } from "./privacy/panel.js";
import { forget, remember } from "./privacy/record.js";
import type { Strings } from "./strings.js";
import type { Status } from "./tellback.js";

/** Who records, as far as the panels have to know. */
export interface Recorder {
  readonly status: Status;
  readonly facts: Facts | undefined;
  readonly settings: { strings: Partial<Strings>; comments: boolean } | undefined;
  waiting(): string;
  stats(): { delivered: number; queued: number };
  optIn(): void;
  optOut(scope?: "everything" | "new-conversations"): void;
}

/** What a reader can be told, the state in which most is recorded first. */
const STATES = ["on", "running", "browser", "waiting", "off", "stopped", "failed"] as const;

export type State = (typeof STATES)[number];

const panels = new WeakMap<HTMLElement, Panel>();

/** The tags that are on the page. */
const shown = new Set<HTMLElement>();

let following: AbortController | undefined;

/** Brings a tag up to date that came or went, or all of them. */
export function show(recorders: Set<Recorder>, element?: HTMLElement): void {
  if (element?.isConnected) shown.add(element);
  else if (element) leave(element);
  const all = [...recorders];
  if (shown.size === 0 || all.every(isRefused)) forget();
  follow(recorders);
  const states = all.map(stateOf);
  const state = STATES.find((state) => states.includes(state));
  if (!state) return;
  const isOn = state === "on" || (isIdle(state) && storedRefusal() === undefined);
  for (const element of shown) {
    const panel = panels.get(element) ?? new Panel(element, () => show(recorders));
    panels.set(element, panel);
    panel.render(all, state, isOn);
  }
}

/** A batch leaves the page. */
export function sent(body: string): void {
  if (shown.size > 0) remember(body);
}

function leave(element: HTMLElement): void {
  shown.delete(element);
  panels.get(element)?.close();
}

/** A browser's signal may be changed while the page is open, and a choice in another tab. */
function follow(recorders: Set<Recorder>): void {
  if (shown.size === 0) {
    following?.abort();
    following = undefined;
  } else if (!following) {
    following = new AbortController();
    const { signal } = following;
    for (const type of ["focus", "storage"]) {
      addEventListener(type, () => show(recorders), { signal });
    }
  }
}

function isRefused({ facts }: Recorder): boolean {
  return !!facts && allows(facts) === NOTHING;
}

function isIdle(state: State): boolean {
  return state === "stopped" || state === "failed";
}

function stateOf({ status, facts }: Recorder): State {
  if (facts?.browserRefuses) return "browser";
  if (status === "failed" || status === "stopped") return status;
  if (status !== "opted-out") return facts?.choice === RUNNING ? "running" : "on";
  const { optOut, storedRefusal, choice } = facts as Facts;
  return optOut || storedRefusal || choice !== undefined ? "off" : "waiting";
}
