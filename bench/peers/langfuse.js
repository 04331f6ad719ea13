// Its words for a reaction are a score.
import { observeReactions } from "../host.js";

export async function start(origin) {
  const { LangfuseWeb } = await import("langfuse");
  const langfuse = new LangfuseWeb({ publicKey: "pk-bench", baseUrl: origin });
  const report = ({ type, response, n, ...more }) => {
    const [value = 0] = Object.values(more);
    langfuse.score({ id: String(n), traceId: response, name: type, value });
  };
  observeReactions(report);
  return report;
}

export function read({ json }) {
  return json.batch.map(({ body }) => ({ id: body.id, type: body.name }));
}
