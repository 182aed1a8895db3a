import { expect, it } from "vitest";
import { type RunDescription, runAsText } from "./describe-run.ts";

const described: RunDescription = {
  run: "sweep/lr0.1",
  state: "finished",
  format: "tfevents",
  startedAt: 0,
  hparams: { lr: 0.1, seed: 0 },
  tags: [
    { tag: "loss", kind: "scalar", points: 1, firstStep: 0, lastStep: 0 },
    { tag: "dev/acc", kind: "scalar", points: 1200, firstStep: 0, lastStep: "9007199254740993" },
  ],
  problems: [{ kind: "unreadable", file: "sweep/lr0.1/events", offset: 0, count: 1, text: "It may not be read." }],
};

it("a run is told in lines: its settings, its tags, its problems", () => {
  expect(runAsText(described).split("\n")).toEqual([
    "sweep/lr0.1  (finished, tfevents)",
    "  lr=0.1 seed=0",
    "  loss     1 point, steps 0 to 0",
    "  dev/acc  1,200 points, steps 0 to 9007199254740993",
    "  ! sweep/lr0.1/events: It may not be read.",
  ]);
});

it("a run is told in Chinese, its problems too, and names stay as they are", () => {
  const text = "1 record left out because they are no valid events, the first at byte 24.";
  const problems: RunDescription["problems"] = [
    { kind: "unreadable", file: "sweep/lr0.1/events", offset: 24, count: 1, text },
  ];
  expect(runAsText({ ...described, problems }, "zh").split("\n")).toEqual([
    "sweep/lr0.1  (已完成, tfevents)",
    "  lr=0.1 seed=0",
    "  loss     1 个点，第 0 到 0 步",
    "  dev/acc  1,200 个点，第 0 到 9007199254740993 步",
    "  ! sweep/lr0.1/events: 略去 1 条记录：不是有效的事件，第一处在第 24 字节。",
  ]);
});

it("no name of a log moves the cursor or begins a line", () => {
  const [tag] = described.tags;
  const text = runAsText({
    ...described,
    run: "a\nb\u001b[2J",
    hparams: { "x\n": "\u202e" },
    tags: [{ ...tag, tag: "t\r" }],
    problems: [],
  });
  expect(text.split("\n")).toHaveLength(3);
  for (const unseen of ["\r", "\u001b", "\u202e"]) expect(text).not.toContain(unseen);
});

it("a tag that is longer than a line does not push the others' numbers out of sight", () => {
  const [short] = described.tags;
  const text = runAsText({ ...described, tags: [short, { ...short, tag: "x".repeat(5000) }] });
  expect(text.split("\n")[2]?.length).toBeLessThan(100);
});
