/** Writing a report: its title and author, and its blocks one below the other. */
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { ReportText } from "../../lib/report/parts.ts";
import { ChoiceField } from "../_ui/choice.tsx";
import { AddBar } from "./add-bar.tsx";
import { BlockEditor } from "./block-editor.tsx";
import { insertBlock, moveBlock, removeBlock, withBlock } from "./draft.ts";
import { WordField } from "./fields.tsx";
import type { OpenReport } from "./use-draft.ts";

interface ReportEditorProps extends Pick<OpenReport, "change" | "undo" | "redo"> {
  readonly text: ReportText;
}

export function ReportEditor({ text, change, undo, redo }: ReportEditorProps) {
  const t = useTranslations("reports");
  const moved = useRef<string | null>(null);
  const host = useRef<HTMLDivElement>(null);
  // A block that moves keeps the focus, so that it can be moved on.
  useEffect(() => {
    if (moved.current === null) return;
    const block = host.current?.querySelector<HTMLElement>(`[data-block="${moved.current}"]`);
    block?.scrollIntoView({ block: "nearest" });
    block?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
    moved.current = null;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      // The board would take its view back, and a text box only its own letters.
      event.preventDefault();
      event.stopPropagation();
      if (key === "y" || event.shiftKey) redo();
      else undo();
    };
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [undo, redo]);
  const move = (id: string, place: number): void => {
    moved.current = id;
    change((now) => moveBlock(now, id, place));
  };
  return (
    <div ref={host} className="mx-auto max-w-4xl space-y-3 px-4 pt-4 pb-24 max-sm:px-2">
      <div className="space-y-2 text-xs">
        <WordField
          name={t("titleField")}
          value={text.title}
          onChange={(title) => change((now) => ({ ...now, title }), "title")}
        />
        <WordField
          name={t("author")}
          value={text.author}
          onChange={(author) => change((now) => ({ ...now, author }), "author")}
        />
        <ChoiceField
          name={t("language")}
          value={text.language}
          choices={[
            { value: "en", text: t("english") },
            { value: "zh", text: t("chinese") },
          ]}
          onChange={(language) => change((now) => ({ ...now, language }))}
        />
      </div>
      <AddBar name={t("addFirst")} onAdd={(block) => change((now) => insertBlock(now, block, 0))} />
      {text.blocks.map((block, at) => (
        <BlockEditor
          key={block.id}
          block={block}
          language={text.language}
          isFirst={at === 0}
          isLast={at === text.blocks.length - 1}
          onChange={(next, stroke) => change((now) => withBlock(now, next), stroke)}
          onMove={(by) => move(block.id, at + by)}
          onDrop={(id) => move(id, at)}
          onRemove={() => change((now) => removeBlock(now, block.id))}
          onAdd={(added) =>
            change((now) => insertBlock(now, added, now.blocks.findIndex(({ id }) => id === block.id) + 1))
          }
        />
      ))}
    </div>
  );
}
