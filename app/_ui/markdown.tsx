/** Markdown on the screen: elements made of a tree, never HTML. The parser comes with the first text that is shown. */
import { Fragment, lazy, type ReactNode, Suspense } from "react";
import type { MarkdownNode, MarkdownTree } from "../../lib/markdown/tree.ts";

export interface MarkdownProps {
  readonly text: string;
  /** A line break in the text is one on the screen, as in messages. */
  readonly keepsLines?: boolean;
  /** What to show in place of a code block, by what stands behind its fence; undefined: the block as it is. */
  readonly block?: (language: string, text: string) => ReactNode | undefined;
  /** What to show in place of plain words, for those who look for names in them. */
  readonly words?: (text: string) => ReactNode;
}

/** As it was written until the parser is there, so that nothing jumps far. */
export function Markdown(props: MarkdownProps) {
  return (
    <Suspense fallback={<p className="whitespace-pre-wrap break-words [unicode-bidi:plaintext]">{props.text}</p>}>
      <Parsed {...props} />
    </Suspense>
  );
}

const Parsed = lazy(async () => {
  const { toMarkdownTree } = await import("../../lib/markdown/tree.ts");
  return {
    default: ({ text, keepsLines = false, ...parts }: MarkdownProps) => (
      <div className="space-y-2 break-words">{toElements(toMarkdownTree(text, { keepsLines }), parts)}</div>
    ),
  };
});

type Parts = Pick<MarkdownProps, "block" | "words">;

const toElements = (tree: MarkdownTree, parts: Parts): ReactNode =>
  tree.map((node, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no identity but their place
    <Fragment key={at}>{toElement(node, parts)}</Fragment>
  ));

const HEADING = "font-semibold text-ink";
const LOOKS: Readonly<Record<string, string>> = {
  h1: `${HEADING} text-lg`,
  h2: `${HEADING} text-base`,
  h3: HEADING,
  h4: HEADING,
  h5: HEADING,
  h6: `${HEADING} text-ink-soft`,
  // Each in the direction of its own words, and none turns its neighbours around.
  p: "[unicode-bidi:plaintext]",
  li: "[unicode-bidi:plaintext]",
  ul: "list-disc space-y-0.5 pl-5",
  blockquote: "space-y-2 border-line-strong border-l-2 pl-3 text-ink-soft",
  tr: "border-line not-first:border-t",
  thead: "border-line-strong border-b",
};
const ALIGN = { left: "text-left", center: "text-center", right: "text-right" } as const;

function toElement(node: MarkdownNode, parts: Parts): ReactNode {
  switch (node.kind) {
    case "text":
      return parts.words === undefined ? node.text : parts.words(node.text);
    case "break":
      return <br />;
    case "rule":
      return <hr className="border-line" />;
    case "code":
      return <code className="rounded bg-sunken px-1 py-px font-mono text-[0.92em]">{node.text}</code>;
    case "code block": {
      const shown = parts.block?.(node.language, node.text);
      if (shown !== undefined) return shown;
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
        <pre tabIndex={0} className="overflow-x-auto rounded bg-sunken p-2 font-mono text-xs">
          <code>{node.text}</code>
        </pre>
      );
    }
    case "picture":
      // biome-ignore lint/performance/noImgElement: the address is only known when somebody has written it
      return <img src={node.address} alt={node.text} loading="lazy" className="max-h-96 max-w-full rounded" />;
    case "link":
      return (
        <a
          href={node.address}
          {...(node.isOwn ? {} : { target: "_blank", rel: "noopener noreferrer" })}
          className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {toElements(node.children, parts)}
        </a>
      );
    case "ordered list":
      return (
        <ol start={node.start} className="list-decimal space-y-0.5 pl-5">
          {toElements(node.children, parts)}
        </ol>
      );
    case "cell": {
      const Cell = node.isHead ? "th" : "td";
      return (
        <Cell className={`px-2 py-1 ${node.isHead ? "font-medium" : ""} ${ALIGN[node.align ?? "left"]}`}>
          {toElements(node.children, parts)}
        </Cell>
      );
    }
    case "element": {
      const Name = node.name;
      const element = <Name className={LOOKS[node.name]}>{toElements(node.children, parts)}</Name>;
      return node.name === "table" ? <div className="overflow-x-auto tabular-nums">{element}</div> : element;
    }
  }
}
