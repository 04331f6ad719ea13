// @ts-check
// The licences of all npm packages: those that build and test this, and those that are measured.
import { read } from "./workspace.js";

const LOCKFILES = [
  "package-lock.json",
  "tests/package/package-lock.json",
  "bench/package-lock.json",
];

const ALLOWED = new Set([
  ...[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "0BSD",
    "BlueOak-1.0.0",
    "CC0-1.0",
  ],
]);

/** What else is at work here, and in no case part of what is published. */
const EXCEPTIONS = [
  {
    name: /^@fortawesome\//,
    licences: ["CC-BY-4.0", "OFL-1.1"],
    because: "icons of a chat kit that tests drive",
  },
  { name: /^axe-core$/, licences: ["MPL-2.0"], because: "holds the controls to accessibility" },
  { name: /^lightningcss(-|$)/, licences: ["MPL-2.0"], because: "part of Parcel and Vite" },
  { name: /^caniuse-lite$/, licences: ["CC-BY-4.0"], because: "data of bundlers" },
  { name: /^@img\/sharp-/, licences: ["LGPL-3.0-or-later"], because: "Next.js can use it" },
  {
    name: /^(@segment\/(facade|isodate|isodate-traverse)|new-date)$/,
    licences: ["SEE LICENSE IN LICENSE"],
    because: "what Segment is made of, which the benchmark measures",
  },
];

/** Whether an SPDX expression leaves a choice that fits. @param {string} expression @param {(licence: string) => boolean} fits */
export function permits(expression, fits) {
  const tokens = expression.match(/[()]|\b(?:OR|AND)\b|[^()\s]+/g) ?? [];
  let at = 0;
  /** @returns {boolean} */
  const either = () => {
    let holds = both();
    while (tokens[at] === "OR") {
      at += 1;
      holds = both() || holds;
    }
    return holds;
  };
  /** @returns {boolean} */
  const both = () => {
    let holds = one();
    while (tokens[at] === "AND") {
      at += 1;
      holds = one() && holds;
    }
    return holds;
  };
  /** @returns {boolean} */
  const one = () => {
    const token = tokens[at] ?? "";
    at += 1;
    if (token !== "(") return fits(token);
    const holds = either();
    at += 1;
    return holds;
  };
  return either() && at === tokens.length;
}

/** Every package that is under a licence that nobody has looked at. */
export function unknownLicences() {
  const used = new Set();
  const unknown = LOCKFILES.flatMap((lockfile) => {
    /** @type {{ packages: Record<string, { license?: string }> }} */
    const { packages } = JSON.parse(read(lockfile));
    return Object.entries(packages).flatMap(([path, { license = "no licence" }]) => {
      const name = path.replace(/^(.*\/)?node_modules\//, "");
      const exception = EXCEPTIONS.find((exception) => exception.name.test(name));
      if (path === "" || permits(license, (one) => ALLOWED.has(one))) return [];
      const fits = (/** @type {string} */ one) =>
        ALLOWED.has(one) || !!exception?.licences.includes(one);
      const isExcepted =
        exception && (exception.licences.includes(license) || permits(license, fits));
      if (isExcepted) used.add(exception);
      return isExcepted ? [] : [`${name} (${lockfile}): ${license}`];
    });
  });
  const idle = EXCEPTIONS.filter((exception) => !used.has(exception));
  return [...unknown, ...idle.map(({ name }) => `nobody needs the exception for ${name}`)];
}
