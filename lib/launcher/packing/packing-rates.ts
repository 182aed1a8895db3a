/** How much slower runs are beside others, from the steps that they make. */

interface Pace {
  steps: number;
  secs: number;
}

/** Less time than this says little about the pace of a training. */
const LEAST_SECS = 20;
/** A slow-down below this is noise, or the price of sharing at all, and not a GPU at its limit. */
const NOISE = 1.1;

/** The paces of one kind of run, by how many share the GPU. */
export class PackingRates {
  private readonly paces = new Map<number, Pace>();

  /** So many steps in so many seconds, in which `atOnce` runs shared the GPU all the time. */
  add(atOnce: number, steps: number, secs: number): void {
    const pace = this.paces.get(atOnce) ?? { steps: 0, secs: 0 };
    this.paces.set(atOnce, { steps: pace.steps + steps, secs: pace.secs + secs });
  }

  /** Whether the pace among `atOnce` was seen for long enough. */
  knows(atOnce: number): boolean {
    return this.paceOf(atOnce) !== null;
  }

  /** How many times longer a run takes among `atOnce` than alone; null until both were seen long enough. */
  slowdown(atOnce: number): number | null {
    const alone = this.paceOf(1);
    const packed = this.paceOf(atOnce);
    return alone === null || packed === null ? null : Math.max(1, alone / packed);
  }

  /**
   * The share of the GPU's time that one run takes, for the model that a run among k is max(1, k × share) times slower. Where k runs were as
   * fast as one, the share is below 1/k, and nobody knows how far: what the driver said of a lone run, or enough for one run more.
   * Null until two have run side by side.
   */
  share(told: number | null): number | null {
    const widest = Math.max(0, ...[...this.paces.keys()].filter((k) => k > 1 && this.slowdown(k) !== null));
    const slowdown = widest === 0 ? null : this.slowdown(widest);
    if (slowdown === null) return null;
    if (slowdown > NOISE) return Math.min(1, slowdown / widest);
    return Math.min(told ?? 1, 1 / (widest + 1));
  }

  private paceOf(atOnce: number): number | null {
    const pace = this.paces.get(atOnce);
    return pace === undefined || pace.secs < LEAST_SECS || pace.steps <= 0 ? null : pace.steps / pace.secs;
  }
}
