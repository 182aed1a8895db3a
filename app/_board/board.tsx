/** The board: runs on the left, curves in the middle, and the advice that stands on them. */

import { X } from "lucide-react";
import { lazy, type ReactNode, type RefObject, Suspense, useCallback, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { MayNot } from "../_access/may-not.tsx";
import { PlainHttpLine } from "../_access/plain-http-line.tsx";
import { AnswerStrip } from "../_advice/answer-strip.tsx";
import { Charts } from "../_charts/charts.tsx";
import { Toolbar } from "../_charts/toolbar.tsx";
import { useSweep } from "../_charts/use-marks.ts";
import { useAdvice } from "../_state/advice.ts";
import { useLive } from "../_state/live.ts";
import { useNews } from "../_state/news.ts";
import { useOpenedRun } from "../_state/opened-run.ts";
import { useReviewPlace } from "../_state/review.ts";
import { useSession } from "../_state/session.ts";
import { setView, useView } from "../_state/view.ts";
import { AfterFirstChart } from "../_ui/after-first-chart.tsx";
import { IconButton } from "../_ui/icon-button.tsx";
import { Sheet } from "../_ui/sheet.tsx";
import { useWiderThan } from "../_ui/use-window.ts";
import { EmptyBoard } from "./empty.tsx";
import { Header } from "./header.tsx";
import { ROOM_FOR_ADVICE, ROOM_FOR_RUNS } from "./room.ts";
import { ShortcutsSheet, useShortcuts } from "./shortcuts.tsx";
import { LostLine } from "./status.tsx";

/** Comes with the code of its plots when it is first opened. */
const HparamsScreen = lazy(async () => ({ default: (await import("../_hparams/hparams-screen.tsx")).HparamsScreen }));

/** Comes when it is first opened: most look at curves far more often than they launch. */
const LaunchesScreen = lazy(async () => ({
  default: (await import("../_launches/launches-screen.tsx")).LaunchesScreen,
}));

/** These come after the first chart. */
const RunsPanel = lazy(async () => ({ default: (await import("../_runs/runs-panel.tsx")).RunsPanel }));
const AdvicePanel = lazy(async () => ({ default: (await import("../_advice/advice-panel.tsx")).AdvicePanel }));

/** These come when they are first opened. */
const ReviewSheet = lazy(async () => ({ default: (await import("../_review/review-sheet.tsx")).ReviewSheet }));
const ReadingList = lazy(async () => ({ default: (await import("../_review/reading-list.tsx")).ReadingList }));
const AccessSheet = lazy(async () => ({ default: (await import("../_access/access-sheet.tsx")).AccessSheet }));
const RunTable = lazy(async () => ({ default: (await import("../_runs/run-table.tsx")).RunTable }));
const RunSheet = lazy(async () => ({ default: (await import("../_runs/run-sheet.tsx")).RunSheet }));
const ReportsScreen = lazy(async () => ({ default: (await import("../_reports/reports-screen.tsx")).ReportsScreen }));
const CommandPalette = lazy(async () => ({ default: (await import("./command-palette.tsx")).CommandPalette }));

export function Board() {
  const t = useTranslations("app");
  const hasRuns = useLive((live) => (live.answer?.runs.length ?? 0) > 0);
  const [sheet, setSheet] = useState<"runs" | "advice" | "help" | "palette" | "news" | "access" | null>(null);
  const runsFit = useWiderThan(ROOM_FOR_RUNS);
  const adviceFits = useWiderThan(ROOM_FOR_ADVICE);
  const runsPanel = useView((view) => view.runsPanel);
  const advicePanel = useView((view) => view.advicePanel);
  // Until the advice is there its room is kept: charts that change their size while one looks are worse than a blank.
  const isAwaited = useAdvice((advice) => advice.answer === null && advice.error === null);
  const hasSweep = useSweep() !== null || isAwaited;
  const runFilter = useRef<HTMLInputElement>(null);
  const tagFilter = useRef<HTMLInputElement>(null);
  const screen = useView((view) => view.screen);
  const isReviewOpen = useReviewPlace(({ place, isMissing }) => place !== null || isMissing);
  const hasOpenedRun = useOpenedRun(({ id }) => id !== null);
  const isGuest = useSession(({ session }) => session?.actor?.role === "guest");
  const isReport = useSession(({ session }) => session?.actor?.scope?.shared.kind === "report");
  const isAboutRuns = screen === "curves" || screen === "hparams";
  /** Guests see what their link is for: a report, or what there is about its runs. */
  const mayNot = isGuest && (isReport ? screen !== "reports" : !isAboutRuns);
  const isTableOpen = useView((view) => view.isTableOpen || view.screen === "hparams");
  const isRunsOpen = runsFit ? !isTableOpen && (runsPanel ?? true) : sheet === "runs";
  const isAdviceOpen = adviceFits ? (advicePanel ?? hasSweep) : sheet === "advice";

  const closeSheet = useCallback(() => setSheet(null), []);
  const toggleRuns = useCallback(() => {
    if (runsFit) setView({ runsPanel: !isRunsOpen, isTableOpen: false, screen: "curves" });
    else setSheet(isRunsOpen ? null : "runs");
  }, [runsFit, isRunsOpen]);
  const openRuns = useCallback(() => {
    if (!isRunsOpen) toggleRuns();
  }, [isRunsOpen, toggleRuns]);
  const toggleAdvice = useCallback(() => {
    if (adviceFits) setView({ advicePanel: !isAdviceOpen });
    else setSheet(isAdviceOpen ? null : "advice");
  }, [adviceFits, isAdviceOpen]);
  const toggleTable = useCallback(() => {
    setSheet(null);
    setView({ isTableOpen: !useView.getState().isTableOpen });
  }, []);
  const openHelp = useCallback(() => setSheet("help"), []);
  const openNews = useCallback(() => {
    if (useNews.getState().answer !== null) setSheet("news"); // who has no name has no reading list
  }, []);
  const openAccess = useCallback(() => setSheet("access"), []);
  const openPalette = useCallback(() => setSheet("palette"), []);
  useShortcuts({
    runFilter,
    tagFilter,
    onRuns: toggleRuns,
    onRunFilter: openRuns,
    onTable: toggleTable,
    onAdvice: toggleAdvice,
    onHelp: openHelp,
    onPalette: openPalette,
    onNews: openNews,
  });

  return (
    <div className="flex h-dvh flex-col print:block print:h-auto">
      <Header
        isRunsOpen={isRunsOpen}
        isAdviceOpen={isAdviceOpen}
        onRuns={toggleRuns}
        onAdvice={toggleAdvice}
        onHelp={openHelp}
        onPalette={openPalette}
        onNews={openNews}
        onAccess={openAccess}
      />
      <LostLine />
      <PlainHttpLine />
      <div className="flex min-h-0 flex-1 print:block">
        {mayNot && (
          <main className="min-w-0 flex-1">
            <MayNot />
          </main>
        )}
        {!mayNot && screen === "reports" && (
          <main className="flex min-w-0 flex-1 flex-col print:block">
            <Suspense fallback={<div className="flex-1" aria-busy="true" />}>
              <ReportsScreen />
            </Suspense>
          </main>
        )}
        {!mayNot && screen === "launches" && (
          <main className="flex min-w-0 flex-1 flex-col">
            <Suspense fallback={<div className="flex-1" aria-busy="true" />}>
              <LaunchesScreen />
            </Suspense>
          </main>
        )}
        {!mayNot && isAboutRuns && !hasRuns && <EmptyBoard />}
        {!mayNot && isAboutRuns && hasRuns && (
          <>
            <Side name={t("runs")} edge="left" isOpen={isRunsOpen} isInline={runsFit} onClose={closeSheet}>
              <Suspense fallback={null}>
                <AfterFirstChart>
                  <RunsPanel filterInput={runFilter} onTable={toggleTable} />
                </AfterFirstChart>
              </Suspense>
            </Side>
            <main className="flex min-w-0 flex-1 flex-col">
              {isTableOpen && (
                <Suspense fallback={<div className="flex-1" aria-busy="true" />}>
                  <RunTable filterInput={runFilter} onClose={toggleTable} />
                </Suspense>
              )}
              {screen === "hparams" ? (
                <Suspense fallback={<div className="flex-1" aria-busy="true" />}>
                  <HparamsScreen />
                </Suspense>
              ) : (
                <Curves tagFilter={tagFilter} isAdviceOpen={isAdviceOpen} onAdvice={toggleAdvice} />
              )}
            </main>
            <Side name={t("advice")} edge="right" isOpen={isAdviceOpen} isInline={adviceFits} onClose={closeSheet}>
              <Suspense fallback={null}>
                <AfterFirstChart>
                  <AdvicePanel onShow={closeSheet} />
                </AfterFirstChart>
              </Suspense>
            </Side>
          </>
        )}
      </div>
      <Suspense fallback={null}>
        {hasOpenedRun && <RunSheet />}
        {isReviewOpen && <ReviewSheet />}
        {sheet === "news" && <ReadingList onClose={closeSheet} />}
        {sheet === "access" && <AccessSheet onClose={closeSheet} />}
      </Suspense>
      {sheet === "palette" && (
        <Suspense fallback={null}>
          <CommandPalette onClose={closeSheet} onTable={toggleTable} onHelp={openHelp} onNews={openNews} />
        </Suspense>
      )}
      {sheet === "help" && <ShortcutsSheet onClose={closeSheet} />}
    </div>
  );
}

interface CurvesProps {
  readonly tagFilter: RefObject<HTMLInputElement | null>;
  readonly isAdviceOpen: boolean;
  readonly onAdvice: () => void;
}

function Curves({ tagFilter, isAdviceOpen, onAdvice }: CurvesProps) {
  const t = useTranslations("app");
  return (
    <>
      <AnswerStrip isExplained={isAdviceOpen} onExplain={onAdvice} />
      <section
        aria-label={t("charts")}
        data-scrolls=""
        className="min-h-0 flex-1 overflow-y-auto px-4 pb-8 max-sm:px-2"
      >
        <div className="sticky top-0 z-10 bg-canvas max-sm:static">
          <Toolbar tagFilterInput={tagFilter} />
        </div>
        <Charts />
      </section>
    </>
  );
}

interface SideProps {
  readonly name: string;
  readonly edge: "left" | "right";
  readonly isOpen: boolean;
  /** There is room for it beside the curves; otherwise it comes to the front as a sheet. */
  readonly isInline: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Side({ name, edge, isOpen, isInline, onClose, children }: SideProps) {
  const t = useTranslations("app");
  if (!isOpen) return null;
  if (!isInline) {
    return (
      <Sheet name={name} place={edge} onClose={onClose}>
        <section aria-label={name} className="flex min-h-0 flex-1 flex-col">
          <div className="flex h-11 shrink-0 items-center border-line border-b pr-2 pl-4">
            <h2 className="mr-auto font-semibold">{name}</h2>
            <IconButton icon={X} name={t("close")} onClick={onClose} />
          </div>
          {children}
        </section>
      </Sheet>
    );
  }
  const looks = edge === "left" ? "w-64 border-r" : "w-90 border-l";
  return (
    <section aria-label={name} className={`flex shrink-0 flex-col border-line bg-panel ${looks}`}>
      <h2 className="sr-only">{name}</h2>
      {children}
    </section>
  );
}
