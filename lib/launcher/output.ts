/** What a run wrote, part by part. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { type Attempt, attemptFolder } from "./executors/executor.ts";
import { attemptFiles } from "./shim/attempt-files.ts";

export interface OutputPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the part begins: counted from the beginning of the output. */
  readonly start: number;
  /** Bytes that there are so far. */
  readonly size: number;
}

/** At most `length` bytes from `from` on; a negative `from` counts from the end. Nothing when the attempt wrote nothing yet. */
export function readOutput(folder: string, attempt: Attempt, from: number, length: number): OutputPart {
  let file: number;
  try {
    const { output } = attemptFiles(attemptFolder(folder, attempt));
    file = openSync(output, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    return { bytes: new Uint8Array(), start: 0, size: 0 };
  }
  try {
    const { size } = fstatSync(file);
    const start = Math.min(size, from < 0 ? Math.max(0, size + from) : from);
    const bytes = new Uint8Array(Math.min(length, size - start));
    const read = readSync(file, bytes, 0, bytes.length, start);
    return { bytes: bytes.subarray(0, read), start, size };
  } finally {
    closeSync(file);
  }
}
