/** What is said about importance beside the headline: pairs, the better half, and what leaving the best settings costs. */

import type { Importance } from "../../core/advice.ts";
import { t } from "../../core/text.ts";
import type { Metric } from "../runs/judge.ts";
import { counted, joined, listed, percent, quantity, rate } from "../wording.ts";
import type { Neighbour, Sensitivity } from "./sensitivity.ts";

const SURE = 0.05;

/** One sentence for each thing that can be told; empty when nothing can. */
export function importanceNotes(
  found: Importance["settings"],
  pairs: Importance["pairs"],
  topHalf: Importance["topHalf"],
  around: readonly Sensitivity[],
  metric: Metric | null,
): string[] {
  return [
    ...pairs
      .filter(({ chance }) => chance < SURE)
      .map(
        ({ settings: [a, b], share }) =>
          t`${a} and ${b} depend on each other: together they explain ${percent(share)} more than each by itself, so tune them together.`,
      ),
    ...(topHalf === null ? [] : [aboutTopHalf(found, topHalf)]),
    ...around.map((one) => aboutSensitivity(one, metric)),
  ];
}

function aboutTopHalf(found: Importance["settings"], { runs, settings }: NonNullable<Importance["topHalf"]>): string {
  const among = t`Among the better half, ${counted(runs, "run")},`;
  const sure = settings.filter(({ chance }) => chance < SURE);
  if (sure.length === 0) {
    const main =
      found[0] !== undefined && found[0].chance < SURE ? t`: ${found[0].setting} matters for getting there` : "";
    return t`${among} no setting explains the order better than chance${main}.`;
  }
  const parts = sure.slice(0, 3).map(({ setting, share }) => `${setting} (${percent(share)})`);
  return t`${among} ${listed(parts)} ${parts.length > 1 ? t`explain` : t`explains`} the order.`;
}

/** `lr around 0.03: 0.01 costs 0.4 ± 0.3 points, 0.1 fails.` */
function aboutSensitivity({ setting, best, neighbours }: Sensitivity, metric: Metric | null): string {
  const named = (value: number | string) =>
    typeof value === "string" ? value : setting === "lr" ? rate(value) : quantity(value);
  const parts = neighbours.map((one) => `${named(one.value)} ${costOf(one, metric)}`);
  const costs = joined(parts, ", ");
  return typeof best === "number"
    ? t`${setting} around ${named(best)}: ${costs}.`
    : t`${setting} beside ${named(best)}: ${costs}.`;
}

/** With two standard errors, which hold the truth in 19 of 20 cases. */
function costOf({ cost, error }: Neighbour, metric: Metric | null): string {
  if (cost === null) return t`fails`;
  if (metric !== null && !metric.isBounded) return t`costs ${quantity(cost)} ± ${quantity(2 * error)}`;
  const [by, doubt] = [(100 * cost).toFixed(1), (200 * error).toFixed(1)];
  return metric === null ? t`costs ${by} ± ${doubt} % of the descent` : t`costs ${by} ± ${doubt} points`;
}
