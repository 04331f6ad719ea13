// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { provide } from "./globals.js";
import { load } from "./source.js";

const { allows, browserRefuses, EVERYTHING, NOTHING, RUNNING, store, storedRefusal } =
  await load("consent");

/** What the words of the table stand for. */
const ALLOWED = /** @type {const} */ ({
  everything: EVERYTHING,
  running: RUNNING,
  nothing: NOTHING,
});

/**
 * @typedef {keyof typeof ALLOWED} Word
 * @typedef {Record<string, boolean> & { choice: Word | null, allowed: Word }} Decision
 * @type {{ decisions: Decision[], stored: { value: string | null, allowed: Word | null }[] }}
 */
const table = JSON.parse(readFileSync(new URL("../consent.json", import.meta.url), "utf8"));

test("the answer is that of the truth table", () => {
  for (const { allowed, choice, ...facts } of table.decisions) {
    const given = /** @type {import("../../js/consent.ts").Facts} */ (
      /** @type {unknown} */ ({ ...facts, choice: choice ? ALLOWED[choice] : undefined })
    );
    assert.equal(allows(given), ALLOWED[allowed], JSON.stringify(given));
  }
});

test("the truth table has every combination of facts once", () => {
  const rows = new Set(table.decisions.map(({ allowed, ...facts }) => JSON.stringify(facts)));
  assert.equal(rows.size, 2 ** 4 * 4);
  assert.equal(table.decisions.length, rows.size);
  for (const row of table.decisions) {
    assert.deepEqual(Object.keys(row).sort(), [
      ...["allowed", "browserRefuses", "choice", "optInRequired", "optOut", "storedRefusal"],
    ]);
  }
});

test("a browser refuses by Global Privacy Control or Do Not Track", (t) => {
  /** @param {Record<string, unknown>} navigator */
  const check = (navigator) => {
    provide(t, "navigator", () => navigator);
    return browserRefuses();
  };
  assert.equal(check({ globalPrivacyControl: true, doNotTrack: null }), true);
  assert.equal(check({ doNotTrack: "1" }), true);
  assert.equal(check({ globalPrivacyControl: false, doNotTrack: "1" }), true);
  assert.equal(check({ globalPrivacyControl: true, doNotTrack: "0" }), true);
});

test("a browser that says nothing, or no, does not refuse", (t) => {
  /** @param {Record<string, unknown>} navigator */
  const check = (navigator) => {
    provide(t, "navigator", () => navigator);
    return browserRefuses();
  };
  assert.equal(check({}), false);
  assert.equal(check({ globalPrivacyControl: false, doNotTrack: null }), false);
  assert.equal(check({ globalPrivacyControl: undefined, doNotTrack: "0" }), false);
  assert.equal(check({ doNotTrack: "unspecified" }), false);
});

/**
 * @param {import("node:test").TestContext} t
 * @param {[string, string][]} [entries]
 */
function storage(t, entries) {
  const stored = new Map(entries);
  provide(t, "localStorage", () => ({
    /** @param {string} key */
    getItem: (key) => stored.get(key) ?? null,
    /** @type {(key: string, value: string) => void} */
    setItem: (key, value) => stored.set(key, value),
    /** @param {string} key */
    removeItem: (key) => stored.delete(key),
  }));
  return stored;
}

test("a refusal is stored under one key, and taken back", (t) => {
  const stored = storage(t, [["theme", "dark"]]);
  assert.equal(storedRefusal(), undefined);
  store(NOTHING);
  assert.equal(storedRefusal(), NOTHING);
  assert.deepEqual([...stored.keys()], ["theme", "tellback"]);
  store(NOTHING);
  assert.deepEqual([...stored.keys()], ["theme", "tellback"]);
  store(EVERYTHING);
  assert.equal(storedRefusal(), undefined);
  assert.deepEqual([...stored.keys()], ["theme"]);
  store(EVERYTHING);
  assert.equal(storedRefusal(), undefined);
});

test("a narrower refusal takes nothing back from a wider one", (t) => {
  storage(t);
  store(RUNNING);
  assert.equal(storedRefusal(), RUNNING);
  store(NOTHING);
  assert.equal(storedRefusal(), NOTHING);
  store(RUNNING);
  assert.equal(storedRefusal(), NOTHING);
});

test("a stored value is read as the table says, and can be taken back", (t) => {
  for (const { value, allowed } of table.stored) {
    storage(t, value === null ? [] : [["tellback", value]]);
    const expected = allowed ? ALLOWED[allowed] : undefined;
    assert.equal(storedRefusal(), expected, JSON.stringify(value));
    store(EVERYTHING);
    assert.equal(storedRefusal(), undefined, JSON.stringify(value));
  }
});

test("what is stored is what the table knows", (t) => {
  const known = table.stored.map(({ value }) => value);
  for (const choice of /** @type {const} */ ([NOTHING, RUNNING])) {
    const stored = storage(t);
    store(choice);
    assert.ok(known.includes(stored.get("tellback") ?? ""), stored.get("tellback"));
  }
});

test("where storage is blocked, nothing is stored and nothing is thrown", (t) => {
  provide(t, "localStorage", () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
  assert.equal(storedRefusal(), undefined);
  for (const choice of /** @type {const} */ ([NOTHING, RUNNING, EVERYTHING])) store(choice);
});

test("where storage is full or missing, nothing is stored and nothing is thrown", (t) => {
  const full = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };
  provide(t, "localStorage", () => ({ getItem: () => null, setItem: full, removeItem: full }));
  store(NOTHING);
  store(EVERYTHING);
  assert.equal(storedRefusal(), undefined);

  provide(t, "localStorage", () => null);
  store(NOTHING);
  assert.equal(storedRefusal(), undefined);
});
