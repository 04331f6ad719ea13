import { Card } from "./card.js";
import { button, element, name, setPressed, status } from "./element.js";
import { type Icon, icon } from "./icons.js";
import { Control, elementOf, type Part, type Rating, renderSoon, said } from "./page.js";
import { styleSheet } from "./style.js";

/** The reasons to choose from, where the host names none. */
const GOOD = "accurate helpful clear complete concise";
const BAD = "inaccurate unhelpful offensive too_long off_topic";

const COPIED_MS = 2000;

/** A button of the bar that stands for a rating. */
interface Vote {
  code: string;
  button: HTMLButtonElement;
}

/**
 * `<tellback-bar for="ID">`: how good is the answer of that handle? Two thumbs, or five stars
 * (`rating="stars"`), and buttons to copy it and to ask for another (`copy`, `regenerate`).
 *
 * It shows nothing while the answer streams, nothing when the reader has opted out, and nothing
 * outside of the part of the page that is observed. It takes the same room in every state, so
 * nothing moves when it appears.
 */
export class TellbackBar extends Control {
  static observedAttributes = ["for", "rating", "value", "copy", "regenerate"];

  readonly #group = element("span", { part: "group", role: "group", hidden: "" });
  readonly #status = status();
  #part: Part | undefined;
  #shape = "";
  #votes: Vote[] = [];
  #copy: HTMLButtonElement | undefined;
  #regenerate: HTMLButtonElement | undefined;
  #card: Card | undefined;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styleSheet()];
    shadow.append(this.#group, this.#status);
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
      this.#status.textContent = "";
      this.#card?.close();
    }
    renderSoon(this);
  }

  render(part: Part | undefined): void {
    this.#part = part;
    this.#group.hidden = !part;
    if (!part) {
      this.#status.textContent = "";
      this.#card?.close();
      return;
    }
    const { strings } = part;
    this.#build();
    this.#group.setAttribute("aria-label", strings.rate);
    this.#group.setAttribute("data-tellback-for", this.htmlFor);
    const current = this.#current;
    for (const { code, button } of this.#votes) {
      setPressed(button, code === current);
      button.classList.toggle("filled", code <= current && current <= "5");
      name(button, strings[code as "up" | "down"] ?? strings.stars.replace("{n}", code));
    }
    if (this.#copy) name(this.#copy, strings.copy);
    if (this.#regenerate) name(this.#regenerate, strings.regenerate);
  }

  /** The buttons, as the attributes ask for them. */
  #build(): void {
    const isStars = this.getAttribute("rating") === "stars";
    const hasCopy = this.hasAttribute("copy");
    const hasRegenerate = this.hasAttribute("regenerate");
    const shape = `${isStars} ${hasCopy} ${hasRegenerate}`;
    if (this.#shape === shape) return;
    this.#shape = shape;
    const codes = isStars ? ["1", "2", "3", "4", "5"] : ["up", "down"];
    this.#votes = codes.map((code) => ({
      code,
      button: button(
        `${isStars ? "star" : "thumb"} ${isStars ? `star-${code}` : code}`,
        () => this.#press(code),
        icon(isStars ? "star" : "thumb"),
      ),
    }));
    this.#copy = hasCopy ? this.#action("copy", "copy", () => this.#copied()) : undefined;
    this.#regenerate = hasRegenerate
      ? this.#action("regenerate", "again", () => {
          this.tell("regenerated", { response: this.htmlFor });
        })
      : undefined;
    const actions = [this.#copy, this.#regenerate].filter((action) => action !== undefined);
    this.#group.replaceChildren(...actions, ...this.#votes.map(({ button }) => button));
  }

  /** A button that is marked like a host's own, so that what it means is read where theirs is. */
  #action(action: string, picture: Icon, pressed: () => void): HTMLButtonElement {
    const made = button(action, pressed, icon(picture));
    made.dataset.tellbackAction = action;
    return made;
  }

  /** What the reader says of the answer now. */
  get #current(): string {
    const { htmlFor } = this;
    if (!said.has(htmlFor)) return this.value ?? "";
    const { thumb, stars } = (said.get(htmlFor) ?? {}) as { thumb?: string; stars?: number };
    return `${thumb ?? stars ?? ""}`;
  }

  #press(code: string): void {
    if (code === this.#current) {
      this.#retract();
      return;
    }
    const { htmlFor } = this;
    const part = this.#part;
    const rating = (code > "5" ? { thumb: code } : { stars: Number(code) }) as NonNullable<Rating>;
    if (!part || !this.#rate(rating)) return;
    const { reporter, strings } = part;
    const isGood = "thumb" in rating ? rating.thumb === "up" : rating.stars > 3;
    const reasons = this.getAttribute(isGood ? "good-reasons" : "bad-reasons");
    this.#status.textContent = strings.thanks;
    this.#card ??= this.#newCard();
    this.#card.open(
      { isGood, part, reasons: (reasons ?? (isGood ? GOOD : BAD)).split(/\s+/).filter(Boolean) },
      {
        reason: (reasons) => {
          if (this.tell("reasoned", { response: htmlFor, rating, reasons })) {
            reporter.rate(htmlFor, rating, { reasons });
          }
        },
        comment: (comment, reasons) => {
          const isTaken = this.tell("commented", { response: htmlFor, rating, reasons, comment });
          if (isTaken) reporter.rate(htmlFor, rating, { reasons, comment });
          return isTaken;
        },
        undo: () => this.#retract(),
      },
    );
  }

  #newCard(): Card {
    const card = new Card(this.#group);
    this.#group.after(card.element);
    return card;
  }

  #retract(): void {
    if (this.#rate(null)) this.#status.textContent = this.#part?.strings.retracted ?? "";
  }

  /** Whether the page lets the rating be recorded. */
  #rate(rating: Rating): boolean {
    const { htmlFor } = this;
    if (!this.tell("rated", { response: htmlFor, rating })) return false;
    this.#card?.close();
    this.#part?.reporter.rate(htmlFor, rating);
    return true;
  }

  async #copied(): Promise<void> {
    const { htmlFor } = this;
    const { strings } = this.#part as Part;
    const text = (elementOf(this, htmlFor) as HTMLElement | undefined)?.innerText ?? "";
    if (!this.tell("copied", { response: htmlFor, text })) return;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      this.#status.textContent = strings.notCopied;
      return;
    }
    this.#status.textContent = strings.copied;
    this.#copy?.replaceChildren(icon("done"));
    setTimeout(() => this.#copy?.replaceChildren(icon("copy")), COPIED_MS);
  }
}
