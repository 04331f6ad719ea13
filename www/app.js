// @ts-check
import { authoredSource } from "./authored.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { newConversation, newTurn, newVersion } from "./conversation.js";
import { byId, clone, within } from "./dom.js";
import { Follower } from "./follow.js";
import { modelSource } from "./model.js";
import { Panel } from "./panel.js";

/**
 * The page: a chat, and beside it what tellback sends about it.
 *
 * `?model=URL&modelName=NAME` takes answers from a model, `?speed=N` sets how many characters of
 * an authored answer appear in a second (0: all at once), `?rating=stars` asks for stars,
 * `?comments` for comments, `?optOut` starts opted out, and `?dir=rtl` mirrors the page.
 *
 * @import { Library, Topic } from "./authored.js"
 * @import { Conversation } from "./conversation.js"
 */

const parameters = new URLSearchParams(location.search);
const modelUrl = parameters.get("model");
const modelName = parameters.get("modelName") ?? "default";

if (parameters.get("dir") === "rtl") document.documentElement.dir = "rtl";
if (parameters.get("rating") === "stars") {
  const { content } = byId("answer-template", HTMLTemplateElement);
  within(content, "tellback-bar", HTMLElement).setAttribute("rating", "stars");
}

const panel = new Panel();
startFeedback();

/** @type {Library} */
const library = await (await fetch(new URL("conversations.json", import.meta.url))).json();
const source = modelUrl
  ? modelSource({ url: modelUrl, modelName, starters: library.topics.map(({ prompt }) => prompt) })
  : authoredSource(library, speed());

const announcer = byId("announcer", HTMLElement);
const scroller = byId("scroller", HTMLElement);
const list = byId("conversation-list", HTMLElement);
const sidebar = byId("sidebar", HTMLElement);
const follower = new Follower(scroller, byId("latest", HTMLButtonElement));

/** @type {Map<Chat, { item: HTMLElement, position: { top: number, following: boolean } }>} */
const chats = new Map();
/** The chats that were looked at before. @type {Set<Chat>} */
const visited = new Set();
/** @type {Chat | undefined} */
let current;

const composer = new Composer(byId("composer", HTMLFormElement), {
  send(prompt) {
    current?.ask(prompt);
    follower.toEnd();
  },
  stop: () => current?.stop(),
});

byId("new-conversation", HTMLButtonElement).addEventListener("click", () => {
  const unused = [...chats.keys()].find(({ conversation }) => conversation.turns.length === 0);
  show(unused ?? add(newConversation()));
  composer.focus();
});

byId("source", HTMLElement).textContent = source.name;
const first = modelUrl ? [newConversation()] : library.topics.map(begun);
show(first.reverse().map(add).at(-1) ?? add(newConversation()));

/** The chat must work with or without the library, and whatever becomes of it. */
async function startFeedback() {
  try {
    const { start } = await import("tellback");
    const model = modelUrl ? slug(modelName) : "authored";
    const optOut = parameters.has("optOut");
    const comments = parameters.has("comments");
    const context = { model };
    panel.attach(start({ endpoint: "/feedback", optOut, comments, context, onBatch: panel.add }));
  } catch (error) {
    panel.fail(error);
  }
}

/**
 * A conversation on a topic whose first prompt has been answered already.
 *
 * @param {Topic} topic
 * @returns {Conversation}
 */
function begun({ title, prompt, answers }) {
  const turn = newTurn(prompt);
  newVersion(turn, answers[0] ?? []);
  return { ...newConversation(), title, turns: [turn] };
}

/**
 * Adds a conversation to the top of the list.
 *
 * @param {Conversation} conversation
 * @returns {Chat}
 */
function add(conversation) {
  const chat = new Chat(conversation, source, {
    announce: (message) => {
      if (chat === current) announcer.textContent = message;
    },
    suggest: (prompt) => {
      composer.submit(prompt);
      composer.focus();
    },
    changed: () => refresh(),
  });
  const item = clone("conversation-item-template", HTMLElement);
  within(item, "button", HTMLButtonElement).addEventListener("click", () => show(chat));
  list.prepend(item);
  chats.set(chat, { item, position: { top: 0, following: false } });
  return chat;
}

/** @param {Chat} chat */
function show(chat) {
  const left = current && chats.get(current);
  if (left) left.position = follower.position;
  if (current && current !== chat && visited.has(chat)) chat.askOutcome();
  visited.add(chat);
  current = chat;
  scroller.replaceChildren(chat.element);
  follower.watch(chat.element, chats.get(chat)?.position ?? { top: 0, following: false });
  announcer.textContent = "";
  refresh();
  if (sidebar.matches(":popover-open")) sidebar.hidePopover();
}

function refresh() {
  for (const [chat, { item }] of chats) {
    const button = within(item, "button", HTMLButtonElement);
    within(button, "bdi", HTMLElement).textContent = chat.conversation.title;
    if (chat === current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  if (!current) return;
  byId("title", HTMLElement).textContent = current.conversation.title;
  document.title = `${current.conversation.title} – tellback demo`;
  composer.setStreaming(current.streaming?.id);
  follower.keep();
}

function speed() {
  const given = Number(parameters.get("speed") ?? Number.NaN);
  return given >= 0 ? given : 400;
}

/**
 * A context tag is a slug of at most 32 characters.
 *
 * @param {string} name
 */
function slug(name) {
  return (
    name
      .replace(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[._-]+/, "")
      .slice(0, 32) || "unnamed"
  );
}
