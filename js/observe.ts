import type { Capture } from "./wasm/tellback.js";

/**
 * Takes what was seen to the wasm. A gesture is kept while the wasm is still loading; the rest is
 * read from the page anew when it is there.
 */
export type Hear = (tell: (capture: Capture) => void, isGesture?: boolean) => void;

/**
 * Listens to the page: a few delegated listeners, however many answers there are. All of them
 * capture, so the page cannot stop an event before it is seen, and all are passive, so none of
 * them can delay the page. Calling what this returns removes every one.
 */
export function observe(root: Node, hear: Hear): () => void {
  const page = root.ownerDocument ?? (root as Document);
  const ended = new AbortController();
  const on = (target: EventTarget | null, types: string, listener: (event: Event) => void) => {
    const options = { capture: true, passive: true, signal: ended.signal };
    for (const type of types.split(" ")) target?.addEventListener(type, listener, options);
  };

  on(root, "click", (event) => {
    // The innermost node, also inside an open shadow root.
    const target = event.composedPath()[0] as Node;
    const pressed = isPressed(target);
    hear((capture) => capture.pressed(event.timeStamp, target, pressed, event.isTrusted), true);
  });
  on(root, "copy", (event) => {
    const ranges = isEditable(event.composedPath()[0]) ? [] : selectedRanges(page);
    if (ranges.length === 0) return;
    hear((capture) => capture.copied(event.timeStamp, ranges, event.isTrusted), true);
  });

  const active = (event: Event) => hear((capture) => capture.active(event.timeStamp));
  const moved = (event: Event) => hear((capture) => capture.moved(event.timeStamp));
  on(page.defaultView, "pointermove pointerdown keydown wheel touchmove scroll", active);
  on(page.defaultView, "scroll resize", moved);

  const isShown = () => hear((capture) => (page.hidden ? capture.hidden() : capture.shown()));
  on(page, "visibilitychange", isShown);
  on(page.defaultView, "pageshow", isShown);
  // Fires on the window only. Unlike `unload`, it leaves the back/forward cache alone
  // (https://web.dev/articles/bfcache#never-use-the-unload-event).
  on(page.defaultView, "pagehide", () => hear((capture) => capture.hidden()));

  const mutations = new MutationObserver((records) => hear((capture) => capture.mutated(records)));
  mutations.observe(root, {
    childList: true,
    characterData: true,
    subtree: true,
    attributeFilter: ["state", "response", "conversation", "optout"].map(
      (name) => `data-tellback-${name}`,
    ),
  });

  return () => {
    ended.abort();
    mutations.disconnect();
  };
}

/** What the control said of itself before the press; by the time the page has seen it, it may say the opposite. */
function isPressed(target: Node): boolean {
  // Not instanceof, which says no of every node of another frame.
  const element = target.nodeType === 1 ? (target as Element) : target.parentElement;
  const control = element?.closest("[data-tellback-action]");
  return control?.getAttribute("aria-pressed") === "true";
}

/** A field has a selection of its own, apart from the page's. */
function isEditable(target: EventTarget | undefined): boolean {
  const { tagName, isContentEditable } = (target ?? {}) as HTMLElement;
  return isContentEditable || tagName === "INPUT" || tagName === "TEXTAREA";
}

/** Copies of the selected ranges: the selection itself may be gone before the wasm is there. */
function selectedRanges(page: Document): Range[] {
  const selection = page.getSelection();
  if (!selection) return [];
  return Array.from({ length: selection.rangeCount }, (_, at) =>
    selection.getRangeAt(at).cloneRange(),
  );
}
