/** What a run wrote, part by part. */
import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from "node:fs";
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

/** All that an attempt has written up to now, as a stream; null when it wrote nothing yet. */
export function openOutputStream(folder: string, attempt: Attempt): ReadableStream<Uint8Array> | null {
  const { output } = attemptFiles(attemptFolder(folder, attempt));
  try {
    const file = openSync(output, constants.O_RDONLY | constants.O_NOFOLLOW);
    const { size } = fstatSync(file);
    // To where it ends now: a download of what grows would never be done.
    const bytes = createReadStream(output, { fd: file, start: 0, end: Math.max(0, size - 1) });
    return new ReadableStream({
      start: (controller) => {
        bytes.on("data", (chunk) => {
          if (typeof chunk !== "string") controller.enqueue(new Uint8Array(chunk));
          if ((controller.desiredSize ?? 0) <= 0) bytes.pause();
        });
        bytes.once("end", () => controller.close());
        bytes.once("error", (error) => controller.error(error));
      },
      pull: () => {
        bytes.resume();
      },
      cancel: () => {
        bytes.destroy();
      },
    });
  } catch {
    return null;
  }
}
