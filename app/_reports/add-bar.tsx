/** What can be added to a report, as one row of buttons. */
import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ReportBlock } from "../../lib/report/parts.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { newBlock } from "./new-blocks.ts";

interface AddBarProps {
  readonly name: string;
  readonly onAdd: (block: ReportBlock) => void;
}

export function AddBar({ name, onAdd }: AddBarProps) {
  const t = useTranslations("reports");
  const kinds = [
    ["text", t("addText")],
    ["chart", t("addChart")],
    ["table", t("addTable")],
    ["advice", t("addAdvice")],
  ] as const;
  return (
    <fieldset className="flex flex-wrap items-center gap-1 text-2xs" aria-label={name}>
      <Plus size={12} aria-hidden="true" className="text-ink-faint" />
      {kinds.map(([kind, text]) => (
        <TextButton key={kind} text={text} onClick={() => onAdd(newBlock(kind))} />
      ))}
    </fieldset>
  );
}
