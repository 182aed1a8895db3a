/** Which reader reads which format. */
import type { LogFormat, LogReader } from "../core/log-reader.ts";
import { EventReader, type EventReaderState } from "../tfevents/event-reader.ts";

/** A reader at the beginning of a file. */
export function openReader(format: LogFormat): LogReader {
  switch (format) {
    case "tfevents":
      return EventReader.open();
    default:
      throw new Error(`no reader for ${format}`);
  }
}

/** A reader that goes on from `state`, which a reader of the same format gave. */
export function resumeReader(format: LogFormat, state: unknown): LogReader {
  switch (format) {
    case "tfevents":
      return EventReader.resume(state as EventReaderState);
    default:
      throw new Error(`no reader for ${format}`);
  }
}
