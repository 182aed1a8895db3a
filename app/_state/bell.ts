/** Tells whoever listens that something has come. */

interface Bell<News extends readonly unknown[]> {
  /** Calls `listener` whenever it rings; returns how to stop. */
  hear(listener: (...news: News) => void): () => void;
  ring(...news: News): void;
}

export function newBell<News extends readonly unknown[] = []>(): Bell<News> {
  const listeners = new Set<(...news: News) => void>();
  return {
    hear(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ring(...news) {
      for (const listener of listeners) listener(...news);
    },
  };
}
