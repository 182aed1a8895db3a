/** A run as the screen lists it: what the engine knows, what people say of it, and its number. */
import type { RunAnnotation } from "../../lib/core/annotations.ts";
import type { RunSummary } from "../../lib/core/api.ts";
import type { RunKey } from "./selection.ts";

export interface ListedRun {
  readonly run: RunSummary;
  readonly key: RunKey;
  readonly ordinal: number;
  readonly annotation: RunAnnotation;
}

/** What people call the run: the name that they gave it, or its own. */
export const titleOf = ({ run, annotation }: Pick<ListedRun, "run" | "annotation">): string =>
  annotation.name === "" ? run.name : annotation.name;
