// The tracker that a developer would write instead: a queue and a request that outlives the page.
import { observeReactions } from "../host.js";

const MAX_EVENTS = 50;
const MAX_DELAY_MS = 5000;

export function start(origin) {
  const session = crypto.randomUUID();
  let queue = [];
  let timer;

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    if (queue.length === 0) return;
    const body = JSON.stringify({ session, events: queue });
    queue = [];
    fetch(`${origin}/events`, { method: "POST", body, keepalive: true }).catch(() => {});
  }

  function report(event) {
    queue.push({ ...event, at: Date.now() });
    if (queue.length >= MAX_EVENTS) flush();
    else timer ??= setTimeout(flush, MAX_DELAY_MS);
  }

  observeReactions(report);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) flush();
  });
  addEventListener("pagehide", flush);
  return report;
}

/** What a body that arrived holds. */
export function read({ json }) {
  return json.events.map(({ n, type }) => ({ id: n, type }));
}
