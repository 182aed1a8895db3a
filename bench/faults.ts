/**
 * Damaged event files, side by side with TensorBoard: how many of the points that were written does each program show?
 *
 *   npm run bench -- faults                          TensorBoard from the PATH, if it is there
 *   npm run bench -- faults --tensorboard PATH
 *
 * "Then" is after the writer has gone on, or the file was repaired. `of` says how many intact points the file then holds.
 */
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  curve,
  type EventSpec,
  eventFile,
  eventRecords,
  type FileOptions,
  recordOffsets,
} from "../fixtures/builders/event-file.ts";
import { readArguments } from "./arguments.ts";
import { findProgram, type Server, startTensorBoard, startTuneboard } from "./peers.ts";

const { values: args } = readArguments({ options: { tensorboard: { type: "string" } } });

const LOG = "events.out.tfevents.1700000000.bench.1.0";
const TEN = curve("x", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const MORE = curve("x", [10, 11, 12], { from: 10 });
const FIFTH = 6; // the record of the sixth point: the version record comes first

interface Row {
  readonly fault: string;
  readonly write: (folder: string) => void;
  /** What happens while both programs run. */
  readonly later: ((folder: string) => void) | null;
  /** Intact points in the file, at first and then. */
  readonly intact: readonly [number, number];
}

const broken =
  (faults: FileOptions["faults"], events: readonly EventSpec[] = TEN) =>
  (folder: string) =>
    writeFileSync(join(folder, LOG), eventFile(events, { ...(faults === undefined ? {} : { faults }) }));
const appendMore = (folder: string) => appendFileSync(join(folder, LOG), eventRecords(MORE));

const whole = eventFile(TEN);
const half = recordOffsets(whole)[FIFTH];

const ROWS: readonly Row[] = [
  {
    fault: "bad data checksum",
    write: broken([{ kind: "bad data checksum", at: FIFTH }]),
    later: appendMore,
    intact: [9, 12],
  },
  {
    fault: "bad length checksum",
    write: broken([{ kind: "bad length checksum", at: FIFTH }]),
    later: appendMore,
    intact: [9, 12],
  },
  {
    fault: "record that is no event",
    write: broken([{ kind: "payload", at: FIFTH, bytes: new Uint8Array(40).fill(0xff) }]),
    later: appendMore,
    intact: [9, 12],
  },
  {
    fault: "wall time that is no number",
    write: broken(
      undefined,
      TEN.map((event, i) => (i === 5 ? { ...event, wallTime: NaN } : event)),
    ),
    later: appendMore,
    intact: [10, 13],
  },
  {
    fault: "zeros at the end, later filled",
    write: (folder) => {
      const early = whole.slice();
      early.fill(0, half);
      writeFileSync(join(folder, LOG), early);
    },
    later: (folder) => writeFileSync(join(folder, LOG), whole),
    intact: [5, 10],
  },
  {
    fault: "record cut short, later completed",
    write: (folder) => writeFileSync(join(folder, LOG), whole.slice(0, half + 10)),
    later: (folder) => appendFileSync(join(folder, LOG), whole.slice(half + 10)),
    intact: [5, 10],
  },
  {
    fault: "writer killed in a record, another appends",
    write: (folder) => {
      writeFileSync(join(folder, LOG), whole.slice(0, half + 30));
      appendFileSync(join(folder, LOG), eventRecords(TEN.slice(6)));
    },
    later: appendMore,
    intact: [9, 12],
  },
  {
    fault: "file replaced by rename",
    write: (folder) => writeFileSync(join(folder, LOG), eventFile(TEN.slice(0, 5))),
    later: (folder) => {
      const fresh = `${folder}.fresh`;
      writeFileSync(fresh, eventFile([...TEN, ...MORE].slice(0, 12)));
      renameSync(fresh, join(folder, LOG));
    },
    intact: [5, 12],
  },
  {
    fault: "steps go back: 0…9, then 4, 5, 6",
    write: broken(undefined, [...TEN, ...curve("x", [4, 5, 6], { from: 4 })]),
    later: null,
    intact: [13, 13],
  },
  {
    fault: "ten points at step 0",
    write: broken(
      undefined,
      TEN.map((event) => ({ ...event, step: 0 })),
    ),
    later: null,
    intact: [10, 10],
  },
  {
    fault: "two writers in one directory",
    write: (folder) => {
      writeFileSync(join(folder, LOG), eventFile(TEN.slice(0, 5)));
      writeFileSync(join(folder, `${LOG}.other`), eventFile(curve("y", [1, 2])));
    },
    later: (folder) => appendFileSync(join(folder, LOG), eventRecords(TEN.slice(5))),
    intact: [5, 10],
  },
  {
    fault: "NaN and infinity among the values",
    write: broken(undefined, curve("x", [0, NaN, 2, Infinity, 4, -Infinity, 6, 7, 8, 9])),
    later: null,
    intact: [10, 10],
  },
  {
    fault: "length of 4 GiB with a fitting checksum",
    write: broken([{ kind: "length", at: FIFTH, length: 2n ** 32n }]),
    later: appendMore,
    intact: [9, 12],
  },
];

/** The one that stops TensorBoard altogether, so it stands in a log directory of its own, beside a run without a fault. */
const FATAL = { fault: "length of 2^64 − 1: the run itself", length: 2n ** 64n - 1n };

const folderOf = (root: string, i: number): string => join(root, `run${i}`);

async function pointsShown(server: Server, run: string): Promise<number> {
  const query = new URLSearchParams({ run, tag: "x" });
  const answer = await fetch(`${server.url}/data/plugin/scalars/scalars?${query}`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as unknown[]).length : 0;
}

type Shown = readonly [first: number, later: number];

/** Runs every row past `start`'s program and says how many points it showed, at first and then. */
async function observe(start: (logdir: string) => Promise<Server>): Promise<Shown[]> {
  const root = mkdtempSync(join(tmpdir(), "tuneboard-faults-"));
  const fatal = mkdtempSync(join(tmpdir(), "tuneboard-fatal-"));
  const servers: Server[] = [];
  try {
    for (const [i, row] of ROWS.entries()) {
      mkdirSync(folderOf(root, i));
      row.write(folderOf(root, i));
    }
    for (const name of ["broken", "untouched"]) mkdirSync(join(fatal, name));
    broken([{ kind: "length", at: FIFTH, length: FATAL.length }])(join(fatal, "broken"));
    broken(undefined)(join(fatal, "untouched"));
    servers.push(await start(root), await start(fatal));
    const [server, fatalServer] = servers;
    await sleep(SETTLE_MS);
    const first = await Promise.all(ROWS.map((_, i) => pointsShown(server, `run${i}`)));
    const firstFatal = await Promise.all(["broken", "untouched"].map((run) => pointsShown(fatalServer, run)));
    for (const [i, row] of ROWS.entries()) row.later?.(folderOf(root, i));
    for (const name of ["broken", "untouched"]) appendMore(join(fatal, name));
    await sleep(SETTLE_MS);
    const then = await Promise.all(ROWS.map((_, i) => pointsShown(server, `run${i}`)));
    const thenFatal = await Promise.all(["broken", "untouched"].map((run) => pointsShown(fatalServer, run)));
    return [...first, ...firstFatal].map((count, i) => [count, [...then, ...thenFatal][i]]);
  } finally {
    for (const server of servers) server.stop();
    for (const folder of [root, fatal]) rmSync(folder, { recursive: true, force: true });
  }
}

/** TensorBoard reloads every two seconds here; this gives it several rounds. */
const SETTLE_MS = 7000;

const names = [...ROWS.map(({ fault }) => fault), FATAL.fault, "length of 2^64 − 1: its neighbour"];
const intact = [...ROWS.map((row) => row.intact), [9, 12], [10, 13]];
const state = mkdtempSync(join(tmpdir(), "tuneboard-state-"));
const ours = await observe((logdir) => startTuneboard(logdir, state));
rmSync(state, { recursive: true, force: true });
const program = findProgram("tensorboard", args.tensorboard);
const theirs = program === null ? null : await observe((logdir) => startTensorBoard(program, logdir));
if (theirs === null)
  console.log("TensorBoard is not installed (or --tensorboard names nothing): only our side is shown.\n");

const cell = (shown: Shown | undefined): string => (shown === undefined ? "" : `${shown[0]}, then ${shown[1]}`);
const rows = names.map((fault, i) => [fault, cell([intact[i][0], intact[i][1]]), cell(ours[i]), cell(theirs?.[i])]);
const table = [["fault", "intact points", "Tuneboard", theirs === null ? "" : "TensorBoard"], ...rows];
for (const [fault, of, us, them] of table) console.log(`${fault.padEnd(42)}${of.padEnd(16)}${us.padEnd(16)}${them}`);
const wrong = ours.filter(([first, then], i) => first !== intact[i][0] || then !== intact[i][1]);
console.log(`\nTuneboard shows what is there in ${ours.length - wrong.length} of ${ours.length} cases.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
