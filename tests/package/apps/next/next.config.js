import { dirname } from "node:path";

/** The folder that node_modules is in, which is not this app's own. */
const root = dirname(dirname(process.cwd()));

export default { turbopack: { root }, outputFileTracingRoot: root, reactStrictMode: true };
