/** What the engine's thread and a reading thread say to each other. */
import type { ColumnsOrder } from "../store/column-slices.ts";
import type { Listings } from "./directory-listing.ts";
import type { FileUpdate, FollowerState, LogFile } from "./followed-file.ts";

/** A file that is followed, by a number that the engine gave it. */
export type FileId = number;

/** Files with the place that their followers have reached. */
export type FollowedFiles = readonly { readonly id: FileId; readonly state: FollowerState }[];

/** A look at a file; the first time it is named, it is followed from then on, from `state` if there is one. */
export interface Look {
  readonly id: FileId;
  readonly file: LogFile;
  readonly state: FollowerState | null;
}

/** What the engine asks of a reading thread. */
export type ToWorker =
  /** Look at these files now. */
  | { readonly kind: "look"; readonly looks: readonly Look[] }
  | { readonly kind: "forget"; readonly id: FileId }
  /** Say what stands in and below these directories, as far as that is quickly said. */
  | { readonly kind: "list"; readonly roots: readonly string[] }
  /** Fill memory from the columns cache. */
  | { readonly kind: "fill"; readonly order: ColumnsOrder }
  /** Follow these files from where another thread stood. */
  | { readonly kind: "adopt"; readonly files: FollowedFiles }
  /** Give all files away and look at none of them again. */
  | { readonly kind: "retire" }
  /** Say where all followers stand. */
  | { readonly kind: "report" }
  /** Whether the system tells of every change: where it does, looking for what it did not tell may take its time. */
  | { readonly kind: "rely"; readonly onWatches: boolean };

/** What a reading thread tells. */
export type FromWorker =
  /** What looks brought since the last message, in order. */
  | { readonly kind: "updates"; readonly updates: readonly { readonly id: FileId; readonly update: FileUpdate }[] }
  | { readonly kind: "listed"; readonly listings: Listings }
  /** The checksum of each slice, or null when the file could not be read. */
  | { readonly kind: "filled"; readonly sums: Uint32Array | null }
  /** Some of the files that it gives away, all of which it looked at for the last time. */
  | { readonly kind: "retired"; readonly files: FollowedFiles; readonly isLast: boolean }
  /** Some of its files: true at the moment when all updates that were sent before are applied. */
  | { readonly kind: "reported"; readonly files: FollowedFiles; readonly isLast: boolean };
