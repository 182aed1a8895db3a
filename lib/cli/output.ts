/** Output that may go into a pipe: written as fast as the other end reads, and quiet when it stops reading. */
import { createWriteStream } from "node:fs";
import { type CommandFailure, failed } from "./failure.ts";

/** Somewhere for text or bytes to go. */
export interface Output {
  write(text: string | Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Standard output, or the file `path`, which is replaced; `flag` named it.
 *
 * @throws CommandFailure (from `write` or `close`) when it cannot be written.
 */
export function openOutput(path: string | null, flag = "--out"): Output {
  const stream = path === null ? process.stdout : createWriteStream(path);
  /** The first failure: those that follow only say that it has happened. */
  let first: NodeJS.ErrnoException | null = null;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0); // the reader, `head` for one, has seen enough
    first ??= error;
  });
  const done = (start: (callback: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      start((error) => {
        if (error === null || error === undefined) resolve();
        else setImmediate(() => reject(toFailure(path, flag, first ?? error))); // the event may come after the callback
      });
    });
  return {
    write: (text) => done((callback) => stream.write(text, callback)),
    close: () => (stream === process.stdout ? Promise.resolve() : done((callback) => stream.end(callback))),
  };
}

function toFailure(path: string | null, flag: string, error: NodeJS.ErrnoException): CommandFailure {
  const because = describeFailure(error);
  return failed(
    path === null ? `the output cannot be written: ${because}.` : `${flag}: ${path} cannot be written: ${because}.`,
  );
}

function describeFailure({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOENT":
      return "its folder does not exist";
    case "EISDIR":
      return "it is a directory";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "this user may not write there";
    case "ENOSPC":
    case "EDQUOT":
      return "there is no space left";
    default:
      return message;
  }
}
