import type { ControlStrings } from "../strings.js";
import { Card } from "./card.js";
import { element, name, setPressed, status } from "./element.js";
import { type Icon, icon } from "./icons.js";
import {
  Control,
  EXPECTED_HANDLE,
  elementOf,
  expect,
  HANDLE,
  type Part,
  type Rating,
  renderSoon,
  said,
} from "./page.js";
import { all, base } from "./style.js";

/** The reasons to choose from, where the host names none. */
const GOOD = "accurate helpful clear complete concise";
const BAD = "inaccurate unhelpful offensive too_long off_topic";

const COPIED_MS = 2000;

/** What the attributes may say, and how that is called. */
const REASON = /^[a-z\d][a-z\d._-]{0,31}$/i;
const REASONS = /^\s*([a-z\d][a-z\d._-]{0,31}(\s+|$)){0,8}$/i;
const EXPECTED_REASONS =
  "up to 8 words of at most 32 characters A-Z a-z 0-9 . _ -, with spaces between";
const MOST_REASONS = 8;
const EXPECTED: [attribute: string, holds: RegExp, what: string][] = [
  ["for", HANDLE, EXPECTED_HANDLE],
  ["rating", /^(thumbs|stars)$/, '"thumbs" or "stars"'],
  ["value", /^(up|down|[1-5])?$/, '"up", "down" or 1 to 5'],
  ["good-reasons", REASONS, EXPECTED_REASONS],
  ["bad-reasons", REASONS, EXPECTED_REASONS],
];

/**
 * `<tellback-bar for="ID">`: how good is the answer of that handle? Two thumbs, or five stars
 * (`rating="stars"`), and buttons to copy it and to ask for another (`copy`, `regenerate`).
 *
 * It shows nothing while the answer streams, nothing when the reader has opted out, and nothing
 * outside of the part of the page that is observed. While one of its buttons has the focus, it
 * stays and does nothing instead. It takes the same room in every state, so nothing moves when it
 * appears.
 */
export class TellbackBar extends Control {
  static observedAttributes = ["for", "rating", "value", "copy", "regenerate"];

  #part: Part | undefined;
  #look: DocumentFragment | undefined;
  #group: HTMLElement | undefined;
  #status: HTMLElement | undefined;
  #card: Card | undefined;
  #waits = false;
  readonly #left = ({ relatedTarget }: FocusEvent) => {
    if (!this.#group?.contains(relatedTarget as Node | null)) renderSoon(this);
  };

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = base();
    shadow.addEventListener("click", (event) => {
      const { target, isTrusted, detail } = event as MouseEvent;
      const pressed = (target as Element).closest<HTMLButtonElement>("button[value]");
      // Only people's presses count: a script can say more by calling what it means. The second click
      // of a double click does not take back what the first has said.
      const isNew = isTrusted && detail < 2;
      if (isNew && pressed?.value && !this.#waits) this.#press(pressed.value);
    });
    shadow.addEventListener("keydown", ignoreRepeats);
  }

  get answers(): string[] {
    const { htmlFor } = this;
    return htmlFor ? [htmlFor] : [];
  }

  /** The handle of the answer that it is about: the attribute `for`. */
  get htmlFor(): string {
    return this.getAttribute("for") ?? "";
  }
  set htmlFor(answer: string) {
    this.setAttribute("for", answer);
  }

  /**
   * The vote of an earlier visit: `"up"`, `"down"`, or a number of stars; the attribute `value`.
   * What the reader says on this page outranks it.
   */
  get value(): string | null {
    return this.getAttribute("value");
  }
  set value(value: string | number | null) {
    if (value === null || value === undefined) this.removeAttribute("value");
    else this.setAttribute("value", `${value}`);
  }

  attributeChangedCallback(changed: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (changed === "for") {
      // The bar is about another answer now, of which nothing has been said.
      this.#say("");
      this.#card?.close();
    }
    renderSoon(this);
  }

  render(part: Part | undefined, isBusy: boolean): void {
    this.#part = part;
    if (part) {
      for (const [attribute, holds, what] of EXPECTED) expect(this, attribute, holds, what);
      this.#build(part.strings);
    }
    if (!this.#group) return;
    if (!part) {
      this.#say("");
      this.#card?.close();
    }
    this.#group.hidden = !this.#wait(isBusy && this.#group.matches(":focus-within")) && !part;
    if (!part) return;
    this.#group.dataset.tellbackFor = this.htmlFor;
    const current = this.#current;
    for (const button of this.#group.querySelectorAll<HTMLButtonElement>("[aria-pressed]")) {
      setPressed(button, button.value === current);
      button.classList.toggle("filled", button.value <= current && current <= "5");
    }
  }

  /** The buttons, as the attributes ask for them. */
  #build(strings: ControlStrings): void {
    const isStars = this.getAttribute("rating") === "stars";
    const look = lookOf(
      strings,
      isStars,
      this.hasAttribute("copy"),
      this.hasAttribute("regenerate"),
    );
    if (this.#look === look) return;
    this.#look = look;
    this.#card?.close();
    this.#card = undefined;
    const shadow = this.shadowRoot as ShadowRoot;
    shadow.replaceChildren(look.cloneNode(true));
    [this.#group, this.#status] = shadow.children as unknown as [HTMLElement, HTMLElement];
  }

  /** Whoever is at one of its buttons must not lose their place on the page: it waits there. */
  #wait(waits: boolean): boolean {
    if (waits !== this.#waits) {
      this.#waits = waits;
      this.#group?.addEventListener("focusout", this.#left);
      for (const button of this.#group?.querySelectorAll("button") ?? []) {
        if (waits) button.setAttribute("aria-disabled", "true");
        else button.removeAttribute("aria-disabled");
      }
    }
    return waits;
  }

  #say(text: string): void {
    if (this.#status) this.#status.textContent = text;
  }

  /** What the reader says of the answer now. */
  get #current(): string {
    const { htmlFor } = this;
    if (!said.has(htmlFor)) return this.value ?? "";
    const { thumb, stars } = (said.get(htmlFor) ?? {}) as { thumb?: string; stars?: number };
    return `${thumb ?? stars ?? ""}`;
  }

  #press(code: string): void {
    if (code === "copy") this.#copy();
    else if (code === "regenerate") this.tell("regenerated", { response: this.htmlFor });
    else this.#vote(code);
  }

  #vote(code: string): void {
    const { htmlFor } = this;
    if (code === this.#current) {
      this.#retract(htmlFor);
      return;
    }
    const part = this.#part;
    const rating = (code > "5" ? { thumb: code } : { stars: Number(code) }) as NonNullable<Rating>;
    if (!part || !this.#rate(htmlFor, rating)) return;
    // The page may have taken the bar away meanwhile, or given it to another answer.
    if (!this.isConnected || this.htmlFor !== htmlFor) return;
    const { reporter, strings } = part;
    const isGood = "thumb" in rating ? rating.thumb === "up" : rating.stars > 3;
    const own = this.getAttribute(isGood ? "good-reasons" : "bad-reasons");
    const reasons = wordsOf(own ?? (isGood ? GOOD : BAD));
    const why = isGood ? strings.whyGood : strings.whyBad;
    // The card opens where the focus is not: whoever can't see it has to hear that it asks.
    const asked = reasons.length > 0 ? why : part.comments && strings.comment;
    this.#say(asked ? `${strings.thanks} – ${asked}` : strings.thanks);
    this.#card ??= this.#newCard();
    this.#card.open(
      { why, part, reasons },
      {
        reason: (reasons) => {
          const isTaken = this.tell("reasoned", { response: htmlFor, rating, reasons });
          if (isTaken) reporter.rate(htmlFor, rating, { reasons });
          return isTaken;
        },
        comment: (comment, reasons) => {
          const isTaken = this.tell("commented", { response: htmlFor, rating, reasons, comment });
          if (isTaken) reporter.rate(htmlFor, rating, { reasons, comment });
          return isTaken;
        },
        undo: () => this.#retract(htmlFor),
      },
    );
  }

  #newCard(): Card {
    (this.shadowRoot as ShadowRoot).adoptedStyleSheets = all();
    const group = this.#group as HTMLElement;
    const card = new Card(group);
    group.after(card.element);
    return card;
  }

  #retract(response: string): void {
    if (this.#rate(response, null)) this.#say(this.#part?.strings.retracted ?? "");
  }

  /** Whether the page lets the rating be recorded. */
  #rate(response: string, rating: Rating): boolean {
    if (!this.tell("rated", { response, rating })) return false;
    this.#card?.close();
    this.#part?.reporter.rate(response, rating);
    return true;
  }

  async #copy(): Promise<void> {
    const { htmlFor } = this;
    const { strings } = this.#part as Part;
    const text = (elementOf(this, htmlFor) as HTMLElement | undefined)?.innerText ?? "";
    if (!this.tell("copied", { response: htmlFor, text })) return;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      this.#say(strings.notCopied);
      return;
    }
    this.#say(strings.copied);
    const button = this.#group?.querySelector("[value=copy]");
    button?.replaceChildren(icon("done"));
    setTimeout(() => button?.replaceChildren(icon("copy")), COPIED_MS);
  }
}

/** What can be recorded of the reasons that an attribute names. */
function wordsOf(reasons: string): string[] {
  const words = reasons.split(/\s+/).filter((word) => REASON.test(word));
  return [...new Set(words)].slice(0, MOST_REASONS);
}

/** What bars are copied from: one for each set of texts and each choice of buttons. */
const looks = new WeakMap<ControlStrings, Map<string, DocumentFragment>>();

function lookOf(
  strings: ControlStrings,
  isStars: boolean,
  hasCopy: boolean,
  hasRegenerate: boolean,
): DocumentFragment {
  const known = looks.get(strings) ?? new Map<string, DocumentFragment>();
  looks.set(strings, known);
  const key = `${isStars} ${hasCopy} ${hasRegenerate}`;
  let look = known.get(key);
  if (!look) {
    const group = element("span", { part: "group", role: "group", "aria-label": strings.rate });
    if (hasCopy) group.append(action("copy", "copy", strings.copy));
    if (hasRegenerate) group.append(action("regenerate", "again", strings.regenerate));
    for (const code of isStars ? ["1", "2", "3", "4", "5"] : ["up", "down"]) {
      const part = isStars ? `star star-${code}` : `thumb ${code}`;
      const text = strings[code as "up" | "down"] ?? strings.stars.replace("{n}", code);
      const button = picture(part, code, isStars ? "star" : "thumb", text);
      setPressed(button, false);
      group.append(button);
    }
    look = new DocumentFragment();
    look.append(group, status());
    known.set(key, look);
  }
  return look;
}

function picture(part: string, value: string, shown: Icon, text: string): HTMLButtonElement {
  const made = element("button", { type: "button", part: `button ${part}`, value }, icon(shown));
  name(made, text);
  return made;
}

/** A button that is marked like a host's own, so that what it means is read where theirs is. */
function action(action: string, shown: Icon, text: string): HTMLButtonElement {
  const made = picture(action, action, shown, text);
  made.dataset.tellbackAction = action;
  return made;
}

/** A key that is held presses its button once: further presses would take back what it has said. */
function ignoreRepeats(event: Event): void {
  const { target, key, repeat } = event as KeyboardEvent;
  if (repeat && key === "Enter" && target instanceof HTMLButtonElement) event.preventDefault();
}
