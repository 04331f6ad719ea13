// JavaScript, not TypeScript, so that the tests in Rust can load it as it is; and without imports,
// for the same reason.

/**
 * What a press meant, as the markup said at that moment. By the time the wasm hears of it, or the
 * page has seen it, the control may say the opposite, or be gone.
 *
 * @typedef {object} Press
 * @property {Element} control
 * @property {string} action what the control does
 * @property {string} value what the action needs to know
 * @property {string} response the answer that it is about
 * @property {boolean} pressed what it said of itself
 */

/**
 * Reads a press on an element; `undefined` where that is on no control that can be used, on one
 * that belongs to no answer, or in a part of the page that must never be captured.
 *
 * @param {Element} target
 * @returns {Press | undefined}
 */
export function readPress(target) {
  const control = closest(target, CONTROL);
  if (!control || control.getAttribute("aria-disabled") === "true" || isPassedOn(target, control)) {
    return undefined;
  }
  const named = closest(control, NAMED);
  const action = control.getAttribute(ACTION) ?? "";
  const response = named ? nameOf(named) : action === "stop" ? lastAround(control) : null;
  if (response == null || closest(control, "[data-tellback-optout]")) return undefined;
  const isReason = action === "reason";
  return {
    control,
    action: isReason ? "reasons" : action,
    value: isReason ? reasons(control, response).join() : wordOf(control),
    response,
    pressed: isPressed(control),
  };
}

/**
 * What the controls say that give reasons for a vote, once this one of them has been pressed: those
 * that are pressed, or this one where they do not say.
 *
 * @param {Element} control
 * @param {string} response
 */
function reasons(control, response) {
  /** @param {Element} other */
  const isPicked = (other) => {
    const named = closest(other, NAMED);
    const isOurs = other === control || (named && nameOf(named) === response);
    return isOurs && isPressed(other) !== (other === control);
  };
  const root = /** @type {ParentNode} */ (/** @type {unknown} */ (control.getRootNode()));
  return [...root.querySelectorAll(`[${ACTION}="reason"]`)].filter(isPicked).map(wordOf);
}

/**
 * The last answer that shows in the conversation around an element, or on the page where there is
 * none: what stops an answer, or sends a prompt, often stands apart from all of them.
 *
 * @param {Element} element
 */
export function lastAround(element) {
  const around = closest(element, "[data-tellback-conversation]") ?? element.ownerDocument;
  const answers = [...around.querySelectorAll("[data-tellback-response]")];
  const last = answers.filter((answer) => answer.getClientRects().length > 0).pop();
  return last ? nameOf(last) : null;
}

/** @param {Element} named */
function nameOf(named) {
  return named.getAttribute("data-tellback-for") ?? named.getAttribute("data-tellback-response");
}

/** @param {Element} control */
function wordOf(control) {
  return control.getAttribute("data-tellback-value") ?? "";
}

/** @param {Element} control */
function isPressed(control) {
  return control.getAttribute("aria-pressed") === "true";
}

const ACTION = "data-tellback-action";
const CONTROL = `[${ACTION}]`;
const NAMED = "[data-tellback-for],[data-tellback-response]";

/**
 * The nearest element that fits, from the element outwards, also out of shadow roots.
 *
 * @param {Element} element
 * @param {string} selector
 * @returns {Element | null}
 */
function closest(element, selector) {
  const found = element.closest(selector);
  if (found) return found;
  const tree = element.getRootNode();
  // A document's host is whatever the page gives that name
  // (https://html.spec.whatwg.org/#dom-document-nameditem).
  const isShadow = tree !== element.ownerDocument && tree.nodeType === 11;
  const { host } = /** @type {ShadowRoot} */ (tree);
  return isShadow && host ? closest(host, selector) : null;
}

/**
 * Whether a press on a label is followed by one on the field that it names
 * (https://html.spec.whatwg.org/#the-label-element), where that belongs to the same control.
 *
 * @param {Element} target
 * @param {Element} control
 */
function isPassedOn(target, control) {
  const field = target.closest("label")?.control;
  return !!field && !field.contains(target) && field.closest(CONTROL) === control;
}
