/** Up and down through rows that are drawn only where they are in sight. */
import type { Row } from "@tanstack/react-table";
import type { Virtualizer } from "@tanstack/react-virtual";
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { useView } from "../_state/view.ts";
import type { RunNode } from "./run-tree.ts";
import { toggleOnly } from "./selecting.ts";
import { toggleFolder } from "./use-run-table.ts";

/** Where a key leads from row `at`; null for keys that lead nowhere. */
function rowAfter(key: string, at: number, count: number, rowsInSight: number): number | null {
  const last = count - 1;
  const within = (row: number): number => Math.min(last, Math.max(0, row));
  switch (key) {
    case "ArrowDown":
      return within(at + 1);
    case "ArrowUp":
      return within(at - 1);
    case "PageDown":
      return within(at + rowsInSight);
    case "PageUp":
      return within(at - rowsInSight);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/**
 * One row at a time is a stop of the Tab key (`stop`); rows say their place in `data-row`. The arrow keys go on from where
 * the focus is, left and right close and open a folder, and Enter shows only that run, as a double click does.
 */
export function useRowKeys(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly Row<RunNode>[],
  virtual: Virtualizer<HTMLDivElement, Element>,
) {
  const [at, setAt] = useState(0);
  const awaited = useRef<number | null>(null);
  const items = virtual.getVirtualItems();
  const stop = items.some(({ index }) => index === at) ? at : (items[0]?.index ?? 0);
  // A row that was far away is there one or two drawings after it was scrolled to.
  useEffect(() => {
    if (awaited.current === null) return;
    const box = scroller.current?.querySelector<HTMLElement>(`[data-row="${awaited.current}"] input[type=checkbox]`);
    if (box == null) return;
    awaited.current = null;
    box.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const from = rowOf(event.target);
    if (from === null || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = rows[from]?.original;
    if (row !== undefined && row.children.length > 0 && fold(row.key, event.key)) {
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && event.target instanceof HTMLInputElement && row?.listed != null) {
      event.preventDefault();
      toggleOnly(row.listed);
      return;
    }
    const rowsInSight = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (items[0]?.size ?? 28)) - 1);
    const next = rowAfter(event.key, from, rows.length, rowsInSight);
    if (next === null) return;
    event.preventDefault();
    awaited.current = next;
    setAt(next);
    virtual.scrollToIndex(next);
  };
  const onFocus = (event: FocusEvent): void => {
    const row = rowOf(event.target);
    if (row !== null) setAt(row);
  };
  return { stop, onKeyDown, onFocus };
}

function rowOf(target: EventTarget): number | null {
  const row = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-row]")?.dataset.row : undefined;
  return row === undefined ? null : Number(row);
}

/** Whether the key closed a folder or opened it. */
function fold(key: string, pressed: string): boolean {
  const isClosed = useView.getState().closedFolders.has(key);
  if (pressed !== (isClosed ? "ArrowRight" : "ArrowLeft")) return false;
  toggleFolder(key);
  return true;
}
