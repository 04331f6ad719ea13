import { button, element } from "../controls/element.js";
import type { Recorder, State } from "../privacy.js";
import { consent as standard } from "../strings/en.js";
import type { ConsentStrings, Strings } from "../strings.js";
import { recorded } from "./record.js";
import { styleSheet } from "./style.js";

type Scope = "everything" | "new-conversations";

const SCOPES: Record<Scope, "consentEverything" | "consentNew"> = {
  everything: "consentEverything",
  "new-conversations": "consentNew",
};

const STATES = {
  on: "consentOn",
  running: "consentRunning",
  browser: "consentBrowser",
  waiting: "consentWaiting",
  off: "consentOff",
  stopped: "consentStopped",
  failed: "consentFailed",
} as const;

/** How often an open list is brought up to date. */
const REFRESH_MS = 500;

/**
 * What one `<tellback-consent>` shows. A refusal takes effect with the press; an agreement is told
 * to the page first, which can prevent it.
 */
export class Panel {
  readonly #host: HTMLElement;
  readonly #changed: () => void;
  readonly #label = element("label", { part: "label", for: "switch", id: "label" });
  readonly #switch = element("button", {
    type: "button",
    part: "switch",
    id: "switch",
    role: "switch",
    "aria-describedby": "state",
  });
  readonly #state = element("p", { part: "state", id: "state", role: "status" });
  readonly #collected = element("p", { part: "collected" });
  readonly #never = element("p", { part: "collected" });
  readonly #comments = element("p", { part: "collected" });
  readonly #legend = element("legend", {});
  readonly #scopes = Object.keys(SCOPES).map((scope) => {
    const input = element("input", { type: "radio", name: "scope", value: scope });
    const text = element("span", {});
    return { scope: scope as Scope, input, text, label: element("label", {}, input, text) };
  });
  readonly #scope = element(
    "fieldset",
    { part: "scope" },
    this.#legend,
    ...this.#scopes.map(({ label }) => label),
  );
  readonly #widen = button("widen", () => this.#refuse("everything"));
  readonly #show = button("show", () => this.#toggle());
  readonly #list = element("div", {
    part: "list",
    id: "list",
    role: "region",
    tabindex: "0",
    "aria-labelledby": "show",
  });
  #recorders: Recorder[] = [];
  #texts = standard;
  #given: Partial<Strings> = {};
  #isOn = false;
  #written = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called after a choice, which every panel has to show. */
  constructor(host: HTMLElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styleSheet()];
    this.#show.id = "show";
    this.#show.setAttribute("aria-controls", "list");
    const [everything] = this.#scopes;
    if (everything) everything.input.checked = true;
    this.#switch.addEventListener("click", ({ isTrusted }) => {
      if (this.#switch.getAttribute("aria-disabled") === "true") return;
      if (this.#isOn) this.#refuse(this.#chosen);
      // Whoever agrees does it themselves: a script can call `optIn()`.
      else if (isTrusted) this.#agree();
    });
    this.#list.hidden = true;
    shadow.append(
      element("div", { part: "choice" }, this.#label, this.#switch),
      this.#state,
      this.#widen,
      this.#scope,
      this.#collected,
      this.#never,
      this.#comments,
      this.#show,
      this.#list,
    );
  }

  get #chosen(): Scope {
    return this.#scopes.find(({ input }) => input.checked)?.scope ?? "everything";
  }

  /** Shows how it stands. */
  render(recorders: Recorder[], state: State, isOn: boolean): void {
    this.#recorders = recorders;
    this.#isOn = isOn;
    const given = recorders.find(({ settings }) => settings)?.settings?.strings;
    if (given && given !== this.#given) {
      this.#given = given;
      this.#texts = complete(given);
    }
    const texts = this.#texts;
    write(this.#label, texts.consentLabel);
    write(this.#state, texts[STATES[state]]);
    write(this.#collected, texts.consentCollected);
    write(this.#never, texts.consentNever);
    write(this.#comments, texts.consentComments);
    this.#comments.hidden = !recorders.some(({ settings }) => settings?.comments);
    write(this.#legend, texts.consentScope);
    write(this.#widen, texts.consentWiden);
    write(this.#show, texts.consentShow);
    for (const { scope, text } of this.#scopes) write(text, texts[SCOPES[scope]]);
    this.#switch.setAttribute("aria-checked", String(isOn));
    this.#switch.setAttribute("aria-disabled", String(state === "browser"));
    this.#scope.hidden = state !== "on";
    const hadFocus = this.#widen.matches(":focus");
    this.#widen.hidden = state !== "running";
    if (this.#widen.hidden && hadFocus) this.#switch.focus();
    this.#show.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#write();
  }

  /** Shows nothing of what was recorded any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#written = "";
  }

  #refuse(scope: Scope): void {
    this.#recorders[0]?.optOut(scope);
    this.#tell("refused", { scope });
    this.#changed();
  }

  #agree(): void {
    if (this.#tell("agreed", {}, true)) this.#recorders[0]?.optIn();
    this.#changed();
  }

  #tell(name: string, detail: object, cancelable = false): boolean {
    const options = { bubbles: true, composed: true, cancelable, detail };
    return this.#host.dispatchEvent(new CustomEvent(`tellback-${name}`, options));
  }

  #toggle(): void {
    if (this.#list.hidden) this.#list.hidden = false;
    else this.close();
    this.#show.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#write();
  }

  /** Writes the list, if it is open, and again as long as it is. */
  #write(): void {
    clearTimeout(this.#timer);
    if (this.#list.hidden) return;
    const { waiting, sent, earlier } = recorded(this.#recorders);
    const { consentNotSent, consentSent, consentEarlier, consentNothing } = this.#texts;
    const total = sent.reduce((sum, [, events]) => sum + events.length, 0);
    const parts = [
      ...(waiting.length > 0 ? [heading(consentNotSent, waiting.length), events(waiting)] : []),
      ...(total > 0 ? [heading(consentSent, total)] : []),
      ...sent.flatMap(([head, list]) => [code(head), events(list)]),
      ...(earlier > 0 ? [heading(consentEarlier, earlier)] : []),
    ];
    if (parts.length === 0) parts.push(element("p", {}, consentNothing));
    const written = parts.map(({ textContent }) => textContent).join("\n");
    // What is there already may be scrolled, or selected.
    if (written !== this.#written) this.#list.replaceChildren(...parts);
    this.#written = written;
    this.#timer = setTimeout(() => this.#write(), REFRESH_MS);
  }
}

function heading(text: string, count: number): HTMLElement {
  return element("p", { part: "heading" }, text.replace("{n}", `${count}`));
}

function code(text: string): HTMLElement {
  return element("p", { dir: "ltr" }, element("code", {}, text));
}

function events(texts: string[]): HTMLElement {
  const items = texts.map((text) => element("li", {}, element("code", {}, text)));
  return element("ul", { dir: "ltr" }, ...items);
}

/** A screen reader says again what is written again. */
function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A host's texts, and the standard ones where it gives none. */
function complete(given: Partial<Strings>): ConsentStrings {
  const texts = { ...standard };
  for (const [name, text] of Object.entries(given)) {
    if (!name.startsWith("consent") || text === undefined) continue;
    if (Object.hasOwn(standard, name) && typeof text === "string" && text) {
      Object.assign(texts, { [name]: text });
    } else {
      const names = Object.keys(standard).join(", ");
      console.error(`tellback: options.strings.${name}: expected a text, and one of ${names}`);
    }
  }
  return texts;
}
