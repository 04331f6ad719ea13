import { ask, fits, innermost, parent } from "./dom.js";
import type { Capture } from "./glue.js";
import type { Markup } from "./markup.js";

/**
 * Takes what was seen to the wasm. A gesture is kept while the wasm is still loading; the rest is
 * read from the page anew when it is there. What `mayWait` says all that has to be known of the
 * page, and is told in good time: before anything else is, and before the page is left. Says whether
 * it waits.
 */
export type Hear = (
  tell: (capture: Capture) => void,
  isGesture?: boolean,
  mayWait?: boolean,
) => boolean;

/** Who says so, as `Capture.pressed` takes it, together with 1 for a control that is pressed. */
export const BY_SCRIPT = 2;
export const BY_HOST = 4;
export const BY_PAST = 8;

/** Registers a listener that captures, is passive, and ends with the observation. */
export type On = (
  target: EventTarget | null,
  types: string,
  listener: (event: Event) => void,
  ended?: AbortSignal,
  once?: boolean,
) => void;

/** Something has come to rest somewhere else, or shows now: what was ticked may open a drawer. */
const SETTLED = "transitionend animationend change toggle";

/** Signs of life that come closer together than this say nothing new. */
const ACTIVE_EVERY_MS = 250;

/** Of a wheel, which mostly scrolls, one such sign in this time is enough. */
const WHEEL_EVERY_MS = 2000;

/**
 * Listens to the page until `ended`: a few delegated listeners, however many answers there are.
 * All of them capture, so the page cannot stop an event before it is seen, and all are passive, so
 * none of them can delay the page.
 *
 * `recheck` is called whenever another tab may have stored a refusal, and `leave` before the page
 * is said to be hidden. Returns what to call once the wasm is there to hear whether the page is
 * shown.
 */
export function observe(
  root: Node,
  markup: Markup,
  ended: AbortSignal,
  hear: Hear,
  recheck: () => void,
  leave: () => void,
): () => void {
  const page = ask<Document | null>(Node, "ownerDocument", root) ?? root;
  const view = ask<Window | null>(Document, "defaultView", page);
  const on: On = (target, types, listener, signal = ended, once = false) => {
    const guarded = (event: Event) => {
      try {
        listener(event);
      } catch {
        // A page that misleads us loses a gesture, and never sees our error.
      }
    };
    const options = { capture: true, passive: true, signal, once };
    const { addEventListener } = EventTarget.prototype;
    for (const type of types.split(" ")) {
      if (target) addEventListener.call(target, type, guarded, options);
    }
  };

  let hasComposer = false;
  const hearComposer = async () => {
    if (hasComposer) return;
    hasComposer = true;
    try {
      const { listen } = await import("./composer.js");
      if (!ended.aborted) listen(root, markup, on, hear);
    } catch {
      // The next time that the reader comes to one, it is tried again.
      hasComposer = false;
    }
  };
  const seekComposer = () => {
    if (!hasComposer && markup.hasComposer) void hearComposer();
  };
  on(root, "focusin", (event) => {
    if (markup.composerAround(innermost(event))) void hearComposer();
  });

  /** What has grown and waits to be told together. */
  let waiting: Set<Element> | undefined;
  const hover = new Hover(markup);
  const pointed = (event: Event) => hover.see(event as PointerEvent);
  on(root, "pointerover pointerout", pointed);
  on(root, "click", (event) => {
    const press = markup.press(innermost(event));
    if (!press) return;
    const { timeStamp, isTrusted } = event;
    const { control, action, value, response, pressed } = press;
    const flags = (pressed ? 1 : 0) + (isTrusted ? 0 : BY_SCRIPT);
    const isCopy = action === "copy";
    const hoverMs = hover.response === response ? hover.lasted(timeStamp) : Number.NaN;
    const number = isCopy ? hoverMs : Number.parseFloat(value);
    // The wasm measures itself what is copied, as it is now.
    hear(
      (capture) => capture.pressed(timeStamp, control, action, value, number, response, flags),
      true,
      // What an answer was when it was stopped, or judged, it may not be any more when what has grown
      // is told later.
      !isCopy && !waiting?.size,
    );
  });
  on(root, "copy", (event) => {
    // A field has a selection of its own, apart from the page's.
    if (fits(innermost(event), "input,textarea")) return;
    const ranges = selectedRanges(view, markup.shadows);
    if (ranges.length === 0) return;
    const { timeStamp, isTrusted } = event;
    const { response } = hover;
    const hoverMs = hover.lasted(timeStamp);
    hear((capture) => {
      capture.copied(timeStamp, ranges, isTrusted, response, hoverMs);
    }, true);
  });

  let lastActive = Number.NEGATIVE_INFINITY;
  const active = (event: Event) => {
    const { timeStamp } = event;
    if ((event.target as Element).shadowRoot) markup.passed(event.composedPath());
    if (timeStamp - lastActive < ACTIVE_EVERY_MS) return;
    lastActive = timeStamp;
    hear((capture) => capture.active(timeStamp), false, true);
  };
  let quietUntil = 0;
  let lastMove: Event | undefined;
  const moved = (event: Event) => {
    // A root in the page hears what the window has heard.
    if (event === lastMove) return;
    lastMove = event;
    const { target } = event;
    // Windows change their size.
    if (target === view) markup.places.reset();
    else markup.places.scroll(target as Node);
    // Of a frame in the page, the events count from another beginning.
    const now = performance.now();
    if (now < quietUntil) return;
    hear((capture) => {
      quietUntil = capture.moved(now);
    });
  };
  on(view, "pointermove pointerdown keydown touchmove scroll", active);
  // As long as anybody listens to the wheel, the browser seeks what is under the pointer whenever it
  // turns: on a page of 5,000 answers, that takes longer than all that is done here.
  const heedWheel = () => {
    const turned = (event: Event) => {
      setTimeout(heedWheel, WHEEL_EVERY_MS);
      active(event);
    };
    on(view, "wheel", turned, ended, true);
  };
  heedWheel();
  on(view, "scroll resize", moved);
  // A drawer that slides in is in view when it has come to rest, which no mutation tells.
  const settled = () => {
    markup.places.reset();
    change(false, false, new Set(), true);
  };
  on(view, SETTLED, settled);

  const hide = () => {
    leave();
    hear((capture) => capture.hidden());
  };
  const tellShown = () =>
    ask(Document, "hidden", page) ? hide() : hear((capture) => capture.shown());
  const returned = () => {
    recheck();
    tellShown();
  };
  on(page, "visibilitychange", returned);
  on(view, "pageshow", returned);
  on(view, "online", () => hear((capture) => capture.online()));
  // Fires on the window only. Unlike `unload`, it leaves the back/forward cache alone
  // (https://web.dev/articles/bfcache#never-use-the-unload-event).
  on(view, "pagehide", hide);

  const change = (renamed: boolean, stale: boolean, grown: Set<Element>, mayWait: boolean) => {
    if (mayWait && waiting) {
      for (const answer of grown) waiting.add(answer);
      return;
    }
    const tell = (capture: Capture) => {
      if (waiting === grown) waiting = undefined;
      quietUntil = capture.mutated(renamed, stale, [...grown]);
    };
    if (hear(tell, false, mayWait)) waiting = grown;
  };
  const mutations = new MutationObserver((records) => {
    const { renamed, stale, grown, isExpected } = markup.look(records);
    if (stale) seekComposer();
    // What may only show or hide something is soon enough with the next look, and so is what goes on
    // streaming while that is due.
    const isNews = grown.size > 0 && !(isExpected && performance.now() < quietUntil);
    change(renamed, stale, grown, !(renamed || stale || isNews));
  });
  ended.onabort = () => {
    mutations.disconnect();
    markup.leave();
  };
  const watch = (tree: Node, gone: AbortSignal) => {
    mutations.observe(tree, {
      childList: true,
      characterData: true,
      subtree: true,
      attributeFilter: markup.attributes,
    });
    // What scrolls in a shadow root is no news outside of it, nor is what is pointed at there.
    if (tree !== root || tree !== page) on(tree, "scroll", moved, gone);
    if (tree !== root) on(tree, "pointerover pointerout", pointed, gone);
    if (tree !== page) on(tree, SETTLED, settled, gone);
  };
  // What is said around the root is said of it, too.
  for (let outer = root === page ? null : parent(root); outer; outer = parent(outer)) {
    mutations.observe(outer, { attributeFilter: markup.attributes });
  }
  markup.follow(ended, watch, () => change(false, true, new Set(), false));
  seekComposer();
  return () => {
    // Not at once: it makes the browser read what is stored, for a millisecond or two.
    on(view, "storage", recheck);
    returned();
  };
}

/** The pointer's last stay on an answer. */
class Hover {
  response = "";
  #markup: Markup;
  #since = 0;
  #until: number | undefined;

  constructor(markup: Markup) {
    this.#markup = markup;
  }

  /** How long it lasted, or has lasted so far. */
  lasted(now: number): number {
    return (this.#until ?? now) - this.#since;
  }

  see({ type, target, relatedTarget, pointerType, timeStamp }: PointerEvent): void {
    // A finger comes onto what it touches, and rests on nothing.
    if (pointerType === "touch") return;
    // Where the pointer goes is what it comes to, or (out of the window) nothing.
    const to = (type === "pointerout" ? relatedTarget : target) as Element | null;
    const response = to && this.#markup.around(to);
    if (!response) {
      this.#until ??= timeStamp;
    } else if (response !== this.response || this.#until !== undefined) {
      this.response = response;
      this.#since = timeStamp;
      this.#until = undefined;
    }
  }
}

/** Copies of the selected ranges: the selection itself may be gone before the wasm is there. */
function selectedRanges(view: Window | null, shadowRoots: ShadowRoot[]): Range[] {
  const selection = view?.getSelection();
  if (!selection) return [];
  if (shadowRoots.length > 0 && "getComposedRanges" in selection) {
    // Where a selection in a shadow root is, only those are told who know the root
    // (https://developer.mozilla.org/docs/Web/API/Selection/getComposedRanges).
    return selection.getComposedRanges({ shadowRoots }).map((composed) => {
      const range = new Range();
      range.setStart(composed.startContainer, composed.startOffset);
      range.setEnd(composed.endContainer, composed.endOffset);
      return range;
    });
  }
  const ranges: Range[] = [];
  while (ranges.length < selection.rangeCount) {
    ranges.push(selection.getRangeAt(ranges.length).cloneRange());
  }
  return ranges;
}
