import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { orderOf } from "../../../fixtures/builders/queue.ts";
import { eventually, runInShim } from "../../../fixtures/builders/shim.ts";
import { attemptFolder } from "../executors/executor.ts";
import type { Gpu } from "../gpus/gpu.ts";
import type { Launch } from "../launch.ts";
import { identify } from "../processes/process-identity.ts";
import { GpuUseRecord, latestUse, ProcessUseRecord, readUse } from "./use-record.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tuneboard-use-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const attempt = { id: "abc", number: 1 };
const folderOf = () => {
  const path = attemptFolder(folder, attempt);
  mkdirSync(path, { recursive: true });
  return path;
};

describe("what a run's processes use", () => {
  it("is a rate between two samples for what is counted, and the moment's value for memory", () => {
    const record = new ProcessUseRecord(join(folderOf(), "use.jsonl"));
    record.add(2, { cpuSecs: 3, residentBytes: 1000, readBytes: 0, writtenBytes: 500 });
    record.add(4, { cpuSecs: 4, residentBytes: 3000, readBytes: 0, writtenBytes: 500 });
    record.add(6, { cpuSecs: 3.5, residentBytes: 2000, readBytes: 0, writtenBytes: 900 }); // a child took its count along
    const curves = Object.fromEntries(readUse(folder, attempt).map(({ quantity, values }) => [quantity, values]));
    expect(curves).toEqual({
      processors: [1.5, 0.5, 0],
      residentBytes: [1000, 3000, 2000],
      readRate: [0, 0, 0],
      writeRate: [250, 0, 200],
    });
    expect(latestUse(folder, attempt)).toEqual({ processors: 0, residentBytes: 2000, readRate: 0, writeRate: 200 });
  });

  it("is sampled by its shim from what the kernel says: a program that computes and holds 200 MB is seen to", async () => {
    const script =
      "const held = Buffer.alloc(2e8, 1); const end = Date.now() + 30_000; while (Date.now() < end); console.log(held.length)";
    const run = runInShim([process.execPath, "-e", script]);
    const place = { id: dirname(run.files.use).split("/").at(-1) ?? "", number: 1 };
    // The builder's folders have no number below them, the reader's have: what it wrote is read by a link of its own.
    mkdirSync(join(folder, place.id));
    symlinkSync(dirname(run.files.use), join(folder, place.id, "1"));
    await eventually(() => {
      const { processors = 0, residentBytes = 0 } = latestUse(folder, place) ?? {};
      expect(processors).toBeGreaterThan(0.1); // of a processor that others want too
      expect(processors).toBeLessThan(8);
      expect(residentBytes).toBeGreaterThan(2e8);
      expect(residentBytes).toBeLessThan(1e9);
    });
    run.shim.kill("SIGTERM");
    await run.ended();
  });
});

describe("what a run uses of GPUs", () => {
  const gpu = (uuid: string, utilisation: number | null, processes: Gpu["processes"]): Gpu => ({
    ...{ uuid, index: 0, name: "GPU", memoryMb: 24_000, usedMb: 9000, utilisation, processes, unusable: null },
  });
  const onGpus = (uuids: readonly string[]): Launch => ({
    ...{ id: "abc", project: "p", name: "n", priority: 0, submittedAt: 0, submittedBy: "tester" },
    ...{ attempt: 1, failure: null },
    order: orderOf(["true"]),
    phase: {
      ...{ state: "running", startedAt: 0, stoppedBy: null },
      progress: { slot: { kind: "gpu", cpus: 1, uuids, shares: true }, shim: null, process: identify(process.pid) },
    },
  });

  it("is its own memory, and how busy all who share them make them", () => {
    folderOf();
    const record = new GpuUseRecord(folder, (pid) => (pid === 1 ? "abc" : pid === 2 ? "other" : null));
    const users = [1, 2, 3].map((pid) => ({ pid, usedMb: pid * 1000 }));
    record.look(
      [onGpus(["A", "B"])],
      [gpu("A", 0.5, users), gpu("B", 1, [{ pid: 1, usedMb: 24 }]), gpu("C", 0, users)],
    );
    expect(latestUse(folder, attempt)).toEqual({ gpuBusy: 0.75, gpuMemoryBytes: 1024 * 1024 * 1024 });
  });

  it("has no curve where the driver does not tell", () => {
    folderOf();
    const record = new GpuUseRecord(folder, () => "abc");
    record.look([onGpus(["A"])], [gpu("A", null, null)]);
    expect(readUse(folder, attempt)).toEqual([]);
  });
});
