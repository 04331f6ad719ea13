// @ts-check
import { AnswerView } from "./answer.js";
import { AnswerError, newTurn, newVersion } from "./conversation.js";
import { clone, within } from "./dom.js";
import { PromptView } from "./prompt.js";

/**
 * One conversation on the page.
 *
 * @import { Conversation, Source, Turn, Version } from "./conversation.js"
 *
 * @typedef {object} ChatHost  what a chat needs from the page around it
 * @property {(message: string) => void} announce  tells a screen reader
 * @property {(prompt: string) => void} suggest  a suggested prompt was chosen
 * @property {() => void} changed  the title changed, or an answer began or ended
 */

/** How long a decision can be seen before the better version is shown alone. */
const DECIDED_MS = 1200;

export class Chat {
  /** @type {{ version: Version, controller: AbortController } | undefined} */
  #streaming;
  /** @type {Map<Turn, AnswerView[]>} */
  #views = new Map();
  /** @type {Map<Turn, PromptView>} */
  #prompts = new Map();
  /** The turns whose last two versions are shown side by side. @type {Set<Turn>} */
  #compared = new Set();
  #source;
  #host;

  /**
   * @param {Conversation} conversation
   * @param {Source} source
   * @param {ChatHost} host
   */
  constructor(conversation, source, host) {
    this.conversation = conversation;
    this.#source = source;
    this.#host = host;
    this.element = clone("conversation-template", HTMLElement);
    this.element.dataset.tellbackConversation = conversation.id;
    for (const turn of conversation.turns) {
      const element = this.#addTurn(turn);
      for (const version of turn.versions) {
        this.#addVersion(turn, version, element).isStreaming = false;
      }
    }
    this.#refresh();
  }

  /** The version that is being written, if any. */
  get streaming() {
    return this.#streaming?.version;
  }

  /**
   * Sends a prompt, and shows the answer as it comes.
   *
   * @param {string} prompt
   */
  ask(prompt) {
    const { turns } = this.conversation;
    const turn = newTurn(prompt);
    if (turns.push(turn) === 1) this.conversation.title = prompt;
    return this.#answer(turn, this.#addTurn(turn));
  }

  /** Stops the answer that is being written; what there is of it stays. */
  stop() {
    this.#streaming?.controller.abort();
  }

  /**
   * @param {Turn} turn
   * @param {HTMLElement} element
   */
  async #answer(turn, element) {
    const controller = new AbortController();
    const version = newVersion(turn, []);
    const view = this.#addVersion(turn, version, element);
    this.#streaming = { version, controller };
    view.isStreaming = true;
    this.#refresh();
    this.#host.announce("Answering…");
    let outcome = "Answer complete";
    try {
      for await (const blocks of this.#source.answer(this.conversation, turn, controller.signal)) {
        view.show(blocks);
      }
      if (!version.blocks.length) throw new AnswerError("The answer came back empty.");
    } catch (error) {
      outcome = controller.signal.aborted ? "Answer stopped" : messageOf(error);
      if (!controller.signal.aborted) view.fail(outcome);
      else if (!version.blocks.length) view.fail("Stopped before the answer began.");
    }
    this.#streaming = undefined;
    view.isStreaming = false;
    this.#refresh();
    this.#host.announce(outcome);
  }

  /**
   * @param {Turn} turn
   * @returns {HTMLElement}
   */
  #addTurn(turn) {
    const element = clone("turn-template", HTMLElement);
    const edit = (/** @type {string} */ prompt) => {
      turn.prompt = prompt;
      this.#regenerate(turn, element);
    };
    this.#prompts.set(turn, new PromptView(element, edit));
    within(this.element, ".turns", HTMLElement).append(element);
    this.#views.set(turn, []);
    return element;
  }

  /**
   * @param {Turn} turn
   * @param {Version} version
   * @param {HTMLElement} element
   */
  #addVersion(turn, version, element) {
    const view = new AnswerView(version, turn.id, {
      announce: this.#host.announce,
      regenerate: () => this.#regenerate(turn, element),
      turnTo: (step) => this.#turnTo(turn, step),
      compare: () => this.#compare(turn),
    });
    this.#views.get(turn)?.push(view);
    element.append(view.element);
    return view;
  }

  /**
   * @param {Turn} turn
   * @param {HTMLElement} element
   */
  #regenerate(turn, element) {
    this.#dropFailed(turn);
    this.#answer(turn, element);
    this.#views.get(turn)?.[turn.shown]?.focus();
  }

  /**
   * An attempt that brought nothing is no version to come back to.
   *
   * @param {Turn} turn
   */
  #dropFailed(turn) {
    if (turn.versions[turn.shown]?.blocks.length) return;
    turn.versions.splice(turn.shown, 1);
    const [view] = this.#views.get(turn)?.splice(turn.shown, 1) ?? [];
    view?.element.remove();
  }

  /**
   * @param {Turn} turn
   * @param {1 | -1} step
   */
  #turnTo(turn, step) {
    turn.shown += step;
    turn.prompt = turn.versions[turn.shown]?.prompt ?? turn.prompt;
    this.#refresh();
    this.#views.get(turn)?.[turn.shown]?.focus(step === 1 ? "next" : "previous");
    this.#host.announce(`Version ${turn.shown + 1} of ${turn.versions.length}`);
  }

  /**
   * Asks which of the last two versions is better, and shows that one.
   *
   * @param {Turn} turn
   */
  #compare(turn) {
    const views = this.#views.get(turn) ?? [];
    const pair = views.slice(-2);
    const compare = document.createElement("tellback-compare");
    compare.tabIndex = -1;
    pair[0]?.element.before(compare);
    compare.append(...pair.map(({ element }) => element));
    this.#compared.add(turn);
    compare.addEventListener("tellback-compared", ({ detail }) => {
      const chosen = turn.versions.findIndex(({ id }) => id === detail.choice);
      if (chosen >= 0) turn.shown = chosen;
      turn.prompt = turn.versions[turn.shown]?.prompt ?? turn.prompt;
      setTimeout(() => {
        compare.replaceWith(...pair.map(({ element }) => element));
        this.#compared.delete(turn);
        this.#refresh();
        views[turn.shown]?.focus();
      }, DECIDED_MS);
    });
    this.#refresh();
    compare.focus();
  }

  /** Asks whether the last answer worked: the reader has come back to it. */
  askOutcome() {
    const version = this.conversation.turns.at(-1)?.versions.at(-1);
    if (!version || this.#streaming) return;
    this.element.querySelector("tellback-outcome")?.remove();
    const outcome = document.createElement("tellback-outcome");
    outcome.setAttribute("for", version.id);
    within(this.element, ".turns", HTMLElement).append(outcome);
  }

  #refresh() {
    for (const [turn, views] of this.#views) {
      const isCompared = this.#compared.has(turn);
      const shown = turn.versions[turn.shown];
      const isEditable = !this.#streaming && !isCompared;
      this.#prompts.get(turn)?.show(turn.prompt, shown?.id ?? "", isEditable);
      for (const [at, view] of views.entries()) {
        view.isShown = at === turn.shown || (isCompared && at >= views.length - 2);
        view.setPlace(at, views.length);
        view.setRegenerable(!this.#streaming);
      }
    }
    this.#suggest();
    this.#host.changed();
  }

  #suggest() {
    const isNew = this.conversation.turns.length === 0;
    const prompts = isNew ? this.#source.starters : this.#source.followUps(this.conversation);
    within(this.element, ".welcome", HTMLElement).hidden = !isNew;
    const suggestions = within(this.element, ".suggestions", HTMLElement);
    suggestions.hidden = Boolean(this.#streaming) || prompts.length === 0;
    within(suggestions, "ul", HTMLElement).replaceChildren(
      ...prompts.map((prompt) => {
        const item = clone("suggestion-template", HTMLElement);
        const button = within(item, "button", HTMLButtonElement);
        button.textContent = prompt;
        button.addEventListener("click", () => this.#host.suggest(prompt));
        return item;
      }),
    );
  }
}

/** @param {unknown} error */
function messageOf(error) {
  if (error instanceof AnswerError) return error.message;
  console.error(error);
  return "Something went wrong while answering.";
}
