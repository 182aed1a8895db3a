/** One row of the table. */

import type { Column as TableColumn } from "@tanstack/react-table";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { toColumn } from "../../lib/listing/columns.ts";
import { type ListedRun, titleOf } from "../../lib/listing/listed-run.ts";
import type { Summaries } from "../../lib/listing/run-numbers.ts";
import { pointAtRun } from "../_state/pointed-run.ts";
import { usePreferences } from "../_state/preferences.ts";

import { Fold, FolderName, indent } from "./folder-name.tsx";
import { RunNameCell } from "./run-name-cell.tsx";
import type { RunNode } from "./run-tree.ts";
import { toggleOnly } from "./selecting.ts";
import { TableCell } from "./table-cell.tsx";
import { NAME_COLUMN } from "./use-run-table.ts";

interface TableRowProps {
  readonly node: RunNode;
  readonly depth: number;
  /** Among all rows, counted from 0 without the head. */
  readonly place: number;
  readonly columns: readonly TableColumn<RunNode>[];
  readonly baseline: ListedRun | null;
  readonly summaries: Summaries;
  readonly isShown: boolean;
  readonly colour: string;
}

export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { node, depth, place, columns, baseline, summaries, isShown, colour } = props;
  const language = usePreferences((preferences) => preferences.language);
  const t = useTranslations("runs");
  const { listed } = node;
  const isBaseline = listed !== null && listed.key === baseline?.key;
  const ground = isBaseline ? "bg-accent-soft" : "bg-canvas group-hover/run:bg-hover";
  return (
    <tr
      data-row={place}
      aria-rowindex={place + 2} // counted from 1, the head included
      data-testid={listed === null ? "folder" : "run"}
      data-run={listed?.run.name}
      data-folder={listed === null ? node.label : undefined}
      className="group/run"
      onPointerEnter={() => pointAtRun(isShown && listed !== null ? listed.run.name : null)}
      onPointerLeave={() => pointAtRun(null)}
      onDoubleClick={() => listed !== null && toggleOnly(listed)}
    >
      <th scope="row" className={`sticky left-0 z-[5] h-7 p-0 text-left font-normal ${ground}`}>
        <span className="relative flex h-7 items-center gap-1.5 border-line border-r pr-2 pl-4">
          {depth > 0 && <span className="shrink-0" style={indent(depth)} />}
          {listed === null ? (
            <FolderName node={node} />
          ) : (
            <>
              {node.children.length > 0 && <Fold node={node} />}
              <RunNameCell
                listed={listed}
                common={null}
                label={depth === 0 && node.children.length === 0 ? titleOf(listed) : node.label}
                isShown={isShown}
                colour={colour}
              />
            </>
          )}
        </span>
      </th>
      {columns.map(({ id }) => {
        const column = id === NAME_COLUMN ? null : toColumn(id);
        if (column === null) return null;
        if (listed === null) return <td key={id} className={ground} />;
        return (
          <TableCell
            key={id}
            listed={listed}
            column={column}
            baseline={isBaseline ? null : baseline}
            summaries={summaries}
            language={language}
            ground={ground}
          />
        );
      })}
      <td className={ground}>{isBaseline && <span className="sr-only">{t("baseline")}</span>}</td>
    </tr>
  );
});
