/** The data of a block: stored ones once, live ones again when there is news. */
import { useEffect, useState } from "react";
import type { BlockData, DataBlock } from "../../lib/report/parts.ts";
import { questionOf } from "../../lib/report/question.ts";
import { onPoints, type PointsNews, useLive } from "../_state/live.ts";
import { describe, fetchData, fetchFrozen } from "./api.ts";
import type { BlockState } from "./block-view.tsx";

/** A report is read, not watched: live blocks are asked for no more often than this. */
const PAUSE_MS = 3000;
/** Advice takes thought, and changes slowly. */
const ADVICE_PAUSE_MS = 15_000;
const AT_ONCE = 3;
const NOTHING: BlockState = { data: null, error: null };

/** Stored data never change: kept while the page is open. */
const stored = new Map<string, Promise<BlockData>>();

export function useBlockData(block: DataBlock): BlockState {
  const [state, setState] = useState<BlockState>(NOTHING);
  const frozen = block.frozen?.id ?? null;
  const question = JSON.stringify(questionOf(block));
  useEffect(() => {
    const { kind }: ReturnType<typeof questionOf> = JSON.parse(question);
    const watch = new Watch(kind === "advice" ? ADVICE_PAUSE_MS : PAUSE_MS, (next) =>
      setState((before) => ({ data: next.data ?? before.data, error: next.error })),
    );
    watch.begin(frozen === null ? () => fetchData(JSON.parse(question)) : () => fetchStored(frozen));
    if (frozen !== null) return () => watch.end();
    const tags = tagsIn(JSON.parse(question));
    const unsubscribe = [
      onPoints((news) => {
        if (concerns(news, tags)) watch.hear();
      }),
      useLive.subscribe((live, before) => {
        if (live.answer?.runs.length !== before.answer?.runs.length) watch.hear();
      }),
    ];
    return () => {
      for (const stop of unsubscribe) stop();
      watch.end();
    };
  }, [frozen, question]);
  return state;
}

function fetchStored(id: string): Promise<BlockData> {
  const known = stored.get(id) ?? fetchFrozen(id);
  stored.set(id, known);
  known.catch(() => stored.delete(id));
  return known;
}

/** Null: anything may concern it. */
function tagsIn(question: ReturnType<typeof questionOf>): readonly string[] | null {
  return question.kind === "chart" && question.chart.groupBy === "" ? question.chart.tags : null;
}

const concerns = (news: PointsNews, tags: readonly string[] | null): boolean =>
  news === "all" || tags === null || tags.some((tag) => Object.hasOwn(news, tag));

/** Asks, and asks again after news, one question at a time. */
class Watch {
  #read: (() => Promise<BlockData>) | null = null;
  #isAsking = false;
  #isStale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #tell: (state: BlockState) => void;

  readonly #pauseMs: number;

  constructor(pauseMs: number, tell: (state: BlockState) => void) {
    this.#pauseMs = pauseMs;
    this.#tell = tell;
  }

  begin(read: () => Promise<BlockData>): void {
    this.#read = read;
    void this.#ask();
  }

  hear(): void {
    if (this.#isAsking || this.#timer !== undefined) this.#isStale = true;
    else void this.#ask();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#read = null;
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    this.#isStale = false;
    try {
      const data = await inTurn(async () => (this.#read === null ? null : this.#read()));
      if (this.#read !== null && data !== null) this.#tell({ data, error: null });
    } catch (error) {
      if (this.#read !== null) this.#tell({ data: null, error: describe(error) });
    }
    this.#isAsking = false;
    if (this.#read === null) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isStale) void this.#ask();
    }, this.#pauseMs);
  }
}

let under = 0;
const waiting: (() => void)[] = [];

/** A browser has six connections to one engine: a long report must not take them all. */
async function inTurn<T>(act: () => Promise<T>): Promise<T> {
  while (under >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  under += 1;
  try {
    return await act();
  } finally {
    under -= 1;
    waiting.shift()?.();
  }
}
