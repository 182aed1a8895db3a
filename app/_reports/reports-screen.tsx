/** The screen of reports: their list, or the one that is open. */
import { useState } from "react";
import { setView, useView } from "../_state/view.ts";
import { OpenReport } from "./open-report.tsx";
import { ReportList } from "./report-list.tsx";
import { ReportTexts } from "./texts.tsx";

export function ReportsScreen() {
  const report = useView((view) => view.report);
  const [made, setMade] = useState<string | null>(null);
  const open = (id: string): void => {
    setMade(id);
    setView({ report: id });
  };
  return (
    <ReportTexts>
      {report === null ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ReportList onNew={open} />
        </div>
      ) : (
        <OpenReport key={report} id={report} isNew={report === made} />
      )}
    </ReportTexts>
  );
}
