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
  const action = control.getAttribute(ACTION) ?? "";
  const response = action === "stop" ? answerOf(control) : named(control);
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
    const isThis = other === control;
    return named(other) === response && isPressed(other) !== isThis;
  };
  const root = /** @type {ParentNode} */ (/** @type {unknown} */ (control.getRootNode()));
  return [...root.querySelectorAll(`[${ACTION}="reason"]`)].filter(isPicked).map(wordOf);
}

/**
 * The answer of what stops it, or sends a prompt: the one that it names, or else the last one that
 * shows in the conversation around it, or on the page where there is none. It often stands apart
 * from all answers.
 *
 * @param {Element} element
 */
export function answerOf(element) {
  const around = closest(element, "[data-tellback-conversation]") ?? element.ownerDocument;
  const answers = [...around.querySelectorAll("[data-tellback-response]")];
  const last = answers.filter((answer) => answer.getClientRects().length > 0).pop();
  return named(element) ?? (last ? named(last) : null);
}

/**
 * The answer that is named around an element.
 *
 * @param {Element} element
 */
function named(element) {
  const around = closest(element, "[data-tellback-for],[data-tellback-response]");
  return (
    around?.getAttribute("data-tellback-for") ??
    around?.getAttribute("data-tellback-response") ??
    null
  );
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
