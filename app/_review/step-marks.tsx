/** What is said of steps, drawn on a chart: a band over a range, a sign at its place; a click opens what is said. */
import { MessageSquare } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { plotRect, type Scene, toMapping } from "../../lib/charts/scene.ts";
import { formatStep } from "../../lib/charts/ticks.ts";
import { type Mapping, toPixelX } from "../../lib/charts/trace.ts";
import { stepPlacer } from "../_charts/options/marks.ts";
import type { Size } from "../_charts/use-size.ts";
import { openPlace, useReview } from "../_state/review.ts";
import { type StepComment, stepComments } from "./thread-places.ts";

interface StepMarksProps {
  readonly tags: readonly string[];
  /** Ids of the runs that the chart shows. */
  readonly runs: readonly string[];
  readonly scene: Scene;
  readonly size: Size;
}

/** Signs nearer to each other than this are one. */
const SIGN_PIXELS = 18;

export function StepMarks({ tags, runs, scene, size }: StepMarksProps) {
  const threads = useReview((review) => review.threads);
  const comments = useMemo(() => stepComments(threads, tags, new Set(runs)), [threads, tags, runs]);
  if (comments.length === 0) return null;
  const mapping = toMapping(scene, plotRect(size.width, size.height));
  const places = layout(comments, stepPlacer(scene), mapping);
  return (
    <>
      {places.flatMap(({ comments: said }) =>
        said.map(({ left, width, comment }) =>
          width < 1 ? null : (
            <div
              key={`${comment.from} ${comment.to}`}
              data-testid="comment-band"
              className="pointer-events-none absolute border-accent/60 border-x bg-accent/8"
              style={{ left, width, top: mapping.top, height: mapping.bottom - mapping.top }}
            />
          ),
        ),
      )}
      {places.map(({ x, comments: said }) => (
        <Sign
          key={x}
          x={x}
          top={mapping.bottom - SIGN_PIXELS - 2}
          said={said.map(({ comment }) => comment)}
          runs={runs}
        />
      ))}
    </>
  );
}

interface SignProps {
  readonly x: number;
  readonly top: number;
  readonly said: readonly StepComment[];
  readonly runs: readonly string[];
}

function Sign({ x, top, said, runs }: SignProps) {
  const t = useTranslations("review");
  const threads = said.flatMap((one) => one.threads);
  const [first] = threads;
  if (first === undefined || first.anchor.kind !== "chart") return null;
  const { tag, steps } = first.anchor;
  const name = t("commentsAt", { count: threads.length, step: formatStep(said[0]?.from ?? 0) });
  return (
    <button
      type="button"
      aria-label={name}
      title={`${name}\n${first.comments[0]?.text.slice(0, 120) ?? ""}`}
      data-testid="comment-sign"
      onClick={() =>
        openPlace({ anchor: { kind: "chart", tag, steps, runs: [...runs] }, title: first.title, thread: first.id })
      }
      className="absolute flex h-[18px] min-w-[18px] items-center justify-center gap-0.5 rounded-full bg-accent px-1 text-2xs text-on-accent shadow-sm hover:brightness-110"
      style={{ left: x - SIGN_PIXELS / 2, top }}
    >
      <MessageSquare size={10} strokeWidth={2.25} aria-hidden="true" />
      {threads.length > 1 && threads.length}
    </button>
  );
}

interface PlacedComment {
  readonly left: number;
  readonly width: number;
  readonly comment: StepComment;
}

/** What lies within the plot, as far as it does; signs that would cover each other together. */
function layout(
  comments: readonly StepComment[],
  toX: (step: number) => number | null,
  mapping: Mapping,
): { readonly x: number; readonly comments: readonly PlacedComment[] }[] {
  const places: { x: number; comments: PlacedComment[] }[] = [];
  for (const comment of comments) {
    const [from, to] = [toX(comment.from), toX(comment.to)];
    if (from === null || to === null) continue;
    const [left, right] = [toPixelX(mapping, from), toPixelX(mapping, to)].sort((a, b) => a - b);
    if (left === undefined || right === undefined || !(right >= mapping.left && left <= mapping.right)) continue;
    const [shownLeft, shownRight] = [Math.max(left, mapping.left), Math.min(right, mapping.right)];
    const placed = { left: shownLeft, width: shownRight - shownLeft, comment };
    const near = places.find(({ x }) => Math.abs(x - shownLeft) < SIGN_PIXELS);
    if (near === undefined) places.push({ x: shownLeft, comments: [placed] });
    else near.comments.push(placed);
  }
  return places;
}
