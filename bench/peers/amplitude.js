import { observeReactions } from "../host.js";

export async function start(origin) {
  const amplitude = await import("@amplitude/analytics-browser");
  await amplitude.init("bench", {
    serverUrl: `${origin}/2/httpapi`,
    autocapture: false,
    remoteConfig: { fetchRemoteConfig: false },
  }).promise;
  const report = ({ type, ...more }) => void amplitude.track(type, more);
  observeReactions(report);
  return report;
}

export function read({ json }) {
  return json.events.map(({ event_type, event_properties }) => ({
    id: event_properties?.n,
    type: event_type,
  }));
}
