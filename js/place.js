// Where answers stand in the viewport, and their parts in their text. JavaScript, not TypeScript, so
// that the tests in Rust can load it as it is.

import { all, ask, closest, contains, matches, parent, rectOf, textLength } from "./dom.js";

/**
 * @typedef {{ top: number, bottom: number, left: number, right: number }} Area
 * @typedef {Area & { window: Window }} Viewport
 */

/**
 * What the reader sees a page through; `undefined` where it has no window.
 *
 * @param {import("./dom.js").Tree} root
 * @returns {Viewport | undefined}
 */
export function viewport(root) {
  const page = ask(Node, "ownerDocument", root) ?? root;
  const window = /** @type {Window | null} */ (ask(Document, "defaultView", page));
  // In quirks mode, the root element is as high as the whole page.
  const scrolled =
    ask(Document, "scrollingElement", page) ?? ask(Document, "documentElement", page);
  if (!window || !scrolled) return undefined;
  const bottom = numberOf(scrolled, "clientHeight");
  return { window, top: 0, bottom, left: 0, right: numberOf(scrolled, "clientWidth") };
}

/**
 * Where answers that follow each other stood: how far below the first one the last one began, and
 * the upper and the lower end of them all, in pixels; and whether all were above the window.
 *
 * @typedef {{ length: number, top: number, bottom: number, isAbove: boolean }} Block
 */

/** So many answers are passed over together: of 5,000, a few hundred are asked where they stand. */
const BLOCK = 32;

/** Browsers round where things stand: what is closer than this, in pixels, has not moved. */
const SAME_PX = 1;

/**
 * Which answers show, and how: for each, its place in the list, and in pixels the upper and the lower
 * end of what is visible of it, its height, the height of the window that it shows through, and its
 * width.
 *
 * Where answers stood out of sight, and the first and the last of them have since moved together, so
 * have those between them, and none is asked.
 *
 * @param {Element[]} answers
 * @param {Viewport | undefined} viewport
 * @param {(Block | undefined)[]} blocks where the same answers stood when this was last asked
 */
export function showing(answers, viewport, blocks) {
  /** @type {number[]} */
  const shown = [];
  for (let from = 0; viewport && from < answers.length; from += BLOCK) {
    const block = answers.slice(from, from + BLOCK);
    const first = rectAt(block, 0);
    const last = rectAt(block, -1);
    const now = { length: last.top - first.top, top: 0, bottom: 0, isAbove: false };
    const then = blocks[from];
    if (then && Math.abs(now.length - then.length) < SAME_PX) {
      const all = { top: first.top + then.top, bottom: first.top + then.bottom };
      // The first and the last may have grown. What has gone past the window may have stuck to it.
      const isOut = [first, last, all].every(({ top, bottom }) =>
        then.isAbove ? bottom < viewport.top : top > viewport.bottom,
      );
      if (isOut) continue;
    }
    const before = shown.length;
    for (const [at, answer] of block.entries()) {
      const rect = rectOf(answer);
      now.top = Math.min(now.top, rect.top - first.top);
      now.bottom = Math.max(now.bottom, rect.bottom - first.top);
      const view = viewOf(answer, rect, viewport);
      if (view) shown.push(from + at, ...view);
    }
    now.isAbove = first.top + now.bottom < viewport.top;
    // What shows may stay while all around it moves (`position: sticky`).
    blocks[from] = shown.length > before ? undefined : now;
  }
  return shown;
}

/**
 * Where the answer at this place of a block stands; the last one's is -1.
 *
 * @param {Element[]} block
 * @param {number} at
 */
function rectAt(block, at) {
  return rectOf(/** @type {Element} */ (block.at(at)));
}

/**
 * @param {Element} answer
 * @param {DOMRect} rect where it stands
 * @param {Viewport} viewport
 * @returns {number[] | undefined}
 */
function viewOf(answer, rect, viewport) {
  const { height, width } = rect;
  const isNear = rect.top < viewport.bottom && rect.bottom > viewport.top && height > 0;
  if (!isNear || !isShown(answer, viewport)) return undefined;
  const area = clip(answer, viewport);
  const top = Math.max(rect.top, area.top) - rect.top;
  const bottom = Math.min(rect.bottom, area.bottom) - rect.top;
  const across = Math.min(rect.right, area.right) - Math.max(rect.left, area.left);
  // An answer that has been pushed out sideways, as in a closed drawer, is not seen.
  const isNarrow = across * 2 < width && across * 2 < viewport.right;
  if (bottom <= top || across <= 0 || isNarrow) return undefined;
  const opening = area.bottom - area.top;
  const shown = numberOf(answer, "clientHeight");
  const all = numberOf(answer, "scrollHeight");
  // An answer that scrolls inside itself, or shows only its beginning, is a window to the rest.
  if (all <= shown + 1 || !clips(answer, viewport)) return [top, bottom, height, opening, width];
  // What scrolls is told in pixels of its own, before any `zoom` or `transform`.
  const scale = height / Math.max(shown, 1);
  const scrolled = numberOf(answer, "scrollTop") * scale;
  return [top + scrolled, bottom + scrolled, all * scale, Math.min(opening, height), width];
}

/**
 * The part of the viewport that every scroll container around the element leaves visible.
 *
 * @param {Element} element
 * @param {Viewport} viewport
 * @returns {Area}
 */
function clip(element, viewport) {
  let { top, bottom, left, right } = viewport;
  // What the body and the root clip is the viewport's
  // (https://drafts.csswg.org/css-overflow/#overflow-propagation), and what is fixed to the viewport
  // is clipped by nothing else.
  for (
    let inner = /** @type {Element | null} */ (element);
    inner && !matches(inner, "body");
    inner = styleOf(inner, viewport, "position") === "fixed" ? null : shownIn(inner)
  ) {
    if (inner === element || !clips(inner, viewport)) continue;
    const rect = rectOf(inner);
    top = Math.max(top, rect.top);
    bottom = Math.min(bottom, rect.bottom);
    left = Math.max(left, rect.left);
    right = Math.min(right, rect.right);
  }
  return { top, bottom, left, right };
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
 * @param {Viewport} viewport
 */
function clips(element, viewport) {
  return styleOf(element, viewport, "overflow-y") !== "visible";
}

/**
 * Whether nothing hides the element: no `visibility: hidden`, closed `<details>` or
 * `content-visibility`. A browser that cannot tell (Safari before 17.4) shows it.
 *
 * @param {Element} element
 * @param {Viewport} viewport
 */
function isShown(element, viewport) {
  const { checkVisibility } = Element.prototype;
  const isVisible = styleOf(element, viewport, "visibility") === "visible";
  return isVisible && checkVisibility?.call(element) !== false;
}

/**
 * @param {Element} element
 * @param {Viewport} viewport
 * @param {string} property
 */
function styleOf(element, { window }, property) {
  return window.getComputedStyle(element).getPropertyValue(property);
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
 * Which part of an answer's text a range holds: where that begins and ends, in UTF-16 code units.
 *
 * @param {Element} answer
 * @param {Range} range
 */
export function selected(answer, range) {
  if (!range.intersectsNode(answer)) return undefined;
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
  // The text between one element and the next: each is counted once, however many there are.
  const gap = contents(answer);
  let from = 0;
  return [...all(answer, selector)].flatMap((element) => {
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
