// With its own tracking of elements, which takes the place of the host's observer.
import { observeReactions } from "../host.js";

export async function start(origin) {
  const { newTracker, trackSelfDescribingEvent } = await import("@snowplow/browser-tracker");
  const elements = await import("@snowplow/browser-plugin-element-tracking");
  newTracker("bench", origin, {
    appId: "bench",
    plugins: [elements.SnowplowElementTrackingPlugin()],
  });
  elements.startElementTracking({
    elements: {
      selector: "[data-tellback-response]",
      name: "answer",
      expose: true,
      obscure: true,
      details: { dataset: ["tellbackResponse"] },
    },
  });
  const report = ({ type, ...data }) => {
    const schema = `iglu:com.example/${type}/jsonschema/1-0-0`;
    trackSelfDescribingEvent({ event: { schema, data } });
  };
  observeReactions((event) => {
    if (event.type !== "viewed") report(event);
  });
  return report;
}

export function read({ json }) {
  return json.data.map(({ eid, ue_px, ue_pr }) => {
    const { data } = JSON.parse(ue_pr ?? Buffer.from(ue_px ?? "e30", "base64url").toString());
    return { id: data?.data?.n ?? eid, type: data?.schema?.split("/")[1] };
  });
}
