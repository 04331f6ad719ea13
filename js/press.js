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
 * @property {string} response the answer that it is about; empty where nothing names one
 * @property {boolean} pressed what it said of itself
 */

/**
 * Reads a press on an element; `undefined` where that is on no control that can be used, or in a
 * part of the page that must never be captured.
 *
 * @param {Element} target
 * @returns {Press | undefined}
 */
export function readPress(target) {
  const control = closest(target, CONTROL);
  if (!control || control.getAttribute("aria-disabled") === "true" || isPassedOn(target, control)) {
    return undefined;
  }
  const named = closest(control, "[data-tellback-for],[data-tellback-response]");
  if (closest(control, "[data-tellback-optout]")) return undefined;
  return {
    control,
    action: control.getAttribute("data-tellback-action") ?? "",
    value: control.getAttribute("data-tellback-value") ?? "",
    response:
      named?.getAttribute("data-tellback-for") ??
      named?.getAttribute("data-tellback-response") ??
      "",
    pressed: control.getAttribute("aria-pressed") === "true",
  };
}

const CONTROL = "[data-tellback-action]";

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
