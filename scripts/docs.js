// @ts-check
// Makes docs/api.md of the types that the package offers: the reference for people, and a report by
// which no change of what is public goes unseen. `npm run lint` compares it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTypes } from "./build.js";
import { command, Failure } from "./command.js";
import { packages, setUp } from "./setup.js";
import { read, root } from "./workspace.js";

const REFERENCE = "docs/api.md";

const HEAD = `# API

Made by \`npm run docs\` from the types, of which your editor shows the same. The global script has
what \`tellback\` has, as fields of \`window.tellback\`.
`;

/** @returns {Promise<string>} */
async function describe() {
  const folder = mkdtempSync(join(tmpdir(), "tellback-docs-"));
  try {
    await writeTypes(folder);
    const parts = ["index", "tellback", "options", "tags", "strings"];
    const declared = parts.flatMap((name) => declarations(folder, name));
    const reached = reachable(declared);
    const needed = declared.filter(({ name }) => reached.has(name));
    const vendors = readdirSync(join(folder, "to"))
      .sort()
      .map((file) => file.replace(".d.ts", ""));
    return [
      HEAD,
      section("tellback", needed),
      section("tellback/react", declarations(folder, "react")),
      ...vendors.map((name) => section(`tellback/to/${name}`, declarations(folder, `to/${name}`))),
    ].join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @typedef {{ file: string, name: string, text: string, reexported: string[] }} Declaration */

/**
 * What is offered, and what that is written in terms of.
 * @param {Declaration[]} declared
 */
function reachable(declared) {
  const reached = new Set(
    declared.flatMap(({ file, name, reexported }) =>
      file === "index" ? [name, ...reexported] : reexported,
    ),
  );
  // The loop also visits what it appends.
  for (const at of reached) {
    const text = declared.find(({ name }) => name === at)?.text ?? "";
    const words = new Set(text.replace(/\/\*\*[\s\S]*?\*\//g, "").match(/\w+/g));
    for (const { name } of declared) if (words.has(name)) reached.add(name);
  }
  return reached;
}

/**
 * The declarations of a file, each with the comment above it.
 * @param {string} folder
 * @param {string} file
 * @returns {Declaration[]}
 */
function declarations(folder, file) {
  const lines = readFileSync(join(folder, `${file}.d.ts`), "utf8").split("\n");
  /** @type {string[][]} */
  const found = [[]];
  let depth = 0;
  let isComment = false;
  for (const line of lines) {
    found.at(-1)?.push(line);
    isComment ||= line.trimStart().startsWith("/**");
    if (!isComment) {
      depth += line.split(/[{(]/).length - line.split(/[})]/).length;
      if (depth === 0 && /[;}]$/.test(line)) found.push([]);
    }
    if (line.endsWith("*/")) isComment = false;
  }
  return found.map((lines) => {
    const text = lines.join("\n").trim();
    return {
      file,
      text,
      name:
        /^(?:export )?(?:declare )?(?:type|interface|class|function) (\w+)/m.exec(text)?.[1] ?? "",
      reexported:
        /^export type \{(.*)\} from/m
          .exec(text)?.[1]
          ?.split(",")
          .map((name) => name.trim()) ?? [],
    };
  });
}

/**
 * @param {string} entry
 * @param {Declaration[]} declarations
 */
function section(entry, declarations) {
  const code = declarations
    .filter(({ name, reexported }) => name !== "" && reexported.length === 0)
    .map(({ text }) => text)
    .join("\n\n");
  return `## \`${entry}\`\n\n\`\`\`ts\n${code}\n\`\`\`\n`;
}

/** Fails unless the reference is as the types are. */
export async function compareReference() {
  if ((await describe()) !== read(REFERENCE)) {
    throw new Failure(
      `${REFERENCE} is out of date: run \`npm run docs\`, and look at what changes`,
    );
  }
}

await command(import.meta.url, async () => {
  await setUp([packages]);
  writeFileSync(join(root, REFERENCE), await describe());
  console.log(`wrote ${REFERENCE}`);
});
