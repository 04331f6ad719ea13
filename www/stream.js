// @ts-check
/**
 * Text over time: authored answers at the pace of a model, and the events of a server.
 *
 * @import { Block, Item } from "./blocks.js"
 */

const TICK_MS = 30;

/**
 * Gives an answer bit by bit, as a model would.
 *
 * @param {Block[]} blocks
 * @param {number} speed in characters a second; 0 means at once
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Block[]>}
 */
export async function* reveal(blocks, speed, signal) {
  const all = lengthOf(blocks);
  const started = performance.now();
  while (speed > 0) {
    await pause(TICK_MS, signal);
    // Counted from the start, because timers of a hidden page fire only once a second.
    const length = Math.floor(((performance.now() - started) / 1000) * speed);
    if (length >= all) break;
    yield opening(blocks, length);
  }
  signal.throwIfAborted();
  yield blocks;
}

/**
 * Reads the data of server-sent events as they arrive.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<string>}
 */
export async function* serverEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let unread = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      // The last event may come without the blank line that should follow it.
      unread += done ? "\n\n" : decoder.decode(value, { stream: true });
      const events = unread.replaceAll("\r\n", "\n").split("\n\n");
      unread = events.pop() ?? "";
      for (const event of events) {
        const data = event
          .split("\n")
          .filter((line) => line.startsWith("data:"))
          .map((line) => line.slice("data:".length).trimStart());
        if (data.length) yield data.join("\n");
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/**
 * The blocks that the first `length` characters of an answer make up.
 *
 * @param {Block[]} blocks
 * @param {number} length
 * @returns {Block[]}
 */
function opening(blocks, length) {
  const shown = [];
  let left = length;
  for (const block of blocks) {
    const own = lengthOfBlock(block);
    if (own > left) {
      if (left > 0) shown.push(openingOf(block, left));
      break;
    }
    shown.push(block);
    left -= own;
  }
  return shown;
}

/**
 * @param {Block} block
 * @param {number} length
 * @returns {Block}
 */
function openingOf(block, length) {
  switch (block.type) {
    case "heading":
    case "paragraph":
    case "code":
      return { ...block, text: block.text.slice(0, length) };
    case "quote":
      return { ...block, blocks: opening(block.blocks, length) };
    case "list":
      return { ...block, items: openingOfItems(block.items, length) };
    case "table": {
      // Row by row: columns that widen with each letter would be hard to look at.
      const isWhole = (/** @type {number} */ rows) =>
        lengthOfBlock({ ...block, rows: block.rows.slice(0, rows) }) <= length;
      const cut = block.rows.findIndex((_, at) => !isWhole(at + 1));
      return { ...block, rows: block.rows.slice(0, cut) };
    }
    case "rule":
      return block;
  }
}

/**
 * @param {Item[]} items
 * @param {number} length
 * @returns {Item[]}
 */
function openingOfItems(items, length) {
  const shown = [];
  let left = length;
  for (const item of items) {
    if (left <= 0) break;
    if (typeof item === "string") {
      shown.push(item.slice(0, left));
    } else {
      const text = item.text.slice(0, left);
      shown.push({ text, blocks: opening(item.blocks, left - text.length) });
    }
    left -= lengthOfItem(item);
  }
  return shown;
}

/**
 * @param {Block[]} blocks
 * @returns {number}
 */
function lengthOf(blocks) {
  return blocks.reduce((sum, block) => sum + lengthOfBlock(block), 0);
}

/** @param {Block} block */
function lengthOfBlock(block) {
  switch (block.type) {
    case "heading":
    case "paragraph":
    case "code":
      return block.text.length;
    case "quote":
      return lengthOf(block.blocks);
    case "list":
      return block.items.reduce((sum, item) => sum + lengthOfItem(item), 0);
    case "table":
      return [block.header, ...block.rows].flat().join("").length;
    case "rule":
      return 0;
  }
}

/** @param {Item} item */
function lengthOfItem(item) {
  return typeof item === "string" ? item.length : item.text.length + lengthOf(item.blocks);
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
