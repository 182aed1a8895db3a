/** The pictures that a sweep's evidence makes, in the order of the guide. */

import type { SweepAdvice } from "../../core/advice.ts";
import type { Figure, FigureItem } from "../../core/figure.ts";
import { t } from "../../core/text.ts";
import { smoothDev } from "../decay/dev-peak.ts";
import type { AdviceOptions } from "../input.ts";
import type { Parts } from "../parts.ts";
import { basisInParts } from "../path/basis.ts";
import type { Sweep } from "../runs/sweep.ts";
import { type SweepCurves, sweepCurvesInParts } from "../runs/sweep-curves.ts";
import { curveFigure } from "./curve-figure.ts";
import { decayFigure } from "./decay-figure.ts";
import { rateFigure } from "./rate-figure.ts";

/** All figures of `sweep`; none when nothing can be drawn. `advice` is that on the same sweep under the same options: its marks are drawn. */
export function* figuresInParts(
  sweep: Sweep,
  options: AdviceOptions,
  { advice }: SweepAdvice,
): Parts<readonly Figure[]> {
  const curves = yield* sweepCurvesInParts(sweep, options);
  const { learningRate, base } = yield* basisInParts(curves);
  yield;
  const { vote } = learningRate;
  const marks = advice.flatMap(({ evidence }) => evidence.flatMap((one) => one.marks));
  const tags = new Set(
    [curves.lossTag, curves.metric?.tag, ...marks.map(({ tag }) => tag)].filter((tag) => tag != null),
  );
  const figures = [
    vote === null ? null : rateFigure(curves, vote),
    ...[...tags].map((tag) => {
      const figure = curveFigure(curves, tag, marks);
      return figure !== null && tag === curves.metric?.tag ? withSmooth(figure, curves, base?.runs ?? []) : figure;
    }),
    decayFigure(curves, advice),
  ];
  return figures.flatMap((figure) => figure ?? []);
}

/** The dev figure with the curve on which peak and plateau were looked for. */
function withSmooth(figure: Figure, { unit }: SweepCurves, base: SweepCurves["runs"]): Figure {
  const smooth = base.every(({ replicate }) => replicate.devUnit === unit) ? smoothDev(base) : null;
  if (smooth === null) return figure;
  const { steps, fit, error } = smooth;
  const label = t`the chosen runs, smoothed, ± 2 standard errors`;
  const added: readonly FigureItem[] = [
    {
      kind: "area",
      role: "chosen",
      label,
      points: steps.map((step, i) => [step, fit[i] - 2 * error[i], fit[i] + 2 * error[i]]),
    },
    { kind: "line", role: "peak", label, points: steps.map((step, i) => [step, fit[i]]) },
  ];
  const text = t`${figure.text} Amber is the smoothed mean of the chosen, plus and minus two standard errors.`;
  return { ...figure, text, items: [...figure.items, ...added] };
}
