/** `tuneboard ps`: launches as a table. */
import type { LaunchesAnswer, LaunchSummary } from "../core/launches.ts";

/** The answer as text: what goes on first, then the latest that ended. */
export function launchesAsText({ launches, counts, paused, problem, slots }: LaunchesAnswer): string {
  const { queued, starting, running, ended } = counts;
  const lines = [
    `${running + starting} running, ${queued} queued, ${ended} ended; ${slots} CPU slots${paused === null ? "" : `; paused: ${paused}`}`,
  ];
  if (problem !== null) lines.push(`The state cannot be kept at the moment: ${problem}`);
  const rows = [...launches].sort((a, b) => RANKS[a.state] - RANKS[b.state]).map(cells);
  if (rows.length > 0) lines.push("", ...columns([["ID", "STATE", "TIME", "STEP", "NAME", "NOTE"], ...rows]));
  return lines.join("\n");
}

const RANKS: Readonly<Record<LaunchSummary["state"], number>> = {
  stopping: 0,
  running: 1,
  starting: 2,
  paused: 3,
  queued: 4,
  ended: 5,
};

function cells(launch: LaunchSummary): string[] {
  const { id, state, elapsedSecs, stepsDone, stepsToMake, name, ending, attempt, failure, slot } = launch;
  const again =
    attempt > 1 ? `attempt ${attempt}${failure === null || ending !== null ? "" : ` after ${failure}`}` : "";
  const note = [ending ?? slot ?? "", again].filter(Boolean).join(", ");
  const step = stepsDone === null ? "" : `${stepsDone}${stepsToMake === null ? "" : `/${stepsToMake}`}`;
  return [id, state, elapsedSecs === null ? "" : duration(elapsedSecs), step, name, note];
}

/** Seconds as people say them: `4 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(secs: number): string {
  if (secs < 60) return `${Math.round(secs)} s`;
  if (secs < 3600) return `${Math.floor(secs / 60)} min ${Math.floor(secs % 60)} s`;
  return `${Math.floor(secs / 3600)} h ${Math.floor((secs % 3600) / 60)} min`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
}
