/** Packing by what is observed: who may start beside whom, and what a death for lack of memory says. */
import { describe, expect, it } from "vitest";
import { PROFILES, type SimulatedRun } from "../../../fixtures/builders/gpu-machine.ts";
import { bestPacking, packBy } from "../../../fixtures/builders/packed-sweep.ts";
import { sayAll } from "../../core/text.ts";
import type { GpuLoad } from "./gpu-load.ts";
import { type MemoryDeath, type PackingWish, type Placement, Packing as Thinking } from "./packing.ts";

/** One that speaks English. */
class Packing extends Thinking {
  override place(now: number, wish: PackingWish): Placement {
    return sayAll(super.place(now, wish), null);
  }
  override diedOfMemory(id: string): MemoryDeath {
    return sayAll(super.diedOfMemory(id), null);
  }
  override describe(kind: string): string {
    return sayAll(super.describe(kind), null);
  }
}

const MEMORY_MB = 20_000;

const wish = (id: string, more: Partial<PackingWish> = {}): PackingWish => ({
  id,
  kind: "sweep",
  size: 1,
  gpus: 1,
  memoryMb: null,
  packs: true,
  ...more,
});

/** GPU `n` with our runs' memory, and others'. */
const load = (n: number, runs: Readonly<Record<string, number>> = {}, foreignMb = 0, utilisation = 0.2): GpuLoad => ({
  uuid: `GPU-${n}`,
  memoryMb: MEMORY_MB,
  utilisation,
  runs: new Map(Object.entries(runs)),
  foreignMb,
});

/** Starts `wished` where `packing` says, or returns why not. */
function start(packing: Packing, now: number, wished: PackingWish): readonly string[] | string {
  const placed = packing.place(now, wished);
  if (placed.kind === "wait") return placed.because;
  packing.started(now, wished, placed.uuids);
  return placed.uuids;
}

/** A packing in which `a` runs on GPU 0 since second 0 and was seen at 4,000 MB until second 30. */
function probed(gpus: readonly GpuLoad[] = []): Packing {
  const packing = new Packing();
  packing.see(0, [load(0), ...gpus]);
  start(packing, 0, wish("a"));
  packing.see(1, [load(0, { a: 4000 }), ...gpus]);
  packing.see(30, [load(0, { a: 4000 }), ...gpus]);
  return packing;
}

describe("the first run of a kind", () => {
  it("has a GPU to itself until its memory has settled, though there are other GPUs", () => {
    const packing = new Packing();
    packing.see(0, [load(0), load(1)]);
    expect(start(packing, 0, wish("a"))).toEqual(["GPU-0"]);
    expect(start(packing, 0, wish("b"))).toBe("the first run of its kind is being measured");
    packing.see(10, [load(0, { a: 3000 }), load(1)]);
    packing.see(25, [load(0, { a: 4000 }), load(1)]);
    expect(start(packing, 40, wish("b"))).toBe("the first run of its kind is being measured");
    packing.see(46, [load(0, { a: 4000 }), load(1)]);
    expect(start(packing, 46, wish("b"))).toEqual(["GPU-1"]);
  });

  it("is not needed where the project says what a run takes", () => {
    const packing = new Packing();
    packing.see(0, [load(0)]);
    expect(start(packing, 0, wish("a", { memoryMb: 9000 }))).toEqual(["GPU-0"]);
    packing.see(30, [load(0, { a: 8000 })]);
    packing.see(60, [load(0, { a: 8000 })]);
    // 2 × 9,000 are within 90 % of 20,000
    expect(start(packing, 60, wish("b", { memoryMb: 9000 }))).toEqual(["GPU-0"]);
  });
});

describe("the next runs", () => {
  it("start beside it one by one, each when the memory of the one before has settled", () => {
    const packing = probed();
    expect(start(packing, 30, wish("b"))).toEqual(["GPU-0"]);
    expect(start(packing, 31, wish("c"))).toBe("the memory of the last one that was started has not settled");
  });

  it("are as many as memory lasts for, with a margin that shrinks as runs come further", () => {
    const packing = new Packing();
    packing.see(0, [load(0, {}, 0, 0.05)]);
    const here: Record<string, number> = {};
    const startNext = (now: number, id: string) => {
      const started = start(packing, now, wish(id));
      if (typeof started !== "string") here[id] = 4000;
      packing.see(now + 1, [load(0, here, 0, 0.05)]);
      packing.see(now + 40, [load(0, here, 0, 0.05)]);
      for (const run of Object.keys(here)) packing.advanced(now, run, now, 10_000);
      for (const run of Object.keys(here)) packing.advanced(now + 40, run, now + 40, 10_000);
      return started;
    };
    expect(startNext(0, "a")).toEqual(["GPU-0"]);
    expect(startNext(100, "b")).toEqual(["GPU-0"]);
    expect(startNext(200, "c")).toEqual(["GPU-0"]);
    // Hardly begun: 4 × 1.5 × 4,000 = 24,000 are too many. At 25 %: 4 × 1.1 × 4,000 = 17,600 are below 18,000.
    expect(startNext(300, "d")).toBe("memory does not last for one more");
    expect(startNext(2500, "d")).toBe("memory does not last for one more"); // nobody has told yet that they came so far
    expect(startNext(2600, "d")).toEqual(["GPU-0"]);
    expect(startNext(2700, "e")).toBe("memory does not last for one more");
  });

  it("take a free GPU before they share one", () => {
    expect(start(probed([load(1)]), 30, wish("b"))).toEqual(["GPU-1"]);
  });

  it("are expected to take more when they are larger", () => {
    // 4 times the batch of a run of 4,000 MB may take 16,000.
    expect(start(probed(), 30, wish("b", { size: 4 }))).toBe("memory does not last for one more");
  });

  it("wait where nobody measured whether packing pays, and go on where it does", () => {
    const packing = probed();
    start(packing, 30, wish("b"));
    packing.see(31, [load(0, { a: 4000, b: 4000 })]);
    packing.see(60, [load(0, { a: 4000, b: 4000 })]);
    expect(packing.place(60, wish("c"))).toEqual({
      kind: "wait",
      because: "it is being measured whether packing pays",
    });
  });
});

/** Paces of `a` alone and then of `a` and `b` together, in steps a second. */
function paced(alone: number, together: number): Packing {
  const packing = new Packing();
  packing.see(0, [load(0)]);
  start(packing, 0, wish("a"));
  packing.see(1, [load(0, { a: 2000 })]);
  packing.advanced(30, "a", 0, null);
  packing.advanced(60, "a", 30 * alone, null);
  packing.see(60, [load(0, { a: 2000 })]);
  start(packing, 60, wish("b"));
  packing.see(61, [load(0, { a: 2000, b: 2000 })]);
  packing.advanced(90, "a", 30 * alone, null);
  packing.advanced(120, "a", 30 * alone + 30 * together, null);
  packing.see(120, [load(0, { a: 2000, b: 2000 })]);
  return packing;
}

describe("whether packing pays", () => {
  it("is decided by the measured slow-down: nobody starts beside a run that uses nearly all of the GPU", () => {
    const packing = paced(10, 5.5); // 2 runs at 5.5 make 11 a second, where one alone makes 10
    packing.ended("b", true);
    packing.see(130, [load(0, { a: 2000 })]);
    expect(packing.place(130, wish("c"))).toEqual({ kind: "wait", because: "more at once would not be faster" });
    expect(packing.describe("sweep")).toBe(
      "One run takes 2,000 of 20,000 MB: one at a time, because packing does not pay.",
    );
  });

  it("shows in more runs at once where two were as fast as one", () => {
    const packing = paced(10, 10);
    expect(start(packing, 120, wish("c"))).toEqual(["GPU-0"]);
    // A lone run used a fifth of the GPU's time: 5 share it, 5 times faster in all.
    expect(packing.describe("sweep")).toBe(
      "One run takes 2,000 of 20,000 MB: 5 share a GPU, which makes the whole 5× faster.",
    );
  });

  it("is said to be unknown before it is", () => {
    expect(new Packing().describe("sweep")).toBe(
      "The first run is being measured: alone on a GPU, until its memory has settled.",
    );
    expect(probed().describe("sweep")).toBe(
      "One run takes 4,000 of 20,000 MB: two share a GPU until it is measured whether that pays.",
    );
  });
});

describe("a GPU", () => {
  it("that other people use is left to them", () => {
    const packing = new Packing();
    packing.see(0, [load(0, {}, 300), load(1)]);
    expect(start(packing, 0, wish("a"))).toEqual(["GPU-1"]);
    packing.see(30, [load(0, {}, 300), load(1, { a: 2000 }, 5000)]);
    packing.see(60, [load(0, {}, 300), load(1, { a: 2000 }, 5000)]);
    expect(start(packing, 60, wish("b"))).toBe("somebody else uses the GPU");
  });

  it("is not shared by runs that do not want that", () => {
    expect(start(probed(), 30, wish("b", { packs: false }))).toBe("a GPU of its own has to become free");
    expect(start(probed([load(1)]), 30, wish("b", { gpus: 2 }))).toBe("a GPU of its own has to become free");
    expect(start(probed([load(1), load(2)]), 30, wish("b", { gpus: 2 }))).toEqual(["GPU-1", "GPU-2"]);
    expect(start(probed(), 30, wish("b", { gpus: 2 }))).toBe("there are fewer GPUs that can be used");
    const packing = new Packing();
    packing.see(0, [load(0)]);
    start(packing, 0, wish("own", { packs: false }));
    packing.see(1, [load(0, { own: 100 })]);
    expect(start(packing, 60, wish("other", { memoryMb: 100 }))).toBe("a run has the GPU to itself");
  });

  it("that is lost is used no more, and what runs on the others goes on", () => {
    const packing = probed([load(1)]);
    packing.see(31, [load(0, { a: 4000 })]);
    expect(start(packing, 31, wish("b"))).toEqual(["GPU-0"]);
  });
});

describe("a death for lack of GPU memory", () => {
  it("in company lowers the packing, and the run is tried alone before its settings are blamed", () => {
    const packing = probed();
    start(packing, 30, wish("b"));
    expect(packing.diedOfMemory("b")).toMatchObject({ kind: "retry alone" });
    packing.ended("b", false);
    expect(start(packing, 100, wish("b"))).toBe("a GPU of its own has to become free");
    expect(start(packing, 100, wish("c"))).toBe("more than 1 at once ran out of memory");
    packing.ended("a", true);
    packing.see(200, [load(0)]);
    expect(start(packing, 200, wish("b"))).toEqual(["GPU-0"]);
    expect(start(packing, 200, wish("c"))).toBe("a run has the GPU to itself");
    expect(packing.diedOfMemory("b")).toMatchObject({ kind: "too large" });
  });

  it("alone says that the settings do not fit", () => {
    expect(probed().diedOfMemory("a")).toEqual({
      kind: "too large",
      because: "It had the GPU to itself and ran out of its memory: with these settings it does not fit.",
    });
  });

  it("is forestalled: when one run turns out to grow, the youngest make room", () => {
    const packing = probed();
    start(packing, 30, wish("b"));
    packing.see(60, [load(0, { a: 4000, b: 4000 })]);
    expect(packing.toMakeRoom()).toEqual([]);
    packing.see(70, [load(0, { a: 12_000, b: 4000 })]); // b will come there, too: 24,000
    expect(packing.toMakeRoom()).toEqual(["b"]);
  });
});

describe("on a simulated machine", () => {
  const machine = { gpus: 1, memoryMb: 24_564 };
  const sweep = (profile: string, share: number, count = 12): SimulatedRun[] =>
    Array.from({ length: count }, (_, i) => ({
      id: `r${i}`,
      profile: PROFILES[profile],
      scale: 1,
      secs: 1800,
      steps: 6000,
      share,
    }));

  it.each([
    { profile: "early", share: 0.35 },
    { profile: "late", share: 0.15 },
    { profile: "growing", share: 0.5 },
    { profile: "very late", share: 0.15 },
  ])("runs that allocate $profile are done within 1.15 times the best packing, and none is lost", ({
    profile,
    share,
  }) => {
    const runs = sweep(profile, share);
    const ours = packBy(new Packing(), machine, runs);
    expect(ours).toMatchObject({ failed: [], deathsInCompany: 0 });
    expect(ours.makespanSecs / bestPacking(machine, runs).makespanSecs).toBeLessThanOrEqual(1.15);
  });

  it("a run that does not fit alone fails, and takes no other with it", () => {
    const large = { ...sweep("too large", 0.2, 1)[0], id: "large" };
    for (const at of [0, 3, 11]) {
      const runs = sweep("early", 0.2, 11);
      runs.splice(at, 0, large);
      expect(packBy(new Packing(), machine, runs).failed).toEqual(["large"]);
    }
  });
});
