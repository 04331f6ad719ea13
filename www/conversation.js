// @ts-check
/**
 * What has been said, as plain data.
 *
 * @import { Block } from "./blocks.js"
 *
 * @typedef {{ id: string, prompt: string, blocks: Block[] }} Version  one answer, and what it answers
 * @typedef {{ id: string, prompt: string, versions: Version[], shown: number }} Turn
 *   a prompt, its alternative answers, and which of them is shown
 * @typedef {{ id: string, title: string, turns: Turn[] }} Conversation
 *
 * @typedef {object} Source  where answers come from
 * @property {string} name
 * @property {string[]} starters  prompts to begin a conversation with
 * @property {(conversation: Conversation) => string[]} followUps  prompts to go on with
 * @property {(conversation: Conversation, turn: Turn, signal: AbortSignal) => AsyncIterable<Block[]>} answer
 *   gives the answer so far, again and again, until it is complete; fails with an `AnswerError`
 */

/** A failure whose message is meant for the reader. */
export class AnswerError extends Error {}

/** @returns {Conversation} */
export function newConversation() {
  return { id: newId(), title: "New conversation", turns: [] };
}

/**
 * @param {string} prompt
 * @returns {Turn}
 */
export function newTurn(prompt) {
  return { id: newId(), prompt, versions: [], shown: 0 };
}

/**
 * Adds a version to a turn, and shows it.
 *
 * @param {Turn} turn
 * @param {Block[]} blocks
 * @returns {Version}
 */
export function newVersion(turn, blocks) {
  const version = { id: newId(), prompt: turn.prompt, blocks };
  turn.shown = turn.versions.push(version) - 1;
  return version;
}

/**
 * A handle that says nothing about what it stands for. (`crypto.randomUUID` would need a secure
 * context, which a phone that looks at a laptop's demo hasn't got.)
 */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
