/** How a run's learning rate moved: the question that decides which runs may be compared. */
import type { Hparams } from "../../core/series.ts";
import { type Curve, isUsable } from "./curve.ts";
import { keysOf } from "./settings.ts";

/** The forms of learning-rate schedules that ask for different advice. */
export type ScheduleClass =
  | "constant"
  | "warmup, then constant"
  | "linear to zero"
  | "steps"
  | "other decay"
  | "cyclic";

/** The schedule and what it was read from. `assumed`: nothing says, and constant is what phase 1 of the guide asks for. */
export interface ScheduleReading {
  readonly kind: ScheduleClass;
  readonly source: "logged" | "hparams" | "assumed";
}

/** Constant, with or without a warm-up: what the learning-rate rules of the guide are about. */
export const isConstant = (kind: ScheduleClass): boolean => kind === "constant" || kind === "warmup, then constant";

/** The schedule of one run: from the logged learning rate when it has at least 3 points, else from the settings, else assumed constant. */
export function readSchedule(learningRate: Curve | null, hparams: Hparams): ScheduleReading {
  const logged = learningRate === null ? null : classify(learningRate);
  if (logged !== null) return { kind: logged, source: "logged" };
  for (const key of keysOf(hparams, "schedule")) {
    const kind = classNamed(hparams[key]);
    if (kind !== null) return { kind, source: "hparams" };
  }
  return { kind: "constant", source: "assumed" };
}

/** The settings key that names a schedule among `hparams`, for proposals, and the one for its start; what people would call them when none does. */
export function scheduleKeys(hparams: Hparams): { readonly kind: string; readonly start: string } {
  const kind = keysOf(hparams, "schedule").find((key) => classNamed(hparams[key]) !== null);
  if (kind === undefined) return { kind: "schedule", start: "decay_start" };
  return { kind, start: kind.endsWith(".kind") ? `${kind.slice(0, -"kind".length)}start` : "decay_start" };
}

function classNamed(value: unknown): ScheduleClass | null {
  if (typeof value !== "string") return null;
  const name = value.toLowerCase();
  if (/^const.*warm|warm.*const/.test(name)) return "warmup, then constant";
  if (/^(const|constant|none|fixed|off|no)$/.test(name)) return "constant";
  if (/cycl|triang|onecycle|restart/.test(name)) return "cyclic";
  if (/^linear/.test(name)) return "linear to zero";
  if (/^(multi)?step|piecewise|staircase/.test(name)) return "steps";
  return /cos|exp|poly|decay|cool|wsd|sqrt|plateau/.test(name) ? "other decay" : null;
}

/** Null when fewer than 3 usable points, or a learning rate that never leaves zero. */
function classify(curve: Curve): ScheduleClass | null {
  let usable = 0;
  let peak = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < curve.length; i++) {
    const rate = curve.values[i];
    if (!isUsable(rate)) continue;
    usable += 1;
    if (rate > peak) peak = rate;
    if (rate < lowest) lowest = rate;
  }
  if (usable < 3 || peak === 0) return null;
  const nearly = 0.01 * peak;
  if (peak - lowest < nearly) return "constant"; // most runs, in one pass
  const rates = Array.from({ length: curve.length }, (_, i) => curve.values[i]).filter(isUsable);
  const top = rates.findIndex((rate) => rate >= peak - nearly);
  const after = rates.slice(top);
  const lowestAfter = after.reduce((a, b) => Math.min(a, b), peak);
  if (peak - lowestAfter < nearly) return top === 0 ? "constant" : "warmup, then constant";
  if (turnsOf(rates, nearly) >= 3) return "cyclic";
  const falls = after.filter((rate, i) => i > 0 && Math.abs(rate - after[i - 1]) > 1e-9 * peak).length;
  if (falls <= Math.max(1, 0.1 * (after.length - 1))) return "steps";
  const worst = after.reduce(
    (most, rate, i) => Math.max(most, Math.abs(rate - peak * (1 - i / (after.length - 1)))),
    0,
  );
  return worst <= 0.06 * peak ? "linear to zero" : "other decay";
}

/** How often a sequence changes direction by more than `least`: wiggles of rounding do not count. */
function turnsOf(rates: readonly number[], least: number): number {
  let turns = 0;
  let direction = 0;
  let extreme = rates[0];
  for (const rate of rates) {
    if (direction >= 0 && rate < extreme - least) {
      turns += direction > 0 ? 1 : 0;
      direction = -1;
      extreme = rate;
    } else if (direction <= 0 && rate > extreme + least) {
      turns += direction < 0 ? 1 : 0;
      direction = 1;
      extreme = rate;
    } else if (direction >= 0 ? rate > extreme : rate < extreme) extreme = rate;
  }
  return turns;
}
