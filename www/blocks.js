// @ts-check
/**
 * What an answer is made of, and how it becomes elements.
 *
 * Every text in a block is inline Markdown (`**strong**`, `*emphasis*`, `` `code` ``, links), and
 * a line break in it is a hard one. Elements are made and grown by DOM calls only: nothing that a
 * model writes is ever read as HTML.
 *
 * @typedef {{ type: "heading", level: number, text: string }} Heading
 * @typedef {{ type: "paragraph", text: string }} Paragraph
 * @typedef {string | { text: string, blocks: Block[] }} Item
 * @typedef {{ type: "list", ordered?: boolean, start?: number, items: Item[] }} List
 * @typedef {"start" | "center" | "end"} Align
 * @typedef {{ type: "table", align?: Align[], header: string[], rows: string[][] }} Table
 * @typedef {{ type: "code", language: string, text: string }} Code
 * @typedef {{ type: "quote", blocks: Block[] }} Quote
 * @typedef {{ type: "rule" }} Rule
 * @typedef {Heading | Paragraph | List | Table | Code | Quote | Rule} Block
 *
 * @typedef {string | [tag: string, attributes: Record<string, string>, children: Shape[]]} Shape
 */

/**
 * Returns a function that shows an answer's blocks in `element`. Called again with more of the
 * same answer, it changes only what has grown, so that a selection in the text survives.
 *
 * @param {Element} element
 * @returns {(blocks: Block[], options: { open: boolean }) => void} `open` while more is to come
 */
export function renderer(element) {
  /** @type {Block[]} */
  let shown = [];
  return (blocks, { open }) => {
    const same = blocks.findIndex((block, at) => block !== shown[at]);
    // The last block is shown again even if it is the same: it may no longer be open.
    const from = Math.max(0, same === -1 ? blocks.length - 1 : Math.min(same, shown.length - 1));
    const shapes = blocks
      .slice(from)
      .map((block, at) => shapeOf(block, open && from + at === blocks.length - 1));
    patch(element, shapes, from);
    shown = blocks;
  };
}

/**
 * @param {Block} block
 * @param {boolean} open whether the end of the block is still being written
 * @returns {Shape}
 */
function shapeOf(block, open) {
  switch (block.type) {
    case "heading": {
      // The page has used h1 and h2.
      const level = Math.min(Math.max(block.level + 1, 3), 6);
      return [`h${level}`, { dir: "auto" }, inline(block.text, open)];
    }
    case "paragraph":
      return ["p", { dir: "auto" }, inline(block.text, open)];
    case "list": {
      /** @type {Record<string, string>} */
      const start = block.start === undefined ? {} : { start: String(block.start) };
      const items = block.items.map((item, at) => itemShape(item, open && isLast(block.items, at)));
      return [block.ordered ? "ol" : "ul", { dir: "auto", ...start }, items];
    }
    case "table":
      return tableShape(block);
    case "code":
      return [
        "pre",
        { dir: "ltr", tabindex: "0", "data-language": block.language },
        [["code", {}, [block.text]]],
      ];
    case "quote":
      return [
        "blockquote",
        { dir: "auto" },
        block.blocks.map((inner, at) => shapeOf(inner, open && isLast(block.blocks, at))),
      ];
    case "rule":
      return ["hr", {}, []];
  }
}

/**
 * @param {Item} item
 * @param {boolean} open
 * @returns {Shape}
 */
function itemShape(item, open) {
  if (typeof item === "string") return ["li", {}, inline(item, open)];
  const blocks = item.blocks.map((block, at) => shapeOf(block, open && isLast(item.blocks, at)));
  return ["li", {}, [...inline(item.text, open && item.blocks.length === 0), ...blocks]];
}

/**
 * @param {Table} table
 * @returns {Shape}
 */
function tableShape({ align = [], header, rows }) {
  /** @param {number} column @returns {Record<string, string>} */
  const attributes = (column) => ({ "data-align": align[column] ?? "start" });
  /** @type {Shape[]} */
  const titles = header.map((text, at) => [
    "th",
    { scope: "col", ...attributes(at) },
    inline(text, false),
  ]);
  /** @type {Shape[]} */
  const lines = rows.map((row) => [
    "tr",
    {},
    header.map((_, at) => ["td", attributes(at), inline(row[at] ?? "", false)]),
  ]);
  /** @type {Shape} */
  const table = [
    "table",
    { dir: "auto" },
    [
      ["thead", {}, [["tr", {}, titles]]],
      ["tbody", {}, lines],
    ],
  ];
  // A wide table scrolls by itself, and whoever scrolls by key must be able to reach it.
  return ["div", { class: "table", role: "group", "aria-label": "Table", tabindex: "0" }, [table]];
}

const INLINE = new RegExp(
  [
    /(?<!`)(?<ticks>`{1,3})(?!`)(?<code>.+?)(?<!`)\k<ticks>(?!`)/,
    /\*\*(?=\S)(?<strong>.+?)(?<=\S)\*\*(?!\*)/,
    /(?<![\w*])(?<mark>[*_])(?=\S)(?<em>[^*_]+?)(?<=\S)\k<mark>(?![\w*])/,
    /\[(?<label>[^\]]+)\]\((?<href>(?:https?:|mailto:)[^\s)]+)\)/,
    /\\(?<escaped>[\\`*_[\]()#|>~-])/,
    /(?<br>\n)/,
  ]
    .map((pattern) => pattern.source)
    .join("|"),
  "gs",
);

/**
 * @param {string} text
 * @param {boolean} open
 * @returns {Shape[]}
 */
function inline(text, open) {
  const source = open ? closed(text) : text;
  /** @type {Shape[]} */
  const shapes = [];
  let plain = "";
  let at = 0;
  for (const match of source.matchAll(INLINE)) {
    const { code, strong, em, label, href, escaped } = match.groups ?? {};
    plain += source.slice(at, match.index) + (escaped ?? "");
    at = match.index + match[0].length;
    if (escaped !== undefined) continue;
    if (plain) shapes.push(plain);
    plain = "";
    if (code !== undefined) shapes.push(["code", {}, [code.replace(/^ (.+) $/, "$1")]]);
    else if (strong !== undefined) shapes.push(["strong", {}, inline(strong, false)]);
    else if (em !== undefined) shapes.push(["em", {}, inline(em, false)]);
    else if (href !== undefined)
      shapes.push(["a", { href, target: "_blank", rel: "noopener noreferrer" }, [label ?? href]]);
    else shapes.push(["br", {}, []]);
  }
  plain += source.slice(at);
  if (plain) shapes.push(plain);
  return shapes;
}

/**
 * Closes the marks that a half-written text has opened, so that it looks from the start as it
 * will in the end.
 *
 * @param {string} text
 */
function closed(text) {
  const whole = text.replace(/\[([^\]]+)\]\([^)\s]*$/, "$1").trimEnd();
  if (count(whole, "`") % 2) return `${whole}\``.replace(/``$/, "");
  if (count(whole, "**") % 2) return `${whole.replace(/\*$/, "")}**`.replace(/\*{3,}$/, "");
  return whole.replace(/(?<=^|\s)\*+$/, "");
}

/**
 * @param {string} text
 * @param {string} mark
 */
function count(text, mark) {
  return text.split(mark).length - 1;
}

/**
 * @param {readonly unknown[]} list
 * @param {number} at
 */
function isLast(list, at) {
  return at === list.length - 1;
}

/**
 * Makes the children of `parent`, from the given one on, look like `shapes`.
 *
 * @param {Element} parent
 * @param {Shape[]} shapes
 * @param {number} [from]
 */
function patch(parent, shapes, from = 0) {
  for (const [at, shape] of shapes.entries()) {
    const current = parent.childNodes[from + at];
    if (typeof shape === "string") {
      if (current instanceof Text) grow(current, shape);
      else put(parent, new Text(shape), current);
      continue;
    }
    const [tag, attributes, children] = shape;
    const reusable = current instanceof Element && current.localName === tag;
    const element = reusable ? current : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
    patch(element, children);
    if (!reusable) put(parent, element, current);
  }
  while (parent.childNodes.length > from + shapes.length) parent.lastChild?.remove();
}

/**
 * @param {Element} parent
 * @param {Node} node
 * @param {ChildNode | undefined} current
 */
function put(parent, node, current) {
  if (current) current.replaceWith(node);
  else parent.append(node);
}

/**
 * @param {Text} node
 * @param {string} text
 */
function grow(node, text) {
  if (node.data === text) return;
  if (text.startsWith(node.data)) node.appendData(text.slice(node.data.length));
  else node.data = text;
}
