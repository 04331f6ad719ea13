import standard from "../strings/en.js";
import { thumb } from "./icons.js";
import {
  Control,
  isStreaming,
  partOf,
  renderSoon,
  renderThoseOf,
  type Streaming,
  votes,
} from "./page.js";
import { styleSheet } from "./style.js";

/**
 * `<tellback-bar for="ID">`: a thumb up and a thumb down for the answer of that handle.
 *
 * It shows nothing while the answer streams, nothing when the reader has opted out, and nothing
 * outside of the part of the page that is observed. It takes the same room in every state, so
 * nothing moves when it appears.
 */
export class TellbackBar extends Control {
  static observedAttributes = ["for"];

  #strings = standard;
  readonly #group = document.createElement("span");
  readonly #status = document.createElement("span");
  readonly #thumbs = [
    { name: "up" as const, button: thumbButton("up") },
    { name: "down" as const, button: thumbButton("down") },
  ];

  constructor() {
    super();
    this.#group.setAttribute("part", "group");
    this.#group.setAttribute("role", "group");
    this.#status.setAttribute("part", "status");
    this.#status.setAttribute("role", "status");
    for (const { name, button } of this.#thumbs) {
      // The listener that records the vote captures, so it has seen the button as it was.
      button.addEventListener("click", () => this.#press(name));
      this.#group.append(button);
    }
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styleSheet()];
    shadow.append(this.#group, this.#status);
  }

  get answer(): string {
    return this.getAttribute("for") ?? "";
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    // The bar is about another answer now, of which nothing has been said.
    if (before !== after) this.#status.textContent = "";
    renderSoon(this);
  }

  render(streaming: Streaming): void {
    const { answer } = this;
    const part = partOf(this);
    this.#strings = { ...standard, ...part?.strings };
    this.#group.setAttribute("data-tellback-for", answer);
    this.#group.setAttribute("aria-label", this.#strings.rate);
    this.#group.hidden = !part || isStreaming(this, streaming);
    if (!part) this.#status.textContent = "";
    for (const { name, button } of this.#thumbs) {
      button.setAttribute("aria-pressed", String(votes.get(answer) === name));
      button.setAttribute("aria-label", this.#strings[name]);
      button.title = this.#strings[name];
    }
  }

  #press(name: "up" | "down"): void {
    const { answer } = this;
    const isRetracted = votes.get(answer) === name;
    votes.set(answer, isRetracted ? undefined : name);
    renderThoseOf(new Set([answer]));
    this.#status.textContent = isRetracted ? this.#strings.retracted : this.#strings.thanks;
  }
}

function thumbButton(action: "up" | "down"): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("part", `button ${action}`);
  button.setAttribute("data-tellback-action", action);
  button.setAttribute("aria-pressed", "false");
  button.append(thumb(action));
  return button;
}
