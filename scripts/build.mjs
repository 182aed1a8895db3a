/**
 * Builds what runs: `dist/` (the engine, bundled by esbuild, with the code V8 makes of it) and `out/` (the screens, exported by Next.js).
 *
 *   node scripts/build.mjs [--engine] [--app]     one part only; without a flag both
 *
 * Words about progress go to stderr, so that a command started through `bin/tuneboard.mjs` keeps stdout to itself.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { compiledAtOnce, withFirst, withFonts } from "./first-page.mjs";
import { markFresh, parts, root, signature } from "./freshness.mjs";
import { keepCode, withinAscii } from "./kept-code.mjs";

/**
 * Entry point → bundle. The worker is its own file: a thread is started from a file, not from a function. The engine itself
 * is another bundle, which `start.ts` runs.
 */
const ENGINE_BUNDLES = {
  "dist/tuneboard.mjs": "lib/cli/start.ts",
  "dist/ingest-worker.mjs": "lib/ingest/worker.ts",
  "dist/shim.mjs": "lib/launcher/shim/shim.ts",
};

/** CommonJS packages inside an ES module bundle still call `require` for Node's own modules. */
const REQUIRE_FOR_COMMONJS =
  'import { createRequire as tuneboardCreateRequire } from "node:module"; const require = tuneboardCreateRequire(import.meta.url);';

/** Options for every bundle that Node runs. Packages are bundled too: one file to read is what makes the start quick. */
export const nodeBundle = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: true,
  external: ["libsql"], // native code finds its binary beside its own package only
  logLevel: "silent",
  banner: { js: REQUIRE_FOR_COMMONJS },
};

/** What the entry points share is in files of its own beside them. */
const engineBundles = {
  ...nodeBundle,
  outdir: root,
  outExtension: { ".js": ".mjs" },
  splitting: true,
  chunkNames: "dist/part-[hash]",
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
};

/**
 * The engine: one function in one file, for which V8's code can be kept. What only some commands need is run when it is
 * asked for, and until then no more than read. It finds other files of ours by the place of the entry point. Names that
 * people may see in a stack stay as they are.
 */
const engineBundle = {
  ...nodeBundle,
  entryPoints: ["lib/cli/main.ts"],
  outfile: "dist/engine.cjs",
  format: "cjs",
  supported: { "dynamic-import": false }, // a function that is compiled apart has no way to load modules by itself
  define: { "import.meta.url": "engineUrl", "import.meta.dirname": "engineFolder" },
  banner: { js: "(function (require, engineUrl, engineFolder) {" },
  footer: { js: "})" },
  minifyWhitespace: true,
  minifySyntax: true,
};

/** A failure that its words explain completely: printed without a stack. */
export class BuildFailure extends Error {}

export async function buildEngine() {
  const done = announce("engine");
  const sources = signature(parts.engine.sources);
  const { build, formatMessages } = await import("esbuild").catch(() => {
    throw new BuildFailure("The packages are not installed yet: run `npm ci` in Tuneboard's folder first.");
  });
  const entryPoints = Object.entries(ENGINE_BUNDLES).map(([bundle, entry]) => ({
    in: entry,
    out: bundle.replace(/\.mjs$/, ""),
  }));
  try {
    const [{ metafile }] = await Promise.all([build({ ...engineBundles, entryPoints }), build(engineBundle)]);
    removeOldParts(metafile);
    const bundle = join(root, engineBundle.outfile);
    writeFileSync(bundle, withinAscii(readFileSync(bundle, "utf8")));
  } catch (failure) {
    const lines = await formatMessages(failure.errors ?? [], { kind: "error", color: process.stderr.isTTY });
    throw new BuildFailure(`The engine could not be built.\n${lines.join("") || failure}`);
  }
  await keepCode(root);
  markFresh(parts.engine, sources);
  done();
}

/** Parts of earlier builds, which nothing names any more. */
function removeOldParts({ outputs }) {
  for (const name of readdirSync(join(root, "dist"))) {
    if (name.startsWith("part-") && outputs[`dist/${name}`] === undefined) rmSync(join(root, "dist", name));
  }
}

export async function buildApp() {
  const next = join(root, "node_modules/next/dist/bin/next");
  if (!existsSync(next)) {
    throw new BuildFailure("The packages are not installed yet: run `npm ci` in Tuneboard's folder first.");
  }
  const done = announce("screens");
  const sources = signature(parts.app.sources);
  rmSync(join(root, parts.app.stamp), { force: true }); // a build that dies half-way must not look finished
  const { status, output } = await runQuietly(process.execPath, [next, "build"], {
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: "production",
  });
  if (status !== 0) throw new BuildFailure(`The screens could not be built.\n${output.trim()}`);
  if (!existsSync(join(root, parts.app.output))) {
    throw new BuildFailure(`Next.js finished but left no ${parts.app.output}: next.config must say output: "export".`);
  }
  await buildEventsWorker();
  await buildReportViewer();
  hastenFirstPage(dirname(join(root, parts.app.output)));
  packScripts(join(dirname(join(root, parts.app.output)), "_next/static"));
  markFresh(parts.app, sources);
  done();
}

/** How the script begins with which the page asks the engine before it has scripts. */
const EARLY_QUESTIONS = "window.tuneboardEarly=";
/** The font of nearly all text. */
const TEXT_FONT = /^inter-latin-wght-normal\..*woff2$/;

/** Characters from which on a script is compiled at once. With all of them, compiling held up the downloads of a machine with two cores. */
const LARGE = 100_000;

/** Lets large scripts of the page be compiled while they arrive, and has the page ask for its font before its styles have come. */
function hastenFirstPage(out) {
  const folder = join(out, "_next/static/chunks");
  const html = readFileSync(join(out, "index.html"), "utf8");
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".js"))) {
    const script = readFileSync(join(folder, name), "utf8");
    if (script.length >= LARGE && html.includes(name)) writeFileSync(join(folder, name), compiledAtOnce(script));
  }
  const fonts = readdirSync(join(out, "_next/static/media")).filter((name) => TEXT_FONT.test(name));
  const page = join(out, "index.html");
  const places = fonts.map((name) => `/_next/static/media/${name}`);
  writeFileSync(page, withFonts(withFirst(EARLY_QUESTIONS, html), places));
}

/** Compresses what every page begins with: the engine would do it again at every start, while the first page waits. */
function packScripts(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
    writeFileSync(`${path}.br`, brotliCompressSync(text)); // the smallest there is, unless told otherwise
  }
}

/** A shared worker is one only under one name: what Next.js makes of it carries a hash, and an old tab would keep another. */
async function buildEventsWorker() {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: ["app/_state/events-worker.ts"],
    outfile: join(dirname(join(root, parts.app.output)), "events-worker.js"),
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    format: "iife",
    logLevel: "silent",
  });
}

/**
 * What an exported report carries: the screens' own code for reports as one script, and the style sheets that Next.js made as
 * one, without fonts: they would weigh more than the report.
 */
async function buildReportViewer() {
  const { build } = await import("esbuild");
  const out = dirname(join(root, parts.app.output));
  await build({
    absWorkingDir: root,
    entryPoints: ["app/_reports/exported/main.tsx"],
    outfile: join(out, "report-viewer.js"),
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    format: "iife",
    jsx: "automatic",
    charset: "utf8",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  const sheets = readdirSync(join(out, "_next/static"), { recursive: true })
    .filter((name) => name.endsWith(".css"))
    .map((name) => readFileSync(join(out, "_next/static", name), "utf8").replaceAll(/@font-face\s*\{[^}]*\}/g, ""));
  writeFileSync(join(out, "report-viewer.css"), sheets.join("\n"));
}

/** Says on stderr what is being built; the result is called when it is, and says how long it took. */
function announce(what) {
  const start = performance.now();
  process.stderr.write(`Building the ${what} …`);
  return () => process.stderr.write(` ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}

/** Runs a program to its end and keeps what it says, to be shown only if it fails. */
function runQuietly(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output }));
  });
}

async function main(flags) {
  const unknown = flags.find((flag) => !["--engine", "--app"].includes(flag));
  if (unknown !== undefined) {
    console.error(`build does not know ${unknown}; it takes --engine or --app, or nothing for both.`);
    return 2;
  }
  try {
    if (flags.length === 0 || flags.includes("--engine")) await buildEngine();
    if (flags.length === 0 || flags.includes("--app")) await buildApp();
    return 0;
  } catch (failure) {
    console.error(`\n${failure instanceof BuildFailure ? failure.message : failure.stack}`);
    return 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.exitCode = await main(process.argv.slice(2));
