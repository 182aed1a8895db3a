/** Reports as a share link shows them: the one that it is for, with what its blocks show; for links of runs none. */
import type { Shared } from "../core/actor.ts";
import type { BlockData, Question, Report } from "../report/parts.ts";
import { StateFailure } from "../store/database.ts";
import type { Engine, ReportShelf } from "./engine.ts";
import { readBlock } from "./report-data.ts";

/** What `all` holds of what is `shared`. Others are answered as if there were none. */
export function seenReports(all: ReportShelf, shared: Shared): ReportShelf {
  const id = shared.kind === "report" ? shared.report : null;
  const shown = (): Report | null => (id === null ? null : all.read(id));
  return {
    list: () => all.list().filter((report) => report.id === id),
    unreadable: () => all.unreadable().filter((report) => report === id),
    read: (asked) => (asked === id ? shown() : null),
    readDeleted: () => null,
    frozen: (data) => (frozenIn(shown()).has(data) ? all.frozen(data) : null),
    create: refuse,
    change: refuse,
    setDeleted: refuse,
    freeze: refuse,
  };
}

function refuse(): never {
  throw new StateFailure("A share link changes nothing.");
}

const frozenIn = (report: Report | null): ReadonlySet<string> =>
  new Set((report?.blocks ?? []).flatMap((block) => (block.kind === "text" ? [] : (block.frozen?.id ?? []))));

/**
 * What a block shows. `seen`: `engine` as whoever asks sees it. Of a shared report: what its live blocks ask for, of all runs, any part of an axis; null for every other
 * question. Of shared runs: what these alone say.
 */
export async function seenBlock(
  engine: Engine,
  seen: Engine,
  question: Question,
  shared: Shared,
): Promise<BlockData | null> {
  if (shared.kind !== "report") return readBlock(seen, question);
  const report = (await engine.reports()).read(shared.report);
  const asked = wordOf(question);
  const isShown = (report?.blocks ?? []).some(
    (block) => block.kind !== "text" && block.frozen === null && wordOf(block) === asked,
  );
  return isShown ? engine.readBlock(question) : null;
}

/** What a question asks for, apart from the part of the axis. */
function wordOf(question: Question): string {
  switch (question.kind) {
    case "chart":
      return JSON.stringify({ ...question.chart, xLimits: null });
    case "table":
      return JSON.stringify(question.table);
    case "advice":
      return JSON.stringify(question.advice);
  }
}
