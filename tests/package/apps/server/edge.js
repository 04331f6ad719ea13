// Imports everything where there is nothing but the language, less than in any edge runtime: what
// asks for a page, a network or a console there throws. Run with `--experimental-vm-modules`.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, SourceTextModule } from "node:vm";

const entries = JSON.parse(process.argv[2]);
const context = createContext();

function read(url) {
  return new SourceTextModule(readFileSync(fileURLToPath(url), "utf8"), {
    context,
    identifier: url,
  });
}

for (const entry of entries) {
  const module = read(import.meta.resolve(entry));
  await module.link((name, { identifier }) => read(new URL(name, identifier).href));
  await module.evaluate();
}
process.stdout.write(JSON.stringify({ changed: [], said: [] }));
