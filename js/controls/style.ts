/** The look of the controls. A host changes it by custom properties and `::part`. */

const STYLE = `
:host {
  display: inline-flex;
  block-size: var(--tellback-size, 2rem);
  vertical-align: middle;
  color: var(--tellback-color, inherit);
}
:host([hidden]) { display: none; }
[part="group"] { display: inline-flex; gap: var(--tellback-gap, 0.25rem); }
[part="group"][hidden] { display: none; }
button {
  all: unset;
  box-sizing: border-box;
  display: grid;
  place-items: center;
  inline-size: var(--tellback-size, 2rem);
  block-size: var(--tellback-size, 2rem);
  min-inline-size: 24px;
  min-block-size: 24px;
  border-radius: var(--tellback-radius, 0.5rem);
  cursor: pointer;
}
button:hover { background: color-mix(in srgb, currentColor 12%, transparent); }
button:focus-visible { outline: 2px solid var(--tellback-focus, currentColor); outline-offset: 1px; }
svg { inline-size: 58%; block-size: 58%; fill: none; stroke: currentColor; stroke-width: 1.75;
  stroke-linecap: round; stroke-linejoin: round; }
button[aria-pressed="true"] { color: var(--tellback-pressed, inherit); }
button[aria-pressed="true"] path:last-child { fill: currentColor; }
[part="status"] {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (forced-colors: active) {
  button[aria-pressed="true"] { outline: 2px solid Highlight; outline-offset: -2px; }
}
`;

let sheet: CSSStyleSheet | undefined;

/**
 * The one sheet of all controls. Adopted style sheets work under a strict content security policy,
 * where style tags do not.
 */
export function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}
