/**
 * Keeps what is not delivered yet for a page that comes later. It is a file of its own, loaded only
 * where the option `storage` asks for it. What to keep and what to forget, the core decides.
 *
 * One key holds one event, so that to keep one costs the same however many wait; one more a stream
 * holds its account, and the page that goes on with it. Everything is found by stream and `seq`.
 *
 * Whoever goes on with a stream asks for it whenever something of it is sent, so to take a page for
 * gone that is not, such as one in the back/forward cache, never sends an event twice.
 */

import { AREAS, NOTHING, PREFIX, purge, storedRefusal } from "./consent.js";
import type { Capture } from "./glue.js";
import { isEvent, isKeptEvent, isStream, KEY, keyOf, keysOf, parse, type Stream } from "./kept.js";
import type { Batch, Settings, TellbackEvent } from "./options.js";

/** Whoever lives is asked to say so. */
const ASKED = `${PREFIX}?`;
/** A page that does not answer within this time is gone. */
const ANSWER_MS = 2000;
/** What one page has written, all others see after this time. */
const SETTLED_MS = 100;
/** The same on a busy machine, where no lock keeps others from claiming meanwhile. */
const SURELY_SETTLED_MS = 500;
/** What is refused for longer is refused for want of room. */
const MOST_PATIENCE_MS = 10_000;
const SWEPT_EVERY_MS = 3_600_000;
/** All that pages which are gone have left may be this long, so that the site keeps the rest. */
const MOST_LEFT = 2 * 1024 * 1024;
/** So much may be taken over at a time, beside what the page itself makes. */
const ROOM = { events: 500, length: 128 * 1024 };

/** In the order in which the core counts them. */
const LOSSES = ["overflow", "rejected", "too_large", "opted_out", "lost"] as const;

/** What somebody has left of a stream. */
interface Left {
  stream: Stream;
  events: TellbackEvent[];
  length: number;
}

/** Who goes on with what, on the page: the core, that is. */
export interface Page {
  /** Takes in what a page that is gone has left: see `Capture::restored`. */
  restored(...left: Parameters<Capture["restored"]>): void;
  /** Another page goes on with this stream. */
  taken(stream: string): void;
  /** How many events wait; `undefined` where nothing more is taken in. */
  queued(): number | undefined;
}

/** The owners on this page: they hear no storage events of each other. */
const living = new Set<string>();

/** Opens a place to keep events; there is none where the browser blocks it. */
export function open(settings: Settings, page: Page): Store | undefined {
  try {
    const area = globalThis[AREAS[settings.storage as keyof typeof AREAS]];
    return area && new Store(area, settings.endpoint, page);
  } catch {
    return undefined;
  }
}

/** A place where events wait for a page that comes later. Nothing in it throws. */
export class Store {
  readonly #area: Storage;
  readonly #endpoint: string;
  readonly #page: Page;
  readonly #id = String(Math.random());
  /** Empty while the page may be gone. */
  #owner = this.#id;
  /** What this page goes on with and has stored: the hour of its account, and its events. */
  readonly #mine = new Map<string, { hour: string; seqs: Set<number> }>();
  /** What the browser has refused to store so far, by its key: the batch that holds it. */
  readonly #refused = new Map<string, Batch>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What nobody goes on with, newest first, and who did. */
  #left: Pick<Stream, "stream" | "owner">[] = [];
  #isTaking = false;
  #isRoom = false;
  #isEnding = false;
  readonly #closed = new AbortController();

  constructor(area: Storage, endpoint: string, page: Page) {
    this.#area = area;
    this.#endpoint = endpoint;
    this.#page = page;
    living.add(this.#id);
    const on = (target: EventTarget, type: string, listener: (event: StorageEvent) => void) =>
      target.addEventListener(type, listener as EventListener, { signal: this.#closed.signal });
    on(window, "storage", (event) => {
      if (storedRefusal() === NOTHING) purge();
      else if (event.key === ASKED && event.newValue) this.#answer(event.newValue);
    });
    on(window, "pagehide", () => this.release());
    on(window, "pageshow", () => this.#return());
    // A page that is frozen answers nobody (https://wicg.github.io/page-lifecycle/).
    on(document, "freeze", () => this.release());
    on(document, "resume", () => this.#return());
    const timer = setInterval(() => this.#sweep(), SWEPT_EVERY_MS);
    this.#closed.signal.onabort = () => clearInterval(timer);
    void this.#takeOver();
  }

  /** Keeps the events of a batch, or no longer; and the account that it holds, while any are kept. */
  write(body: string, keep: boolean): void {
    const batch = JSON.parse(body) as Batch;
    const keys = batch.events.map(({ seq }) => keyOf(batch.stream, seq));
    if (keep) {
      if (this.#keep(batch)) return;
      for (const key of keys) this.#refused.set(key, batch);
    } else {
      for (const key of keys) this.#refused.delete(key);
      this.#forget(batch, keys);
    }
    // There may be room now, or soon.
    if (this.#refused.size > 0) this.#tryAgain();
  }

  #forget({ events, ...stream }: Batch, keys: string[]): void {
    const name = stream.stream;
    const mine = this.#mine.get(name);
    if (!mine || !this.#owns(name)) return;
    for (const { seq } of events) mine.seqs.delete(seq);
    for (const key of keys) this.#remove(key);
    mine.hour = "";
    if (mine.seqs.size > 0) {
      this.#account(stream, mine);
    } else {
      this.#mine.delete(name);
      this.#remove(keyOf(name));
    }
    if (this.#isEnding) this.end();
    else void this.#next();
  }

  /** Stores the events of a batch; tells whether nothing of it is left to be stored. */
  #keep({ events, ...stream }: Batch): boolean {
    const name = stream.stream;
    if (!this.#owns(name)) return true;
    const mine = this.#mine.get(name) ?? { hour: "", seqs: new Set() };
    return (
      this.#account(stream, mine) &&
      events.filter(isEvent).every((event) => {
        const value = JSON.stringify([stream.hour, event]);
        const isKept = this.#set(keyOf(name, event.seq), value);
        if (isKept) mine.seqs.add(event.seq);
        return isKept;
      })
    );
  }

  /**
   * Tries again what was refused. Firefox may refuse, though there is room, whatever is stored from
   * some moment on until the task has ended or for seconds; so it goes on for a while, and whenever
   * something goes.
   */
  #tryAgain(ms = 0): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#closed.signal.aborted) return;
      for (const [at, [key, batch]] of [...this.#refused].entries()) {
        if (!this.#keep(batch)) {
          const next = at > 0 ? 0 : 2 * ms + 100;
          if (next < MOST_PATIENCE_MS) this.#tryAgain(next);
          return;
        }
        this.#refused.delete(key);
      }
    }, ms);
  }

  /** Whether this page may send a batch: it is told at once if another one has taken over. */
  maySend(body: string): boolean {
    return this.#owns((JSON.parse(body) as Batch).stream);
  }

  /** The page may not come back: whoever comes next goes on. */
  release(): void {
    if (!this.#owner) return;
    this.#pass("");
  }

  /** Nothing new is captured; what is kept stays kept until it is delivered. */
  end(): void {
    this.#isEnding = true;
    if (this.#mine.size === 0) this.close();
  }

  /** Whoever comes next goes on with what is here. */
  close(): void {
    this.release();
    living.delete(this.#id);
    this.#closed.abort();
  }

  #return(): void {
    if (!this.#owner) this.#pass(this.#id);
  }

  /** Makes somebody the owner of all that this page still owns. */
  #pass(owner: string): void {
    for (const name of [...this.#mine.keys()]) {
      if (this.#owns(name)) this.#change(name, { owner });
    }
    this.#owner = owner;
  }

  #answer(answered: string): void {
    for (const name of [...this.#mine.keys()]) {
      if (this.#owns(name)) this.#change(name, { answered });
    }
  }

  /** Whether this page still goes on with a stream. The core is told if not. */
  #owns(name: string): boolean {
    if (!this.#mine.has(name)) return true;
    const stream = this.#read(name);
    if (stream?.owner === this.#owner) return true;
    this.#mine.delete(name);
    // The site may empty its storage, and nothing is lost by that but what it was good for. While
    // this page was away, whoever took over is done.
    if (!stream && this.#owner) return true;
    this.#page.taken(name);
    return false;
  }

  /** Stores a stream's account, unless what is there will do. */
  #account(stream: Omit<Batch, "events">, mine: { hour: string; seqs: Set<number> }): boolean {
    if (mine.hour === stream.hour && this.#mine.has(stream.stream)) return true;
    const kept: Stream = { ...stream, endpoint: this.#endpoint, owner: this.#owner };
    if (!this.#set(keyOf(stream.stream), JSON.stringify(kept))) return false;
    mine.hour = stream.hour;
    this.#mine.set(stream.stream, mine);
    return true;
  }

  /** Looks for what pages have left that are gone, and goes on with it. */
  async #takeOver(): Promise<void> {
    const others = this.#sweep().filter(
      ({ stream }) => stream.endpoint === this.#endpoint && !living.has(stream.owner),
    );
    this.#add(others.filter(({ stream }) => !stream.owner));
    if (!others.some(({ stream }) => stream.owner)) return;
    this.#set(ASKED, this.#id);
    await delay(ANSWER_MS);
    this.#remove(ASKED);
    this.#add(
      others.filter(({ stream: { stream, owner } }) => {
        const now = this.#read(stream);
        return owner && now?.owner === owner && now.answered !== this.#id;
      }),
    );
  }

  #add(left: Left[]): void {
    let length = 0;
    left.sort((one, other) => (one.stream.hour < other.stream.hour ? 1 : -1));
    for (const { stream, events, length: own } of left) {
      length += own;
      if (length <= MOST_LEFT) this.#left.push(stream);
      else this.#drop(stream.stream, events);
    }
    void this.#next();
  }

  /** Takes over as much of what is left as there is room for. */
  async #next(): Promise<void> {
    this.#isRoom = true;
    if (this.#isTaking) return;
    this.#isTaking = true;
    while (this.#isRoom && this.#left.length > 0) {
      this.#isRoom = false;
      // What is delivered meanwhile makes room.
      while (await this.#take());
    }
    this.#isTaking = false;
  }

  async #take(): Promise<boolean> {
    const queued = this.#page.queued();
    if (queued === undefined || this.#isEnding || storedRefusal() !== undefined) return false;
    let events = queued;
    let length = 0;
    const claimed: string[] = [];
    const claim = async () => {
      const left = new Map(this.#sweep().map((left) => [left.stream.stream, left]));
      while (this.#left.length > 0) {
        const { stream: name, owner } = this.#left[0] as Stream;
        const found = left.get(name);
        // Another page may have been faster.
        if (found?.stream.owner === owner) {
          events += found.events.length;
          length += found.length;
          // What does not fit in beside others fits in alone.
          if ((events > ROOM.events || length > ROOM.length) && events > found.events.length) break;
          claimed.push(name);
          this.#change(name, { owner: this.#id });
        }
        this.#left.shift();
      }
      if (claimed.length > 0) await delay(navigator.locks ? SETTLED_MS : SURELY_SETTLED_MS);
    };
    try {
      // Held for no longer than this: a lock keeps its page out of the back/forward cache.
      await (navigator.locks ? navigator.locks.request(PREFIX, claim) : claim());
    } catch {
      return false;
    }
    // Where there are no locks, the last of two that write at once is the one who goes on.
    for (const left of this.#sweep()) {
      if (claimed.includes(left.stream.stream) && left.stream.owner === this.#id)
        this.#restore(left);
    }
    return claimed.length > 0;
  }

  #restore({ stream, events }: Left): void {
    const { hour, conversation, ledger, context = {} } = stream;
    const seqs = events.map(({ seq }) => seq);
    this.#mine.set(stream.stream, { hour, seqs: new Set(seqs) });
    const { delivered, dropped } = ledger;
    // What was captured after the account was written has left its events; what is missing is lost.
    const captured = Math.max(ledger.captured, ...seqs.map((seq) => seq + 1));
    const counts = LOSSES.map((loss) => dropped[loss] ?? 0);
    const known = counts.reduce((sum, count) => sum + count, delivered + events.length);
    const { lost = 0 } = dropped;
    counts[LOSSES.indexOf("lost")] = lost + Math.max(captured - known, 0);
    this.#page.restored(
      [stream.stream, conversation, ...Object.entries(context).flat()],
      [delivered, ...counts],
      events.map((event) => JSON.stringify(event)),
    );
  }

  /** Removes what is too old or cannot be read, and returns what there is with something to send. */
  #sweep(): Left[] {
    const streams = new Map<string, Stream>();
    const events: [string, TellbackEvent, number][] = [];
    for (const key of keysOf(this.#area)) {
      if (key === ASKED) continue;
      const [, name = "", seq] = KEY.exec(key) ?? [];
      const value = this.#get(key);
      const read = parse(value);
      if (seq === undefined && isStream(read, name)) streams.set(name, read);
      else if (seq !== undefined && isKeptEvent(read, seq)) {
        events.push([name, read[1], key.length + value.length]);
      } else this.#remove(key);
    }
    const left = new Map<string, Left>();
    for (const [name, event, length] of events) {
      const stream = streams.get(name);
      if (!stream) continue;
      const found = left.get(name) ?? { stream, events: [], length: 0 };
      found.events.push(event);
      found.length += length;
      left.set(name, found);
    }
    for (const { events } of left.values()) events.sort((one, other) => one.seq - other.seq);
    return [...left.values()];
  }

  #drop(name: string, events: TellbackEvent[]): void {
    for (const { seq } of events) this.#remove(keyOf(name, seq));
    this.#remove(keyOf(name));
  }

  #change(name: string, change: Partial<Stream>): void {
    const stream = this.#read(name);
    if (stream) this.#set(keyOf(name), JSON.stringify({ ...stream, ...change }));
  }

  #read(name: string): Stream | undefined {
    const read = parse(this.#get(keyOf(name)));
    return isStream(read, name) ? read : undefined;
  }

  #get(key: string): string {
    try {
      return this.#area.getItem(key) ?? "";
    } catch {
      return "";
    }
  }

  /** Without room, or where the reader has blocked it meanwhile, memory has to do. */
  #set(key: string, value: string): boolean {
    try {
      this.#area.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  }

  #remove(key: string): void {
    try {
      this.#area.removeItem(key);
    } catch {
      // Then nobody can read it either.
    }
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
