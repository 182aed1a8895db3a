import { expect, it } from "vitest";
import { falling, storeWithSweeps } from "../../fixtures/builders/rate-sweeps.ts";
import { advise } from "../advisor/advise.ts";
import type { AdviceOptions } from "../advisor/input.ts";
import { NOTHING_KNOWN } from "../store/run-file.ts";
import { Store } from "../store/store.ts";
import { AdviceKeeper, toRunLogs } from "./advice-cache.ts";

const NOW = 1_700_009_000;

const now = () => NOW;

it("says what advising on everything at once says", async () => {
  const store = storeWithSweeps("a", "b");
  expect(await new AdviceKeeper(store, now).advise()).toEqual(advise(toRunLogs(store.runs(), NOW)));
});

it("hands on that points stand at epochs, when every log of a run says so", () => {
  const store = storeWithSweeps("a");
  const run = store.ensureRun("logs", "a/keras");
  const facts = { hparams: null, ending: null, countsEpochs: true };
  store.appendPoints(run, "log.csv", [{ tag: "loss", series: falling(0.3, 30) }]);
  store.describeFile(run, "log.csv", { ...NOTHING_KNOWN, facts });
  const counts = () => toRunLogs([run], NOW)[0].countsEpochs;
  expect(counts()).toBe(true);
  store.appendPoints(run, "steps.csv", [{ tag: "loss", series: falling(0.3, 30) }]);
  expect(counts()).toBe(false);
});

it("lets others have their turn while it thinks about one large sweep", async () => {
  const store = new Store([{ name: "logs", path: "/logs", error: null, passedOver: [] }]);
  for (let i = 0; i < 60; i++) {
    const run = store.ensureRun("logs", `sweep/lr=${10 ** (-i / 12)}`);
    store.appendPoints(run, "events", [{ tag: "train/loss", series: falling(0.3 + i / 60, 10_000) }]);
  }
  store.setLoading(null);
  let turns = 0;
  let isDone = false;
  const takeTurns = () => {
    turns += 1;
    if (!isDone) setImmediate(takeTurns);
  };
  setImmediate(takeTurns);
  await new AdviceKeeper(store, now).advise();
  isDone = true;
  expect(turns).toBeGreaterThan(2);
});

it("says nothing of half of the logs: while they are being read, it waits for the rest", async () => {
  const store = storeWithSweeps("a");
  store.setLoading({ filesRead: 3, filesFound: 4, bytesRead: 0 });
  const keeper = new AdviceKeeper(store, now);
  const asked = keeper.advise();
  await new Promise((resolve) => setTimeout(resolve, 300)); // time enough to think about three short runs
  expect(keeper.latest().sweeps).toEqual([]);
  const last = store.ensureRun("logs", "a/lr=1");
  store.appendPoints(last, "events", [{ tag: "train/loss", series: falling(0.1, 400) }]);
  store.setLoading(null);
  expect(await asked).toEqual(advise(toRunLogs(store.runs(), NOW)));
});

it("rests between two thoughts about logs that grow, and then knows what came meanwhile", async () => {
  const store = storeWithSweeps("a", "b");
  const keeper = new AdviceKeeper(store, now, undefined, 200);
  const began = performance.now();
  await keeper.advise();
  const grown = store.ensureRun("logs", "b/lr=0.01");
  store.appendPoints(grown, "events", [{ tag: "train/loss", series: falling(0.1, 200) }]);
  const asked = keeper.advise();
  store.appendPoints(grown, "events", [{ tag: "train/loss", series: falling(0.05, 300) }]);
  expect(await asked).toEqual(advise(toRunLogs(store.runs(), NOW)));
  expect(performance.now() - began).toBeGreaterThanOrEqual(199);
});

it("thinks again only about the sweep in which something changed, and then says the same as from scratch", async () => {
  const store = storeWithSweeps("a", "b");
  const keeper = new AdviceKeeper(store, now);
  const before = await keeper.advise();
  const grown = store.runAt("logs", "b/lr=0.01");
  if (grown === null) throw new Error("there is such a run");
  store.appendPoints(grown, "events", [{ tag: "train/loss", series: falling(0.1, 200) }]);
  const after = await keeper.advise();
  expect(after.sweeps[0]).toBe(before.sweeps[0]);
  expect(after.sweeps[1]).not.toBe(before.sweeps[1]);
  expect(after).toEqual(advise(toRunLogs(store.runs(), NOW)));
});

it("gives everybody who asks at the same time the same answer", async () => {
  const keeper = new AdviceKeeper(storeWithSweeps("a", "b"), now);
  const [one, other] = await Promise.all([keeper.advise(), keeper.advise()]);
  expect(one).toBe(other);
});

it("thinks again about what the reader decides, for those too who asked while it was thinking", async () => {
  const store = storeWithSweeps("a", "b");
  let options: AdviceOptions = {};
  const keeper = new AdviceKeeper(store, now, () => options);
  const asked = keeper.advise();
  options = { excluded: [{ run: "a/lr=0.1", because: "wrong data" }] };
  expect(await asked).toEqual(advise(toRunLogs(store.runs(), NOW), options));
  const before = await keeper.advise();
  options = {};
  expect((await keeper.advise()).sweeps[0].advice[0].value).not.toBe(before.sweeps[0].advice[0].value);
});

it("says in another language what it thought already, without thinking again", async () => {
  const store = storeWithSweeps("a", "b");
  const keeper = new AdviceKeeper(store, now);
  const english = await keeper.advise();
  const chinese = await keeper.advise("zh");
  expect(chinese).toEqual(advise(toRunLogs(store.runs(), NOW), { language: "zh" }));
  expect(chinese.sweeps[0].advice[0].headline).toMatch(/\p{Script=Han}/u);
  expect(await keeper.advise("zh")).toBe(chinese);
  expect(await keeper.advise()).toBe(english);
});
