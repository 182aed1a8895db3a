/** A run as the screen lists it: what the engine knows, what people say of it, and its number. */
import type { RunAnnotation } from "../core/annotations.ts";
import type { RunSummary } from "../core/api.ts";
import type { GivenVerdict } from "../core/review.ts";

/** Enough of a run's id to tell it apart (8 of 13 base-36 digits), so that links stay short. */
export type RunKey = string;

/** The short key of the run with that id. */
export const toRunKey = (id: string): RunKey => id.slice(0, 8);

/** `ordinal`: the how-manieth run that was seen, from 0. */
export interface ListedRun {
  readonly run: RunSummary;
  readonly key: RunKey;
  readonly ordinal: number;
  readonly annotation: RunAnnotation;
  /** Left out: nobody judged it. */
  readonly verdict?: GivenVerdict | undefined;
}

/** What people call the run: the name that they gave it, or its own. */
export const titleOf = ({ run, annotation }: Pick<ListedRun, "run" | "annotation">): string =>
  annotation.name === "" ? run.name : annotation.name;
