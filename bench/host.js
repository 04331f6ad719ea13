// What a developer writes to have reactions recorded, whoever then sends them: the same events of
// thumbs, copies and reading for every tracker that does not see them by itself. It is fair, not
// naive: it delegates, measures nothing in listeners, and leaves the watching to the browser.

const ANSWER = "[data-tellback-response]";

/** @param {(event: Record<string, any>) => void} report */
export function observeReactions(report) {
  const page = document;
  const ratings = new Map();
  const readings = new Map();
  let made = 0;
  /** @param {string} type @param {Element} answer @param {object} more */
  const record = (type, answer, more) => {
    const response = answer.getAttribute("data-tellback-response");
    report({ type, response, n: made++, ...more });
  };

  page.addEventListener(
    "click",
    ({ target }) => {
      const button = /** @type {Element} */ (target).closest("[data-tellback-action]");
      const answer = button?.closest(ANSWER);
      const action = button?.getAttribute("data-tellback-action");
      if (!answer || (action !== "up" && action !== "down")) return;
      const thumb = button?.getAttribute("aria-pressed") === "true" ? "none" : action;
      if (ratings.get(answer) === thumb) return;
      ratings.set(answer, thumb);
      record("rated", answer, { thumb });
    },
    { capture: true, passive: true },
  );

  page.addEventListener(
    "copy",
    () => {
      const selection = getSelection();
      const answer = selection?.anchorNode?.parentElement?.closest(ANSWER);
      if (!answer) return;
      const chars = String(selection).length;
      record("copied", answer, { chars, share: chars / (answer.textContent?.length || 1) });
    },
    { capture: true, passive: true },
  );

  const views = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, time } of entries) {
        const since = readings.get(target);
        if (isIntersecting) {
          if (since === undefined) readings.set(target, time);
        } else if (since !== undefined) {
          readings.delete(target);
          record("viewed", target, { dwell: time - since });
        }
      }
    },
    { threshold: 0.5 },
  );
  const watch = () => {
    for (const answer of page.querySelectorAll(`${ANSWER}:not([data-watched])`)) {
      answer.setAttribute("data-watched", "");
      views.observe(answer);
    }
  };
  watch();
  const main = /** @type {Element} */ (page.querySelector("main"));
  new MutationObserver(watch).observe(main, { childList: true });
}
