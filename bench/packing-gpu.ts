/** Packing on a real GPU: twelve small trainings one after the other, then as the launcher packs them. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { gpuEnvironment } from "../lib/launcher/gpus/gpu.ts";
import { DEFAULT_TOOLS, gpuReader } from "../lib/launcher/gpus/gpu-query.ts";
import { toLoads } from "../lib/launcher/packing/gpu-load.ts";
import { Packing, type PackingWish } from "../lib/launcher/packing/packing.ts";

const TRAININGS = 12;
const LOOK_MS = 500;
const LEARNING_RATES = [0.3, 0.1, 0.03, 0.01, 0.003, 0.001];
const PROGRAM = join(process.cwd(), "fixtures/programs/train_torch.py");
const TORCH_SEES_A_GPU = "import sys, torch; sys.exit(0 if torch.cuda.is_available() else 3)";

/** Prints both makespans; where there is nothing to measure on, says so. `steps`: of each training. */
export async function packOnGpu(steps: number): Promise<void> {
  const read = gpuReader(DEFAULT_TOOLS);
  const reading = await read();
  if (reading.kind !== "gpus") return skip(reading.because);
  const gpu = reading.gpus.find(({ unusable }) => unusable === null);
  if (gpu === undefined) return skip("none of the GPUs can be used");
  const [{ foreignMb }] = toLoads([gpu], () => null, new Map());
  if (foreignMb > 0) return skip(`somebody uses ${gpu.name} already`);
  if (spawnSync("python3", ["-c", TORCH_SEES_A_GPU], { stdio: "ignore" }).status !== 0)
    return skip("there is no python3 with a PyTorch that sees the GPU");

  console.log(`${TRAININGS} trainings of ${steps} steps on ${gpu.name}.`);
  const alone = await timed(async () => {
    for (let i = 0; i < TRAININGS; i++) await train(i, steps, gpu.uuid, false).done;
  });
  console.log(`one by one  ${alone.toFixed(1)} s`);

  const packing = new Packing();
  const running = new Map<string, Training>();
  let widest = 0;
  let again = 0;
  const packed = await timed(async () => {
    const waiting = Array.from({ length: TRAININGS }, (_, i) => i);
    while (waiting.length > 0 || running.size > 0) {
      const now = performance.now() / 1000;
      const seen = await read();
      const pids = new Map([...running].map(([id, { pid }]) => [pid, id]));
      const ownerOf = (pid: number) => pids.get(pid) ?? (existsSync(`/proc/${pid}`) ? null : undefined);
      if (seen.kind === "gpus")
        packing.see(
          now,
          toLoads(
            seen.gpus.filter(({ uuid }) => uuid === gpu.uuid),
            ownerOf,
            new Map([[gpu.uuid, [...running.keys()]]]),
          ),
        );
      for (const [id, { progress }] of running) packing.advanced(now, id, progress.steps, steps);
      const [next] = waiting;
      if (next !== undefined) {
        const wish: PackingWish = { id: `${next}`, kind: "bench", size: 1, gpus: 1, memoryMb: null, packs: true };
        const placed = packing.place(now, wish);
        if (placed.kind === "start") {
          waiting.shift();
          packing.started(now, wish, placed.uuids);
          const training = train(next, steps, gpu.uuid, true);
          running.set(wish.id, training);
          training.done.then((isDone) => {
            if (!isDone && packing.diedOfMemory(wish.id).kind === "retry alone") {
              again += 1;
              waiting.unshift(next);
            }
            packing.ended(wish.id, isDone);
            running.delete(wish.id);
          }, console.error);
        }
      }
      widest = Math.max(widest, running.size);
      await sleep(LOOK_MS);
    }
  });
  console.log(`packed      ${packed.toFixed(1)} s, up to ${widest} at once, ${again} tried again`);
  console.log(`${(alone / packed).toFixed(2)} times faster. ${packing.describe("bench")}`);
}

const skip = (because: string): void => console.log(`Nothing was measured: ${because}.`);

async function timed(act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1000;
}

interface Training {
  readonly pid: number | undefined;
  readonly progress: { steps: number };
  /** Whether it came to its end. */
  readonly done: Promise<boolean>;
}

function train(index: number, steps: number, uuid: string, shares: boolean): Training {
  const lr = LEARNING_RATES[index % LEARNING_RATES.length];
  const child = spawn("python3", [PROGRAM, `--lr=${lr}`, `--steps=${steps}`, `--seed=${index}`], {
    env: { ...process.env, ...gpuEnvironment([uuid], shares) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const progress = { steps: 0 };
  createInterface({ input: child.stdout }).on("line", (line) => {
    progress.steps = Number(/^step (\d+)/.exec(line)?.[1] ?? progress.steps);
  });
  const done = new Promise<boolean>((resolve) => {
    child.on("error", () => resolve(false));
    child.on("close", (exitCode) => resolve(exitCode === 0));
  });
  return { pid: child.pid, progress, done };
}
