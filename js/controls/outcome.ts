import { button, element, name, QUIETLY, setPressed, status } from "./element.js";
import { icon } from "./icons.js";
import { Control, EXPECTED_HANDLE, expect, HANDLE, type Part, renderSoon, said } from "./page.js";
import { all } from "./style.js";

const OUTCOMES = ["worked", "partly", "failed"] as const;

/**
 * `<tellback-outcome for="ID">`: asks whether the answer worked, which nobody can know while they
 * read it. The host places it where the reader comes back; or it shows up by itself, so many
 * seconds after the answer is complete (`after="60"`), in room that it has kept until then.
 */
export class TellbackOutcome extends Control {
  static observedAttributes = ["for", "after"];

  readonly #group = element("div", { part: "group", role: "group", "aria-labelledby": "q" });
  readonly #question = element("span", { part: "question", id: "q" });
  readonly #status = status();
  readonly #close = button("close", () => this.#dismiss(), icon("close"));
  readonly #choices = OUTCOMES.map((outcome) => ({
    outcome,
    button: button(`choice ${outcome}`, () => this.#choose(outcome)),
  }));
  #part: Part | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;
  /** Where the focus was before it came here. */
  #before: HTMLElement | undefined;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = all();
    this.#group.append(
      this.#question,
      ...this.#choices.map(({ button }) => button),
      this.#close,
      this.#status,
    );
    shadow.append(this.#group);
    // Moves inside of the shadow root are not seen here.
    this.addEventListener("focusin", ({ relatedTarget }) => {
      this.#before = relatedTarget instanceof HTMLElement ? relatedTarget : undefined;
    });
  }

  get answers(): string[] {
    const { htmlFor } = this;
    return htmlFor ? [htmlFor] : [];
  }

  /** The handle of the answer that it asks about: the attribute `for`. */
  get htmlFor(): string {
    return this.getAttribute("for") ?? "";
  }
  set htmlFor(answer: string) {
    this.setAttribute("for", answer);
  }

  attributeChangedCallback(changed: string, before: string | null, after: string | null): void {
    if (before === after) return;
    this.#isDue = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (changed === "for") this.#status.textContent = "";
    renderSoon(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  render(part: Part | undefined): void {
    this.#part = part;
    if (part) {
      expect(this, "for", HANDLE, EXPECTED_HANDLE);
      expect(this, "after", /^\d*\.?\d*$/, "a number of seconds");
    }
    if (part && !this.#isDue && this.isConnected) {
      this.#timer ??= setTimeout(
        () => {
          this.#isDue = true;
          renderSoon(this);
        },
        1000 * (Number(this.getAttribute("after")) || 0),
      );
    }
    const isShown = part && this.#isDue;
    this.#group.classList.toggle("absent", !isShown);
    if (!part) {
      this.#status.textContent = "";
      return;
    }
    const { strings } = part;
    this.#question.textContent = strings.outcome;
    name(this.#close, strings.close);
    const chosen = said.get(this.#key);
    for (const { outcome, button } of this.#choices) {
      button.textContent = strings[outcome];
      setPressed(button, outcome === chosen);
    }
  }

  /** No answer is called so. */
  get #key(): string {
    return `${this.htmlFor} outcome`;
  }

  #choose(outcome: (typeof OUTCOMES)[number]): void {
    const { htmlFor } = this;
    if (!this.#part || said.get(this.#key) === outcome) return;
    if (!this.tell("outcome", { response: htmlFor, outcome })) return;
    const { reporter, strings } = this.#part;
    said.set(this.#key, outcome);
    reporter.outcome(htmlFor, outcome);
    this.#status.textContent = strings.thanks;
    renderSoon(this);
  }

  #dismiss(): void {
    if (!this.tell("dismissed", { response: this.htmlFor })) return;
    this.hidden = true;
    // Else the reader who works by keyboard would begin at the top of the page again.
    this.#before?.focus(QUIETLY);
  }
}
