// Numbers that look random, and are the same for the same seed: "mulberry32".

/** @param {number} seed */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** From `least` up to, not including, `most`. @param {number} least @param {number} most */
    between: (least, most) => least + next() * (most - least),
    /** @param {number} chance */
    happens: (chance) => next() < chance,
    /** @template T @param {T[]} list @returns {T} */
    one: (list) => list[Math.floor(next() * list.length)],
  };
}
