/**
 * When PyTorch's ReduceLROnPlateau would lower the learning rate first, with its defaults: no value below the best by 0.01 % for more than
 * 10 in a row.
 *
 * @see torch.optim.lr_scheduler.ReduceLROnPlateau: patience 10, threshold 1e-4, threshold_mode "rel".
 */
import type { Point } from "../replay.ts";

const PATIENCE = 10;
const THRESHOLD = 1e-4;

/** The step at which it triggers, or null. `points`: one value a look; smaller is better unless `isBetterLarger`. */
export function plateauTrigger(points: readonly Point[], isBetterLarger: boolean): number | null {
  let best: number | null = null;
  let bad = 0;
  for (const { step, value } of points) {
    const isBetter =
      best === null || (isBetterLarger ? value > best * (1 + THRESHOLD) : value < best * (1 - THRESHOLD));
    if (isBetter) {
      best = value;
      bad = 0;
    } else bad += 1;
    if (bad > PATIENCE) return step;
  }
  return null;
}
