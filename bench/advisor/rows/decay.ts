/** Rows 5 to 7: decay, on runs with and without it that share seeds. */
import type { RunLog } from "../../../lib/advisor/input.ts";
import { mean } from "../../../lib/core/statistics.ts";
import { plateauTrigger } from "../baselines/plateau.ts";
import { ask, type Point } from "../replay.ts";
import { ADVISOR } from "../scores.ts";

/** What the oracle of a task says about phase 3: groups of runs by schedule, at the constant-best learning rate and at twice that. */
export interface PhaseThree {
  readonly [multiple: string]: {
    readonly groups: Readonly<
      Record<
        string,
        {
          readonly runs: readonly string[];
          readonly final_mean: number;
          readonly peak_mean: number;
          readonly schedule: { readonly kind: string; readonly start?: number };
          readonly gain_peak?: { readonly mean: number; readonly se_pooled: number };
        }
      >
    >;
  };
}

export interface DecayTask {
  readonly name: string;
  readonly logs: readonly RunLog[];
  readonly phase3: PhaseThree;
}

const POINT = 0.01;
/** Below this nothing is a gain: the oracle's own advice. */
const TIE = 0.003;

/** Prints rows 5 to 7. */
export function printDecayRows(tasks: readonly DecayTask[]): void {
  console.log(
    "\nRow 5, decay start: points that the nearest start tried loses on the best one (kind of schedule, multiple of the learning rate)",
  );
  const regrets = new Map<string, number[]>();
  let declined = 0;
  for (const task of tasks) for (const multiple of ["x1", "x2"]) declined += startsOf(task, multiple, regrets) ? 0 : 1;
  for (const [method, values] of regrets)
    console.log(
      `  ${method.padEnd(42)}mean ${mean(values).toFixed(2)}  worst ${Math.max(...values).toFixed(2)}  n ${values.length}`,
    );
  if (declined > 0)
    console.log(`  no answer of the advisor, so not counted for anybody: ${declined}, where all constant runs failed`);
  callsOf(tasks);
}

/** Adds to `regrets` where the advisor has an answer, and tells whether it had. */
function startsOf({ logs, phase3 }: DecayTask, multiple: string, regrets: Map<string, number[]>): boolean {
  const groups = phase3[multiple]?.groups ?? {};
  const constants = logs.filter(({ name }) => groups.const?.runs.includes(name));
  if (constants.length === 0) return true;
  const advice = ask(constants, "decay-start");
  const value = advice?.value ?? null;
  if (value === null) return false;
  const start = value !== null && typeof value === "object" && "peakStep" in value ? value.startStep : null;
  const early = advice?.alternatives
    .map((one) => one.value)
    .find((one) => typeof one === "object" && "peakStep" in one);
  const dev = meanDev(constants);
  const end = dev[dev.length - 1].step;
  const top = dev.reduce((best, point) => (point.value > best.value ? point : best));
  for (const kind of ["cooldown", "exp"]) {
    const tried = Object.entries(groups).flatMap(([name, group]) =>
      new RegExp(`^${kind}[\\d.]+$`).test(name) ? [{ start: group.schedule.start ?? 0, worth: group.peak_mean }] : [],
    );
    if (tried.length < 2) continue;
    const lazy = groups.linear === undefined ? [] : [{ start: 0, worth: groups.linear.peak_mean }];
    const best = Math.max(...tried.map(({ worth }) => worth));
    const regret = (from: number | null, among = tried) => {
      const nearest = among.reduce((near, one) =>
        Math.abs(one.start - (from ?? end)) < Math.abs(near.start - (from ?? end)) ? one : near,
      );
      return (best - nearest.worth) / POINT;
    };
    const add = (method: string, points: number) => regrets.set(method, [...(regrets.get(method) ?? []), points]);
    add(`${ADVISOR}: the guide's 0.9`, regret(start));
    add(
      `${ADVISOR}: the earlier start beside it`,
      regret(typeof early === "object" && early !== null && "startStep" in early ? early.startStep : start),
    );
    add("0.9 × raw argmax", regret(0.9 * top.step));
    add("ReduceLROnPlateau on dev", regret(plateauTrigger(dev, true)));
    add("at 80 % of the steps", regret(0.8 * end));
    if (lazy.length > 0) add("lazy linear", regret(0, lazy));
  }
  return true;
}

function meanDev(logs: readonly RunLog[]): Point[] {
  const all = logs.flatMap(({ series }) => series.get("dev/acc") ?? []);
  return Array.from({ length: Math.min(...all.map(({ length }) => length)) }, (_, i) => ({
    step: all[0].steps[i],
    value: mean(all.map(({ values }) => values[i])),
  }));
}

/** One schedule beside its constant runs, once with all seeds and once with a single pair. */
function callsOf(tasks: readonly DecayTask[]): void {
  const tallies = new Map<string, { hits: number; said: number; gains: number; n: number; falseFlat: number[] }>();
  const shifts = { said: 0, right: 0, real: 0, n: 0 };
  for (const { logs, phase3 } of tasks) {
    for (const { groups } of Object.values(phase3)) {
      if (groups.const === undefined) continue;
      const cooldowns = Object.values(groups).filter(({ schedule }) => schedule.kind === "cooldown");
      for (const [name, group] of Object.entries(groups)) {
        const gain = group.gain_peak;
        if (name === "const" || gain === undefined) continue;
        const isGain = gain.mean > Math.max(TIE, 2 * gain.se_pooled);
        const of = (names: readonly string[], most: number) =>
          logs.filter((log) => names.includes(log.name)).slice(0, most);
        for (const [seeds, most] of [
          ["all seeds", 3],
          ["one pair", 1],
        ] as const) {
          const shown = [...of(groups.const.runs, most), ...of(group.runs, most)];
          const advice = ask(shown, "decay-effect");
          const value = advice?.value ?? null;
          const effect = value !== null && typeof value === "object" && "effect" in value ? value.effect : null;
          const raw =
            bestOf(shown.filter(({ name: run }) => group.runs.includes(run))) -
            bestOf(shown.filter(({ name: run }) => !group.runs.includes(run)));
          const end =
            lastOf(shown.filter(({ name: run }) => group.runs.includes(run))) -
            lastOf(shown.filter(({ name: run }) => !group.runs.includes(run)));
          tally(
            tallies,
            `${ADVISOR} says gain, ${seeds}`,
            effect === "gain",
            isGain,
            effect === "flat" || effect === "hurts" ? gain.mean : 0,
          );
          tally(tallies, `raw maximum is higher, ${seeds}`, raw > 0, isGain, raw > 0 ? 0 : gain.mean);
          tally(tallies, `last value is higher, ${seeds}`, end > 0, isGain, end > 0 ? 0 : gain.mean);
          if (most !== 3 || group.schedule.kind !== "cooldown") continue;
          const later = cooldowns.filter(({ schedule }) => (schedule.start ?? 0) > (group.schedule.start ?? 0));
          const isLaterBetter = later.some(({ peak_mean }) => peak_mean > group.peak_mean + TIE);
          const saysLater = /decays too fast/.test(
            `${advice?.headline} ${advice?.evidence.map(({ text }) => text).join()}`,
          );
          shifts.n += 1;
          shifts.real += isLaterBetter ? 1 : 0;
          shifts.said += saysLater ? 1 : 0;
          shifts.right += saysLater === isLaterBetter ? 1 : 0;
        }
      }
    }
  }
  console.log(
    "\nRow 6, does this schedule gain: precision and recall against all seeds of the oracle; points given away where it says no",
  );
  for (const [method, { hits, said, gains, n, falseFlat }] of tallies)
    console.log(
      `  ${method.padEnd(46)}precision ${hits}/${said}  recall ${hits}/${gains}  given away at most ${(Math.max(0, ...falseFlat) / POINT).toFixed(1)}  n ${n}`,
    );
  console.log(
    `\nRow 7, "decays too fast, start later": agrees with the cooldowns that started later in ${shifts.right} of ${shifts.n}; said ${shifts.said} times, true ${shifts.real} times`,
  );
}

function tally(
  tallies: Map<string, { hits: number; said: number; gains: number; n: number; falseFlat: number[] }>,
  method: string,
  says: boolean,
  isGain: boolean,
  givenAway: number,
): void {
  const one = tallies.get(method) ?? { hits: 0, said: 0, gains: 0, n: 0, falseFlat: [] };
  one.n += 1;
  one.said += says ? 1 : 0;
  one.gains += isGain ? 1 : 0;
  one.hits += says && isGain ? 1 : 0;
  one.falseFlat.push(givenAway);
  tallies.set(method, one);
}

const bestOf = (logs: readonly RunLog[]): number => Math.max(...meanDev(logs).map(({ value }) => value));
const lastOf = (logs: readonly RunLog[]): number => meanDev(logs).at(-1)?.value ?? 0;
