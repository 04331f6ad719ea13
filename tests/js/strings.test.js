// @ts-check
// The translations of the controls. Whether they read well, only people can tell; here is what a
// program can: nothing is missing, nothing was left in English, and nothing is too long for a button.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { load } from "./source.js";

/** @typedef {import("../../js/strings.ts").Strings} Strings */

const folder = fileURLToPath(new URL("../../js/strings", import.meta.url));
const languages = readdirSync(folder).map((file) => file.replace(".ts", ""));

/**
 * The most characters that there is room for: in a chip, a button, a line, below a field, and in a
 * paragraph of a settings page.
 */
const ROOM = { chip: 24, button: 32, line: 44, note: 160, paragraph: 200 };

/** @type {Record<string, number>} */
const MOST = {
  undo: ROOM.chip,
  close: ROOM.chip,
  send: ROOM.chip,
  worked: ROOM.chip,
  partly: ROOM.chip,
  failed: ROOM.chip,
  better: ROOM.button,
  tie: ROOM.button,
  bothBad: ROOM.button,
  commentNote: ROOM.note,
  // It leaves nothing out that is recorded.
  consentCollected: 280,
};

/** @param {string} language @returns {Promise<Strings>} */
const read = async (language) => (await load(`strings/${language}`)).default;

/** All texts by their names. @param {Strings} strings @returns {Record<string, string>} */
const flat = ({ reasons, ...rest }) => ({
  ...rest,
  ...Object.fromEntries(Object.entries(reasons).map(([name, text]) => [`reasons.${name}`, text])),
});

test("there are at least ten languages beside English", () => {
  assert.ok(languages.includes("en"));
  assert.ok(languages.length > 10, languages.join());
});

test("every name of a language is one that browsers know", () => {
  const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });
  for (const language of languages) assert.ok(names.of(language), language);
});

for (const language of languages) {
  test(`${language}: has every text, and each has room`, async () => {
    const english = flat(await read("en"));
    const texts = flat(await read(language));
    assert.deepEqual(Object.keys(texts), Object.keys(english));
    for (const [name, text] of Object.entries(texts)) {
      const isParagraph = name.startsWith("consent") && !/Label|Everything|Widen/.test(name);
      const usual = isParagraph ? ROOM.paragraph : ROOM.line;
      const most = MOST[name] ?? (name.startsWith("reasons.") ? ROOM.chip : usual);
      assert.equal(text, text.trim(), name);
      assert.ok(text.length > 0 && text.length <= most, `${name}: ${text.length} of ${most}`);
      assert.equal(text.split("{n}").length, english[name]?.split("{n}").length, name);
    }
    // A reader must be able to tell the choices apart.
    const choices = Object.entries(texts).filter(([name]) => name.startsWith("reasons."));
    assert.equal(new Set(choices.map(([, text]) => text)).size, choices.length);
    assert.equal(new Set([texts.worked, texts.partly, texts.failed]).size, 3);
  });

  test(`${language}: is no copy of English`, { skip: language === "en" }, async () => {
    const english = flat(await read("en"));
    const texts = flat(await read(language));
    const same = Object.keys(texts).filter((name) => texts[name] === english[name]);
    // "No" is Italian and Spanish, too.
    assert.ok(same.length <= 1, same.join());
  });
}
