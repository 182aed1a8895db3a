/** Rows of what happened as what a reader is told, in their language. Pure. */
import { ACTS, type Comment, type Happening, mentionsIn } from "../core/review.ts";
import type { Language } from "../core/text.ts";
import type { Row } from "../store/statements.ts";
import { toAbout } from "./about.ts";
import { type ReviewSight, runsFound } from "./sight.ts";

/** As many characters of a comment as fit into a line or two. */
const EXCERPT = 160;

interface Reader {
  readonly name: string;
  readonly language: Language;
}

/** What `rows` tell `reader`: not what they did themselves, and nothing of runs that are not here. */
export function toHappenings(rows: readonly Row[], sight: ReviewSight, reader: Reader): Happening[] {
  const threads = new Map(sight.stored.threads.map((thread) => [thread.id, thread]));
  return rows.flatMap((row): Happening[] => {
    const act = ACTS.find((known) => known === row.act);
    const who = row.who === null ? null : String(row.who);
    if (act === undefined || (who !== null && who === reader.name)) return [];
    const about = toAbout(String(row.about_json));
    const thread = about.thread === null ? undefined : threads.get(about.thread);
    const references = thread?.runs ?? about.references;
    if (who !== null && !sight.isOurs(references)) return [];
    const comment = thread?.comments.find(({ id }) => id === about.comment);
    return [
      {
        position: Number(row.position),
        at: Number(row.at),
        who,
        act,
        subject: thread?.title ?? about.subject,
        text: excerpt(comment?.text ?? about.texts[reader.language] ?? about.texts.en ?? ""),
        thread: thread?.id ?? null,
        runs: references.length > 0 ? runsFound(references, sight.found) : about.runs,
        verdict: about.verdict,
        count: about.count,
        isForMe: isFor(reader.name, comment, thread?.comments ?? []),
      },
    ];
  });
}

function isFor(name: string, comment: Comment | undefined, thread: readonly Comment[]): boolean {
  if (name === "" || comment === undefined) return false;
  return mentionsIn(comment.text, [name]).length > 0 || thread.some(({ author }) => author === name);
}

const excerpt = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= EXCERPT ? line : `${line.slice(0, EXCERPT - 1).trimEnd()}…`;
};
