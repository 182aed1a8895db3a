/** `tuneboard share runs|sweep|report WHAT`: makes a link for somebody without a login, by asking the dashboard that runs. */
import type { Shared } from "../core/actor.ts";
import type { AdviceAnswer } from "../core/advice.ts";
import type { RunsAnswer } from "../core/api.ts";
import type { MadeAnswer } from "../core/people.ts";
import type { ReportsAnswer } from "../report/parts.ts";
import { matcher } from "./export.ts";
import { failed, misused } from "./failure.ts";
import { connectToBoard, type LauncherClient } from "./launcher-client.ts";

export interface ShareWish {
  /** `runs`, `sweep` or `report`. */
  readonly kind: string;
  /** A glob over names of runs; a sweep's or a report's title, or its id. */
  readonly what: string | undefined;
  /** Who it is for; null: what is shared says it. */
  readonly title: string | null;
  readonly days: number;
}

/**
 * Makes the link. What the command prints.
 *
 * @throws CommandFailure where no dashboard runs, or it has nothing of this name.
 */
export async function makeShareLink(stateDir: string, { kind, what, title, days }: ShareWish): Promise<string> {
  if (kind !== "runs" && kind !== "sweep" && kind !== "report")
    throw misused(`share knows runs, sweep, report, list and revoke, not "${kind}".`);
  if (what === undefined) throw misused(`share ${kind} needs ${NEEDS[kind]}.`);
  const board = connectToBoard(stateDir);
  const { shared, said } = await find(board, kind, what);
  const wish = { title: title ?? what, shared, days };
  const { url } = await board.ask<MadeAnswer>("/api/share-links", wish);
  return `${url}\n${said} Whoever has the link sees it without a login for ${days === 1 ? "a day" : `${days} days`}; tuneboard share revoke ends it.`;
}

const NEEDS = {
  runs: "a pattern of their names: tuneboard share runs 'sweep3/*'",
  sweep: "its title as the board shows it, or its id",
  report: "its title or its id, as tuneboard report list shows them",
} as const;

interface Found {
  readonly shared: Shared;
  /** What it is, in a sentence. */
  readonly said: string;
}

async function find(board: LauncherClient, kind: Shared["kind"], what: string): Promise<Found> {
  switch (kind) {
    case "runs": {
      const { runs } = await board.ask<RunsAnswer>("/api/runs");
      const ids = runs.filter(({ name }) => matcher(what)(name)).map(({ id }) => id);
      if (ids.length === 0) throw failed(`${what} matches no run; tuneboard runs shows their names.`);
      const count = ids.length === 1 ? "This is 1 run" : `These are ${ids.length} runs`;
      return { shared: { kind, runs: ids }, said: `${count}, and stays so: runs that come later are not in it.` };
    }
    case "sweep": {
      const { sweeps } = await board.ask<AdviceAnswer>("/api/advice");
      const sweep = onlyOne(kind, what, sweeps);
      const count = sweep.runs.length === 1 ? "1 run" : `${sweep.runs.length} runs`;
      return {
        shared: { kind, sweep: sweep.id },
        said: `This is the sweep ${sweep.title}: ${count} now, and those to come.`,
      };
    }
    case "report": {
      const { reports } = await board.ask<ReportsAnswer>("/api/reports");
      const report = onlyOne(kind, what, reports);
      return { shared: { kind, report: report.id }, said: `This is the report "${report.title}", as it is changed.` };
    }
  }
}

function onlyOne<T extends { readonly id: string; readonly title: string }>(
  kind: string,
  what: string,
  all: readonly T[],
): T {
  const found = all.filter(({ id, title }) => id === what || title === what);
  if (found.length > 1)
    throw failed(
      `${found.length} of them are called ${what}: name one by its id (${found.map(({ id }) => id).join(", ")}).`,
    );
  const [one] = found;
  if (one === undefined) {
    const there = all.map(({ title }) => title || "untitled").join(", ");
    throw failed(`There is no ${kind} ${what}; there ${all.length === 0 ? "is none at all" : `are ${there}`}.`);
  }
  return one;
}
