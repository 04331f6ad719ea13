// @ts-check
/** Finding elements that the page promises to have, typed. */

/**
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} type
 * @returns {E}
 */
export function byId(id, type) {
  return checked(document.getElementById(id), type, `#${id}`);
}

/**
 * @template {Element} E
 * @param {ParentNode} parent
 * @param {string} selector
 * @param {new () => E} type
 * @returns {E}
 */
export function within(parent, selector, type) {
  return checked(parent.querySelector(selector), type, selector);
}

/**
 * A fresh copy of a template's only element.
 *
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} type
 * @returns {E}
 */
export function clone(id, type) {
  const { content } = byId(id, HTMLTemplateElement);
  return checked(document.importNode(content, true).firstElementChild, type, `#${id}`);
}

/**
 * @template {Element} E
 * @param {Element | null} element
 * @param {new () => E} type
 * @param {string} name
 * @returns {E}
 */
function checked(element, type, name) {
  if (!(element instanceof type)) throw new Error(`the page has no ${type.name} ${name}`);
  return element;
}
