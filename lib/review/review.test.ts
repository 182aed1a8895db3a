import { describe, expect, it, vi } from "vitest";
import { addRun, openReview, stateFolder, storeOf } from "../../fixtures/builders/review.ts";
import type { Anchor, NewThread, VerdictChange } from "../core/review.ts";
import type { Titled } from "./review.ts";

const TWO = [
  { path: "a", startsAt: 1000 },
  { path: "b", startsAt: 2000 },
];

const thread = (id: string, anchor: Anchor, text = "look at this"): NewThread & Titled => ({
  id,
  comment: `${id}.1`,
  anchor,
  title: "a",
  text,
});
const verdict = (
  run: string,
  given: VerdictChange["verdict"],
  was: number | null,
  because = "",
): VerdictChange & Titled => ({
  subject: { kind: "run", run },
  title: "a",
  verdict: given,
  because,
  was,
});

describe("a comment", () => {
  it("is there for everybody, with its place, and after the engine starts anew", async () => {
    const folder = stateFolder();
    const { review, idOf } = await openReview(folder, storeOf("/logs", TWO));
    const anchor: Anchor = { kind: "chart", tag: "loss", steps: [400, 900], runs: [idOf("a")] };
    expect(review.begin(thread("t", anchor, "a *bump*"), "ada")).toEqual({ kind: "done" });
    expect(review.reply("t", { id: "t.2", text: "warm-up" }, "bo")).toEqual({ kind: "done" });
    const again = await openReview(folder, storeOf("/logs", TWO));
    expect(again.review.answer()).toMatchObject({
      problem: null,
      people: ["ada", "bo"],
      threads: [
        {
          id: "t",
          anchor,
          awayRuns: 0,
          resolved: null,
          comments: [
            { id: "t.1", author: "ada", version: 1, text: "a *bump*", writtenAt: 1_700_000_000, changedAt: null },
            { id: "t.2", author: "bo", text: "warm-up" },
          ],
        },
      ],
    });
  });

  it("that is sent twice is written once", async () => {
    const { review, idOf } = await openReview(stateFolder(), storeOf("/logs", TWO));
    for (const _ of [1, 2]) {
      review.begin(thread("t", { kind: "run", runs: [idOf("a")] }), "ada");
      review.reply("t", { id: "t.2", text: "yes" }, "ada");
    }
    expect(review.answer().threads.map(({ comments }) => comments.length)).toEqual([2]);
  });

  it("on a run that is not here, or in a thread that does not exist, is refused", async () => {
    const { review } = await openReview(stateFolder(), storeOf("/logs", TWO));
    expect(review.begin(thread("t", { kind: "run", runs: ["nobody"] }), "ada")).toEqual({
      kind: "unknown run",
      run: "nobody",
    });
    expect(review.reply("t", { id: "x", text: "yes" }, "ada")).toEqual({ kind: "unknown" });
    expect(review.answer().threads).toEqual([]);
  });

  it("is changed by its author alone, and keeps what it said before", async () => {
    const { review, idOf, clock } = await openReview(stateFolder(), storeOf("/logs", TWO));
    review.begin(thread("t", { kind: "run", runs: [idOf("a")] }, "first"), "ada");
    expect(review.change("t.1", 1, "mine now", "bo")).toEqual({ kind: "not yours" });
    clock.now += 60;
    expect(review.change("t.1", 1, "second", "ada")).toEqual({ kind: "done" });
    clock.now += 60;
    expect(review.change("t.1", 2, "third", "ada")).toEqual({ kind: "done" });
    expect(review.answer().threads[0].comments[0]).toMatchObject({ text: "third", version: 3, changedAt: clock.now });
    expect(review.history("t.1")).toEqual([
      { version: 1, text: "first", writtenAt: 1_700_000_000 },
      { version: 2, text: "second", writtenAt: 1_700_000_060 },
    ]);
    expect(review.history("none")).toBeNull();
  });

  it("that was changed elsewhere is not overwritten: both texts are known", async () => {
    const { review, idOf } = await openReview(stateFolder(), storeOf("/logs", TWO));
    review.begin(thread("t", { kind: "run", runs: [idOf("a")] }, "first"), "ada");
    review.change("t.1", 1, "from the laptop", "ada");
    expect(review.change("t.1", 1, "from the desk", "ada")).toMatchObject({
      kind: "conflict",
      is: { version: 2, text: "from the laptop" },
    });
    expect(review.remove("t.1", 1, "ada")).toMatchObject({ kind: "conflict" });
    expect(review.answer().threads[0].comments[0].text).toBe("from the laptop");
  });

  it("that is deleted leaves a place without its words, in the history too", async () => {
    const { review, idOf } = await openReview(stateFolder(), storeOf("/logs", TWO));
    review.begin(thread("t", { kind: "run", runs: [idOf("a")] }, "a secret"), "ada");
    review.change("t.1", 1, "a secret, too", "ada");
    expect(review.remove("t.1", 2, "bo")).toEqual({ kind: "not yours" });
    expect(review.remove("t.1", 2, "ada")).toEqual({ kind: "done" });
    expect(review.answer().threads[0].comments).toMatchObject([{ text: "", author: "ada", deletedAt: 1_700_000_000 }]);
    expect(review.history("t.1")).toEqual([]);
    expect(review.change("t.1", 2, "back", "ada")).toMatchObject({ kind: "conflict" });
  });

  it("can be called resolved and opened again, by anybody, with who and when", async () => {
    const { review, idOf } = await openReview(stateFolder(), storeOf("/logs", TWO));
    review.begin(thread("t", { kind: "run", runs: [idOf("a")] }), "ada");
    review.resolve("t", true, "bo");
    expect(review.answer().threads[0].resolved).toEqual({ at: 1_700_000_000, by: "bo" });
    review.resolve("t", true, "cy");
    expect(review.answer().threads[0].resolved?.by).toBe("bo");
    review.resolve("t", false, "ada");
    expect(review.answer().threads[0].resolved).toBeNull();
    expect(review.resolve("none", true, "ada")).toEqual({ kind: "unknown" });
  });

  it("by another process over the same state is noticed", async () => {
    const folder = stateFolder();
    const here = await openReview(folder, storeOf("/logs", TWO));
    const there = await openReview(folder, storeOf("/logs", TWO));
    here.review.answer();
    const told = vi.fn();
    here.review.subscribe(told);
    there.review.begin(thread("t", { kind: "run", runs: [there.idOf("a")] }), "bo");
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), { timeout: 10_000 });
    expect(here.review.answer().threads).toHaveLength(1);
  });

  it("is told to everybody also where somebody asked before it was noticed", async () => {
    const folder = stateFolder();
    const here = await openReview(folder, storeOf("/logs", TWO));
    const there = await openReview(folder, storeOf("/logs", TWO));
    const told = vi.fn();
    here.review.subscribe(told);
    there.review.begin(thread("t", { kind: "run", runs: [there.idOf("a")] }), "bo");
    expect(here.review.answer().threads).toHaveLength(1);
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), { timeout: 10_000 });
  });
});

describe("what was said of a run", () => {
  it("is there again where the log directory was moved, and where the run was renamed", async () => {
    const folder = stateFolder();
    const before = await openReview(folder, storeOf("/logs", TWO));
    before.review.begin(thread("t", { kind: "run", runs: [before.idOf("a")] }), "ada");
    before.review.judge(verdict(before.idOf("a"), "chosen", null), "ada");
    const moved = [
      { path: "sweep 1/a", startsAt: 1000 },
      { path: "sweep 1/b", startsAt: 2000 },
    ];
    const after = await openReview(folder, storeOf("/archive", moved));
    const answer = after.review.answer();
    expect(answer.threads[0].anchor.runs).toEqual([after.idOf("sweep 1/a")]);
    expect(answer.runVerdicts).toMatchObject([{ run: after.idOf("sweep 1/a"), verdict: "chosen" }]);
  });

  it("waits while the run is away, is told when it comes, and is not given to what takes its place", async () => {
    const folder = stateFolder();
    const before = await openReview(folder, storeOf("/logs", TWO));
    before.review.begin(thread("t", { kind: "run", runs: [before.idOf("a")] }), "ada");
    const store = storeOf("/logs", [{ path: "a", startsAt: 5000 }]);
    const { review } = await openReview(folder, store);
    expect(review.answer().threads).toMatchObject([{ awayRuns: 1, anchor: { runs: [] } }]);
    const told = vi.fn();
    review.subscribe(told);
    const id = addRun(store, { path: "found", startsAt: 1000 });
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), { timeout: 10_000 });
    expect(review.answer().threads).toMatchObject([{ awayRuns: 0, anchor: { runs: [id] } }]);
  });

  it("is nobody's business where other directories are watched", async () => {
    const folder = stateFolder();
    const before = await openReview(folder, storeOf("/logs", TWO));
    before.review.begin(thread("t", { kind: "run", runs: [before.idOf("a")] }), "ada");
    const elsewhere = await openReview(folder, storeOf("/other", [{ path: "a", startsAt: 7 }]));
    expect(elsewhere.review.answer().threads).toEqual([]);
    expect(elsewhere.review.news("bo", "en").news).toEqual([]);
  });
});

describe("a verdict", () => {
  it("stands with who, when and why, until another one takes its place", async () => {
    const { review, idOf, clock } = await openReview(stateFolder(), storeOf("/logs", TWO));
    review.judge(verdict(idOf("a"), "candidate", null), "ada");
    const [{ position }] = review.answer().runVerdicts;
    clock.now += 60;
    expect(review.judge(verdict(idOf("a"), "rejected", position, "wrong data"), "bo")).toEqual({ kind: "done" });
    expect(review.answer().runVerdicts).toMatchObject([
      { run: idOf("a"), verdict: "rejected", because: "wrong data", who: "bo", at: 1_700_000_060 },
    ]);
    const [now] = review.answer().runVerdicts;
    review.judge(verdict(idOf("a"), null, now.position), "ada");
    expect(review.answer().runVerdicts).toEqual([]);
    expect(review.judge(verdict(idOf("a"), "chosen", null), "ada")).toEqual({ kind: "done" });
  });

  it("of somebody who saw another one is refused, and nothing changes", async () => {
    const { review, idOf } = await openReview(stateFolder(), storeOf("/logs", TWO));
    review.judge(verdict(idOf("a"), "chosen", null), "ada");
    expect(review.judge(verdict(idOf("a"), "rejected", null), "bo")).toEqual({ kind: "conflict" });
    expect(review.answer().runVerdicts).toMatchObject([{ verdict: "chosen", who: "ada" }]);
  });

  it("given after a move takes the place of the one before", async () => {
    const folder = stateFolder();
    const before = await openReview(folder, storeOf("/logs", TWO));
    before.review.judge(verdict(before.idOf("a"), "chosen", null), "ada");
    const after = await openReview(folder, storeOf("/archive", TWO));
    const [{ position }] = after.review.answer().runVerdicts;
    expect(after.review.judge(verdict(after.idOf("a"), "rejected", position), "bo")).toEqual({ kind: "done" });
    expect(after.review.answer().runVerdicts).toMatchObject([{ verdict: "rejected", who: "bo" }]);
  });

  it("of a sweep stands beside those of its runs", async () => {
    const { review, idOf } = await openReview(stateFolder(), storeOf("/logs", TWO));
    const runs = [idOf("a"), idOf("b")];
    review.judge(
      {
        subject: { kind: "sweep", sweep: "s", runs },
        title: "lr",
        verdict: "chosen",
        because: "flat",
        was: null,
      },
      "ada",
    );
    expect(review.answer().sweepVerdicts).toMatchObject([{ sweep: "s", title: "lr", runs, verdict: "chosen" }]);
    expect(review.answer().runVerdicts).toEqual([]);
  });

  it("that rejects is there for the advice, the same list while it is the same", async () => {
    const { review, idOf } = await openReview(stateFolder(), storeOf("/logs", TWO));
    review.judge(verdict(idOf("a"), "rejected", null, "wrong data"), "ada");
    review.judge(verdict(idOf("b"), "chosen", null), "ada");
    const rejected = review.rejected();
    expect(rejected).toEqual([{ run: "a", who: "ada", because: "wrong data" }]);
    review.begin(thread("t", { kind: "run", runs: [idOf("a")] }), "ada");
    expect(review.rejected()).toBe(rejected);
  });
});

describe("the reading list", () => {
  it("tells what others did since one last read, newest first, and whom it speaks to", async () => {
    const { review, idOf } = await openReview(stateFolder(), storeOf("/logs", TWO), ["bo"]);
    review.begin(thread("t", { kind: "run", runs: [idOf("a")] }, "what do you think, @bo?"), "ada");
    review.judge({ ...verdict(idOf("b"), "rejected", null, "noise"), title: "b" }, "ada");
    const first = review.news("bo", "en");
    expect(first.news).toMatchObject([
      {
        act: "judged",
        who: "ada",
        subject: "b",
        verdict: "rejected",
        text: "noise",
        isForMe: false,
        runs: [idOf("b")],
      },
      { act: "commented", who: "ada", subject: "a", thread: "t", text: "what do you think, @bo?", isForMe: true },
    ]);
    expect(review.news("ada", "en").news).toEqual([]);
    review.markRead("bo", first.latest);
    expect(review.news("bo", "en").news).toEqual([]);
    review.reply("t", { id: "t.2", text: "a lot" }, "bo");
    expect(review.news("ada", "en").news).toMatchObject([{ who: "bo", text: "a lot", isForMe: true }]);
    review.markRead("bo", first.readUpTo);
    expect(review.news("bo", "en").news).toHaveLength(2);
  });
});
