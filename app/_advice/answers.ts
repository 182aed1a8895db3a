/** Which of a sweep's answers stand above the charts. Pure. */
import type { Advice, SweepAdvice } from "../../lib/core/advice.ts";

/** How long to train and when to decay stand on the runs of the first answer. */
const REST: readonly Advice["rule"][] = ["converged-step", "decay-start"];

/**
 * The answers that together say how to train, in the order of a sentence, also where the answer is that nothing can be said yet;
 * without any of them, whatever was said first. Where batch size and momentum were tuned, their answer names the learning rate as
 * well: that of the first sweep belongs to another batch size, and what is said of steps and decay would not hold for it.
 */
export function answersOf({ advice }: Pick<SweepAdvice, "advice">): readonly Advice[] {
  const isTuned = advice.some(
    ({ rule, verdict }) => rule === "batch-momentum" && (verdict === "pick" || verdict === "tie"),
  );
  const found = [isTuned ? "batch-momentum" : "learning-rate", ...REST].flatMap((rule) =>
    advice.filter((one) => one.rule === rule && one.verdict !== "none"),
  );
  return found.length > 0 ? found : advice.slice(0, 1);
}
