/** Which reader reads which format. */
import type { LogFormat, LogReader } from "../core/log-reader.ts";
import { unreachable } from "../core/unreachable.ts";
import { ConsoleReader, type ConsoleReaderState } from "../textlogs/console/console-reader.ts";
import { CsvReader, type CsvReaderState } from "../textlogs/csv-reader.ts";
import { JsonlReader, type JsonlReaderState } from "../textlogs/jsonl-reader.ts";
import { MlflowReader, type MlflowReaderState } from "../textlogs/mlflow.ts";
import { TrainerStateReader, type TrainerStateReaderState } from "../textlogs/trainer-state-reader.ts";
import { WandbReader, type WandbReaderState } from "../textlogs/wandb-reader.ts";
import { EventReader, type EventReaderState } from "../tfevents/event-reader.ts";

/** What decides how a file is read. */
export interface ReaderChoice {
  readonly format: LogFormat;
  readonly tag: string | null;
  readonly patterns: readonly string[];
}

/** A reader at the beginning of a file. `room`: how many points a series of it is likely to hold. */
export function openReader({ format, tag, patterns }: ReaderChoice, room: number): LogReader {
  switch (format) {
    case "tfevents":
      return EventReader.open(room);
    case "csv":
      return new CsvReader();
    case "jsonl":
      return new JsonlReader();
    case "trainer_state":
      return new TrainerStateReader();
    case "wandb":
      return new WandbReader();
    case "mlflow":
      return new MlflowReader(tag ?? "metric");
    case "console":
      return new ConsoleReader({ patterns });
    default:
      return unreachable(format);
  }
}

/** A reader that goes on from `state`, which a reader of the same format gave: the one place that trusts that it did. */
export function resumeReader(format: LogFormat, state: unknown): LogReader {
  switch (format) {
    case "tfevents":
      return EventReader.resume(state as EventReaderState);
    case "csv":
      return CsvReader.resume(state as CsvReaderState);
    case "jsonl":
      return JsonlReader.resume(state as JsonlReaderState);
    case "trainer_state":
      return TrainerStateReader.resume(state as TrainerStateReaderState);
    case "wandb":
      return WandbReader.resume(state as WandbReaderState);
    case "mlflow":
      return MlflowReader.resume(state as MlflowReaderState);
    case "console":
      return ConsoleReader.resume(state as ConsoleReaderState);
    default:
      return unreachable(format);
  }
}
