/**
 * To anything that speaks OpenTelemetry.
 *
 * At page exit: OTLP is `application/json`, so an endpoint of another origin is asked for permission
 * first, and the last batch of a visit can be lost with that question; on your own origin it arrives.
 * In between: an OpenTelemetry collector behind your own origin, or `tellback-collector serve
 * --forward-otlp`, which sends the same records.
 *
 * @module
 */

import type { Batch } from "../options.js";
import type { VendorRequest } from "./send.js";

export interface OtlpOptions {
  /** The address of logs, such as `https://otel.example/v1/logs`. */
  url: string;
  /** Such as an `Authorization` that may be known to everybody who opens the page. Default: none. */
  headers?: Record<string, string>;
}

/** A batch as OTLP/HTTP JSON: one log record an event. Votes and outcomes are also evaluations. */
export function otlp(batch: Batch, { url, headers }: OtlpOptions): VendorRequest {
  const body = {
    resourceLogs: [
      {
        resource: {
          attributes: attributes({ "service.name": "tellback" }),
          droppedAttributesCount: 0,
        },
        scopeLogs: [
          {
            scope: { name: "tellback", version: batch.sdk },
            logRecords: batch.events.map((event) => record(batch, event)),
          },
        ],
      },
    ],
  };
  return {
    url,
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}

function record(batch: Batch, event: Batch["events"][number]) {
  const { type, response, ...fields } = event as { type: string; [field: string]: unknown };
  const evaluation = evaluate(type, fields);
  const nanoseconds = `${Date.parse(`${batch.hour}:00:00Z`) / 1000}000000000`;
  return {
    timeUnixNano: nanoseconds,
    // When it was seen exactly is nobody's business.
    observedTimeUnixNano: nanoseconds,
    severityNumber: 9,
    eventName: evaluation ? "gen_ai.evaluation.result" : `tellback.${type}`,
    body: { stringValue: type },
    droppedAttributesCount: 0,
    attributes: attributes({
      "gen_ai.conversation.id": batch.conversation,
      "gen_ai.response.id": response,
      "tellback.stream": batch.stream,
      "tellback.type": type,
      ...prefixed("tellback.", fields),
      ...prefixed("tellback.context.", batch.context ?? {}),
      ...prefixed("gen_ai.evaluation.", evaluation ?? {}),
    }),
  };
}

/** A judgement, as OpenTelemetry's conventions for generative AI name it. */
function evaluate(type: string, { thumb, stars, worked }: Record<string, unknown>) {
  const of = (name: string, label: unknown, score: number | undefined) => ({
    name,
    "score.label": String(label),
    "score.value": score === undefined ? undefined : new Double(score),
  });
  if (type === "rated" && stars !== undefined) {
    return stars ? of("stars", stars, stars as number) : of("stars", "none", undefined);
  }
  if (type === "rated") return of("thumb", thumb, { up: 1, down: 0 }[thumb as "up" | "down"]);
  if (type !== "outcome") return undefined;
  return of("outcome", worked, { yes: 1, partly: 0.5, no: 0 }[worked as "yes" | "partly" | "no"]);
}

/** A number that is no count, even where it is whole. */
class Double {
  constructor(readonly value: number) {}
}

function prefixed(prefix: string, fields: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [prefix + name, value]));
}

function attributes(values: Record<string, unknown>) {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: any(value) }));
}

type AnyValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: number }
  | { doubleValue: number }
  | { arrayValue: { values: AnyValue[] } };

/** A value in OTLP's JSON, which may write counts as numbers as long as they are exact. */
function any(value: unknown): AnyValue {
  if (value instanceof Double) return { doubleValue: value.value };
  if (typeof value === "boolean") return { boolValue: value };
  if (Number.isInteger(value)) return { intValue: value as number };
  if (typeof value === "number") return { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(any) } };
  return { stringValue: typeof value === "string" ? value : JSON.stringify(value) };
}
