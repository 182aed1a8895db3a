import { describe, expect, it } from "vitest";
import { accessOf } from "../../../fixtures/builders/access.ts";
import { engineOver } from "../../../fixtures/builders/served.ts";
import { decodeFrame } from "../../core/series-frame.ts";
import { Store } from "../../store/store.ts";
import { seriesRoute } from "./series.ts";

const POINTS = 2000;
const RUNS = 200;

/** `RUNS` runs: too many to be drawn in one slice. */
function manyRuns(): Store {
  const store = new Store([{ name: "logs", path: "/logs", error: null, passedOver: [] }]);
  for (let run = 0; run < RUNS; run++) {
    const series = {
      length: POINTS,
      steps: Int32Array.from({ length: POINTS }, (_, i) => i),
      wallTimes: Float64Array.from({ length: POINTS }, (_, i) => i),
      values: Float32Array.from({ length: POINTS }, (_, i) => Math.sin(i * i + run)),
    };
    store.appendPoints(store.ensureRun("logs", `run${run}`), "events", [{ tag: "loss", series }]);
  }
  return store;
}

function asking(store: Store) {
  const route = seriesRoute({ access: accessOf(), engine: engineOver(store) });
  const ids = store.runs().map(({ id }) => id);
  return (runs: number, signal?: AbortSignal) =>
    route.request("/", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        tag: "loss",
        runs: ids.slice(0, runs),
        columns: 200,
        x: "step",
        range: null,
        smoothing: 0.6,
      }),
      ...(signal === undefined ? {} : { signal }),
    });
}

describe("questions for curves", () => {
  it("are answered in the order in which they came, so that the first chart of a page does not wait for the last", async () => {
    const ask = asking(manyRuns());
    const answered: string[] = [];
    const large = Promise.resolve(ask(RUNS)).then(() => answered.push("large"));
    const small = Promise.resolve(ask(1)).then(() => answered.push("small"));
    await Promise.all([large, small]);
    expect(answered).toEqual(["large", "small"]);
  });

  it("are passed over once nobody waits for the answer", async () => {
    const ask = asking(manyRuns());
    const [first, leaving] = [ask(RUNS), new AbortController()];
    const second = ask(RUNS, leaving.signal);
    leaving.abort();
    expect((await first).status).toBe(200);
    expect((await second).status).toBe(499);
    const third = await ask(1);
    expect(decodeFrame(await third.arrayBuffer()).curves).toHaveLength(1);
  });
});
