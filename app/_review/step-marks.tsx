/** What is said of steps, drawn on a chart: a band over a range, a sign at its place; a click opens what is said. */
import { MessageSquare } from "lucide-react";
import { Fragment, useMemo } from "react";
import { useTranslations } from "use-intl";
import { plotRect, type Scene, toMapping } from "../../lib/charts/scene.ts";
import { formatStep } from "../../lib/charts/ticks.ts";
import { balancedDirections } from "../../lib/core/bidi.ts";
import { stepPlacer } from "../_charts/options/marks.ts";
import type { Size } from "../_charts/use-size.ts";
import { useLive } from "../_state/live.ts";
import { openPlace, useReview } from "../_state/review.ts";
import { placeComments, SIGN_PIXELS } from "./comment-marks.ts";
import { type StepComment, stepComments } from "./thread-places.ts";

interface StepMarksProps {
  readonly tags: readonly string[];
  /** Ids of the runs that the chart shows. */
  readonly runs: readonly string[];
  readonly scene: Scene;
  readonly size: Size;
}

export function StepMarks({ tags, runs, scene, size }: StepMarksProps) {
  const threads = useReview((review) => review.threads);
  const answer = useLive((live) => live.answer);
  const comments = useMemo(() => stepComments(threads, tags, new Set(runs)), [threads, tags, runs]);
  const nameOf = useMemo(() => {
    if (comments.length === 0) return NOBODY;
    const shown = new Set(runs);
    return new Map((answer?.runs ?? []).flatMap(({ id, name }) => (shown.has(id) ? [[id, name] as const] : [])));
  }, [comments, answer, runs]);
  if (comments.length === 0) return null;
  const mapping = toMapping(scene, plotRect(size.width, size.height));
  const signs = placeComments(comments, { curves: scene.curves, mapping, toX: stepPlacer(scene), nameOf });
  return (
    <>
      {signs.flatMap(({ placed }) =>
        placed.map(({ comment, band, dots }) => (
          <Fragment key={`${comment.from} ${comment.to} ${comment.runs.join(" ")}`}>
            {band !== null && (
              <div
                data-testid="comment-band"
                className="pointer-events-none absolute rounded-sm border-accent/60 border-x bg-accent/8"
                style={band}
              />
            )}
            {dots.map(({ x, y, colour }) => (
              <div
                key={`${y} ${colour}`}
                data-testid="comment-dot"
                className="-ml-[5px] -mt-[5px] pointer-events-none absolute size-2.5 rounded-full border-2 border-accent"
                style={{ left: x, top: y, backgroundColor: colour }}
              />
            ))}
          </Fragment>
        )),
      )}
      {signs.map(({ x, y, placed }) => (
        <Sign key={`${x} ${y}`} x={x} y={y} said={placed.map(({ comment }) => comment)} runs={runs} />
      ))}
    </>
  );
}

const NOBODY: ReadonlyMap<string, string> = new Map();

interface SignProps {
  readonly x: number;
  readonly y: number;
  readonly said: readonly StepComment[];
  readonly runs: readonly string[];
}

function Sign({ x, y, said, runs }: SignProps) {
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
      title={`${name}\n${balancedDirections(first.comments[0]?.text.slice(0, 120) ?? "")}`}
      data-testid="comment-sign"
      onClick={() =>
        openPlace({ anchor: { kind: "chart", tag, steps, runs: [...runs] }, title: first.title, thread: first.id })
      }
      className="absolute flex h-[18px] min-w-[18px] items-center justify-center gap-0.5 rounded-full bg-accent px-1 text-2xs text-on-accent shadow-sm hover:brightness-110"
      style={{ left: x - SIGN_PIXELS / 2, top: y - SIGN_PIXELS / 2 }}
    >
      <MessageSquare size={10} strokeWidth={2.25} aria-hidden="true" />
      {threads.length > 1 && threads.length}
    </button>
  );
}
