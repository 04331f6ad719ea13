// @ts-check
// The tracker that a developer would write instead: the same events of a thumb, a delegated
// listener, a queue and a request. It is fair, not naive: it delegates, batches and uses keepalive.

const MAX_EVENTS = 50;
const MAX_DELAY_MS = 5000;

/** @typedef {{ response: string, type: string, thumb: string, at: number }} Event */

/** @param {string} endpoint */
export function track(endpoint) {
  /** @type {Event[]} */
  let queue = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const session = crypto.randomUUID();
  /** @type {Map<string, string>} */
  const ratings = new Map();

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    if (queue.length === 0) return;
    const body = JSON.stringify({ session, events: queue });
    queue = [];
    fetch(endpoint, { method: "POST", body, keepalive: true }).catch(() => {});
  }

  /** @param {Event} event */
  function push(event) {
    queue.push(event);
    if (queue.length >= MAX_EVENTS) flush();
    else timer ??= setTimeout(flush, MAX_DELAY_MS);
  }

  document.addEventListener(
    "click",
    (event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-tellback-action]");
      const answer = button?.closest("[data-tellback-response]");
      const response = answer?.getAttribute("data-tellback-response");
      const action = button?.getAttribute("data-tellback-action");
      if (!response || (action !== "up" && action !== "down")) return;
      const thumb = button?.getAttribute("aria-pressed") === "true" ? "none" : action;
      if (ratings.get(response) === thumb) return;
      ratings.set(response, thumb);
      push({ response, type: "rated", thumb, at: Date.now() });
    },
    { capture: true, passive: true },
  );
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) flush();
  });
  addEventListener("pagehide", flush);
}
