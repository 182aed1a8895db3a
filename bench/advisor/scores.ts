/** Numbers by method, and the table that is printed of them. */

/** Regrets of one method, in the order of the questions; null where it gave no answer. */
export type Scores = ReadonlyMap<string, readonly (number | null)[]>;

export interface Summary {
  readonly mean: number;
  readonly worst: number;
  /** Answers. */
  readonly n: number;
  /** Questions without an answer. */
  readonly open: number;
  /** Share of the answers that cost at most 0.5. */
  readonly near: number;
}

/** Mean and worst of the numbers; NaN without one. */
export function summarise(scores: readonly (number | null)[]): Summary {
  const given = scores.filter((score) => score !== null);
  const sum = given.reduce((a, b) => a + b, 0);
  return {
    mean: sum / given.length,
    worst: given.length > 0 ? Math.max(...given) : Number.NaN,
    n: given.length,
    open: scores.length - given.length,
    near: given.filter((score) => score <= 0.5).length / given.length,
  };
}

/** Collects scores by method. */
export class ScoreBoard {
  readonly scores = new Map<string, (number | null)[]>();

  add(method: string, score: number | null): void {
    const known = this.scores.get(method);
    if (known === undefined) this.scores.set(method, [score]);
    else known.push(score);
  }
}

export const ADVISOR = "the advisor";

/** Which baselines are better than the advisor by mean or by worst case, beyond what is printed. */
function ahead(scores: Scores, advisor = ADVISOR): string[] {
  const ours = summarise(scores.get(advisor) ?? []);
  return [...scores].flatMap(([method, values]) => {
    if (method.startsWith(ADVISOR)) return [];
    const theirs = summarise(values);
    const by = [
      theirs.mean < ours.mean - 0.0005 ? "mean" : "",
      theirs.worst < ours.worst - 0.005 ? "worst" : "",
    ].filter((word) => word !== "");
    return by.length > 0 ? [`${method} (${by.join(", ")})`] : [];
  });
}

/** Three digits after the point; large numbers by their size only. */
const shown = (value: number): string =>
  (Math.abs(value) < 1e4 ? value.toFixed(3) : value.toExponential(0)).padStart(9);

/** Prints a table: one line a method, best mean first, then who is ahead of the advisor. */
export function printScores(title: string, scores: Scores, unit: string): void {
  console.log(`\n${title}`);
  console.log(
    `${"".padEnd(34)}${"mean".padStart(9)}${"worst".padStart(9)}${"≤ 0.5".padStart(8)}${"n".padStart(6)}  ${unit}`,
  );
  const rows = [...scores].map(([method, values]) => ({ method, ...summarise(values) }));
  for (const { method, mean, worst, near, n, open } of rows.sort((a, b) => a.mean - b.mean)) {
    const declined = open > 0 ? `  no answer: ${open}` : "";
    console.log(
      `  ${method.padEnd(32)}${shown(mean)}${shown(worst)}${`${(100 * near).toFixed(0)} %`.padStart(8)}${String(n).padStart(6)}${declined}`,
    );
  }
  const better = ahead(scores);
  console.log(better.length === 0 ? "  ahead of every baseline on mean and worst" : `  BEHIND ${better.join("; ")}`);
}
