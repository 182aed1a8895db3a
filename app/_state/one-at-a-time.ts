/** Questions that are never under way twice, so that answers cannot overtake each other. */

/** `ask`, one at a time: whoever calls while it is under way has it asked once more afterwards, however many call. */
export function oneAtATime(ask: () => Promise<void>): () => Promise<void> {
  let isAsking = false;
  let isOutdated = false;
  return async () => {
    if (isAsking) {
      isOutdated = true;
      return;
    }
    isAsking = true;
    try {
      do {
        isOutdated = false;
        await ask();
      } while (isOutdated);
    } finally {
      isAsking = false;
    }
  };
}
