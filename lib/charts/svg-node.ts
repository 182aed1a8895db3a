/** Elements of a picture as data: a writer makes text of them, a page makes elements, and neither needs the other's form. */

export interface SvgNode {
  readonly name: string;
  /** In order. */
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgNode | string)[];
}

/** An element; children that are strings are its text. */
export const node = (
  name: string,
  attributes: SvgNode["attributes"],
  ...children: readonly (SvgNode | string)[]
): SvgNode => ({ name, attributes, children });

/** `root` as a document. Names come from logs and may hold anything, markup too: everything is escaped here. */
export function svgText({ name, attributes, children }: SvgNode): string {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  if (children.length === 0) return `<${name}${said.join("")}/>`;
  const inside = children.map((child) => (typeof child === "string" ? escaped(child) : svgText(child)));
  const space = children.some((child) => typeof child !== "string") ? "\n" : "";
  return `<${name}${said.join("")}>${space}${inside.join(space)}${space}</${name}>`;
}

const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "�")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
