// @ts-check
import { AnswerError } from "./conversation.js";
import { MarkdownReader, write } from "./markdown.js";
import { serverEvents } from "./stream.js";

/**
 * Answers from a language model, at any endpoint that speaks OpenAI's streaming chat completions.
 *
 * @import { Conversation, Source, Turn } from "./conversation.js"
 */

/**
 * @param {{ url: string, modelName: string, starters: string[] }} options
 * @returns {Source}
 */
export function modelSource({ url, modelName, starters }) {
  const endpoint = parseEndpoint(url);
  return {
    name: endpoint ? `Answers from ${endpoint.host}` : "No model",
    starters,
    followUps: () => [],
    async *answer(conversation, turn, signal) {
      if (!endpoint) {
        throw new AnswerError(
          `The page's address has model=${url}, which is no http or https URL.`,
        );
      }
      const body = { model: modelName, stream: true, messages: messages(conversation, turn) };
      const response = await request(endpoint, body, signal);
      const reader = new MarkdownReader();
      for await (const piece of pieces(response, endpoint, signal)) yield reader.read(piece);
    },
  };
}

/** @param {string} text */
function parseEndpoint(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return undefined;
  // People paste the base address that their model server prints.
  if (/\/v\d+\/?$/.test(url.pathname)) {
    url.pathname = `${url.pathname.replace(/\/$/, "")}/chat/completions`;
  }
  return url;
}

/**
 * What was said up to a turn's prompt. Turns that got no answer are left out, because many models
 * insist that the two sides take turns.
 *
 * @param {Conversation} conversation
 * @param {Turn} turn
 */
function messages(conversation, turn) {
  const before = conversation.turns.slice(0, conversation.turns.indexOf(turn));
  return [
    ...before.flatMap(({ prompt, versions, shown }) => {
      const content = write(versions[shown]?.blocks ?? []);
      return content
        ? [
            { role: "user", content: prompt },
            { role: "assistant", content },
          ]
        : [];
    }),
    { role: "user", content: turn.prompt },
  ];
}

/**
 * @param {URL} endpoint
 * @param {object} body
 * @param {AbortSignal} signal
 */
async function request(endpoint, body, signal) {
  let response;
  try {
    response = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new AnswerError(
      `${endpoint.host} could not be reached. Is it running, and does it allow requests from this page (CORS)?`,
      { cause: error },
    );
  }
  if (response.ok) return response;
  const reason = errorMessage(await response.text().catch(() => ""));
  throw new AnswerError(
    `${endpoint.host} answered ${[response.status, response.statusText].join(" ").trim()}${reason && `: ${reason}`}`,
  );
}

/**
 * @param {Response} response
 * @param {URL} endpoint
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<string>}
 */
async function* pieces(response, endpoint, signal) {
  const streams = response.headers.get("Content-Type")?.includes("text/event-stream");
  if (!streams || !response.body) {
    const { choices } = parse(await response.text(), endpoint);
    yield choices?.[0]?.message?.content ?? "";
    return;
  }
  let complete = false;
  try {
    for await (const data of serverEvents(response.body)) {
      if (data === "[DONE]") return;
      const choice = parse(data, endpoint).choices?.[0];
      complete ||= Boolean(choice?.finish_reason);
      if (choice?.delta?.content) yield choice.delta.content;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AnswerError) throw error;
    complete = false;
  }
  if (!complete)
    throw new AnswerError(`${endpoint.host} broke off before the answer was complete.`);
}

/**
 * @param {string} text
 * @param {URL} endpoint
 */
function parse(text, endpoint) {
  let chunk;
  try {
    chunk = JSON.parse(text);
  } catch (error) {
    throw new AnswerError(`${endpoint.host} sent something that is no chat completion.`, {
      cause: error,
    });
  }
  if (chunk?.error) throw new AnswerError(`${endpoint.host} gave up: ${errorMessage(text)}`);
  return chunk;
}

/**
 * The reason in an error reply: servers send `{error: {message}}`, `{error}`, `{message}` or plain text.
 *
 * @param {string} text
 */
function errorMessage(text) {
  let message = text;
  try {
    const { error, message: own } = JSON.parse(text);
    message = error?.message ?? error ?? own ?? text;
  } catch {
    // Then the reply itself is the message.
  }
  const line = String(message).replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
