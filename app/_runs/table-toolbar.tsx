/** Over the table: which runs, in what order, with which columns. */

import { Columns3, ListTree, MessageSquare, PanelLeftClose, Tags, Trophy } from "lucide-react";
import { type RefObject, useState } from "react";
import { useTranslations } from "use-intl";
import { commentOnSelected } from "../_review/comment-here.ts";
import { useShownRuns } from "../_state/shown-runs.ts";
import { setView, useView } from "../_state/view.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { TextButton } from "../_ui/text-button.tsx";
import { BulkSheet } from "./bulk-sheet.tsx";
import { ColourChoice } from "./colour-choice.tsx";
import { ColumnsSheet } from "./columns-sheet.tsx";
import { RunCount, RunFilter, SelectButtons, WhereField } from "./run-filters.tsx";
import { TopSheet } from "./top-sheet.tsx";

interface TableToolbarProps {
  readonly filterInput?: RefObject<HTMLInputElement | null>;
  readonly onClose: () => void;
}

export function TableToolbar({ filterInput, onClose }: TableToolbarProps) {
  const t = useTranslations("runs");
  const tReview = useTranslations("review");
  const { all } = useShownRuns();
  const isTree = useView((view) => view.isTree);
  const isPartOfScreen = useView((view) => view.screen === "hparams");
  const [sheet, setSheet] = useState<"columns" | "top" | "bulk" | null>(null);
  const close = (): void => setSheet(null);
  return (
    <div className="flex shrink-0 flex-wrap items-start gap-x-2 gap-y-1 bg-panel px-4 py-2 max-sm:px-2">
      <RunFilter className="w-40 max-sm:w-full" {...(filterInput === undefined ? {} : { inputRef: filterInput })} />
      <WhereField className="w-60 max-sm:w-full" />
      <div className="flex min-h-7 min-w-0 flex-1 flex-wrap items-center gap-x-1 text-2xs text-ink-faint">
        <RunCount />
        <SelectButtons />
        <TextButton icon={Trophy} text={t("top")} onClick={() => setSheet("top")} />
        <TextButton icon={Tags} text={t("bulk")} onClick={() => setSheet("bulk")} />
        <TextButton icon={MessageSquare} text={tReview("aboutSelected")} onClick={commentOnSelected} />
        <ColourChoice runs={all} />
        <IconButton icon={ListTree} name={t("tree")} isPressed={isTree} onClick={() => setView({ isTree: !isTree })} />
        <TextButton icon={Columns3} text={t("columns")} onClick={() => setSheet("columns")} />
        {!isPartOfScreen && (
          <IconButton icon={PanelLeftClose} name={t("closeTable")} onClick={onClose} className="ml-auto" />
        )}
      </div>
      {sheet === "columns" && <ColumnsSheet onClose={close} />}
      {sheet === "bulk" && <BulkSheet onClose={close} />}
      {sheet === "top" && <TopSheet onClose={close} />}
    </div>
  );
}
