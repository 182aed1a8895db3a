/** The quantities of a training log that must not be mixed up, each with a type of its own. */

const ENCODER = new TextEncoder();

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
  // In halves: sums and products of 64 bits in one would need a BigInt a byte, and there are tens of thousands of runs.
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of ENCODER.encode(`${logdir}\0${path}`)) {
    low = (low ^ byte) >>> 0;
    const product = low * 0x1b3; // the prime is 2^40 + 0x1b3
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return ((BigInt(high) << 32n) | BigInt(low)).toString(36).padStart(13, "0") as RunId;
}
