import type { Settings } from "./options.js";

/** A request that takes longer counts as failed: a few that hang would end all delivery. */
const PATIENCE_MS = 30_000;

/** A body of fewer characters is not worth dividing further. */
const SMALL = 4096;

/** A body of fewer characters fits into one packet as it is. */
const FITS_A_PACKET = 1024;

/** What became of a request: the HTTP status, or 0 where no answer came. */
interface Reply {
  status: number;
  retryAfterMs?: number | undefined;
}

/** A batch from when it is handed over until it is settled. */
interface Sending {
  request: AbortController;
  keepalive: boolean;
  /** Sends it as it is, where it is still being compressed. */
  hurry?: () => void;
}

/** Sends batches, and reports what became of each. When and what to send, the core decides. */
export class Transport {
  readonly #settings: Settings;
  readonly #settled: (ticket: number, reply: Reply) => void;
  readonly #headers: Headers;
  readonly #onTheirWay = new Map<number, Sending>();
  /**
   * Whether requests are to outlive the page. All that do share 64 KiB with those of the host page,
   * and a browser that has no room for one says no more than that it failed.
   */
  #keepalive = true;
  /** The page may be frozen after this very task. */
  #isLeaving = false;
  /** Whether the endpoint has said that it reads gzip: one that has not may know JSON alone. */
  #gzips = false;
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
    const sending: Sending = { request, keepalive: this.#keepalive };
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
    this.#onTheirWay.set(ticket, sending);
    const reply = await this.#post(body, sending);
    // What fails before any other task has run, the browser had no room for, and there may not be
    // another task. Half of it may fit; an endpoint that finds a batch too large answers 413.
    const isRefused = this.#isLeaving && reply.status === 0 && body.length > SMALL;
    settle(isRefused ? { status: 413 } : reply);
  }

  /** Posts one batch, unless the host's `onBatch` delivers it. Never rejects. */
  async #post(body: string, sending: Sending): Promise<Reply> {
    const { endpoint, credentials, onBatch } = this.#settings;
    const { keepalive, request } = sending;
    try {
      if (onBatch) {
        // Awaited only where there is a promise: the page may be gone before another task runs.
        const result = onBatch(JSON.parse(body));
        const isPromise = typeof (result as PromiseLike<unknown> | null)?.then === "function";
        const isDelivered = isPromise ? await result : result;
        if (isDelivered === true) return { status: 200 };
      }
      let content: string | ArrayBuffer = body;
      const isWorthIt = this.#gzips && body.length > FITS_A_PACKET;
      // A page that is hidden may be frozen or ended without another word.
      if (isWorthIt && !this.#isLeaving && !document.hidden) {
        content = await new Promise((resolve) => {
          sending.hurry = () => resolve(body);
          gzip(body).then(resolve, sending.hurry);
        });
      }
      request.signal.throwIfAborted();
      const { status, headers, ok } = await fetch(endpoint, {
        method: "POST",
        headers: this.#headers,
        body: content,
        credentials,
        referrerPolicy: "no-referrer",
        keepalive,
        cache: "no-store",
        // A batch that was led elsewhere, to a login for instance, has not been delivered.
        redirect: "error",
        signal: request.signal,
      });
      // The page may have put a fetch of its own in place, whose answers are whatever it likes.
      const header = (name: string) => headers?.get?.(name) ?? "";
      this.#gzips = ok && header("Accept-Encoding").includes("gzip");
      // Not every server behind an endpoint may be as new: it is tried again as it is.
      if (content !== body && (status === 400 || status === 415)) return { status: 0 };
      return { status: status | 0, retryAfterMs: retryAfterMs(header("Retry-After")) };
    } catch {
      return { status: 0 };
    }
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
    this.hurry();
  }

  /** Nothing may wait for another task, since nobody may hear of it any more that the page is left. */
  hurry(): void {
    for (const { hurry } of this.#onTheirWay.values()) hurry?.();
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

/** No header says that a body is gzipped, since that would cost a preflight: its first bytes do. */
async function gzip(body: string): Promise<ArrayBuffer> {
  // A Blob's stream would cost the main thread twice as much.
  const plain = new Response(body).body as ReadableStream<BufferSource>;
  return new Response(plain.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). */
function retryAfterMs(value: string): number | undefined {
  if (!value) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? ms : undefined;
}
