/** Lines with fewer corners that look the same. Pure. */

type Point = readonly [x: number, y: number];

/**
 * The points of `line` without which it would move by more than `tolerance`, first and last among them; in their order.
 * Fewer than three points are all needed.
 *
 * @see Douglas & Peucker, "Algorithms for the reduction of the number of points required to represent a digitized line", 1973.
 */
export function thinPath(line: readonly Point[], tolerance: number): readonly Point[] {
  if (line.length < 3) return line;
  const isKept = new Uint8Array(line.length);
  isKept[0] = 1;
  isKept[line.length - 1] = 1;
  const open: (readonly [from: number, to: number])[] = [[0, line.length - 1]];
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const [from, to] = stretch;
    const [worst, distance] = farthest(line, from, to);
    if (distance <= tolerance) continue;
    isKept[worst] = 1;
    open.push([from, worst], [worst, to]);
  }
  return line.filter((_, i) => isKept[i] === 1);
}

/** The point between two others that is farthest from the straight line through them, and how far. */
function farthest(line: readonly Point[], from: number, to: number): readonly [index: number, distance: number] {
  const [x, y] = line[from];
  const [dx, dy] = [line[to][0] - x, line[to][1] - y];
  const length = Math.hypot(dx, dy);
  let worst: readonly [number, number] = [from, 0];
  for (let i = from + 1; i < to; i++) {
    const [ax, ay] = [line[i][0] - x, line[i][1] - y];
    const distance = length > 0 ? Math.abs(ax * dy - ay * dx) / length : Math.hypot(ax, ay);
    if (distance > worst[1]) worst = [i, distance];
  }
  return worst;
}
