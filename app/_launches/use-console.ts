/** Holds a part of what a run writes, and fetches what is next to it: never the whole. */
import { useCallback, useEffect, useRef, useState } from "react";
import { reasonOf } from "../_state/launches.ts";
import { fetchOutput } from "../_state/launching-engine.ts";
import { type ConsoleWindow, join, NOTHING_HELD } from "./console-window.ts";

const PART_BYTES = 256 * 1024;
const POLL_MS = 1000;

export interface Console {
  readonly held: ConsoleWindow;
  readonly error: string | null;
  /** Fetches what stands before, or after, what is held. */
  readonly extend: (direction: "earlier" | "later") => void;
  /** Holds what stands around byte `at` instead. */
  readonly goTo: (at: number) => Promise<void>;
}

interface ConsoleOptions {
  readonly id: string;
  readonly attempt: number;
  /** Nothing more is written. */
  readonly isOver: boolean;
  /** Stays at the end. */
  readonly isFollowing: boolean;
}

export function useConsole({ id, attempt, isOver, isFollowing }: ConsoleOptions): Console {
  const [held, setHeld] = useState(NOTHING_HELD);
  const [error, setError] = useState<string | null>(null);
  const latest = useRef(held);
  const isAsking = useRef(false);
  const fetchPart = useCallback(
    async (from: number, length: number, isAlone: boolean): Promise<void> => {
      if (isAsking.current && !isAlone) return;
      isAsking.current = true;
      try {
        const part = await fetchOutput(id, attempt, from, length);
        const { bytes, size } = latest.current;
        if (!isAlone && part.bytes.length === 0 && part.size === size && bytes.length > 0) return;
        latest.current = isAlone ? part : join(latest.current, part);
        setHeld(latest.current);
        setError(null);
      } catch (because) {
        setError(reasonOf(because));
      } finally {
        isAsking.current = false;
      }
    },
    [id, attempt],
  );
  const extend = useCallback(
    (direction: "earlier" | "later") => {
      const { start, bytes, size } = latest.current;
      const end = start + bytes.length;
      if (direction === "later" && end < size) void fetchPart(end, PART_BYTES, false);
      if (direction === "earlier" && start > 0)
        void fetchPart(Math.max(0, start - PART_BYTES), Math.min(start, PART_BYTES), false);
    },
    [fetchPart],
  );
  const goTo = useCallback(
    (at: number) => fetchPart(Math.max(0, Math.round(at) - PART_BYTES / 2), PART_BYTES, true),
    [fetchPart],
  );
  // The end first: it is what one wants to see of a run.
  useEffect(() => {
    void fetchPart(-PART_BYTES, PART_BYTES, true);
  }, [fetchPart]);
  useEffect(() => {
    const look = (): void => {
      if (document.hidden) return;
      const { start, bytes, size } = latest.current;
      const end = start + bytes.length;
      if (!isFollowing) void fetchPart(size, 0, false);
      // Far behind what is written, following means to be at its end, not to read everything in between.
      else if (size - end > PART_BYTES) void fetchPart(-PART_BYTES, PART_BYTES, true);
      else void fetchPart(end, PART_BYTES, false);
    };
    look();
    if (isOver) return;
    const timer = setInterval(look, POLL_MS);
    return () => clearInterval(timer);
  }, [fetchPart, isFollowing, isOver]);
  return { held, error, extend, goTo };
}
