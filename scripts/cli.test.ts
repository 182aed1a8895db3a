/** The command line as scripts meet it: exit statuses, one plain sentence on stderr, and nothing but JSON on stdout after `--json`. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { curve, eventFile } from "../fixtures/builders/event-file.ts";
import { databasePathOf, openDatabase } from "../lib/store/database.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const logs = join(root, "fixtures/logs");
const folder = mkdtempSync(join(tmpdir(), "tuneboard-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tuneboard(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/tuneboard.mjs"), ...args], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", XDG_STATE_HOME: join(folder, "state") },
    maxBuffer: 1 << 28,
    timeout: 25_000,
  });
  return { status, stdout, stderr };
}

// Through `bin/tuneboard.mjs`, which builds the engine if need be; the tests call the bundle, so that none has to wait for the screens.
beforeAll(() => {
  spawnSync(process.execPath, [join(root, "bin/tuneboard.mjs"), "--version"]);
});

describe("runs", () => {
  it("prints one JSON array with every run, its tags and its settings", () => {
    const { status, stdout, stderr } = tuneboard("runs", "--logdir", logs, "--json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const runs = JSON.parse(stdout);
    expect(runs).toHaveLength(30);
    expect(runs.find((run: { run: string }) => run.run === "digits_mlp/lr0.01_s0")).toMatchObject({
      format: "tfevents",
      hparams: { lr: 0.01, momentum: 0.9, batch_size: 64, seed: 0 },
      tags: expect.arrayContaining([
        { tag: "train/loss", kind: "scalar", points: 3000, firstStep: 1, lastStep: 3000 },
        { tag: "dev/acc", kind: "scalar", points: 61, firstStep: 0, lastStep: 3000 },
      ]),
      problems: [],
    });
  });

  it("lists runs in natural name order", () => {
    const logdir = join(folder, "natural");
    for (const name of ["run10", "run9", "run1"]) {
      mkdirSync(join(logdir, name), { recursive: true });
      writeFileSync(join(logdir, name, "events.out.tfevents.1"), eventFile(curve("loss", [1])));
    }
    const runs = JSON.parse(tuneboard("runs", "--logdir", logdir, "--json").stdout);
    expect(runs.map((run: { run: string }) => run.run)).toEqual(["run1", "run9", "run10"]);
  });

  it("counts and locates damage, and still reads the rest", () => {
    const logdir = join(folder, "damaged");
    mkdirSync(logdir);
    const bytes = eventFile(curve("loss", [5, 4, 3, 2, 1]), { faults: [{ kind: "bad data checksum", at: 3 }] });
    writeFileSync(join(logdir, "events.out.tfevents.1"), bytes);
    const { status, stdout } = tuneboard("runs", "--logdir", logdir, "--json");
    expect(status).toBe(0);
    const [run] = JSON.parse(stdout);
    expect(run.run).toBe(".");
    expect(run.tags).toEqual([{ tag: "loss", kind: "scalar", points: 4, firstStep: 0, lastStep: 4 }]);
    expect(run.problems).toHaveLength(1);
    expect(run.problems[0]).toMatchObject({ kind: "bad data checksum", count: 1, offset: expect.any(Number) });
  });

  it("prints an empty array for a directory without runs", () => {
    const logdir = join(folder, "empty");
    mkdirSync(logdir);
    const { status, stdout } = tuneboard("runs", "--logdir", logdir, "--json");
    expect({ status, runs: JSON.parse(stdout) }).toEqual({ status: 0, runs: [] });
  });
});

describe("export", () => {
  it("writes every point as CSV, in file order, with exact steps", () => {
    const logdir = join(folder, "export");
    mkdirSync(join(logdir, "a"), { recursive: true });
    const events = curve("loss", [0.5, 0.25, Number.NaN], { from: 2 ** 40, secondsPerStep: 0 });
    writeFileSync(join(logdir, "a", "events.out.tfevents.1"), eventFile(events));
    const { status, stdout } = tuneboard("export", "--logdir", logdir, "--format", "csv");
    expect(status).toBe(0);
    const [header, ...lines] = stdout.trimEnd().split("\n");
    expect(header).toBe("run,tag,step,wall_time,value");
    expect(lines.map((line) => line.split(",")).map(([run, tag, step, , value]) => [run, tag, step, value])).toEqual([
      ["a", "loss", "1099511627776", "0.5"],
      ["a", "loss", "1099511627777", "0.25"],
      ["a", "loss", "1099511627778", "NaN"],
    ]);
  });

  it("writes event files that read back as the same points", () => {
    const logdir = join(folder, "exported");
    mkdirSync(join(logdir, "a"), { recursive: true });
    const floats = curve("loss", [0.5, 0.1, Number.NaN], { from: 2 ** 40 });
    const doubles = curve("acc", [0.1, 1 / 3], { form: { tensor: "double", in: "content" } });
    writeFileSync(join(logdir, "a", "events.out.tfevents.1"), eventFile([...floats, ...doubles]));
    const copy = join(folder, "copy");
    expect(tuneboard("export", "--logdir", logdir, "--format", "tfevents", "--out", copy).status).toBe(0);
    const pointsIn = (place: string) => tuneboard("export", "--logdir", place).stdout.split("\n").sort();
    expect(pointsIn(copy)).toEqual(pointsIn(logdir));
    const again = tuneboard("export", "--logdir", logdir, "--format", "tfevents", "--out", copy);
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining("is not empty") });
  });

  it("keeps to the runs and tags that it is asked for", () => {
    const { stdout } = tuneboard(
      "export",
      "--logdir",
      logs,
      "--run",
      "digits_mlp/lr0.01*",
      "--tag",
      "dev/acc",
      "--format",
      "csv",
    );
    const lines = stdout.trimEnd().split("\n").slice(1);
    expect(lines).toHaveLength(61);
    expect(lines.every((line) => line.startsWith("digits_mlp/lr0.01_s0,dev/acc,"))).toBe(true);
  });
});

describe("advise", () => {
  it("gives advice on the bundled sweeps as one JSON document", () => {
    const { status, stdout, stderr } = tuneboard("advise", "--logdir", logs, "--json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const answer = JSON.parse(stdout);
    expect(answer.version).toBe(1);
    const rules = answer.sweeps.flatMap((sweep: { advice: { rule: string }[] }) =>
      sweep.advice.map(({ rule }) => rule),
    );
    expect(rules).toContain("learning-rate");
  });

  it("gives the same text for the same logs", () => {
    expect(tuneboard("advise", "--logdir", logs).stdout).toBe(tuneboard("advise", "--logdir", logs).stdout);
  });

  it("leaves a run out with the reason given, also one whose name holds an equals sign", () => {
    const logdir = join(folder, "excluding");
    for (const lr of [0.1, 0.01, 0.001]) {
      mkdirSync(join(logdir, `lr=${lr}`), { recursive: true });
      writeFileSync(join(logdir, `lr=${lr}`, "events.out.tfevents.1"), eventFile(curve("train/loss", [3, 2, 1, lr])));
    }
    const excludedBy = (...args: string[]) =>
      JSON.parse(tuneboard("advise", "--logdir", logdir, "--json", ...args).stdout).sweeps[0].advice[0].excluded;
    expect(excludedBy("--exclude", "lr=0.1=wrong data")).toContainEqual({ run: "lr=0.1", because: "wrong data" });
    expect(excludedBy("--exclude", "lr=0.1")).toContainEqual({ run: "lr=0.1", because: "left out by choice" });
    const missing = tuneboard("advise", "--logdir", logdir, "--exclude", "nosuch=because");
    expect([missing.status, missing.stderr]).toEqual([
      1,
      "tuneboard: --exclude nosuch=because: there is no run nosuch.\n",
    ]);
    const loss = tuneboard("advise", "--logdir", logdir, "--loss", "nosuch");
    expect(loss.stderr).toBe("tuneboard: --loss nosuch is a tag that none of the runs has.\n");
  });
});

describe("wrong usage", () => {
  it.each([
    { args: ["nonsense"], names: "nonsense" },
    { args: ["runs", "--logdir"], names: "--logdir" },
    { args: ["runs", "--logdir", logs, "--jsno"], names: "--jsno" },
    { args: ["export", "--logdir", logs, "--format", "xml"], names: "xml" },
    { args: ["serve", "--logdir", logs, "--port", "70000"], names: "70000" },
    { args: ["serve", "--logdir", logs, "--port", "abc"], names: "abc" },
  ])("$args ends with 2 and names the flag or word at fault", ({ args, names }) => {
    const { status, stdout, stderr } = tuneboard(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(names);
    expect(stderr).not.toMatch(/\n\s+at /); // a stack is not a sentence
  });
});

describe("failures", () => {
  it.each(["runs", "export", "advise", "serve"])("%s says which directory is missing and ends with 1", (command) => {
    const missing = join(folder, "nowhere");
    const { status, stdout, stderr } = tuneboard(command, "--logdir", missing);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(missing);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it.skipIf(process.getuid?.() === 0)("runs names a directory that may not be read", () => {
    const locked = join(folder, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0);
    expect(tuneboard("runs", "--logdir", locked).stderr).toContain(locked);
    chmodSync(locked, 0o700);
  });
});

describe("reports", () => {
  const stateDir = join(folder, "state", "tuneboard");
  const text = { title: "Sweep 3", author: "Ada", language: "en", blocks: [{ id: "t", kind: "text", text: "# Why" }] };
  const chart = { tags: ["loss"], runs: { kind: "matching", pattern: "", where: "" }, x: "step", smoothing: 0 };
  const looks = { title: "", logX: false, logY: false, smoother: "ema", ignoreOutliers: true, showsEarlier: true };
  const joined = { groupBy: "", band: "std", colourBy: "", xLimits: [null, null], yLimits: [null, null] };
  const live = { id: "c", kind: "chart", caption: "", frozen: null, chart: { ...chart, ...looks, ...joined } };
  const keep = async (id: string, json: object): Promise<void> => {
    const database = await openDatabase(databasePathOf(stateDir));
    database
      .prepare("INSERT INTO reports VALUES (?, 'here', '[]', 1, 1700000000, '', 1700000000, '', NULL, ?)")
      .run(id, JSON.stringify(json));
    database.close();
  };

  it("are listed, and written by title or id; live blocks need their logs", async () => {
    await keep("3f9a01c2d4e5", text);
    await keep("77aa01c2d4e5", { ...text, title: "Live", blocks: [live] });
    expect(tuneboard("report", "list").stdout).toContain("3f9a01c2d4e5  Sweep 3  by Ada  2023-11-14 22:13 UTC  frozen");
    const zip = join(folder, "report.zip");
    expect(tuneboard("report", "export", "Sweep 3", "--format", "md", "--out", zip).stderr).toContain(zip);
    const files = unzipSync(readFileSync(zip));
    expect(new TextDecoder().decode(files["report.md"])).toContain("# Sweep 3\n\nby Ada");
    const without = tuneboard("report", "export", "77aa01c2d4e5", "--format", "md");
    expect([without.status, without.stderr]).toEqual([2, expect.stringContaining("--logdir")]);
    const logdir = join(folder, "reported");
    mkdirSync(logdir);
    writeFileSync(join(logdir, "events.out.tfevents.1"), eventFile(curve("loss", [3, 2, 1])));
    tuneboard("report", "export", "Live", "--format", "md", "--out", zip, "--logdir", logdir);
    const written = unzipSync(readFileSync(zip));
    expect(Object.keys(written)).toEqual(["report.md", "pictures/1.svg"]);
    expect(new TextDecoder().decode(written["report.md"])).toContain("| . | 1 | 2 | 1 | 3 |");
  });

  it.each([
    [["report", "export", "nothing"], 1, "There is no report nothing"],
    [["report", "export", "Sweep 3", "--format", "pdf"], 2, "html and md"],
  ])("refuse in words: %j", (command, status, words) => {
    const found = tuneboard(...command);
    expect([found.status, found.stderr]).toEqual([status, expect.stringContaining(words)]);
  });
});

describe("log directories", () => {
  it("are only read: no file is added or touched by any command", () => {
    const logdir = join(folder, "untouched");
    mkdirSync(logdir);
    writeFileSync(join(logdir, "events.out.tfevents.1"), eventFile(curve("loss", [3, 2, 1])));
    const state = () => readdirSync(logdir).map((name) => [name, statSync(join(logdir, name)).mtimeMs]);
    const before = state();
    for (const command of ["runs", "export", "advise"]) tuneboard(command, "--logdir", logdir);
    expect(state()).toEqual(before);
  });
});

describe("help", () => {
  it.each([
    [],
    ["serve"],
    ["runs"],
    ["export"],
    ["advise"],
  ])("tuneboard %s --help goes to stdout with 0", (...command) => {
    const { status, stdout, stderr } = tuneboard(...command, "--help");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("Usage: tuneboard");
  });

  it("--version is the package's", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(tuneboard("--version").stdout.trim()).toBe(version);
  });
});
