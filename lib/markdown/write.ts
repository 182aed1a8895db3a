/** A tree written as Markdown again: only what the tree knows, so that it is as harmless in other readers as in ours. */
import { escapeMarkdown } from "../report/escape.ts";
import type { MarkdownNode, MarkdownTree } from "./tree.ts";

/** `tree` as text that reads as the same tree. Places on a board lead nowhere outside of it: only their words are left. */
export const writeMarkdown = (tree: MarkdownTree): string => blocksOf(tree).join("\n\n");

const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];

function blocksOf(tree: MarkdownTree): readonly string[] {
  const blocks: string[] = [];
  let inline: MarkdownNode[] = [];
  const flush = (): void => {
    if (inline.length > 0) blocks.push(startOfLine(inlineOf(inline)));
    inline = [];
  };
  for (const node of tree) {
    const block = blockOf(node);
    if (block === null) {
      inline.push(node);
      continue;
    }
    flush();
    blocks.push(block);
  }
  flush();
  return blocks;
}

/** Null for what stands within a line. */
function blockOf(node: MarkdownNode): string | null {
  switch (node.kind) {
    case "rule":
      return "---";
    case "code block":
      return fenced(node.text, node.language);
    case "ordered list":
      return itemsOf(node.children, (at) => `${node.start + at}. `);
    case "element":
      return elementOf(node.name, node.children);
    default:
      return null;
  }
}

function elementOf(name: string, children: MarkdownTree): string | null {
  if (name === "p") return startOfLine(inlineOf(children));
  if (HEADINGS.includes(name))
    return `${"#".repeat(HEADINGS.indexOf(name) + 1)} ${inlineOf(children).replace(/\n/g, " ")}`;
  if (name === "ul") return itemsOf(children, () => "- ");
  if (name === "blockquote") return indent(writeMarkdown(children), "> ", "> ");
  return name === "table" ? tableOf(children) : null;
}

const itemsOf = (items: MarkdownTree, marker: (at: number) => string): string =>
  items
    .flatMap((item) => (item.kind === "element" ? [item] : []))
    .map(({ children }, at) => {
      const isTight = children.every((child) => child.kind !== "element" || child.name !== "p");
      const text = blocksOf(children).join(isTight ? "\n" : "\n\n");
      return indent(text, marker(at), " ".repeat(marker(at).length)) + (isTight ? "" : "\n");
    })
    .join("\n");

const indent = (text: string, first: string, others: string): string =>
  text
    .split("\n")
    .map((line, at) => `${at === 0 ? first : others}${line}`.trimEnd())
    .join("\n");

function fenced(text: string, language: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language.replace(/[`\s].*/su, "")}\n${text}\n${fence}`;
}

/** Cells lie within rows within the parts of the table. */
function tableOf(parts: MarkdownTree): string {
  const rows = parts.flatMap((part) => (part.kind === "element" ? part.children : []));
  const lines = rows.flatMap((row, at) => {
    const cells = row.kind === "element" ? row.children.flatMap((cell) => (cell.kind === "cell" ? [cell] : [])) : [];
    const line = `| ${cells.map(({ children }) => inlineOf(children).replace(/\n/g, " ")).join(" | ")} |`;
    const sides = cells.map(
      ({ align }) =>
        `${align === "left" || align === "center" ? ":" : ""}---${align === "right" || align === "center" ? ":" : ""}`,
    );
    return at === 0 ? [line, `| ${sides.join(" | ")} |`] : [line];
  });
  return lines.join("\n");
}

const inlineOf = (tree: MarkdownTree): string => tree.map(inlineNode).join("");

function inlineNode(node: MarkdownNode): string {
  switch (node.kind) {
    case "text":
      return node.text.split("\n").map(escapeMarkdown).join("\n");
    case "break":
      return "\\\n";
    case "code": {
      const fence = node.text.includes("`") ? "``" : "`";
      return node.text.includes("``") ? escapeMarkdown(node.text) : `${fence}${padded(node.text)}${fence}`;
    }
    case "picture":
      return `![${escapeMarkdown(node.text)}](${node.address})`;
    case "link":
      return node.isOwn
        ? inlineOf(node.children)
        : `[${inlineOf(node.children)}](<${encodeURI(decoded(node.address))}>)`;
    case "element": {
      const mark = { em: "*", strong: "**", s: "~~" }[node.name === "em" || node.name === "s" ? node.name : "strong"];
      const isMark = node.name === "em" || node.name === "strong" || node.name === "s";
      return isMark ? `${mark}${inlineOf(node.children)}${mark}` : inlineOf(node.children);
    }
    case "cell":
    case "ordered list":
      return inlineOf(node.children);
    case "code block":
      return escapeMarkdown(node.text);
    case "rule":
      return "";
  }
}

/** Addresses come encoded from the parser; what cannot be decoded stays. */
function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

const padded = (code: string): string => (/^[`\s]|[`\s]$/.test(code) ? ` ${code} ` : code);

/** A sentence that begins like a list, a heading or a quotation is none. */
const startOfLine = (text: string): string => text.replace(/^(\s*)([-+>=]|\d+[.)])/gm, "$1\\$2");
