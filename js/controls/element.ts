/** Elements are built one by one: a strict policy allows no HTML in strings. */

/** Gives focus, where the reader may have gone on reading: the page stays. */
export const QUIETLY = { preventScroll: true };

/** An element with these attributes, but for those that are undefined, and these children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | undefined>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/**
 * A button. Only people's presses count: a script can say more by calling what it means.
 */
export function button(
  part: string,
  pressed: () => void,
  ...children: (Node | string)[]
): HTMLButtonElement {
  const made = element("button", { type: "button", part: `button ${part}` }, ...children);
  made.addEventListener("click", ({ isTrusted }) => {
    if (isTrusted && made.getAttribute("aria-disabled") !== "true") pressed();
  });
  return made;
}

/** Gives a button that shows a picture its name. */
export function name(button: HTMLElement, name: string): void {
  if (button.title === name) return;
  button.title = name;
  button.setAttribute("aria-label", name);
}

/** What a screen reader says when its text changes. */
export function status(): HTMLElement {
  return element("span", { part: "status", role: "status" });
}

/** Says whether a button is pressed. */
export function setPressed(button: HTMLElement, pressed: boolean): void {
  const value = String(pressed);
  // To write what is there already costs as much as a change.
  if (button.getAttribute("aria-pressed") !== value) button.setAttribute("aria-pressed", value);
}
