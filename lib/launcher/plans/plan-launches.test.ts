import { describe, expect, it } from "vitest";
import { sayAll } from "../../core/text.ts";
import { parsePlan } from "./plan.ts";
import { planLaunches } from "./plan-launches.ts";

const PLAN = `
projects:
  toy:
    directory: /code
    logdir: /logs
    command: train --lr {lr} --name {name} --logdir {logdir}
    parameters: { lr: 0.1, name: { type: text, default: a } }
    resources: { gpus: 0, at_once: 2, time_limit: 10 min, memory: 3 GB }
sweeps:
  rates: { project: toy, vary: { lr: [0.1, 0.01] } }
  names: { project: toy, vary: { name: [a/b, "a b"] } }
`;

function launches(names: readonly string[], taken: readonly string[] = [], memoryMb = 16_384, plan = PLAN) {
  const read = parsePlan(plan, { file: "tuneboard.yaml", directory: "/plans", home: "/home/me" });
  if (read.kind === "unusable") throw new Error(read.problems.join("\n"));
  const planned = planLaunches(read.plan, names, {
    plan: "/plans/tuneboard.yaml",
    priority: 3,
    isTaken: (directory) => taken.includes(directory),
    memoryMb,
  });
  return planned.kind === "unusable" ? sayAll(planned, null) : planned;
}

describe("the launches of a plan", () => {
  it("are named by what is varied, log into folders of their own, and state their settings", () => {
    const planned = launches(["rates"]);
    if (planned.kind === "unusable") return expect.unreachable(planned.because);
    expect(planned.launches.map(({ name, priority, order }) => [name, priority, order.logdir, order.hparams])).toEqual([
      ["rates/lr=0.1", 3, "/logs/rates/lr=0.1", { lr: 0.1, name: "a" }],
      ["rates/lr=0.01", 3, "/logs/rates/lr=0.01", { lr: 0.01, name: "a" }],
    ]);
    expect(planned.launches[0].order).toMatchObject({
      command: { argv: ["train", "--lr", "0.1", "--name", "a", "--logdir", "/logs/rates/lr=0.1"], cwd: "/code" },
      needs: { gpus: 0, atOnce: 2, memoryMb: 3072 },
      limits: { timeSecs: 600, steps: null },
    });
  });

  it("are tried again after the failures that their project names, and otherwise after none", () => {
    const retryOf = (retry: string) => {
      const plan = PLAN.replace("    directory", `${retry}\n    directory`);
      const planned = launches(["rates"], [], 16_384, plan);
      return planned.kind === "unusable" ? planned : planned.launches[0].order.retry;
    };
    expect(retryOf("")).toMatchObject({ failures: [], times: 0 });
    expect(retryOf("    retry: { on: [lost] }")).toEqual({ failures: ["lost"], times: 1, backoffSecs: 30 });
    expect(retryOf("    retry: { on: [out of memory, killed], times: 3, pause: 2 min }")).toEqual({
      failures: ["out of memory", "killed"],
      times: 3,
      backoffSecs: 120,
    });
  });

  it("are refused where one of them needs more memory than there is", () => {
    expect(launches(["rates"], [], 3071)).toEqual({
      kind: "unusable",
      because: "sweep rates: a run of toy needs 3072 MB of memory (`resources.memory`), and this machine has 3071 MB.",
    });
  });

  it("never write into the folder of a run that is there, nor two into one", () => {
    const planned = launches(["rates", "names"], ["/logs/rates/lr=0.1", "/logs/rates/lr=0.1-2"]);
    if (planned.kind === "unusable") return expect.unreachable(planned.because);
    expect(planned.launches.map(({ name }) => name)).toEqual([
      "rates/lr=0.1-3",
      "rates/lr=0.01",
      "names/name=a-b",
      "names/name=a-b-2",
    ]);
  });

  it("wait for all launches of the sweeps that theirs comes after, wherever those stand in the plan", () => {
    const plan = `${PLAN.replace("lr: [0.1, 0.01] }", "lr: [0.1, 0.01] }, after: [names, last]")}
  last: { project: toy, after: names }
`;
    const needsOf = (...names: string[]) => {
      const planned = launches(names, [], 16_384, plan);
      if (planned.kind === "unusable") return expect.unreachable(planned.because);
      return planned.launches.map(({ name, after }) => [name, after.join(" ")]);
    };
    expect(needsOf()).toEqual([
      ["names/name=a-b", ""],
      ["names/name=a-b-2", ""],
      ["last/lr=0.1", "#0 #1"],
      ["rates/lr=0.1", "#0 #1 #2"],
      ["rates/lr=0.01", "#0 #1 #2"],
    ]);
    expect(needsOf("rates", "last")).toEqual([
      ["last/lr=0.1", ""],
      ["rates/lr=0.1", "#0"],
      ["rates/lr=0.01", "#0"],
    ]);
  });

  it("are none of a sweep that the plan does not have", () => {
    expect(launches(["ratse"])).toEqual({
      kind: "unusable",
      because: "there is no sweep ratse; there is rates, names.",
    });
  });
});
