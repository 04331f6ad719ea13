// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { provide } from "./globals.js";
import { load } from "./source.js";

const { allows, browserRefuses, isRefusalStored, storeRefusal } = await load("consent");

/** @type {(Record<string, boolean | null> & { choice: boolean | null, allowed: boolean })[]} */
const table = JSON.parse(readFileSync(new URL("../consent.json", import.meta.url), "utf8"));

test("the answer is that of the truth table", () => {
  for (const { allowed, choice, ...facts } of table) {
    const given = /** @type {import("../../js/consent.ts").Facts} */ ({
      ...facts,
      choice: choice ?? undefined,
    });
    assert.equal(allows(given), allowed, JSON.stringify(given));
  }
});

test("the truth table has every combination of facts once", () => {
  const rows = new Set(table.map(({ allowed, ...facts }) => JSON.stringify(facts)));
  assert.equal(rows.size, 2 ** 4 * 3);
  assert.equal(table.length, rows.size);
  for (const row of table) {
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
  assert.equal(isRefusalStored(), false);
  storeRefusal(true);
  assert.equal(isRefusalStored(), true);
  assert.deepEqual([...stored.keys()], ["theme", "tellback"]);
  storeRefusal(true);
  assert.deepEqual([...stored.keys()], ["theme", "tellback"]);
  storeRefusal(false);
  assert.equal(isRefusalStored(), false);
  assert.deepEqual([...stored.keys()], ["theme"]);
  storeRefusal(false);
  assert.equal(isRefusalStored(), false);
});

test("a value that nobody here wrote counts as a refusal, and can be taken back", (t) => {
  for (const value of ["", "no", "opted-in", "{}"]) {
    storage(t, [["tellback", value]]);
    assert.equal(isRefusalStored(), true, JSON.stringify(value));
    storeRefusal(false);
    assert.equal(isRefusalStored(), false, JSON.stringify(value));
  }
});

test("where storage is blocked, nothing is stored and nothing is thrown", (t) => {
  provide(t, "localStorage", () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
  assert.equal(isRefusalStored(), false);
  storeRefusal(true);
  storeRefusal(false);
});

test("where storage is full or missing, nothing is stored and nothing is thrown", (t) => {
  const full = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };
  provide(t, "localStorage", () => ({ getItem: () => null, setItem: full, removeItem: full }));
  storeRefusal(true);
  storeRefusal(false);
  assert.equal(isRefusalStored(), false);

  provide(t, "localStorage", () => null);
  storeRefusal(true);
  assert.equal(isRefusalStored(), false);
});
