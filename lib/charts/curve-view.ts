/** How somebody wants curves to be seen: what all cards of the board share, and what a chart of a report keeps. */
import type { XAxis } from "../core/api.ts";
import type { Band } from "../core/group-curve.ts";
import type { Smoother } from "../core/smoothers.ts";
import { type Limits, NO_LIMITS } from "./domain.ts";

/** Axes, smoothing and grouping of curves. All of it is JSON. */
export interface CurveView {
  readonly x: XAxis;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Weight of the smoothing, 0 … 0.999. */
  readonly smoothing: number;
  readonly smoother: Smoother;
  readonly ignoreOutliers: boolean;
  /** What a run did again after a restart lies faded behind its curve. */
  readonly showsEarlier: boolean;
  /** Runs that are drawn as one: `seed`, those that differ in nothing else; `setting:NAME`, those that share its value; empty: none. */
  readonly groupBy: string;
  readonly band: Band;
  /** Ends of the axes, in their units. */
  readonly xLimits: Limits;
  readonly yLimits: Limits;
}

/** As TensorBoard shows curves to somebody who chose nothing. */
export const DEFAULT_CURVE_VIEW: CurveView = {
  x: "step",
  logX: false,
  logY: false,
  smoothing: 0.6,
  smoother: "ema",
  ignoreOutliers: true,
  showsEarlier: true,
  groupBy: "",
  band: "std",
  xLimits: NO_LIMITS,
  yLimits: NO_LIMITS,
};
