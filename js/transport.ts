import type { Settings } from "./options.js";

/** A request that takes longer counts as failed: a few that hang would end all delivery. */
const PATIENCE_MS = 30_000;

/** A body of fewer characters is not worth dividing further. */
const SMALL = 4096;

/** What became of a request: the HTTP status, or 0 where no answer came. */
interface Reply {
  status: number;
  retryAfterMs?: number | undefined;
}

/** Sends batches, and reports what became of each. When and what to send, the core decides. */
export class Transport {
  readonly #settings: Settings;
  readonly #settled: (ticket: number, reply: Reply) => void;
  readonly #headers: Headers;
  readonly #onTheirWay = new Map<number, { request: AbortController; keepalive: boolean }>();
  /**
   * Whether requests are to outlive the page. All that do share 64 KiB with those of the host page,
   * and a browser that has no room for one says no more than that it failed.
   */
  #keepalive = true;
  /** The page may be frozen after this very task. */
  #isLeaving = false;
  #waiters: (() => void)[] = [];

  constructor(settings: Settings, settled: (ticket: number, reply: Reply) => void) {
    this.#settings = settings;
    this.#settled = settled;
    this.#headers = new Headers(settings.headers);
    // Not application/json: that costs a preflight, and the page may be gone before its answer.
    this.#headers.set("Content-Type", "text/plain;charset=UTF-8");
  }

  /** Sends a body, and reports once what became of it, unless it is aborted. */
  async send(ticket: number, body: string): Promise<void> {
    const request = new AbortController();
    const keepalive = this.#keepalive;
    const settle = (reply: Reply) => {
      clearTimeout(timer);
      if (!this.#onTheirWay.delete(ticket)) return;
      this.#keepalive = reply.status > 0;
      this.#settled(ticket, reply);
      // Only now: the core may have sent the next one in answer.
      this.#wakeWaiters();
    };
    const timer = setTimeout(() => request.abort(), PATIENCE_MS);
    // The host's own sending need not obey the signal.
    request.signal.onabort = () => settle({ status: 0 });
    this.#onTheirWay.set(ticket, { request, keepalive });
    const reply = await post(this.#settings, this.#headers, body, keepalive, request.signal);
    // What fails before any other task has run, the browser had no room for, and there may not be
    // another task. Half of it may fit; an endpoint that finds a batch too large answers 413.
    const isRefused = this.#isLeaving && reply.status === 0 && body.length > SMALL;
    settle(isRefused ? { status: 413 } : reply);
  }

  /**
   * The page may be gone at once, and with it what does not outlive it: that counts as failed, and
   * what is sent from now on outlives the page again.
   */
  leave(): void {
    for (const { request, keepalive } of [...this.#onTheirWay.values()]) {
      if (!keepalive) request.abort();
    }
    this.#keepalive = true;
    this.#isLeaving = true;
    setTimeout(() => {
      this.#isLeaving = false;
    });
  }

  /** Aborts all that is on its way, and reports none of it. */
  abort(): void {
    const aborted = [...this.#onTheirWay.values()];
    this.#onTheirWay.clear();
    for (const { request } of aborted) request.abort();
    this.#wakeWaiters();
  }

  /** Fulfilled when nothing is on its way. */
  whenIdle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#wakeWaiters();
    });
  }

  #wakeWaiters(): void {
    if (this.#onTheirWay.size > 0) return;
    for (const wake of this.#waiters.splice(0)) wake();
  }
}

/** Posts one batch, unless the host's `onBatch` delivers it. Never rejects. */
async function post(
  settings: Settings,
  headers: Headers,
  body: string,
  keepalive: boolean,
  signal: AbortSignal,
): Promise<Reply> {
  try {
    if (settings.debug) console.debug("tellback: batch", JSON.parse(body));
    if (settings.onBatch) {
      // Awaited only where there is a promise: the page may be gone before another task runs.
      const result = settings.onBatch(JSON.parse(body));
      const isPromise = typeof (result as PromiseLike<unknown> | null)?.then === "function";
      const isDelivered = isPromise ? await result : result;
      if (isDelivered === true) return { status: 200 };
      signal.throwIfAborted();
    }
    const reply = await fetch(settings.endpoint, {
      method: "POST",
      headers,
      body,
      credentials: settings.credentials,
      referrerPolicy: "no-referrer",
      keepalive,
      cache: "no-store",
      // A batch that was led elsewhere, to a login for instance, has not been delivered.
      redirect: "error",
      signal,
    });
    // The page may have put a fetch of its own in place, whose answers are whatever it likes.
    const retryAfter = reply.headers?.get?.("Retry-After");
    return { status: reply.status | 0, retryAfterMs: retryAfterMs(retryAfter) };
  } catch {
    return { status: 0 };
  }
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). */
function retryAfterMs(value: string | null | undefined): number | undefined {
  if (!value) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? ms : undefined;
}
