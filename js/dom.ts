/**
 * What nodes say of themselves, whatever the page says in their name: a form or an image called
 * `hidden` or `closest` hides the field of that name of the document or form that it stands in
 * (https://html.spec.whatwg.org/#dom-document-nameditem).
 *
 * Nothing here asks `instanceof`, which says no of every node of another frame.
 */

/** A field of a node, or whatever it may be: throws where it is no such node. */
export function ask<T>(type: { prototype: object }, field: string, node: unknown): T {
  return Reflect.get(type.prototype, field, node as object);
}

/** Whether this is an element that fits a selector. */
export function fits(target: unknown, selector: string): boolean {
  try {
    return Element.prototype.matches.call(target as Element, selector);
  } catch {
    return false;
  }
}

/** The first element below a document, a shadow root or an element that fits a selector. */
export function find(root: Node, selector: string): Element | null {
  const types = { 1: Element, 9: Document, 11: DocumentFragment };
  const type = types[ask<keyof typeof types>(Node, "nodeType", root)];
  return type.prototype.querySelector.call(root, selector);
}

/** Whether a node is another one or stands inside of it, also in shadow roots. */
export function isWithin(node: Node, outer: Node): boolean {
  const { contains, getRootNode } = Node.prototype;
  const { nodeType, host } = getRootNode.call(node) as ShadowRoot;
  return contains.call(outer, node) || (nodeType === 11 && !!host && isWithin(host, outer));
}
