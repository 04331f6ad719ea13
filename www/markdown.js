// @ts-check
/**
 * The Markdown that language models write, read into blocks as it arrives, and written back.
 *
 * @import { Align, Block, Item } from "./blocks.js"
 *
 * @typedef {{ block: Block, end: number }} Found  a block, and the line after it
 */

/** Reads an answer piece by piece. */
export class MarkdownReader {
  /** @type {Block[]} */
  #finished = [];
  #unfinished = "";

  /**
   * Takes the next piece, and returns the answer so far. Blocks that are finished are the same
   * objects from one call to the next.
   *
   * @param {string} piece
   * @returns {Block[]}
   */
  read(piece) {
    this.#unfinished += piece.replaceAll("\r", "");
    const lines = this.#unfinished.split("\n");
    const found = parse(lines);
    const last = found.at(-1);
    // A line that is still being written may yet turn out to be something else, and a table shows
    // only in its second line. So blocks count as finished once two lines after them are whole.
    if (last && found.length > 1 && last.from + 2 < lines.length) {
      this.#finished.push(...found.slice(0, -1).map(({ block }) => block));
      this.#unfinished = lines.slice(last.from).join("\n");
      return [...this.#finished, last.block];
    }
    return [...this.#finished, ...found.map(({ block }) => block)];
  }
}

/**
 * Writes blocks as Markdown: what a copy of a whole answer holds, and how a model is reminded of
 * what was said before.
 *
 * @param {Block[]} blocks
 * @returns {string}
 */
export function write(blocks) {
  return blocks.map(writeBlock).join("\n\n");
}

/**
 * @param {Block} block
 * @returns {string}
 */
function writeBlock(block) {
  switch (block.type) {
    case "heading":
      return `${"#".repeat(block.level)} ${block.text}`;
    case "paragraph":
      return block.text.replaceAll("\n", "  \n");
    case "list":
      return block.items
        .map((item, at) => writeItem(item, block.ordered ? `${(block.start ?? 1) + at}. ` : "- "))
        .join("\n");
    case "table": {
      const marks = { start: "---", center: ":-:", end: "--:" };
      const dashes = block.header.map((_, at) => marks[block.align?.[at] ?? "start"]);
      return [block.header, dashes, ...block.rows]
        .map((row) => `| ${row.join(" | ")} |`)
        .join("\n");
    }
    case "code":
      return `\`\`\`${block.language}\n${block.text}\n\`\`\``;
    case "quote":
      return write(block.blocks).replace(/^/gm, "> ");
    case "rule":
      return "---";
  }
}

/**
 * @param {Item} item
 * @param {string} marker
 */
function writeItem(item, marker) {
  if (typeof item === "string") return marker + item;
  const indent = " ".repeat(marker.length);
  return (
    marker + [item.text, ...item.blocks.map(writeBlock)].join("\n").replace(/\n/g, `\n${indent}`)
  );
}

const FENCE = /^( {0,3})(`{3,}|~{3,})\s*([^\s`]*)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?: +|$)/;
const ITEM_IN_PARAGRAPH = /^ {0,3}([-*+]|1[.)]) +\S/;
const DELIMITERS = /^ *\|?(?: *:?-+:? *\|)* *:?-+:? *\|? *$/;

/** Nobody means more levels than this, and a model that repeats itself must not end the page. */
const DEEPEST = 12;

/**
 * @param {string[]} lines
 * @param {number} [depth]
 * @returns {{ block: Block, from: number }[]} each block with the line where it begins
 */
function parse(lines, depth = 0) {
  const readers = depth < DEEPEST ? [code, heading, rule, quote, list, table] : [];
  const found = [];
  let from = 0;
  while (from < lines.length) {
    if (isBlank(lines[from])) {
      from++;
      continue;
    }
    /** @type {Found | undefined} */
    let next;
    for (const reader of readers) {
      next = reader(lines, from, depth + 1);
      if (next) break;
    }
    const { block, end } = next ?? paragraph(lines, from);
    found.push({ block, from });
    from = end;
  }
  return found;
}

/**
 * @param {string[]} lines
 * @param {number} depth
 */
function blocksIn(lines, depth) {
  return parse(lines, depth).map(({ block }) => block);
}

/**
 * @param {string[]} lines
 * @param {number} from
 * @returns {Found | undefined}
 */
function code(lines, from) {
  const [, indent = "", fence = "", language = ""] = FENCE.exec(lines[from] ?? "") ?? [];
  if (!fence) return undefined;
  const isEnd = (/** @type {string} */ line) =>
    line.trim().startsWith(fence) && line.trim().replaceAll(fence.charAt(0), "") === "";
  let end = from + 1;
  while (end < lines.length && !isEnd(lines[end] ?? "")) end++;
  const text = lines.slice(from + 1, end).map((line) => dedent(line, indent.length));
  return { block: { type: "code", language, text: text.join("\n") }, end: end + 1 };
}

/**
 * @param {string[]} lines
 * @param {number} from
 * @returns {Found | undefined}
 */
function heading(lines, from) {
  const [, marks, text = ""] = HEADING.exec(lines[from] ?? "") ?? [];
  if (!marks) return undefined;
  return { block: { type: "heading", level: marks.length, text }, end: from + 1 };
}

/**
 * @param {string[]} lines
 * @param {number} from
 * @returns {Found | undefined}
 */
function rule(lines, from) {
  return RULE.test(lines[from] ?? "") ? { block: { type: "rule" }, end: from + 1 } : undefined;
}

/**
 * @param {string[]} lines
 * @param {number} from
 * @param {number} depth
 * @returns {Found | undefined}
 */
function quote(lines, from, depth) {
  let end = from;
  while (QUOTE.test(lines[end] ?? "")) end++;
  if (end === from) return undefined;
  const inner = lines.slice(from, end).map((line) => line.replace(QUOTE, ""));
  return { block: { type: "quote", blocks: blocksIn(inner, depth) }, end };
}

/**
 * @param {string[]} lines
 * @param {number} from
 * @param {number} depth
 * @returns {Found | undefined}
 */
function list(lines, from, depth) {
  const first = marker(lines[from]);
  if (!first) return undefined;
  const items = [];
  let end = from;
  let next = from;
  for (;;) {
    const found = marker(lines[next]);
    if (!found || found.ordered !== first.ordered) break;
    end = next + 1;
    while (isInItem(lines, end, found.indent)) end++;
    const rest = lines.slice(next + 1, end).map((line) => dedent(line, found.width));
    items.push(item(blocksIn([(lines[next] ?? "").slice(found.width), ...rest], depth)));
    next = end;
    while (next < lines.length && isBlank(lines[next])) next++;
  }
  /** @type {Block} */
  const block = { type: "list", items };
  if (first.ordered) block.ordered = true;
  if (first.ordered && first.number !== 1) block.start = first.number;
  return { block, end };
}

/** @param {string | undefined} line */
function marker(line = "") {
  const match = RULE.test(line) ? null : ITEM.exec(line);
  if (!match) return undefined;
  const [{ length: width }, indent = "", mark = ""] = match;
  return {
    width,
    indent: indent.length,
    ordered: /\d/.test(mark),
    number: Number.parseInt(mark, 10),
  };
}

/**
 * Whether a line goes on with the item whose marker is indented by `indent`: it is indented
 * further, perhaps after blank lines, or it is plain text just below.
 *
 * @param {string[]} lines
 * @param {number} at
 * @param {number} indent
 */
function isInItem(lines, at, indent) {
  const isDeeper = (/** @type {string} */ line) => indentation(line) >= indent + 2;
  if (isBlank(lines[at])) return isDeeper(lines.slice(at).find((line) => !isBlank(line)) ?? "");
  return isDeeper(lines[at] ?? "") || !(isBlank(lines[at - 1]) || begins(lines, at, ITEM));
}

/**
 * @param {Block[]} blocks
 * @returns {Item}
 */
function item(blocks) {
  const [first, ...rest] = blocks;
  if (first?.type !== "paragraph") return blocks.length ? { text: "", blocks } : "";
  return rest.length ? { text: first.text, blocks: rest } : first.text;
}

/**
 * @param {string[]} lines
 * @param {number} from
 * @returns {Found | undefined}
 */
function table(lines, from) {
  if (!isTable(lines, from)) return undefined;
  let end = from + 2;
  while (end < lines.length && lines[end]?.includes("|")) end++;
  const [header = [], delimiters = [], ...rows] = lines.slice(from, end).map(cells);
  const align = delimiters.map(
    (dashes) =>
      /** @type {Align} */ (
        !dashes.endsWith(":") ? "start" : dashes.startsWith(":") ? "center" : "end"
      ),
  );
  return { block: { type: "table", align, header, rows }, end };
}

/**
 * @param {string[]} lines
 * @param {number} from
 */
function isTable(lines, from) {
  const header = lines[from] ?? "";
  const delimiters = lines[from + 1] ?? "";
  return (
    header.includes("|") &&
    delimiters.includes("-") &&
    DELIMITERS.test(delimiters) &&
    cells(header).length === cells(delimiters).length
  );
}

/** @param {string} line */
function cells(line) {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

/**
 * @param {string[]} lines
 * @param {number} from
 * @returns {Found}
 */
function paragraph(lines, from) {
  let end = from + 1;
  while (end < lines.length && !isBlank(lines[end]) && !begins(lines, end, ITEM_IN_PARAGRAPH))
    end++;
  const text = lines
    .slice(from, end)
    .map(
      (line, at) =>
        line.trim() + (from + at === end - 1 ? "" : / {2}$|\\$/.test(line) ? "\n" : " "),
    )
    .join("")
    .replaceAll("\\\n", "\n");
  return { block: { type: "paragraph", text }, end };
}

/**
 * Whether a line begins a block of another kind, and so ends the paragraph above it.
 *
 * @param {string[]} lines
 * @param {number} at
 * @param {RegExp} item
 */
function begins(lines, at, item) {
  const line = lines[at] ?? "";
  return [FENCE, HEADING, RULE, QUOTE, item].some((p) => p.test(line)) || isTable(lines, at);
}

/** @param {string | undefined} line */
function isBlank(line = "") {
  return line.trim() === "";
}

/** @param {string} line */
function indentation(line) {
  return line.replace(/^\t+/, (tabs) => "    ".repeat(tabs.length)).search(/\S/);
}

/**
 * @param {string} line
 * @param {number} width
 */
function dedent(line, width) {
  if (line.startsWith("\t") && width > 0) return line.slice(1);
  return line.slice(Math.min(line.search(/\S|$/), width));
}
