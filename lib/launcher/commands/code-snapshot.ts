/** What the code looked like when a launch was submitted: it may be edited before the run starts, and after. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CodeSnapshot } from "../../core/launches.ts";
import { writeDurably } from "../durable-file.ts";

const LARGEST_DIFF_BYTES = 1024 * 1024;
const MOST_UNTRACKED = 1000;
const TIMEOUT_MS = 5000;
/** What says which interpreter and which packages a run gets. */
const TELLING = ["VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "PYTHONPATH", "CUDA_HOME", "LOADEDMODULES"];

const run = promisify(execFile);

/** Looks at the code in `directory`. Outside of a repository, without git or when git hangs: nothing but the environment. */
export async function takeSnapshot(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<CodeSnapshot> {
  const git = async (...args: string[]): Promise<string | null> => {
    try {
      // No hooks, no pager, no fsmonitor of the repository's choosing: looking must not run anything.
      const safe = ["--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-C", directory];
      const { stdout } = await run("git", [...safe, ...args], {
        timeout: TIMEOUT_MS,
        maxBuffer: 64 * LARGEST_DIFF_BYTES,
      });
      return stdout;
    } catch {
      return null;
    }
  };
  const [commit, branch, diff, untracked] = await Promise.all([
    git("rev-parse", "HEAD"),
    git("rev-parse", "--abbrev-ref", "HEAD"),
    git("diff", "HEAD", "--no-ext-diff", "--no-textconv", "--no-color", "--relative"),
    git("ls-files", "--others", "--exclude-standard"),
  ]);
  return {
    commit: commit?.trim() ?? null,
    branch: branch?.trim() ?? null,
    diff: (diff ?? "").slice(0, LARGEST_DIFF_BYTES),
    isDiffCut: (diff ?? "").length > LARGEST_DIFF_BYTES,
    untracked: (untracked ?? "").split("\n").filter(Boolean).slice(0, MOST_UNTRACKED),
    environment: Object.fromEntries(TELLING.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  };
}

/** Keeps `snapshot` below `stateDir`, once for the same content, and returns the name under which it is found. */
export function keepSnapshot(stateDir: string, snapshot: CodeSnapshot): string {
  const text = JSON.stringify(snapshot);
  const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
  const folder = join(stateDir, "code");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readSnapshot(stateDir, name) === null) writeDurably(join(folder, `${name}.json`), text);
  return name;
}

/** The snapshot of that name; null when it is gone. */
export function readSnapshot(stateDir: string, name: string): CodeSnapshot | null {
  if (!/^[0-9a-f]{32}$/.test(name)) return null;
  try {
    return JSON.parse(readFileSync(join(stateDir, "code", `${name}.json`), "utf8"));
  } catch {
    return null;
  }
}
