// @ts-check
// What a browser has and node has not.

/** @type {Map<string, PropertyDescriptor | undefined>} */
const originals = new Map();

/**
 * Defines a global for as long as a test runs, which may define it several times.
 * @param {import("node:test").TestContext} t
 * @param {string} name
 * @param {() => unknown} get
 */
export function provide(t, name, get) {
  if (!originals.has(name)) {
    originals.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
  }
  Object.defineProperty(globalThis, name, { configurable: true, get });
  t.after(() => {
    const original = originals.get(name);
    if (original) Object.defineProperty(globalThis, name, original);
    else Reflect.deleteProperty(globalThis, name);
  });
}
