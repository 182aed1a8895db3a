/** Where a chart of the board is to be added: a report that there is, or a new one. */
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { PAGE_WORDS } from "../../lib/report/page-words.ts";
import type { ListedReport } from "../../lib/report/parts.ts";
import { useSession } from "../_state/session.ts";
import { setView } from "../_state/view.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { createReport, describe, fetchReport, fetchReports, saveReport } from "./api.ts";
import { textOf } from "./draft.ts";
import { chartBlock, chartNow } from "./new-blocks.ts";
import { emptyReport } from "./report-list.tsx";
import { ReportTexts } from "./texts.tsx";

interface AddToReportProps {
  readonly tags: readonly string[];
  readonly title: string;
  readonly cardKey: string;
}

export function AddToReport(props: AddToReportProps) {
  return (
    <ReportTexts>
      <Choices {...props} />
    </ReportTexts>
  );
}

function Choices({ tags, title, cardKey }: AddToReportProps) {
  const t = useTranslations("reports");
  const maySay = useSession(({ session }) => session?.maySay ?? false);
  const [reports, setReports] = useState<readonly ListedReport[]>([]);
  const [note, setNote] = useState("");
  const [added, setAdded] = useState<{ readonly id: string; readonly title: string } | null>(null);
  useEffect(() => {
    fetchReports().then(
      ({ reports: found }) => setReports(found),
      (reason) => setNote(describe(reason)),
    );
  }, []);
  const add = (work: () => Promise<{ readonly id: string; readonly title: string }>) => (): void => {
    work().then(setAdded, (reason) => setNote(describe(reason)));
  };
  const block = () => chartBlock(chartNow(tags, tags.length > 1 ? title : "", cardKey));
  const addToNew = add(() => createReport({ ...emptyReport(), blocks: [block()] }));
  const addTo = (id: string) =>
    add(async () => {
      // Somebody may write at the same moment: the newest version is read, and once more where it was not.
      for (;;) {
        const report = await fetchReport(id);
        const kept = await saveReport(id, report.version, {
          ...textOf(report),
          blocks: [...report.blocks, block()],
        });
        if (kept !== null) return kept;
      }
    });
  if (!maySay) return <p className="px-2 py-1.5 text-ink-faint">{t("mayNotWrite")}</p>;
  if (added !== null)
    return (
      <p role="status" className="flex items-center gap-2 px-2 py-1.5">
        <span className="mr-auto min-w-0 truncate">{t("added", { title: added.title || PAGE_WORDS.en.untitled })}</span>
        <TextButton text={t("open")} onClick={() => setView({ screen: "reports", report: added.id })} />
      </p>
    );
  const looks = "block w-full truncate rounded px-2 py-1.5 text-left hover:bg-hover focus-visible:bg-hover";
  return (
    <div>
      <h4 className="px-2 pt-1 text-2xs text-ink-faint">{t("addTo")}</h4>
      <button type="button" onClick={addToNew} className={looks}>
        {t("toNew")}
      </button>
      {reports.map((report) => (
        <button key={report.id} type="button" onClick={addTo(report.id)} className={looks}>
          <bdi>{report.title || PAGE_WORDS[report.language].untitled}</bdi>
        </button>
      ))}
      {note !== "" && (
        <p role="alert" className="px-2 text-2xs text-red">
          {note}
        </p>
      )}
    </div>
  );
}
