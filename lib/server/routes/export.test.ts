import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { accessOf } from "../../../fixtures/builders/access.ts";
import { engineOver } from "../../../fixtures/builders/served.ts";
import { Store } from "../../store/store.ts";
import { exportRoute } from "./export.ts";

function storeOf(names: readonly string[]): Store {
  const store = new Store([{ name: "logs", path: "/logs", error: null, passedOver: [] }]);
  for (const name of names) {
    const series = {
      length: 2,
      steps: Int32Array.of(0, 1),
      wallTimes: Float64Array.of(1_700_000_000.25, 1_700_000_001.25),
      values: Float32Array.of(0.1, Number.NaN),
    };
    store.appendPoints(store.ensureRun("logs", name), "events", [
      { tag: "loss", series },
      { tag: "acc", series },
    ]);
  }
  return store;
}

const ask = (store: Store, body: unknown): Response | Promise<Response> =>
  exportRoute({ access: accessOf(), engine: engineOver(store) }).request("/", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

describe("an export", () => {
  it("as CSV holds every point of the tags that were asked for", async () => {
    const store = storeOf(["a", "b"]);
    const [a] = store.runs();
    const answer = await ask(store, { format: "csv", runs: [a.id], tags: ["loss"] });
    expect(await answer.text()).toBe(
      "run,tag,step,wall_time,value\na,loss,0,1700000000.25,0.1\na,loss,1,1700000001.25,NaN\n",
    );
  });

  it("as zip has a file for each run, which another unpacker reads", async () => {
    const answer = await ask(storeOf(["sweep/a", "b"]), { format: "zip", runs: null, tags: null });
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    expect(Object.keys(files).sort()).toEqual(["b.csv", "sweep/a.csv"]);
    expect(new TextDecoder().decode(files["b.csv"]).trim().split("\n")).toHaveLength(5);
  });

  it("never names a file outside of where it is unpacked", async () => {
    const answer = await ask(storeOf(["../../etc/x", "."]), { format: "zip", runs: null, tags: null });
    expect(Object.keys(unzipSync(new Uint8Array(await answer.arrayBuffer()))).sort()).toEqual([
      "etc/x.csv",
      "root.csv",
    ]);
  });

  it("says what is wrong with a question", async () => {
    const answer = await ask(storeOf([]), { format: "xlsx", runs: null, tags: null });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("format");
  });
});
