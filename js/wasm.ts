import { type Build, FULL, PLAIN } from "./builds.js";
import { type Capture, glue } from "./glue.js";
import type { Settings } from "./options.js";

const RELOAD_AFTER_MS = 1000;

/**
 * Fetches and compiles the wasm that the options need, once, however often it is called; anew after
 * a failure. Firefox ends what a page loads as soon as a link is followed, long before the page is
 * left, if it is left at all. So a failure counts only if it lasts.
 */
export async function loadWasm(settings: Settings): Promise<typeof Capture> {
  try {
    return await share(settings);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, RELOAD_AFTER_MS));
    return share(settings);
  }
}

function share({ comments, epsilonPct, wasmUrl }: Settings): Promise<typeof Capture> {
  // What only some options need is in a build of its own, so that no other page pays for it.
  const build = comments || epsilonPct ? FULL : PLAIN;
  build.loading ??= load(build, wasmUrl).catch((error) => {
    build.loading = undefined;
    throw error;
  });
  return build.loading;
}

async function load({ name, module, get }: Build, url: string | undefined) {
  const { imports, link, Capture } = glue(module);
  const response = await get(url);
  if (!response.ok) throw new Error(`the wasm cannot be fetched: status ${response.status}`);
  const bytes = await response.arrayBuffer();
  const { instance } = await WebAssembly.instantiate(bytes, imports).catch((error) => {
    // The other build imports from another module, of which the browser's own words would tell.
    const isOther = error instanceof TypeError || error instanceof WebAssembly.LinkError;
    throw isOther ? new Error(`options.wasmUrl: expected ${name}`) : error;
  });
  link(instance.exports);
  return Capture;
}
