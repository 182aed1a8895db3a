/** The curves of one card: asks the engine for what is wanted and not held, and again for what has changed. */

import { type Curve, emptyCurve, readCurves } from "../../lib/charts/curve.ts";
import type { CurveGroup, SeriesRequest, XAxis } from "../../lib/core/api.ts";
import type { Band } from "../../lib/core/group-curve.ts";
import type { SeriesFrame } from "../../lib/core/series-frame.ts";
import type { Smoother } from "../../lib/core/smoothers.ts";
import type { PointsNews } from "../_state/live.ts";
import { Gathering } from "./gathering.ts";

export interface Want {
  readonly tag: string;
  readonly runs: readonly string[];
  readonly x: XAxis;
  readonly smoothing: number;
  readonly columns: number;
  readonly range: readonly [number, number] | null;
  readonly smoother?: Smoother;
  readonly logX?: boolean;
  /** Those of `runs` that stand for several. */
  readonly groups?: readonly CurveGroup[];
  readonly band?: Band;
}

/** What the card can draw now. `curves` is a new map whenever one of them changed. */
export interface Held {
  readonly curves: ReadonlyMap<string, Curve>;
  readonly isLoading: boolean;
  readonly error: string | null;
  /** The engine told fewer pixel columns apart than were asked for: the curves together would have been too large. */
  readonly thinned: { readonly columns: number; readonly asked: number } | null;
}

export type FetchSeries = (request: SeriesRequest, signal: AbortSignal) => Promise<SeriesFrame>;

export const NOTHING_HELD: Held = { curves: new Map(), isLoading: true, error: null, thinned: null };

/** One question holds at most this many runs, so that the first lines of a large selection come soon. */
const RUNS_PER_QUESTION = 250;
/** Between two looks at the same growing runs; a point is on screen within half a second of being read. */
const LIVE_PAUSE_MS = 200;
const RETRY_AFTER_MS = 2000;
/** A slider in motion asks when it rests for a moment. */
const SETTLE_MS = 60;

/** The question for the first of the wanted runs; for all of them while a card holds nothing. */
export function firstQuestion(want: Want): SeriesRequest {
  const { tag, x, columns, range, smoothing, smoother = "ema", logX = false, groups = [], band } = want;
  const asked = want.runs.slice(0, RUNS_PER_QUESTION);
  const among = new Set(asked);
  const chosen = groups.filter(({ id }) => among.has(id));
  const grouped = new Set(chosen.map(({ id }) => id));
  return {
    tag,
    runs: asked.filter((id) => !grouped.has(id)),
    x,
    columns,
    range,
    smoothing,
    ...(smoother === "ema" ? {} : { smoother }),
    ...(logX ? { logX } : {}),
    ...(chosen.length === 0 ? {} : { groups: chosen }),
    ...(chosen.length === 0 || band === undefined ? {} : { band }),
  };
}

const growth = new Gathering();

/** The answer, once those that other charts have asked for at the same time are there as well. */
async function gathered<Answer>(asking: Promise<Answer>): Promise<Answer> {
  growth.begin();
  await asking.catch(() => {}).then(() => growth.end());
  return asking;
}

/** What an answer's shape depends on, apart from the runs. */
const shapeOf = ({ runs: _, groups: __, ...shape }: Want): string => JSON.stringify(shape);

/**
 * Holds curves for one answer shape at a time: another smoothing, width or range makes all held curves old, but they stay
 * on screen until their successors arrive. One question is under way at a time; news that comes meanwhile is kept.
 */
export class CurveFeed {
  #want: Want | null = null;
  #held: Held = NOTHING_HELD;
  #shape = "";
  /** Of the answer that came last. */
  #heldShape = "";
  /** Runs whose held curve is older than the engine's, or has another shape. */
  readonly #stale = new Set<string>();
  #question: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Not before this moment may a run that merely grew be asked for again. */
  #notBefore = 0;
  readonly #fetch: FetchSeries;
  readonly #onChange: () => void;

  constructor(fetch: FetchSeries, onChange: () => void) {
    this.#fetch = fetch;
    this.#onChange = onChange;
  }

  get held(): Held {
    return this.#held;
  }

  /** States what the card shows from now on. */
  want(want: Want): void {
    const shape = shapeOf(want);
    const isNewShape = shape !== this.#shape;
    const isFirst = this.#want === null;
    this.#want = want;
    if (isNewShape) {
      this.#shape = shape;
      this.#question?.abort();
      this.#question = null;
      for (const run of this.#held.curves.keys()) this.#stale.add(run);
    }
    this.#schedule(isNewShape && !isFirst ? SETTLE_MS : 0);
  }

  /** Takes the engine's news. */
  hear(news: PointsNews): void {
    if (this.#want === null) return;
    const runs = news === "all" ? [...this.#held.curves.keys(), ...this.#want.runs] : (news[this.#want.tag] ?? []);
    if (runs.length === 0) return;
    const concerned = new Set(runs);
    for (const group of this.#want.groups ?? []) {
      if (group.runs.some((run) => concerned.has(run))) this.#stale.add(group.id);
    }
    for (const run of runs) this.#stale.add(run); // also those that are just being asked for: the answer may be older
    this.#schedule(Math.max(0, this.#notBefore - performance.now()));
  }

  /** Slows the feed of a card that takes long to draw, so that drawing never fills the whole time. */
  rest(drawingMs: number): void {
    this.#notBefore = Math.max(this.#notBefore, performance.now() + 4 * drawingMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#question?.abort();
    this.#want = null;
  }

  #schedule(delayMs: number): void {
    if (this.#question !== null) return; // looked at again when it is answered
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), delayMs);
  }

  #missing(want: Want): string[] {
    return want.runs.filter((run) => !this.#held.curves.has(run) || this.#stale.has(run)).slice(0, RUNS_PER_QUESTION);
  }

  async #ask(): Promise<void> {
    const want = this.#want;
    if (want === null || this.#question !== null) return;
    const runs = this.#missing(want);
    if (runs.length === 0) {
      if (this.#held.isLoading) this.#take({ ...this.#held, isLoading: false });
      return;
    }
    const question = new AbortController();
    this.#question = question;
    const isOfGrowth = this.#heldShape === this.#shape && runs.every((run) => this.#held.curves.has(run));
    for (const run of runs) this.#stale.delete(run); // news from now on makes them stale again
    try {
      const asking = this.#fetch(firstQuestion({ ...want, runs }), question.signal);
      const frame = await (isOfGrowth ? gathered(asking) : asking);
      if (question.signal.aborted) return;
      const found = readCurves(frame);
      const curves = new Map(this.#held.curves);
      for (const run of runs) curves.set(run, found.get(run) ?? emptyCurve(run));
      const { columns } = frame;
      const thinned = columns < want.columns ? { columns, asked: want.columns } : null;
      this.#question = null;
      this.#heldShape = this.#shape;
      this.#notBefore = Math.max(this.#notBefore, performance.now() + LIVE_PAUSE_MS);
      const rest = this.#missing(this.#want ?? want); // more may be wanted by now
      this.#take({ curves, isLoading: rest.some((run) => !curves.has(run)), error: null, thinned });
      if (rest.length > 0) {
        const isGrowth = rest.every((run) => curves.has(run));
        this.#schedule(isGrowth ? Math.max(0, this.#notBefore - performance.now()) : 0);
      }
    } catch (error) {
      for (const run of runs) this.#stale.add(run);
      if (question.signal.aborted) return;
      this.#question = null;
      this.#take({ ...this.#held, error: error instanceof Error ? error.message : String(error) });
      this.#schedule(RETRY_AFTER_MS);
    }
  }

  #take(held: Held): void {
    this.#held = held;
    this.#onChange();
  }
}
