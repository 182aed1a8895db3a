/**
 * The same logs through TensorBoard's HTTP data API and through ours: the same points, or a difference with a reason.
 *
 *   npm run bench -- parity                              the event files of fixtures/writers
 *   npm run bench -- parity --logdir DIR                 a directory of your own
 *   npm run bench -- parity --tensorboard PATH           else TensorBoard from the PATH
 *
 * Every series of every run is compared: wall time, step and value of each point. A reason counts only where the logs bear
 * it out: what TensorBoard would keep of our points is computed, and must be what it shows. Ends with 1 if a difference is
 * left without a reason.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunsAnswer } from "../lib/core/api.ts";
import { readArguments } from "./arguments.ts";
import { findProgram, type Server, startTensorBoard, startTuneboard } from "./peers.ts";
import { sayHowBusy, untilLoaded } from "./processes.ts";
import { isDoublePrecision } from "./value-types.ts";

const { values: args } = readArguments({ options: { logdir: { type: "string" }, tensorboard: { type: "string" } } });

type Point = readonly [wallTime: number | string, step: number | string, value: number | string];

/** Run → tags. */
type Tags = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const REASONS = {
  same: "the same points",
  "repeated steps": "TensorBoard keeps the last point of a step, and drops what a step that goes back repeats",
  "double precision": "TensorBoard's data server leaves out double-precision scalars",
  "no event file": "a log that is no event file: TensorBoard does not read it",
  "unchecked data": "TensorBoard does not check data checksums and shows a damaged record",
  "stopped at damage": "TensorBoard reads no further than the first damage",
  unexplained: "DIFFERENT WITHOUT A REASON",
} as const;
type Reason = keyof typeof REASONS;

/** Every answer in JSON; a program that writes bare NaN or Infinity is understood too. */
async function getJson<T>(server: Server, path: string): Promise<T | null> {
  const answer = await fetch(server.url + path);
  if (!answer.ok) return null;
  const text = await answer.text();
  return JSON.parse(text.replace(/(?<=[[,]\s*)(-?Infinity|NaN)(?=\s*[\],])/g, '"$1"'));
}

const tagsOf = async (server: Server): Promise<Tags> => (await getJson(server, "/data/plugin/scalars/tags")) ?? {};

const pointsOf = async (server: Server, run: string, tag: string): Promise<readonly Point[]> =>
  (await getJson<Point[]>(server, `/data/plugin/scalars/scalars?${new URLSearchParams({ run, tag })}`)) ?? [];

/** TensorBoard reloads again and again and says nowhere that it has read everything: when it stays the same for long, it has. */
async function untilSettled(server: Server): Promise<Tags> {
  const ROUNDS_ALIKE = 4;
  let before = "";
  for (let alike = 0; alike < ROUNDS_ALIKE; ) {
    await sleep(2000);
    const now = JSON.stringify(await tagsOf(server));
    alike = now === before ? alike + 1 : 0;
    before = now;
  }
  return JSON.parse(before);
}

const isSamePoint = (a: Point, b: Point): boolean =>
  a.every((part, i) => part === b[i] || Number(part) === Number(b[i]) || (isNaNPart(part) && isNaNPart(b[i])));
const isNaNPart = (part: number | string): boolean => Number.isNaN(Number(part));

const areSame = (a: readonly Point[], b: readonly Point[]): boolean =>
  a.length === b.length && a.every((point, i) => isSamePoint(point, b[i]));

/** What the data server's reservoir keeps: a point pushes out all before it whose step is not smaller. */
function asTensorBoardKeeps(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    for (let last = kept.at(-1); last !== undefined && Number(last[1]) >= Number(point[1]); last = kept.at(-1))
      kept.pop();
    kept.push(point);
  }
  return kept;
}

/** Whether `part` is `whole` with some points left out. */
function isSubsequence(part: readonly Point[], whole: readonly Point[]): boolean {
  let at = 0;
  for (const point of whole) if (at < part.length && isSamePoint(part[at], point)) at += 1;
  return at === part.length;
}

interface Series {
  readonly run: string;
  readonly tag: string;
  readonly ours: readonly Point[];
  readonly theirs: readonly Point[];
}

/** Why the two differ. `isDamaged`: our reader has reported damage in a log of this run. */
function reasonFor(logdir: string, { run, tag, ours, theirs }: Series, isDamaged: boolean): Reason {
  if (areSame(ours, theirs)) return "same";
  const folder = join(logdir, run);
  if (theirs.length === 0) {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    if (!names.some((name) => name.includes("tfevents"))) return "no event file";
    if (isDoublePrecision(folder, tag)) return "double precision";
  }
  const kept = asTensorBoardKeeps(ours);
  if (areSame(kept, theirs)) return "repeated steps";
  if (!isDamaged) return "unexplained";
  if (theirs.length > kept.length && isSubsequence(kept, theirs)) return "unchecked data";
  if (isSubsequence(theirs, ours) && theirs.length < ours.length) return "stopped at damage";
  return "unexplained";
}

async function compare(program: string, logdir: string): Promise<boolean> {
  const stateDir = mkdtempSync(join(tmpdir(), "tuneboard-state-"));
  const ours = await startTuneboard(logdir, stateDir);
  const theirs = await startTensorBoard(program, logdir);
  try {
    await untilLoaded(ours.url);
    const theirTags = await untilSettled(theirs);
    const ourTags = await tagsOf(ours);
    const { runs }: RunsAnswer = await (await fetch(`${ours.url}/api/runs`)).json();
    const damaged = new Set(runs.filter(({ problems }) => problems.length > 0).map(({ name }) => name));
    const byReason = new Map<Reason, Series[]>();
    for (const run of new Set([...Object.keys(ourTags), ...Object.keys(theirTags)])) {
      for (const tag of new Set([...Object.keys(ourTags[run] ?? {}), ...Object.keys(theirTags[run] ?? {})])) {
        const series = {
          run,
          tag,
          ours: ourTags[run]?.[tag] === undefined ? [] : await pointsOf(ours, run, tag),
          theirs: theirTags[run]?.[tag] === undefined ? [] : await pointsOf(theirs, run, tag),
        };
        const reason = reasonFor(logdir, series, damaged.has(run));
        byReason.set(reason, [...(byReason.get(reason) ?? []), series]);
      }
    }
    console.log(logdir);
    show(byReason);
    return !byReason.has("unexplained");
  } finally {
    ours.stop();
    theirs.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

const MOST_NAMED = 20;

function show(byReason: ReadonlyMap<Reason, readonly Series[]>): void {
  for (const [reason, series] of byReason) {
    const points = series.reduce((sum, { ours }) => sum + ours.length, 0);
    console.log(`  ${String(series.length).padStart(5)} series, ${points} points: ${REASONS[reason]}`);
    if (reason === "same" || reason === "no event file") continue;
    for (const { run, tag, ours, theirs } of series.slice(0, MOST_NAMED)) {
      console.log(`          ${run} ${tag}: ours ${ours.length}, TensorBoard ${theirs.length}`);
    }
    if (series.length > MOST_NAMED) console.log(`          and ${series.length - MOST_NAMED} more`);
  }
}

const program = findProgram("tensorboard", args.tensorboard);
if (program === null) {
  console.log("TensorBoard is not installed (or --tensorboard names nothing): there is nothing to compare with.");
} else {
  sayHowBusy();
  const logdirs = [join(process.cwd(), "fixtures/writers"), ...(args.logdir === undefined ? [] : [args.logdir])];
  let isExplained = true;
  for (const logdir of logdirs) isExplained = (await compare(program, logdir)) && isExplained;
  process.exitCode = isExplained ? 0 : 1;
}
