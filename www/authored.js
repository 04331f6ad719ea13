// @ts-check
import { reveal } from "./stream.js";

/**
 * Answers that people wrote for this demo, found by the words of the prompt.
 *
 * @import { Block } from "./blocks.js"
 * @import { Conversation, Source } from "./conversation.js"
 *
 * @typedef {{ prompt: string, keywords: string[], answers: Block[][] }} Exchange
 * @typedef {Exchange & { title: string, followUps: Exchange[] }} Topic
 * @typedef {{ topics: Topic[], otherwise: Block[][] }} Library
 *   `otherwise` is what is answered to a prompt that nobody foresaw
 */

/**
 * @param {Library} library
 * @param {number} speed in characters a second
 * @returns {Source}
 */
export function authoredSource({ topics, otherwise }, speed) {
  /** @param {Conversation} conversation */
  const topicOf = ({ turns }) =>
    turns.map(({ prompt }) => bestMatch(prompt, topics)).findLast((topic) => topic !== undefined);

  return {
    name: "Authored answers",
    starters: topics.map(({ prompt }) => prompt),
    followUps(conversation) {
      const asked = new Set(conversation.turns.map(({ prompt }) => prompt));
      const prompts = topicOf(conversation)?.followUps.map(({ prompt }) => prompt) ?? [];
      return prompts.filter((prompt) => !asked.has(prompt));
    },
    answer(conversation, turn, signal) {
      const here = topicOf(conversation)?.followUps ?? [];
      const isFirst = conversation.turns[0] === turn;
      const exchange = (!isFirst && bestMatch(turn.prompt, here)) || bestMatch(turn.prompt, topics);
      const answers = exchange?.answers ?? otherwise;
      return reveal(answers[turn.shown % answers.length] ?? [], speed, signal);
    },
  };
}

/**
 * The exchange with the very same prompt, or else with the most keywords in the prompt.
 *
 * @template {Exchange} E
 * @param {string} prompt
 * @param {E[]} exchanges
 * @returns {E | undefined}
 */
function bestMatch(prompt, exchanges) {
  const text = ` ${words(prompt)} `;
  let best;
  let most = 0;
  for (const exchange of exchanges) {
    if (exchange.prompt === prompt) return exchange;
    const matches = exchange.keywords.filter((keyword) => text.includes(` ${words(keyword)} `));
    if (matches.length > most) {
      best = exchange;
      most = matches.length;
    }
  }
  return best;
}

/** @param {string} text */
function words(text) {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(" ") ?? ""
  );
}
