// @ts-check
import { renderer } from "./blocks.js";
import { clone, within } from "./dom.js";
import { write } from "./markdown.js";

/**
 * One version of an answer on the page.
 *
 * @import { Block } from "./blocks.js"
 * @import { Version } from "./conversation.js"
 *
 * @typedef {object} AnswerActions
 * @property {() => void} regenerate
 * @property {(step: 1 | -1) => void} turnTo  shows the next or the previous version
 * @property {() => void} compare  shows the last two versions side by side
 * @property {(message: string) => void} announce  tells a screen reader
 */

const COPIED_MS = 2000;

export class AnswerView {
  #version;
  #text;
  #show;
  #announce;

  /**
   * @param {Version} version
   * @param {string} turnId
   * @param {AnswerActions} actions
   */
  constructor(version, turnId, { regenerate, turnTo, compare, announce }) {
    this.#version = version;
    this.#announce = announce;
    this.element = clone("answer-template", HTMLElement);
    // Only the text is marked as the response, so that its height and length are the text's own.
    this.#text = within(this.element, ".text", HTMLElement);
    this.#show = renderer(this.#text);
    this.#text.dataset.tellbackTurn = turnId;
    this.#text.dataset.tellbackResponse = version.id;
    within(this.element, "tellback-bar", HTMLElement).setAttribute("for", version.id);
    for (const button of this.#buttons) button.dataset.tellbackFor = version.id;
    this.#on("copy", () => this.#copy());
    this.#on("regenerate", regenerate);
    this.#on("previous", () => turnTo(-1));
    this.#on("next", () => turnTo(1));
    this.#on("compare", compare);
    const save = this.#button("save");
    this.#on("save", () => {
      save.ariaPressed = String(save.ariaPressed !== "true");
      this.#announce(save.ariaPressed === "true" ? "Answer saved" : "Answer no longer saved");
    });
  }

  /** @param {boolean} shown */
  set isShown(shown) {
    this.element.hidden = !shown;
  }

  /** @param {boolean} streaming */
  set isStreaming(streaming) {
    this.#text.dataset.tellbackState = streaming ? "streaming" : "complete";
    this.element.toggleAttribute("data-streaming", streaming);
    this.show(this.#version.blocks, { open: streaming });
  }

  /**
   * @param {Block[]} blocks
   * @param {{ open: boolean }} options
   */
  show(blocks, { open } = { open: true }) {
    this.#version.blocks = blocks;
    this.#show(blocks, { open });
  }

  /**
   * Says why there is no answer, or no more of it. What never became an answer can't be reacted to
   * either: then only a way to try again is left.
   *
   * @param {string} message
   */
  fail(message) {
    const failure = within(this.element, ".failure", HTMLElement);
    failure.textContent = message;
    failure.hidden = false;
    if (this.#version.blocks.length) return;
    this.#text.remove();
    within(this.element, "tellback-bar", HTMLElement).remove();
    this.#button("copy").remove();
    this.#button("save").remove();
    delete within(this.element, "[data-part=regenerate]", HTMLElement).dataset.tellbackAction;
  }

  /**
   * @param {number} at this version's place among the turn's versions
   * @param {number} count how many there are
   */
  setPlace(at, count) {
    within(this.element, ".versions", HTMLElement).hidden = count < 2;
    within(this.element, ".place", HTMLElement).textContent = `${at + 1}/${count}`;
    this.#button("previous").disabled = at === 0;
    this.#button("next").disabled = at === count - 1;
  }

  /** @param {boolean} possible */
  setRegenerable(possible) {
    this.#button("regenerate").disabled = !possible;
  }

  /**
   * Moves the focus here, from a version that is no longer shown.
   *
   * @param {"previous" | "next"} [part] the button that was pressed, if it was one of these
   */
  focus(part) {
    const button = part && this.#button(part);
    const other = part && this.#button(part === "next" ? "previous" : "next");
    const target = button && !button.disabled ? button : (other ?? this.element);
    target.focus({ preventScroll: true });
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(write(this.#version.blocks));
    } catch {
      this.#announce("The browser refused to copy.");
      return;
    }
    this.#announce("Answer copied");
    const button = this.#button("copy");
    button.toggleAttribute("data-done", true);
    setTimeout(() => button.removeAttribute("data-done"), COPIED_MS);
  }

  get #buttons() {
    return this.element.querySelectorAll("button");
  }

  /** @param {string} part */
  #button(part) {
    return within(this.element, `[data-part=${part}]`, HTMLButtonElement);
  }

  /**
   * @param {string} part
   * @param {() => void} action
   */
  #on(part, action) {
    this.#button(part).addEventListener("click", action);
  }
}
