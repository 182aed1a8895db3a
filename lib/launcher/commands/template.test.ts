/** What reaches a program from a template and values, by starting one that says what it got (fault L17). */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { HparamValue } from "../../core/series.ts";
import { sayAll } from "../../core/text.ts";
import { parsePlan } from "../plans/plan.ts";
import type { Project } from "../plans/project.ts";
import { type Command, toCommand } from "./template.ts";

const PROGRAM = fileURLToPath(new URL("../../../fixtures/programs/echo-args.mjs", import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "tuneboard template ' $x ")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "a-file-for-globs"), "");

function projectWith(project: object): Project {
  const plan = parsePlan(JSON.stringify({ projects: { it: project } }), { file: "plan", directory: folder, home: "/" });
  const found = plan.kind === "plan" ? plan.plan.projects.get("it") : undefined;
  if (found === undefined) throw new Error(JSON.stringify(plan));
  return found;
}

function commandOf(project: Project, hparams: Readonly<Record<string, HparamValue>>, logdir = "/logs/a b"): Command {
  const read = toCommand(project, { hparams, seed: null, steps: null, note: "" }, logdir);
  if (read.kind !== "command") throw new Error(read.because);
  return read.command;
}

function start({ argv: [program, ...rest], cwd, env }: Command) {
  const { stdout, stderr, status } = spawnSync(program, rest, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return JSON.parse(stdout);
}

const ATTACKS = [
  { value: "1; touch owned", because: "a second command" },
  { value: "$(touch owned)", because: "command substitution" },
  { value: "`touch owned`", because: "the old one" },
  { value: "&& touch owned || touch owned", because: "chains" },
  { value: "| touch owned", because: "a pipe" },
  { value: "> owned", because: "a redirection" },
  { value: "$HOME $" + "{HOME} $1 $@ $?", because: "variables" },
  { value: "it's", because: "a quote" },
  { value: '"; touch owned; "', because: "double quotes that close the template's" },
  { value: "'; touch owned; '", because: "single quotes that close the template's" },
  { value: "'\"'\"'", because: "nests of quotes" },
  { value: "\\", because: "a backslash at the end" },
  { value: "\\\\ \\n \\0", because: "escapes" },
  { value: " two  spaces ", because: "blanks at the ends" },
  { value: "tab\tand\nnewline\r\n", because: "control characters" },
  { value: "\u001b[31m\u0007", because: "terminal codes" },
  { value: "", because: "nothing at all" },
  { value: "-rf", because: "a leading dash" },
  { value: "--", because: "the end of flags" },
  { value: "–—−", because: "dashes that are none" },
  { value: "学习率 é é 🤖", because: "text beyond ASCII, composed and decomposed" },
  { value: "{lr} {{lr}} {logdir} {", because: "braces that look like placeholders" },
  { value: "* ? [a-z]* ~ ~/x", because: "patterns" },
  { value: "%s %n %% $& $1 $`", because: "format directives, of printf and of String.replace" },
  { value: "#comment !history ^a^b", because: "comments and history" },
  { value: "x".repeat(120_000), because: "a long value" },
];

describe("a value in a command", () => {
  const plain = projectWith({
    command: [process.execPath, PROGRAM, "{value}", "--value={value}", "{value}{value}", "{logdir}", "last"],
    parameters: { value: { type: "text" } },
    environment: { NOTE: "is {value}" },
  });

  it.each(ATTACKS)("reaches the program byte for byte: $because", ({ value }) => {
    const got = start(commandOf(plain, { value: value.slice(0, 50_000) }));
    const same = value.slice(0, 50_000);
    expect(got.args).toEqual([same, `--value=${same}`, same + same, "/logs/a b", "last"]);
    expect(got).toMatchObject({ cwd: folder, env: { NOTE: `is ${same}` } });
    expect(existsSync(join(folder, "owned"))).toBe(false);
  });

  const script = projectWith({
    command: `exec "$NODE" "$PROGRAM" {value} "--value={value}" '--value={value}' pre{value}post "$(printf %s {value})"`,
    shell: true,
    parameters: { value: { type: "text" } },
    environment: { NOTE: "is {value}", NODE: process.execPath, PROGRAM },
  });

  it.each(ATTACKS)("reaches a program through a shell byte for byte, wherever quotes stand: $because", ({ value }) => {
    const same = value.slice(0, 50_000);
    const command = commandOf(script, { value: same });
    expect(command.shell).toBe(true);
    const substituted = same.replace(/\n+$/, ""); // what POSIX says of $(…)
    expect(start(command).args).toEqual([same, `--value=${same}`, `--value=${same}`, `pre${same}post`, substituted]);
    expect(existsSync(join(folder, "owned"))).toBe(false);
  });

  it("may be any text", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 40 }), (values) => {
        const usable = values.map((value) => value.replaceAll("\0", ""));
        const names = usable.map((_, i) => `p${i}`);
        const project = projectWith({
          command: [process.execPath, PROGRAM, ...names.map((name) => `{${name}}`)],
          parameters: Object.fromEntries(names.map((name) => [name, { type: "text" }])),
        });
        const hparams = Object.fromEntries(names.map((name, i) => [name, usable[i]]));
        expect(start(commandOf(project, hparams)).args).toEqual(usable);
      }),
      { numRuns: 15, seed: 17 },
    );
  });

  it.each([
    { value: "a\0b", because: "The value of value has a zero byte in it, which no argument can hold." },
    { value: "\ud800", because: "The value of value is no valid Unicode text." },
    {
      value: "x".repeat(200_000),
      because: "The value of value is longer than the 131,071 bytes that one argument can have.",
    },
  ])("is refused where no argument can hold it: $because", ({ value, because }) => {
    const read = toCommand(plain, { hparams: { value }, seed: null, steps: null, note: "" }, "/logs");
    expect(sayAll(read, null)).toEqual({ kind: "unusable", because });
  });
});

describe("a template", () => {
  const words = [
    "--rate",
    "{lr}",
    "{nesterov}",
    "--amp={amp}",
    "--steps",
    "{num_steps}",
    "--seed",
    "{seed}",
    '{"lr": {lr}, "name": "{{lr}}"}',
  ];
  const project = projectWith({
    command: [process.execPath, PROGRAM, ...words],
    parameters: {
      lr: 0.1,
      nesterov: { default: false, if_true: "--nesterov" },
      amp: false,
      num_steps: 100,
      seed: 0,
    },
  });
  const argumentsOf = (
    hparams: Readonly<Record<string, HparamValue>>,
    seed: number | null = null,
    steps: number | null = null,
  ) => {
    const read = toCommand(project, { hparams, seed, steps, note: "" }, "/logs");
    return read.kind === "command" ? read.command.argv.slice(2) : read;
  };

  it("takes what a trial does not say from the defaults, and leaves out a flag that is off", () => {
    expect(argumentsOf({})).toEqual([
      "--rate",
      "0.1",
      "--amp=false",
      "--steps",
      "100",
      "--seed",
      "0",
      '{"lr": 0.1, "name": "{lr}"}',
    ]);
  });

  it("puts the trial's settings, seed and steps where they belong", () => {
    expect(argumentsOf({ lr: 1e-5, nesterov: true, amp: true }, 7, 6000)).toEqual([
      "--rate",
      "0.00001",
      "--nesterov",
      "--amp=true",
      "--steps",
      "6000",
      "--seed",
      "7",
      '{"lr": 0.00001, "name": "{lr}"}',
    ]);
  });

  it.each([
    { hparams: { momentum: 0.9 }, because: "The project it has no parameter momentum." },
    { hparams: { lr: "0.1" }, because: 'The parameter lr is a number, not "0.1".' },
    { hparams: { nesterov: 1 }, because: "The parameter nesterov is true or false, not 1." },
  ])("refuses a trial that it cannot express: $because", ({ hparams, because }) => {
    expect(sayAll(argumentsOf(hparams), null)).toEqual({ kind: "unusable", because });
  });

  it("leaves a shell's own variables alone", () => {
    const shell = projectWith({
      command: `exec "$NODE" "$PROGRAM" "\${NOTE}" {lr}`,
      shell: true,
      parameters: { lr: 1, NOTE: { default: "x" } },
      environment: { NOTE: "own {NOTE}", NODE: process.execPath, PROGRAM },
    });
    expect(start(commandOf(shell, {})).args).toEqual(["own x", "1"]);
  });
});
