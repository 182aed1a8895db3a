/** A launch as a row of the state database holds it. */
import * as z from "zod";
import { type EndRecord, FAILURES, type Launch, LaunchOrder, type Phase, type Progress } from "../launch.ts";
import { STOPPERS } from "../shim/attempt-files.ts";

/** What `toLaunch` needs of a row. */
export const COLUMNS =
  "id, project, name, state, priority, submitted_at, submitted_by, not_before, attempt, started_at, ended_at, stopped_by, failure, order_json, progress_json, ending_json";

const Row = z.object({
  id: z.string(),
  project: z.string(),
  name: z.string(),
  state: z.enum(["queued", "starting", "running", "ended"]),
  priority: z.number(),
  submitted_at: z.number(),
  submitted_by: z.string(),
  not_before: z.number(),
  attempt: z.number(),
  started_at: z.number().nullable(),
  ended_at: z.number().nullable(),
  stopped_by: z.enum(STOPPERS).nullable(),
  failure: z.enum(FAILURES).nullable(),
  order_json: z.string(),
  progress_json: z.string().nullable(),
  ending_json: z.string().nullable(),
});
type Row = z.infer<typeof Row>;

/**
 * The launch that a row of the table `launches` holds.
 *
 * @throws ZodError when the row is none that we wrote: our bug.
 */
export function toLaunch(kept: unknown): Launch {
  const row = Row.parse(kept);
  const { id, project, name, priority, submitted_at, submitted_by, attempt, failure } = row;
  const order = LaunchOrder.parse(JSON.parse(row.order_json));
  const submitted = { submittedAt: submitted_at, submittedBy: submitted_by };
  return { id, project, name, priority, ...submitted, order, attempt, failure, phase: toPhase(row) };
}

function toPhase(row: Row): Phase {
  const progress: Progress = row.progress_json === null ? NO_PROGRESS : JSON.parse(row.progress_json);
  switch (row.state) {
    case "queued":
      return { state: "queued", notBefore: row.not_before };
    case "starting":
      return { state: "starting", progress, stoppedBy: row.stopped_by };
    case "running":
      return { state: "running", progress, startedAt: row.started_at ?? 0, stoppedBy: row.stopped_by };
    case "ended": {
      const record: EndRecord = JSON.parse(row.ending_json ?? "null") ?? NO_RECORD;
      return { state: "ended", record, startedAt: row.started_at, endedAt: row.ended_at ?? 0 };
    }
  }
}

const NO_PROGRESS: Progress = { slot: { kind: "cpu", cpus: 1 }, shim: null, process: null };
const NO_RECORD: EndRecord = { ending: { kind: "lost", because: "reboot" }, elapsedSecs: null, use: null };
