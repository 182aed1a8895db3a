/** The file that a run writes its output to: directly, so that nothing of ours stands between it and the disk. */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";

const CHECK_EVERY_MS = 1000;
/** How much of the latest output is left when the whole has become too long. */
const KEPT_BYTES = 1024 * 1024;

/** Opens `path` for the run to append to. Appending is what lets the file be cut while it is written. */
export const openOutput = (path: string): number =>
  openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);

/** Adds a line of ours. Best effort: the same words are in the record of the end. */
export function appendToOutput(file: number, text: string): void {
  try {
    writeSync(file, text);
  } catch {
    // no space for it
  }
}

/** Cuts the file at `path` to its last part whenever it is over `limitBytes`, until the returned function is called. */
export function watchOutput(path: string, limitBytes: number): () => void {
  const timer = setInterval(() => {
    try {
      cutOutput(path, limitBytes);
    } catch {
      // deleted meanwhile, or no space to say that it was cut: the next look tries again
    }
  }, CHECK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Cuts the file at `path` to its last part if it is over `limitBytes`. What is written in this very moment may be lost too. */
function cutOutput(path: string, limitBytes: number): void {
  const file = openSync(path, constants.O_RDWR | constants.O_APPEND);
  try {
    const { size } = fstatSync(file);
    if (size <= limitBytes) return;
    const tail = Buffer.alloc(Math.min(KEPT_BYTES, limitBytes));
    const length = readSync(file, tail, 0, tail.length, size - tail.length);
    ftruncateSync(file, 0);
    writeSync(file, `[tuneboard: ${size - length} bytes of output cut here, the limit is ${limitBytes}]\n`);
    writeSync(file, tail, 0, length);
  } finally {
    closeSync(file);
  }
}
