import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { describeFindings, describeGpus, examine } from "./doctor.ts";

const folder = mkdtempSync(join(tmpdir(), "tuneboard-doctor-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const logdir = (path: string) => ({ name: "logs", path, error: null, passedOver: [] });

it("looks at the machine, the state directory and every log directory", async () => {
  const findings = await examine([logdir(folder)], join(folder, "state"));
  expect(findings.map(({ name }) => name)).toEqual(["node", "machine", "gpus", "slurm", "watches", "state", "logdir"]);
  expect(findings.find(({ name }) => name === "node")?.text).toContain(process.version);
  expect(findings.filter(({ name, isFine }) => (name === "state" || name === "logdir") && !isFine)).toEqual([]);
}, 30_000);

it("marks what stands in the way, with the way out", async () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  const findings = await examine([logdir(join(folder, "nowhere"))], join(file, "state"));
  const broken = findings.filter(({ isFine }) => !isFine).map(({ name }) => name);
  expect(broken).toEqual(expect.arrayContaining(["state", "logdir"]));
  expect(findings.find(({ name }) => name === "state")?.text).toContain("--state-dir");
}, 30_000);

it("calls a machine whose GPUs are all lost broken, and one without GPUs fine", () => {
  const gpu = { uuid: "GPU-1", index: 0, name: "A100", memoryMb: 40_960, usedMb: 512, utilisation: 0, processes: null };
  const reading = (unusable: string | null) => ({
    kind: "gpus" as const,
    vendor: "NVIDIA" as const,
    gpus: [{ ...gpu, unusable }],
  });
  expect(describeGpus(reading("it is lost")).isFine).toBe(false);
  expect(describeGpus(reading(null))).toEqual({ name: "gpus", isFine: true, text: "0: A100, 512 of 40960 MiB in use" });
  expect(describeGpus({ kind: "none", because: "no tool" }).isFine).toBe(true);
});

it("prints names in a column and a mark before what is broken", () => {
  const text = describeFindings([
    { name: "node", isFine: true, text: "v20" },
    { name: "gpus", isFine: false, text: "0: lost\n1: lost" },
  ]);
  expect(text).toBe("  node  v20\n! gpus  0: lost\n        1: lost\n");
});
