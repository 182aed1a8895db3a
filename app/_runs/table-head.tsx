/** The head of the table: what stands below, in which order the rows are, and how wide a column is. */
import type { Header, HeaderGroup } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "use-intl";
import { type Column, toColumn } from "../../lib/listing/columns.ts";
import { isRight } from "./cell-text.ts";
import type { RunNode } from "./run-tree.ts";
import { NAME_COLUMN } from "./use-run-table.ts";

export function TableHead({ headers }: { readonly headers: HeaderGroup<RunNode> }) {
  return (
    <thead>
      <tr>
        {headers.headers.map((header) => (
          <HeadCell key={header.id} header={header} />
        ))}
        <td className="sticky top-0 z-10 border-line border-b bg-panel" />
      </tr>
    </thead>
  );
}

const SORTS = { asc: "ascending", desc: "descending" } as const;

function HeadCell({ header }: { readonly header: Header<RunNode, unknown> }) {
  const t = useTranslations("runs");
  const { column } = header;
  const sorted = column.getIsSorted();
  const shown = toColumn(column.id);
  const Arrow = sorted === "asc" ? ArrowUp : ArrowDown;
  const isName = column.id === NAME_COLUMN;
  return (
    <th
      scope="col"
      aria-sort={sorted === false ? "none" : SORTS[sorted]}
      data-column={column.id}
      className={`group/head sticky top-0 h-7 border-line border-b bg-panel p-0 font-medium ${isName ? "left-0 z-20" : "z-10"}`}
    >
      <button
        type="button"
        onClick={column.getToggleSortingHandler()}
        title={t("sortBy")}
        className={`flex h-7 w-full min-w-0 items-center gap-1 px-2 text-ink-soft hover:text-ink ${isName ? "pl-4" : ""} ${shown !== null && isRight(shown) ? "flex-row-reverse" : ""}`}
      >
        <span className="min-w-0 truncate">
          {isName ? t("name") : shown === null ? column.id : <ColumnName column={shown} />}
        </span>
        {sorted !== false && <Arrow size={12} aria-hidden="true" className="shrink-0 text-accent" />}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: widths are a nicety of the mouse; nothing is cut off that a title does not say */}
      <span
        onMouseDown={header.getResizeHandler()}
        onTouchStart={header.getResizeHandler()}
        onDoubleClick={() => column.resetSize()}
        className="absolute top-1 -right-px h-5 w-1.5 cursor-col-resize touch-none border-transparent border-r-2 hover:border-accent group-hover/head:border-line-strong"
      />
    </th>
  );
}

/** `best dev/acc`, with the statistic in small. */
export function ColumnName({ column }: { readonly column: Column }) {
  const t = useTranslations("runs");
  if (column.kind === "fact") return t(`facts.${column.fact}`);
  if (column.kind === "setting") return <bdi>{column.name}</bdi>;
  return (
    <>
      <span className="font-normal text-2xs text-ink-faint">{t(`statistics.${column.statistic}`)} </span>
      <bdi>{column.tag}</bdi>
    </>
  );
}
