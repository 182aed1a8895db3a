/**
 * How right the advisor is, and how fast: finished sweeps shown to it bit by bit, beside the habits and tools that it replaces.
 *
 *   npm run bench -- advisor PATH                PATH holds deepobs/sweeps.json, or sweeps/ with event files and oracles, or both
 *   npm run bench -- advisor PATH --rows 1,4     some rows of the table only; 0 is the speed
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parentOf } from "../lib/advisor/runs/experiment.ts";
import { groupBy } from "../lib/advisor/runs/sweep.ts";
import { findTasks, isAccuracy, readDeepObs, toSweepOfTask } from "./advisor/corpus.ts";
import { readRuns } from "./advisor/logs.ts";
import { printCalibrationRow } from "./advisor/rows/calibration.ts";
import { type DecayTask, printDecayRows } from "./advisor/rows/decay.ts";
import { printDevPeakRow } from "./advisor/rows/dev-peak.ts";
import { printDisguisesRow } from "./advisor/rows/disguises.ts";
import { printForecastRow } from "./advisor/rows/forecast.ts";
import { printHealthRow, type WholeSweep } from "./advisor/rows/health.ts";
import { printLearningRateRow } from "./advisor/rows/learning-rate.ts";
import { printNextRunsRow } from "./advisor/rows/next-runs.ts";
import { printPruningRow } from "./advisor/rows/pruning.ts";
import { printStepsRow } from "./advisor/rows/steps.ts";
import { printSpeed } from "./advisor/speed.ts";
import { readArguments } from "./arguments.ts";
import { sayHowBusy } from "./processes.ts";

const { values: args, positionals } = readArguments({
  options: { rows: { type: "string", default: "0,1,2,3,4,5,8,9,10,11,12" } },
  allowPositionals: true,
});
const rows = new Set(args.rows.split(","));
const path = positionals[0];
const workerUrl = new URL("../ingest-worker.mjs", import.meta.url);
const deepObs = path === undefined ? [] : readDeepObs(path);
const tasks: DecayTask[] = [];
for (const { name, folder } of path === undefined ? [] : findTasks(path)) {
  const { phase3 }: { phase3: DecayTask["phase3"] } = JSON.parse(readFileSync(join(folder, "oracle.json"), "utf8"));
  tasks.push({ name, logs: await readRuns(folder, workerUrl), phase3 });
}

if (rows.has("0")) {
  sayHowBusy();
  printSpeed();
}
if (deepObs.length + tasks.length === 0)
  console.log(
    "\nNo finished sweeps to replay, so nothing is said of how right the advice is: give a folder that holds deepobs/ or sweeps/.",
  );
else replay();

function replay(): void {
  const own = tasks.map(({ name, logs }) => toSweepOfTask(name, logs));
  const byAccuracy = deepObs.filter(isAccuracy);
  const byLoss = deepObs.filter((sweep) => !isAccuracy(sweep));
  console.log(
    `\n${byAccuracy.length} public sweeps by accuracy, ${byLoss.length} by loss, ${own.length} tasks of our own`,
  );
  const groups = [
    { sweeps: byAccuracy, unit: "points of accuracy" },
    { sweeps: byLoss, unit: "% of the best loss" },
    { sweeps: own, unit: "points of accuracy, our own tasks" },
  ].filter(({ sweeps }) => sweeps.length > 0);
  const printers = { "1": printLearningRateRow, "2": printNextRunsRow, "3": printStepsRow, "4": printDevPeakRow };
  for (const [row, print] of Object.entries(printers))
    if (rows.has(row)) for (const { sweeps, unit } of groups) print(sweeps, unit);
  if (rows.has("5") && tasks.length > 0) printDecayRows(tasks);
  if (rows.has("8")) printCalibrationRow([...byAccuracy, ...own]);
  if (rows.has("9")) for (const { sweeps, unit } of groups) printPruningRow(sweeps, unit);
  if (rows.has("10")) printForecastRow([...deepObs, ...own]);
  if (rows.has("11"))
    printHealthRow([
      ...deepObs.map(({ name, runs }) => ({ name, logs: runs.map(({ log }) => log) })),
      ...tasks.flatMap(byFolder),
    ]);
  if (rows.has("12")) printDisguisesRow([...deepObs, ...own]);
}

/** The runs of a task, those of each of its folders beside each other. */
function byFolder({ name, logs }: DecayTask): WholeSweep[] {
  return [...groupBy(logs, (log) => parentOf(log.name))].map(([folder, some]) => ({
    name: `${name}/${folder}`,
    logs: some,
  }));
}
