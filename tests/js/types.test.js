// @ts-check
// The types that the package offers, as strict projects read them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { writeTypes } from "../../scripts/build.js";
import { root } from "../../scripts/workspace.js";

const tsc = join(root, "node_modules/.bin/tsc");
const project = mkdtempSync(join(tmpdir(), "tellback-types-"));
const installed = join(project, "node_modules/tellback");
const types = join(installed, "dist");

before(async () => {
  mkdirSync(types, { recursive: true });
  await writeTypes(types);
  cpSync(join(root, "package.json"), join(installed, "package.json"));
});

after(() => rmSync(project, { recursive: true, force: true }));

/**
 * Compiles a file of a project that uses the package, and tells what the compiler has against it.
 * @param {string} code
 * @param {string[]} lib
 */
function complaints(code, lib, moduleResolution = "bundler") {
  writeFileSync(join(project, "page.ts"), code);
  writeFileSync(join(project, "package.json"), '{"type":"module"}');
  const compilerOptions = {
    ...{ lib, target: "es2022", types: [] },
    ...{ module: moduleResolution === "bundler" ? "esnext" : moduleResolution, moduleResolution },
    ...{ strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true },
  };
  const config = { compilerOptions, files: ["page.ts"] };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
  const { stdout } = spawnSync(tsc, ["--pretty", "false", "--project", project], {
    encoding: "utf8",
  });
  return stdout.trim();
}

test("are those of the entries, and nothing of the insides", () => {
  const files = readdirSync(types).filter((name) => !name.endsWith(".json"));
  assert.deepEqual(files.sort(), [
    ...["index.d.ts", "options.d.ts", "react.d.ts", "strings", "strings.d.ts", "tags.d.ts"],
    ...["tellback.d.ts", "to"],
  ]);
  const tellback = readFileSync(join(types, "tellback.d.ts"), "utf8");
  assert.doesNotMatch(tellback, /choose|static|root/);
});

test("are sound without newer libraries, and where every type is checked", () => {
  const code = `
    import { type BarAttributes, start, type Status, type Tellback } from "tellback";
    const tellback: Tellback = start({ endpoint: "/feedback", root: document.body });
    const status: Status = tellback.status;
    const bar: BarAttributes = { for: "r1" };
    document.createElement("tellback-bar").hidden = status === "failed";
    document.querySelector("tellback-bar")?.setAttribute("for", bar.for);
  `;
  assert.equal(complaints(code, ["es2022", "dom"]), "");
});

test("know the controls, their events and the translations", () => {
  const code = `
    import { start, type Strings } from "tellback";
    import german from "tellback/strings/de";
    const strings: Strings = german;
    start({ endpoint: "/feedback", strings: { ...strings, reasons: { made_up: "Erfunden" } } });
    document.createElement("tellback-compare").addEventListener("tellback-compared", (event) => {
      const choice: string = event.detail.choice;
      console.log(choice);
    });
    document.addEventListener("tellback-rated", (event) => console.log(event.detail.rating));
    window.addEventListener("tellback-outcome", (event) => console.log(event.detail.outcome));
    const bar = document.querySelector("tellback-bar");
    if (bar) bar.value = bar.htmlFor === "r1" ? 4 : null;
    document.querySelector("tellback-consent")?.addEventListener("tellback-refused", (event) => {
      const scope: "everything" | "new-conversations" = event.detail.scope;
      console.log(scope);
    });
  `;
  assert.equal(complaints(code, ["es2022", "dom"]), "");
});

test("let an instance be disposed of", () => {
  const code = `
    import { start } from "tellback";
    using tellback = start({ endpoint: "/feedback" });
    export const { status } = tellback;
  `;
  assert.equal(complaints(code, ["es2022", "esnext.disposable", "dom"]), "");
});

test("refuse what start() would refuse", () => {
  const code = `
    import { start } from "tellback";
    start({ endpoint: "/feedback", optout: true });
  `;
  assert.match(complaints(code, ["es2022", "dom"]), /page\.ts\(3,36\): error TS2561: /);
});

test("know every event, and every entry", () => {
  const code = `
    import { start, type Batch, type EventType } from "tellback";
    import { start as startInline } from "tellback/inline";
    import { langfuse } from "tellback/to/langfuse";
    import { langsmith } from "tellback/to/langsmith";
    import { otlp } from "tellback/to/otlp";
    import { posthog } from "tellback/to/posthog";
    import { send } from "tellback/to/send";
    export const same: typeof start = startInline;
    export const type: EventType = "regenerated";
    export const summaries = ({ events }: Batch) =>
      events.map((event) => {
        if (event.type === "preferred" && event.verdict === "one") return event.chosen;
        if (event.type === "left") return event.turns;
        return event.type === "copied" && event.part === "code" ? event.share_pct : undefined;
      });
    start({
      endpoint: new URL("https://chat.example/feedback"),
      wasmUrl: "./tellback_bg.wasm",
      capture: { viewed: false },
      onBatch: async (batch) => {
        await send(langsmith(batch, { url: () => undefined }));
        await send([posthog(batch, { apiKey: "a" }), langfuse(batch, { publicKey: "b" })]);
        return send(otlp(batch, { url: "/v1/logs" }));
      },
    });
  `;
  for (const moduleResolution of ["bundler", "nodenext"]) {
    assert.equal(complaints(code, ["es2022", "dom"], moduleResolution), "");
  }
});

test("hold words to those that there are", () => {
  for (const options of [
    'consent: "optin"',
    'credentials: "all"',
    "capture: { clicked: false }",
    'batch: { maxEvents: "50" }',
    "strings: { good: 'Gut' }",
  ]) {
    const code = `
      import { start } from "tellback";
      start({ endpoint: "/feedback", ${options} });
    `;
    assert.match(complaints(code, ["es2022", "dom"]), /page\.ts\(3,\d+\): error TS\d+: /, options);
  }
});
