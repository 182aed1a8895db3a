import { describe, expect, it } from "vitest";
import { Store } from "../store/store.ts";
import { exportCsv, exportJsonLines, matcher } from "./export.ts";

async function exported(
  name: string,
  tag: string,
  values: readonly number[],
  write: typeof exportCsv = exportCsv,
): Promise<string[]> {
  const store = new Store([{ name: "logs", path: "/logs", error: null, passedOver: [] }]);
  const series = {
    length: values.length,
    steps: Int32Array.from(values, (_, i) => i),
    wallTimes: Float64Array.from(values, (_, i) => 1_700_000_000.25 + i),
    values: Float32Array.from(values),
  };
  store.appendPoints(store.ensureRun("logs", name), "events", [{ tag, series }]);
  let text = "";
  const output = {
    write: async (part: string) => {
      text += part;
    },
    close: async () => {},
  };
  await write(store, { run: null, tag: null }, output);
  return text.trimEnd().split("\n");
}

describe("csv", () => {
  it("has one row a point, with the fewest digits that give the same float", async () => {
    expect(await exported("run", "loss", [0.1, 1 / 3, NaN, -Infinity])).toEqual([
      "run,tag,step,wall_time,value",
      "run,loss,0,1700000000.25,0.1",
      "run,loss,1,1700000001.25,0.33333334",
      "run,loss,2,1700000002.25,NaN",
      "run,loss,3,1700000003.25,-Infinity",
    ]);
  });

  it("gives back every float exactly", async () => {
    const floats = Array.from({ length: 500 }, (_, i) => Math.fround(Math.sin(i) * 10 ** ((i % 70) - 35)));
    const rows = await exported("run", "loss", floats);
    expect(rows.slice(1).map((row) => Math.fround(Number(row.split(",")[4])))).toEqual(floats);
  });

  it("quotes names that hold commas, and keeps formulas inert", async () => {
    const [, row] = await exported('a,"b"', "=cmd|x", [1]);
    expect(row).toBe(`"a,""b""",'=cmd|x,0,1700000000.25,1`);
  });
});

it("JSON lines hold what JSON can say of every number", async () => {
  const rows = await exported("a", 'x"y', [0.1, Number.NaN], exportJsonLines);
  expect(rows.map((row) => JSON.parse(row))).toEqual([
    { run: "a", tag: 'x"y', step: 0, wall_time: 1_700_000_000.25, value: 0.1 },
    { run: "a", tag: 'x"y', step: 1, wall_time: 1_700_000_001.25, value: "NaN" },
  ]);
});

describe("globs", () => {
  it.each([
    { glob: null, name: "any/thing", matches: true },
    { glob: "train/*", name: "train/loss", matches: true },
    { glob: "*loss", name: "train/loss", matches: true },
    { glob: "train/*", name: "dev/loss", matches: false },
    { glob: "loss", name: "train/loss", matches: false },
    { glob: "lr[1]", name: "lr[1]", matches: true },
    { glob: "{train,dev}/acc", name: "dev/acc", matches: true },
  ])("$glob and $name: $matches", ({ glob, name, matches }) => {
    expect(matcher(glob)(name)).toBe(matches);
  });
});
