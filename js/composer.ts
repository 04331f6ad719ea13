/**
 * Where the reader writes: follow-ups, and edits of a prompt or an answer. Loaded only where a page
 * marks a composer.
 *
 * What they write is read here, and nothing of it but one word (what they want) or one number (how
 * much they changed) goes any further.
 *
 * @module
 */

import { all, attribute, fits, innermost, isWithin, type Tree } from "./dom.js";
import { intentOf } from "./intent.js";
import type { Markup } from "./markup.js";
import type { Hear, On } from "./observe.js";

/** The submit that follows an Enter is the same sending. */
const SAME_MS = 500;

/** A page that has sent a text has emptied its field by then. */
const EMPTIED_MS = 100;

/** The same of a page that waits until its server has the text. */
const TAKEN_MS = 1000;

/** What can hold a text; a form has other inputs, too, such as a token or a file. */
const TEXTS = ["[type=text]", "[type=search]", ":not([type])"].map((type) => `input${type}`);
const EDITORS = "[contenteditable]:not([contenteditable=false])";
const FIELDS = `textarea,${EDITORS},${TEXTS}`;

/**
 * A field with an open menu beside it, as for a name or a command, or whose arrow keys walk through
 * one: Enter takes what is marked there (https://www.w3.org/TR/wai-aria-1.2/#aria-activedescendant).
 */
const PICKING = "[aria-activedescendant]:not([aria-activedescendant='']),[aria-expanded=true]";

/** Listens to every composer below a root. */
export function listen(root: Node, markup: Markup, on: On, hear: Hear): void {
  /** What stood in a field when the reader came to it, or when they last sent it. */
  const before = new WeakMap<Element, string>();
  /** Those of which it is the latter. */
  const again = new WeakSet<Element>();
  let sentAt = Number.NEGATIVE_INFINITY;

  const send = (
    composer: Element,
    field: Element,
    text: string,
    response: string | undefined,
    at: number,
  ) => {
    if (!response || !text.trim() || at - sentAt < SAME_MS) return;
    sentAt = at;
    const what = whatOf(composer);
    const old = before.get(field);
    before.delete(field);
    const isEdit = edits(composer);
    // Where the reader stays in it, they go on from here, until they come to it again.
    if (isEdit && fits(field, ":focus")) {
      before.set(field, text);
      again.add(field);
    }
    const changed = isEdit ? changedShare(old ?? "", text) : Number.NaN;
    if (isEdit && (old === undefined || changed === 0)) return;
    const [action, value] = isEdit ? ["edited", what] : ["followed_up", intentOf(text)];
    hear((capture) => {
      capture.pressed(at, composer, action as string, value as string, changed, response, 0);
    }, true);
  };

  const entered = (element: Element) => {
    const composer = markup.composerAround(element);
    const field = composer && fieldOf(composer);
    if (field && (again.delete(field) || !before.has(field))) before.set(field, textOf(field));
  };
  on(root, "focusin", (event) => entered(innermost(event)));
  // This was loaded because they came to one, and they are in it now.
  for (const tree of [root as Tree, ...markup.shadows]) {
    for (const focused of all(tree, ":focus")) entered(focused);
  }
  // A button without a type submits its form, whatever else it is there for.
  const sendsNothing = (button: HTMLElement) =>
    attribute(button, "value") === "cancel" ||
    ["stop", "regenerate"].includes(markup.press(button)?.action ?? "");
  const submitted = (event: Event) => {
    const composer = markup.composerOf(innermost(event));
    const field = composer && fieldOf(composer);
    const { submitter, isTrusted } = event as SubmitEvent;
    if (!field || !isTrusted || (submitter && sendsNothing(submitter))) return;
    const text = textOf(field);
    const response = markup.answerOf(composer);
    const submit = () => send(composer, field, text, response, event.timeStamp);
    if (edits(composer)) return submit();
    // A page that still writes an answer may take no other prompt, and keep it in the field.
    soon(() => !event.defaultPrevented || isOver(field, text), submit);
  };
  on(root, "submit", submitted);
  // What is submitted in a shadow root is told to nobody outside of it
  // (https://html.spec.whatwg.org/#form-submission-algorithm fires an event that is not composed).
  const heard = new WeakSet<Node>([root]);
  on(root, "focusin keydown pointerdown", (event) => {
    const tree = Node.prototype.getRootNode.call(innermost(event));
    if (heard.has(tree) || !isWithin(tree, root)) return;
    heard.add(tree);
    on(tree, "submit", submitted);
  });
  on(root, "keydown", (event) => {
    const { key, shiftKey, isComposing, keyCode, timeStamp, isTrusted } = event as KeyboardEvent;
    const target = innermost(event);
    const composer = markup.composerAround(target);
    // While an input method composes a character, Enter accepts it; Safari says so by the code 229
    // alone (https://developer.mozilla.org/docs/Web/API/Element/keydown_event).
    const isEnter = key === "Enter" && !isComposing && keyCode !== 229;
    if (!composer || !isEnter || !isTrusted) return;
    // Before the page empties the field, shows the next answer, or lets nobody write any more.
    const field = fieldOf(composer);
    // Beside the field, it presses a button, or chooses a model.
    if (!field || !isWithin(target, field)) return;
    const text = textOf(field);
    const response = markup.answerOf(composer);
    const lines = linesOf(field);
    const isPicking = fits(field, PICKING);
    // A page that sends with Enter keeps it from breaking the line, and is done with what the field
    // held. With Shift, only an empty field says so.
    const isTaken = () => event.defaultPrevented && !shiftKey && !isPicking;
    // What was edited may stay in its field; and editors keep all keys, to break the line themselves.
    const isSaved = (delay: number) =>
      edits(composer) && linesOf(field) === lines && (delay > 0 || lines === undefined);
    const isSent = (delay: number) =>
      (isTaken() && (isSaved(delay) || isOver(field, text))) ||
      (delay < TAKEN_MS && !textOf(field).trim());
    soon(isSent, () => send(composer, field, text, response, timeStamp));
  });
  on(root, "focusout", (event) => {
    const composer = markup.composerAround(innermost(event));
    // An answer that is edited where it stands is sent by nothing.
    if (!composer || whatOf(composer) !== "response" || !fits(composer, EDITORS)) return;
    send(composer, composer, textOf(composer), markup.answerOf(composer), event.timeStamp);
  });
}

function whatOf(composer: Element): string {
  return attribute(composer, "data-tellback-composer") ?? "";
}

/** Calls what there is to do when it is seen that a text was sent: then, or a little later. */
function soon(isSent: (delay: number) => boolean, act: () => void): void {
  for (const delay of [0, EMPTIED_MS, TAKEN_MS]) {
    setTimeout(() => isSent(delay) && act(), delay);
  }
}

/** Whether what is written there changes what is there already. */
function edits(composer: Element): boolean {
  return ["prompt", "response"].includes(whatOf(composer));
}

/**
 * Whether a field shows that its text was sent: it is empty, locked or gone, or holds another one. One
 * that begins alike may be the same, with a word completed or a line added.
 */
function isOver(field: Element, text: string): boolean {
  const now = textOf(field).trim().toLowerCase();
  const isKept = now !== "" && now.startsWith(text.trim().toLowerCase().slice(0, 2));
  return !isKept || !field.isConnected || fits(field, ":read-only");
}

function fieldOf(composer: Element): Element | null {
  return fits(composer, FIELDS) ? composer : (all(composer, FIELDS)[0] ?? null);
}

function textOf(field: Element | null): string {
  return (field as HTMLTextAreaElement | null)?.value ?? field?.textContent ?? "";
}

/** How many elements an editor has made of its text, one for each line at least. */
function linesOf(field: Element | null): number | undefined {
  return field && fits(field, "[contenteditable]") ? all(field, "*").length : undefined;
}

/** What lies between the common beginning and the common end, as a share of the longer text. */
export function changedShare(old: string, now: string): number {
  const longest = Math.max(old.length, now.length);
  const shortest = Math.min(old.length, now.length);
  let first = 0;
  while (first < shortest && old[first] === now[first]) first += 1;
  let last = 0;
  while (last < shortest - first && old.at(-1 - last) === now.at(-1 - last)) last += 1;
  return longest === 0 ? 0 : (longest - first - last) / longest;
}
