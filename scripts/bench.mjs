/**
 * Benchmarks by name: `npm run bench -- ingest [its arguments]` bundles `bench/ingest.ts` and runs it; `--help` shows what it takes.
 * Without a name, lists what there is.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { BuildFailure, buildApp, buildEngine, nodeBundle } from "./build.mjs";
import { isFresh, parts, root } from "./freshness.mjs";

const folder = join(root, "bench");

/** What a benchmark says of itself, in its opening comment; null where it does not say how it is run, because it is a part of others. */
function usageOf(name) {
  const comment = /^\/\*\*(.*?)\*\//s.exec(readFileSync(join(folder, `${name}.ts`), "utf8"))?.[1] ?? "";
  const text = comment.replaceAll(/^ \* ?/gm, "").trim();
  return text.includes(`npm run bench -- ${name}`) ? text : null;
}

function list() {
  const names = readdirSync(folder).flatMap((file) => /^([\w-]+)\.ts$/.exec(file)?.[1] ?? []);
  for (const name of names) {
    const usage = usageOf(name);
    if (usage !== null) console.log(`${name.padEnd(16)} ${usage.split("\n", 1)[0]}`);
  }
}

async function run(name, args) {
  const entry = `bench/${name}.ts`;
  const usage = /^[\w-]+$/.test(name) && existsSync(join(root, entry)) ? usageOf(name) : null;
  if (usage === null) {
    console.error(`There is no benchmark ${name}: npm run bench lists them.`);
    return 2;
  }
  if (args.includes("--help")) {
    console.log(usage);
    return 0;
  }
  try {
    if (!isFresh(parts.engine)) await buildEngine();
    if (!isFresh(parts.app)) await buildApp(); // else the dashboard would build it while its start is timed
    const outfile = `dist/bench/${name}.mjs`;
    const external = [...nodeBundle.external, "@playwright/test"];
    await build({ ...nodeBundle, external, entryPoints: [entry], outfile, logLevel: "error" });
    return (
      spawnSync(process.execPath, ["--enable-source-maps", join(root, outfile), ...args], { stdio: "inherit" })
        .status ?? 1
    );
  } catch (failure) {
    console.error(failure instanceof BuildFailure ? failure.message : `${entry} could not be bundled.`);
    return 1;
  }
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined) list();
else process.exitCode = await run(name, args);
