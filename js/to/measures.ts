import type { Batch } from "../options.js";

/** One thing that an event says of one answer, or of the conversation. */
export interface Measure {
  seq: number;
  type: string;
  /** The answer; undefined where it is about the whole conversation. */
  response: string | undefined;
  /** Such as `thumb`, `stars`, `preferred` or `viewed.dwell_ms`. */
  name: string;
  value: string | number;
  /** Names this measure for ever: a later one of the same key takes its place. */
  key: string;
}

/** Types of which only the last event of an answer counts. */
const SUPERSEDE = ["rated", "reasoned", "viewed"];

/** What vendors keep beside a score: never more than the batch itself says. */
export function origin(batch: Batch, seq: number) {
  const { stream, conversation, context } = batch;
  return { conversation, stream, seq, ...(context && { context }) };
}

/**
 * All that a batch says, measure by measure; also of types that are newer than this module, whose
 * fields are taken as they come.
 */
export function measures(batch: Batch): Measure[] {
  return batch.events.flatMap((event) => {
    const { seq, type, response, ...fields } = event as {
      seq: number;
      type: string;
      response?: string;
      [field: string]: unknown;
    };
    const measure = (name: string, value: unknown, of = response): Measure => ({
      seq,
      type,
      response: of,
      name,
      value: plain(value),
      key: [batch.stream, SUPERSEDE.includes(type) ? type : seq, of ?? "", name].join("-"),
    });
    switch (type) {
      case "rated":
        // A vote that is taken back has the value "none".
        return "stars" in fields
          ? measure("stars", fields.stars || "none")
          : measure("thumb", fields.thumb);
      case "commented":
        return measure("comment", fields.text);
      case "outcome":
        return measure("outcome", fields.worked);
      case "preferred": {
        const { chosen, rejected, between, verdict } = fields;
        if (!Array.isArray(between)) {
          return [
            measure("preferred", "chosen", chosen as string),
            measure("preferred", "rejected", rejected as string),
          ];
        }
        return between.map((answer: string) => measure("preferred", verdict, answer));
      }
      default: {
        const entries = Object.entries(fields);
        if (entries.length === 0) return measure(type, 1);
        return entries.map(([field, value]) => measure(`${type}.${field}`, value));
      }
    }
  });
}

function plain(value: unknown): string | number {
  if (typeof value === "number" || typeof value === "string") return value;
  if (Array.isArray(value)) return value.join(",");
  return JSON.stringify(value) ?? "";
}

/**
 * The hour of a batch, and as many milliseconds as the event's place in its stream: an order for
 * those who sort by time, where the exact time is nobody's business.
 */
export function time(batch: Batch, seq: number): string {
  return new Date(Date.parse(`${batch.hour}:00:00Z`) + seq).toISOString();
}

/** A UUID of version 8 (RFC 9562) that is the same whenever the same thing is sent again. */
export function uuid(stream: string, seq: number, at = 0): string {
  const count = (seq * 64 + at).toString(16).padStart(12, "0").slice(-12);
  const digits = `${stream.slice(0, 12)}8${stream.slice(13, 16)}8${stream.slice(17, 20)}${count}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
