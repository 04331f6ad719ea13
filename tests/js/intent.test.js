// @ts-check
// How right the rules are that tell a correction from a continuation.
//
// The rules were made to fit `messages.tsv`. `held-out.tsv` was written by somebody who knew none of
// them and was asked for what is hard, and no rule was changed because of it: its figures are the
// honest ones.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { intentOf } from "../../js/intent.js";

/** @param {string} file */
function read(file) {
  const lines = readFileSync(new URL(`../intent/${file}`, import.meta.url), "utf8").trim();
  return lines.split("\n").map((line) => {
    const [language = "", intent = "", message = ""] = line.split("\t");
    return { language, intent, message, found: intentOf(message) };
  });
}

const messages = read("messages.tsv");
const heldOut = read("held-out.tsv");

const KINDS = ["correction", "continuation"];

/** Of messages that nobody has looked at, at least this share of what is said is right. */
const FLOOR = 0.85;

/** @typedef {typeof messages} Messages */

/**
 * Of the messages that were said to be of a kind, those that are; and of those that are, those that
 * were said to be.
 * @param {Messages} messages
 * @param {string} kind
 */
function measure(messages, kind) {
  const said = messages.filter(({ found }) => found === kind);
  const right = said.filter(({ intent }) => intent === kind).length;
  const are = messages.filter(({ intent }) => intent === kind).length;
  return { precision: said.length ? right / said.length : 1, recall: right / are };
}

/** @param {Messages} messages @param {string} name */
function print(messages, name) {
  const cells = KINDS.map((kind) => {
    const { precision, recall } = measure(messages, kind);
    const percent = (/** @type {number} */ share) => `${Math.round(share * 100)} %`.padStart(5);
    return `${kind}: precision ${percent(precision)}, recall ${percent(recall)}`;
  });
  console.log(`${name.padEnd(8)} ${String(messages.length).padStart(3)}  ${cells.join("  ")}`);
}

test("what is said of a message is nearly always right", () => {
  print(messages, "known");
  print(heldOut, "held out");
  for (const language of new Set(messages.map(({ language }) => language))) {
    print(
      [...messages, ...heldOut].filter((message) => message.language === language),
      language,
    );
  }
  assert.ok(messages.length >= 500 && heldOut.length >= 190);
  for (const kind of KINDS) {
    assert.ok(measure(messages, kind).precision >= 0.95, kind);
    assert.ok(measure(messages, kind).recall >= 0.75, kind);
    assert.ok(measure(heldOut, kind).precision >= FLOOR, kind);
  }
});

test("a message that says nothing, or both, is unknown", () => {
  for (const message of ["", " ", "?", "12", "🙂", "Thanks, but that's wrong.", "x".repeat(1e6)]) {
    assert.equal(intentOf(message), "unknown", message.slice(0, 40));
  }
});
