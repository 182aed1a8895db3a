/** Reading GPUs from a scripted nvidia-smi: every way in which the real one is known to answer, or not to (faults L11, L12). */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sayAll } from "../../core/text.ts";
import { type GpuTools, gpuReader as inAnyLanguage } from "./gpu-query.ts";
import { GpuWatch } from "./gpu-watch.ts";

/** One that speaks English. */
const gpuReader = (tools: GpuTools) => {
  const read = inAnyLanguage(tools);
  return async () => sayAll(await read(), null);
};

const FAKE = fileURLToPath(new URL("../../../fixtures/programs/nvidia-smi.mjs", import.meta.url));
const A = "GPU-5a1c3c6e-1111-4e1f-9f5b-0123456789ab";
const B = "GPU-b2d4e6f8-2222-4a3b-8c7d-ba9876543210";
const folder = mkdtempSync(join(tmpdir(), "tuneboard-gpus-"));
const CALLS = join(folder, "calls");

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(CALLS, { force: true });
});

const NONE = join(folder, "not-there");

function reader(script: string, limitMs = 20_000) {
  vi.stubEnv("FAKE_GPUS", script);
  vi.stubEnv("FAKE_GPUS_CALLS", CALLS);
  return gpuReader({ nvidiaSmi: FAKE, amdSmi: NONE, rocmSmi: NONE, limitMs });
}

const read = (script: string) => reader(script)();

describe("the GPUs of nvidia-smi", () => {
  it("come with memory, load and who uses them", async () => {
    expect(await read("ok")).toEqual({
      kind: "gpus",
      vendor: "NVIDIA",
      gpus: [
        {
          uuid: A,
          index: 0,
          name: "NVIDIA GeForce RTX 4090",
          memoryMb: 24564,
          usedMb: 1124,
          utilisation: 0.37,
          processes: [{ pid: 4242, usedMb: 1110 }],
          unusable: null,
        },
        {
          uuid: B,
          index: 1,
          name: "NVIDIA GeForce RTX 4090",
          memoryMb: 24564,
          usedMb: 4,
          utilisation: 0,
          processes: [],
          unusable: null,
        },
      ],
    });
  });

  it("are the same in whatever order they are told of", async () => {
    expect(await read("reordered")).toEqual(await read("ok"));
  });

  it("are told of with gaps where the driver does not say", async () => {
    expect(await read("not-told")).toMatchObject({
      gpus: [
        { uuid: A, utilisation: null, processes: [{ pid: 4242, usedMb: null }], unusable: null },
        { uuid: B, usedMb: null, utilisation: null, unusable: null },
      ],
    });
  });

  it("name other people's processes", async () => {
    expect(await read("foreign")).toMatchObject({ gpus: [{}, { uuid: B, processes: [{ pid: 777, usedMb: 9000 }] }] });
  });

  it.each([
    { script: "lost", gpus: [null, "it is lost: the machine has to be restarted"] },
    { script: "divided", gpus: ["it is divided (MIG), and nvidia-smi names none of its parts", null] },
    { script: "fallen", gpus: [null] },
  ])("can be used where only another one is $script", async ({ script, gpus }) => {
    const reading = await read(script);
    expect(reading.kind === "gpus" ? reading.gpus.map(({ unusable }) => unusable) : reading).toEqual(gpus);
  });

  it("are their parts where they are divided, each with what runs on the whole", async () => {
    const on = [{ pid: 4242, usedMb: 1110 }];
    const part = { index: 0, usedMb: null, utilisation: null, processes: on, unusable: null };
    expect(await read("parts")).toMatchObject({
      gpus: [
        { ...part, uuid: "MIG-c7384736-a75d-5afc-978f-d2f1294409fd", memoryMb: 20 * 1024 },
        { ...part, uuid: "MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d", memoryMb: 5 * 1024 },
        { uuid: B, memoryMb: 24564, usedMb: 1124, unusable: null },
      ],
    });
    expect(await read("old-parts")).toMatchObject({ gpus: [{ uuid: `MIG-${A}/3/0`, memoryMb: 10_240 }, { uuid: B }] });
  });

  it("are none where there is no device and where there is no tool", async () => {
    expect(await read("no-devices")).toEqual({ kind: "none", because: "nvidia-smi finds no GPU" });
    expect(await gpuReader({ nvidiaSmi: NONE, amdSmi: NONE, rocmSmi: NONE, limitMs: 5000 })()).toEqual({
      kind: "none",
      because: "none of nvidia-smi, amd-smi and rocm-smi is installed",
    });
  });

  it("are not known where the driver does not answer", async () => {
    expect(await read("no-driver")).toMatchObject({
      kind: "failed",
      because: expect.stringContaining("nvidia-smi ends with 9: NVIDIA-SMI has failed"),
    });
  });

  it("are waited for while the tool is slow, within the limit", async () => {
    expect(await read("slow")).toMatchObject({ kind: "gpus", gpus: [{ uuid: A }, { uuid: B }] });
  });

  it("are given up when the tool hangs, and nothing of it stays behind", async () => {
    const ask = reader("hanging", 1500);
    expect(await ask()).toEqual({ kind: "failed", because: "nvidia-smi does not answer within 1.5 s" });
    await expect.poll(() => existsSync(CALLS), { timeout: 20_000 }).toBe(true);
    const [pid] = readFileSync(CALLS, "utf8").split("\n").map(Number);
    // Signal 0 asks the whole group, its deaf child included, whether anyone is there.
    await expect.poll(() => isAlive(-pid), { timeout: 20_000 }).toBe(false);
    vi.stubEnv("FAKE_GPUS", "ok");
    await expect
      .poll(async () => (await gpuReader({ nvidiaSmi: FAKE, amdSmi: NONE, rocmSmi: NONE, limitMs: 20_000 })()).kind, {
        timeout: 20_000,
      })
      .toBe("gpus");
  });

  function isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }
});

describe("AMD's GPUs", () => {
  it("are read from rocm-smi's JSON", async () => {
    const tool = join(folder, "rocm-smi");
    // The keys of rocm-smi 6.0 on an MI210.
    const card = {
      "GPU use (%)": "12",
      "Unique ID": "0x2b4cf5b9f1f0a5d3",
      "Card Series": "Instinct MI210",
      "VRAM Total Memory (B)": "68702699520",
      "VRAM Total Used Memory (B)": "10960896",
    };
    writeFileSync(tool, `#!/bin/sh\necho '${JSON.stringify({ card0: card, system: { "Driver version": "6.3" } })}'\n`, {
      mode: 0o755,
    });
    expect(await gpuReader({ nvidiaSmi: NONE, amdSmi: NONE, rocmSmi: tool, limitMs: 20_000 })()).toEqual({
      kind: "gpus",
      vendor: "AMD",
      // 68702699520 / 2^20 = 65520 and 10960896 / 2^20 = 10.45
      gpus: [
        {
          uuid: "GPU-2b4cf5b9f1f0a5d3",
          index: 0,
          name: "Instinct MI210",
          memoryMb: 65520,
          usedMb: 10,
          utilisation: 0.12,
          processes: null,
          unusable: null,
        },
      ],
    });
  });
});

describe("AMD's GPUs by amd-smi, which is scripted here after its documentation", () => {
  // Numbers with a unit, as from ROCm 6 on; without, as some versions told of a load; in a list of its own until ROCm 7.
  const cards = [
    { gpu: 1, asic: { market_name: "AMD Instinct MI300X", asic_serial: "0x2B4CF5B9F1F0A5D3" }, vram: { size: "N/A" } },
    {
      gpu: 0,
      asic: { market_name: "AMD Instinct MI300X", asic_serial: "0x00F1A2B3C4D5E6F7" },
      vram: { type: "HBM3", size: { value: 196_592, unit: "MB" } },
    },
  ];
  const standing = [
    {
      gpu: 0,
      usage: { gfx_activity: { value: 37, unit: "%" }, vcn_activity: ["N/A"] },
      mem_usage: { total_vram: { value: 196_592, unit: "MB" }, used_vram: { value: 284, unit: "MB" } },
    },
    { gpu: 1, usage: { gfx_activity: "N/A" }, mem_usage: { total_vram: "N/A", used_vram: "N/A" } },
  ];
  const amdSmi = (known: string, metric: string): string => {
    const tool = join(folder, "amd-smi");
    writeFileSync(tool, `#!/bin/sh\ncase $1 in static) ${known};; metric) ${metric};; esac\n`, { mode: 0o755 });
    return tool;
  };
  const says = (value: unknown): string => `echo '${JSON.stringify(value)}'`;
  const readAmd = (tool: string) => gpuReader({ nvidiaSmi: NONE, amdSmi: tool, rocmSmi: FAKE, limitMs: 20_000 })();

  it.each([
    { form: "a list", known: says(cards), metric: says(standing) },
    { form: "an object", known: says({ gpu_data: cards }), metric: says({ gpu_data: standing }) },
    {
      form: "a list behind a warning",
      known: `echo 'WARNING: not in the group render'; ${says(cards)}`,
      metric: says(standing),
    },
  ])("are read from $form, by the name that the runtime has for them", async ({ known, metric }) => {
    expect(await readAmd(amdSmi(known, metric))).toMatchObject({
      kind: "gpus",
      vendor: "AMD",
      gpus: [
        {
          uuid: "GPU-00f1a2b3c4d5e6f7",
          index: 0,
          name: "AMD Instinct MI300X",
          memoryMb: 196_592,
          usedMb: 284,
          utilisation: 0.37,
          processes: null,
          unusable: null,
        },
        { uuid: "GPU-2b4cf5b9f1f0a5d3", index: 1, unusable: "it does not say how much memory it has" },
      ],
    });
  });

  it("have their memory also where their load is not told", async () => {
    const read = await readAmd(amdSmi(says([cards[1]]), "exit 1"));
    expect(read).toMatchObject({ gpus: [{ memoryMb: 196_592, usedMb: null, utilisation: null, unusable: null }] });
  });

  it.each([
    {
      answer: "echo no driver; exit 1",
      reading: { kind: "failed", because: "amd-smi prints no JSON that is known here" },
    },
    { answer: says([]), reading: { kind: "none", because: "amd-smi finds no GPU" } },
  ])("are not made up: $answer", async ({ answer, reading }) => {
    expect(await readAmd(amdSmi(answer, answer))).toEqual(reading);
  });
});

describe("a watch over the GPUs", () => {
  const callsSoFar = () => (existsSync(CALLS) ? readFileSync(CALLS, "utf8").trim().split("\n").length : 0);

  it("asks one question at a time, however many want to know", async () => {
    const watch = new GpuWatch({ read: reader("slow"), now: () => 0 });
    const sights = await Promise.all(Array.from({ length: 10 }, () => watch.refresh()));
    expect(new Set(sights).size).toBe(1);
    expect(callsSoFar()).toBe(2); // the GPUs, then their processes
  });

  it("keeps what it saw while the driver is silent, says how old that is, and recovers by itself", async () => {
    let now = 100;
    const watch = new GpuWatch({ read: reader("ok"), now: () => now });
    await watch.refresh();
    expect(watch.sight()).toMatchObject({ ageSecs: 0, problem: null, gpus: [{ uuid: A }, { uuid: B }] });
    vi.stubEnv("FAKE_GPUS", "no-driver");
    now = 160;
    expect(await watch.refresh()).toMatchObject({
      ageSecs: 60,
      problem: expect.stringContaining("ends with 9"),
      gpus: [{ uuid: A, unusable: null }, { uuid: B }],
    });
    vi.stubEnv("FAKE_GPUS", "ok");
    now = 170;
    expect(await watch.refresh()).toMatchObject({ ageSecs: 0, problem: null });
  });

  it("shows a GPU that fell off the bus as gone, while the others go on", async () => {
    const watch = new GpuWatch({ read: reader("ok"), now: () => 0 });
    await watch.refresh();
    vi.stubEnv("FAKE_GPUS", "fallen");
    const { gpus } = await watch.refresh();
    expect(sayAll(gpus, null)).toMatchObject([
      { uuid: A, unusable: null },
      { uuid: B, unusable: "the driver no longer names it", usedMb: null, processes: null },
    ]);
    vi.stubEnv("FAKE_GPUS", "ok");
    expect(sayAll((await watch.refresh()).gpus, null)).toMatchObject([
      { uuid: A, unusable: null },
      { uuid: B, unusable: null },
    ]);
  });
});
