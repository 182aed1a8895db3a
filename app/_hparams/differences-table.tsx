/** A few selected runs side by side: what differs between them, and no more. */
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { toColumn } from "../../lib/listing/columns.ts";
import { type ListedRun, titleOf } from "../../lib/listing/listed-run.ts";
import { cellText } from "../_runs/cell-text.ts";
import { ColumnName } from "../_runs/table-head.tsx";
import { useColumnIds } from "../_runs/use-column-ids.ts";
import { useColours } from "../_state/colours.ts";
import { usePreferences } from "../_state/preferences.ts";
import { useSummaries } from "../_state/summaries.ts";
import { SwitchButton } from "../_ui/switch-button.tsx";
import { compareRuns } from "./differences.ts";

const FEWEST = 2;
const MOST = 5;

export function Differences({ runs }: { readonly runs: readonly ListedRun[] }) {
  const t = useTranslations("hparams");
  const [showsAll, setShowsAll] = useState(false);
  const isFew = runs.length >= FEWEST && runs.length <= MOST;
  return (
    <section aria-label={t("differences")} data-testid="differences" className="min-w-0">
      <div className="flex min-h-9 items-center pt-3">
        <h2 className="mr-auto font-semibold">{t("differences")}</h2>
        {isFew && <SwitchButton text={t("alsoSame")} hint={t("alsoSameHint")} isOn={showsAll} onChange={setShowsAll} />}
      </div>
      {isFew ? (
        <DifferenceTable runs={runs} showsAll={showsAll} />
      ) : (
        <p className="text-ink-soft">{t("selectFew", { count: runs.length })}</p>
      )}
    </section>
  );
}

function DifferenceTable({ runs, showsAll }: { readonly runs: readonly ListedRun[]; readonly showsAll: boolean }) {
  const t = useTranslations("hparams");
  const summaries = useSummaries((state) => state.byTag);
  const language = usePreferences((preferences) => preferences.language);
  const columns = useColumnIds();
  const colourOf = useColours();
  const rows = useMemo(() => {
    const metrics = columns.flatMap((id) => toColumn(id) ?? []).filter(({ kind }) => kind === "metric");
    return compareRuns(runs, metrics, summaries);
  }, [runs, columns, summaries]);
  const shown = showsAll ? rows : rows.filter(({ differs }) => differs);
  if (shown.length === 0) return <p className="text-ink-soft">{t("noDifference")}</p>;
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="min-w-full border-separate border-spacing-0">
        <thead>
          <tr>
            <td />
            {runs.map((listed) => (
              <th
                key={listed.key}
                scope="col"
                className="max-w-40 border-line border-b px-2 pb-1 text-left font-medium"
              >
                <span className="flex items-center gap-1.5" title={listed.run.name}>
                  <span
                    aria-hidden="true"
                    className="size-2 shrink-0 rounded-full"
                    style={{ backgroundColor: colourOf(listed) }}
                  />
                  <bdi className="elide-start min-w-0">{titleOf(listed)}</bdi>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, column, values, differs }) => (
            <tr key={id} data-row={id} className={differs ? "" : "text-ink-faint"}>
              <th scope="row" className="whitespace-nowrap py-0.5 pr-3 text-left font-normal text-ink-soft">
                <ColumnName column={column} />
              </th>
              {values.map((value, at) => (
                <td
                  key={runs[at]?.key ?? at}
                  title={value === null ? undefined : String(value)}
                  className="max-w-40 truncate px-2 py-0.5"
                >
                  {value === null ? <span className="text-ink-faint">—</span> : cellText(value, column, language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
