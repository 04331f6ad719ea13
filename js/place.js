// Where answers stand in the viewport, and their parts in their text. JavaScript, not TypeScript, so
// that the tests in Rust can load it as it is.

import {
  all,
  ask,
  closest,
  contains,
  isWithin,
  matches,
  parent,
  rectOf,
  textLength,
} from "./dom.js";

/** @typedef {{ top: number, bottom: number, left: number, right: number }} Area */

/**
 * What the reader sees a page through; `undefined` where it has no window.
 *
 * @param {import("./dom.js").Tree} root
 * @returns {Area | undefined}
 */
export function viewport(root) {
  const page = ask(Node, "ownerDocument", root) ?? root;
  // Of a page that is pinched larger, or half covered by a keyboard, only this shows.
  const seen = ask(Document, "defaultView", page)?.visualViewport;
  if (!seen) return undefined;
  const { offsetTop: top, offsetLeft: left, height, width } = seen;
  return { top, bottom: top + height, left, right: left + width };
}

/**
 * Answers that follow each other: where they stood when they were last looked at, if all of them were
 * out of sight, and the blocks that they are made of.
 *
 * @typedef {{ stood?: Stood | undefined, parts: Block[] }} Block
 *
 * How far below the first one the last one began, and the upper and the lower end of them all, in
 * pixels; and whether all were above the window.
 *
 * @typedef {{ length: number, top: number, bottom: number, isAbove: boolean }} Stood
 */

/** What gives an element a place of its own even for what is fixed in it. */
const PLACING =
  "transform translate scale rotate filter backdrop-filter perspective contain will-change".split(
    " ",
  );

/** A block is made of so many: of 5,000 answers, thirty or so are asked where they stand. */
const PARTS = 2;

/** Of so many, each is asked, unless all of them are out of sight. */
const FEW = 8;

/** Browsers round where things stand: what is closer than this, in pixels, has not moved. */
const SAME_PX = 1;

/**
 * Where the answers of a page stand. Where they stood out of sight, and the first and the last of
 * them have since moved together, so have those between them, and none is asked.
 */
export class Places {
  #answers;
  /** @type {Block} */
  #all = { parts: [] };
  /** The places of those that have grown since. @type {number[]} */
  #grown = [];
  /** Those that were asked in this look. @type {Map<number, DOMRect>} */
  #rects = new Map();
  /** What is visible in elements, in this look. @type {Openings} */
  #openings = new Map();
  /** @type {number[]} */
  #shown = [];

  /** @param {Element[]} answers */
  constructor(answers) {
    this.#answers = answers;
  }

  /** Any of them may have moved by itself. */
  reset() {
    this.#all = { parts: [] };
  }

  /**
   * Nothing but this one has grown, and moved what follows it.
   *
   * @param {Element} answer
   */
  grow(answer) {
    this.#grown.push(this.#answers.indexOf(answer));
  }

  /**
   * Something scrolled: all move together, unless only some of them are in it.
   *
   * @param {Node} scrolled
   */
  scroll(scrolled) {
    // All of a page are in it.
    if (ask(Node, "nodeType", scrolled) === 9) return;
    const isIn = (/** @type {Element | undefined} */ answer) =>
      answer && isWithin(answer, scrolled);
    const areIn = isIn(this.#answers[0]) && isIn(this.#answers.at(-1));
    if (!areIn && this.#answers.some(isIn)) this.reset();
  }

  /**
   * Which of them show, and how: for each, its place in the list, and in pixels the upper and the
   * lower end of what is visible of it, its height, the height of the window that it shows through,
   * and its width.
   *
   * @param {Area | undefined} viewport
   */
  showing(viewport) {
    const { length } = this.#answers;
    this.#shown = [];
    if (viewport && length > 0) this.#look(viewport, this.#all, 0, length);
    this.#grown = [];
    this.#rects.clear();
    this.#openings.clear();
    return this.#shown;
  }

  /**
   * Looks at the answers of a block, or at one that is in none, and says where they stand.
   *
   * @param {Area} viewport
   * @param {Block | undefined} block
   * @param {number} from
   * @param {number} to
   * @returns {{ top: number, bottom: number }}
   */
  #look(viewport, block, from, to) {
    const first = this.#rect(from);
    if (!block) {
      const view = viewOf(this.#at(from), first, viewport, this.#openings);
      if (view) this.#shown.push(from, ...view);
      return first;
    }
    const last = this.#rect(to - 1);
    const length = last.top - first.top;
    const { stood, parts } = block;
    const hasGrown = this.#grown.some((at) => from <= at && at < to);
    if (stood && !hasGrown && Math.abs(length - stood.length) < SAME_PX) {
      const top = first.top + stood.top;
      // The first and the last may have grown.
      const bottom = Math.max(first.top + stood.bottom, first.bottom, last.bottom);
      // What has gone past the window since may have stuck to it (`position: sticky`).
      if (stood.isAbove ? bottom < viewport.top : top > viewport.bottom) return { top, bottom };
    }
    const before = this.#shown.length;
    let { top, bottom } = first;
    const size = to - from > FEW ? Math.ceil((to - from) / PARTS) : 1;
    for (let at = from, part = 0; at < to; at += size, part += 1) {
      if (size > 1) parts[part] ??= { parts: [] };
      const area = this.#look(viewport, parts[part], at, Math.min(at + size, to));
      top = Math.min(top, area.top);
      bottom = Math.max(bottom, area.bottom);
    }
    const isAbove = bottom < viewport.top;
    // What shows may stay while all around it moves.
    block.stood =
      this.#shown.length > before
        ? undefined
        : { length, top: top - first.top, bottom: bottom - first.top, isAbove };
    return { top, bottom };
  }

  /** @param {number} at */
  #rect(at) {
    const rect = this.#rects.get(at) ?? rectOf(this.#at(at));
    this.#rects.set(at, rect);
    return rect;
  }

  /** @param {number} at */
  #at(at) {
    return /** @type {Element} */ (this.#answers.at(at));
  }
}

/** @typedef {Map<Element | null, Area>} Openings what of the viewport an element leaves visible */

/**
 * @param {Element} answer
 * @param {DOMRect} rect where it stands
 * @param {Area} viewport
 * @param {Openings} openings those that are known
 * @returns {number[] | undefined}
 */
function viewOf(answer, rect, viewport, openings) {
  const { height, width } = rect;
  const isNear = rect.top < viewport.bottom && rect.bottom > viewport.top && height > 0;
  if (!isNear || !isShown(answer, true)) return undefined;
  const area = openingFor(answer, viewport, openings);
  const top = Math.max(rect.top, area.top) - rect.top;
  const bottom = Math.min(rect.bottom, area.bottom) - rect.top;
  const across = Math.min(rect.right, area.right) - Math.max(rect.left, area.left);
  // An answer that has been pushed out sideways, as in a closed drawer, is not seen.
  const isNarrow = across * 2 < width && across * 2 < viewport.right - viewport.left;
  if (bottom <= top || across <= 0 || isNarrow) return undefined;
  const opening = area.bottom - area.top;
  const shown = numberOf(answer, "clientHeight");
  const all = numberOf(answer, "scrollHeight");
  // An answer that scrolls inside itself, or shows only its beginning, is a window to the rest.
  if (all <= shown + 1 || !clips(answer)) return [top, bottom, height, opening, width];
  // What scrolls is told in pixels of its own, before any `zoom` or `transform`.
  const scale = height / Math.max(shown, 1);
  const scrolled = numberOf(answer, "scrollTop") * scale;
  return [top + scrolled, bottom + scrolled, all * scale, Math.min(opening, height), width];
}

/**
 * The part of the viewport that every scroll container around an element leaves visible.
 *
 * @param {Element} element
 * @param {Area} viewport
 * @param {Openings} known
 */
function openingFor(element, viewport, known) {
  const outer = clippedBy(element);
  const opening = known.get(outer) ?? openingOf(outer, viewport);
  known.set(outer, opening);
  return opening;
}

/**
 * @param {Element | null} outermost
 * @param {Area} viewport
 * @returns {Area}
 */
function openingOf(outermost, viewport) {
  let { top, bottom, left, right } = viewport;
  for (let outer = outermost; outer; outer = clippedBy(outer)) {
    const [across, along = across] = styleOf(outer, "overflow").split(" ");
    if (across === "visible" && along === across) continue;
    if (styleOf(outer, "display") === "contents") continue;
    const rect = rectOf(outer);
    if (along !== "visible") {
      top = Math.max(top, rect.top);
      bottom = Math.min(bottom, rect.bottom);
    }
    if (across !== "visible") {
      left = Math.max(left, rect.left);
      right = Math.min(right, rect.right);
    }
  }
  return { top, bottom, left, right };
}

/**
 * The next element outwards that may clip this one. What the body and the root clip is the viewport's
 * (https://drafts.csswg.org/css-overflow/#overflow-propagation), and what is taken out of the flow is
 * clipped by nothing between it and what it is placed in.
 *
 * @param {Element} element
 */
function clippedBy(element) {
  const position = styleOf(element, "position");
  let outer = shownIn(element);
  if (position === "fixed") while (outer && !holdsFixed(outer)) outer = shownIn(outer);
  if (position === "absolute") while (outer && !holdsAbsolute(outer)) outer = shownIn(outer);
  return outer && matches(outer, "body") ? null : outer;
}

/**
 * Whether what is absolute in an element is placed in it
 * (https://drafts.csswg.org/css-position/#absolute-positioning-containing-block).
 *
 * @param {Element} element
 */
function holdsAbsolute(element) {
  return styleOf(element, "position") !== "static" || holdsFixed(element);
}

/**
 * Whether even what is fixed in an element is placed in it
 * (https://developer.mozilla.org/docs/Web/CSS/CSS_display/Containing_block).
 *
 * @param {Element} element
 */
function holdsFixed(element) {
  // Asked for once: every element around a fixed chat comes here at each look.
  const style = getComputedStyle(element);
  const values = PLACING.map((property) => style.getPropertyValue(property));
  return !/^(none|auto|opacity)*$/.test(values.join(""));
}

/**
 * The element around this one as it is shown: in a slot, the slot; in a shadow root, its host.
 *
 * @param {Element} element
 * @returns {Element | null}
 */
function shownIn(element) {
  return ask(Element, "assignedSlot", element) ?? parent(element);
}

/**
 * @param {Element} element
 */
function clips(element) {
  return styleOf(element, "overflow-y") !== "visible";
}

/**
 * Whether nothing hides the element: no `visibility: hidden`, closed `<details>` or
 * `content-visibility`, nor `opacity: 0` where that counts. A browser that cannot tell (Safari before
 * 17.4) is asked for the first alone.
 *
 * @param {Element} element
 * @param {boolean} opacityProperty
 */
function isShown(element, opacityProperty) {
  const { checkVisibility } = Element.prototype;
  if (!checkVisibility) return styleOf(element, "visibility") === "visible";
  const visibilityProperty = true;
  return checkVisibility.call(element, { visibilityProperty, opacityProperty });
}

/**
 * @param {Element} element
 * @param {string} property
 */
function styleOf(element, property) {
  return getComputedStyle(element).getPropertyValue(property);
}

/**
 * @param {Element} element
 * @param {string} field
 * @returns {number}
 */
function numberOf(element, field) {
  return ask(Element, field, element);
}

/**
 * Whether of two elements the first shows last.
 *
 * @param {Element} first
 * @param {Element} last
 */
export function isReversed(first, last) {
  let around = /** @type {Element | null} */ (last);
  while (around && !contains(around, first)) around = parent(around);
  return around && styleOf(around, "flex-direction") === "column-reverse";
}

/**
 * Which part of an answer's text a range holds: where that begins and ends, in UTF-16 code units.
 *
 * @param {Element} answer
 * @param {Range} range
 */
export function selected(answer, range) {
  if (!range.intersectsNode(answer)) return undefined;
  // Not what is hidden or cannot be selected: it is not on the clipboard.
  if (!isShown(answer, false)) return undefined;
  // All browsers know this by the name that Safari has for it. Where a selection begins or ends in
  // the answer, it may be of a part that can be selected all the same.
  const isSelectable = styleOf(answer, "-webkit-user-select") !== "none";
  const isEnd = contains(answer, range.startContainer) || contains(answer, range.endContainer);
  if (!isSelectable && !isEnd) return undefined;
  const { startContainer, startOffset, endContainer, endOffset } = range;
  return [offset(answer, startContainer, startOffset), offset(answer, endContainer, endOffset)];
}

/**
 * The same of the block that a button in the answer stands in, or else of the whole answer.
 *
 * @param {Element} answer
 * @param {Element} button
 */
export function block(answer, button) {
  const found = closest(button, "pre,table,figure");
  const around = found && contains(answer, found) ? found : answer;
  const from = offset(answer, around, 0);
  return [from, from + textLength(around)];
}

/**
 * The same of every element in the answer that fits, one after the other, in document order.
 *
 * @param {Element} answer
 * @param {string} selector
 */
export function spans(answer, selector) {
  const found = [...all(answer, selector)];
  // Most answers hold none, and a range slows down every change of its page until it is collected.
  if (found.length === 0) return [];
  // The text between one element and the next: each is counted once, however many there are.
  const gap = contents(answer);
  let from = 0;
  return found.flatMap((element) => {
    gap.setEnd(element, 0);
    from += String(gap).length;
    // Its end is the next one's start.
    gap.collapse();
    return [from, from + textLength(element)];
  });
}

/**
 * How much of the answer's text stands before a point: none of it before a point above the answer,
 * all of it before one below.
 *
 * @param {Element} answer
 * @param {Node} node
 * @param {number} at
 */
function offset(answer, node, at) {
  const before = contents(answer);
  const place = before.comparePoint(node, at);
  if (place < 0) return 0;
  if (place === 0) before.setEnd(node, at);
  return String(before).length;
}

/** @param {Element} answer */
function contents(answer) {
  const range = new Range();
  range.selectNodeContents(answer);
  return range;
}
