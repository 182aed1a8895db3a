/** What runs, what waits and what has ended, as long as somebody looks at it. */
import { create } from "zustand";
import type { LaunchesAnswer } from "../../lib/core/launches.ts";
import { EngineRefusal } from "./engine.ts";
import { fetchLaunches, sendWish } from "./launching-engine.ts";
import { onLaunches } from "./live.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { refreshSession, useSession } from "./session.ts";

export interface LaunchesState {
  readonly answer: LaunchesAnswer | null;
  readonly error: string | null;
  /** What the last wish did, or why it did nothing. */
  readonly said: { readonly text: string; readonly isError: boolean } | null;
}

export const useLaunches = create<LaunchesState>(() => ({ answer: null, error: null, said: null }));

/** More are told in the counts, and by `tuneboard ps`. */
const MOST_LISTED = 300;
/** Times that run on are shown anew so often, also when nothing changes. */
const REFRESH_MS = 5000;
const PAUSE_MS = 250;

export const reasonOf = (error: unknown): string =>
  error instanceof EngineRefusal && error.reason !== ""
    ? error.reason
    : error instanceof Error
      ? error.message
      : String(error);

/** Asks whether this browser may see launches, and for them if so. */
export async function refreshLaunches(): Promise<void> {
  try {
    const known = useSession.getState().session;
    const session = known?.maySay === true ? known : await refreshSession();
    if (session?.maySay === true) useLaunches.setState({ answer: await fetchLaunches(MOST_LISTED), error: null });
  } catch (error) {
    if (error instanceof EngineRefusal && error.message.includes(": 401")) void refreshSession();
    useLaunches.setState({ error: reasonOf(error) });
  }
}

/** Follows the launches until the returned function is called: one question at a time, news in between ask once more. */
export function followLaunches(): () => void {
  const look = oneAtATime(async () => {
    await refreshLaunches();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  });
  void look();
  const stop = onLaunches(() => void look());
  const timer = setInterval(() => {
    if (!document.hidden) void look();
  }, REFRESH_MS);
  return () => {
    stop();
    clearInterval(timer);
  };
}

/** Sends a wish and shows what it did. */
export async function wish(path: string, body: object = {}): Promise<void> {
  try {
    const { text } = await sendWish(path, body);
    useLaunches.setState({ said: { text, isError: false } });
  } catch (error) {
    useLaunches.setState({ said: { text: reasonOf(error), isError: true } });
  }
  await refreshLaunches();
}
