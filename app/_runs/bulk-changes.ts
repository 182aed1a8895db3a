/** The same words said of many runs at once, and how to take them back. */
import type { AnnotationChange, RunAnnotation } from "../../lib/core/annotations.ts";

/** A run and what is said of it. */
interface SaidRun {
  readonly run: { readonly id: string };
  readonly annotation: RunAnnotation;
}

/** What is said of every run. */
export type BulkWord =
  | { readonly kind: "add label"; readonly label: string }
  | { readonly kind: "remove label"; readonly label: string }
  /** `#rrggbb`; empty: none of its own any more. */
  | { readonly kind: "colour"; readonly colour: string }
  | { readonly kind: "hide" };

/** The changes that say `word` of those `runs` of which it is not said yet. */
export function bulkChanges(runs: readonly SaidRun[], word: BulkWord): readonly AnnotationChange[] {
  return runs.flatMap(({ run, annotation }) => {
    const set = said(annotation, word);
    return set === null ? [] : [{ run: run.id, set, was: annotation }];
  });
}

function said({ labels, colour, isHidden }: RunAnnotation, word: BulkWord): Partial<RunAnnotation> | null {
  if (word.kind === "hide") return isHidden ? null : { isHidden: true };
  if (word.kind === "colour") return colour === word.colour ? null : { colour: word.colour };
  const has = labels.includes(word.label);
  if (word.kind === "add label") return has ? null : { labels: [...labels, word.label] };
  return has ? { labels: labels.filter((label) => label !== word.label) } : null;
}

/** What takes `changes` back, as long as nobody has changed the same since. */
export const takenBack = (changes: readonly AnnotationChange[]): readonly AnnotationChange[] =>
  changes.map(({ run, set, was }) => ({
    run,
    set: {
      ...(set.labels === undefined ? {} : { labels: was?.labels ?? [] }),
      ...(set.colour === undefined ? {} : { colour: was?.colour ?? "" }),
      ...(set.isHidden === undefined ? {} : { isHidden: was?.isHidden ?? false }),
    },
    was: set,
  }));
