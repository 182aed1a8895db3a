/** Which GPUs may be used, and how a run is told. */
import { describe, expect, it } from "vitest";
import { type Gpu, gpuEnvironment, withinMask } from "./gpu.ts";

const gpu = (index: number, uuid: string): Gpu => ({
  uuid,
  index,
  name: "",
  memoryMb: 1000,
  usedMb: 0,
  utilisation: 0,
  processes: [],
  unusable: null,
});
const gpus = [gpu(0, "GPU-aa-1"), gpu(1, "GPU-ab-2"), gpu(2, "GPU-ba-3"), gpu(3, "MIG-c7-4")];

describe("a mask that we were started with", () => {
  // As the CUDA C++ Programming Guide has it, environment variables: an invalid entry hides what follows.
  it.each([
    { mask: undefined, sees: [0, 1, 2, 3], because: "no mask" },
    { mask: "", sees: [], because: "an empty one hides all" },
    { mask: "-1", sees: [], because: "as does an invalid one" },
    { mask: "2,0", sees: [2, 0], because: "numbers, in their order" },
    { mask: "1,7,0", sees: [1], because: "up to the first that is none" },
    { mask: "GPU-ab-2", sees: [1], because: "a UUID" },
    { mask: "GPU-b, 0", sees: [2, 0], because: "the beginning of one" },
    { mask: "MIG-c", sees: [3], because: "a part of a divided one" },
    { mask: "0,0", sees: [0], because: "once each" },
  ])("$mask: $because", ({ mask, sees }) => {
    expect(withinMask(gpus, mask).map(({ index }) => index)).toEqual(sees);
  });
});

describe("a run's environment", () => {
  it("names its GPUs so that no other order can change which they are", () => {
    expect(gpuEnvironment(["GPU-ab-2", "GPU-ba-3"], false)).toEqual({
      CUDA_DEVICE_ORDER: "PCI_BUS_ID",
      CUDA_VISIBLE_DEVICES: "GPU-ab-2,GPU-ba-3",
    });
  });

  // ROCm documentation, "GPU isolation techniques": the runtime takes names and numbers, HIP numbers among what the runtime shows.
  it.each([
    {
      uuids: ["GPU-2b4cf5b9f1f0a5d3", "GPU-00ffee11c0de2233"],
      rocr: "GPU-2b4cf5b9f1f0a5d3,GPU-00ffee11c0de2233",
      hip: "0,1",
    },
    { uuids: ["3"], rocr: "3", hip: "0" },
  ])("names AMD's $rocr to their own runtime, and nothing to CUDA", ({ uuids, rocr, hip }) => {
    expect(gpuEnvironment(uuids, false)).toEqual({ ROCR_VISIBLE_DEVICES: rocr, HIP_VISIBLE_DEVICES: hip });
  });

  it("keeps TensorFlow and JAX from taking all memory where others share the GPU", () => {
    expect(gpuEnvironment(["GPU-aa-1"], true)).toMatchObject({
      TF_FORCE_GPU_ALLOW_GROWTH: "true",
      XLA_PYTHON_CLIENT_PREALLOCATE: "false",
    });
  });
});
