/** What happened since this reader last looked: a copy of what the engine knows, and how it is marked as read. */
import { create } from "zustand";
import type { NewsAnswer } from "../../lib/core/review.ts";
import { EngineRefusal } from "./engine.ts";
import { onReview } from "./live.ts";
import { usePreferences } from "./preferences.ts";
import { fetchNews, sendRead } from "./review-engine.ts";
import { useSession } from "./session.ts";
import { noteAct } from "./undo.ts";

export interface NewsState {
  /** Null until the engine has answered; and for who is not logged in, since nobody knows what they have read. */
  readonly answer: NewsAnswer | null;
  /** Why it could not be marked as read; null when it could. */
  readonly error: string | null;
}

export const useNews = create<NewsState>(() => ({ answer: null, error: null }));

/** Much can happen within a moment. */
const PAUSE_MS = 500;
let timer: ReturnType<typeof setTimeout> | undefined;

async function read(): Promise<void> {
  if (useSession.getState().session?.maySay !== true) return;
  const answer = await fetchNews().catch(() => null); // the line of the connection says that the engine does not answer
  if (answer !== null) useNews.setState({ answer });
}

function readSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void read(), PAUSE_MS);
}

/** Follows the news for as long as the page is open. */
export function followNews(): void {
  useSession.subscribe(readSoon);
  usePreferences.subscribe((now, before) => {
    if (now.language !== before.language) readSoon();
  });
  onReview(readSoon);
  readSoon();
}

/** Marks all that is shown as read; can be taken back. */
export async function markAllRead(): Promise<void> {
  const { answer } = useNews.getState();
  if (answer === null) return;
  const { latest, readUpTo } = answer;
  await markRead(latest);
  noteAct({ undo: () => markRead(readUpTo), redo: () => markRead(latest) });
}

async function markRead(position: number): Promise<void> {
  try {
    await sendRead(position);
    useNews.setState({ error: null });
  } catch (error) {
    useNews.setState({ error: error instanceof EngineRefusal && error.reason !== "" ? error.reason : String(error) });
  }
  await read();
}
