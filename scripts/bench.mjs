/**
 * Benchmarks by name: `npm run bench -- ingest [its arguments]` bundles `bench/ingest.ts` and runs it.
 * Without a name, lists what there is.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { BuildFailure, buildEngine, nodeBundle } from "./build.mjs";
import { isFresh, parts, root } from "./freshness.mjs";

const folder = join(root, "bench");

/** The benchmarks, each with the first line of its opening comment. */
function list() {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /(?<!\.test)\.ts$/.test(file)) : [];
  if (files.length === 0) console.log("There is no benchmark yet in bench/.");
  for (const file of files) {
    const comment = /^\/\*\*?\s*(?:\*\s*)?(.*?)\s*(?:\*\/)?$/m.exec(readFileSync(join(folder, file), "utf8"));
    console.log(`${file.replace(/\.ts$/, "").padEnd(16)} ${comment?.[1] ?? ""}`);
  }
}

async function run(name, args) {
  const entry = `bench/${name}.ts`;
  if (!/^[\w-]+$/.test(name) || !existsSync(join(root, entry))) {
    console.error(`There is no benchmark ${name}: npm run bench lists them.`);
    return 2;
  }
  try {
    if (!isFresh(parts.engine)) await buildEngine();
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
