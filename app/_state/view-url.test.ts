import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Zoom } from "../../lib/charts/domain.ts";
import { DEFAULT_VIEW, formatView, parseView, type View } from "./view-url.ts";

const key = fc.string({ unit: fc.constantFrom(..."abcxyz0189"), minLength: 1, maxLength: 8 });
const interval = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter(([a, b]) => a < b && !Object.is(a, -0) && !Object.is(b, -0));
const zoom: fc.Arbitrary<Zoom> = fc
  .record({ x: fc.option(interval), y: fc.option(interval) })
  .filter(({ x, y }) => x !== null || y !== null);
const end = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0));
const limits = fc
  .tuple(fc.option(end), fc.option(end))
  .filter(([low, high]) => low === null || high === null || low < high);
const text = fc.string({ unit: "grapheme", maxLength: 20 });

const columnId = fc.oneof(
  fc.constantFrom("state", "started", "duration", "note"),
  fc.tuple(fc.constantFrom("setting", "best", "last", "min", "max", "mean"), text).map((parts) => parts.join(":")),
);

const view: fc.Arbitrary<View> = fc.record({
  screen: fc.constantFrom("curves", "hparams", "launches", "reports"),
  launchPane: fc.constantFrom("list", "new", "machine"),
  launch: fc.option(key),
  report: fc.option(key),
  thread: fc.option(key),
  isTableOpen: fc.boolean(),
  where: text,
  columns: fc.option(fc.uniqueArray(columnId, { maxLength: 5 })),
  sort: fc.option(fc.record({ column: fc.oneof(fc.constant("name"), columnId), isDescending: fc.boolean() })),
  baseline: fc.option(key),
  isTree: fc.boolean(),
  closedFolders: fc.uniqueArray(key).map((keys) => new Set(keys)),
  showsHidden: fc.boolean(),
  runFilter: text,
  tagFilter: text,
  smoothing: fc.integer({ min: 0, max: 999 }).map((thousandths) => thousandths / 1000),
  smoother: fc.constantFrom("ema", "twema", "gaussian", "median"),
  x: fc.oneof(
    fc.constantFrom("step", "relative", "wall", "samples"),
    fc.string({ unit: "grapheme", minLength: 1 }).map((tag) => `tag:${tag}` as const),
  ),
  logX: fc.boolean(),
  groupBy: fc.oneof(
    fc.constantFrom("", "seed"),
    text.map((name) => `setting:${name}`),
  ),
  band: fc.constantFrom("std", "stderr", "minmax"),
  xLimits: limits,
  yLimits: limits,
  linksX: fc.boolean(),
  ownCharts: fc.array(fc.record({ name: text, pattern: text }), { maxLength: 3 }),
  pinned: fc.uniqueArray(key),
  markedSteps: fc.uniqueArray(fc.nat(), { maxLength: 5 }).map((steps) => steps.sort((a, b) => a - b)),
  cardSize: fc.constantFrom("small", "fit", "large"),
  tipRows: fc.constantFrom(5, 10, 25),
  logY: fc.boolean(),
  ignoreOutliers: fc.boolean(),
  showsEarlier: fc.boolean(),
  selection: fc.record({
    base: fc.constantFrom("default", "all", "none"),
    flipped: fc.uniqueArray(key).map((keys) => new Set(keys)),
  }),
  colourBy: text,
  closedGroups: fc.uniqueArray(key).map((keys) => new Set(keys)),
  zooms: fc.uniqueArray(fc.tuple(key, zoom), { selector: ([name]) => name }).map((zooms) => new Map(zooms)),
  fullScreen: fc.option(key),
  sweep: fc.option(key),
  runsPanel: fc.option(fc.boolean()),
  advicePanel: fc.option(fc.boolean()),
});

describe("the view in the address", () => {
  it("opens as it was sent", () => {
    fc.assert(
      fc.property(view, (sent) => {
        expect(parseView(`?${formatView(sent)}`)).toEqual(sent);
      }),
    );
  });

  it("is empty for the default view", () => {
    expect(formatView(DEFAULT_VIEW)).toBe("");
    expect(parseView("")).toEqual(DEFAULT_VIEW);
  });

  it("survives whatever stands in the address bar", () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), (query) => {
        const { smoothing, zooms } = parseView(query);
        expect(smoothing).toBeGreaterThanOrEqual(0);
        for (const { x } of zooms.values()) if (x !== null) expect(x[0]).toBeLessThan(x[1]);
      }),
    );
  });

  it.each([
    ["smoothing=1", "a weight of 1 would never move"],
    ["smoothing=", "no number"],
    ["smoothing=-0.1", "below 0"],
    ["x=epoch", "no such axis"],
    ["xLimits=5_1", "ends before it begins"],
    ["chart=loss", "no name with a pattern"],
    ["group=colour", "nothing to group by"],
    ["zoom=abc_5_1__", "ends before it begins"],
    ["zoom=abc_0_Infinity__", "no end"],
    ["runs=some.abc", "no such rule"],
    ["card=../etc", "no key"],
    ["sort=-nothing", "no such column"],
    ["baseline=a b", "no key"],
    ["screen=films", "no such screen"],
  ])("ignores %s: %s", (query) => {
    expect(parseView(query)).toEqual(DEFAULT_VIEW);
  });

  it("writes separators that a query string leaves as they are", () => {
    const selection = { base: "none" as const, flipped: new Set(["abc123", "def456"]) };
    const zooms = new Map([["k1", { x: [0, 2700] as const, y: null }]]);
    expect(formatView({ ...DEFAULT_VIEW, selection, zooms })).toBe("runs=none.abc123.def456&zoom=k1_0_2700__");
  });
});
