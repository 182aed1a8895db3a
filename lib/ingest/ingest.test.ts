import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { curve, eventFile } from "../../fixtures/builders/event-file.ts";
import { eventually, names, open, points, root, write } from "../../fixtures/builders/opened-logs.ts";

describe("what counts as a run", () => {
  it("is every directory with event files, named by its path, as TensorBoard names them", async () => {
    const store = await open(fileURLToPath(new URL("../../fixtures/writers", import.meta.url)), false);
    const withEvents = store.runs().filter((run) => run.format() === "tfevents");
    expect(withEvents.map(({ name }) => name).sort()).toEqual([
      "keras/diverges/train",
      "keras/lr0.01/train",
      "keras/lr0.01/validation",
      "keras/lr0.1/train",
      "keras/lr0.1/validation",
      "torch_basic/lr0.01",
      "torch_basic/lr0.1",
      "torch_basic/odd",
      "torch_basic/suffix",
    ]);
  });

  it("is also what other tools log: CSV, JSON lines, console output, each under the name that its place gives it", async () => {
    const text = (lines: string[]) => new TextEncoder().encode(`${lines.join("\n")}\n`);
    write("csv/metrics.csv", text(["step,loss", "0,3", "1,2"]));
    write("json/metrics.jsonl", text(['{"step": 0, "loss": 3}', '{"step": 1, "loss": NaN}']));
    write("console/stdout.txt", text(["step 0/10 loss 3.0", "step 1/10 loss 2.5"]));
    write("notes/README.txt", text(["loss of sleep: 3 nights"]));
    const store = await open(root, false);
    expect(store.runs().map((run) => [run.name, run.format()])).toEqual([
      ["console", "console"],
      ["csv", "csv"],
      ["json", "jsonl"],
    ]);
    expect(points(store, "csv", "loss")).toEqual([
      [0, 3],
      [1, 2],
    ]);
    expect(points(store, "json", "loss")).toEqual([
      [0, 3],
      [1, NaN],
    ]);
    expect(points(store, "console", "loss")).toEqual([
      [0, 3],
      [1, 2.5],
    ]);
  });

  it("is `.` for files in the log directory itself", async () => {
    write("events.out.tfevents.1.host", eventFile(curve("x", [1])));
    expect(names(await open(root, false))).toEqual(["."]);
  });

  it("ends at links that lead back, and passes over pipes named like logs", async () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    symlinkSync(root, join(root, "run/loop"));
    symlinkSync("self", join(root, "self"));
    symlinkSync(join(root, "nowhere"), join(root, "dangling"));
    execFileSync("mkfifo", [join(root, "run/events.out.tfevents.pipe")]);
    mkdirSync(join(root, "events.out.tfevents.directory"));
    expect(names(await open(root, false))).toEqual(["run"]);
  });

  it("follows a link to a run elsewhere", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "tuneboard-elsewhere-"));
    writeFileSync(join(elsewhere, "events.out.tfevents.1"), eventFile(curve("x", [1])));
    symlinkSync(elsewhere, join(root, "linked"));
    expect(names(await open(root, false))).toEqual(["linked"]);
    rmSync(elsewhere, { recursive: true });
  });
});

describe("settings", () => {
  it("come from hparams.json beside the events, nested ones under dotted names", async () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    write(
      "run/hparams.json",
      new TextEncoder().encode('{"lr": 0.01, "schedule": {"kind": "const"}, "best": NaN, "tags": [1]}'),
    );
    const store = await open(root, false);
    await eventually(() =>
      expect(store.runs()[0].hparams()).toEqual({ lr: 0.01, "schedule.kind": "const", best: "NaN" }),
    );
  });
});

it("takes from MLflow's store the metrics, the parameters and how the run ended", async () => {
  const run = "mlruns/0/0123456789abcdef0123456789abcdef";
  const text = (line: string) => new TextEncoder().encode(`${line}\n`);
  write(`${run}/metrics/train/loss`, text("1700000000000 3.5 0"));
  write(`${run}/metrics/acc`, text("1700000001000 0.5 10"));
  write(`${run}/params/lr`, text("0.01"));
  write(`${run}/meta.yaml`, text("run_name: first\nstatus: 4\nend_time: 1700000002000"));
  const store = await open(root, false);
  expect(names(store)).toEqual([run]);
  expect(store.runs()[0].hparams()).toEqual({ lr: 0.01 });
  expect(points(store, run, "train/loss")).toEqual([[0, 3.5]]);
  expect(points(store, run, "acc")).toEqual([[10, 0.5]]);
  expect(store.runs()[0].stateAt(0)).toBe("failed");
});

describe("tuneboard.yaml", () => {
  const text = (...lines: string[]) => new TextEncoder().encode(`${lines.join("\n")}\n`);
  const log = () => write("run/stdout.txt", text("at 1 we lose 5", "at 2 we lose 4"));

  it("says how console logs are to be read, and is obeyed when it changes", async () => {
    log();
    write("tuneboard.yaml", text("console:", "  patterns:", '    - "at (?<step>\\\\d+) we lose (?<lost>\\\\d+)"'));
    const store = await open(root, true);
    expect(points(store, "run", "lost")).toEqual([
      [1, 5],
      [2, 4],
    ]);
    write("tuneboard.yaml", text("console:", "  patterns:", '    - "at (?<step>\\\\d+) we lose (?<gone>\\\\d+)"'));
    await eventually(() =>
      expect(points(store, "run", "gone")).toEqual([
        [1, 5],
        [2, 4],
      ]),
    );
    expect(points(store, "run", "lost")).toEqual([]);
  });

  it("stops nobody as a pipe, which has no end to be read to", async () => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    execFileSync("mkfifo", [join(root, "tuneboard.yaml")]);
    const store = await open(root, false);
    expect(names(store)).toEqual(["run"]);
    expect(store.logdirs()[0].passedOver).toEqual([
      { path: "tuneboard.yaml", text: "It is no file of at most 1 MiB." },
    ]);
  });

  it.each([
    { yaml: "console: patterns: x", because: "It is no YAML" },
    { yaml: "console: {patterns: 3}", because: "`console.patterns` is not as it should be" },
    { yaml: 'console: {patterns: ["(?<step>"]}', because: "The pattern (?<step> cannot be used" },
    { yaml: 'console: {patterns: ["(?<step>a+)+$"]}', because: "it could take for ever" },
  ])("with the mistake $yaml counts for nothing, and says so", async ({ yaml, because }) => {
    write("run/events.out.tfevents.1", eventFile(curve("x", [1])));
    write("tuneboard.yaml", text(yaml));
    const store = await open(root, false);
    expect(names(store)).toEqual(["run"]);
    expect(store.logdirs()[0].passedOver).toEqual([{ path: "tuneboard.yaml", text: expect.stringContaining(because) }]);
  });
});
