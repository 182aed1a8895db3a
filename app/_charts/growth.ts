/** Which curves have to be drawn when some of many have grown. */

import type { Interval } from "../../lib/charts/domain.ts";
import type { DrawnCurve } from "../../lib/charts/drawn-curve.ts";
import type { Scene } from "../../lib/charts/scene.ts";

/** Beyond this part of the curves, drawing all of them anew is as cheap. */
const MOST = 1 / 3;

/**
 * The curves of `now` that are not in `before`, when a picture of `before` with these drawn over it is one of `now`: the axes
 * are the same, and what the old curves show is covered by the new ones. Null when the picture has to be drawn anew.
 */
export function grownCurves(before: Scene, now: Scene): readonly DrawnCurve[] | null {
  const sameAxes =
    isSame(before.xDomain, now.xDomain) &&
    isSame(before.yDomain, now.yDomain) &&
    before.x === now.x &&
    before.logX === now.logX &&
    before.logY === now.logY &&
    before.isPlaceless === now.isPlaceless;
  if (!sameAxes || before.curves.length !== now.curves.length) return null;
  const grown: DrawnCurve[] = [];
  for (const [i, drawn] of now.curves.entries()) {
    const old = before.curves[i];
    if (drawn === old) continue;
    if (old === undefined || !covers(drawn, old, now.isDense)) return null;
    grown.push(drawn);
    if (grown.length > MOST * now.curves.length) return null;
  }
  return grown;
}

const isSame = (a: Interval, b: Interval): boolean => a[0] === b[0] && a[1] === b[1];

/** Whether a longer version of a curve leaves nothing of the old one to see: no faint parts that would add up, no gaps that would shift. */
function covers(drawn: DrawnCurve, old: DrawnCurve, isDense: boolean): boolean {
  const isPlain = drawn.band === null && drawn.dash.length === 0 && (drawn.raw === null || isDense);
  const isLonger = drawn.curve.total > old.curve.total && drawn.curve.restarts.length === old.curve.restarts.length;
  return (
    isPlain && isLonger && drawn.curve.run === old.curve.run && drawn.colour === old.colour && drawn.part === old.part
  );
}
