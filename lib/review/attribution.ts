/** Who did what, when: launches and stops, comments, verdicts, in one list. */
import { csvCell } from "../core/csv-cell.ts";
import type { Statements } from "../store/statements.ts";
import { toAbout } from "./about.ts";
import { ReviewTable } from "./review-table.ts";

export interface AttributedAct {
  /** Seconds since the Unix epoch. */
  readonly at: number;
  readonly who: string;
  /** As in the reading list (`commented`, `judged`, …), or as in the journal of launches (`submit`, `stop`, …). */
  readonly act: string;
  /** What it was done to, as it was called. */
  readonly about: string;
  /** The comment as it is now, or the reason of a verdict; empty where there is none. */
  readonly text: string;
  /** Paths of the runs that it is about, where they were then. */
  readonly runs: readonly string[];
}

/** Everything that people did, oldest first. */
export function attributedActs(db: Statements): AttributedAct[] {
  const review = new ReviewTable(db).read();
  const threads = new Map(review.threads.map((thread) => [thread.id, thread]));
  const paths = new Map(
    review.references.map(({ id, logdir, path }) => [id, path === "." ? logdir : `${logdir}/${path}`]),
  );
  const pathsOf = (references: readonly number[]): string[] => references.flatMap((id) => paths.get(id) ?? []);
  const said = db.rows("SELECT * FROM happenings WHERE who IS NOT NULL ORDER BY position").map((row): AttributedAct => {
    const about = toAbout(String(row.about_json));
    const thread = about.thread === null ? undefined : threads.get(about.thread);
    const comment = thread?.comments.find(({ id }) => id === about.comment);
    return {
      at: Number(row.at),
      who: String(row.who),
      act: row.act === "judged" ? (about.verdict ?? "verdict taken back") : String(row.act),
      about: thread?.title ?? about.subject,
      text: comment?.text ?? about.texts.en ?? "",
      runs: pathsOf(thread?.runs ?? about.references),
    };
  });
  const launched = db.rows("SELECT at, who, act, about FROM journal").map(
    ({ at, who, act, about }): AttributedAct => ({
      at: Number(at),
      who: String(who),
      act: String(act),
      about: String(about),
      text: "",
      runs: [],
    }),
  );
  return [...said, ...launched].sort((a, b) => a.at - b.at);
}

/** The acts as CSV with a header; times as seconds since the Unix epoch and in words. */
export function actsAsCsv(acts: readonly AttributedAct[]): string {
  const rows = acts.map(({ at, who, act, about, text, runs }) => [
    String(at),
    new Date(at * 1000).toISOString(),
    who,
    act,
    about,
    runs.join(" "),
    text,
  ]);
  return [["at", "time", "who", "act", "about", "runs", "text"], ...rows]
    .map((row) => `${row.map(csvCell).join(",")}\r\n`)
    .join("");
}
