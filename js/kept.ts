/**
 * What is stored, and what of it can be read: storage may hold what another version wrote, what was
 * damaged, and what any script of the site likes. Whatever is in it, only words and whole numbers
 * leave the page, and texts where comments have theirs: they were redacted before they were stored.
 */

import { PREFIX } from "./consent.js";
import type { Batch, Ledger, TellbackEvent } from "./options.js";

/** The version of what is stored, then the stream, then the event's place in it. */
export const KEY = new RegExp(`^${PREFIX}1:([0-9a-f]{32})(?::(\\d+))?$`);
const KEPT_MS = 24 * 3_600_000;
const HANDLE = /^[\w.:-]{1,128}$/;
const NAME = /^[a-z_]{1,32}$/;

/** What is stored of a stream, beside its events: a batch without any. */
export interface Stream extends Omit<Batch, "events"> {
  /** Where its events are to be sent. */
  endpoint: string;
  /** Who goes on with it; nobody does after the page was left. */
  owner: string;
  /** The last question that the owner answered. */
  answered?: string;
}

/** The key of a stream's account, or of one of its events. */
export function keyOf(stream: string, seq?: number): string {
  return `${PREFIX}1:${stream}${seq === undefined ? "" : `:${seq}`}`;
}

/** Every key that is ours. */
export function keysOf(area: Storage): string[] {
  try {
    return Object.keys(area).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** What a value says, if anything. */
export function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** An event, as it is sent. */
export function isEvent(value: unknown): value is TellbackEvent {
  const { seq, type } = (value ?? {}) as Partial<TellbackEvent>;
  if (!isCount(seq) || !isHandle(type)) return false;
  return Object.entries(value as object).every(
    ([name, own]) =>
      NAME.test(name) &&
      (isPlain(own) || (type === "commented" && name === "text" && isComment(own))),
  );
}

/** An event with the hour in which it was made, under the key of its place. */
export function isKeptEvent(value: unknown, seq: string): value is [string, TellbackEvent] {
  if (!Array.isArray(value)) return false;
  const [hour, event] = value;
  return isRecent(hour) && isEvent(event) && String(event.seq) === seq;
}

/** The account of the stream of this name. */
export function isStream(value: unknown, name: string): value is Stream {
  const { stream, conversation, hour, ledger, context = {} } = (value ?? {}) as Partial<Stream>;
  const isOurs = stream === name && isHandle(conversation) && isRecent(hour) && isLedger(ledger);
  return isOurs && Object.entries(context).flat().every(isHandle);
}

function isLedger(value: unknown): value is Ledger {
  const { captured, delivered, dropped } = (value ?? {}) as Partial<Ledger>;
  return [captured, delivered, ...Object.values(dropped ?? {})].every(isCount);
}

/** Nothing is kept for longer than a day, whatever the clock does; and no more is known than the hour. */
function isRecent(hour: unknown): hour is string {
  return Math.abs(Date.now() - Date.parse(`${hour}:00Z`)) < KEPT_MS;
}

function isHandle(value: unknown): value is string {
  return typeof value === "string" && HANDLE.test(value);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isComment(value: unknown): boolean {
  return typeof value === "string" && [...value].length <= 1000;
}

function isPlain(value: unknown): boolean {
  return isCount(value) || isHandle(value) || (Array.isArray(value) && value.every(isHandle));
}
