import { button, element, name, QUIETLY, setPressed } from "./element.js";
import { icon } from "./icons.js";
import type { Part } from "./page.js";

/** What a card asks and says. */
export interface Question {
  /** What is asked before the reasons. */
  why: string;
  /** What the host's events call the reasons to choose from. */
  reasons: string[];
  part: Part;
}

/** What becomes of what the reader does on a card. */
export interface CardActions {
  /** These reasons are chosen now. Whether they were taken. */
  reason(reasons: string[]): boolean;
  /** A comment is sent. Whether it was taken. */
  comment(text: string, reasons: string[]): boolean;
  undo(): void;
}

const GAP = 8;
const LONGEST_COMMENT = 1000;

/**
 * What follows a vote: thanks, a way to take it back, reasons, and a comment where the host asks
 * for comments. It lies over the page, so that nothing moves when it opens.
 */
export class Card {
  readonly element = element("div", {
    part: "card",
    popover: "auto",
    role: "dialog",
    tabindex: "-1",
  });
  readonly #anchor: HTMLElement;
  #following: AbortController | undefined;

  constructor(anchor: HTMLElement) {
    this.#anchor = anchor;
    this.element.hidden = true;
    this.element.addEventListener("keydown", (event) => {
      // With some keyboards, it takes back what is being written.
      if (event.key !== "Escape" || event.isComposing) return;
      // Whatever the card lies over may want to close at the same key, and so may the browser close
      // the dialog that it lies in.
      event.stopPropagation();
      event.preventDefault();
      this.close();
    });
    for (const type of ["keydown", "keypress", "keyup"]) {
      this.element.addEventListener(type, (event) => {
        // The page is told that these are the bar's, and would take letters for shortcuts of its own.
        if (event.target instanceof HTMLTextAreaElement) event.stopPropagation();
      });
    }
    this.element.addEventListener("toggle", () => {
      if (this.element.matches(":popover-open")) return;
      this.element.hidden = true;
      this.#following?.abort();
    });
  }

  /** Asks about a vote that was just given. */
  open({ why, reasons, part: { strings, comments } }: Question, actions: CardActions): void {
    let chosen = new Set<string>();
    const chips = reasons.map((reason) => {
      const chip = button(
        "reason",
        () => {
          const now = new Set(chosen);
          if (!now.delete(reason)) now.add(reason);
          if (!actions.reason([...now])) return;
          chosen = now;
          setPressed(chip, chosen.has(reason));
        },
        strings.reasons[reason] ?? reason,
      );
      setPressed(chip, false);
      return chip;
    });
    const close = button("close", () => this.close(), icon("close"));
    name(close, strings.close);
    const parts: HTMLElement[] = [
      element(
        "div",
        { part: "thanks" },
        element("span", { part: "text", id: "thanks" }, strings.thanks),
        button(
          "undo",
          () => {
            this.close();
            actions.undo();
          },
          strings.undo,
        ),
        close,
      ),
    ];
    const asked: HTMLElement[] = [];
    if (chips.length > 0) {
      asked.push(
        element(
          "div",
          { part: "reasons", role: "group", "aria-labelledby": "why" },
          element("div", { part: "question", id: "why" }, why),
          ...chips,
        ),
      );
    }
    if (comments) {
      const field = element("textarea", {
        part: "comment",
        id: "comment",
        rows: "2",
        maxlength: `${LONGEST_COMMENT}`,
        dir: "auto",
        "aria-describedby": "note",
      });
      const send = button(
        "send",
        () => {
          const text = field.value.trim();
          if (text === "") field.focus();
          else if (actions.comment(text, [...chosen])) {
            for (const part of asked) part.remove();
            this.#place();
            this.element.focus();
          }
        },
        strings.send,
      );
      asked.push(
        element(
          "div",
          { part: "commenting" },
          element("label", { part: "question", for: "comment" }, strings.comment),
          field,
          element("div", { part: "note", id: "note" }, strings.commentNote),
          send,
        ),
      );
    }
    this.element.setAttribute("aria-labelledby", "thanks");
    this.element.replaceChildren(...parts, ...asked);
    this.element.hidden = false;
    // Without popovers, the card lies in the page's own layers: older browsers than those of 2024.
    this.element.showPopover?.();
    this.#place();
    this.#follow();
  }

  /** Closes the card, if it is open. The focus goes back to where it came from. */
  close(): void {
    if (this.element.hidden) return;
    const hadFocus = this.element.matches(":focus-within");
    this.#following?.abort();
    this.element.hidePopover?.();
    this.element.hidden = true;
    if (hadFocus) this.#anchor.querySelector<HTMLElement>("[aria-pressed=true]")?.focus(QUIETLY);
  }

  /** Stays beside the vote, wherever the page scrolls. */
  #follow(): void {
    this.#following?.abort();
    this.#following = new AbortController();
    const options = { capture: true, passive: true, signal: this.#following.signal };
    for (const type of ["scroll", "resize"]) addEventListener(type, () => this.#place(), options);
    let wasInView = false;
    const seen = new IntersectionObserver((entries) => {
      const isInView = entries.at(-1)?.isIntersecting === true;
      // Beside a vote that nobody sees any more, it would cover what is read now. What was written
      // is not thrown away.
      if (wasInView && !isInView && !this.element.querySelector("textarea")?.value) this.close();
      wasInView ||= isInView;
    });
    seen.observe(this.#anchor);
    this.#following.signal.onabort = () => seen.disconnect();
  }

  /** Below the vote where there is room, else above it, and always inside of the window. */
  #place(): void {
    const { documentElement } = document;
    const page = scaleOf(documentElement);
    const scale = scaleOf(this.element);
    const { style } = this.element;
    const { width, height } = this.element.getBoundingClientRect();
    const { top, bottom, left, right } = this.#anchor.getBoundingClientRect();
    const [across, along] = [documentElement.clientWidth, documentElement.clientHeight];
    const isRightToLeft = getComputedStyle(this.#anchor).direction === "rtl";
    const start = isRightToLeft ? right - width : left;
    const fitsBelow = bottom + GAP + height <= along * page;
    const block = fitsBelow ? bottom + GAP : top - GAP - height;
    style.left = `${within(start, across * page - width - GAP) / scale}px`;
    style.top = `${within(block, along * page - height - GAP) / scale}px`;
  }
}

/** How large a pixel of an element is in the window, where the page has a `zoom`. */
function scaleOf(element: HTMLElement): number {
  return element.getBoundingClientRect().width / element.offsetWidth || 1;
}

function within(place: number, most: number): number {
  return Math.max(GAP, Math.min(place, most));
}
