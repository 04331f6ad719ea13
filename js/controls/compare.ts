import { button, element, setPressed, status } from "./element.js";
import {
  answersIn,
  type Choice,
  Control,
  complain,
  EXPECTED_HANDLE,
  HANDLE,
  type Part,
  renderSoon,
  responseOf,
  said,
} from "./page.js";
import { all } from "./style.js";

/** The keys 1 to 4, in the order of the buttons. */
const CHOICES = ["first", "second", "tie", "both_bad"] as const;

/** Which of two answers came first, for as long as the page is there: they must not change places. */
const orders = new Map<string, boolean>();

/**
 * `<tellback-compare>` around two answers: which is better? They are shown side by side, in an order
 * that chance decides, because readers prefer what stands first.
 *
 * The keys 1 to 4 choose while the focus is inside, but not where something can be written.
 */
export class TellbackCompare extends Control {
  readonly #first = element("slot", {});
  readonly #second = element("slot", {});
  readonly #panes = [this.#first, this.#second].map((slot) => {
    const heading = element("div", { part: "heading" });
    return { heading, pane: element("div", { part: "pane" }, heading, slot) };
  });
  readonly #question = element("div", { part: "question", id: "q" });
  readonly #status = status();
  readonly #buttons = CHOICES.map((choice, at) => {
    const label = element("span", { part: "text" });
    const key = element("kbd", { part: "key", "aria-hidden": "true" }, `${at + 1}`);
    const made = button(`choice ${choice}`, () => this.#choose(choice), label, key);
    made.setAttribute("aria-keyshortcuts", `${at + 1}`);
    return { choice, label, button: made };
  });
  readonly #choices = element(
    "div",
    { part: "choices", role: "group", "aria-labelledby": "q" },
    ...this.#buttons.map(({ button }) => button),
  );
  readonly #children = new MutationObserver(() => renderSoon(this));
  #part: Part | undefined;

  constructor() {
    super();
    // Answers are given their places here, so that the host's markup stays as it is.
    const shadow = this.attachShadow({ mode: "open", slotAssignment: "manual" });
    shadow.adoptedStyleSheets = all();
    shadow.append(
      this.#question,
      element("div", { part: "panes" }, ...this.#panes.map(({ pane }) => pane)),
      this.#choices,
      this.#status,
    );
    this.addEventListener("keydown", (event) => this.#pressed(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#children.observe(this, { childList: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#children.disconnect();
  }

  /** The two answers, in the host's order. */
  get answers(): string[] {
    return this.#answers.map(({ response }) => response);
  }

  get #answers(): { response: string; child: Element }[] {
    return [...this.children].flatMap((child) => {
      const response = responseOf(child) ?? answersIn(child).map(responseOf)[0];
      return response ? [{ response, child }] : [];
    });
  }

  /** The two answers, in the order in which they are shown. */
  get #shown(): { response: string; child: Element }[] {
    const answers = this.#answers;
    const key = this.#key;
    let isTurned = orders.get(key);
    if (isTurned === undefined) {
      isTurned = (crypto.getRandomValues(new Uint8Array(1))[0] as number) % 2 === 1;
      if (answers.length === 2) orders.set(key, isTurned);
    }
    return isTurned ? answers.reverse() : answers;
  }

  /** No answer is called so. */
  get #key(): string {
    return this.answers.join(" ");
  }

  render(part: Part | undefined): void {
    const shown = this.#shown;
    const isPair = shown.length === 2;
    if (part) this.#check(shown.map(({ response }) => response));
    this.#part = isPair ? part : undefined;
    this.#first.assign(...(shown[0] ? [shown[0].child] : []));
    this.#second.assign(...shown.slice(1).map(({ child }) => child));
    const isAbsent = !this.#part;
    for (const element of [this.#question, this.#choices]) {
      element.classList.toggle("absent", isAbsent);
    }
    const chosen = said.get(this.#key);
    for (const [at, { heading, pane }] of this.#panes.entries()) {
      heading.hidden = isAbsent;
      heading.textContent = part?.strings.answer.replace("{n}", `${at + 1}`) ?? "";
      pane.setAttribute("part", chosen === shown[at]?.response ? "pane chosen" : "pane");
    }
    if (isAbsent || !part) {
      this.#status.textContent = "";
      return;
    }
    const { strings } = part;
    this.#question.textContent = strings.compare;
    const texts = {
      first: strings.better.replace("{n}", "1"),
      second: strings.better.replace("{n}", "2"),
      tie: strings.tie,
      both_bad: strings.bothBad,
    };
    for (const { choice, label, button } of this.#buttons) {
      label.textContent = texts[choice];
      setPressed(button, this.#meant(choice) === chosen);
      // A decision is a record, not a setting: it is made once.
      button.setAttribute("aria-disabled", String(chosen !== undefined));
    }
  }

  /** The second answer may still be on its way; a third has no place. */
  #check(answers: string[]): void {
    if (answers.length > 2) {
      complain(`<tellback-compare> holds ${answers.length} answers: expected two`);
    }
    if (!answers.every((answer) => HANDLE.test(answer))) {
      complain(
        `<tellback-compare>: expected answers whose data-tellback-response is ${EXPECTED_HANDLE}`,
      );
    }
  }

  #meant(choice: (typeof CHOICES)[number]): Choice | undefined {
    if (choice === "tie" || choice === "both_bad") return choice;
    return this.#shown[choice === "first" ? 0 : 1]?.response;
  }

  #choose(pressed: (typeof CHOICES)[number]): void {
    const shown = this.#shown.map(({ response }) => response) as [string, string];
    const choice = this.#meant(pressed);
    if (!this.#part || !choice || said.has(this.#key)) return;
    if (!this.tell("compared", { shown, choice })) return;
    const { reporter, strings } = this.#part;
    said.set(this.#key, choice);
    reporter.compared({ shown, choice });
    this.#status.textContent = strings.thanks;
    renderSoon(this);
  }

  #pressed(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey, isTrusted, defaultPrevented } = event;
    const choice = CHOICES[Number(key) - 1];
    const target = event.composedPath()[0] as Element;
    if (!choice || ctrlKey || metaKey || altKey || !isTrusted || defaultPrevented) return;
    if (target.matches("input,textarea,select,:read-write")) return;
    // Whether there is a field in a closed shadow root, nobody can see.
    if (target !== this && target.localName.includes("-")) return;
    event.preventDefault();
    this.#choose(choice);
  }
}
