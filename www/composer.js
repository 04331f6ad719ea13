// @ts-check
import { within } from "./dom.js";

/** The box that prompts are written in. */
export class Composer {
  #form;
  #message;
  #send;
  #stop;
  #isStreaming = false;

  /**
   * @param {HTMLFormElement} form
   * @param {{ send: (prompt: string) => void, stop: () => void }} actions
   */
  constructor(form, { send, stop }) {
    this.#form = form;
    this.#message = within(form, "textarea", HTMLTextAreaElement);
    this.#send = within(form, "[type=submit]", HTMLButtonElement);
    this.#stop = within(form, "[type=button]", HTMLButtonElement);
    this.#message.addEventListener("input", () => this.#refresh());
    this.#message.addEventListener("keydown", (event) => this.#pressed(event));
    this.#stop.addEventListener("click", stop);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const prompt = this.#message.value.trim();
      if (!this.#canSend) return;
      this.#message.value = "";
      this.#refresh();
      send(prompt);
    });
    this.#refresh();
  }

  /**
   * Sends a prompt as if it had been written here.
   *
   * @param {string} prompt
   */
  submit(prompt) {
    this.#message.value = prompt;
    this.#form.requestSubmit();
  }

  /**
   * Offers to stop the answer that is being written, or to send when there is none.
   *
   * @param {string | undefined} answer its id
   */
  setStreaming(answer) {
    const [from, to] = answer === undefined ? [this.#stop, this.#send] : [this.#send, this.#stop];
    const hadFocus = document.activeElement === from;
    this.#isStreaming = answer !== undefined;
    if (answer !== undefined) this.#stop.dataset.tellbackFor = answer;
    this.#stop.hidden = !this.#isStreaming;
    this.#send.hidden = this.#isStreaming;
    this.#refresh();
    if (!hadFocus) return;
    if (to.disabled) this.focus();
    else to.focus();
  }

  /** Moves the focus here, but on a phone, where a keyboard would cover half of the page. */
  focus() {
    if (!matchMedia("(pointer: coarse)").matches) this.#message.focus();
  }

  get #canSend() {
    return !this.#isStreaming && this.#message.value.trim() !== "";
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    // While an input method composes a character, Enter accepts it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (this.#canSend) this.#form.requestSubmit();
  }

  #refresh() {
    this.#send.disabled = !this.#canSend;
    this.#message.style.blockSize = "auto";
    this.#message.style.blockSize = `${this.#message.scrollHeight}px`;
  }
}
