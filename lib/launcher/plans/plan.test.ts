/** Plans as people write them, and the sentence that each mistake gets. */
import { describe, expect, it } from "vitest";
import { sayAll } from "../../core/text.ts";
import { parsePlan } from "./plan.ts";

const PLACE = { file: "tuneboard.yaml", directory: "/home/ada/mlp", home: "/home/ada" };
const read = (text: string) => {
  const result = parsePlan(text, PLACE);
  return result.kind === "plan" ? result : sayAll(result, null);
};

const PLAN = `
console:
  patterns: ['it (?<step>\\d+) l=(?<loss>\\S+)']
projects:
  mlp:
    directory: code
    logdir: ~/runs
    command: python train.py --lr {lr} --batch-size {batch_size} {nesterov} --steps {steps} --seed {seed} --logdir {logdir}
    parameters:
      lr: 0.03
      batch_size: { type: integer, default: 64 }
      nesterov: { default: false, if_true: --nesterov }
      steps: 3000
      seed: 0
    environment: { OMP_NUM_THREADS: 1 }
    metric: dev/acc
    loss: train/loss
    resources: { gpus: 1, memory: 4 GB, time_limit: 90 min }
sweeps:
  rates:
    project: mlp
    vary: { lr: { guide: six } }
    seeds: 2
`;

describe("a plan", () => {
  it("has paths that no longer depend on where they are read", () => {
    const plan = read(PLAN);
    const project = plan.kind === "plan" ? plan.plan.projects.get("mlp") : undefined;
    expect(project).toMatchObject({
      directory: "/home/ada/mlp/code",
      logdir: "/home/ada/runs",
      metric: { tag: "dev/acc", goal: null },
      lossTag: "train/loss",
      resources: { gpus: 1, cpus: 1, memoryMb: 4096, timeLimitSecs: 5400, packs: true },
    });
    expect(project?.command).toMatchObject({ kind: "argv", words: expect.arrayContaining(["--lr", "{lr}"]) });
    expect(project?.parameters.get("nesterov")).toMatchObject({
      type: "boolean",
      words: { true: "--nesterov", false: "" },
    });
  });

  it.each([
    { resume: "false", goesOn: null, because: "it starts anew" },
    { resume: "true", goesOn: ["train", "{logdir}"], because: "the same command goes on" },
    {
      resume: "--resume {logdir}/last.pt",
      goesOn: ["train", "{logdir}", "--resume", "{logdir}/last.pt"],
      because: "words",
    },
  ])("that says `resume: $resume` is tried again by $goesOn: $because", ({ resume, goesOn }) => {
    const plan = read(
      `projects: { toy: { command: "train {logdir}", resume: "${resume}" } }`.replace(/"(true|false)"/, "$1"),
    );
    const words = goesOn === null ? null : { kind: "argv", words: goesOn };
    expect(plan.kind === "plan" ? plan.plan.projects.get("toy")?.resume : plan).toEqual(words);
  });

  it("refuses a `resume` that names what is no parameter, with its line", () => {
    expect(read('projects:\n  toy:\n    command: "train {logdir}"\n    resume: --from {last}')).toEqual({
      kind: "unusable",
      problems: ["tuneboard.yaml:4: {last} in `resume` is none of toy's parameters."],
    });
  });

  it("is empty where the file is", () => {
    expect(read("")).toMatchObject({ kind: "plan", plan: { projects: new Map(), sweeps: new Map() } });
  });

  // The line is that of the key in PLAN, counted by hand: PLAN begins with an empty line 1.
  it.each([
    {
      change: ["command: python", "comand: python"],
      says: ["8: `projects.mlp.comand` is not known here.", "5: `projects.mlp.command` is missing."],
    },
    {
      change: ["--lr {lr}", "--lr {rate}"],
      says: [
        "8: {rate} in the command of mlp is none of its parameters.",
        "10: The command never uses {lr}, so changing it would change nothing.",
      ],
    },
    {
      change: ["{logdir}", "{logdir} > log.txt"],
      says: [
        "8: The command cannot be split into words: > is something only a shell understands: quote it, write the command as a list, or say `shell: true`.",
      ],
    },
    {
      change: ["type: integer, default: 64", "type: integer, default: 6.4"],
      says: ["11: The parameter batch_size is a whole number, not 6.4."],
    },
    {
      change: ["type: integer", "typ: integer"],
      says: ["11: `projects.mlp.parameters.batch_size.typ` is not known here."],
    },
    {
      change: ["    loss: train/loss", "    retry: { on: [killed, crashed] }"],
      says: [
        "17: `projects.mlp.retry.on.1` is one of GPU out of memory, out of memory, killed, exited, not started, lost.",
      ],
    },
    {
      change: ["    loss: train/loss", "    retry: { times: 2 }"],
      says: ["17: `projects.mlp.retry.on` is missing."],
    },
    { change: ["90 min", "90"], says: ["18: `projects.mlp.resources.time_limit` is no text."] },
    { change: ["4 GB", "4 gigs"], says: ['18: `projects.mlp.resources.memory` is no memory: "800 MB" or "12 GB".'] },
    { change: ["project: mlp", "project: cnn"], says: ["21: There is no project cnn in this file."] },
    {
      change: ["{ guide: six }", "{ guide: seven }"],
      says: ["22: `sweeps.rates.vary.lr.guide` is one of six, twelve."],
    },
    {
      change: ["{ guide: six }", "{ between: [0, 1] }"],
      says: ["22: lr is an interval, which a grid cannot go through: say how many values, or draw them at random."],
    },
    { change: ["seeds: 2", "after: widths"], says: ["23: There is no sweep widths in this file to wait for."] },
    {
      change: ["seeds: 2", "after:\n      - rates\n      - widths"],
      says: ["25: There is no sweep widths in this file to wait for."],
    },
    { change: ["seeds: 2", "after: rates"], says: ["23: No sweep can wait for itself: rates after rates."] },
    {
      change: [
        "seeds: 2",
        "after: [b]\n  a: { project: mlp, after: rates }\n  b: { project: mlp, after: c }\n  c: { project: mlp, after: [b] }",
      ],
      says: ["25: No sweep can wait for itself: b after c after b."],
    },
    { change: ["{ lr: {", "{ momentum: {"], says: ["22: momentum is no parameter of mlp."] },
    { change: ["      seed: 0", "      seed: {"], says: ["15: "] },
    { change: ["      seed: 0", "      lr: 0"], says: ["14: this is no YAML: Map keys must be unique."] },
  ])("with $change.1 instead says where and what", ({ change: [from, to], says }) => {
    const result = read(PLAN.replace(from, to));
    expect(result.kind).toBe("unusable");
    const problems = result.kind === "unusable" ? result.problems : [];
    for (const sentence of says) expect(problems.join("\n")).toContain(`tuneboard.yaml:${sentence}`);
    for (const problem of problems) expect(problem).toMatch(/^tuneboard\.yaml:\d+: .*[^.]\.$/);
  });
});
