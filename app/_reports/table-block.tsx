/** A table of runs in a report. */
import { inkColour } from "../../lib/core/palette.ts";
import { toColumn } from "../../lib/listing/columns.ts";
import { cellText } from "../../lib/report/cells.ts";
import { columnTitle, PAGE_WORDS } from "../../lib/report/page-words.ts";
import type { Report, TableData } from "../../lib/report/parts.ts";
import { usePreferences } from "../_state/preferences.ts";

interface TableBlockProps {
  readonly data: TableData;
  readonly language: Report["language"];
}

export function TableBlock({ data, language }: TableBlockProps) {
  const { theme, palette } = usePreferences();
  const words = PAGE_WORDS[language];
  const columns = data.table.columns.flatMap((id) => toColumn(id) ?? []);
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
      tabIndex={0}
      aria-label={words.table}
      className="max-h-[32rem] overflow-auto rounded-md border border-line print:max-h-none print:overflow-visible print:border-0"
    >
      <table className="w-full border-collapse text-xs print:text-[9px]" data-testid="report-table">
        <thead className="sticky top-0 bg-panel text-left text-ink-faint print:static print:bg-transparent">
          <tr>
            <th className="px-2 py-1 font-medium">{words.run}</th>
            {columns.map((column, at) => (
              <th
                key={data.table.columns[at]}
                className={`px-2 py-1 font-medium ${column.kind === "setting" ? "" : "text-right"}`}
              >
                <bdi>{columnTitle(column, words)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map(({ run, ink, cells }) => (
            <tr key={run} className="break-inside-avoid border-line border-t">
              <td className="whitespace-nowrap px-2 py-1 print:whitespace-normal print:px-1">
                <span
                  aria-hidden="true"
                  className="mr-2 inline-block size-2 rounded-full"
                  style={{ backgroundColor: inkColour(ink, theme, palette) }}
                />
                <bdi className="print:break-all">{run}</bdi>
              </td>
              {columns.map((column, at) => (
                <td
                  key={data.table.columns[at]}
                  title={String(cells[at] ?? "")}
                  data-value={cells[at] ?? ""}
                  className={`px-2 py-1 ${column.kind === "setting" ? "" : "whitespace-nowrap text-right print:whitespace-normal print:px-1"}`}
                >
                  <bdi>{cellText(cells[at] ?? null, column, language)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
