/** A block while one writes: its tools, its text or settings, and how it looks. */
import { ArrowDown, ArrowUp, GripVertical, Snowflake, Sun, Trash2 } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import type { ChartData, ChartSpec, DataBlock, Report, ReportBlock } from "../../lib/report/parts.ts";
import { questionOf } from "../../lib/report/question.ts";
import { IconButton } from "../_ui/icon-button.tsx";
import { Markdown } from "../_ui/markdown.tsx";
import { AddBar } from "./add-bar.tsx";
import { describe, fetchData, freezeData } from "./api.ts";
import { BlockForm } from "./block-forms.tsx";
import { BlockView } from "./block-view.tsx";
import { useBlockData } from "./use-block-data.ts";

interface BlockEditorProps {
  readonly block: ReportBlock;
  readonly language: Report["language"];
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** `stroke`: letters of one text are one step back. */
  readonly onChange: (block: ReportBlock, stroke: string | null) => void;
  readonly onMove: (by: -1 | 1) => void;
  /** Another block was dropped here. */
  readonly onDrop: (id: string) => void;
  readonly onRemove: () => void;
  readonly onAdd: (block: ReportBlock) => void;
}

const DRAGGED = "application/x-tuneboard-block";

export function BlockEditor(props: BlockEditorProps) {
  const { block, language, isFirst, isLast, onChange, onMove, onDrop, onRemove, onAdd } = props;
  const t = useTranslations("reports");
  const [isOver, setOver] = useState(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(event.key === "ArrowUp" ? -1 : 1);
  };
  const drop = (event: DragEvent): void => {
    setOver(false);
    const id = event.dataTransfer.getData(DRAGGED);
    if (id === "") return;
    event.preventDefault();
    onDrop(id);
  };
  return (
    <section
      aria-label={t(`block.${block.kind}`)}
      data-testid="block-editor"
      data-block={block.id}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`rounded-md border bg-canvas ${isOver ? "border-accent" : "border-line"}`}
    >
      <div className="flex items-center gap-0.5 border-line border-b bg-panel px-1 text-2xs text-ink-faint print:hidden">
        <button
          type="button"
          draggable
          aria-label={t("drag")}
          title={t("drag")}
          onDragStart={(event) => {
            event.dataTransfer.setData(DRAGGED, block.id);
            event.dataTransfer.effectAllowed = "move";
          }}
          className="grid size-7 cursor-grab place-items-center rounded hover:bg-hover hover:text-ink"
        >
          <GripVertical size={14} aria-hidden="true" />
        </button>
        <span className="mr-auto truncate">{t(`block.${block.kind}`)}</span>
        {block.kind !== "text" && <FreezeButton block={block} onChange={(next) => onChange(next, null)} />}
        {!isFirst && <IconButton icon={ArrowUp} name={t("up")} onClick={() => onMove(-1)} />}
        {!isLast && <IconButton icon={ArrowDown} name={t("down")} onClick={() => onMove(1)} />}
        <IconButton icon={Trash2} name={t("removeBlock")} onClick={onRemove} />
      </div>
      <div className="space-y-3 p-3">
        {block.kind === "text" ? (
          <TextEditor text={block.text} onChange={(text) => onChange({ ...block, text }, `text ${block.id}`)} />
        ) : (
          <>
            <Shown block={block} language={language} />
            <details className="print:hidden">
              <summary className="cursor-pointer text-ink-soft text-xs marker:text-ink-faint">{t("settings")}</summary>
              <div className="pt-2">
                <BlockForm block={block} onChange={(next) => onChange(next, `settings ${block.id}`)} />
              </div>
            </details>
          </>
        )}
        <AddBar name={t("add")} onAdd={onAdd} />
      </div>
    </section>
  );
}

/** A block with its data, wherever it is shown. */
export function Shown({ block, language }: { readonly block: DataBlock; readonly language: Report["language"] }) {
  const resample = block.frozen === null && block.kind === "chart" ? resampler(block.chart) : null;
  return <BlockView block={block} state={useBlockData(block)} language={language} resample={resample} />;
}

/** Asks for a part of a chart in full: as many pixel columns for less of the axis. */
const resampler =
  (chart: ChartSpec) =>
  async ([low, high]: readonly [number, number]): Promise<ChartData | null> => {
    const data = await fetchData({ kind: "chart", chart: { ...chart, xLimits: [low, high] } });
    return data.kind === "chart" ? data : null;
  };

interface FreezeButtonProps {
  readonly block: DataBlock;
  readonly onChange: (block: DataBlock) => void;
}

function FreezeButton({ block, onChange }: FreezeButtonProps) {
  const t = useTranslations("reports");
  const [problem, setProblem] = useState("");
  const freeze = (): void => {
    freezeData(questionOf(block)).then(
      (frozen) => onChange({ ...block, frozen }),
      (reason) => setProblem(describe(reason)),
    );
  };
  return (
    <>
      {problem !== "" && (
        <span role="alert" className="text-red">
          {problem}
        </span>
      )}
      {block.frozen === null ? (
        <IconButton icon={Snowflake} name={t("freeze")} onClick={freeze} />
      ) : (
        <IconButton
          icon={Sun}
          name={t("thaw")}
          onClick={() => onChange({ ...block, frozen: null })}
          className="text-accent"
        />
      )}
    </>
  );
}

function TextEditor({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const t = useTranslations("reports");
  return (
    <div className="grid gap-3 lg:grid-cols-2 print:block">
      <textarea
        aria-label={t("text")}
        value={text}
        rows={Math.min(30, Math.max(4, text.split("\n").length + 1))}
        onChange={(event) => onChange(event.target.value)}
        placeholder={t("text")}
        className="w-full resize-y rounded border border-line bg-canvas p-2 font-mono text-xs leading-5 hover:border-line-strong focus:border-accent focus:outline-none print:hidden"
      />
      <section aria-label={t("preview")} className="min-w-0 text-sm leading-6">
        <Markdown text={text} />
      </section>
    </div>
  );
}
