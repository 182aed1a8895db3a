/** Output that may go into a pipe: written as fast as the other end reads, and quiet when it stops reading. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { failed } from "./failure.ts";

/** Somewhere for text to go. */
export interface Output {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Standard output, or the file `path`, which is replaced.
 *
 * @throws CommandFailure (from `write` or `close`) when the file cannot be written.
 */
export function openOutput(path: string | null): Output {
  const stream = path === null ? process.stdout : createWriteStream(path);
  let failure: Error | null = null;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0); // the reader, `head` for one, has seen enough
    failure = error;
  });
  const check = (): void => {
    if (failure !== null) throw failed(`--out: ${path} cannot be written (${failure.message}).`);
  };
  return {
    async write(text) {
      check();
      if (!stream.write(text)) await Promise.race([once(stream, "drain"), once(stream, "error")]);
      check();
    },
    async close() {
      if (stream === process.stdout) return;
      stream.end();
      await Promise.race([once(stream, "close"), once(stream, "error")]);
      check();
    },
  };
}
