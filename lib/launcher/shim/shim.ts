/**
 * The process beside a run: starts it, outlives the engine, and leaves behind how it ended. One for each run, so that none
 * of them depends on another; it stands apart from the engine's session, group and terminal.
 *
 *   node shim.mjs [FOLDER]      without FOLDER it waits for its path on stdin, started ahead to be quick when needed
 *   node shim.mjs --starter     starts others of its kind: see `starter.ts`
 */
import { readFileSync, writeSync } from "node:fs";
import { claimFile } from "../durable-file.ts";
import { identify } from "../process-identity.ts";
import { attemptFiles, type Claim, type Order } from "./attempt-files.ts";
import { runStarter } from "./starter.ts";
import { supervise } from "./supervise.ts";

// A closed terminal and a Ctrl-C are not meant for the run.
for (const name of ["SIGHUP", "SIGINT", "SIGQUIT"] as const) process.on(name, () => {});

/** The path that a waiting shim is sent; null when the engine went away without needing it. */
async function pathFromStdin(): Promise<string | null> {
  let text = "";
  for await (const chunk of process.stdin) {
    text += chunk;
    if (text.endsWith("\n")) return text.slice(0, -1);
  }
  return null;
}

/** Whoever started it may be gone: then nobody waits for the word. */
function sayDone(): void {
  try {
    writeSync(1, "\n");
  } catch {
    // they are gone
  }
}

const isStarter = process.argv[2] === "--starter";
if (isStarter) await runStarter(process.argv[1]);
const folder = isStarter ? null : (process.argv[2] ?? (await pathFromStdin()));
if (folder !== null) {
  process.on("SIGTERM", () => {}); // from now on it stops a run; one that comes too early is found as a file
  const files = attemptFiles(folder);
  const order: Order = JSON.parse(readFileSync(files.order, "utf8"));
  const claim: Claim = { shim: identify(process.pid) };
  // Otherwise the engine thought better of it, or another shim was quicker.
  if (claimFile(files.claim, JSON.stringify(claim))) await supervise(order, files);
  sayDone();
}
process.exit(0);
