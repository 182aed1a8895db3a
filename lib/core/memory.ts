/** What is remembered of sweeps that are done: where good learning rates lay, and how far behind a later winner once was. */

/** One finished sweep, in a few numbers. Nothing of its data or its names is kept. */
export interface Lesson {
  /** As its runs call it, lower case; null when they do not say. */
  readonly optimizer: string | null;
  readonly bestRate: number;
  /**
   * By how much the table of tolerable gaps would have to be multiplied to keep the winner all along: 0 when it always led; null when the
   * curves do not say.
   */
  readonly gapFactor: number | null;
}

/** A lesson under a key that stays the same while the sweep lives at the same place. */
export interface KeptLesson extends Lesson {
  readonly key: string;
}

/** What past sweeps taught, as it is stored. `version`: of this shape. */
export interface Memory {
  readonly version: 1;
  readonly lessons: readonly KeptLesson[];
}

export const NO_MEMORY: Memory = { version: 1, lessons: [] };
