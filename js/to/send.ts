/** What a vendor is asked, as `fetch` takes it. */
export interface VendorRequest {
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
}

/** The browser lets requests of 64 KiB in all outlive their page, and refuses more. */
const OUTLIVES = 30_000;

/**
 * Sends what the other modules of this folder make, for `onBatch`, or on a server of yours.
 * Fulfilled with `true` once every request was answered with a 2xx, which is how `onBatch` says that
 * the batch is delivered; rejected otherwise, so that it is tried again later.
 *
 * @example
 * ```js
 * onBatch: (batch) => send(otlp(batch, { url: "https://otel.example/v1/logs" }))
 * ```
 */
export async function send(requests: VendorRequest | VendorRequest[]): Promise<true> {
  const replies = await Promise.all(
    [requests].flat().map(({ url, ...request }) =>
      fetch(url, {
        ...request,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        keepalive: (request.body ?? "").length < OUTLIVES,
      }),
    ),
  );
  for (const { ok, status, url } of replies) {
    if (!ok) throw new Error(`${new URL(url).host} answered ${status}`);
  }
  return true;
}
