// @ts-check
// Every snippet of the documentation is part of a file that some test runs.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { read } from "../../scripts/workspace.js";

/** What is shown and not run here: commands, headers, and what leaves the page. */
const SHOWN = ["sh", "http", "json", "text"];

const documents = readdirSync(new URL("../../docs", import.meta.url)).filter(
  (name) => name.endsWith(".md") && name !== "api.md",
);

for (const name of documents) {
  test(`the snippets of docs/${name} are parts of files that run`, () => {
    const text = read(`docs/${name}`);
    const snippets = [...text.matchAll(/(?:<!-- from (\S+) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm)];
    for (const [, source, language = "", snippet = ""] of snippets) {
      if (SHOWN.includes(language)) continue;
      assert.ok(source, `a snippet without a source:\n${snippet}`);
      assert.ok(read(source).includes(snippet.trimEnd()), `not in ${source}:\n${snippet}`);
    }
  });
}
