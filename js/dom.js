// JavaScript, not TypeScript, so that the tests in Rust can load it as it is.

/** @typedef {Document | Element | ShadowRoot} Tree */

// Nodes are asked by the browser's own methods, not by the node's: a form shows its fields as
// properties of its own, whatever their names hide
// (https://html.spec.whatwg.org/#dom-form-nameditem), and so does a document. None of them asks
// `instanceof`, which says no of every node of another frame.

/** How fields are read, by name: to look that up anew each time takes longer than to read them. */
const getters = /** @type {Record<string, (() => any) | undefined>} */ ({});

/**
 * A field of a node, or whatever it may be: throws where it is no such node.
 *
 * @template T
 * @param {{ prototype: object }} type
 * @param {string} field
 * @param {unknown} node
 * @returns {T}
 */
export function ask(type, field, node) {
  getters[field] ??= Object.getOwnPropertyDescriptor(type.prototype, field)?.get;
  return getters[field]?.call(node);
}

/**
 * @param {unknown} node
 * @returns {node is Element}
 */
export function isElement(node) {
  return ask(Node, "nodeType", node) === 1;
}

/**
 * Whether this is an element that fits a selector.
 *
 * @param {unknown} target
 * @param {string} selector
 */
export function fits(target, selector) {
  try {
    return matches(/** @type {Element} */ (target), selector);
  } catch {
    return false;
  }
}

/**
 * @param {Element} element
 * @returns {ShadowRoot | null}
 */
export function shadowOf(element) {
  return ask(Element, "shadowRoot", element);
}

/**
 * What an event is about, also inside an open shadow root.
 *
 * @param {Event} event
 * @returns {Element}
 */
export function innermost(event) {
  const target = /** @type {Element} */ (event.target);
  return target.shadowRoot ? /** @type {Element} */ (event.composedPath()[0]) : target;
}

/**
 * @param {Element} element
 * @param {string} name
 */
export function attribute(element, name) {
  return Element.prototype.getAttribute.call(element, name);
}

/**
 * @param {Element} element
 * @param {string} selector
 */
export function matches(element, selector) {
  return Element.prototype.matches.call(element, selector);
}

/**
 * Every element below a node that fits.
 *
 * @param {Tree} node
 * @param {string} selector
 */
export function all(node, selector) {
  const type = { 1: Element, 9: Document }[/** @type {number} */ (ask(Node, "nodeType", node))];
  return (type ?? DocumentFragment).prototype.querySelectorAll.call(node, selector);
}

/**
 * Whether an element or any below it fits.
 *
 * @param {Element} element
 * @param {string} selector
 */
export function holds(element, selector) {
  return (
    matches(element, selector) || Element.prototype.querySelector.call(element, selector) !== null
  );
}

/**
 * The nearest element that fits, from the element outwards, also out of shadow roots.
 *
 * @param {Element} element
 * @param {string} selector
 * @returns {Element | null}
 */
export function closest(element, selector) {
  const found = Element.prototype.closest.call(element, selector);
  if (found) return found;
  const host = hostOf(element);
  return host && closest(host, selector);
}

/**
 * The element around a node, also out of shadow roots.
 *
 * @param {Node} element
 * @returns {Element | null}
 */
export function parent(element) {
  return ask(Node, "parentElement", element) ?? hostOf(element);
}

/**
 * The host of the shadow root that a node stands in.
 *
 * @param {Node} node
 * @returns {Element | null}
 */
export function hostOf(node) {
  const tree = Node.prototype.getRootNode.call(node);
  // Nearly always, and every click comes here.
  if (tree === document) return null;
  // Only a shadow root is asked: a document's properties are whatever the page gives such a name.
  return ask(Node, "nodeType", tree) === 11 ? /** @type {ShadowRoot} */ (tree.host ?? null) : null;
}

/**
 * Whether a node is another one or stands inside of it, in the same tree.
 *
 * @param {Node} outer
 * @param {Node} node
 * @returns {boolean}
 */
export function contains(outer, node) {
  return Node.prototype.contains.call(outer, node);
}

/**
 * Whether a node is another one or stands inside of it, also in shadow roots.
 *
 * @param {Node} node
 * @param {Node} outer
 * @returns {boolean}
 */
export function isWithin(node, outer) {
  if (contains(outer, node)) return true;
  const host = hostOf(node);
  return host !== null && isWithin(host, outer);
}

/**
 * Where an element stands in the viewport.
 *
 * @param {Element} element
 */
export function rectOf(element) {
  return Element.prototype.getBoundingClientRect.call(element);
}

/** @param {Element} element */
export function isDisplayed(element) {
  return Element.prototype.getClientRects.call(element).length > 0;
}

/** @param {Element} element */
export function textLength(element) {
  return /** @type {string} */ (ask(Node, "textContent", element)).length;
}
