/** Which learning rate a run used: what it logged, else what its settings say, else what its command or name says. */

import type { Hparams } from "../../core/series.ts";
import { t } from "../../core/text.ts";
import { rate, times } from "../wording.ts";
import { type Curve, isUsable } from "./curve.ts";
import { keysOf, toNumber } from "./settings.ts";

/** A learning rate, where it was read, and a warning when two sources disagree. */
export interface LearningRateReading {
  readonly value: number;
  readonly source: "logged" | "hparams" | "command" | "name";
  /** The settings key that holds it, for proposals; `lr` when no settings do. */
  readonly key: string;
  /** One plain sentence, or null when the sources agree. */
  readonly disagreement: string | null;
}

const NUMBER = String.raw`(\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)`;
const IN_NAME = new RegExp(`(?<![a-z])(?:lr|learning_?rate|eta)[_=:-]?${NUMBER}`, "gi");
const IN_COMMAND = new RegExp(`--?(?:[a-z_.-]*[._-])?(?:lr|learning[_-]?rate)[= ]+${NUMBER}`, "i");

/**
 * Reads the learning rate in order of trust: the peak of the logged series, the settings, a command line among the settings, the
 * run's name (its innermost folder first). Null when none says. Sources that differ by more than 5 % are reported, and the logged one holds.
 */
export function readLearningRate(logged: Curve | null, hparams: Hparams, name: string): LearningRateReading | null {
  const key = keysOf(hparams, "learning rate").find((candidate) => isRate(toNumber(hparams[candidate])));
  const stated = key === undefined ? null : toNumber(hparams[key]);
  const peak = logged === null ? null : peakOf(logged);
  if (isRate(peak)) {
    return {
      value: peak,
      source: "logged",
      key: key ?? "lr",
      disagreement: isRate(stated) ? disagreement(peak, stated) : null,
    };
  }
  if (isRate(stated)) return { value: stated, source: "hparams", key: key ?? "lr", disagreement: null };
  for (const value of Object.values(hparams)) {
    const found = typeof value === "string" ? Number(IN_COMMAND.exec(value)?.[1]) : Number.NaN;
    if (isRate(found)) return { value: found, source: "command", key: "lr", disagreement: null };
  }
  const named = [...name.matchAll(IN_NAME)].map((match) => Number(match[1])).filter(isRate);
  return named.length > 0 ? { value: named[named.length - 1], source: "name", key: "lr", disagreement: null } : null;
}

/** A number that somebody could have trained with: anything else was not a learning rate. */
const isRate = (value: number | null): value is number => value !== null && value >= 1e-12 && value <= 1e6;

function peakOf(curve: Curve): number | null {
  let peak = 0;
  for (let i = 0; i < curve.length; i++)
    if (isUsable(curve.values[i]) && curve.values[i] > peak) peak = curve.values[i];
  return peak > 0 ? Number(peak.toPrecision(6)) : null; // a 32-bit float of 0.01 is 0.00999999977
}

function disagreement(logged: number, stated: number): string | null {
  const ratio = logged / stated;
  if (Math.abs(ratio - 1) <= 0.05) return null;
  const power = Math.log2(ratio);
  const isWorldSize = power > 0.5 && Math.abs(power - Math.round(power)) < 0.02;
  const hint = isWorldSize ? t`: ×${Math.round(ratio)} looks like scaling by world size` : ` (${times(ratio)})`;
  return t`logged learning rate ${rate(logged)}, settings say ${rate(stated)}${hint}; the logged one is used`;
}
