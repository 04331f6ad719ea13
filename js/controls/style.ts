/**
 * The look of the controls, light and dark by the page's `color-scheme`. A host changes it by
 * custom properties and `::part`.
 *
 * A page of a thousand bars pays for every rule, so what only a card or another control needs is
 * apart.
 */
const BASE = `
:host {
  display: inline-flex;
  min-block-size: var(--tellback-size, 2rem);
  max-inline-size: 100%;
  vertical-align: middle;
  color: var(--tellback-color, inherit);
}
:host(:not(tellback-bar)) {
  display: block;
  min-block-size: auto;
}
:host([hidden]), [hidden] { display: none !important; }
.absent { visibility: hidden; }
[part="group"] {
  display: inline-flex;
  flex-wrap: wrap;
  align-items: center;
  gap: var(--tellback-gap, 0.25rem);
}
:host(tellback-outcome) [part="group"] { gap: 0.5rem; }
button {
  appearance: none;
  box-sizing: border-box;
  display: flex;
  align-items: center;
  justify-content: center;
  gap: 0.5em;
  margin: 0;
  padding: 0;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  letter-spacing: inherit;
  min-inline-size: max(24px, var(--tellback-size, 2rem));
  min-block-size: max(24px, var(--tellback-size, 2rem));
  border-radius: var(--tellback-radius, 0.5rem);
  cursor: pointer;
}
button:hover { background: color-mix(in srgb, currentColor 12%, transparent); }
:host(tellback-bar) [aria-disabled="true"] { opacity: 0.5; cursor: default; }
button:focus-visible, textarea:focus-visible {
  outline: 2px solid var(--tellback-focus, currentColor);
  outline-offset: 1px;
}
svg {
  inline-size: calc(var(--tellback-size, 2rem) * 0.58);
  block-size: calc(var(--tellback-size, 2rem) * 0.58);
  fill: none;
  stroke: currentColor;
  stroke-width: 1.75;
  stroke-linecap: round;
  stroke-linejoin: round;
}
[part~="down"] svg { rotate: 180deg; }
[aria-pressed="true"] { color: var(--tellback-pressed, inherit); }
[part~="thumb"][aria-pressed="true"] path:last-child, .filled path { fill: currentColor; }
[part="status"] { flex: none; }
:host(tellback-bar) [part="status"] {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (forced-colors: active) {
  [aria-pressed="true"] { outline: 2px solid Highlight; outline-offset: -2px; }
}
@media print { :host(:not(tellback-compare)), [part="choices"] { display: none; } }
`;

const MORE = `
[part~="reason"], [part~="send"], [part~="choice"], [part~="undo"] {
  min-block-size: max(24px, 2rem);
  padding: 0.25rem 0.75rem;
  border: 1px solid color-mix(in srgb, currentColor 50%, transparent);
  text-align: center;
}
[part~="undo"] { border-color: transparent; text-decoration: underline; }
[part~="send"], [part~="reason"][aria-pressed="true"], [part~="choice"][aria-pressed="true"] {
  border-color: transparent;
  background: var(--tellback-accent, CanvasText);
  color: var(--tellback-on-accent, Canvas);
}
[aria-disabled="true"] { cursor: default; }
[aria-disabled="true"]:not([aria-pressed="true"]) { background: none; }
[part="question"] { font-weight: 600; }
[part="card"] {
  position: fixed;
  inset: auto;
  z-index: 1;
  box-sizing: border-box;
  inline-size: min(24rem, 100vw - 1rem);
  max-block-size: calc(100vh - 1rem);
  margin: 0;
  padding: 0.75rem;
  overflow: auto;
  border: 1px solid color-mix(in srgb, CanvasText 25%, Canvas);
  border-radius: var(--tellback-card-radius, 0.75rem);
  background: var(--tellback-surface, Canvas);
  box-shadow: 0 4px 24px rgb(0 0 0 / 0.2);
  color: var(--tellback-text, CanvasText);
  font: var(--tellback-font, 0.875rem/1.4 system-ui, sans-serif);
  text-align: start;
  overflow-wrap: anywhere;
}
[part="card"]:focus { outline: none; }
[part="thanks"] { display: flex; align-items: center; gap: 0.25rem; }
[part="thanks"] > [part="text"] { flex: 1; }
[part="reasons"], [part="choices"] { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block-start: 0.5rem; }
[part="reasons"] > [part="question"] { flex: 0 0 100%; }
[part="commenting"] { display: grid; gap: 0.375rem; margin-block-start: 0.75rem; }
[part="comment"] {
  box-sizing: border-box;
  inline-size: 100%;
  padding: 0.5rem;
  border: 1px solid color-mix(in srgb, currentColor 50%, transparent);
  border-radius: var(--tellback-radius, 0.5rem);
  background: transparent;
  color: inherit;
  font: inherit;
  resize: vertical;
}
[part="note"] { font-size: 0.8125rem; }
[part~="send"] { justify-self: end; }
[part="panes"] {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(var(--tellback-pane, 18rem), 100%), 1fr));
  gap: 0.75rem;
  margin-block: 0.75rem;
}
[part~="pane"] {
  min-inline-size: 0;
  padding: 0.75rem 1rem;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  border-radius: var(--tellback-card-radius, 0.75rem);
  overflow-wrap: anywhere;
}
[part~="chosen"] { border-color: currentColor; box-shadow: inset 0 0 0 1px currentColor; }
[part="heading"] { font-weight: 600; }
[part="key"] {
  min-inline-size: 1.25em;
  border: 1px solid;
  border-radius: 0.25em;
  font: 0.75em/1.25 ui-monospace, monospace;
}
[part="choices"] + [part="status"] { display: block; min-block-size: 1.5em; margin-block-start: 0.5rem; }
[part="group"] > [part="status"]:not(:empty) { margin-inline-start: 0.5rem; }
@media (pointer: coarse), (hover: none) { [part="key"] { display: none; } }
@media (forced-colors: active) {
  [part~="send"], [part~="reason"][aria-pressed="true"], [part~="choice"][aria-pressed="true"] {
    forced-color-adjust: none;
    background: Highlight;
    color: HighlightText;
  }
  [part~="chosen"] { outline: 3px solid Highlight; }
}
`;

const sheets = new Map<string, CSSStyleSheet>();

/**
 * The sheets that all controls share, the second for those that show more than a row of pictures.
 * Adopted style sheets work under a strict content security policy, where style tags do not.
 */
export const base = () => [sheetOf(BASE)];
export const all = () => [sheetOf(BASE), sheetOf(MORE)];

function sheetOf(style: string): CSSStyleSheet {
  const known = sheets.get(style) ?? new CSSStyleSheet();
  if (!sheets.has(style)) known.replaceSync(style);
  sheets.set(style, known);
  return known;
}
