/** All reports: opening, beginning, copying and deleting them. */
import { Copy, FileText, Pencil, Plus, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { PAGE_WORDS } from "../../lib/report/page-words.ts";
import type { ListedReport, ReportText } from "../../lib/report/parts.ts";
import { timeText } from "../../lib/report/report.ts";
import { onReports } from "../_state/live.ts";
import { usePreferences } from "../_state/preferences.ts";
import { useSession } from "../_state/session.ts";
import { setView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { createReport, deleteReport, describe, fetchReport, fetchReports, restoreReport, saveReport } from "./api.ts";
import { textOf } from "./draft.ts";

/** A report with nothing in it, by whoever asks. */
export const emptyReport = (): ReportText => ({
  title: "",
  author: useSession.getState().session?.actor?.name ?? "",
  language: usePreferences.getState().language,
  blocks: [],
});

interface ReportListProps {
  readonly onNew: (id: string) => void;
}

export function ReportList({ onNew }: ReportListProps) {
  const t = useTranslations("reports");
  const maySay = useSession(({ session }) => session?.maySay ?? false);
  const [reports, setReports] = useState<readonly ListedReport[] | null>(null);
  const [unreadable, setUnreadable] = useState<readonly string[]>([]);
  const [error, setError] = useState("");
  const [removed, setRemoved] = useState<ListedReport | null>(null);
  useEffect(() => {
    let isOpen = true;
    const read = (): void => {
      fetchReports().then(
        (found) => {
          if (!isOpen) return;
          setReports(found.reports);
          setUnreadable(found.unreadable);
        },
        (reason) => {
          if (isOpen) setError(describe(reason));
        },
      );
    };
    read();
    const stop = onReports(read);
    return () => {
      isOpen = false;
      stop();
    };
  }, []);
  const attempt = (work: () => Promise<void>) => (): void => {
    setError("");
    work().catch((reason) => setError(describe(reason)));
  };
  const begin = attempt(async () => onNew((await createReport(emptyReport())).id));
  const titleOf = ({ title, language }: ListedReport): string => title || PAGE_WORDS[language].untitled;
  const duplicate = (report: ListedReport) =>
    attempt(async () => {
      const text = textOf(await fetchReport(report.id));
      onNew((await createReport({ ...text, title: t("copyOf", { title: titleOf(report) }) })).id);
    });
  const [renamed, setRenamed] = useState<string | null>(null);
  const rename = (id: string, title: string) =>
    attempt(async () => {
      setRenamed(null);
      // Somebody may write at the same moment: only the title is ours, so it is set in the newest version.
      for (let isKept = false; !isKept; ) {
        const report = await fetchReport(id);
        if (report.title === title) return;
        isKept = (await saveReport(id, report.version, { ...textOf(report), title })) !== null;
      }
    });
  const remove = (report: ListedReport) =>
    attempt(async () => {
      await deleteReport(report.id);
      setRemoved(report);
    });
  return (
    <div className="mx-auto w-full max-w-3xl px-4 pt-6 pb-16">
      <div className="flex items-center gap-2 pb-3">
        <h2 className="mr-auto font-semibold text-lg">{t("title")}</h2>
        {maySay && (
          <button
            type="button"
            onClick={begin}
            className="flex h-8 items-center gap-1.5 rounded bg-accent px-3 font-medium text-on-accent"
          >
            <Plus size={14} aria-hidden="true" />
            {t("newReport")}
          </button>
        )}
      </div>
      {!maySay && <p className="pb-3 text-ink-faint">{t("mayNotWrite")}</p>}
      {error !== "" && (
        <p role="alert" className="pb-3 text-red">
          {error}
        </p>
      )}
      {removed !== null && (
        <p role="status" className="mb-3 flex items-center gap-2 rounded border border-line bg-panel px-3 py-1.5">
          <span className="mr-auto truncate">{t("removed", { title: titleOf(removed) })}</span>
          <TextButton
            text={t("undoRemove")}
            onClick={attempt(async () => {
              await restoreReport(removed.id);
              setRemoved(null);
            })}
          />
        </p>
      )}
      {unreadable.length > 0 && (
        <p
          role="status"
          data-testid="unreadable"
          className="mb-3 rounded border border-amber/40 bg-amber/10 px-3 py-1.5 text-amber"
        >
          {t("unreadable", { count: unreadable.length, ids: unreadable.join(", ") })}
        </p>
      )}
      {reports?.length === 0 && (
        <div className="mx-auto max-w-md pt-[10vh] text-center">
          <FileText size={28} strokeWidth={1.25} aria-hidden="true" className="mx-auto mb-2 text-ink-faint" />
          <p className="font-semibold">{t("none")}</p>
          <p className="pt-1 text-ink-soft">{t("noneBody")}</p>
        </div>
      )}
      <ul className="divide-y divide-line">
        {reports?.map((report) => (
          <li key={report.id} data-testid="listed-report" className="group flex items-center gap-2 py-2">
            {renamed === report.id && <TitleBox title={report.title} onDone={(title) => rename(report.id, title)()} />}
            <button
              type="button"
              onClick={() => setView({ report: report.id })}
              className={`min-w-0 flex-1 rounded text-left hover:text-accent ${renamed === report.id ? "hidden" : ""}`}
            >
              <bdi className="block truncate font-medium text-sm">{titleOf(report)}</bdi>
              <span className="block truncate text-2xs text-ink-faint">
                {[report.author, timeText(report.changedAt) ?? "", stateText(report, t), placeText(report, t)]
                  .filter((text) => text !== "")
                  .join(" · ")}
              </span>
            </button>
            {maySay && (
              <>
                <IconButton
                  icon={Pencil}
                  name={`${t("rename")}: ${titleOf(report)}`}
                  onClick={() => setRenamed(renamed === report.id ? null : report.id)}
                />
                <IconButton icon={Copy} name={`${t("duplicate")}: ${titleOf(report)}`} onClick={duplicate(report)} />
                <IconButton icon={Trash2} name={`${t("remove")}: ${titleOf(report)}`} onClick={remove(report)} />
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function TitleBox({ title, onDone }: { readonly title: string; readonly onDone: (title: string) => void }) {
  const t = useTranslations("reports");
  return (
    <input
      ref={focusAll}
      type="text"
      aria-label={t("titleField")}
      defaultValue={title}
      onBlur={(event) => onDone(event.target.value.trim())}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key !== "Escape") return;
        event.currentTarget.value = title;
        event.currentTarget.blur();
      }}
      className="h-8 min-w-0 flex-1 rounded border border-accent bg-canvas px-2 text-sm focus:outline-none"
    />
  );
}

const focusAll = (box: HTMLInputElement | null): void => box?.select();

type Say = ReturnType<typeof useTranslations<"reports">>;

function stateText({ dataBlocks, frozenBlocks }: ListedReport, t: Say): string {
  if (dataBlocks === 0) return t("onlyText");
  if (frozenBlocks === 0) return t("live");
  return frozenBlocks === dataBlocks ? t("frozen") : t("mixed", { frozen: frozenBlocks, all: dataBlocks });
}

const placeText = ({ elsewhere }: ListedReport, t: Say): string =>
  elsewhere === null ? "" : t("elsewhere", { paths: elsewhere.join(", ") });
