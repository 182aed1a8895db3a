/** Work that many ask for and that must not run too often at once. */

/**
 * Wraps `work` so that asking while it runs means: once more afterwards. Between two runs it rests as long as the last
 * one took, so that it takes at most half of a core however often it is asked for. The promise resolves when a run that
 * began after the call has ended.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let next: Promise<void> | null = null;
  let current: Promise<void> = Promise.resolve();
  return () => {
    next ??= current.then(() => {
      next = null;
      const start = performance.now();
      const running = work();
      const settle = () => rest(performance.now() - start);
      current = running.then(settle, settle); // a run that failed does not end the others; whoever asked hears of it
      return running;
    });
    return next;
  };
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/**
 * A function that does what it is given, `atOnce` at a time; what has to wait longest for its turn is what came first of
 * that which waits. The promise resolves or rejects as the work does.
 */
export function inTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < atOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.pop();
      if (next === undefined) running -= 1;
      else next(); // it has the turn of the one that ended
    }
  };
}

/**
 * Does `work` on all of `pending`, `atOnce` at a time, and on what the work itself adds to it; the last one is taken first.
 * Rejects with the first failure.
 */
export const sideBySide = <T>(atOnce: number, pending: T[], work: (one: T) => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    let running = 0;
    const next = (): void => {
      while (running < atOnce) {
        const one = pending.pop();
        if (one === undefined) break;
        running += 1;
        work(one).then(() => {
          running -= 1;
          next();
        }, reject);
      }
      if (running === 0) resolve();
    };
    next();
  });
