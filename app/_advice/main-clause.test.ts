import { describe, expect, it } from "vitest";
import { mainClause } from "./main-clause.ts";

describe("mainClause", () => {
  it.each([
    ["Train at learning rate 0.001: likely; 0.0005 is the same within noise.", "Train at learning rate 0.001"],
    ["Start the decay at step 1,000: likely; dev/acc turns at 1,100 (950 to 1,650).", "Start the decay at step 1,000"],
    [
      "Not converged: the loss still falls at step 2,688 of 3,000. Run it longer.",
      "Not converged: the loss still falls at step 2,688 of 3,000",
    ],
    ["Train at 0.01 (clear).", "Train at 0.01"],
    ["用学习率 0.001 训练：很可能；0.0005 在噪声范围内相同。", "用学习率 0.001 训练"],
    ["尚未收敛：损失在第 2,688 步仍在下降。请跑得更久。", "尚未收敛：损失在第 2,688 步仍在下降"],
    ["No trial has finished.", "No trial has finished"],
    ["no sentence at all", "no sentence at all"],
  ])("%s → %s", (headline, clause) => {
    expect(mainClause(headline)).toBe(clause);
  });
});
