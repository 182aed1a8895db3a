/** What is known of a series block by block, so that drawing it does not mean reading all of it. */
import type { Series, ValueColumn } from "./series.ts";

/** Points a block. */
export const BLOCK = 32;
/** In the place of a position within a block. */
const NONE = 0xff;

/** The two columns that x can be read from; relative and wall time differ by an offset only. */
export type XColumnName = "steps" | "wallTimes";

interface XFacts {
  /** Points looked at so far. */
  known: number;
  /** The first point of each attempt: 0, and wherever x goes back. */
  readonly attempts: number[];
  low: number;
  high: number;
}

/** Positions of the smallest and the largest finite value and of the first one that is not finite; -1 where there is none. */
export interface Extrema {
  lowest: number;
  highest: number;
  notFinite: number;
}

/**
 * An index over a series that only grows at its end: `update` looks at the points that are new. Extrema of values by
 * block, attempts and extent by x. Points of an unfinished last block are found by reading them.
 */
export class SeriesIndex {
  /** By block, where in it they are. */
  private lowest = new Uint8Array(0);
  private highest = new Uint8Array(0);
  private notFinite = new Uint8Array(0);
  /**
   * The values there. Those of a long series are not in the processor's cache, and to fetch each block's would be most of
   * the work. Infinite where a block has none, so that no comparison holds.
   */
  private lows: ValueColumn = new Float32Array(0);
  private highs: ValueColumn = new Float32Array(0);
  private blocks = 0;
  private readonly found: Extrema = { lowest: -1, highest: -1, notFinite: -1 };
  private low = Infinity;
  private high = -Infinity;
  private readonly facts: Record<XColumnName, XFacts> = {
    steps: { known: 0, attempts: [], low: Infinity, high: -Infinity },
    wallTimes: { known: 0, attempts: [], low: Infinity, high: -Infinity },
  };

  constructor(private readonly series: Series) {}

  /** Positions of the first point of each attempt, over all points there are now. */
  attempts(column: XColumnName): readonly number[] {
    return this.xFacts(column).attempts;
  }

  /** Smallest and largest finite x, or null when there is none. */
  extent(column: XColumnName): readonly [number, number] | null {
    const { low, high } = this.xFacts(column);
    return low <= high ? [low, high] : null;
  }

  /** The extrema of the values in `[from … to)`, in the same object each time: a frame has a hundred thousand columns. */
  extrema(from: number, to: number): Readonly<Extrema> {
    this.updateBlocks();
    const { found } = this;
    found.lowest = -1;
    found.highest = -1;
    found.notFinite = -1;
    this.low = Infinity;
    this.high = -Infinity;
    // A block's extrema stand for it; before and behind the whole blocks, each point stands for itself.
    const firstBlock = Math.ceil(from / BLOCK);
    const lastBlock = Math.min(Math.floor(to / BLOCK), this.blocks);
    if (firstBlock >= lastBlock) this.readPoints(from, to);
    else {
      this.readPoints(from, firstBlock * BLOCK);
      this.readBlocks(firstBlock, lastBlock);
      this.readPoints(lastBlock * BLOCK, to);
    }
    return found;
  }

  private readPoints(from: number, to: number): void {
    const { found } = this;
    const { values } = this.series;
    let { low, high } = this;
    let { lowest, highest } = found;
    for (let at = from; at < to; at++) {
      const value = values[at];
      if (value < low && value !== -Infinity) {
        low = value;
        lowest = at;
      }
      if (value > high && value !== Infinity) {
        high = value;
        highest = at;
      }
      if (value - value !== 0 && found.notFinite < 0) found.notFinite = at;
    }
    found.lowest = lowest;
    found.highest = highest;
    this.low = low;
    this.high = high;
  }

  private readBlocks(from: number, to: number): void {
    const { found, lows, highs } = this;
    let { low, high } = this;
    let lowest = -1;
    let highest = -1;
    for (let block = from; block < to; block++) {
      if (lows[block] < low) {
        low = lows[block];
        lowest = block;
      }
      if (highs[block] > high) {
        high = highs[block];
        highest = block;
      }
    }
    if (lowest >= 0) found.lowest = lowest * BLOCK + this.lowest[lowest];
    if (highest >= 0) found.highest = highest * BLOCK + this.highest[highest];
    for (let block = from; block < to && found.notFinite < 0; block++) {
      if (this.notFinite[block] !== NONE) found.notFinite = block * BLOCK + this.notFinite[block];
    }
    this.low = low;
    this.high = high;
  }

  private xFacts(column: XColumnName): XFacts {
    const facts = this.facts[column];
    const { length } = this.series;
    const xs = this.series[column];
    let { known, low, high } = facts;
    for (; known < length; known++) {
      const x = xs[known];
      if (known === 0 || x < xs[known - 1]) facts.attempts.push(known);
      if (x < low && x !== -Infinity) low = x;
      if (x > high && x !== Infinity) high = x;
    }
    facts.known = known;
    facts.low = low;
    facts.high = high;
    return facts;
  }

  private updateBlocks(): void {
    const { length, values } = this.series;
    const full = Math.floor(length / BLOCK);
    if (this.blocks === full) return;
    this.reserve(full, values instanceof Float32Array);
    for (; this.blocks < full; this.blocks++) {
      const start = this.blocks * BLOCK;
      let lowest = NONE;
      let highest = NONE;
      let odd = NONE;
      let low = Infinity;
      let high = -Infinity;
      for (let at = 0; at < BLOCK; at++) {
        const value = values[start + at];
        if (value - value !== 0) {
          if (odd === NONE) odd = at;
          continue;
        }
        if (value < low) {
          low = value;
          lowest = at;
        }
        if (value > high) {
          high = value;
          highest = at;
        }
      }
      this.lowest[this.blocks] = lowest;
      this.highest[this.blocks] = highest;
      this.notFinite[this.blocks] = odd;
      this.lows[this.blocks] = low;
      this.highs[this.blocks] = high;
    }
  }

  /** Makes room for `blocks` blocks. A column of values that was widened holds what it held: so does what is known of it. */
  private reserve(blocks: number, isFloat32: boolean): void {
    const isWide = !isFloat32 || this.lows instanceof Float64Array;
    if (blocks <= this.lowest.length && isWide === this.lows instanceof Float64Array) return;
    const room = Math.max(blocks, Math.ceil(this.lowest.length * 1.5));
    this.lowest = grown(this.lowest, new Uint8Array(room));
    this.highest = grown(this.highest, new Uint8Array(room));
    this.notFinite = grown(this.notFinite, new Uint8Array(room));
    this.lows = grown(this.lows, isWide ? new Float64Array(room) : new Float32Array(room));
    this.highs = grown(this.highs, isWide ? new Float64Array(room) : new Float32Array(room));
  }
}

/** `larger`, beginning with what `column` holds. */
function grown<Column extends ValueColumn | Uint8Array>(column: ValueColumn | Uint8Array, larger: Column): Column {
  larger.set(column);
  return larger;
}
