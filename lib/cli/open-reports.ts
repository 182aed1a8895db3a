/** The reports of a state directory, from its database. */
import { join } from "node:path";
import { type ReportViewer, readViewer } from "../server/report-export.ts";
import { databasePathOf, openDatabase } from "../store/database.ts";
import { Reports } from "../store/reports.ts";
import { type LogsPlace, now } from "./open-logs.ts";
import { placeIdOf } from "./state-dir.ts";

/** An open shelf of reports; `close` lets the database go. */
export interface OpenReports {
  readonly reports: Reports;
  close(): void;
}

/** @throws StateFailure where the database cannot be opened. */
export async function openReports({ logdirs, stateDir }: LogsPlace): Promise<OpenReports> {
  const path = databasePathOf(stateDir);
  const database = await openDatabase(path, { isDurable: true });
  const place = { id: placeIdOf(logdirs), paths: logdirs.map((logdir) => logdir.path) };
  return { reports: new Reports(database, path, place, now), close: () => database.close() };
}

/** Opens reports when they are first asked for, and tries again after a failure. */
export class ReportShelf {
  private opening: Promise<OpenReports> | null = null;

  constructor(
    private readonly place: LogsPlace,
    private readonly onChange: () => void,
  ) {}

  async reports(): Promise<Reports> {
    this.opening ??= this.open().catch((error: unknown) => {
      this.opening = null;
      throw error;
    });
    return (await this.opening).reports;
  }

  close(): void {
    void this.opening?.then((open) => open.close());
  }

  private async open(): Promise<OpenReports> {
    const open = await openReports(this.place);
    open.reports.clear();
    open.reports.subscribe(this.onChange);
    return open;
  }
}

/** What shows a report outside of the board, read once from the built screens below `root`. */
export function viewerIn(root: string): () => ReportViewer {
  let viewer: ReportViewer | null = null;
  return () => {
    viewer ??= readViewer(join(root, "out"));
    return viewer;
  };
}
