/** What is worth telling somebody who is not looking: what changed between two looks at launches, runs and advice. Pure. */

export const NEWS_KINDS = ["finished", "failed", "paused", "diverged", "stalled", "advice changed"] as const;
export type NewsKind = (typeof NEWS_KINDS)[number];

export interface News {
  readonly kind: NewsKind;
  /** A run, a launch or a sweep, as it is shown. */
  readonly subject: string;
  /** One sentence, without the subject; may be empty. */
  readonly text: string;
}

/** The world at one look. */
export interface Sight {
  /** By id. */
  readonly launches: ReadonlyMap<
    string,
    {
      readonly name: string;
      /** Null while it has not ended. */
      readonly outcome: "finished" | "failed" | "paused" | null;
      /** How it ended, in a few words; empty while it has not. */
      readonly ending: string;
    }
  >;
  /** By id; `launched`: it is one of our launches, which tell of their end themselves. */
  readonly runs: ReadonlyMap<
    string,
    { readonly name: string; readonly state: string; readonly hasDiverged: boolean; readonly launched: boolean }
  >;
  /** By id of the sweep; null: nobody asked the advisor. `answer` says whether it is the same, `headline` is for people. */
  readonly advice: ReadonlyMap<
    string,
    { readonly title: string; readonly answer: string; readonly headline: string }
  > | null;
}

/** What happened from `before` to `after`, each thing once. What is there for the first time is no news unless it has ended since. */
export function newsBetween(before: Sight, after: Sight): readonly News[] {
  const news: News[] = [];
  for (const [id, { name, outcome, ending }] of after.launches) {
    const known = before.launches.get(id);
    if (outcome !== null && (known?.outcome ?? null) === null)
      news.push({ kind: outcome, subject: name, text: ending });
  }
  for (const [id, { name, state, hasDiverged, launched }] of after.runs) {
    const known = before.runs.get(id);
    if (known === undefined) continue;
    if (hasDiverged && !known.hasDiverged)
      news.push({ kind: "diverged", subject: name, text: "a value is not finite" });
    if (state === known.state) continue;
    if (state === "stalled") news.push({ kind: "stalled", subject: name, text: "it grew, and then fell silent" });
    if (!launched && (state === "finished" || state === "failed"))
      news.push({ kind: state, subject: name, text: "its log says so" });
  }
  for (const [id, { title, answer, headline }] of after.advice ?? []) {
    const known = before.advice?.get(id);
    if (known !== undefined && known.answer !== answer)
      news.push({ kind: "advice changed", subject: title, text: headline });
  }
  return news;
}

/** More at once would bury the reader, and services refuse who writes too often. */
const MOST_SINGLE = 5;

/** `news` as it is told: each thing by itself, or a count of each kind with the first few names when there are many. */
export function condense(news: readonly News[]): readonly News[] {
  if (news.length <= MOST_SINGLE) return news;
  return NEWS_KINDS.flatMap((kind): News[] => {
    const same = news.filter((one) => one.kind === kind);
    const [first] = same;
    if (first === undefined) return [];
    if (same.length === 1) return [first];
    const named = same.slice(0, MOST_SINGLE).map(({ subject }) => subject);
    const rest = same.length - named.length;
    return [
      { kind, subject: `${same.length} runs`, text: `${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}` },
    ];
  });
}
