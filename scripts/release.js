// @ts-check
// Does all that a release would, but publish: builds what is committed twice, in two places, and
// shows that both are the same; checks what a release promises; says what it consists of.
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "./child.js";
import { command, Failure } from "./command.js";
import { unknownLicences } from "./licences.js";
import { runQuietly, step } from "./progress.js";
import { demand, printCheck, printTable } from "./report.js";
import { billOfMaterials } from "./sbom.js";
import { cargoDeny, forBuild, setUp } from "./setup.js";
import { read, root } from "./workspace.js";

const WASM = "dist/tellback_bg.wasm";
/** Where what would be published is left to be looked at. */
const OUTPUT = "target/release-dry";

/** What npm runs when somebody installs a package. */
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall", "prepare"];

/** Fails unless every place that names the version names the same one. */
export async function compareVersions() {
  const { version } = JSON.parse(read("package.json"));
  const lock = JSON.parse(read("package-lock.json"));
  /** @param {string} file @param {RegExp} pattern */
  const found = (file, pattern) => pattern.exec(read(file))?.[1];
  const versions = {
    "package-lock.json": lock.version,
    "Cargo.toml": found("Cargo.toml", /\[workspace\.package\]\nversion = "(.+)"/),
    "Cargo.lock": found("Cargo.lock", /name = "tellback"\nversion = "(.+)"/),
    "CHANGELOG.md": found("CHANGELOG.md", /^## (\S+)/m),
    "README.md": found("README.md", /tellback-(\d+\.\d+\.\d+)\.tgz/),
  };
  const wrong = Object.entries(versions).filter(([, found]) => found !== version);
  // What the field `sdk` of every batch says.
  if (!read("src/core/wire.rs").includes('"sdk", env!("CARGO_PKG_VERSION")')) {
    wrong.push(["src/core/wire.rs", "not the version of Cargo.toml"]);
  }
  fail(wrong.map(([file, found]) => `${file} says ${found}, package.json ${version}`));
}

/** Fails where an npm package is under a licence that nobody has looked at. */
export async function checkLicences() {
  fail(unknownLicences());
}

/** Fails where the package would bring another one along, or run anything when it is installed. */
export async function checkInstallation() {
  const manifest = JSON.parse(read("package.json"));
  const brought = ["dependencies", "optionalDependencies", "bundleDependencies"];
  const scripts = INSTALL_SCRIPTS.filter((name) => manifest.scripts[name]);
  const { peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  const demanded = Object.keys(peerDependencies).filter(
    (name) => !peerDependenciesMeta[name]?.optional,
  );
  fail([
    ...brought.filter((name) => manifest[name]).map((name) => `package.json has ${name}`),
    ...scripts.map((name) => `package.json has a script ${name}`),
    ...demanded.map((name) => `package.json demands ${name}`),
  ]);
}

/** @param {string[]} problems */
function fail(problems) {
  if (problems.length > 0) throw new Failure(problems.join("\n"));
}

/**
 * Builds what is committed in a folder of its own, and packs it there.
 * @param {string} folder
 */
async function buildIn(folder) {
  await runQuietly("git", ["clone", "--quiet", "--no-hardlinks", root, folder]);
  // The tools are pinned and make the same of the same; all else is made anew.
  symlinkSync(join(root, ".tools"), join(folder, ".tools"));
  await runQuietly("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder });
  const env = { CARGO_TARGET_DIR: join(folder, "target") };
  await runQuietly("node", ["scripts/build.js"], { cwd: folder, env });
}

/** The hash of every file that was built. @param {string} folder @returns {Map<string, string>} */
function hashes(folder) {
  const names = readdirSync(join(folder, "dist"), { encoding: "utf8", recursive: true })
    .map((name) => `dist/${name}`)
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
  const hash = (/** @type {string} */ name) =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  return new Map(names.map((name) => [name, hash(name)]));
}

/**
 * Builds twice, and returns what was built and how the two compare.
 * @param {string} place
 */
async function buildTwice(place) {
  const first = join(place, "a");
  const second = join(place, "another", "and-longer", "path");
  mkdirSync(join(place, "another", "and-longer"), { recursive: true });
  for (const folder of [first, second]) {
    await step(`building ${folder === first ? "once" : "again, elsewhere"}`, () => buildIn(folder));
  }
  const [one, other] = [hashes(first), hashes(second)];
  const differing = [...new Set([...one.keys(), ...other.keys()])].filter(
    (name) => one.get(name) !== other.get(name),
  );
  return { first, one, other, differing };
}

await command(import.meta.url, async () => {
  await setUp([...forBuild, cargoDeny]);
  const changes = ask("git", ["status", "--porcelain"]);
  if (changes)
    throw new Failure(`a release is made of what is committed, and this is not:\n${changes}`);
  await compareVersions();
  await checkLicences();
  await checkInstallation();
  await step("checking the licences and sources of all crates", () =>
    runQuietly("cargo-deny", ["--locked", "--workspace", "check", "licenses", "bans", "sources"]),
  );
  const place = mkdtempSync(join(tmpdir(), "tellback-release-"));
  try {
    const { first, one, other, differing } = await buildTwice(place);
    rmSync(join(root, OUTPUT), { recursive: true, force: true });
    mkdirSync(join(root, OUTPUT), { recursive: true });
    const [packed] = JSON.parse(
      await runQuietly("npm", ["pack", "--json", "--silent", "--ignore-scripts"], { cwd: first }),
    );
    cpSync(join(first, packed.filename), join(root, OUTPUT, packed.filename));
    const bill = billOfMaterials();
    const { version } = JSON.parse(read("package.json"));
    writeFileSync(
      join(root, OUTPUT, `tellback-${version}.cdx.json`),
      `${JSON.stringify(bill, undefined, 2)}\n`,
    );

    console.log(`${ask("git", ["rev-parse", "HEAD"])}\n`);
    console.log(`sha256 of ${WASM}\n  ${one.get(WASM)}\n  ${other.get(WASM)}\n`);
    printTable(
      ["file", "bytes"],
      packed.files.map((/** @type {any} */ { path, size }) => [path, `${size}`]),
    );
    console.log(`\n${packed.filename}: ${packed.entryCount} files, ${packed.size} bytes packed`);
    console.log(`made of, beside its own code (${OUTPUT} has it as CycloneDX):`);
    for (const { name, version, licenses } of bill.components) {
      console.log(`  ${name} ${version}, ${licenses[0].expression}`);
    }
    console.log();
    const names = packed.files.map((/** @type {any} */ { path }) => path);
    const checks = [
      { name: `${one.size} files are built alike in two places`, passed: differing.length === 0 },
      { name: `every place that names a version names ${version}`, passed: true },
      {
        name: "the wasm says that version on the wire",
        passed: readFileSync(join(first, WASM)).includes(version),
      },
      { name: "every licence of a crate and of an npm package is known", passed: true },
      {
        name: "it brings no other package along, and runs nothing when it is installed",
        passed: true,
      },
      {
        name: "the licences and the changelog are packed",
        passed: ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"].every((name) =>
          names.includes(name),
        ),
      },
    ];
    checks.forEach(printCheck);
    if (differing.length > 0) console.log(`not alike: ${differing.join(", ")}`);
    demand(checks);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
