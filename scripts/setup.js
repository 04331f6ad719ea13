// @ts-check
// Brings what the other commands need, once. Each need is looked for first, so this costs next
// to nothing on a machine that has them all.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { locate, programs } from "./browsers.js";
import { ask } from "./child.js";
import { command, Failure } from "./command.js";
import { runQuietly, step } from "./progress.js";
import { find, read, root } from "./workspace.js";

/**
 * @typedef {{
 *   name: string,
 *   present(): boolean,
 *   lane: "npm" | "rust" | "python" | "debian",
 *   install(names: string[]): Promise<unknown>,
 * }} Need needs that share their `install` are brought by one call of it; what has one lane is
 *   brought in order, and lanes go side by side: some wait for the network, one for the processor
 */

export const WASM_TARGET = "wasm32-unknown-unknown";
const TOOLS = join(root, ".tools");
const TOOLS_TARGET = join(TOOLS, "target");

export const packages = npmPackages(".", "npm packages");

const ENVIRONMENTS = "tests/package";
/** What the packed package is tried in, and with: too much for everybody's installation. */
export const environments = npmPackages(ENVIRONMENTS, "bundlers and frameworks");

/** What only the benchmark needs: what is measured beside us, and what draws its plots. */
export const peers = npmPackages("bench", "the benchmark's peers");

/**
 * @param {string} folder that holds a lockfile
 * @param {string} name
 * @returns {Need}
 */
function npmPackages(folder, name) {
  const installation = `${folder}/node_modules/.package-lock.json`;
  return {
    name,
    present() {
      if (!existsSync(join(root, installation))) return false;
      const installed = JSON.parse(read(installation)).packages;
      const locked = Object.entries(JSON.parse(read(`${folder}/package-lock.json`)).packages);
      return locked.every(([path, { version, optional }]) => {
        if (path === "") return true;
        return installed[path] ? installed[path].version === version : optional;
      });
    },
    lane: "npm",
    // No package's own script is needed, and none of them is to download anything.
    install: () =>
      runQuietly("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
        cwd: join(root, folder),
      }),
  };
}

const channel = /^channel = "(.+)"$/m.exec(read("rust-toolchain.toml"))?.[1] ?? "stable";

/** @type {Need} */
export const toolchain = {
  name: `Rust ${channel}`,
  present: () => ask("rustc", ["--version"])?.startsWith(`rustc ${channel} `) ?? false,
  lane: "rust",
  install: () => rustup("toolchain", "install", channel, "--profile", "minimal"),
};

/** @type {Need} */
export const wasmTarget = {
  name: WASM_TARGET,
  present() {
    const folder = ask("rustc", ["--print", "target-libdir", "--target", WASM_TARGET]);
    return folder !== undefined && existsSync(folder);
  },
  lane: "rust",
  install: (names) => rustup("target", "add", ...names),
};

export const rustfmt = component("rustfmt", "fmt");
export const clippy = component("clippy", "clippy");

/**
 * @param {string} name
 * @param {string} subcommand
 * @returns {Need}
 */
function component(name, subcommand) {
  return {
    name,
    present: () => ask("cargo", [subcommand, "--version"]) !== undefined,
    lane: "rust",
    install: addComponents,
  };
}

/** @param {string[]} names */
function addComponents(names) {
  return rustup("component", "add", ...names);
}

/** @param {...string} args */
async function rustup(...args) {
  if (!find("rustup")) {
    throw new Failure(
      "Rust is missing: install it with the line that https://rustup.rs shows, then run this command again.",
    );
  }
  await runQuietly("rustup", args);
}

// wasm-bindgen's tool refuses code that was made with any other version of its crate.
const bindgenVersion = /^name = "wasm-bindgen"\nversion = "(.+)"$/m.exec(read("Cargo.lock"))?.[1];

export const wasmBindgen = tool("wasm-bindgen", `wasm-bindgen-cli@${bindgenVersion}`);
export const wasmPack = tool("wasm-pack", "wasm-pack@0.15.1");
export const geckodriver = tool("geckodriver", "geckodriver@0.37.1");
/** For releases alone: it takes a minute or three to build. */
export const cargoDeny = tool("cargo-deny", "cargo-deny@0.20.2");

/**
 * A program from a crate, at the version that the project was tested with.
 * @param {string} program
 * @param {string} crate as `name@version`
 * @returns {Need}
 */
function tool(program, crate) {
  return {
    name: crate,
    present() {
      const version = ask(join(TOOLS, "bin", program), ["--version"])?.split(/\s/)[1];
      return crate.endsWith(`@${version}`);
    },
    lane: "rust",
    install: installTools,
  };
}

/** @param {string[]} crates */
async function installTools(crates) {
  // Unoptimized tools do the same work, and are built in less than half the time.
  const env = {
    CARGO_PROFILE_DEV_DEBUG: "0",
    CARGO_PROFILE_DEV_STRIP: "true",
    CARGO_TARGET_DIR: TOOLS_TARGET,
  };
  await runQuietly(
    "cargo",
    ["install", "--debug", "--locked", "--force", "--root", TOOLS, ...crates],
    { env },
  );
  rmSync(TOOLS_TARGET, { recursive: true, force: true });
}

/**
 * @param {...import("./browsers.js").Program} names
 * @returns {Need[]}
 */
export function browsers(...names) {
  return names.map((name) => ({
    name: programs[name].debian,
    present: () => locate(name) !== undefined,
    lane: "debian",
    install: installDebianPackages,
  }));
}

/** @param {string[]} names */
async function installDebianPackages(names) {
  const lack = `The browser tests lack ${names.join(", ")}`;
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...names];
  if (!find("apt-get")) {
    const variables = Object.values(programs).map(({ variable }) => variable);
    throw new Failure(
      `${lack} (Debian's names): install them with this system's package manager, or name the programs in ${variables.join(", ")}.`,
    );
  }
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && ask("sudo", ["-n", "true"]) === undefined) {
    throw new Failure(`${lack}: run \`sudo ${install.join(" ")}\`, then this command again.`);
  }
  const asRoot = isRoot ? [] : ["sudo", "-n"];
  for (const args of [["apt-get", "update"], install]) {
    const [program = "", ...rest] = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", ...args];
    await runQuietly(program, rest);
  }
}

const REQUIREMENTS = "collector/tests/requirements.txt";
export const PYTHON = join(TOOLS, "python");

/** @type {Need} */
export const python = {
  name: "Python packages",
  present: () =>
    [...read(REQUIREMENTS).matchAll(/^([\w.]+)==(.+)$/gm)].every(([, name, version]) =>
      existsSync(join(PYTHON, `${name}-${version}.dist-info`)),
    ),
  lane: "python",
  async install() {
    if (ask("python3", ["-m", "pip", "--version"]) === undefined) {
      throw new Failure(
        "The exports are checked with Python 3.11 or newer and pip: install them (Debian: `sudo apt-get install -y python3-pip`), then run this command again.",
      );
    }
    rmSync(PYTHON, { recursive: true, force: true });
    const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-deps"];
    await runQuietly("python3", [...pip, "--target", PYTHON, "--requirement", REQUIREMENTS]);
  },
};

export const forBuild = [packages, toolchain, wasmTarget, wasmBindgen];
export const forLint = [packages, toolchain, wasmTarget, rustfmt, clippy];
export const forPackage = [...forBuild, environments, ...browsers("chromium")];
export const forJourneys = [...forBuild, ...browsers("chromium", "firefox")];
export const forWasmTests = [toolchain, wasmTarget, wasmBindgen, wasmPack];

const everything = [
  ...forLint,
  ...forWasmTests,
  geckodriver,
  python,
  environments,
  ...browsers("chromium", "chromedriver", "firefox", "webkitDriver", "xvfb"),
];

/** @param {Need[]} needs */
export async function setUp(needs) {
  const missing = [...new Set(needs)].filter((need) => !need.present());
  const lanes = [...new Set(missing.map(({ lane }) => lane))];
  const endings = await Promise.allSettled(
    lanes.map((lane) => bring(missing.filter((need) => need.lane === lane))),
  );
  // Whatever one of them lacks, the others are in place then, and all is said at once.
  const reasons = endings.flatMap((ending) => (ending.status === "rejected" ? ending.reason : []));
  const bug = reasons.find((reason) => !(reason instanceof Failure));
  if (bug) throw bug;
  if (reasons.length > 0) throw new Failure(reasons.map(({ message }) => message).join("\n"));
  const lacking = missing.filter((need) => !need.present()).map(({ name }) => name);
  if (lacking.length > 0) {
    throw new Failure(`still missing after its installation: ${lacking.join(", ")}`);
  }
}

/** @param {Need[]} needs one after the other */
async function bring(needs) {
  for (const install of new Set(needs.map((need) => need.install))) {
    const names = needs.filter((need) => need.install === install).map(({ name }) => name);
    await step(`installing ${names.join(", ")}`, () => install(names));
  }
}

await command(import.meta.url, async () => {
  await setUp(everything);
  console.log("everything is in place");
});
