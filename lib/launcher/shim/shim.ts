/**
 * The process beside each run: it starts the run, looks after it, and leaves behind how it ended. Each run has one to itself, so that
 * none depends on another; it stands apart from the engine's session, group and terminal.
 *
 *   node shim.mjs FOLDER        looks after that attempt
 *   node shim.mjs               after those whose folders it is sent on stdin, one after the other: it waits, warm, where Node takes a
 *                               tenth of a second to start
 *   node shim.mjs --starter     starts others of its kind: see `starter.ts`
 */
import { existsSync, readFileSync, readSync, writeSync } from "node:fs";
import { claimFile } from "../durable-file.ts";
import { identify } from "../processes/process-identity.ts";
import { attemptFiles, type Claim, type Order } from "./attempt-files.ts";
import { type LastWord, runStarter } from "./starter.ts";
import { supervise } from "./supervise.ts";

// A closed terminal and a Ctrl-C are not meant for the run.
for (const name of ["SIGHUP", "SIGINT", "SIGQUIT"] as const) process.on(name, () => {});

/** The lines that a waiting shim is sent, one whenever it said that it is free; none any more when the engine went away. */
function* foldersFromStdin(): Iterable<string> {
  const bytes = Buffer.alloc(4096);
  for (let text = ""; ; ) {
    const length = readSync(0, bytes); // it has nothing else to do
    if (length === 0) return;
    text += bytes.toString("utf8", 0, length);
    if (!text.endsWith("\n")) continue;
    yield text.slice(0, -1);
    text = "";
  }
}

/** With each run it needs a little more memory, from 8 MB to 16 MB after two hundred. */
const MOST_RUNS = 100;

/** Looks after the attempt in `folder`, if it is still to be begun. False: it must not take another one. */
async function lookAfter(folder: string): Promise<boolean> {
  const ignore = (): void => {};
  process.on("SIGTERM", ignore); // from now on it stops a run; one that comes too early is found as a file
  const files = attemptFiles(folder);
  const order: Order = JSON.parse(readFileSync(files.order, "utf8"));
  const claim: Claim = { shim: identify(process.pid) };
  // Otherwise the engine thought better of it, or another shim was quicker.
  if (claimFile(files.claim, JSON.stringify(claim))) await supervise(order, files);
  process.off("SIGTERM", ignore);
  // Who was told to stop it may send the signal late: it must not reach another run.
  return !existsSync(files.stop);
}

/** Whoever started it may be gone: then nobody waits for the word. */
function say(word: LastWord): void {
  try {
    writeSync(1, `${word}\n`);
  } catch {
    // they are gone
  }
}

const [, self, argument] = process.argv;
if (argument === "--starter") await runStarter(self);
else {
  let runs = 0;
  for (const folder of argument === undefined ? foldersFromStdin() : [argument]) {
    const isFree = await lookAfter(folder);
    runs += 1;
    const word = isFree && runs < MOST_RUNS ? "free" : "last";
    say(word);
    if (word === "last") break;
  }
}
process.exit(0);
