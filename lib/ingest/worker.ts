/**
 * A reading thread: owns the followers of its files and hands their points over without copying.
 *
 * Besides what it is told to look at, it compares the size of every file that it follows with what it read, again and
 * again: no point is lost when the system drops a change event or sends none, as network file systems do.
 */
import { type Stats, statSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { FileFollower, type FileUpdate, ReadBuffer } from "./file-follower.ts";
import type { FileId, FromWorker, ToWorker } from "./worker-messages.ts";

const SWEEP_PAUSE_MS = 1000;

const port = parentPort;
if (port === null) throw new Error("lib/ingest/worker.ts runs as a worker thread");

const followers = new Map<FileId, FileFollower>();
const buffer = new ReadBuffer();

function post(file: FileId, update: FileUpdate): void {
  const message: FromWorker = { kind: "update", file, update };
  const first = update.kind === "points" ? update.series[0] : undefined;
  port?.postMessage(message, first === undefined ? [] : [first.series.values.buffer]);
}

/** Looks until the end of the file is reached; between looks other messages get their turn. */
function look(file: FileId): void {
  const follower = followers.get(file);
  if (follower === undefined) return;
  const update = follower.look();
  post(file, update);
  if (update.kind === "points" && !update.isAtEnd) setImmediate(look, file);
}

port.on("message", (message: ToWorker) => {
  switch (message.kind) {
    case "look":
      if (!followers.has(message.file)) {
        followers.set(message.file, new FileFollower(message.path, message.name, buffer));
      }
      look(message.file);
      break;
    case "forget":
      followers.delete(message.file);
      break;
    case "adopt":
      for (const { file, state } of message.files) followers.set(file, FileFollower.resume(state, buffer));
      break;
    case "retire": {
      const files = [...followers].map(([file, follower]) => ({ file, state: follower.state() }));
      followers.clear();
      const retired: FromWorker = { kind: "retired", files };
      port.postMessage(retired);
      break;
    }
  }
});

function sweep(): void {
  for (const [file, follower] of followers) {
    const found = statOrNull(follower.path);
    if (found === null || !follower.isUpToDate(`${found.dev}:${found.ino}`, found.size)) look(file);
  }
  setTimeout(sweep, SWEEP_PAUSE_MS).unref();
}
setTimeout(sweep, SWEEP_PAUSE_MS).unref();

/** Null for every failure: looking at the file finds the words for it. */
function statOrNull(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
