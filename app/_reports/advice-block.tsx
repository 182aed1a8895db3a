/** Advice in a report: its sentences as the engine laid them out, its figures drawn. */
import type { ReactNode } from "react";
import type { Block } from "../../lib/report/document.ts";
import { FigureView } from "../_advice/figure-view.tsx";

export function AdviceBlock({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div className="space-y-2 border-accent border-l-2 pl-4" data-testid="report-advice">
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one answer have no identity but their place
        <Part key={at} block={block} />
      ))}
    </div>
  );
}

function Part({ block }: { readonly block: Block }): ReactNode {
  switch (block.kind) {
    case "heading":
      return <h4 className="break-after-avoid pt-1 font-semibold">{block.text}</h4>;
    case "paragraph":
      return <p className={block.isStrong ? "font-semibold" : ""}>{block.text}</p>;
    case "list": {
      const List = block.isNumbered ? "ol" : "ul";
      return (
        <div>
          {block.title !== null && <p className="text-2xs text-ink-faint">{block.title}</p>}
          <List className={`${block.isNumbered ? "list-decimal" : "list-disc"} space-y-0.5 pl-5`}>
            {block.items.map((item) => (
              <li key={item} className="break-inside-avoid break-words">
                <bdi>{item}</bdi>
              </li>
            ))}
          </List>
        </div>
      );
    }
    case "table":
      return <PlainTable block={block} />;
    case "figure":
      return (
        <div className="max-w-sm break-inside-avoid">
          <FigureView figure={block.figure} />
        </div>
      );
    case "code":
      return block.isFolded === true ? (
        <details>
          <summary className="cursor-pointer text-2xs text-ink-faint">{block.title}</summary>
          <Code text={block.code} />
        </details>
      ) : (
        <div>
          <p className="text-2xs text-ink-faint">{block.title}</p>
          <Code text={block.code} />
        </div>
      );
  }
}

const Code = ({ text }: { readonly text: string }) => (
  <pre className="overflow-x-auto whitespace-pre-wrap rounded bg-sunken p-2 font-mono text-xs">{text}</pre>
);

function PlainTable({ block: { head, rows } }: { readonly block: Extract<Block, { kind: "table" }> }) {
  return (
    <div className="overflow-x-auto print:overflow-visible">
      <table className="w-full text-left text-xs">
        <thead>
          <tr className="text-ink-faint">
            {head.map((cell) => (
              <th key={cell} className="pr-3 font-medium">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, isMarked }) => (
            <tr key={cells.join("\n")} className={`border-line border-t ${isMarked ? "font-semibold" : ""}`}>
              {cells.map((cell, at) => (
                <td key={head[at]} className="py-0.5 pr-3 align-top">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
