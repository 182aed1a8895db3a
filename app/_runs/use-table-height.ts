/** How much of the window the table takes: a line below it is dragged, or moved with the arrow keys, and remembered. */
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { recall, remember } from "../_state/preferences.ts";

const ITEM = "tuneboard.table-height";
const LEAST = 0.15;
const MOST = 0.85;
const STEP = 0.04;
const FIRST = 0.42;

const within = (share: number): number => Math.min(MOST, Math.max(LEAST, share));

function parseShare(text: string | null): number {
  const share = text === null ? Number.NaN : Number(text);
  return Number.isFinite(share) ? within(share) : FIRST;
}

export function useTableHeight() {
  const [share, setShare] = useState(() => parseShare(recall(ITEM)));
  const change = (next: number): void => {
    const kept = within(next);
    setShare(kept);
    remember(ITEM, kept.toFixed(3));
  };
  return {
    percent: Math.round(share * 1000) / 10,
    separator: {
      "aria-valuemin": LEAST * 100,
      "aria-valuemax": MOST * 100,
      onPointerDown: (event: PointerEvent<HTMLDivElement>) => event.currentTarget.setPointerCapture(event.pointerId),
      onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const table = event.currentTarget.parentElement;
        const room = table?.parentElement?.getBoundingClientRect().height ?? 0;
        const top = table?.getBoundingClientRect().top ?? 0;
        if (room > 0) change((event.clientY - top) / room);
      },
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        change(share + (event.key === "ArrowUp" ? -STEP : STEP));
      },
    },
  } as const;
}
