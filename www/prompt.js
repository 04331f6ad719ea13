// @ts-check
import { within } from "./dom.js";

/** A prompt on the page, which can be edited and sent again. */
export class PromptView {
  #text;
  #asked;
  #form;
  #field;
  #edit;

  /**
   * @param {HTMLElement} element  the turn's
   * @param {(prompt: string) => void} send  asks the same in other words
   */
  constructor(element, send) {
    this.#text = within(element, ".prompt", HTMLElement);
    this.#asked = within(element, ".asked", HTMLElement);
    this.#form = within(element, ".editing", HTMLFormElement);
    this.#field = within(this.#form, "textarea", HTMLTextAreaElement);
    this.#edit = within(element, "[data-part=edit]", HTMLButtonElement);
    this.#edit.addEventListener("click", () => this.#open());
    within(this.#form, "[data-part=cancel]", HTMLButtonElement).addEventListener("click", () =>
      this.#close(),
    );
    this.#form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
      // While an input method composes a character, Enter accepts it.
      const isEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
      if (!isEnter || event.target !== this.#field) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const prompt = this.#field.value.trim();
      this.#close();
      if (prompt && prompt !== this.#text.textContent) send(prompt);
    });
  }

  /**
   * @param {string} prompt
   * @param {string} answer  the handle of the answer that is shown
   * @param {boolean} editable
   */
  show(prompt, answer, editable) {
    this.#text.textContent = prompt;
    // An edit of the prompt is about the answer that it had.
    this.#form.dataset.tellbackFor = answer;
    this.#edit.disabled = !editable;
  }

  #open() {
    this.#field.value = this.#text.textContent ?? "";
    this.#asked.hidden = true;
    this.#form.hidden = false;
    this.#field.focus();
  }

  #close() {
    this.#form.hidden = true;
    this.#asked.hidden = false;
    this.#edit.focus({ preventScroll: true });
  }
}
