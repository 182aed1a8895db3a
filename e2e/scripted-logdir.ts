/** A log directory that a journey writes itself: copies of real runs, and files that grow as the journey says. */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EventSpec, eventFile, eventRecords } from "../fixtures/builders/event-file.ts";
import { bundledLogs } from "./engine.ts";

const LOG_NAME = "events.out.tfevents.1700000000.journey.1.0";

export class ScriptedLogdir {
  readonly path = mkdtempSync(join(tmpdir(), "tuneboard-logs-"));

  /** Copies a bundled run, for example `digits_mlp/lr0.01_s0`, or a whole task. */
  copy(bundled: string, name = bundled): void {
    cpSync(join(bundledLogs, bundled), join(this.path, name), { recursive: true });
  }

  /** Starts a run with these events; `hparams` become its `hparams.json`. */
  begin(
    run: string,
    events: readonly EventSpec[],
    hparams?: Readonly<Record<string, number | string | boolean>>,
  ): void {
    mkdirSync(join(this.path, run), { recursive: true });
    if (hparams !== undefined) writeFileSync(join(this.path, run, "hparams.json"), JSON.stringify(hparams));
    this.writeBytes(run, eventFile(events));
  }

  /** Adds events to a run's file, in one write, as a flush does. */
  append(run: string, events: readonly EventSpec[]): void {
    appendFileSync(join(this.path, run, LOG_NAME), eventRecords(events));
  }

  /** Replaces a run's file by these bytes: whole, cut short or damaged. */
  writeBytes(run: string, bytes: Uint8Array): void {
    mkdirSync(join(this.path, run), { recursive: true });
    writeFileSync(join(this.path, run, LOG_NAME), bytes);
  }

  /** Adds bytes to a run's file: a record's second half. */
  appendBytes(run: string, bytes: Uint8Array): void {
    appendFileSync(join(this.path, run, LOG_NAME), bytes);
  }

  remove(run: string): void {
    rmSync(join(this.path, run), { recursive: true, force: true });
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
