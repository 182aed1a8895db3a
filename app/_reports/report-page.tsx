/** A report as a document: title, who wrote it and when, contents, and its blocks. The same on the board, in print and in exports. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { PAGE_WORDS } from "../../lib/report/page-words.ts";
import type { DataBlock, Report } from "../../lib/report/parts.ts";
import { timeText } from "../../lib/report/report.ts";
import { Markdown } from "../_ui/markdown.tsx";

interface ReportPageProps {
  readonly report: Report;
  /** What stands in place of a block with data. */
  readonly children: (block: DataBlock) => ReactNode;
}

export function ReportPage({ report, children }: ReportPageProps) {
  const words = PAGE_WORDS[report.language];
  const body = useRef<HTMLDivElement>(null);
  return (
    <article
      lang={report.language === "zh" ? "zh-CN" : "en"}
      data-testid="report"
      className="mx-auto max-w-3xl px-4 pt-6 pb-24 text-sm leading-6 print:max-w-none print:p-0"
    >
      <header className="border-line border-b pb-3">
        <h1 className="text-balance break-words font-semibold text-2xl leading-tight">
          {report.title || words.untitled}
        </h1>
        <p className="pt-1.5 text-ink-faint text-xs">
          {[report.author === "" ? "" : words.by(report.author), words.changed(timeText(report.changedAt) ?? "")]
            .filter((text) => text !== "")
            .join(" · ")}
        </p>
      </header>
      <Contents body={body} of={report} />
      <div ref={body} className="space-y-5 pt-5">
        {report.blocks.map((block) =>
          block.kind === "text" ? (
            <Markdown key={block.id} text={block.text} />
          ) : (
            <div key={block.id}>{children(block)}</div>
          ),
        )}
      </div>
    </article>
  );
}

interface Heading {
  readonly level: number;
  readonly text: string;
  readonly element: HTMLElement;
}

const FEWEST = 3;

/** The headings that the texts have, once they stand there. */
function Contents({ body, of }: { readonly body: { readonly current: HTMLElement | null }; readonly of: Report }) {
  const words = PAGE_WORDS[of.language];
  const [headings, setHeadings] = useState<readonly Heading[]>([]);
  useEffect(() => {
    const host = body.current;
    if (host === null) return;
    const look = (): void => {
      const found = [...host.querySelectorAll<HTMLElement>("h1, h2, h3")].map((element) => ({
        level: Number(element.tagName.slice(1)),
        text: element.textContent ?? "",
        element,
      }));
      setHeadings((before) => (sameHeadings(before, found) ? before : found));
    };
    look();
    // Texts become Markdown when its parser has come.
    const observer = new MutationObserver(look);
    observer.observe(host, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [body]);
  if (headings.length < FEWEST) return null;
  return (
    <nav aria-label={words.contents} className="break-inside-avoid pt-4">
      <h2 className="text-2xs text-ink-faint">{words.contents}</h2>
      <ol className="text-ink-soft">
        {headings.map(({ level, text, element }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two headings may read the same
          <li key={at} style={{ paddingLeft: `${level - 1}rem` }}>
            <button
              type="button"
              onClick={() => element.scrollIntoView({ block: "start" })}
              className="max-w-full truncate text-left hover:text-accent"
            >
              {text}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const sameHeadings = (a: readonly Heading[], b: readonly Heading[]): boolean =>
  a.length === b.length && a.every(({ text, element }, at) => text === b[at].text && element === b[at].element);
