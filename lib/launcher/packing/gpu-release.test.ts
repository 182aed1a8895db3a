import { describe, expect, it } from "vitest";
import type { Gpu } from "../gpus/gpu.ts";
import { GpuRelease } from "./gpu-release.ts";

const gpu = (uuid: string, pids: readonly number[] | null): Gpu => ({
  uuid,
  index: 0,
  name: "",
  memoryMb: 20_000,
  usedMb: 4,
  utilisation: 0,
  processes: pids === null ? null : pids.map((pid) => ({ pid, usedMb: 100 })),
  unusable: null,
});

/** Process 7 is run a's, process 8 somebody else's. */
const ownerOf = (pid: number) => (pid === 7 ? "a" : null);

describe("a GPU whose run has ended", () => {
  it.each([
    { because: "nobody has looked since", looks: [], isHeld: true },
    { because: "that was asked before the end", looks: [{ askedAt: 99, pids: [] }], isHeld: true },
    { because: "the driver still names its process", looks: [{ askedAt: 101, pids: [7] }], isHeld: true },
    { because: "the driver names nothing of it any more", looks: [{ askedAt: 101, pids: [] }], isHeld: false },
    { because: "what is there is not its own", looks: [{ askedAt: 101, pids: [8] }], isHeld: false },
    { because: "the driver does not say who is there", looks: [{ askedAt: 101, pids: null }], isHeld: false },
    { because: "it hangs there for more than a minute", looks: [{ askedAt: 161, pids: [7] }], isHeld: false },
  ])("is held: $isHeld, because $because", ({ looks, isHeld }) => {
    const release = new GpuRelease();
    release.ended(100, "a", ["GPU-0"]);
    for (const { askedAt, pids } of looks) release.see(askedAt, askedAt, [gpu("GPU-0", pids)], ownerOf);
    expect([...release.held()]).toEqual(isHeld ? ["GPU-0"] : []);
  });

  it("is held by a process that lost its name while it ends", () => {
    const release = new GpuRelease();
    release.see(90, 90, [gpu("GPU-0", [7])], ownerOf);
    release.ended(100, "a", ["GPU-0"]);
    release.see(101, 101, [gpu("GPU-0", [7])], () => null);
    expect([...release.held()]).toEqual(["GPU-0"]);
    release.see(102, 102, [gpu("GPU-0", [])], () => null);
    expect([...release.held()]).toEqual([]);
  });

  it("holds up no other", () => {
    const release = new GpuRelease();
    release.ended(100, "a", ["GPU-0"]);
    release.ended(100, "b", ["GPU-1"]);
    release.see(101, 101, [gpu("GPU-0", [7]), gpu("GPU-1", [])], ownerOf);
    expect([...release.held()]).toEqual(["GPU-0"]);
  });
});
