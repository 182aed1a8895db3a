/**
 * How right the advisor is, against people's habits and tools, on finished sweeps that are shown to it bit by bit.
 *
 *   npm run bench -- advisor PATH                PATH holds deepobs/ or sweeps/
 */
import { findTasks, isAccuracy, readDeepObs, toSweepOfTask } from "./advisor/corpus.ts";
import { readRuns } from "./advisor/logs.ts";
import { printLearningRateRow } from "./advisor/rows/learning-rate.ts";

const path = process.argv[2];
const deepObs = path === undefined ? [] : readDeepObs(path);
const tasks = [];
for (const task of path === undefined ? [] : findTasks(path)) {
  const logs = await readRuns(task.folder, new URL("../ingest-worker.mjs", import.meta.url));
  tasks.push({ ...task, logs });
}
if (deepObs.length + tasks.length === 0) {
  console.log("No finished sweeps to replay: give a folder that holds deepobs/ or sweeps/.");
  process.exit(0);
}
const classification = deepObs.filter(isAccuracy);
const others = deepObs.filter((sweep) => !isAccuracy(sweep));
console.log(`${classification.length} sweeps by accuracy, ${others.length} by loss, ${tasks.length} tasks of our own`);
printLearningRateRow(classification, "points of accuracy");
printLearningRateRow(others, "% of the best loss");
printLearningRateRow(
  tasks.map(({ name, logs }) => toSweepOfTask(name, logs)),
  "points of accuracy",
);
