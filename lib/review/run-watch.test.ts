import { describe, expect, it } from "vitest";
import { addRun, openReview, stateFolder, storeOf } from "../../fixtures/builders/review.ts";
import { sweepAdviceOn } from "../../fixtures/cases/load-case.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import type { Store } from "../store/store.ts";
import { type EndedLaunch, RunWatch } from "./run-watch.ts";

const NO_ADVICE: AdviceAnswer = { version: 1, sweeps: [] };

async function watching(
  folder: string,
  store: Store,
  launches: readonly EndedLaunch[] = [],
  advised: () => AdviceAnswer = () => NO_ADVICE,
) {
  const { review, database, clock } = await openReview(folder, store);
  const watch = new RunWatch({
    store,
    database,
    place: "here",
    now: () => clock.now,
    advised,
    endedLaunches: () => launches,
    report: (sentence) => expect.unreachable(sentence),
  });
  return {
    look: () => watch.look(),
    news: () => review.news("bo", "en").news.map(({ act, subject, count }) => [act, subject, count]),
  };
}

/** The log of a run says how it ended. */
const end = (store: Store, path: string, ending: "finished" | "failed"): void => {
  const run = store.runAt("logs", path);
  if (run !== null) store.setSettings(run, "status.json", { hparams: {}, ending });
};

describe("what happens to runs", () => {
  it("is no news at the first look, and is told from then on", async () => {
    const store = storeOf("/logs", [{ path: "old", startsAt: 1 }]);
    const { look, news } = await watching(stateFolder(), store);
    await look();
    expect(news()).toEqual([]);
    addRun(store, { path: "one", startsAt: 2 });
    addRun(store, { path: "two", startsAt: 3 });
    await look();
    end(store, "one", "failed");
    end(store, "old", "finished");
    await look();
    await look();
    expect(news()).toEqual([
      ["failed", "one", 1],
      ["finished", "old", 1],
      ["runs came", "one", 2],
    ]);
  });

  it("while no Tuneboard ran is told by the next one", async () => {
    const folder = stateFolder();
    await (await watching(folder, storeOf("/logs", [{ path: "a", startsAt: 1 }]))).look();
    const later = storeOf("/logs", [
      { path: "a", startsAt: 1 },
      { path: "b", startsAt: 2 },
    ]);
    end(later, "a", "finished");
    const { look, news } = await watching(folder, later);
    await look();
    expect(news()).toEqual([
      ["finished", "a", 1],
      ["runs came", "b", 1],
    ]);
  });

  it("is told once where two engines look", async () => {
    const folder = stateFolder();
    const store = storeOf("/logs", [{ path: "a", startsAt: 1 }]);
    const [one, other] = [await watching(folder, store), await watching(folder, store)];
    await one.look();
    await other.look();
    addRun(store, { path: "b", startsAt: 2 });
    await one.look();
    await other.look();
    expect(one.news()).toEqual([["runs came", "b", 1]]);
  });

  it("is told of a launch by its own end, and not a second time by its log", async () => {
    const store = storeOf("/logs", [{ path: "a", startsAt: 1 }]);
    const launches: EndedLaunch[] = [];
    const { look, news } = await watching(stateFolder(), store, launches);
    await look();
    launches.push({
      id: "l1",
      name: "lr=0.1",
      logdir: "/logs/a",
      outcome: "failed",
      ending: { en: "exited with 3", zh: "退出状态 3" },
    });
    launches.push({
      id: "l2",
      name: "elsewhere",
      logdir: "/other/a",
      outcome: "finished",
      ending: { en: "completed", zh: "已完成" },
    });
    end(store, "a", "failed");
    await look();
    expect(news()).toEqual([["failed", "lr=0.1", 1]]);
  });
});

describe("advice that changed", () => {
  const sweep = sweepAdviceOn(1);
  const withRate = (value: number): AdviceAnswer => ({
    version: 1,
    sweeps: [
      {
        ...sweep,
        advice: sweep.advice.map((one) => (one.rule === "learning-rate" ? { ...one, verdict: "pick", value } : one)),
      },
    ],
  });

  it("is told when somebody had it thought over, and not for other words or evidence", async () => {
    let last = NO_ADVICE;
    const { look, news } = await watching(
      stateFolder(),
      storeOf("/logs", [{ path: "a", startsAt: 1 }]),
      [],
      () => last,
    );
    await look();
    last = withRate(0.1);
    await look();
    last = withRate(0.1);
    await look();
    expect(news()).toEqual([]);
    last = withRate(0.01);
    await look();
    await look();
    expect(news()).toEqual([["advice changed", sweep.title, 1]]);
  });
});
