/** What is known of a series block by block, so that drawing it does not mean reading all of it. */
import type { Series } from "./series.ts";

/** Points a block. */
export const BLOCK = 32;
const NONE = 0xffffffff;

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

/**
 * An index over a series that only grows at its end: `update` looks at the points that are new. Extrema of values by
 * block, attempts and extent by x. Points of an unfinished last block are found by reading them.
 */
export class SeriesIndex {
  private lowest = new Uint32Array(0);
  private highest = new Uint32Array(0);
  private notFinite = new Uint32Array(0);
  private blocks = 0;
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

  /**
   * Finds the extrema of the values in `[from … to)`: calls `found` with the positions of the smallest and the largest
   * finite value and of the first one that is not finite; -1 where there is none.
   */
  extrema(from: number, to: number, found: (lowest: number, highest: number, notFinite: number) => void): void {
    this.updateBlocks();
    const { values } = this.series;
    let lowest = -1;
    let highest = -1;
    let odd = -1;
    let low = Infinity;
    let high = -Infinity;
    const firstBlock = Math.ceil(from / BLOCK);
    const lastBlock = Math.min(Math.floor(to / BLOCK), this.blocks);
    const blocksFrom = firstBlock < lastBlock ? firstBlock * BLOCK : -1;
    let at = from;
    while (at < to) {
      // A block's extrema stand for it; before and behind the whole blocks, each point stands for itself. Where a block
      // has none, its NONE is behind every column, and no comparison with what is not there holds.
      const isBlock = at >= blocksFrom && blocksFrom >= 0 && at < lastBlock * BLOCK;
      const block = at / BLOCK;
      const lowAt = isBlock ? this.lowest[block] : at;
      const highAt = isBlock ? this.highest[block] : at;
      if (values[lowAt] < low && values[lowAt] !== -Infinity) {
        low = values[lowAt];
        lowest = lowAt;
      }
      if (values[highAt] > high && values[highAt] !== Infinity) {
        high = values[highAt];
        highest = highAt;
      }
      const oddAt = isBlock ? this.notFinite[block] : values[at] - values[at] !== 0 ? at : NONE;
      if (odd < 0 && oddAt !== NONE) odd = oddAt;
      at += isBlock ? BLOCK : 1;
    }
    found(lowest, highest, odd);
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
    if (full > this.lowest.length) {
      const room = Math.max(full, Math.ceil(this.lowest.length * 1.5));
      this.lowest = grown(this.lowest, room);
      this.highest = grown(this.highest, room);
      this.notFinite = grown(this.notFinite, room);
    }
    for (; this.blocks < full; this.blocks++) {
      const start = this.blocks * BLOCK;
      let lowest = NONE;
      let highest = NONE;
      let odd = NONE;
      let low = Infinity;
      let high = -Infinity;
      for (let at = start; at < start + BLOCK; at++) {
        const value = values[at];
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
    }
  }
}

function grown(column: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(column);
  return larger;
}
