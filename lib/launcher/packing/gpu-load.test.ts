/** Whose the memory of a GPU is. */
import { describe, expect, it } from "vitest";
import type { Gpu } from "../gpus/gpu.ts";
import { toLoads } from "./gpu-load.ts";

const gpu = (more: Partial<Gpu>): Gpu => ({
  uuid: "GPU-a",
  index: 0,
  name: "",
  memoryMb: 24_000,
  usedMb: 0,
  utilisation: 0.5,
  processes: [],
  unusable: null,
  ...more,
});

/** 1 and 2 are processes of our runs one and two, 9 is somebody else's, others cannot be seen. */
const ownerOf = (pid: number) => (pid === 1 ? "one" : pid === 2 ? "two" : pid === 9 ? null : undefined);

describe("the load of a GPU", () => {
  it.each([
    {
      because: "each run has its processes",
      gpu: {
        usedMb: 3010,
        processes: [
          { pid: 1, usedMb: 1000 },
          { pid: 1, usedMb: 500 },
          { pid: 2, usedMb: 1500 },
        ],
      },
      ours: ["one", "two"],
      runs: { one: 1500, two: 1500 },
      foreignMb: 0,
    },
    {
      because: "others are others",
      gpu: {
        usedMb: 5000,
        processes: [
          { pid: 1, usedMb: 1000 },
          { pid: 9, usedMb: 4000 },
        ],
      },
      ours: ["one"],
      runs: { one: 1000 },
      foreignMb: 4000,
    },
    {
      because: "what nobody owns up to is others', where we have no run",
      gpu: { usedMb: 9000, processes: null },
      ours: [],
      runs: {},
      foreignMb: 9000,
    },
    {
      because: "a driver's own memory is nobody's",
      gpu: { usedMb: 450, processes: null },
      ours: [],
      runs: {},
      foreignMb: 0,
    },
    {
      because: "within a container our processes have other numbers",
      gpu: { usedMb: 3000, processes: [{ pid: 5001, usedMb: 3000 }] },
      ours: ["one"],
      runs: { one: 3000 },
      foreignMb: 0,
    },
    {
      because: "where the driver names no memory, runs share what is used",
      gpu: {
        usedMb: 4000,
        processes: [
          { pid: 1, usedMb: null },
          { pid: 2, usedMb: null },
        ],
      },
      ours: ["one", "two"],
      runs: { one: 2000, two: 2000 },
      foreignMb: 0,
    },
    {
      because: "somebody is there whose memory is not told",
      gpu: { usedMb: null, processes: [{ pid: 9, usedMb: null }] },
      ours: [],
      runs: {},
      foreignMb: 600,
    },
    {
      because: "a run that has taken nothing yet",
      gpu: { usedMb: 4, processes: [] },
      ours: ["one"],
      runs: { one: null },
      foreignMb: 0,
    },
  ])("$because", ({ gpu: seen, ours, runs, foreignMb }) => {
    const [load] = toLoads([gpu(seen)], ownerOf, new Map([["GPU-a", ours]]));
    expect({ runs: Object.fromEntries(load.runs), foreignMb: load.foreignMb }).toEqual({ runs, foreignMb });
  });

  it("is none where the GPU cannot be used", () => {
    expect(toLoads([gpu({ unusable: "it is lost" }), gpu({ memoryMb: null })], ownerOf, new Map())).toEqual([]);
  });
});
