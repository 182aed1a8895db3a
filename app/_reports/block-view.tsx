/** What a block shows, with when that was read and why it may be less than asked for. */
import { Snowflake } from "lucide-react";
import type { ReactNode } from "react";
import { PAGE_WORDS } from "../../lib/report/page-words.ts";
import type { BlockData, DataBlock, Report } from "../../lib/report/parts.ts";
import { timeText } from "../../lib/report/report.ts";
import { adviceIn } from "../../lib/report/said-advice.ts";
import { Markdown } from "../_ui/markdown.tsx";
import { AdviceBlock } from "./advice-block.tsx";
import { ChartBlock } from "./chart-block.tsx";
import { TableBlock } from "./table-block.tsx";
import type { Resample } from "./use-zoomed.ts";

/** What is there of a block's data, and why not more. */
export interface BlockState {
  readonly data: BlockData | null;
  readonly error: string | null;
}

interface BlockViewProps {
  readonly block: DataBlock;
  readonly state: BlockState;
  readonly language: Report["language"];
  /** Where a chart can ask for more of a part of it; null or not given: it has what it has. */
  readonly resample?: Resample | null;
}

export function BlockView({ block, state: { data, error }, language, resample = null }: BlockViewProps) {
  const words = PAGE_WORDS[language];
  const time = data === null ? "" : (timeText(data.at) ?? "");
  return (
    <figure className="break-inside-avoid" data-testid="report-block" data-kind={block.kind} aria-busy={data === null}>
      {data === null && <div className="h-72 rounded-md bg-panel print:hidden" />}
      {data !== null && <Content data={data} language={language} resample={resample} />}
      {data !== null && data.shortfall !== null && (
        <p role="status" className="pt-1 text-amber">
          {words.shortfall(data.shortfall)}
        </p>
      )}
      {error !== null && (
        <p role="alert" className="pt-1 text-red">
          {error}
        </p>
      )}
      <figcaption className="pt-1 text-ink-soft">
        {block.caption !== "" && <Markdown text={block.caption} />}
        {data !== null && (
          <p className="flex items-center gap-1 text-2xs text-ink-faint" data-testid="report-time">
            {block.frozen !== null && <Snowflake size={11} aria-hidden="true" />}
            {block.frozen === null ? words.read(time) : words.frozen(time)}
          </p>
        )}
      </figcaption>
    </figure>
  );
}

interface ContentProps {
  readonly data: BlockData;
  readonly language: Report["language"];
  readonly resample: Resample | null;
}

function Content({ data, language, resample }: ContentProps): ReactNode {
  switch (data.kind) {
    case "chart":
      return <ChartBlock data={data} language={language} resample={resample} />;
    case "table":
      return <TableBlock data={data} language={language} />;
    case "advice":
      return <AdviceBlock blocks={adviceIn(data, language)} />;
  }
}
