/**
 * To PostHog, as `$ai_metric` and `$ai_feedback` of traces.
 *
 * At page exit: this is `application/json`, so PostHog's origin is asked for permission first, and
 * the last batch of a visit can be lost with that question. In between: a route of your own that
 * takes tellback's batches and calls this very function, or a reverse proxy of PostHog on your own
 * origin, named in `host`.
 *
 * @module
 */

import type { Batch } from "../options.js";
import { measures, origin, time, uuid } from "./measures.js";
import type { VendorRequest } from "./send.js";

export interface PosthogOptions {
  /** The project's key, which is public. */
  apiKey: string;
  /** Default: `https://us.i.posthog.com`. */
  host?: string;
  /** The trace that made an answer. Default: the answer's handle is the trace's ID. */
  traceId?: (response: string) => string;
}

/**
 * A batch for `/batch/`. Nobody is made a person of: the distinct ID is the random name of the
 * stream. The same event has the same `uuid` whenever it is sent again, and PostHog drops repeats of
 * one day. A vote that changes is another event: the last one counts.
 */
export function posthog(batch: Batch, options: PosthogOptions): VendorRequest {
  const { apiKey, host = "https://us.i.posthog.com", traceId = (response) => response } = options;
  const events = measures(batch).map(({ seq, type, response, name, value }, at) => ({
    event: type === "commented" ? "$ai_feedback" : "$ai_metric",
    distinct_id: batch.stream,
    uuid: uuid(batch.stream, seq, at),
    timestamp: time(batch, seq),
    properties: {
      ...(type === "commented"
        ? { $ai_feedback_text: value }
        : { $ai_metric_name: name, $ai_metric_value: String(value) }),
      ...(response !== undefined && { $ai_trace_id: traceId(response) }),
      $ai_session_id: batch.conversation,
      $process_person_profile: false,
      $geoip_disable: true,
      tellback: origin(batch, seq),
    },
  }));
  return {
    url: `${host.replace(/\/$/, "")}/batch/`,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ api_key: apiKey, batch: events }),
  };
}
