/**
 * What Tuneboard is made of, without asking anybody: `node scripts/licences.mjs [--json]` lists every package of the
 * lock file with its licence, and fails where a licence is not among those that we accept, where a package that runs for
 * users wants to run a script when it is installed, or where one is older than an advisory that we know of allows.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./freshness.mjs";

/** Licences whose terms an Apache-2.0 program with these packages beside it keeps. LGPL: libvips, a library of its own that Next.js may bring and that we do not load. */
const ACCEPTED = new Set([
  ...["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "ISC", "MIT", "MPL-2.0"],
  ...["LGPL-3.0-or-later", "OFL-1.1", "PSF-2.0"],
]);

/** Packages whose install script we do without: esbuild finds its binary anyway; the others are for tests alone. */
const INSTALL_SCRIPTS_NOT_NEEDED = new Set(["esbuild", "protobufjs", "sse4_crc32"]);

/** Advisories that we know of, by package: the first version without them, and what was wrong. To be kept up by hand, from the packages' own announcements. */
const ADVISORIES = [
  {
    name: "next",
    fixed: "16.3.3",
    what: "remote code execution in the image optimizer and on Windows hosts; earlier ones in middleware and React's server components",
  },
  { name: "hono", fixed: "4.9.7", what: "limits of bodies could be got round" },
  { name: "esbuild", fixed: "0.25.0", what: "its development server answered every site" },
  { name: "zod", fixed: "3.22.3", what: "a pattern that takes for ever" },
];

/** The packages of a lock file (its `packages`), in the order of their names. */
const packagesOf = (lock) =>
  Object.entries(lock.packages)
    .filter(([path]) => path !== "")
    .map(([path, { version, license = "", dev = false, hasInstallScript = false }]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      ...{ version, license, dev, hasInstallScript },
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

/** What is wrong with `packages`, a sentence each. */
export function faultsIn(packages, advisories = ADVISORIES) {
  return packages.flatMap(({ name, version, license, hasInstallScript }) => {
    const refused = license.split(/\s+(?:AND|OR)\s+|[()]/).filter((one) => one !== "" && !ACCEPTED.has(one));
    const old = advisories.filter((advisory) => advisory.name === name && isBefore(version, advisory.fixed));
    return [
      ...(license === "" ? [`${name} ${version} names no licence.`] : []),
      ...refused.map((one) => `${name} ${version} has the licence ${one}, which nobody has accepted yet.`),
      ...(hasInstallScript && !INSTALL_SCRIPTS_NOT_NEEDED.has(name)
        ? [`${name} ${version} wants to run a script when it is installed.`]
        : []),
      ...old.map(({ fixed, what }) => `${name} ${version} has a known fault (${what}); ${fixed} has it no more.`),
    ];
  });
}

function isBefore(version, fixed) {
  const [a, b] = [version, fixed].map((text) => text.split(/[.-]/).map(Number));
  const first = [0, 1, 2].find((i) => a[i] !== b[i]);
  return first !== undefined && a[first] < b[first];
}

function main(flags) {
  const packages = packagesOf(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));
  if (flags.includes("--json")) console.log(JSON.stringify(packages, null, 1));
  else
    for (const { name, version, license, dev } of packages)
      console.log(`${name} ${version}  ${license}${dev ? "  (development)" : ""}`);
  const faults = faultsIn(packages);
  for (const fault of faults) console.error(fault);
  return faults.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.exitCode = main(process.argv.slice(2));
