import { describe, expect, it } from "vitest";
import type { Mapping } from "../../lib/charts/trace.ts";
import { boxRect, boxZoom, keyZoom, panned, stepsInSight, wheelZoom } from "./gestures.ts";

/** A plot of 400 × 200 pixels at (50, 10) that shows 0 … 1000 along x, and 0 … 1 upwards. */
const mapping: Mapping = {
  xScale: 0.4,
  xShift: 50,
  yScale: -200,
  yShift: 210,
  logY: false,
  left: 50,
  right: 450,
  top: 10,
  bottom: 210,
};
const domains = { xDomain: [0, 1000], yDomain: [0, 1] } as const;

describe("a drag", () => {
  const from = { x: 150, y: 60 };

  it.each([
    { to: { x: 154, y: 76 }, zoom: null, because: "so short a drag is a click" },
    { to: { x: 250, y: 70 }, zoom: { x: [250, 500], y: null }, because: "a flat one leaves the vertical axis alone" },
    { to: { x: 50, y: 60 }, zoom: { x: [0, 250], y: null }, because: "it may go to the left" },
    { to: { x: 250, y: 160 }, zoom: { x: [250, 500], y: [0.25, 0.75] }, because: "a box is what it encloses" },
    { to: { x: 152, y: 160 }, zoom: { x: [0, 1000], y: [0.25, 0.75] }, because: "an upright one keeps all steps" },
    { to: { x: 900, y: -80 }, zoom: { x: [250, 1000], y: [0.75, 1] }, because: "the plot ends where it ends" },
  ])("to $to encloses $zoom: $because", ({ to, zoom }) => {
    const found = boxZoom(domains, mapping, from, to);
    expect(found && { x: found.x?.map(rounded), y: found.y?.map(rounded) ?? null }).toEqual(zoom);
  });

  it("is painted as what it will enclose: over the full height where it is flat", () => {
    expect(boxRect(mapping, from, { x: 250, y: 70 })).toEqual({ x: 150, y: 10, width: 100, height: 200 });
    expect(boxRect(mapping, from, { x: 900, y: 160 })).toEqual({ x: 150, y: 60, width: 300, height: 100 });
  });

  it("that pans takes the axes along with the pointer", () => {
    const { x, y } = panned(domains, mapping, from, { x: 190, y: 40 });
    expect([x?.map(rounded), y?.map(rounded)]).toEqual([
      [-100, 900],
      [-0.1, 0.9],
    ]);
  });
});

describe("wheel and keys", () => {
  it.each([-120, 60, 5000])("leave the place under the pointer where it is (%j)", (delta) => {
    const at = { x: 250, y: 60 }; // half of the width, three quarters of the height
    const { x, y } = wheelZoom(domains, mapping, at, delta);
    const [low, high] = x ?? [];
    const [bottom, top] = y ?? [];
    expect((500 - (low ?? 0)) / ((high ?? 0) - (low ?? 0))).toBeCloseTo(0.5, 9);
    expect((0.75 - (bottom ?? 0)) / ((top ?? 0) - (bottom ?? 0))).toBeCloseTo(0.75, 9);
    expect((high ?? 0) - (low ?? 0) > 1000).toBe(delta > 0);
  });

  it.each([
    { key: "+", at: null, x: [500 - 1000 / 3, 500 + 1000 / 3], because: "nearer, around the middle" },
    { key: "-", at: null, x: [-250, 1250], because: "further" },
    { key: "-", at: { x: 50, y: 60 }, x: [0, 1500], because: "around the crosshair" },
    { key: "x", at: null, x: undefined, because: "no key of ours" },
  ])("$key at $at shows $x: $because", ({ key, at, x }) => {
    expect(keyZoom(domains, mapping, at, key)?.x?.map(rounded)).toEqual(x?.map(rounded));
  });
});

it.each([
  { x: "step", xDomain: [-3.2, 99.7], logX: false, steps: [0, 99] },
  { x: "step", xDomain: [1, 3], logX: true, steps: [10, 1000] },
  { x: "wall", xDomain: [0, 99], logX: false, steps: null },
] as const)("the steps in sight of $x $xDomain are $steps", ({ steps, ...scene }) => {
  expect(stepsInSight(scene)).toEqual(steps);
});

const rounded = (value: number): number => Number(value.toFixed(6));
