/** Keys: what they do, and the sheet that says so. */

import { type RefObject, useEffect } from "react";
import { useTranslations } from "use-intl";
import type { XAxis } from "../../lib/core/api.ts";
import { commentHere } from "../_review/comment-here.ts";
import { clearFocus } from "../_state/advice.ts";
import { stepThroughActs } from "../_state/undo.ts";
import { setView, useView } from "../_state/view.ts";
import { Sheet } from "../_ui/sheet.tsx";
import { SheetTitle } from "../_ui/sheet-title.tsx";

export interface ShortcutTargets {
  readonly runFilter: RefObject<HTMLInputElement | null>;
  readonly tagFilter: RefObject<HTMLInputElement | null>;
  readonly onRuns: () => void;
  /** Opens the list of runs, where it is not open yet. */
  readonly onRunFilter: () => void;
  readonly onTable: () => void;
  readonly onAdvice: () => void;
  readonly onHelp: () => void;
  readonly onPalette: () => void;
  readonly onNews: () => void;
}

const NEXT_X: Readonly<Partial<Record<XAxis, XAxis>>> = { step: "relative", relative: "wall" };

/** Listens as long as no text is being written and no dialog is open: those have keys of their own. */
export function useShortcuts({
  runFilter,
  tagFilter,
  onRuns,
  onRunFilter,
  onTable,
  onAdvice,
  onHelp,
  onPalette,
  onNews,
}: ShortcutTargets): void {
  useEffect(() => {
    const actions: Readonly<Record<string, () => void>> = {
      "/": () => focusOn(runFilter, onRunFilter),
      t: () => tagFilter.current?.focus(),
      l: () => setView({ logY: !useView.getState().logY }),
      o: () => setView({ ignoreOutliers: !useView.getState().ignoreOutliers }),
      x: () => setView({ x: NEXT_X[useView.getState().x] ?? "step", zooms: new Map(), xLimits: [null, null] }),
      g: () => setView({ groupBy: useView.getState().groupBy === "" ? "seed" : "" }),
      L: () => setView({ logX: !useView.getState().logX, zooms: new Map() }),
      r: onTable,
      "[": onRuns,
      "]": onAdvice,
      "?": onHelp,
      c: () => commentHere("step"),
      C: () => commentHere("range"),
      n: onNews,
      ",": () => smooth(-0.1),
      ".": () => smooth(0.1),
      Escape: clearFocus,
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.altKey || document.querySelector("dialog[open]") !== null) return;
      if (
        event.target instanceof HTMLElement &&
        event.target.closest("input[type=text], input[type=number], textarea, select") !== null
      )
        return;
      if (event.ctrlKey || event.metaKey) {
        if (event.key === "k") {
          event.preventDefault();
          onPalette();
          return;
        }
        const direction = undoDirection(event);
        if (direction === null) return;
        event.preventDefault();
        void stepThroughActs(direction);
        return;
      }
      // What is open below a button closes first, and the browser does that.
      if (event.key === "Escape" && document.querySelector(":popover-open") !== null) return;
      const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [runFilter, tagFilter, onRuns, onRunFilter, onTable, onAdvice, onHelp, onPalette, onNews]);
}

/** Within the slider's reach, in its tenths. */
function smooth(by: number): void {
  const next = Math.round((useView.getState().smoothing + by) * 10) / 10;
  setView({ smoothing: Math.min(0.9, Math.max(0, next)) });
}

/** Ctrl-Z, or Ctrl-Shift-Z and Ctrl-Y; null for every other key. */
function undoDirection({ key, shiftKey }: KeyboardEvent): "back" | "forward" | null {
  if (key.toLowerCase() === "z") return shiftKey ? "forward" : "back";
  return key === "y" ? "forward" : null;
}

/** At once where it can be seen, so that what is typed next goes into it; a hidden list is opened first. */
function focusOn(input: RefObject<HTMLInputElement | null>, open: () => void): void {
  if (input.current === null) open();
  selectWhenThere(input, performance.now() + LONGEST_OPENING_MS);
}

/** The code of a list may still be on its way. */
const LONGEST_OPENING_MS = 2000;

function selectWhenThere(input: RefObject<HTMLInputElement | null>, untilMs: number): void {
  if (input.current !== null) input.current.select();
  else if (performance.now() < untilMs) requestAnimationFrame(() => selectWhenThere(input, untilMs));
}

export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("shortcuts");
  const keys = [
    ["/", t("runFilter")],
    ["t", t("tagFilter")],
    ["x", t("x")],
    ["l", t("logY")],
    ["L", t("logX")],
    ["g", t("group")],
    ["o", t("outliers")],
    ["r", t("table")],
    ["[", t("runsPanel")],
    ["]", t("advicePanel")],
    ["c", t("comment")],
    ["C", t("commentRange")],
    ["n", t("news")],
    ["Ctrl K", t("palette")],
    ["Ctrl Z", t("undo")],
    [", .", t("smoothing")],
    ["?", t("help")],
    ["Esc", t("escape")],
  ] as const;
  return (
    <Sheet name={t("title")} place="wide" onClose={onClose}>
      <div className="p-5">
        <SheetTitle text={t("title")} onClose={onClose} className="mb-3" />
        <dl className="columns-2 gap-8 max-sm:columns-1">
          {keys.map(([key, text]) => (
            <div key={key} className="mb-1.5 grid break-inside-avoid grid-cols-[4rem_1fr]">
              <dt>
                <kbd className="inline-block min-w-6 rounded border border-line-strong bg-raised px-1.5 text-center font-mono text-xs">
                  {key}
                </kbd>
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <div className="mt-3 grid grid-cols-2 gap-8 max-sm:grid-cols-1 max-sm:gap-3">
          {(
            [
              ["dragTitle", ["drag", "doubleClick", "wheel", "pan", "mark", "arrows", "zoomKeys"]],
              ["runsTitle", ["doubleClickRun", "rowKeys", "onlyKey", "foldKeys"]],
            ] as const
          ).map(([title, lines]) => (
            <section key={title}>
              <h3 className="mb-1 font-semibold">{t(title)}</h3>
              <ul className="space-y-0.5 text-ink-soft">
                {lines.map((line) => (
                  <li key={line}>{t(line)}</li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </Sheet>
  );
}
