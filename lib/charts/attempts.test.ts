import { expect, it } from "vitest";
import { currentAttempt } from "./attempts.ts";

const line = (x: number[], y: number[], restarts: number[]) => ({
  x: Float64Array.from(x),
  y: Float64Array.from(y),
  restarts,
});
const points = ({ x, y }: ReturnType<typeof currentAttempt>) => Array.from(x, (_, i) => [x[i], y[i]]);

it("drops what the attempt after a restart did again, and joins the rest", () => {
  const current = currentAttempt(line([0, 1, 2, 3, 2, 3, 4], [9, 8, 7, 6, 5, 4, 3], [4]));
  expect(points(current)).toEqual([
    [0, 9],
    [1, 8],
    [2, 5],
    [3, 4],
    [4, 3],
  ]);
  expect(current.restarts).toEqual([]);
});

it("lets the last of several attempts count", () => {
  const current = currentAttempt(line([0, 1, 2, 1, 2, 0, 1], [1, 2, 3, 4, 5, 6, 7], [3, 5]));
  expect(points(current)).toEqual([
    [0, 6],
    [1, 7],
  ]);
});

it("keeps what a restart has not reached again only where it lies before the restart", () => {
  const current = currentAttempt(line([0, 5, 9, 5], [1, 2, 3, 4], [3]));
  expect(points(current)).toEqual([
    [0, 1],
    [5, 4],
  ]);
});

it("is the line itself when nothing went back", () => {
  const straight = line([0, 1], [1, 2], []);
  expect(currentAttempt(straight)).toBe(straight);
});
