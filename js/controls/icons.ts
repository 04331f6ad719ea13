/** Pictures on a grid of 24, drawn in the colour of the text. */

/** A cuff, and a hand above it; the thumb down is the same, turned round. */
const CUFF = "M3 11h4v9H3z";
const HAND = "M7 11l4-8a2 2 0 0 1 3 2l-1 4h6a2 2 0 0 1 2 2.4l-1.4 7A2 2 0 0 1 17.6 20H7z";

/** A thumb up, or down. */
export function thumb(direction: "up" | "down"): SVGElement {
  const icon = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  const shape = svg("g", direction === "down" ? { transform: "rotate(180 12 12)" } : {});
  shape.append(svg("path", { d: CUFF }), svg("path", { d: HAND }));
  icon.append(shape);
  return icon;
}

function svg(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
