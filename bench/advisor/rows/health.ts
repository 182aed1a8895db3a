/** Row 11: flags of the health of runs. How often they are raised on runs that nothing is wrong with, and on the same runs with a fault put in. */

import { advise } from "../../../lib/advisor/advise.ts";
import { seededChance } from "../../../lib/advisor/chance.ts";
import type { RunLog } from "../../../lib/advisor/input.ts";
import type { Advice } from "../../../lib/core/advice.ts";
import { runningMedian } from "../../../lib/core/statistics.ts";
import { FAULTS, type Fault } from "../faults.ts";

/** Runs that were trained beside each other, whole. */
export interface WholeSweep {
  readonly name: string;
  readonly logs: readonly RunLog[];
}

/**
 * Prints row 11. Single runs are healthy that end near the best of their sweep; what only several runs show is asked of whole sweeps, with all that
 * happened in them.
 */
export function printHealthRow(sweeps: readonly WholeSweep[]): void {
  const runs = sweeps.flatMap(({ logs }) => healthyAmong(logs)).map(withRealNorms);
  console.log(`\nRow 11, flags of run health: ${runs.length} healthy runs of ${sweeps.length} sweeps`);
  const alone = new Map(runs.map((log) => [log, findingsOf([log])]));
  const beside = new Map(sweeps.map((sweep) => [sweep, findingsOf(sweep.logs).filter((one) => BESIDE.has(one))]));
  const alarms = [...alone.values()].flat();
  const inSweeps = [...beside].flatMap(([{ name }, said]) => said.map((one) => `${one} in ${name}`));
  console.log(
    `  alarms on single runs: ${alarms.length}, ${per100(alarms.length, runs.length)} per 100 runs${byName(alarms)}`,
  );
  console.log(`  alarms on whole sweeps: ${inSweeps.length} of ${sweeps.length}${byName(inSweeps)}`);

  let [found, missed, others] = [0, 0, 0];
  for (const [name, fault] of Object.entries(FAULTS)) {
    const chance = seededChance(11);
    const asked =
      fault.of === "run"
        ? runs.flatMap((log) => {
            const ill = fault.into(log, chance, 0);
            return ill === null ? [] : [{ said: findingsOf([ill]), before: alone.get(log) ?? [] }];
          })
        : sweeps.flatMap((sweep) => {
            const ill = intoSweep(fault, sweep.logs, chance);
            const said = ill === null ? null : findingsOf(ill).filter((one) => BESIDE.has(one));
            return said === null ? [] : [{ said, before: beside.get(sweep) ?? [] }];
          });
    const hits = asked.filter(({ said }) => said.includes(fault.finding)).length;
    const more = asked.flatMap(({ said, before }) =>
      said.filter((one) => one !== fault.finding && !before.includes(one)),
    );
    found += hits;
    missed += asked.length - hits;
    others += more.length;
    console.log(`  ${name.padEnd(46)} ${fault.finding.padEnd(24)} ${hits} of ${asked.length}${byName(more)}`);
  }
  const alarmed = alarms.length + inSweeps.length;
  console.log(
    `  recall ${share(found, found + missed)}; precision ${share(found, found + alarmed)} beside the alarms on healthy runs, ${share(found, found + alarmed + others)} where what was said beside the fault counts as wrong too`,
  );
}

/** The log with the sizes of its updates for gradient norms, where it has those alone: under a constant rate they rise and fall together. */
function withRealNorms(log: RunLog): RunLog {
  const ratios = log.series.get("update_ratio");
  return ratios === undefined || log.hparams["schedule.kind"] !== "const"
    ? log
    : { ...log, series: new Map([...log.series, ["grad_norm", ratios]]) };
}

/** What can be seen only beside other runs. */
const BESIDE: ReadonlySet<string> = new Set(
  Object.values(FAULTS).flatMap(({ of, finding }) => (of === "sweep" ? [finding] : [])),
);

const per100 = (n: number, of: number): string => ((100 * n) / Math.max(1, of)).toFixed(1);
const share = (n: number, of: number): string => (of > 0 ? `${((100 * n) / of).toFixed(1)} %` : "none");

function byName(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const told = [...counts].sort((a, b) => b[1] - a[1]).map(([name, n]) => `${name} ${n}`);
  return told.length > 0 ? ` (${told.join(", ")})` : "";
}

/** The sweep with the fault in all of its runs; null where fewer than two can show it. */
function intoSweep(fault: Fault, logs: readonly RunLog[], chance: () => number): RunLog[] | null {
  const highest = Math.max(...healthyAmong(logs).map(rateOf));
  const lowest = Math.min(...logs.map(rateOf));
  if (fault.finding === "same log") {
    const [first, other] = [logs.find((log) => rateOf(log) === lowest), logs.find((log) => rateOf(log) === highest)];
    if (first === undefined || other === undefined || lowest === highest) return null;
    const own = [...other.series].filter(([tag]) => tag === "lr");
    return logs.map((log) => (log === other ? { ...other, series: new Map([...first.series, ...own]) } : log));
  }
  if (fault.finding === "restless end" && lowest === highest) return null;
  if (fault.finding === "loss against dev" && logs.length < 6) return null;
  const ill = logs.flatMap((log) => fault.into(log, chance, rateOf(log) === highest ? -1 : 0) ?? []);
  return ill.length >= 2 && ill.length === logs.length ? ill : null;
}

const rateOf = ({ hparams }: RunLog): number => Number(hparams.lr);

function findingsOf(logs: readonly RunLog[]): readonly string[] {
  return [...new Set(advise(logs).sweeps.flatMap(({ advice }) => advice.flatMap(findingsIn)))];
}

function findingsIn({ rule, value }: Advice): readonly string[] {
  return rule === "run-health" && typeof value === "object" && value !== null && "findings" in value
    ? value.findings
    : [];
}

/** Ends within so many points of accuracy, or percent of the loss's descent, of the best of its sweep. */
const NEAR = 0.05;

function healthyAmong(logs: readonly RunLog[]): RunLog[] {
  const ends = logs.map((log) => ({ log, end: endOf(log) }));
  const known = ends.flatMap(({ end }) => (end === null ? [] : [end]));
  const best = Math.max(...known.map(({ last }) => last));
  const start = median(known.map(({ first }) => first));
  const isShare = known.every(({ last }) => last >= 0 && last <= 1);
  const least = isShare ? best - NEAR : best - NEAR * (best - start);
  return ends.flatMap(({ log, end }) => (end !== null && end.last >= least ? [log] : []));
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** The first and the last of the smoothed dev metric, larger is better. */
function endOf({ series }: RunLog): { first: number; last: number } | null {
  const tag = [...series.keys()].find((one) => /^dev\/(acc|loss)/.test(one));
  const points = tag === undefined ? undefined : series.get(tag);
  if (tag === undefined || points === undefined || points.length < 5) return null;
  const sign = tag === "dev/loss" ? -1 : 1;
  const values = Array.from({ length: points.length }, (_, i) => sign * points.values[i]);
  const smooth = runningMedian(values, 5);
  const [first, last] = [values[0], smooth[smooth.length - 1]];
  return Number.isFinite(first) && Number.isFinite(last) ? { first, last } : null;
}
