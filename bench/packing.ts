/**
 * Packing on GPUs: how close the launcher comes to the best packing that somebody could find who knew every run beforehand.
 *
 *   npm run bench -- packing          simulated, over the memory profiles of fixtures/memory-profiles
 *   npm run bench -- packing --gpu    twelve small real trainings one after the other and packed, where there is a GPU; --steps N of each
 *
 * Ends with 1 when a simulated makespan is above 1.15 times the best, or a run that fits alone did not complete.
 */

import { PROFILES, type SimulatedRun } from "../fixtures/builders/gpu-machine.ts";
import { bestPacking, packBy, packStatically } from "../fixtures/builders/packed-sweep.ts";
import { Packing } from "../lib/launcher/packing/packing.ts";
import { readArguments } from "./arguments.ts";
import { packOnGpu } from "./packing-gpu.ts";

const { values: args } = readArguments({
  options: { gpu: { type: "boolean", default: false }, steps: { type: "string", default: "20000" } },
});

const BAR = 1.15;
const MEMORY_MB = 24_564;
const SECS = 1800;

interface Scenario {
  readonly profile: string;
  readonly share: number;
  readonly runs: number;
  readonly gpus: number;
}

const scenarios: Scenario[] = ["early", "late", "growing", "very late"].flatMap((profile) =>
  [0.15, 0.35, 0.5, 0.9].flatMap((share) =>
    [
      { runs: 12, gpus: 1 },
      { runs: 24, gpus: 2 },
    ].map((size) => ({ profile, share, ...size })),
  ),
);

const sweepOf = ({ profile, share, runs }: Scenario): SimulatedRun[] =>
  Array.from({ length: runs }, (_, i) => ({
    id: `r${i}`,
    profile: PROFILES[profile],
    scale: 1,
    secs: SECS,
    steps: 6000,
    share,
  }));

function simulate(): boolean {
  console.log(`Runs of ${SECS} s on GPUs of ${MEMORY_MB} MB; share: of the GPU's time that one run takes.\n`);
  console.log(
    "profile    share  runs  GPUs | one by one  packed  at once | best known  at once | ratio | died  stopped  failed",
  );
  let worst = 0;
  let lost = 0;
  for (const scenario of scenarios) {
    const machine = { gpus: scenario.gpus, memoryMb: MEMORY_MB };
    const runs = sweepOf(scenario);
    const alone = packStatically(machine, runs, 1, 0) ?? Number.NaN;
    const ours = packBy(new Packing(), machine, runs);
    const best = bestPacking(machine, runs);
    const ratio = ours.makespanSecs / best.makespanSecs;
    worst = Math.max(worst, ratio);
    lost += ours.failed.length;
    const cells = [
      scenario.profile.padEnd(9),
      String(scenario.share).padStart(6),
      String(scenario.runs).padStart(5),
      String(scenario.gpus).padStart(5),
      "|",
      `${alone} s`.padStart(10),
      `${ours.makespanSecs} s`.padStart(8),
      String(ours.widest).padStart(8),
      "|",
      `${best.makespanSecs} s`.padStart(10),
      String(best.atOnce).padStart(8),
      "|",
      ratio.toFixed(3).padStart(5),
      "|",
      String(ours.deathsInCompany).padStart(4),
      String(ours.stopped).padStart(8),
      String(ours.failed.length).padStart(7),
    ];
    console.log(cells.join(" "));
  }
  console.log(
    `\nWorst ratio ${worst.toFixed(3)}, bar ${BAR}. Runs that fit alone and did not complete: ${lost}, bar 0.`,
  );
  return worst <= BAR && lost === 0;
}

if (args.gpu) await packOnGpu(Number(args.steps));
else if (!simulate()) process.exitCode = 1;
