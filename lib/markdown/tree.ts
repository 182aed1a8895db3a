/** Markdown as a tree of the elements that we show. */
import MarkdownIt, { type Token } from "markdown-it";
import { balancedDirections } from "../core/bidi.ts";
import { isOwnPicture, linkPlace } from "./links.ts";

/** Elements without anything but their content. */
export type PlainElement =
  | "p"
  | "h1"
  | "h2"
  | "h3"
  | "h4"
  | "h5"
  | "h6"
  | "blockquote"
  | "ul"
  | "li"
  | "em"
  | "strong"
  | "s"
  | "table"
  | "thead"
  | "tbody"
  | "tr";

/** What is shown of a text; nothing in it is markup any more. */
export type MarkdownNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "break" }
  | { readonly kind: "rule" }
  | { readonly kind: "code"; readonly text: string }
  /** `language`: what stands behind the fence, empty where nothing does. */
  | { readonly kind: "code block"; readonly language: string; readonly text: string }
  | { readonly kind: "picture"; readonly address: string; readonly text: string }
  | { readonly kind: "link"; readonly address: string; readonly isOwn: boolean; readonly children: MarkdownTree }
  | { readonly kind: "ordered list"; readonly start: number; readonly children: MarkdownTree }
  | {
      readonly kind: "cell";
      readonly isHead: boolean;
      readonly align: "left" | "center" | "right" | null;
      readonly children: MarkdownTree;
    }
  | { readonly kind: "element"; readonly name: PlainElement; readonly children: MarkdownTree };

export type MarkdownTree = readonly MarkdownNode[];

export interface MarkdownOptions {
  /** A line break in the text is one on the screen, as in messages; otherwise lines of a paragraph flow together. */
  readonly keepsLines?: boolean;
}

/** The parser drops what lies deeper within lists and quotes than this, so such a text is shown as it was written. */
const DEEPEST = 40;

const parser = new MarkdownIt({ html: false, linkify: true, typographer: false, maxNesting: DEEPEST });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
parser.validateLink = (address) => linkPlace(address) !== null || isOwnPicture(address);

/** `written` as a tree. Never fails: what is no Markdown is text. Directions that nobody ends turn nothing around. */
export function toMarkdownTree(written: string, { keepsLines = false }: MarkdownOptions = {}): MarkdownTree {
  const text = balancedDirections(written);
  const tokens = parser.parse(text, {});
  if (tokens.some(({ level }) => level >= DEEPEST - 1)) return [{ kind: "code block", language: "", text }];
  return nest(tokens, keepsLines);
}

/** What was opened and not closed yet; the first is the whole. */
interface Open {
  readonly token: Token | null;
  readonly children: MarkdownNode[];
}

function nest(tokens: readonly Token[], keepsLines: boolean): MarkdownTree {
  const whole: MarkdownNode[] = [];
  const open: Open[] = [{ token: null, children: whole }];
  const add = (node: MarkdownNode): void => void open.at(-1)?.children.push(node);
  for (const token of tokens) {
    if (token.nesting === 1) open.push({ token, children: [] });
    else if (token.nesting === -1) {
      const closed = open.length > 1 ? open.pop() : undefined;
      if (closed?.token) for (const node of close(closed.token, closed.children)) add(node);
    } else for (const node of leaf(token, keepsLines)) add(node);
  }
  return whole;
}

function close(token: Token, children: readonly MarkdownNode[]): MarkdownTree {
  if (token.hidden) return children; // the paragraphs of a list whose items stand close together
  switch (token.type) {
    case "link_open": {
      const address = String(token.attrGet("href") ?? "");
      const place = linkPlace(address);
      return place === null ? children : [{ kind: "link", address, isOwn: place === "board", children }];
    }
    case "ordered_list_open":
      return [{ kind: "ordered list", start: Number(token.attrGet("start") ?? 1), children }];
    case "bullet_list_open":
      return [{ kind: "element", name: "ul", children }];
    case "list_item_open":
      return [{ kind: "element", name: "li", children }];
    case "th_open":
    case "td_open":
      return [{ kind: "cell", isHead: token.type === "th_open", align: alignOf(token), children }];
    default: {
      const name = PLAIN.find((known) => known === token.tag);
      return name === undefined ? children : [{ kind: "element", name, children }];
    }
  }
}

const PLAIN: readonly PlainElement[] = [
  "p",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "blockquote",
  "em",
  "strong",
  "s",
  "table",
  "thead",
  "tbody",
  "tr",
];

/** The parser says it as a style, which our pages do not take. */
function alignOf(token: Token) {
  const [, side] = /^text-align:(left|center|right)$/.exec(String(token.attrGet("style") ?? "")) ?? [];
  return side === "left" || side === "center" || side === "right" ? side : null;
}

function leaf(token: Token, keepsLines: boolean): MarkdownTree {
  switch (token.type) {
    case "inline":
      return nest(token.children ?? [], keepsLines);
    case "text":
    case "text_special":
      return token.content === "" ? [] : [{ kind: "text", text: token.content }];
    case "softbreak":
      return [keepsLines ? { kind: "break" } : { kind: "text", text: "\n" }];
    case "hardbreak":
      return [{ kind: "break" }];
    case "hr":
      return [{ kind: "rule" }];
    case "code_inline":
      return [{ kind: "code", text: token.content }];
    case "fence":
    case "code_block":
      return [{ kind: "code block", language: token.info.trim(), text: token.content.replace(/\n$/, "") }];
    case "image":
      return [picture(String(token.attrGet("src") ?? ""), token.content)];
    default:
      return token.content === "" ? [] : [{ kind: "text", text: token.content }];
  }
}

/** A picture of our own; of any other the address, to be followed by who wants to. */
function picture(address: string, text: string): MarkdownNode {
  if (isOwnPicture(address)) return { kind: "picture", address, text };
  const said = text === "" ? address : text;
  return linkPlace(address) === "elsewhere"
    ? { kind: "link", address, isOwn: false, children: [{ kind: "text", text: said }] }
    : { kind: "text", text: said };
}

/** The words of a tree without their looks, for titles and lists: one line, at most `most` characters. */
export function plainText(tree: MarkdownTree, most: number): string {
  const words = tree.map(wordsOf).join(" ").replace(/\s+/g, " ").trim();
  return words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`;
}

function wordsOf(node: MarkdownNode): string {
  switch (node.kind) {
    case "text":
    case "code":
    case "code block":
    case "picture":
      return node.text;
    case "break":
    case "rule":
      return " ";
    default:
      return node.children.map(wordsOf).join(node.kind === "link" || isInline(node) ? "" : " ");
  }
}

const isInline = (node: MarkdownNode): boolean =>
  node.kind === "element" && ["p", "em", "strong", "s", "h1", "h2", "h3", "h4", "h5", "h6"].includes(node.name);
