/** Pictures on a grid of 24, drawn in the colour of the text. */

/** What is filled where the control is pressed comes last. */
const PATHS = {
  thumb: ["M7 11l4-8a2 2 0 0 1 3 2l-1 4h6a2 2 0 0 1 2 2.4l-1.4 7A2 2 0 0 1 17.6 20H3V11h4v9"],
  star: ["M12 3.4L14.4 9.3L20.7 9.8L15.9 13.9L17.4 20L12 16.7L6.6 20L8.1 13.9L3.3 9.8L9.6 9.3z"],
  copy: ["M9 9h11v11H9zM5 15H4V4h11v1"],
  done: ["M5 12.5l5 5L19.5 7"],
  again: ["M20 12a8 8 0 1 1-2.5-5.8M20 3v4.5h-4.5"],
  close: ["M6 6l12 12M18 6L6 18"],
};

export type Icon = keyof typeof PATHS;

const made = new Map<Icon, SVGElement>();

/** A picture; a copy of one that was made before, where there is one. */
export function icon(name: Icon): SVGElement {
  let known = made.get(name);
  if (!known) {
    known = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: name });
    known.append(...PATHS[name].map((d) => svg("path", { d })));
    made.set(name, known);
  }
  return known.cloneNode(true) as SVGElement;
}

function svg(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
