/** Which of the advice's marks a pointer means. Pure. */
import type { Mark } from "../../../lib/core/advice.ts";
import type { MarkShape } from "./marks.ts";

/** So near to a line or a dot counts as on it, in CSS pixels. */
const NEAR = 5;

/** A mark, and whether it is its word that is pointed at: words are meant, lines are also crossed on the way. */
export interface PointedMark {
  readonly mark: Mark;
  readonly isWord: boolean;
}

/** The mark at a place: its word before its line; null where there is none. */
export function pointedMark(shapes: readonly MarkShape[], x: number, y: number): PointedMark | null {
  for (const shape of shapes)
    if (
      shape.kind === "words" &&
      x >= shape.x &&
      x <= shape.x + shape.width &&
      y >= shape.y &&
      y <= shape.y + shape.height
    )
      return { mark: shape.mark, isWord: true };
  for (const shape of shapes) {
    if (shape.kind === "upright" && Math.abs(x - shape.x) <= NEAR) return { mark: shape.mark, isWord: false };
    if (shape.kind === "dot" && Math.hypot(x - shape.x, y - shape.y) <= NEAR + 2)
      return { mark: shape.mark, isWord: false };
  }
  return null;
}
