import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesToLookInto, isPassedOver, recognise } from "./recognise.ts";
import type { Recognised } from "./recognised.ts";

const WRITERS = new URL("../../fixtures/writers/", import.meta.url);
const fixture = (path: string): Uint8Array => readFileSync(new URL(path, WRITERS));
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

const TABLE = text("step,loss\n1,2\n");
const LINES = text('{"step": 1, "loss": 2}\n');
const CONSOLE = text("step 1 loss 2\nstep 2 loss 1\n");

/** What becomes of a directory with these files; files that need no head may have any content. */
function found(path: string, files: Record<string, Uint8Array>, directories: string[] = []): Recognised {
  const listing = { path, files: Object.keys(files), directories };
  const heads = new Map(filesToLookInto(listing).map((name) => [name, files[name]]));
  return recognise(listing, heads);
}
const NONE = new Uint8Array(0);
const logsOf = (recognised: Recognised): string[] =>
  recognised.logs.map(({ name, format, run, tag }) => `${name} ${format} ${run}${tag === null ? "" : ` ${tag}`}`);
const asideOf = (recognised: Recognised): string[] => recognised.leftAside.map(({ name }) => name);

describe("a directory is a run", () => {
  it.each([
    { file: "events.out.tfevents.1.host", head: NONE, format: "tfevents" },
    { file: "events.out.tfevents.1.host.v2", head: NONE, format: "tfevents" },
    { file: "trainer_state.json", head: NONE, format: "trainer_state" },
    { file: "metrics.csv", head: fixture("lightning/lightning_csv/version_0/metrics.csv"), format: "csv" },
    { file: "keras_csvlogger.csv", head: fixture("keras/lr0.1/keras_csvlogger.csv"), format: "csv" },
    { file: "metrics.json", head: fixture("textlogs/metrics.jsonl"), format: "jsonl" },
    { file: "metrics.jsonl", head: LINES, format: "jsonl" },
    { file: "log.json", head: LINES, format: "jsonl" },
    { file: "result.json", head: text('{"training_iteration": 1, "loss": 2}\n'), format: "jsonl" },
    { file: "stdout.txt", head: fixture("textlogs/tqdm.log"), format: "console" },
    { file: "train.log", head: fixture("textlogs/python_logging.log"), format: "console" },
    { file: "stdout.log", head: fixture("textlogs/python_dict.log"), format: "console" },
    { file: "nohup.out", head: CONSOLE, format: "console" },
    { file: "log.txt", head: LINES, format: "jsonl" },
    { file: "metrics.csv", head: text("step,loss\n"), format: "csv" },
  ])("with $file, read as $format", ({ file, head, format }) => {
    expect(logsOf(found("a/b", { [file]: head }))).toEqual([`${file} ${format} a/b`]);
    expect(logsOf(found(".", { [file]: head }))).toEqual([`${file} ${format} .`]);
  });

  it("with all its event files", () => {
    expect(logsOf(found("a", { "b.tfevents.2": NONE, "b.tfevents.1": NONE }))).toHaveLength(2);
  });
});

describe("a log with a name of its own is a run of its own", () => {
  it.each([
    { file: "exp1.csv", head: TABLE, run: "a/exp1" },
    { file: "slurm-123.out", head: CONSOLE, run: "a/slurm-123" },
    { file: "lr0.1.log", head: CONSOLE, run: "a/lr0.1" },
    { file: "20230101_120000.log.json", head: LINES, run: "a/20230101_120000" },
    { file: "train.csv", head: TABLE, run: "a/train" },
    { file: "run-abc.wandb", head: NONE, run: "a/run-abc" },
  ])("$file is $run", ({ file, head, run }) => {
    expect(found("a", { [file]: head }).logs[0].run).toBe(run);
    expect(found(".", { [file]: head }).logs[0].run).toBe(run.slice(2));
  });

  it("and keeps its name when more files appear", () => {
    const before = found("a", { "exp1.csv": TABLE });
    const after = found("a", { "exp1.csv": TABLE, "exp2.csv": TABLE, "metrics.csv": TABLE });
    expect(logsOf(after)).toEqual(expect.arrayContaining(logsOf(before)));
    expect(logsOf(after)).toHaveLength(3);
  });
});

describe("one source tells a directory's run", () => {
  it.each([
    { files: ["events.out.tfevents.1", "metrics.csv", "train.log"], read: "events.out.tfevents.1" },
    { files: ["metrics.jsonl", "metrics.csv"], read: "metrics.jsonl" },
    { files: ["metrics.csv", "progress.csv"], read: "metrics.csv" },
    { files: ["metrics.csv", "stdout.txt", "slurm-1.out"], read: "metrics.csv" },
    { files: ["stdout.txt", "train.log"], read: "stdout.txt" },
  ])("$read of $files", ({ files, read }) => {
    const content = (name: string): Uint8Array =>
      name.endsWith(".csv") ? TABLE : name.endsWith("l") ? LINES : CONSOLE;
    const recognised = found("a", Object.fromEntries(files.map((name) => [name, content(name)])));
    expect(recognised.logs.map(({ name }) => name)).toEqual([read]);
    expect(asideOf(recognised).sort()).toEqual(files.filter((name) => name !== read).sort());
    for (const { because } of recognised.leftAside) expect(because).toMatch(/^[A-Z].*\.$/);
  });

  it("a table that holds no log stands in nobody's way", () => {
    expect(logsOf(found("a", { "data.csv": text("x,y\n1,2\n"), "train.log": CONSOLE }))).toEqual([
      "train.log console a",
    ]);
  });
});

describe("a log that is rotated", () => {
  it.each([
    { files: { "train.log.2": CONSOLE, "train.log.1": CONSOLE, "train.log": CONSOLE }, log: "train.log console a" },
    { files: { "exp1.csv.1": TABLE, "exp1.csv": text("3,1\n4,1\n") }, log: "exp1.csv csv a/exp1" },
    { files: { "train.log-20240131": CONSOLE, "train.log": NONE }, log: "train.log console a" },
    { files: { "train.log.2024-01-31_23": CONSOLE }, log: "train.log console a" },
  ])("is one run with its older parts: $log", ({ files, log }) => {
    const recognised = found("a", { ...files });
    expect(logsOf(recognised)).toEqual([log]);
    expect(recognised.logs[0].isRotated).toBe(true);
    const [name] = log.split(" ");
    const older = Object.keys(files).filter((file) => file !== name);
    expect(recognised.leftAside.map((aside) => aside.name).sort()).toEqual(older.sort());
    for (const { because } of recognised.leftAside)
      expect(because).toBe(`It is an older part of ${name} and read with it.`);
  });

  it("and compressed parts are left aside", () => {
    expect(asideOf(found("a", { "train.log.2.gz": NONE, "train.log": CONSOLE }))).toEqual(["train.log.2.gz"]);
  });

  it.each([
    "model.1",
    "events.out.tfevents.1",
    "job.o12",
    "lr0.1",
    "v1.2024-01-31",
    "core.123",
  ])("is not what %s is a part of", (name) => {
    const { logs } = found("a", { [name]: CONSOLE });
    expect(logs.filter(({ isRotated }) => isRotated)).toEqual([]);
  });
});

describe("files that are left aside", () => {
  it.each([
    { file: "data.csv", head: text("name,size\na,1\n"), because: "It has no column of steps or epochs." },
    {
      file: "train.jsonl",
      head: text('{"text": "hello", "label": 1}\n'),
      because: "Its lines are no JSON objects with a step or epoch and numbers.",
    },
    {
      file: "metrics.json",
      head: text('{\n  "acc": 1\n}\n'),
      because: "Its lines are no JSON objects with a step or epoch and numbers.",
    },
    {
      file: "server.log",
      head: text("listening on port 80\n"),
      because:
        "Nothing in its first and last 64 KiB looks like a training that goes on: no metric comes again at another step.",
    },
    { file: "metrics.csv.gz", head: NONE, because: "It is compressed: unpack it to see its curves." },
    { file: "events.out.tfevents.1.zst", head: NONE, because: "It is compressed: unpack it to see its curves." },
    { file: "metrics.csv", head: NONE, because: "It is still empty." },
  ])("$file: $because", ({ file, head, because }) => {
    expect(found("a", { [file]: head })).toEqual({ logs: [], settings: [], leftAside: [{ name: file, because }] });
  });

  it.each([
    "model.pt",
    "README.md",
    "results.json",
    "wandb-summary.json",
    "a.tar.gz",
    ".hidden.log",
    "x.profile-empty",
  ])("%s is passed over without a word", (file) => {
    expect(found("a", { [file]: CONSOLE })).toEqual({ logs: [], settings: [], leftAside: [] });
  });

  it("a program named like a log is passed over without a word", () => {
    expect(found("a", { "a.out": new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]) }).leftAside).toEqual([]);
  });

  it("a file whose head is not there yet is in no part of the answer", () => {
    expect(recognise({ path: "a", files: ["m.csv"], directories: [] }, new Map())).toEqual({
      logs: [],
      settings: [],
      leftAside: [],
    });
  });
});

describe("settings", () => {
  it.each([
    { path: "a", files: ["hparams.yaml", "config.json"], name: "hparams.yaml", run: "a" },
    { path: ".", files: ["args.json"], name: "args.json", run: "." },
    { path: "a/.hydra", files: ["config.yaml", "hydra.yaml"], name: "config.yaml", run: "a" },
    { path: ".hydra", files: ["config.yaml"], name: "config.yaml", run: "." },
  ])("$name in $path are those of $run", ({ path, files, name, run }) => {
    expect(found(path, Object.fromEntries(files.map((file) => [file, NONE]))).settings).toEqual([
      { name, run, kind: "file" },
    ]);
  });
});

describe("layouts of libraries", () => {
  it("MLflow: a file a metric, its path the tag", () => {
    const run = `mlruns/0/${"0a".repeat(16)}`;
    expect(logsOf(found(`${run}/metrics`, { loss: NONE }))).toEqual([`loss mlflow ${run} loss`]);
    expect(logsOf(found(`${run}/metrics/val`, { acc: NONE }))).toEqual([`acc mlflow ${run} val/acc`]);
    expect(found(`${run}/params`, { lr: NONE }).settings).toEqual([{ name: "lr", run, kind: "mlflow param" }]);
    expect(found(run, { "meta.yaml": NONE }).settings).toEqual([{ name: "meta.yaml", run, kind: "mlflow meta" }]);
    expect(found(`${run}/artifacts/model`, { "metrics.csv": TABLE })).toEqual({
      logs: [],
      settings: [],
      leftAside: [],
    });
    expect(found(`${run}/tags`, { "mlflow.user": NONE }).logs).toEqual([]);
  });

  it("W&B: the .wandb file is the run, its folder of files has the settings", () => {
    const run = "wandb/offline-run-20261122_130554-abc";
    expect(logsOf(found(run, { "run-abc.wandb": NONE, "run-abc.wandb.syncstate": NONE }))).toEqual([
      `run-abc.wandb wandb ${run}`,
    ]);
    const files = found(`${run}/files`, {
      "config.yaml": NONE,
      "output.log": CONSOLE,
      "wandb-summary.json": NONE,
      "requirements.txt": NONE,
    });
    expect(files.settings).toEqual([{ name: "config.yaml", run, kind: "file" }]);
    expect([files.logs, asideOf(files)]).toEqual([[], ["output.log", "wandb-summary.json"]]);
    expect(found(`${run}/logs`, { "debug.log": CONSOLE })).toEqual({ logs: [], settings: [], leftAside: [] });
    expect(isPassedOver("latest-run")).toBe(true);
  });

  it("Trainer: the newest checkpoint is found among any number of directories", () => {
    const others = Array.from({ length: 300_000 }, (_, i) => `trial${i}`);
    expect(logsOf(found("out", {}, [...others, "checkpoint-7"]))).toEqual([
      "checkpoint-7/trainer_state.json trainer_state out",
    ]);
    expect(logsOf(found("out", {}, others))).toEqual([]);
  });

  it("Trainer: the newest checkpoint speaks until the training is over, and event files in runs/ before both", () => {
    const checkpoints = ["checkpoint-100", "checkpoint-1000", "checkpoint-20"];
    expect(logsOf(found("out", {}, checkpoints))).toEqual(["checkpoint-1000/trainer_state.json trainer_state out"]);
    expect(logsOf(found("out", { "trainer_state.json": NONE }, checkpoints))).toEqual([
      "trainer_state.json trainer_state out",
    ]);
    expect(logsOf(found("out/checkpoint-100", { "trainer_state.json": NONE }))).toEqual([]);
    const both = found("out", { "trainer_state.json": NONE }, ["runs", ...checkpoints]);
    expect([both.logs, asideOf(both)]).toEqual([[], ["trainer_state.json"]]);
  });

  it("mmengine: scalars.json is the run above, its copy is left aside", () => {
    const recognised = found("w/2023/vis_data", {
      "scalars.json": NONE,
      "20230101_120000.json": NONE,
      "config.py": NONE,
    });
    expect(logsOf(recognised)).toEqual(["scalars.json jsonl w/2023"]);
    expect(asideOf(recognised)).toEqual(["20230101_120000.json"]);
  });
});
