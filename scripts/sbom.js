// @ts-check
// What the published package is made of, as CycloneDX: npm's own account of it, and the crates that
// the wasm holds, which npm knows nothing of.
import { ask } from "./child.js";
import { Failure } from "./command.js";
import { WASM_TARGET } from "./setup.js";
import { read } from "./workspace.js";

/** @returns {any} */
export function billOfMaterials() {
  const npm = ask("npm", ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--omit", "peer"]);
  if (!npm) throw new Failure("npm cannot tell what the package is made of");
  const bill = JSON.parse(npm);
  const crates = [...shippedCrates(), standardLibrary()];
  bill.metadata.component.name = "tellback";
  bill.components.push(...crates);
  bill.dependencies[0].dependsOn.push(...crates.map((crate) => crate["bom-ref"]));
  bill.dependencies.push(...crates.map((crate) => ({ ref: crate["bom-ref"], dependsOn: [] })));
  return bill;
}

/** The crates that are compiled into the wasm; macros only write code for it. */
export function shippedCrates() {
  const tree = ask("cargo", [
    ...["tree", "--locked", "--package", "tellback", "--no-default-features"],
    ...["--target", WASM_TARGET, "--edges", "normal,no-proc-macro"],
    ...["--prefix", "none", "--no-dedupe", "--format", "{p}|{l}"],
  ]);
  if (!tree) throw new Failure("cargo cannot tell what the wasm is made of");
  const lines = [...new Set(tree.split("\n"))].sort();
  return lines.flatMap((line) => {
    const [, name = "", version = "", licence = ""] = /^(\S+) v(\S+).*\|(.*)$/.exec(line) ?? [];
    if (name === "tellback") return [];
    const hash = new RegExp(`name = "${name}"\\nversion = "${version}"\\n.*\\nchecksum = "(\\w+)"`);
    const [, checksum] = hash.exec(read("Cargo.lock")) ?? [];
    if (!checksum) throw new Failure(`Cargo.lock has no checksum of ${name} ${version}`);
    return [component(name, version, licence, [{ alg: "SHA-256", content: checksum }])];
  });
}

/** The crates core and alloc, which come with the compiler. */
function standardLibrary() {
  const version = /^release: (.+)$/m.exec(ask("rustc", ["-vV"]) ?? "")?.[1] ?? "";
  return component("rust-std", version, "MIT OR Apache-2.0", []);
}

/**
 * @param {string} name
 * @param {string} version
 * @param {string} expression
 * @param {{ alg: string, content: string }[]} hashes
 */
function component(name, version, expression, hashes) {
  const purl = `pkg:${hashes.length > 0 ? "cargo" : "generic"}/${name}@${version}`;
  const licenses = [{ expression }];
  return {
    "bom-ref": purl,
    type: "library",
    name,
    version,
    scope: "required",
    licenses,
    purl,
    hashes,
  };
}
