/** What a run writes, as it writes it: from any byte, with its colours, to be searched, followed and downloaded. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp, Download } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { reasonOf } from "../_state/launches.ts";
import { findInOutput } from "../_state/launching-engine.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { SwitchButton } from "../_ui/switch-button.tsx";
import { TextField } from "../_ui/text-field.tsx";
import { AnsiLine } from "./ansi-spans.tsx";
import { type ConsoleLine, linesOf } from "./console-window.ts";
import { useConsole } from "./use-console.ts";

const LINE_PIXELS = 18;
/** So near to an edge, what lies beyond is fetched. */
const NEAR_EDGE_LINES = 20;

interface ConsoleViewProps {
  readonly id: string;
  readonly attempt: number;
  readonly isOver: boolean;
}

export function ConsoleView({ id, attempt, isOver }: ConsoleViewProps) {
  const t = useTranslations("launches.console");
  const [isFollowing, setFollowing] = useState(true);
  const { held, error, extend, goTo } = useConsole({ id, attempt, isOver, isFollowing });
  const lines = useMemo(() => linesOf(held), [held]);
  const search = useSearch(id, attempt, async (at) => {
    setFollowing(false);
    if (at < held.start || at >= held.start + held.bytes.length) await goTo(at);
  });
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-testid="console">
      <div className="flex shrink-0 flex-wrap items-center gap-1 px-3 py-1">
        <form
          className="flex min-w-0 items-center gap-1"
          onSubmit={(event) => {
            event.preventDefault();
            search.find(false, held.start);
          }}
        >
          <TextField
            name={t("search")}
            clearName={t("clear")}
            value={search.text}
            onChange={search.setText}
            className="w-44"
          />
          <IconButton icon={ArrowDown} name={t("next")} onClick={() => search.find(false, held.start)} />
          <IconButton
            icon={ArrowUp}
            name={t("previous")}
            onClick={() => search.find(true, held.start + held.bytes.length)}
          />
        </form>
        <span role="status" className="text-2xs text-ink-faint">
          {search.isBusy ? t("searching") : search.isMissing ? t("notFound") : search.error}
        </span>
        <label className="ml-auto flex min-w-0 items-center gap-1 text-2xs text-ink-faint">
          {t("place")}
          <input
            type="range"
            min={0}
            max={Math.max(1, held.size)}
            step={1}
            value={isFollowing ? held.size : held.start}
            aria-valuetext={t("ofBytes", { at: sizeText(held.start), size: sizeText(held.size) })}
            onChange={(event) => {
              setFollowing(false);
              void goTo(Number(event.target.value));
            }}
            className="w-24 accent-accent"
          />
          <span data-testid="output-size">{sizeText(held.size)}</span>
        </label>
        <SwitchButton text={t("follow")} hint={t("followHint")} isOn={isFollowing} onChange={setFollowing} />
        <a
          href={`/api/launches/${id}/output/file?attempt=${attempt}`}
          download={`${id}-${attempt}.log`}
          aria-label={t("download")}
          title={t("download")}
          className="grid size-7 place-items-center rounded text-ink-faint hover:bg-hover hover:text-ink"
        >
          <Download size={15} aria-hidden="true" />
        </a>
      </div>
      {error !== null && <p className="px-3 text-red">{error}</p>}
      {lines.length === 0 && (
        <p className="px-3 py-2 text-ink-faint">{isOver ? t("nothingWritten") : t("nothingYet")}</p>
      )}
      <Lines
        lines={lines}
        isFollowing={isFollowing}
        foundAt={search.at}
        onLeaveEnd={() => setFollowing(false)}
        onEdge={extend}
      />
    </div>
  );
}

interface LinesProps {
  readonly lines: readonly ConsoleLine[];
  readonly isFollowing: boolean;
  /** Byte of what was searched for. */
  readonly foundAt: number | null;
  readonly onLeaveEnd: () => void;
  readonly onEdge: (direction: "earlier" | "later") => void;
}

function Lines({ lines, isFollowing, foundAt, onLeaveEnd, onEdge }: LinesProps) {
  const t = useTranslations("launches.console");
  const scroller = useRef<HTMLDivElement>(null);
  const firstAt = useRef<number | null>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PIXELS,
    overscan: 20,
  });
  const found = foundAt === null ? -1 : lines.findLastIndex(({ at }) => at <= foundAt);
  // Lines that came or went in front must not move those that are read.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const before = firstAt.current;
    firstAt.current = lines[0]?.at ?? null;
    if (isFollowing) box.scrollTop = box.scrollHeight;
    else if (before !== null && firstAt.current !== null && before !== firstAt.current) {
      const moved = lines.findIndex(({ at }) => at >= before);
      if (before > firstAt.current && moved > 0) box.scrollTop += moved * LINE_PIXELS;
    }
  }, [lines, isFollowing]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place, or its line having come, is what it waits for
  useEffect(() => {
    if (found >= 0) virtual.scrollToIndex(found, { align: "center" });
  }, [foundAt, found]);
  const look = (): void => {
    const box = scroller.current;
    if (box === null) return;
    if (box.scrollTop < NEAR_EDGE_LINES * LINE_PIXELS) onEdge("earlier");
    if (box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_EDGE_LINES * LINE_PIXELS) onEdge("later");
  };
  return (
    <div
      ref={scroller}
      role="log"
      aria-label={t("title")}
      aria-live="off"
      data-scrolls=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of keys
      tabIndex={0}
      onScroll={look}
      onWheel={(event) => {
        if (event.deltaY < 0) onLeaveEnd();
      }}
      onKeyDown={(event) => {
        if (["ArrowUp", "PageUp", "Home"].includes(event.key)) onLeaveEnd();
      }}
      className="min-h-0 flex-1 overflow-auto bg-sunken py-1 font-mono text-xs [contain:strict]"
    >
      <div className="relative w-max min-w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return (
            line !== undefined && (
              <div
                key={line.at}
                data-found={index === found ? "" : undefined}
                className="absolute left-0 min-w-full whitespace-pre px-3 leading-[18px] data-found:bg-accent-soft"
                style={{ transform: `translateY(${start}px)` }}
              >
                <AnsiLine line={line} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

/** Looks for a text in the whole output, on the engine's side, from where the last one was found. */
function useSearch(id: string, attempt: number, onFound: (at: number) => Promise<void>) {
  const [text, setText] = useState("");
  const [at, setAt] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const find = (backwards: boolean, start: number): void => {
    if (text === "") return;
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    const from = at === null ? (backwards ? start : 0) : backwards ? at : at + 1;
    setBusy(true);
    setError(null);
    findInOutput(id, attempt, { text, from, backwards }, control.signal)
      .then(async (place) => {
        if (control.signal.aborted) return;
        setMissing(place === null);
        if (place === null) return;
        await onFound(place);
        setAt(place);
      })
      .catch((because: unknown) => {
        if (!control.signal.aborted) setError(reasonOf(because));
      })
      .finally(() => {
        if (running.current === control) setBusy(false);
      });
  };
  const change = (next: string): void => {
    setText(next);
    setAt(null);
    setMissing(false);
  };
  return { text, setText: change, find, at, isBusy, isMissing, error };
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
