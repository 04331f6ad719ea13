// @ts-check
// Where things are: the repository, the tools that it pins, and the programs on this machine.
import { accessSync, constants, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./command.js";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");

/**
 * What every child process sees. The target directory is named because the scripts look for
 * what cargo made there, wherever a user's own cargo configuration would have put it.
 * @type {NodeJS.ProcessEnv}
 */
export const environment = {
  ...process.env,
  PATH: [
    join(root, ".tools", "bin"),
    join(root, "node_modules", ".bin"),
    process.env.PATH ?? "",
    join(cargoHome, "bin"),
  ].join(delimiter),
  CARGO_TARGET_DIR: join(root, "target"),
};

/**
 * The first of these programs that is on the PATH.
 * @param {...string} names
 * @returns {string | undefined}
 */
export function find(...names) {
  const folders = (environment.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} path relative to the repository
 * @returns {string}
 */
export function read(path) {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    throw new Failure(`${path} is missing`);
  }
}
