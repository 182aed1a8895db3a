/** The flags of `tuneboard advise` as a shell meets them: other thresholds, ranges, another language, a report for others. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { curve, eventFile } from "../fixtures/builders/event-file.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tuneboard-advise-"));
const logdir = join(folder, "sweep");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function advise(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "dist/tuneboard.mjs"), "advise", "--logdir", logdir, ...args],
    {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", XDG_STATE_HOME: join(folder, "state") },
      timeout: 60_000,
    },
  );
  return { status, stdout, stderr };
}

/** Three learning rates, 400 steps: 0.1 ends lowest. */
beforeAll(() => {
  spawnSync(process.execPath, [join(root, "bin/tuneboard.mjs"), "--version"]); // builds the engine if need be
  for (const [i, lr] of [0.1, 0.01, 0.001].entries()) {
    mkdirSync(join(logdir, `lr=${lr}`), { recursive: true });
    const law = (step: number) => 0.3 + 0.1 * i + 2 * Math.exp(-step / 60) + 0.01 * Math.sin(step);
    const losses = Array.from({ length: 400 }, (_, step) => law(step));
    writeFileSync(join(logdir, `lr=${lr}`, "events.out.tfevents.1"), eventFile(curve("train/loss", losses)));
  }
});

describe("--threshold", () => {
  const steps = (...args: string[]): number => {
    const { sweeps } = JSON.parse(advise("--json", ...args).stdout);
    return sweeps[0].advice.find(({ rule }: { rule: string }) => rule === "converged-step").value.recommendedSteps;
  };
  it("asks what another one would say, in numbers or percent, several at a time", () => {
    expect(steps("--threshold", "margin=1.2") / steps()).toBeCloseTo(0.8, 1); // 1.2 against 1.5 times the converged step
    expect(steps("--threshold", "tolerance=10%", "--threshold", "margin=3")).toBe(
      steps("--threshold", "tolerance=0.1", "--threshold", "margin=300%"),
    );
  });
  it.each([
    ["gate", 'tuneboard: --threshold "gate" is not NAME=VALUE.\n'],
    ["delta=1", "delta"],
    ["margin=99", "margin"],
    ["gate=wide", "gate"],
  ])("%s is wrong usage, in one sentence", (text, says) => {
    const { status, stdout, stderr } = advise("--threshold", text);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(says);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

it("--ranges says for which thresholds the answer stays, in JSON and as text", () => {
  const { sweeps } = JSON.parse(advise("--json", "--ranges").stdout);
  expect(sweeps[0].thresholds.map(({ name }: { name: string }) => name)).toEqual([
    "gate",
    "tie",
    "devTie",
    "tolerance",
    "margin",
  ]);
  const margin = sweeps[0].thresholds.find(({ name }: { name: string }) => name === "margin");
  expect(margin.same[0]).toBeLessThanOrEqual(1.5);
  expect(margin.same[1]).toBeGreaterThanOrEqual(1.5);
  const text = (...args: string[]) => advise(...args).stdout;
  expect(text("--ranges").length).toBeGreaterThan(text().length);
});

describe("--language", () => {
  it("zh says the same in Chinese: the same numbers, no English sentence", () => {
    const { stdout, stderr, status } = advise("--language", "zh");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/学习率/);
    expect(stdout).toContain("0.1");
    expect(stdout).not.toMatch(/\b(Train|the|and|Run)\b/);
  });
  it("of another language is wrong usage", () => {
    const { status, stderr } = advise("--language", "fr");
    expect([status, stderr]).toEqual([2, "tuneboard: --language fr is not known; there are en and zh.\n"]);
  });
});

describe("--report", () => {
  it.each([
    ["report.html", "en", /<h1>Tuning report/],
    ["report.md", "zh", /^# 调参报告/],
  ])("%s in %s is written, said on stderr, and the same every time", (name, language, begins) => {
    const path = join(folder, name);
    const write = () => advise("--report", path, "--language", language);
    expect(write()).toEqual({ status: 0, stdout: "", stderr: `The report is in ${path}.\n` });
    const first = readFileSync(path, "utf8");
    expect(first).toMatch(begins);
    write();
    expect(readFileSync(path, "utf8")).toBe(first);
  });
  it("of another ending is wrong usage, and nothing is written", () => {
    const path = join(folder, "report.pdf");
    const { status, stderr } = advise("--report", path);
    expect([status, stderr]).toEqual([2, `tuneboard: --report ${path}: reports are written as .html or .md.\n`]);
  });
  it("into a folder that is not there says so and ends with 1", () => {
    const { status, stderr } = advise("--report", join(folder, "nowhere/report.md"));
    expect(status).toBe(1);
    expect(stderr).toContain("nowhere");
  });
});
