// @ts-check
// Gives what a WebAssembly module imports and exports short names. Those of wasm-bindgen hold hashes,
// which do not compress: 3 KB in all.
import { IMPORT, number, Reader, readSections, text } from "./order.js";

const EXPORT = 7;

/**
 * What imports and exports are called instead.
 * @typedef {{ imports: Map<string, string>, exports: Map<string, string> }} Names
 */

/**
 * Names for all that a module imports and exports, as short as can be.
 * @param {Uint8Array} module
 * @returns {Names}
 */
export function shortNames(module) {
  const sections = readSections(module);
  const short = (/** @type {number} */ id) => {
    const entries = readEntries(sections.find((section) => section.id === id)?.content, id);
    return new Map(entries.map(({ name }, at) => [name, shortName(at)]));
  };
  return { imports: short(IMPORT), exports: short(EXPORT) };
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** @param {number} at @returns {string} */
function shortName(at) {
  const letter = LETTERS.charAt(at % LETTERS.length);
  return at < LETTERS.length ? letter : letter + shortName(Math.floor(at / LETTERS.length) - 1);
}

/**
 * Gives all that a module imports and exports these names.
 * @param {Uint8Array} module
 * @param {string} from what it imports from
 * @param {Names} names
 */
export function rename(module, from, { imports, exports }) {
  const sections = readSections(module).flatMap(({ id, content }) => {
    let bytes = [...content];
    if (id === IMPORT || id === EXPORT) {
      const entries = readEntries(content, id);
      const named = entries.flatMap(({ name, rest }) => {
        const short = (id === IMPORT ? imports : exports).get(name) ?? name;
        return [...(id === IMPORT ? text(from) : []), ...text(short), ...rest];
      });
      bytes = [...number(entries.length), ...named];
    }
    return [id, ...number(bytes.length), ...bytes];
  });
  return Uint8Array.from([...module.subarray(0, 8), ...sections]);
}

/**
 * What a module imports or exports: the name of each, and the bytes that say what it is.
 * @param {Uint8Array | undefined} section
 * @param {number} id
 */
function readEntries(section, id) {
  const reader = new Reader(section ?? Uint8Array.of(0));
  return Array.from({ length: reader.number() }, () => {
    if (id === IMPORT) reader.bytes(reader.number());
    const name = Buffer.from(reader.bytes(reader.number())).toString();
    const kind = reader.byte();
    if (id === IMPORT && kind !== 0) throw new Error(`${name} is no function`);
    return { name, rest: [kind, ...number(reader.number())] };
  });
}
