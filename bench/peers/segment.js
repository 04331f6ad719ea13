import { observeReactions } from "../host.js";

export async function start(origin) {
  const { AnalyticsBrowser } = await import("@segment/analytics-next");
  const destination = { apiKey: "bench", apiHost: `${new URL(origin).host}/v1`, protocol: "http" };
  const integrations = { "Segment.io": destination };
  const analytics = AnalyticsBrowser.load(
    { writeKey: "bench", cdnSettings: { integrations } },
    { integrations },
  );
  const report = ({ type, ...more }) => void analytics.track(type, more);
  observeReactions(report);
  await analytics;
  return report;
}

export function read({ json }) {
  return (json.batch ?? [json]).map(({ event, properties }) => ({
    id: properties?.n,
    type: event,
  }));
}
