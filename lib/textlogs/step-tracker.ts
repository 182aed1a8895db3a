/** Which step a line of a log belongs to, when lines name epochs, steps within epochs, both or nothing. */

/** What one line says of the progress of training; null for what it does not say. */
export interface Counters {
  readonly step: number | null;
  /** The step counts through all epochs, by its name. */
  readonly isGlobal: boolean;
  /** Of how many steps it is one, as in `step 100/600`. */
  readonly total: number | null;
  readonly epoch: number | null;
}

export interface StepTrackerState {
  readonly base: number;
  readonly epoch: number | null;
  readonly announced: number | null;
  readonly step: number | null;
  readonly first: number;
  readonly last: number | null;
}

/**
 * Follows the counters of a log and places each line on one axis.
 *
 * A line with a step stands at its step; a line that names only an epoch, or nothing, belongs to the step before it;
 * in a log that names no steps, lines stand at their epoch, which may be fractional. Steps that begin anew in every
 * epoch (the step falls while the epoch rises) are added up, each epoch as long as its total or its last step says.
 * Steps that fall without a new epoch are left as they are: that is a restart.
 */
export class StepTracker {
  private base = 0;
  private epoch: number | null = null;
  /** Epoch that a line without a step named: `Epoch 2/10` above the steps of that epoch. */
  private announced: number | null = null;
  private step: number | null = null;
  /** First step ever: 0 when steps count from zero, so that an epoch is one longer than its last step. */
  private first = 0;
  private last: number | null = null;

  /** Where a line with these counters stands, or null while nothing has named a step or epoch. */
  locate({ step, isGlobal, total, epoch }: Counters): number | null {
    if (step === null) {
      if (this.step === null && epoch !== null) this.last = epoch;
      this.announced = epoch ?? this.announced;
      return this.last;
    }
    const current = epoch ?? this.announced;
    if (this.step === null) this.first = step;
    else if (!isGlobal && current !== null && this.epoch !== null) this.turn(current, step, this.step, total);
    this.epoch = current ?? this.epoch;
    this.announced = this.epoch;
    this.step = step;
    this.last = this.base + step;
    return this.last;
  }

  /** Whether the log has named a step: from then on epochs are values like others. */
  get countsSteps(): boolean {
    return this.step !== null;
  }

  /** Whether lines name epochs and have never named a step: then points stand at epochs. */
  get countsEpochs(): boolean {
    return this.step === null && this.announced !== null;
  }

  /** Whether `step` looks like the epoch that was just trained, named as a step: mmengine's validation does so. */
  isEpoch(step: number): boolean {
    return this.step !== null && step < this.step && step === this.epoch;
  }

  /** Whether anything has named a step or epoch yet. */
  get hasPlace(): boolean {
    return this.last !== null;
  }

  state(): StepTrackerState {
    const { base, epoch, announced, step, first, last } = this;
    return { base, epoch, announced, step, first, last };
  }

  static resume(state: StepTrackerState): StepTracker {
    return Object.assign(new StepTracker(), state);
  }

  /** Adds the epochs that ended between `previous` and `step`, where steps count anew in each. */
  private turn(epoch: number, step: number, previous: number, total: number | null): void {
    const turned = Math.floor(epoch) - Math.floor(this.epoch ?? epoch);
    if (turned === 0) return;
    const length = total ?? previous + (this.first === 0 ? 1 : 0);
    const isAnew = step < previous || (step === previous && step === total);
    if (turned > 0 && isAnew) this.base += turned * length;
    else if (turned < 0 && this.base > 0) this.base = Math.max(0, this.base + turned * length);
  }
}
