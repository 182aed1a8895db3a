/**
 * A thousand queued one-second runs on eight slots: makespan against the ideal one, and the longest pause of the main thread.
 *
 *   npm run bench -- queue
 *   npm run bench -- queue --jobs 200 --slots 4 --seconds 2
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { LaunchOrder } from "../lib/launcher/launch.ts";
import { openLauncher } from "../lib/launcher/launcher.ts";
import { readArguments } from "./arguments.ts";
import { report, sayHowBusy } from "./processes.ts";

const { values } = readArguments({
  options: {
    jobs: { type: "string", default: "1000" },
    slots: { type: "string", default: "8" },
    seconds: { type: "string", default: "1" },
  },
});
const [jobs, slots, seconds] = [Number(values.jobs), Number(values.slots), Number(values.seconds)];

const stateDir = mkdtempSync(join(tmpdir(), "tuneboard-bench-queue-"));
const launcher = await openLauncher({
  stateDir,
  shimPath: fileURLToPath(new URL("../shim.mjs", import.meta.url)),
  starts: true,
  now: () => Date.now() / 1000,
  stepsOf: () => null,
  report: (sentence) => console.error(sentence),
});
if ("heldBy" in launcher) throw new Error("a new state directory is held by somebody");
const { queue, table } = launcher;
launcher.setSlots(slots);

console.log(`${jobs} runs of \`sleep ${seconds}\` on ${slots} slots`);
sayHowBusy();
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
const cpuBefore = process.cpuUsage();
const start = performance.now();
const order = LaunchOrder.parse({ command: { argv: ["sleep", String(seconds)], cwd: "/" } });
const launches = Array.from({ length: jobs }, (_, i) => ({
  project: "bench",
  name: `${i}`,
  priority: 0,
  after: [],
  order,
}));
queue.submit({ key: "the benchmark", launches }, "bench");
await new Promise<void>((resolve) => {
  queue.subscribe(() => {
    if (queue.isIdle()) resolve();
  });
});
const makespan = (performance.now() - start) / 1000;
delays.disable();
const cpu = process.cpuUsage(cpuBefore);

const ideal = Math.ceil(jobs / slots) * seconds;
const over = makespan / ideal - 1;
const bad = table
  .latest(jobs, 0)
  .filter(({ phase }) => phase.state !== "ended" || phase.record.ending.kind !== "completed");
const longestMs = delays.max / 1e6;
report("makespan", `${makespan.toFixed(2)} s, ideal ${ideal} s: ${(100 * over).toFixed(2)} % over`, {
  says: "≤ 3 %",
  isMet: over <= 0.03,
});
report("longest pause of the main thread", `${longestMs.toFixed(1)} ms`, { says: "≤ 50 ms", isMet: longestMs <= 50 });
report("the engine's CPU", `${((cpu.user + cpu.system) / 1000 / jobs).toFixed(2)} ms a run`, null);
report("runs that did not complete", String(bad.length), { says: "0", isMet: bad.length === 0 });
launcher.close();
rmSync(stateDir, { recursive: true, force: true });
process.exitCode = bad.length === 0 ? 0 : 1;
