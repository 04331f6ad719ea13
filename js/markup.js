// JavaScript, not TypeScript, so that the tests in Rust can load it as it is.

import {
  all,
  ask,
  attribute,
  closest,
  contains,
  fits,
  holds,
  hostOf,
  isDisplayed,
  isElement,
  isWithin,
  matches,
  parent,
  shadowOf,
  textLength,
} from "./dom.js";
import { block, isReversed, Places, selected, spans, viewport } from "./place.js";

/**
 * How a page that marks nothing itself says what is what, in CSS selectors.
 *
 * @typedef {object} Selectors
 * @property {string} [response]
 * @property {string} [conversation]
 * @property {string} [composer]
 * @property {string} [streaming]
 * @property {string | ((element: Element) => unknown)} [id]
 * @property {Record<string, string>} [actions]
 *
 * What is done about what was read.
 *
 * @typedef {object} Reader
 * @property {(attribute: string, value: string) => void} complain a name on the page is none
 * @property {() => void} loadControls a tag of ours is on the page
 *
 * What a press meant, as the markup said at that moment. By the time the wasm hears of it, or the
 * page has seen it, the control may say the opposite, or be gone.
 *
 * @typedef {object} Press
 * @property {Element} control
 * @property {string} action what the control does
 * @property {string} value what the action needs to know
 * @property {string} response the answer that it is about; empty where nothing names one
 * @property {boolean} pressed what it said of itself
 *
 * What the page's changes mean for the list of answers, and those that may have grown.
 *
 * @typedef {object} News
 * @property {boolean} renamed a name or an opt-out may have changed
 * @property {boolean} stale answers, or places where the reader writes, may have come or gone
 * @property {Set<Element>} grown
 * @property {boolean} isExpected nothing has changed but in answers that had said that they stream
 *
 * @typedef {import("./dom.js").Tree} Tree
 */

const RESPONSE = "data-tellback-response";
const CONVERSATION = "data-tellback-conversation";
const TURN = "data-tellback-turn";
const STATE = "data-tellback-state";
const ACTION = "data-tellback-action";
const FOR = "data-tellback-for";
/**
 * What a control that is on says of itself. A radio button of the page's own is left out: no press
 * releases it, and until the page has handled a press beside it, it says that it is on.
 */
const ON = "[aria-pressed=true],[aria-checked=true]:not([role$=radio]),:checked,:has(:checked)";
const CONTROLS = "tellback-bar,tellback-compare,tellback-outcome";

export const HANDLE = /^[\w.:-]{1,128}$/;
export const SLUG = /^[a-z\d][a-z\d._-]{0,31}$/i;

/** The attributes by which pages show and hide things, which is no news of what there is. */
const SHOWING = ["class", "style", "hidden", "open"];

/** Elements that show nothing but what is written in them; another one may be a picture, or draw. */
const PLAIN = "article,section,div,p,span,ul,ol,li,pre,code,b,i,em,br";

/** Buttons say less than this: in a longer text there is more than they. */
const MOST_OF_BUTTONS = 500;

/** The states of an answer, as `src/browser/answers.rs` takes them. */
const UNSTATED = 0;
const STREAMING = 1;
const COMPLETE = 2;

/**
 * Reads what the markup of a page says: its attributes, and what `options.selectors` says in their
 * place, in the root and in every open shadow root below it.
 */
export class Markup {
  /** Selects what must never be captured. */
  optedOut = "[data-tellback-optout]";
  /**
   * Selects what stands in an answer without being its text: controls, code of the page, and what
   * is opted out.
   */
  aside;
  /** The attributes whose change may matter. */
  attributes;

  // Where answers and their parts stand, which is no matter of the markup.
  selected = selected;
  block = block;
  spans = spans;

  /** @type {Tree} */
  #root;
  #reader;
  #selectors;
  #answers;
  #selecting;
  #conversations;
  #composers;
  #controls;
  /** Selects what says which answer it is about, or is one. */
  #about;
  /** Selects what is news where it comes or goes. */
  #ours;
  #hasControls = false;
  /** The names of what has none of its own. @type {WeakMap<Element, string>} */
  #made = new WeakMap();
  /** The answers that said last that more of them is coming. @type {Set<Element>} */
  #streaming = new Set();
  /** What is known of the shadow roots below the root: each with what ends its being watched. */
  #shadows = /** @type {Map<ShadowRoot, AbortController>} */ (new Map());
  /** Custom elements that may get a shadow root when they are defined. */
  #awaited = new Set();
  /** @type {(tree: Tree, ended: AbortSignal) => void} */
  #watch = () => {};
  #change = () => {};
  /** Where those stand that were last listed. */
  places = new Places([]);

  /**
   * @param {Tree} root
   * @param {Selectors} selectors which are valid
   * @param {Reader} reader
   */
  constructor(root, selectors, reader) {
    const { response, conversation, composer, actions = {} } = selectors;
    this.#root = root;
    this.#reader = reader;
    this.#selectors = selectors;
    this.#answers = either(`[${RESPONSE}]`, response);
    this.#conversations = either(`[${CONVERSATION}]`, conversation);
    this.#controls = either(`[${ACTION}]`, ...Object.values(actions));
    this.#composers = either("[data-tellback-composer]", composer);
    // Made once: browsers know a selector again by its text, and find that faster in one piece.
    this.#about = either(`[${FOR}]`, this.#answers);
    this.#ours = either(this.#answers, CONTROLS, this.#composers);
    this.aside = either("button,select,textarea,script,style", this.#controls, this.optedOut);
    this.#selecting = attributesIn(selectors);
    this.attributes = [STATE, RESPONSE, CONVERSATION, TURN, "data-tellback-optout"];
    this.attributes.push(...SHOWING, ...this.#selecting);
  }

  /**
   * Calls `watch` for the root and for every open shadow root below it, also for those that come
   * later, with what says that it has gone; and `change` when one came without a change of the page
   * around it.
   *
   * @param {AbortSignal} ended
   * @param {(tree: Tree, ended: AbortSignal) => void} watch
   * @param {() => void} change
   */
  follow(ended, watch, change) {
    this.#watch = watch;
    this.#change = change;
    watch(this.#root, ended);
    this.#enter(this.#root);
  }

  /** Follows nothing any more. */
  leave() {
    this.#watch = this.#change = () => {};
    for (const watched of this.#shadows.values()) watched.abort();
    this.#shadows.clear();
    this.places = new Places([]);
    this.#streaming.clear();
  }

  /** The root, and the open shadow roots that were found below it. */
  get #trees() {
    return [this.#root, ...this.#shadows.keys()];
  }

  /** The open shadow roots that were found, and the root if it is one. */
  get shadows() {
    const isShadow = (/** @type {Tree} */ tree) => ask(Node, "nodeType", tree) === 11;
    return /** @type {ShadowRoot[]} */ (this.#trees.filter(isShadow));
  }

  /**
   * An event passed these places. A shadow root that was attached to an element long after that
   * came is told by nothing else.
   *
   * @param {EventTarget[]} path
   */
  passed(path) {
    let isNew = false;
    for (const node of path) {
      const shadow = fits(node, "*") && shadowOf(/** @type {Element} */ (node));
      if (shadow && isWithin(shadow, this.#root)) isNew = this.#open(shadow) || isNew;
    }
    if (isNew) this.#change();
  }

  /** Has the controls loaded once a tag of theirs is on the page. */
  seekControls() {
    if (this.#hasControls) return;
    this.#hasControls = this.#trees.some((tree) => all(tree, CONTROLS).length > 0);
    if (this.#hasControls) this.#reader.loadControls();
  }

  /** Every answer, tree by tree, in document order. */
  get everyAnswer() {
    return this.#trees.flatMap((tree) => [...all(tree, this.#answers)]);
  }

  /** The same, as {@link showing} counts them from now on. */
  answers() {
    this.seekControls();
    const answers = this.everyAnswer;
    this.places = new Places(answers);
    this.#streaming = new Set(answers.filter((answer) => this.#streaming.has(answer)));
    return answers;
  }

  /**
   * The name of an answer; none where it has none (yet), or one that is no handle.
   *
   * @param {Element} answer
   */
  name(answer) {
    const { id } = this.#selectors;
    const marked = attribute(answer, RESPONSE) ?? this.#id(answer);
    return this.#handle(RESPONSE, id || marked != null ? marked : this.#make(answer));
  }

  /**
   * The name of the conversation around an element: `undefined` where there is none, empty where it
   * has a name that is no handle, so that nothing in it can be captured.
   *
   * @param {Element} element
   */
  conversation(element) {
    const around = closest(element, this.#conversations);
    if (!around) return undefined;
    const marked = attribute(around, CONVERSATION) ?? this.#id(around) ?? this.#make(around);
    return this.#handle(CONVERSATION, marked) ?? "";
  }

  /**
   * What an answer shares with the other answers to its prompt, where the markup says so.
   *
   * @param {Element} answer
   */
  turn(answer) {
    return this.#handle(TURN, attribute(answer, TURN));
  }

  /** @param {Element} element */
  isOptedOut(element) {
    return closest(element, this.optedOut) !== null;
  }

  /**
   * Whether more of an answer is coming.
   *
   * @param {Element} answer
   */
  state(answer) {
    const stated = attribute(answer, STATE);
    this.#streaming.delete(answer);
    if (stated === "complete") return COMPLETE;
    const { streaming } = this.#selectors;
    const isStreaming =
      stated === "streaming" || (streaming && holds(answer, streaming)) || this.#isEmpty(answer);
    // What only does not look like it may still grow: a page shows its dots until the first word.
    if (!isStreaming) return UNSTATED;
    this.#streaming.add(answer);
    return STREAMING;
  }

  /**
   * Whether there is nothing of an answer yet, but perhaps its buttons.
   *
   * @param {Element} answer
   */
  #isEmpty(answer) {
    if (textLength(answer) > MOST_OF_BUTTONS || this.chars(answer, inkOf) > 0) return false;
    const isPlain = (/** @type {Element} */ element) =>
      matches(element, PLAIN) || closest(element, `button,${CONTROLS},${this.#controls}`) !== null;
    return [answer, ...all(answer, "*")].every(isPlain);
  }

  /**
   * The length of an answer's own text, in UTF-16 code units.
   *
   * @param {Element} answer
   * @param {(element: Element) => number} [measure] what counts of it
   */
  chars(answer, measure = textLength) {
    let chars = measure(answer);
    /** @type {Element | undefined} */
    let last;
    for (const aside of all(answer, this.aside)) {
      // In document order: what stands inside of another comes after it.
      if (last && contains(last, aside)) continue;
      chars -= measure(aside);
      last = aside;
    }
    return Math.max(chars, 0);
  }

  /** Which of the answers that were last listed show, and how. */
  showing() {
    return this.places.showing(viewport(this.#root));
  }

  /**
   * What these records say, as a `MutationObserver` made them.
   *
   * @param {MutationRecord[]} records
   * @returns {News}
   */
  look(records) {
    const grown = /** @type {Set<Element>} */ (new Set());
    let renamed = false;
    let stale = false;
    let isExpected = true;
    /** @type {Node | undefined} */
    let last;
    /** @type {Element | null} */
    let answer = null;
    for (const { type, attributeName, target, addedNodes, removedNodes } of records) {
      // What streams in comes in many pieces, all in one place.
      if (target !== last) {
        last = target;
        const element = isElement(target) ? target : parent(target);
        answer = element && closest(element, this.#answers);
      }
      // What is said of an answer itself may place it elsewhere.
      const isText = type !== "attributes" || target !== answer;
      isExpected &&= isText && !!answer && this.#streaming.has(answer);
      if (type === "attributes" && attributeName !== STATE) {
        const isName = attributeName?.startsWith("data-tellback-");
        if (isName || attributeName === this.#selectors.id) {
          renamed = true;
          continue;
        }
        if (!this.#selecting.includes(/** @type {string} */ (attributeName))) continue;
        stale = true;
        // What is around an answer may have said that it streams.
        for (const answer of this.#streaming) if (contains(target, answer)) grown.add(answer);
      }
      // By their places: to be handed nodes one by one costs twice as much, and a text streams in
      // in thousands of them.
      for (let at = 0; at < removedNodes.length; at += 1) {
        const node = removedNodes[at];
        // An answer that left its place may stand in one where it must not be captured.
        renamed ||= isElement(node) && (this.#holdsOurs(node) || this.#forget(node));
      }
      for (let at = 0; at < addedNodes.length; at += 1) {
        const node = addedNodes[at];
        if (isElement(node) && (this.#enter(node) || this.#holdsOurs(node))) stale = true;
      }
      if (answer) grown.add(answer);
    }
    // Whatever else has changed may have moved any answer.
    if (isExpected) for (const answer of grown) this.places.grow(answer);
    else this.places.reset();
    return { renamed, stale, grown, isExpected };
  }

  /**
   * Reads a press on an element; `undefined` where that is on no control that can be used, or in a
   * part of the page that must never be captured.
   *
   * @param {Element} target
   * @returns {Press | undefined}
   */
  press(target) {
    const control = closest(target, this.#controls);
    if (!control || attribute(control, "aria-disabled") === "true") return undefined;
    if (this.#isPassedOn(target, control) || this.isOptedOut(control)) return undefined;
    const marked = attribute(control, ACTION);
    const action = marked ?? this.#action(control);
    if (!SLUG.test(action)) {
      this.#reader.complain(ACTION, action);
      return undefined;
    }
    // A button that its page has marked says itself which answer it means, unless it stops one.
    const isAlone = marked === null || marked === "stop";
    const response = isAlone ? this.answerOf(control) : this.#named(control);
    if (!response) return undefined;
    // A tick has changed by the time that its click is heard, and what an attribute says has not
    // (https://html.spec.whatwg.org/#the-input-element:legacy-pre-activation-behavior).
    const pressed = fits(target, "[type=checkbox],[type=radio]")
      ? !fits(target, ":checked")
      : fits(control, ON);
    const isReason = action === "reason";
    return {
      control,
      action: isReason ? "reasons" : action,
      value: isReason ? this.#reasons(control, response, pressed).join() : wordOf(control),
      response,
      pressed,
    };
  }

  /** Whether there is a place where the reader writes. */
  get hasComposer() {
    return this.#trees.some((tree) => all(tree, this.#composers).length > 0);
  }

  /**
   * The place where the reader writes that an element stands in; none where nothing must be captured.
   *
   * @param {Element} element
   */
  composerAround(element) {
    const composer = closest(element, this.#composers);
    return composer && !this.isOptedOut(composer) ? composer : null;
  }

  /**
   * The same of what may also be its form.
   *
   * @param {Element} form
   */
  composerOf(form) {
    const [inside] = all(form, this.#composers);
    return this.composerAround(form) ?? (inside ? this.composerAround(inside) : null);
  }

  /**
   * The answer of what stops it, or sends a prompt, which often stands apart from all answers: the
   * one that it names, or else the last one that shows in the nearest element around it that has
   * any, and in its conversation.
   *
   * @param {Element} element
   */
  answerOf(element) {
    const named = this.#named(element);
    if (named !== undefined) return named;
    for (
      let around = /** @type {Tree | null} */ (element);
      around;
      around = ask(Node, "parentNode", around) ?? hostOf(around)
    ) {
      const answers = [...all(around, this.#answers)];
      const first = answers.find(isDisplayed);
      const last = answers.reverse().find(isDisplayed);
      if (first && last) return this.name(isReversed(first, last) ? first : last);
      if (fits(around, this.#conversations)) break;
    }
    return undefined;
  }

  /**
   * The answer that a control belongs to, by where it stands or by what it says.
   *
   * @param {Element} control
   */
  #named(control) {
    const named = closest(control, this.#about);
    const marked = named && attribute(named, FOR);
    if (marked != null) return this.#handle(RESPONSE, marked) ?? "";
    return named ? this.name(named) : undefined;
  }

  /**
   * What the controls say that give reasons for a vote, once this one of them has been pressed:
   * those that are on, or this one where they do not say.
   *
   * @param {Element} control
   * @param {string} response
   * @param {boolean} wasOn
   */
  #reasons(control, response, wasOn) {
    const tree = /** @type {Tree} */ (Node.prototype.getRootNode.call(control));
    const picked = [...all(tree, `[${ACTION}="reason"]`)]
      .filter((other) =>
        other === control ? !wasOn : fits(other, ON) && this.#named(other) === response,
      )
      .map(wordOf);
    // The same reason may be there twice, in a menu and beside it.
    return [...new Set(picked)];
  }

  /**
   * The name of the answer that an element stands in.
   *
   * @param {Element} element
   */
  around(element) {
    const answer = closest(element, this.#answers);
    return answer && this.name(answer);
  }

  /** @param {Element} control */
  #action(control) {
    const { actions = {} } = this.#selectors;
    return Object.keys(actions).find((action) => matches(control, actions[action] ?? "")) ?? "";
  }

  /**
   * Whether a press on a label is followed by one on the field that it names
   * (https://html.spec.whatwg.org/#the-label-element), where that belongs to the same control.
   *
   * @param {Element} target
   * @param {Element} control
   */
  #isPassedOn(target, control) {
    // Nearly always, and every click comes here: a button takes what is pressed for itself.
    if (ask(Element, "localName", control) === "button") return false;
    const label = /** @type {HTMLLabelElement | null} */ (closest(target, "label"));
    const field = label?.control;
    return !!field && !isWithin(target, field) && closest(field, this.#controls) === control;
  }

  /**
   * @param {string} attribute
   * @param {string | null | undefined} name
   */
  #handle(attribute, name) {
    if (name == null) return undefined;
    if (HANDLE.test(name)) return name;
    this.#reader.complain(attribute, name);
    return undefined;
  }

  /** @param {Element} element */
  #id(element) {
    const { id } = this.#selectors;
    if (typeof id !== "function") return id && attribute(element, id);
    try {
      const given = id(element);
      return given == null ? undefined : String(given);
    } catch (error) {
      this.#reader.complain("selectors.id", String(error));
      return undefined;
    }
  }

  /** @param {Element} element */
  #make(element) {
    const made =
      this.#made.get(element) ?? `t-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;
    this.#made.set(element, made);
    return made;
  }

  /** @param {Element} node */
  #holdsOurs(node) {
    return holds(node, this.#ours);
  }

  /**
   * Looks for open shadow roots at and below a node, and says whether there are any.
   *
   * @param {Tree} node
   */
  #enter(node) {
    let isHost = false;
    const elements = [...all(node, "*")];
    if (isElement(node)) elements.push(node);
    for (const element of elements) {
      const shadow = shadowOf(element);
      if (shadow && !matches(element, CONTROLS)) {
        isHost = true;
        this.#open(shadow);
      }
    }
    const undefinedYet = ":not(:defined)";
    for (const { localName } of all(node, undefinedYet)) this.#await(localName);
    if (isElement(node) && matches(node, undefinedYet)) this.#await(node.localName);
    return isHost;
  }

  /**
   * @param {ShadowRoot} shadow
   * @returns {boolean} whether it is new
   */
  #open(shadow) {
    if (shadow === this.#root || this.#shadows.has(shadow)) return false;
    const watched = new AbortController();
    this.#shadows.set(shadow, watched);
    this.#watch(shadow, watched.signal);
    this.#enter(shadow);
    return true;
  }

  /** @param {string} name of a custom element */
  #await(name) {
    if (this.#awaited.has(name)) return;
    this.#awaited.add(name);
    const enter = () => {
      if (this.#enter(this.#root)) this.#change();
    };
    customElements.whenDefined(name).then(enter, () => {});
  }

  /**
   * Forgets the shadow roots that have gone with a node, and says whether there were any.
   *
   * @param {Element} node
   */
  #forget(node) {
    let wasHost = false;
    for (const [shadow, watched] of this.#shadows) {
      if (!isWithin(shadow, node)) continue;
      wasHost = true;
      if (isWithin(shadow, this.#root)) continue;
      watched.abort();
      this.#shadows.delete(shadow);
    }
    return wasHost;
  }
}

/**
 * The length of a text but for its white space.
 *
 * @param {Element} element
 */
function inkOf(element) {
  return /** @type {string} */ (ask(Node, "textContent", element)).replace(/\s/g, "").length;
}

/** @param {...(string | undefined)} selectors */
function either(...selectors) {
  return selectors.filter(Boolean).join();
}

/**
 * The attributes on which it depends what these selectors select.
 *
 * @param {Selectors} selectors
 */
function attributesIn({ response, conversation, streaming, id }) {
  const text = either(response, conversation, streaming);
  const named = [...text.matchAll(/\[\s*([\w-]+)/g)].map(
    ([, name]) => /** @type {string} */ (name),
  );
  if (text.includes(".")) named.push("class");
  if (typeof id === "string") named.push(id);
  return named;
}

/** @param {Element} control */
function wordOf(control) {
  return attribute(control, "data-tellback-value") ?? "";
}
