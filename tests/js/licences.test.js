// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { permits } from "../../scripts/licences.js";

/** @param {string} expression */
const isPermitted = (expression) =>
  permits(expression, (licence) => ["MIT", "ISC"].includes(licence));

test("a choice of licences permits where one of them does, and a sum where all do", () => {
  assert.ok(isPermitted("MIT"));
  assert.ok(isPermitted("GPL-3.0 OR MIT"));
  assert.ok(isPermitted("(GPL-3.0 OR MIT) AND ISC"));
  assert.ok(!isPermitted("GPL-3.0"));
  assert.ok(!isPermitted("MIT AND GPL-3.0"));
  assert.ok(!isPermitted("(MIT OR ISC) AND GPL-3.0"));
});

test("what is no expression permits nothing", () => {
  assert.ok(!isPermitted(""));
  assert.ok(!isPermitted("MIT ISC"));
  assert.ok(!isPermitted("SEE LICENSE IN LICENSE"));
});
