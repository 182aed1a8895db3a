import { describe, expect, it } from "vitest";
import type { AxisForm } from "../../lib/core/launch-form.ts";
import { AXIS_KINDS, EXAMPLES, toAxisForm, toAxisLine } from "./axis-form.ts";

describe("a line of the launch form", () => {
  it.each(AXIS_KINDS)("of the kind %s understands its own example", (kind) => {
    expect(toAxisForm({ name: "lr", kind, text: EXAMPLES[kind] ?? "" }, "number")).not.toBeNull();
  });

  it.each<{ axis: AxisForm; type: "number" | "text" | "boolean" }>([
    { axis: { guide: "six" }, type: "number" },
    { axis: { half_decades: [0.001, 0.1] }, type: "number" },
    { axis: { insert_around: [0.01, 0.1] }, type: "number" },
    { axis: { range: [0, 1], step: 0.25 }, type: "number" },
    { axis: { logspace: [0.001, 1], count: 4 }, type: "number" },
    { axis: { between: [0.0001, 1], scale: "log" }, type: "number" },
    { axis: [32, 64], type: "number" },
    { axis: [true, false], type: "boolean" },
    { axis: ["adam w", "sgd"], type: "text" },
  ])("reads back what a plan holds: $axis", ({ axis, type }) => {
    expect(toAxisForm(toAxisLine("x", axis), type)).toEqual(axis);
  });

  it.each([
    { kind: "values", text: "", because: "nothing was typed" },
    { kind: "values", text: "1, fast", because: "not a number" },
    { kind: "range", text: "0, 1", because: "no step" },
    { kind: "half_decades", text: "1, 2, 3", because: "one too many" },
    { kind: "linspace", text: "0, 1, NaN", because: "not finite" },
  ] as const)("is no axis when $because", ({ kind, text }) => {
    expect(toAxisForm({ name: "lr", kind, text }, "number")).toBeNull();
  });
});
