/**
 * A reading thread: owns the followers of its files and hands their points over without copying.
 *
 * Besides what it is told to look at, it compares the size of every file that it follows with what it read, again and
 * again: no point is lost when the system drops a change event or sends none, as network file systems do.
 */
import { type Stats, statSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { fillColumns } from "../store/column-slices.ts";
import { scalarKernel } from "../tfevents/scalar-kernel.ts";
import { listAhead } from "./directory-listing.ts";
import { FileFollower } from "./file-follower.ts";
import type { FileUpdate, FollowerState, LogFile } from "./followed-file.ts";
import { bufferOf, packTogether } from "./packed-points.ts";
import { toFsPath } from "./raw-names.ts";
import { ReadBuffer } from "./read-buffer.ts";
import { Turns } from "./turns.ts";
import type { FileId, FollowedFiles, FromWorker, ToWorker } from "./worker-messages.ts";
import { keepYoungSpaceSmall } from "./young-space.ts";

const SWEEP_PAUSE_MS = 1000;
/** Where the system tells of changes, quiet files have their turn in as many sweeps, or in more when they are very many. */
const SWEEPS_A_ROUND = 15;
const MOST_QUIET = 500;
/** Where it does not, all have theirs in each sweep, as far as that takes no longer. */
const LONGEST_SWEEP_MS = 150;

/** After that, logs wait, and the engine's own walk has several directories looked at side by side. */
const LONGEST_LISTING_MS = 200;

keepYoungSpaceSmall();

const port = parentPort;
if (port === null) throw new Error("lib/ingest/worker.ts runs as a worker thread");

const followers = new Map<FileId, FileFollower>();
const buffer = new ReadBuffer(scalarKernel()?.input);

/** Updates on their way: thousands of small files would cost thousands of messages. */
type Outbox = readonly { readonly id: FileId; readonly update: FileUpdate }[];
let outbox: { id: FileId; update: FileUpdate }[] = [];
let outboxBytes = 0;
const LARGEST_OUTBOX_BYTES = 1024 * 1024;

function post(message: FromWorker): void {
  flush(); // what was read before goes first
  port?.postMessage(message);
}

function send(id: FileId, update: FileUpdate): void {
  if (outbox.length === 0) setImmediate(flush);
  outbox.push({ id, update });
  if (update.kind === "points") outboxBytes += bufferOf(update.points)?.byteLength ?? 0;
  if (outboxBytes > LARGEST_OUTBOX_BYTES) flush();
}

function flush(): void {
  if (outbox.length === 0) return;
  const { updates, buffer } = packed(outbox);
  const message: FromWorker = { kind: "updates", updates };
  port?.postMessage(message, buffer instanceof ArrayBuffer ? [buffer] : []);
  outbox = [];
  outboxBytes = 0;
}

/** Updates with their small columns in one buffer, which is handed over; shared memory belongs to all threads anyway. */
function packed(updates: Outbox): { readonly updates: Outbox; readonly buffer: ArrayBufferLike | null } {
  const small = updates.flatMap(({ update }) =>
    update.kind === "points" && bufferOf(update.points) instanceof ArrayBuffer ? [update.points] : [],
  );
  const together = small.length < 2 ? small : packTogether(small);
  const places = new Map(small.map((points, i) => [points, together[i]]));
  const buffer = bufferOf(together.at(0) ?? []);
  return {
    updates: updates.map(({ id, update }) =>
      update.kind === "points"
        ? { id, update: { ...update, points: places.get(update.points) ?? update.points } }
        : { id, update },
    ),
    buffer,
  };
}

/** Looks until the end of the file is reached; between looks other messages get their turn. */
function look(id: FileId): void {
  const follower = followers.get(id);
  if (follower === undefined) return;
  const update = follower.look(Date.now());
  send(id, update);
  if (update.kind === "points" && !update.isAtEnd) setImmediate(look, id);
}

const newFollower = (file: LogFile, state: FollowerState | null): FileFollower =>
  state === null ? new FileFollower(file, buffer) : FileFollower.resume(state, buffer);

/** Some at a time: a hundred thousand in one message would hold the engine's thread up for a second. */
const TOLD_AT_ONCE = 256;

/** Tells where the followers of `ids` stand, those that are there by then; `tell` hears of the last ones that they are. */
function tellOf(ids: readonly FileId[], tell: (files: FollowedFiles, isLast: boolean) => void): void {
  const some = ids.slice(0, TOLD_AT_ONCE);
  const files = some.flatMap((id) => {
    const follower = followers.get(id);
    return follower === undefined ? [] : [{ id, state: follower.state() }];
  });
  const rest = ids.slice(TOLD_AT_ONCE);
  tell(files, rest.length === 0);
  if (rest.length > 0) setImmediate(tellOf, rest, tell);
}

/** Tells where these files stand, and looks at none of them again. */
function giveAway(files: FollowedFiles, isLast: boolean): void {
  post({ kind: "retired", files, isLast });
  for (const { id } of files) followers.delete(id);
}

port.on("message", (message: ToWorker) => {
  switch (message.kind) {
    case "look":
      for (const { id, file, state } of message.looks) {
        if (!followers.has(id)) followers.set(id, newFollower(file, state));
        look(id);
      }
      break;
    case "forget":
      followers.delete(message.id);
      break;
    case "list": {
      const until = performance.now() + LONGEST_LISTING_MS;
      post({ kind: "listed", listings: listAhead(message.roots, () => performance.now() < until) });
      break;
    }
    case "fill":
      void fillColumns(message.order).then((sums) => post({ kind: "filled", sums }));
      break;
    case "adopt":
      for (const { id, state } of message.files) followers.set(id, FileFollower.resume(state, buffer));
      break;
    case "retire":
      tellOf([...followers.keys()], giveAway);
      break;
    case "report":
      tellOf([...followers.keys()], (files, isLast) => post({ kind: "reported", files, isLast }));
      break;
    case "rely":
      relies = message.onWatches;
      break;
  }
});

/** Whether the system tells of every change. Then only what changes lately is looked after each time, and the rest in turns. */
let relies = false;
const quiet = new Turns(followers);

function sweep(): void {
  const nowMs = Date.now();
  const begin = performance.now();
  for (const [id, follower] of followers) {
    if (follower.isRestless(nowMs)) compare(id, follower, nowMs);
    else follower.rest();
  }
  const most = relies ? Math.min(Math.ceil(followers.size / SWEEPS_A_ROUND), MOST_QUIET) : followers.size;
  for (const [id, follower] of quiet.next(most)) {
    if (!follower.isRestless(nowMs)) compare(id, follower, nowMs);
    if (performance.now() - begin > LONGEST_SWEEP_MS) break;
  }
  setTimeout(sweep, SWEEP_PAUSE_MS).unref();
}
setTimeout(sweep, SWEEP_PAUSE_MS).unref();

function compare(id: FileId, follower: FileFollower, nowMs: number): void {
  const found = statOrNull(follower.file.path);
  if (found === null || follower.isWorthALook(found, nowMs)) look(id);
}

/** Null for every failure: looking at the file finds the words for it. */
function statOrNull(path: string): Stats | null {
  try {
    return statSync(toFsPath(path), { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
