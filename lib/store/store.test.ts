import { describe, expect, it } from "vitest";
import { Store } from "./store.ts";

const storeWith = (...names: string[]): Store =>
  new Store(names.map((name) => ({ name, path: `/${name}`, error: null, passedOver: [] })));

const settings = (hparams: Record<string, number>) => ({
  problems: [],
  facts: { hparams, ending: null },
  format: "tfevents" as const,
  startedAt: 0,
  writtenAt: 0,
  origin: null,
});

describe("names of runs", () => {
  it("are paths, behind the log directory's name only when there are several", () => {
    expect(storeWith("a").ensureRun("a", "x/y").name).toBe("x/y");
    const two = storeWith("a", "b");
    expect([two.ensureRun("a", "x").name, two.ensureRun("b", ".").name]).toEqual(["a/x", "b"]);
  });

  it("lead to ids that are the same in another process, and differ between log directories", () => {
    const id = storeWith("a").ensureRun("a", "x").id;
    expect(storeWith("a", "b").ensureRun("a", "x").id).toBe(id);
    expect(storeWith("b").ensureRun("b", "x").id).not.toBe(id);
  });
});

describe("a run of more files than a call may have arguments", () => {
  it("has a start and settings like others", () => {
    const FILES = 200_000;
    const store = storeWith("a");
    const run = store.ensureRun("a", "run");
    for (let i = 0; i < FILES; i++) {
      store.describeFile(run, `log${i}`, { ...settings(i < 2 ? { lr: 0.1 * (i + 1) } : {}), startedAt: FILES - i });
    }
    expect(run.startedAt()).toBe(1);
    expect(run.hparams()).toEqual({ lr: 0.2 });
  });
});

describe("settings that add_hparams wrote below a run", () => {
  it.each([
    { first: "upper", order: ["run", "run/1700000000.123456"] },
    { first: "lower", order: ["run/1700000000.123456", "run"] },
  ])("belong to the upper run too, whichever is found first: the $first one", ({ order }) => {
    const store = storeWith("a");
    for (const path of order) {
      const run = store.ensureRun("a", path);
      if (path !== "run") store.describeFile(run, "events", settings({ lr: 0.5 }));
    }
    expect(store.runAt("a", "run")?.hparams()).toEqual({ lr: 0.5 });
  });

  it("count less than what the upper run says itself", () => {
    const store = storeWith("a");
    store.describeFile(store.ensureRun("a", "run"), "events", settings({ lr: 1 }));
    store.describeFile(store.ensureRun("a", "run/1700000000.1"), "events", settings({ lr: 0.5, wd: 2 }));
    expect(store.runAt("a", "run")?.hparams()).toEqual({ lr: 1, wd: 2 });
  });

  it("stay where they are under any other name", () => {
    const store = storeWith("a");
    store.describeFile(store.ensureRun("a", "run/version_0"), "events", settings({ lr: 0.5 }));
    expect(store.ensureRun("a", "run").hparams()).toEqual({});
  });
});

describe("news of the list of runs", () => {
  /** What listeners hear when `act` changes something after everything before was told. */
  async function heard(store: Store, act: () => void): Promise<boolean> {
    const told = () => new Promise<boolean>((resolve) => store.subscribe(({ runs }) => resolve(runs)));
    const before = told();
    store.setLoading(null);
    await before;
    const news = told();
    act();
    return news;
  }
  const written = (writtenAt: number) => ({ ...settings({ lr: 0.1 }), writtenAt });

  it.each([
    { at: 101, isNews: false, because: "its points say it" },
    { at: 130, isNews: true, because: "it was silent, and may have been called stalled" },
  ])("is a log that was written at 100 s and is at $at s: $isNews, $because", async ({ at, isNews }) => {
    const store = storeWith("a");
    const run = store.ensureRun("a", "run");
    store.describeFile(run, "events", written(100));
    expect(await heard(store, () => store.describeFile(run, "events", written(at)))).toBe(isNews);
  });

  it("is a log that says something else, however soon", async () => {
    const store = storeWith("a");
    const run = store.ensureRun("a", "run");
    store.describeFile(run, "events", written(100));
    const other = { ...written(101), facts: settings({ lr: 0.2 }).facts };
    expect(await heard(store, () => store.describeFile(run, "events", other))).toBe(true);
  });
});
