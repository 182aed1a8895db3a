/** The queue on a machine with GPUs: real processes, and GPUs that say what the test wants them to. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { endOf, openQueue, orderOf, runningOf, stateDir, submissionOf } from "../../../fixtures/builders/queue.ts";
import { eventually, program } from "../../../fixtures/builders/shim.ts";
import { sayAll } from "../../core/text.ts";
import type { Gpu, GpuReading } from "../gpus/gpu.ts";
import { GpuWatch } from "../gpus/gpu-watch.ts";
import { attemptFiles } from "../shim/attempt-files.ts";
import { GpuSlots } from "./gpu-slots.ts";

const gpu = (n: number, usedMb = 4, pids: readonly number[] | null = null): Gpu => ({
  uuid: `GPU-${n}`,
  index: n,
  name: "",
  memoryMb: 20_000,
  usedMb,
  utilisation: 0.2,
  processes: pids === null ? null : pids.map((pid) => ({ pid, usedMb })),
  unusable: null,
});

/** A machine whose GPUs are `reading`, with a clock that stands. */
class Machine {
  now = 1000;
  reading: GpuReading = { kind: "gpus", vendor: "NVIDIA", gpus: [] };
  /** Whose processes are, by number. */
  readonly owners = new Map<number, string>();

  readonly slots: GpuSlots;

  constructor(
    gpus: readonly Gpu[] | null,
    private readonly mask?: string,
  ) {
    if (gpus === null) this.reading = { kind: "none", because: "there is no tool" };
    else this.see(gpus);
    const watch = new GpuWatch({ read: () => Promise.resolve(this.reading), now: () => this.now });
    this.slots = new GpuSlots({
      watch,
      cpus: () => 8,
      now: () => this.now,
      ownerOf: (pid) => this.owners.get(pid),
      stepsOf: () => null,
      mask: this.mask,
    });
  }

  see(gpus: readonly Gpu[]): void {
    this.reading = { kind: "gpus", vendor: "NVIDIA", gpus };
  }

  /** Looks now, and again when memory has had the time to settle. */
  async settle(): Promise<void> {
    await this.slots.look();
    this.now += 25;
    await this.slots.look();
  }

  readonly options = {
    place: this.place.bind(this),
    isInnocent: (...end: Parameters<GpuSlots["ended"]>) => this.slots.ended(...end),
  };

  private place(...asked: Parameters<GpuSlots["place"]>) {
    return this.slots.place(...asked);
  }
}

const onGpu = (argv: readonly string[], needs: object = {}) => orderOf(argv, { needs: { gpus: 1, ...needs } });
const SLEEPS = ["sleep", "600"];

function idsOf(submitted: { readonly kind: string; readonly ids?: readonly string[] }): readonly string[] {
  if (submitted.ids === undefined) throw new Error(submitted.kind);
  return submitted.ids;
}

describe("a launch that needs a GPU", () => {
  it("waits until somebody has looked, and then is told its GPU by name", async () => {
    const machine = new Machine([gpu(0), gpu(1)], "1");
    const { queue, table } = await openQueue(8, machine.options);
    const [id, other] = idsOf(
      queue.submit(submissionOf([onGpu([process.execPath, program("echo-args.mjs")]), orderOf(["true"])]), "tester"),
    );
    expect(await endOf(table, other)).toEqual({ kind: "completed" }); // who needs no GPU does not wait
    expect(table.get(id)?.phase.state).toBe("queued");
    await machine.slots.look();
    expect(await endOf(table, id)).toEqual({ kind: "completed" });
    const { env } = JSON.parse(readFileSync(attemptFiles(join(stateDir, "launches", id, "1")).output, "utf8"));
    expect(env).toMatchObject({
      CUDA_VISIBLE_DEVICES: "GPU-1",
      CUDA_DEVICE_ORDER: "PCI_BUS_ID",
      TF_FORCE_GPU_ALLOW_GROWTH: "true",
    });
  });

  it("takes a CPU slot where there are none", async () => {
    const machine = new Machine(null);
    const { queue, table } = await openQueue(8, machine.options);
    await machine.slots.look();
    const [id] = idsOf(queue.submit(submissionOf([onGpu(SLEEPS)]), "tester"));
    expect((await runningOf(table, id)).phase).toMatchObject({ progress: { slot: { kind: "cpu" } } });
  });

  it("shares one with another of its sweep once that one was measured", async () => {
    const machine = new Machine([gpu(0)]);
    const { queue, table } = await openQueue(8, machine.options);
    await machine.slots.look();
    const [first, second] = idsOf(queue.submit(submissionOf([onGpu(SLEEPS), onGpu(SLEEPS)]), "tester"));
    await runningOf(table, first);
    machine.see([gpu(0, 3000)]);
    await machine.slots.look();
    expect(table.get(second)?.phase.state).toBe("queued");
    await machine.settle();
    expect((await runningOf(table, second)).phase).toMatchObject({
      progress: { slot: { kind: "gpu", uuids: ["GPU-0"], shares: true } },
    });
    expect(sayAll(machine.slots.packed(queue.underWay()), null)).toEqual([
      { sweep: "test/", text: expect.stringMatching(/^One run takes .* MB: two share a GPU until/) },
    ]);
  });

  it("that died of memory beside another is tried again alone, though nobody asked for retries", async () => {
    const machine = new Machine([gpu(0)]);
    const { queue, table } = await openQueue(8, machine.options);
    await machine.slots.look();
    const needs = { gpuMemoryMb: 4000 };
    const once = `[ -e ${stateDir}/died ] && exit 0; touch ${stateDir}/died; echo "torch.OutOfMemoryError: CUDA out of memory."; exit 1`;
    const [large, small] = idsOf(
      queue.submit(submissionOf([onGpu(SLEEPS, needs), onGpu(["sh", "-c", once], needs)]), "tester"),
    );
    await runningOf(table, large);
    machine.see([gpu(0, 4000)]);
    await machine.settle();
    await eventually(() =>
      expect(table.get(small)).toMatchObject({ attempt: 1, failure: "GPU out of memory", phase: { state: "queued" } }),
    );
    queue.stop(large, "tester");
    await endOf(table, large);
    machine.see([gpu(0)]);
    await machine.slots.look();
    expect(await endOf(table, small)).toEqual({ kind: "completed" });
    expect(table.get(small)?.attempt).toBe(2);
  });

  it("waits until the driver shows nothing any more of the run before it", async () => {
    const machine = new Machine([gpu(0, 4, [])]);
    const { queue, table } = await openQueue(8, machine.options);
    await machine.slots.look();
    const needs = { packs: false };
    const [first, second] = idsOf(queue.submit(submissionOf([onGpu(SLEEPS, needs), onGpu(SLEEPS, needs)]), "tester"));
    const { pid } = await runningOf(table, first);
    machine.owners.set(pid, first);
    machine.see([gpu(0, 3000, [pid])]); // as where the driver takes its time to take down what was there
    queue.stop(first, "tester");
    await endOf(table, first);
    const why = () => {
      const launch = table.get(second);
      return launch === null ? null : sayAll(machine.slots.whyNot(launch), null);
    };
    expect(why()).toBe("a run that has ended is still on the GPU");
    await machine.slots.look();
    expect([table.get(second)?.phase.state, why()]).toEqual(["queued", "a run that has ended is still on the GPU"]);
    machine.see([gpu(0, 4, [])]);
    await runningOf(table, second);
  });

  it("is started by nothing that was seen too long ago", async () => {
    const machine = new Machine([gpu(0)]);
    const { queue, table } = await openQueue(8, machine.options);
    await machine.slots.look();
    machine.now += 60;
    const [id, other] = idsOf(queue.submit(submissionOf([onGpu(SLEEPS), orderOf(["true"])]), "tester"));
    await endOf(table, other);
    expect(table.get(id)?.phase.state).toBe("queued");
    await machine.slots.look();
    await runningOf(table, id);
  });
});
