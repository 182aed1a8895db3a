import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { endOf, idsOf, openQueue, orderOf, runningOf, stateDir, submissionOf } from "../../fixtures/builders/queue.ts";
import { program } from "../../fixtures/builders/shim.ts";
import { Store } from "../store/store.ts";
import { RunLaunches } from "./launched-runs.ts";

const SOON_SECS = 5;

/** A store that follows the state directory of the test, and the runs of that name in it. */
function runsIn(...names: readonly string[]) {
  const store = new Store([{ name: "logs", path: stateDir, error: null, passedOver: [] }]);
  const runs = names.map((name) => {
    const run = store.ensureRun("logs", name);
    const now = Date.now() / 1000;
    const point = { steps: Int32Array.of(0), wallTimes: Float64Array.of(now), values: Float32Array.of(1) };
    run.append("log", "loss", { length: 1, ...point });
    return run;
  });
  return { launches: new RunLaunches(store), runs, states: (now: number) => runs.map((run) => run.stateAt(now)) };
}

const logsTo = (name: string) => ({ logdir: join(stateDir, name) });

describe("a run that was launched", () => {
  it("is finished, failed or stopped as soon as its launch is, though its log says nothing", async () => {
    const { queue, table } = await openQueue(3);
    const { launches, states } = runsIn("good", "bad", "ended", "other");
    const sleeper = orderOf(["sleep", "60"], logsTo("ended"));
    const orders = [orderOf(["true"], logsTo("good")), orderOf([program("exits-3.sh")], logsTo("bad")), sleeper];
    const [good, bad, ended] = idsOf(queue.submit(submissionOf(orders), "tester"));
    await runningOf(table, ended);
    launches.learn(table);
    expect(states(Date.now() / 1000)[2]).toBe("live");
    queue.stop(ended, "tester");
    for (const id of [good, bad, ended]) await endOf(table, id);
    launches.learn(table);
    expect(states(Date.now() / 1000 + SOON_SECS)).toEqual(["finished", "failed", "stopped", "live"]);
  });

  it("lives again when it is tried again in its folder, or when somebody goes on with it by hand", async () => {
    const { queue, table } = await openQueue(1);
    const { launches, runs, states } = runsIn("again");
    const [run] = runs;
    const order = orderOf(["sh", "-c", "test -e ran && sleep 60; touch ran; exit 1"], {
      ...logsTo("again"),
      command: { argv: ["sh", "-c", "test -e ran && sleep 60; touch ran; exit 1"], cwd: stateDir },
    });
    const [id] = idsOf(queue.submit(submissionOf([order]), "tester"));
    await endOf(table, id);
    launches.learn(table);
    const now = Date.now() / 1000;
    expect(states(now + SOON_SECS)).toEqual(["failed"]);
    run.noteGrowth(now + 40, now + 40);
    expect(states(now + 41)).toEqual(["live"]);

    queue.retry(id, "tester");
    await runningOf(table, id);
    launches.learn(table);
    expect(run.stateAt(now + 3600)).not.toBe("failed");
  });
});
