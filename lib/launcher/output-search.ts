/** Finds a text in what a run wrote, a part at a time: 2 GB are looked through without being held, and without keeping others waiting. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { OutputSearchAnswer } from "../core/launches.ts";
import { type Attempt, attemptFolder } from "./executors/executor.ts";
import { attemptFiles } from "./shim/attempt-files.ts";

export interface OutputSearch {
  readonly text: string;
  /** Bytes from the beginning: forwards the first place looked at, backwards the first that is not. */
  readonly from: number;
  readonly backwards: boolean;
}

const CHUNK_BYTES = 1024 * 1024;
/** Looked through for one question; who wants more asks again. */
const LOOKED_THROUGH_BYTES = 64 * CHUNK_BYTES;

/** The nearest place of `text` (as UTF-8, capitals as they are). Nothing also where the attempt wrote nothing. */
export async function searchOutput(
  folder: string,
  attempt: Attempt,
  { text, from, backwards }: OutputSearch,
): Promise<OutputSearchAnswer> {
  const { output } = attemptFiles(attemptFolder(folder, attempt));
  const file = await open(output, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
  if (file === null) return { kind: "nothing" };
  try {
    const { size } = await file.stat();
    const wanted = Buffer.from(text);
    const chunk = Buffer.alloc(CHUNK_BYTES + wanted.length - 1); // neighbours overlap: what lies across a border is found once
    let at = Math.min(from, size);
    for (let done = 0; done < LOOKED_THROUGH_BYTES; done += CHUNK_BYTES) {
      if (backwards ? at <= 0 : at >= size) return { kind: "nothing" };
      const start = backwards ? Math.max(0, at - CHUNK_BYTES) : at;
      const length = backwards ? at - start + wanted.length - 1 : chunk.length;
      const { bytesRead } = await file.read(chunk, 0, length, start);
      const part = chunk.subarray(0, bytesRead);
      const place = backwards ? part.lastIndexOf(wanted) : part.indexOf(wanted);
      if (place >= 0) return { kind: "found", at: start + place };
      at = backwards ? start : start + CHUNK_BYTES;
    }
    return { kind: "further", at };
  } finally {
    await file.close();
  }
}
