import { describe, expect, it } from "vitest";
import { cleanCurve } from "./curve.ts";
import { followLaw } from "./run-log-builder.ts";
import { readSchedule, scheduleKeys } from "./schedule.ts";

const logged = (law: (step: number) => number) => cleanCurve(followLaw(law, { to: 3000, every: 100 }), "run", "lr");
const LR = 0.1;

describe("readSchedule", () => {
  it.each([
    { kind: "constant", law: () => LR },
    { kind: "constant", law: (step: number) => LR * (1 + 1e-4 * Math.sin(step)) },
    { kind: "warmup, then constant", law: (step: number) => LR * Math.min(1, step / 500) },
    { kind: "linear to zero", law: (step: number) => LR * (1 - step / 3000) },
    { kind: "linear to zero", law: (step: number) => LR * Math.min(step / 300, 1 - (step - 300) / 2700) },
    { kind: "steps", law: (step: number) => LR * 0.1 ** Math.floor(step / 1100) },
    { kind: "other decay", law: (step: number) => (LR / 2) * (1 + Math.cos((Math.PI * step) / 3000)) },
    { kind: "other decay", law: (step: number) => LR * Math.exp(-step / 700) },
    { kind: "other decay", law: (step: number) => LR * (step < 2000 ? 1 : 1 - (step - 2000) / 1000) },
    { kind: "cyclic", law: (step: number) => LR * Math.abs((step % 1000) / 500 - 1) },
  ])("sees $kind in what was logged", ({ kind, law }) => {
    expect(readSchedule(logged(law), {})).toEqual({ kind, source: "logged" });
  });
  it.each([
    ["const", "constant"],
    ["constant_with_warmup", "warmup, then constant"],
    ["linear", "linear to zero"],
    ["MultiStepLR", "steps"],
    ["cosine", "other decay"],
    ["OneCycleLR", "cyclic"],
  ])("reads %s in the settings as %s", (name, kind) => {
    expect(readSchedule(null, { "schedule.kind": name })).toEqual({ kind, source: "hparams" });
  });
  it("believes the log more than the settings", () => {
    expect(
      readSchedule(
        logged(() => LR),
        { scheduler: "cosine" },
      ).kind,
    ).toBe("constant");
  });
  it("assumes a constant rate when nothing says, and says that it does", () => {
    expect(readSchedule(null, {})).toEqual({ kind: "constant", source: "assumed" });
    expect(
      readSchedule(
        cleanCurve(
          followLaw(() => 0),
          "run",
          "lr",
        ),
        {},
      ),
    ).toEqual({ kind: "constant", source: "assumed" });
  });
});

describe("scheduleKeys", () => {
  it("are those of the run's own settings", () => {
    expect(scheduleKeys({ "schedule.every": 100, "schedule.kind": "const" })).toEqual({
      kind: "schedule.kind",
      start: "schedule.start",
    });
    expect(scheduleKeys({ lr_scheduler: "cosine" })).toEqual({ kind: "lr_scheduler", start: "decay_start" });
    expect(scheduleKeys({})).toEqual({ kind: "schedule", start: "decay_start" });
  });
});
