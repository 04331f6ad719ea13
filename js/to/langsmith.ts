/**
 * To LangSmith, by pre-signed feedback URLs, which hold no key.
 *
 * At page exit: each is a plain `GET` for which no permission is asked, so it arrives, as far as
 * there is room: a page that is left may have some dozens under way. Your server has to have made a
 * URL for each run and key beforehand (`createPresignedFeedbackToken`), and they expire, after three
 * hours unless you say otherwise. What has no URL is left out, as is what is about no answer. In
 * between, to keep all of it: a route of your own that takes tellback's batches.
 *
 * @module
 */

import type { Batch } from "../options.js";
import { type Measure, measures } from "./measures.js";
import type { VendorRequest } from "./send.js";

export interface LangsmithOptions {
  /**
   * The pre-signed URL for an answer's run and a key such as `thumb`, `stars`, `preferred`,
   * `comment` or `viewed.dwell_ms`; undefined to leave it out.
   */
  url: (response: string, key: string) => string | undefined;
}

/** A batch as requests, one for each measure that has a URL. A vote taken back has no score. */
export function langsmith(batch: Batch, { url }: LangsmithOptions): VendorRequest[] {
  return measures(batch).flatMap((measure) => {
    const signed = measure.response === undefined ? undefined : url(measure.response, measure.name);
    if (!signed) return [];
    const target = new URL(signed);
    for (const [name, value] of Object.entries(feedback(measure))) {
      target.searchParams.set(name, String(value));
    }
    return [{ url: target.href, method: "GET" as const, headers: {} }];
  });
}

const SCORES: Record<string, number> = { up: 1, down: 0, yes: 1, partly: 0.5, no: 0 };

function feedback({ type, value }: Measure): Record<string, string | number> {
  if (typeof value === "number") return { score: value };
  if (type === "commented") return { comment: value };
  const score = SCORES[value];
  return score === undefined ? { value } : { score, value };
}
