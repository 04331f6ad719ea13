/** The look of `<tellback-consent>`, by the custom properties that all controls share. */
const STYLE = `
:host { display: block; color: var(--tellback-color, inherit); }
:host([hidden]), [hidden] { display: none !important; }
p { margin: 0.5rem 0 0; }
[part="choice"] { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
[part="label"] { flex: 1; padding-block: 0.25rem; font-weight: 600; cursor: pointer; }
[part="collected"], [part="list"] { font-size: 0.875em; }
button { box-sizing: border-box; color: inherit; font: inherit; cursor: pointer; }
[part="switch"] {
  flex: none;
  inline-size: max(44px, 2.75rem);
  block-size: max(24px, 1.5rem);
  padding: 2px;
  border: 2px solid;
  border-radius: 1rem;
  background: transparent;
}
[part="switch"]::before {
  content: "";
  display: block;
  block-size: 100%;
  aspect-ratio: 1;
  border-radius: 50%;
  background: currentColor;
}
[part="switch"][aria-checked="true"] {
  border-color: var(--tellback-accent, CanvasText);
  background: var(--tellback-accent, CanvasText);
  color: var(--tellback-on-accent, Canvas);
}
[part="switch"][aria-checked="true"]::before { margin-inline-start: auto; }
[aria-disabled="true"] { opacity: 0.6; cursor: not-allowed; }
[part~="widen"], [part~="show"] {
  min-block-size: max(24px, 2rem);
  margin-block-start: 0.5rem;
  padding: 0.25rem 0.75rem;
  border: 1px solid color-mix(in srgb, currentColor 50%, transparent);
  border-radius: var(--tellback-radius, 0.5rem);
  background: transparent;
  text-align: start;
}
button:hover { background-color: color-mix(in srgb, currentColor 12%, transparent); }
[part="switch"][aria-checked="true"]:hover { background-color: var(--tellback-accent, CanvasText); }
:focus-visible { outline: 2px solid var(--tellback-focus, currentColor); outline-offset: 2px; }
[part="switch"]:focus-visible { outline-color: var(--tellback-focus, CanvasText); }
[part="scope"] { margin: 0.5rem 0 0; padding: 0; border: 0; min-inline-size: 0; }
[part="scope"] > legend { padding: 0; }
[part="scope"] > label {
  display: flex;
  align-items: center;
  gap: 0.5rem;
  min-block-size: max(24px, 1.75rem);
  cursor: pointer;
}
input { flex: none; inline-size: 1.125rem; block-size: 1.125rem; margin: 0; accent-color: currentColor; }
[part~="show"]::after { content: " ▾"; content: " ▾" / ""; }
[part~="show"][aria-expanded="true"]::after { content: " ▴"; content: " ▴" / ""; }
[part="list"] {
  max-block-size: 20rem;
  margin-block-start: 0.5rem;
  padding: 0 0.75rem 0.75rem;
  overflow: auto;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  border-radius: var(--tellback-radius, 0.5rem);
}
[part="heading"] { font-weight: 600; }
ul { display: grid; gap: 0.375rem; margin: 0.5rem 0 0; padding: 0; list-style: none; }
code { font: 0.9375em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
@media (forced-colors: active) {
  [part="switch"][aria-checked="true"] {
    forced-color-adjust: none;
    border-color: Highlight;
    background: Highlight;
    color: HighlightText;
  }
  [part="switch"]::before { forced-color-adjust: none; }
  [part="switch"][aria-checked="false"]::before { background: ButtonText; }
}
`;

let sheet: CSSStyleSheet | undefined;

/** Adopted style sheets work under a strict content security policy, where style tags do not. */
export function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}
