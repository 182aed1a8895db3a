/** What the engine's thread and a reading thread say to each other. */
import type { FileUpdate } from "./file-follower.ts";

/** A file that is followed, by a number that the engine gave it. */
export type FileId = number;

export type ToWorker =
  /** Look at the file now; the first time it is named, follow it from then on. */
  | { readonly kind: "look"; readonly file: FileId; readonly path: string; readonly name: string }
  | { readonly kind: "forget"; readonly file: FileId };

export interface FromWorker {
  readonly file: FileId;
  readonly update: FileUpdate;
}
