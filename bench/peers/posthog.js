// Events of the host's own alone: what PostHog would capture by itself is other work.
import { observeReactions } from "../host.js";

export async function start(origin) {
  const { default: posthog } = await import("posthog-js");
  posthog.init("phc_bench", {
    api_host: origin,
    autocapture: false,
    capture_pageview: false,
    capture_pageleave: false,
    disable_session_recording: true,
    disable_surveys: true,
    disable_external_dependency_loading: true,
    advanced_disable_flags: true,
  });
  const report = ({ type, ...more }) => posthog.capture(type, more);
  observeReactions(report);
  return report;
}

export function read({ json, text }) {
  // What is sent as the page is left comes as a form.
  const data = new URLSearchParams(text).get("data");
  const content = json ?? (data ? JSON.parse(Buffer.from(data, "base64").toString()) : []);
  const events = content.batch ?? (Array.isArray(content) ? content : [content]);
  return events.map(({ event, properties }) => ({ id: properties?.n, type: event }));
}
