import { expect, it } from "vitest";
import { explain } from "./explain.ts";

it.each([
  { line: "step 100/6000 loss 0.53", says: "Has loss at step 100 of 6000." },
  { line: "Epoch 1/5", says: "Names epoch 1." },
  { line: "loss: 0.5", says: "Has loss, but no step or epoch was named yet." },
  { line: "hello", says: "Nothing recognised." },
  { line: " 45%|██ | 45/100 [00:10<00:12, 4.5it/s, loss=2.2]", says: "Has loss at a bar at 45 of 100." },
])("$line: $says", ({ line, says }) => {
  expect(explain(line).lines.map((one) => one.says)).toEqual([says]);
});

it("explains a text line by line, of redrawn lines the last state", () => {
  const { lines, isTrainingLog } = explain("epoch 1\r\n\rloss 3\rloss 2\nepoch 2 loss 1\n");
  expect(lines.map(({ number, text, x, metrics }) => ({ number, text, x, metrics }))).toEqual([
    { number: 1, text: "epoch 1", x: 1, metrics: {} },
    { number: 2, text: "loss 2", x: 1, metrics: { loss: 2 } },
    { number: 3, text: "epoch 2 loss 1", x: 2, metrics: { loss: 1 } },
  ]);
  expect(lines[1].says).toBe("Has loss, at the last place named, 1.");
  expect(isTrainingLog).toBe(true);
  expect(explain("epoch 1 loss 3\n").isTrainingLog).toBe(false);
});

it("says what a user's pattern catches, and which pattern cannot be used", () => {
  const { lines, unusable } = explain("t1 9\nx\n", ["t(?<step>\\d) (?<loss>\\d)", "(", "no groups"]);
  expect(lines.map(({ says }) => says)).toEqual(["Has loss at step 1.", "No pattern matches."]);
  expect(unusable).toHaveLength(2);
  expect(unusable[1]).toBe(
    "The pattern no groups cannot be used: no named group catches a step, an epoch or a metric.",
  );
});
