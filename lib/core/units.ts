/** The quantities of a training log that must not be mixed up, each with a type of its own. */

declare const unit: unique symbol;
type Unit<T, Name extends string> = T & { readonly [unit]: Name };

/** Seconds since the Unix epoch, as logged. */
export type WallTime = Unit<number, "seconds since the Unix epoch">;
/** A run's short, stable name on the wire: derived from its log directory and path, the same after a restart. */
export type RunId = Unit<string, "run id">;

/** `n` as a wall time, or null when it is not a finite number. */
export const toWallTime = (n: number): WallTime | null => (Number.isFinite(n) ? (n as WallTime) : null);

/**
 * The run id of `path` below the log directory named `logdir`: 64 bits of FNV-1a in base 36, 13 characters.
 * Names never travel in URLs, because they may hold any byte; an id needs no escaping.
 */
export function toRunId(logdir: string, path: string): RunId {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${logdir}\0${path}`)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(36).padStart(13, "0") as RunId;
}
