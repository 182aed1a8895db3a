/** Everything that one can do or go to, found by typing a part of its name. */

import { Command } from "cmdk";
import { useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { matches, parseNameFilter } from "../../lib/listing/name-filter.ts";
import { fetchExport, saveBlob } from "../_charts/export/save.ts";
import { groupTags } from "../_charts/tag-groups.ts";
import { xChoices } from "../_charts/x-choices.ts";
import { commentHere } from "../_review/comment-here.ts";
import { copyPaths } from "../_runs/run-paths.ts";
import { selectExactly } from "../_runs/selecting.ts";
import { addOwnChart, SMOOTHERS } from "../_state/charts-view.ts";
import { useLive } from "../_state/live.ts";
import { openRun } from "../_state/opened-run.ts";
import { chooseLanguage, chooseTheme } from "../_state/preferences.ts";
import {
  forgetView,
  listViews,
  openView,
  readViews,
  saveView,
  useSavedViews,
  type ViewSaved,
} from "../_state/saved-views.ts";
import { useSession } from "../_state/session.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { stepThroughActs } from "../_state/undo.ts";
import { setView, useView } from "../_state/view.ts";
import { Sheet } from "../_ui/sheet.tsx";

interface Act {
  /** Told apart by it, and found by it. */
  readonly text: string;
  readonly keys?: string;
  readonly act: () => void;
}

/** Takes a while, or may fail: the palette stays open until it is done, says how far it is, and why it did not work. */
interface Attempt extends Omit<Act, "act"> {
  readonly attempt: (tell: (progress: string) => void) => Promise<string | null>;
}

interface PaletteProps {
  readonly onClose: () => void;
  readonly onTable: () => void;
  readonly onHelp: () => void;
  readonly onNews: () => void;
}

/** More of a kind are found by typing, not by scrolling. */
const MOST_RUNS = 200;
const NO_TAGS: readonly string[] = [];

export function CommandPalette({ onClose, onTable, onHelp, onNews }: PaletteProps) {
  const t = useTranslations("palette");
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [progress, setProgress] = useState<string | null>(null);
  const saved = useSavedViews();
  const views = useMemo(() => listViews(saved), [saved]);
  const maySay = useSession(({ session }) => session?.maySay === true);
  useEffect(() => void readViews(), []);
  const told = async (saving: Promise<ViewSaved>): Promise<string | null> => {
    const saved = await saving;
    if (saved.kind === "done") return null;
    return saved.kind === "conflict" ? t("viewConflict", { name: saved.name }) : saved.because;
  };
  const viewActs: readonly (Act | Attempt)[] = [
    ...views.map(({ name, by }) => ({
      text: t("openView", { name }),
      keys: by ?? t("viewHere"),
      act: () => openView(name),
    })),
    ...views
      .filter(({ by }) => by === null || maySay)
      .map(({ name }) => ({ text: t("forgetView", { name }), attempt: () => told(forgetView(name)) })),
  ];
  const name = typed.trim();
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const filter = useMemo(() => parseNameFilter(name, tags), [name, tags]);
  const matching = name === "" ? 0 : tags.filter((tag) => matches(filter, tag)).length;
  const run = async (chosen: Act | Attempt): Promise<void> => {
    if ("act" in chosen) {
      onClose();
      chosen.act();
      return;
    }
    setProblem(null);
    const failure = await chosen.attempt(setProgress);
    setProgress(null);
    if (failure === null) onClose();
    else setProblem(failure);
  };
  const groups: readonly (readonly [string, readonly (Act | Attempt)[]])[] = [
    [t("commands"), useCommands({ onTable, onHelp, onNews })],
    [t("views"), viewActs],
    [t("charts"), useCharts()],
    [t("runs"), useRuns()],
  ];
  const item = (act: Act | Attempt) => (
    <Command.Item
      key={act.text}
      value={act.text}
      onSelect={() => void run(act)}
      className="flex cursor-default items-center gap-3 rounded px-2 py-1.5 data-[selected=true]:bg-hover"
    >
      <bdi className="min-w-0 flex-1 truncate">{act.text}</bdi>
      {act.keys !== undefined && <kbd className="font-mono text-2xs text-ink-faint">{act.keys}</kbd>}
    </Command.Item>
  );
  return (
    <Sheet name={t("title")} place="center" onClose={onClose}>
      <Command label={t("title")} className="flex min-h-0 flex-col">
        <Command.Input
          data-focus-first=""
          value={typed}
          onValueChange={setTyped}
          placeholder={t("placeholder")}
          className="h-11 shrink-0 border-line border-b bg-transparent px-4 outline-none placeholder:text-ink-faint"
        />
        {progress !== null && (
          <p role="status" className="border-line border-b px-4 py-2 text-ink-soft">
            {progress}
          </p>
        )}
        {problem !== null && (
          <p role="alert" className="border-line border-b px-4 py-2 text-red">
            {problem}
          </p>
        )}
        <Command.List className="h-[min(52dvh,420px)] overflow-y-auto p-2">
          <Command.Empty className="px-2 py-6 text-center text-ink-faint">{t("nothing")}</Command.Empty>
          {groups.map(
            ([heading, acts]) =>
              acts.length > 0 && (
                <Command.Group
                  key={heading}
                  heading={heading}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-faint"
                >
                  {acts.map(item)}
                </Command.Group>
              ),
          )}
          {matching > 1 &&
            item({
              text: t("addChart", { pattern: name, count: matching }),
              act: () => setView({ screen: "curves", ownCharts: addOwnChart(useView.getState().ownCharts, name) }),
            })}
          {name !== "" && item({ text: t("saveView", { name }), attempt: () => told(saveView(name)) })}
        </Command.List>
      </Command>
    </Sheet>
  );
}

function useCommands({ onTable, onHelp, onNews }: Omit<PaletteProps, "onClose">): readonly (Act | Attempt)[] {
  const t = useTranslations("palette");
  const tExport = useTranslations("export");
  const tToolbar = useTranslations("toolbar");
  const tReview = useTranslations("review");
  const tHeader = useTranslations("header");
  const tRuns = useTranslations("runs");
  const { drawn } = useShownRuns();
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  const found = useMemo(() => xChoices(drawn, tags), [drawn, tags]);
  const { logX, logY, ignoreOutliers, showsEarlier, linksX } = useView();
  const axis = (text: string, x: ReturnType<typeof useView.getState>["x"]): Act => ({
    text: `${tToolbar("x")}: ${text}`,
    act: () => setView({ x, zooms: new Map(), xLimits: [null, null] }),
  });
  return [
    axis(tToolbar("step"), "step"),
    ...(found.epoch === null ? [] : [axis(tToolbar("epoch"), found.epoch)]),
    axis(tToolbar("relative"), "relative"),
    axis(tToolbar("wall"), "wall"),
    ...(found.hasSamples ? [axis(tToolbar("samples"), "samples")] : []),
    { text: tToolbar("logXHint"), keys: "L", act: () => setView({ logX: !logX, zooms: new Map() }) },
    { text: tToolbar("logYHint"), keys: "l", act: () => setView({ logY: !logY, zooms: new Map() }) },
    { text: tToolbar("outliersHint"), keys: "o", act: () => setView({ ignoreOutliers: !ignoreOutliers }) },
    { text: tToolbar("earlier"), act: () => setView({ showsEarlier: !showsEarlier }) },
    { text: tToolbar("linksHint"), act: () => setView({ linksX: !linksX }) },
    ...[0, 0.6, 0.9, 0.99].map((smoothing) => ({
      text: `${tToolbar("smoothing")}: ${smoothing}`,
      act: () => setView({ smoothing }),
    })),
    ...SMOOTHERS.map((smoother) => ({
      text: `${tToolbar("smoothing")}: ${tToolbar(`smoothers.${smoother}`)}`,
      act: () => setView({ smoother }),
    })),
    { text: `${tToolbar("group")}: ${tToolbar("groupSeed")}`, keys: "g", act: () => setView({ groupBy: "seed" }) },
    { text: `${tToolbar("group")}: ${tToolbar("groupNone")}`, act: () => setView({ groupBy: "" }) },
    { text: t("fitAll"), act: () => setView({ zooms: new Map(), xLimits: [null, null], yLimits: [null, null] }) },
    { text: t("table"), keys: "r", act: onTable },
    { text: t("curves"), act: () => setView({ screen: "curves" }) },
    { text: t("hparams"), act: () => setView({ screen: "hparams" }) },
    { text: tHeader("reports"), act: () => setView({ screen: "reports", report: null }) },
    {
      text: tRuns("copyPaths"),
      attempt: async () => ((await copyPaths()) ? null : tExport("noClipboard")),
    },
    { text: tReview("aboutSelected"), keys: "c", act: () => commentHere("step") },
    { text: tReview("news"), keys: "n", act: onNews },
    { text: t("undo"), keys: "Ctrl Z", act: () => void stepThroughActs("back") },
    {
      text: t("zip"),
      attempt: async (tell) => {
        const all = { format: "zip", runs: null, tags: null } as const;
        const say = (bytes: number): void =>
          tell(`${t("zip")}: ${tExport("progress", { megabytes: (bytes / 1e6).toFixed(1) })}`);
        try {
          say(0);
          saveBlob(await fetchExport(all, say), "tuneboard.zip");
          return null;
        } catch (error) {
          return tExport("failed", { because: error instanceof Error ? error.message : String(error) });
        }
      },
    },
    { text: t("light"), act: () => chooseTheme("light") },
    { text: t("dark"), act: () => chooseTheme("dark") },
    { text: "English", act: () => chooseLanguage("en") },
    { text: "中文", act: () => chooseLanguage("zh") },
    { text: t("help"), keys: "?", act: onHelp },
  ];
}

function useCharts(): readonly Act[] {
  const t = useTranslations("palette");
  const { drawn } = useShownRuns();
  const tags = useLive((live) => live.answer?.tags ?? NO_TAGS);
  return useMemo(
    () =>
      groupTags(drawn, tags, parseNameFilter("", tags))
        .flatMap(({ cards }) => cards)
        .map(({ tag, key }) => ({
          text: t("showChart", { tag }),
          act: () => setView({ screen: "curves", fullScreen: key, tagFilter: "" }),
        })),
    [drawn, tags, t],
  );
}

function useRuns(): readonly Act[] {
  const t = useTranslations("palette");
  const { listed } = useShownRuns();
  return useMemo(
    () =>
      listed.slice(0, MOST_RUNS).flatMap((one) => [
        { text: t("onlyRun", { name: one.run.name }), act: () => selectExactly([one]) },
        { text: t("openRun", { name: one.run.name }), act: () => openRun(one.run.id) },
      ]),
    [listed, t],
  );
}
