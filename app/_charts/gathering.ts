/** Answers that come shortly after one another are drawn together: most of what a frame costs, it costs for one chart as for several. */

/** Nobody waits longer for others. */
const LONGEST_MS = 120;
/** More charts in one frame would be felt. */
const MOST_AT_ONCE = 6;
const NEXT_FRAME_MS = 16;

export class Gathering {
  #open = 0;
  #waiting: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** A question is under way; `end` must follow, whatever becomes of it. */
  begin(): void {
    this.#open += 1;
  }

  /** Resolves once no other question is under way, or after a moment. */
  end(): Promise<void> {
    this.#open -= 1;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#open === 0) this.#release();
      else this.#timer ??= setTimeout(() => this.#release(), LONGEST_MS);
    });
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const resolve of this.#waiting.splice(0, MOST_AT_ONCE)) resolve();
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#release(), NEXT_FRAME_MS);
  }
}
