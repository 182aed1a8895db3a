/** The engine's advice, kept as fresh as the curves, and which of its marks are being looked at. */
import { create } from "zustand";
import type { AdviceAnswer, Mark, SweepAdvice } from "../../lib/core/advice.ts";
import { fetchAdvice } from "./engine.ts";
import { onPoints, useLive } from "./live.ts";
import { usePreferences } from "./preferences.ts";

/** Some marks of a sweep that somebody points at, under a name that no other sentence has. */
export interface Focus {
  readonly id: string;
  readonly marks: readonly Mark[];
}

export interface AdviceState {
  /** Null until the engine has answered once. */
  readonly answer: AdviceAnswer | null;
  readonly error: string | null;
  /** Under the pointer, for as long as it is there. */
  readonly hovered: Focus | null;
  /** Clicked: stays until it is clicked again. */
  readonly pinned: Focus | null;
  /** A mark that is pointed at on a chart: which sentence says it? */
  readonly pointed: Mark | null;
}

export const useAdvice = create<AdviceState>(() => ({
  answer: null,
  error: null,
  hovered: null,
  pinned: null,
  pointed: null,
}));

/** Advice is thought anew at most this often, however fast points come. */
const PAUSE_MS = 2000;

/** Asks now, whatever was asked lately: the reader has decided something and waits for what follows from it. */
export async function askAdvice(): Promise<void> {
  try {
    useAdvice.setState({ answer: await fetchAdvice(), error: null });
  } catch (error) {
    useAdvice.setState({ error: error instanceof Error ? error.message : String(error) });
  }
}

/** Starts asking for advice, once the runs are known, for as long as the page is open. */
export function followAdvice(): void {
  let phase: "idle" | "waiting" | "asking" = "idle";
  let isOutdated = false; // news came while an answer was under way
  let notBefore = 0;
  const ask = async (): Promise<void> => {
    phase = "asking";
    isOutdated = false;
    notBefore = performance.now() + PAUSE_MS;
    await askAdvice();
    phase = "idle";
    if (isOutdated) askSoon();
  };
  const askSoon = (): void => {
    isOutdated = true;
    if (phase !== "idle") return;
    phase = "waiting";
    setTimeout(() => void ask(), Math.max(0, notBefore - performance.now()));
  };
  onPoints(askSoon);
  usePreferences.subscribe(({ language }, before) => {
    if (language !== before.language && useAdvice.getState().answer !== null) void askAdvice();
  });
  useLive.subscribe((live, before) => {
    const isBack = live.link.state === "open" && before.link.state !== "open";
    if (isBack && useAdvice.getState().error !== null) askSoon();
  });
  useLive.subscribe((live, before) => {
    if (live.answer !== before.answer && live.answer?.version !== before.answer?.version) askSoon();
  });
  if (useLive.getState().answer !== null) askSoon();
}

export const hoverFocus = (hovered: Focus | null): void => useAdvice.setState({ hovered });

/** Pins `focus`, or lets go of it if it was pinned. */
export const togglePin = (focus: Focus): void =>
  useAdvice.setState(({ pinned }) => ({ pinned: pinned?.id === focus.id ? null : focus, hovered: null }));

export const clearFocus = (): void => useAdvice.setState({ pinned: null, hovered: null });

/** The sweep that is shown: the chosen one, else the first of which a run is drawn, else the first. */
export function findSweep(
  answer: AdviceAnswer | null,
  chosen: string | null,
  isDrawn: (run: string) => boolean,
): SweepAdvice | null {
  const sweeps = answer?.sweeps ?? [];
  return sweeps.find(({ id }) => id === chosen) ?? sweeps.find(({ runs }) => runs.some(isDrawn)) ?? sweeps[0] ?? null;
}

/** Whether a sentence with `marks` is the one that says `pointed`. */
export const saysMark = (marks: readonly Mark[], pointed: Mark | null): boolean =>
  pointed !== null && marks.some((mark) => nameOf(mark) === nameOf(pointed));

/** What a mark is, whatever is written beside it: several sentences may call one step by their own words. */
const nameOf = ({ label, ...mark }: Mark): string => JSON.stringify(mark);

/** Every mark of the sweep's advice once, in the order of the evidence. */
export function collectMarks(sweep: SweepAdvice): readonly Mark[] {
  const seen = new Map<string, Mark>();
  for (const { evidence } of sweep.advice) {
    for (const { marks } of evidence) for (const mark of marks) seen.set(JSON.stringify(mark), mark);
  }
  return [...seen.values()];
}
