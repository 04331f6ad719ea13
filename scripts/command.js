// @ts-check
// What makes a file in this folder both a module and a command.
import { realpathSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

/** Something a person can put right: shown as its message alone, without a stack trace. */
export class Failure extends Error {}

/**
 * Runs `main` when the module at `url` is the program that node was asked to run.
 * @param {string} url
 * @param {(args: string[]) => Promise<void>} main
 */
export async function command(url, main) {
  if (!argv[1] || pathToFileURL(realpathSync(argv[1])).href !== url) return;
  try {
    await main(argv.slice(2));
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    process.exitCode = 1;
  }
}
