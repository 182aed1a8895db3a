/** A run's curve of one tag with its looks: what is drawn of it, and how. */
import { currentAttempt } from "./attempts.ts";
import { type Column, type Curve, xColumn } from "./curve.ts";
import type { SceneOptions } from "./scene.ts";
import { findGaps, type Gap, type Line } from "./trace.ts";

/**
 * A curve with its looks. `line` is what one reads; `raw` lies faded behind it: what was smoothed, and attempts that a later
 * one did again. Null where `line` shows every point as it is.
 */
export interface DrawnCurve {
  readonly curve: Curve;
  /** Of the run, or of the group. */
  readonly name: string;
  /** Names of the runs that it is made of. */
  readonly runs: readonly string[];
  /** What the curve is called where the name does not tell it from others: its tag. Empty where it does. */
  readonly part: string;
  /** Lengths of strokes and gaps; empty for a whole line. */
  readonly dash: readonly number[];
  readonly colour: string;
  readonly line: Line;
  readonly raw: Line | null;
  readonly gaps: readonly Gap[];
  /** What stands around the mean of a group. */
  readonly band: { readonly x: Column; readonly low: Column; readonly high: Column } | null;
}

/** A curve and what it looks like. `runs`: names of those that it is made of, by default its own. */
export interface CurveLooks {
  readonly curve: Curve;
  readonly name: string;
  readonly colour: string;
  readonly runs?: readonly string[];
  readonly part?: string;
  readonly dash?: readonly number[];
}

type Options = Pick<SceneOptions, "x" | "logX" | "smoothing" | "showsEarlier">;

/**
 * Curves with their columns on the chosen axis. `held`: what was drawn with the same options; a curve that is in it with the
 * same looks is taken from there, so that whoever draws can tell which ones are new.
 */
export function drawCurves(
  looks: readonly CurveLooks[],
  options: Options,
  held: readonly DrawnCurve[] = [],
): readonly DrawnCurve[] {
  const heldOf = new Map(held.map((drawn) => [drawn.curve, drawn]));
  return looks.map((look) => {
    const before = heldOf.get(look.curve);
    return before !== undefined && looksLike(before, look) ? before : drawCurve(look, options);
  });
}

/** A `drawCurves` that remembers what it drew last. */
export function curveDrawer(): (looks: readonly CurveLooks[], options: Options) => readonly DrawnCurve[] {
  let held: readonly DrawnCurve[] = [];
  let last: Options | null = null;
  return (looks, options) => {
    const { x, logX, smoothing, showsEarlier } = options;
    const isSame =
      last?.x === x && last.logX === logX && last.smoothing === smoothing && last.showsEarlier === showsEarlier;
    held = drawCurves(looks, options, isSame ? held : []);
    last = options;
    return held;
  };
}

function looksLike(drawn: DrawnCurve, { name, colour, runs = [name], part = "", dash = [] }: CurveLooks): boolean {
  const { length } = runs;
  return (
    drawn.name === name &&
    drawn.colour === colour &&
    drawn.part === part &&
    drawn.dash.join() === dash.join() &&
    drawn.runs.length === length &&
    drawn.runs.every((run, i) => run === runs[i])
  );
}

function drawCurve(
  { curve, name, colour, runs = [name], part = "", dash = [] }: CurveLooks,
  { x, logX, smoothing, showsEarlier }: Options,
): DrawnCurve {
  const { restarts, isPath, spread } = curve;
  const xs = xColumn(curve, x, logX);
  const by = isPath === true ? curve.steps : xs;
  const logged = { x: xs, y: curve.values, restarts, isPath };
  const latest = currentAttempt(logged, by);
  const behind = showsEarlier ? logged : latest;
  const line = smoothing > 0 ? currentAttempt({ ...logged, y: curve.smoothed }, by) : latest;
  const isSmooth = smoothing > 0;
  const band =
    spread === undefined
      ? null
      : {
          x: xs,
          low: isSmooth ? spread.smoothLow : spread.low,
          high: isSmooth ? spread.smoothHigh : spread.high,
        };
  const raw = behind === line ? null : behind;
  return { curve, name, runs, part, dash, colour, line, raw, gaps: findGaps(behind), band };
}
