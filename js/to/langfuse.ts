/**
 * To Langfuse, as scores of traces.
 *
 * At page exit: the key travels in a header, for which the browser asks Langfuse's origin first, and
 * the last batch of a visit can be lost with that question. In between: a route of your own that
 * takes tellback's batches and calls this very function, with the secret key, which must never be in
 * a page.
 *
 * @module
 */

import type { Batch } from "../options.js";
import { type Measure, measures, origin, time, uuid } from "./measures.js";
import type { VendorRequest } from "./send.js";

export interface LangfuseOptions {
  /** The project's public key. In a browser it is all there is, and allows scores alone. */
  publicKey: string;
  /** The project's secret key: on a server only. Default: none. */
  secretKey?: string;
  /** Default: `https://cloud.langfuse.com`. */
  baseUrl?: string;
  /** The trace that made an answer. Default: the answer's handle is the trace's ID. */
  traceId?: (response: string) => string;
}

/** Text that Langfuse takes as the value of a score. */
const MOST_CHARACTERS = 500;

/**
 * A batch as scores, for `/api/public/ingestion`. A vote has the same `id` whenever it changes, so
 * Langfuse holds the last one; taken back, it is the category `none`. What is about no answer is a
 * score of the session that has the conversation's handle.
 */
export function langfuse(batch: Batch, options: LangfuseOptions): VendorRequest {
  const { publicKey, secretKey, baseUrl = "https://cloud.langfuse.com", traceId } = options;
  const events = measures(batch).map((measure, at) => ({
    id: uuid(batch.stream, measure.seq, at),
    timestamp: time(batch, measure.seq),
    type: "score-create",
    body: {
      id: measure.key,
      ...(measure.response === undefined
        ? { sessionId: batch.conversation }
        : { traceId: traceId ? traceId(measure.response) : measure.response }),
      name: measure.name,
      ...score(measure),
      metadata: origin(batch, measure.seq),
    },
  }));
  return {
    url: `${baseUrl.replace(/\/$/, "")}/api/public/ingestion`,
    method: "POST",
    headers: {
      Authorization: secretKey
        ? `Basic ${btoa(`${publicKey}:${secretKey}`)}`
        : `Bearer ${publicKey}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ batch: events }),
  };
}

function score({ type, value }: Measure) {
  if (typeof value === "number") return { value, dataType: "NUMERIC" };
  if (type !== "commented") return { value, dataType: "CATEGORICAL" };
  return { value: value.slice(0, MOST_CHARACTERS), dataType: "TEXT", comment: value };
}
