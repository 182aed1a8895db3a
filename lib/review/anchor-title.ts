/** What a thread or a verdict is about in words: made here, so that nobody can give a comment another subject than its own. */
import type { AdviceAnswer } from "../core/advice.ts";
import type { Anchor } from "../core/review.ts";

/** What there is to be named. */
export interface Named {
  /** The run's name; null where there is none of this id. */
  readonly runName: (id: string) => string | null;
  readonly advise: () => Promise<AdviceAnswer>;
}

const LONGEST = 300;

/** The words for `anchor`, in English where they are ours; null where there is no such run or sweep. */
export async function anchorTitle(anchor: Anchor, { runName, advise }: Named): Promise<string | null> {
  switch (anchor.kind) {
    case "chart":
      return anchor.tag;
    case "run":
    case "runs": {
      const [first = ""] = anchor.runs;
      const name = runName(first);
      return name === null || anchor.runs.length === 1 ? name : `${name} … (${anchor.runs.length})`;
    }
    case "advice": {
      const sweep = (await advise()).sweeps.find(({ id }) => id === anchor.sweep);
      if (sweep === undefined) return null;
      const headline = sweep.advice.find(({ rule }) => rule === anchor.rule)?.headline;
      return (headline === undefined ? sweep.title : `${sweep.title}: ${headline}`).slice(0, LONGEST);
    }
  }
}
