import { describe, expect, it } from "vitest";
import { linkPlace } from "./links.ts";
import { type MarkdownNode, type MarkdownTree, plainText, toMarkdownTree } from "./tree.ts";

const text = (words: string): MarkdownNode => ({ kind: "text", text: words });
const paragraph = (...children: MarkdownTree): MarkdownNode => ({ kind: "element", name: "p", children });

describe("Markdown becomes a tree", () => {
  it("of paragraphs, emphasis and code", () => {
    expect(toMarkdownTree("A *b* **c** ~~d~~ `e<f>`")).toEqual([
      paragraph(
        text("A "),
        { kind: "element", name: "em", children: [text("b")] },
        text(" "),
        { kind: "element", name: "strong", children: [text("c")] },
        text(" "),
        { kind: "element", name: "s", children: [text("d")] },
        text(" "),
        { kind: "code", text: "e<f>" },
      ),
    ]);
  });

  it("with tables, whose columns keep their side", () => {
    expect(toMarkdownTree("| a | b |\n|---|--:|\n| 1 | 2 |")).toEqual([
      {
        kind: "element",
        name: "table",
        children: [
          {
            kind: "element",
            name: "thead",
            children: [
              {
                kind: "element",
                name: "tr",
                children: [
                  { kind: "cell", isHead: true, align: null, children: [text("a")] },
                  { kind: "cell", isHead: true, align: "right", children: [text("b")] },
                ],
              },
            ],
          },
          {
            kind: "element",
            name: "tbody",
            children: [
              {
                kind: "element",
                name: "tr",
                children: [
                  { kind: "cell", isHead: false, align: null, children: [text("1")] },
                  { kind: "cell", isHead: false, align: "right", children: [text("2")] },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it("with code blocks that keep what stands behind the fence", () => {
    expect(toMarkdownTree("```python x=1\na\n  b\n```")).toEqual([
      { kind: "code block", language: "python x=1", text: "a\n  b" },
    ]);
  });

  it("with items of a close list as they are, without paragraphs", () => {
    expect(toMarkdownTree("3. a\n4. b")).toEqual([
      {
        kind: "ordered list",
        start: 3,
        children: [
          { kind: "element", name: "li", children: [text("a")] },
          { kind: "element", name: "li", children: [text("b")] },
        ],
      },
    ]);
  });

  it("in which HTML is text, whatever it says", () => {
    const tree = toMarkdownTree('<script>alert(1)</script> <img src=x onerror=alert(1)> <a href="https://x.y">z</a>');
    expect(plainText(tree, 200)).toBe(
      '<script>alert(1)</script> <img src=x onerror=alert(1)> <a href="https://x.y">z</a>',
    );
    expect(kindsIn(tree)).toEqual(new Set(["element", "text", "link"])); // the address in it is found as a bare one
  });

  it("in which a line break is one only where it is asked for", () => {
    expect(toMarkdownTree("a\nb")).toEqual([paragraph(text("a"), text("\n"), text("b"))]);
    expect(toMarkdownTree("a\nb", { keepsLines: true })).toEqual([paragraph(text("a"), { kind: "break" }, text("b"))]);
  });
});

describe("links", () => {
  it.each([
    ["https://example.org/a?b#c", "elsewhere"],
    ["HTTP://example.org", "elsewhere"],
    ["mailto:a@example.org", "elsewhere"],
    ["?runs=all", "board"],
    ["#table=open", "board"],
    ["/?sweep=1", "board"],
    ["./reports", "board"],
    ["//evil.example", null],
    ["/\\evil.example", null],
    ["\\\\evil.example", null],
    ["javascript:alert(1)", null],
    ["JaVaScRiPt:alert(1)", null],
    ["java\nscript:alert(1)", null],
    ["\tjavascript:alert(1)", null],
    ["data:text/html,<script>alert(1)</script>", null],
    ["vbscript:x", null],
    ["file:///etc/passwd", null],
    ["blob:https://x/1", null],
    ["https://", null],
    ["", null],
  ])("%j lead to %s", (address, place) => {
    expect(linkPlace(address)).toBe(place);
  });

  it("that lead nowhere good stay text", () => {
    for (const address of ["javascript:alert(1)", "data:text/html;base64,PHNjcmlwdD4=", "&#106;avascript:alert(1)"]) {
      expect(kindsIn(toMarkdownTree(`[click](${address}) ![x](${address}) <${address}>`))).toEqual(
        new Set(["element", "text"]),
      );
    }
  });

  it("are found where they stand bare", () => {
    expect(toMarkdownTree("see https://example.org/a.")).toEqual([
      paragraph(
        text("see "),
        {
          kind: "link",
          address: "https://example.org/a",
          isOwn: false,
          children: [text("https://example.org/a")],
        },
        text("."),
      ),
    ]);
  });
});

describe("pictures", () => {
  it("of this board and in the text are shown", () => {
    expect(toMarkdownTree("![a](/api/x.png)")).toEqual([
      paragraph({ kind: "picture", address: "/api/x.png", text: "a" }),
    ]);
    const [first] = toMarkdownTree("![a](data:image/png;base64,iVBORw0KGgo=)");
    expect(kindsIn([first])).toContain("picture");
  });

  it("from elsewhere become links: a picture would tell its host who reads", () => {
    expect(toMarkdownTree("![a](https://elsewhere.example/pixel.png)")).toEqual([
      paragraph({
        kind: "link",
        address: "https://elsewhere.example/pixel.png",
        isOwn: false,
        children: [text("a")],
      }),
    ]);
    expect(kindsIn(toMarkdownTree("![a](data:image/svg+xml;base64,AAAA)"))).toEqual(new Set(["element", "text"]));
  });
});

it("a text made to be slow or deep is read, and shown", () => {
  const deep = `${"> ".repeat(3000)}x`;
  expect(plainText(toMarkdownTree(deep), 100_000)).toContain("x");
  expect(plainText(toMarkdownTree("*a ".repeat(20_000)), 10)).toBe("*a *a *a…");
  expect(plainText(toMarkdownTree("[".repeat(20_000)), 5)).toBe("[[[[…");
});

it("the words of a tree stand on one line", () => {
  expect(plainText(toMarkdownTree("# Why\n\n- too **fast**\n- `nan`\n\nEnd."), 100)).toBe("Why too fast nan End.");
  expect(plainText(toMarkdownTree("one two three"), 8)).toBe("one two…");
});

function kindsIn(tree: MarkdownTree): Set<string> {
  return new Set(tree.flatMap((node) => [node.kind, ...("children" in node ? kindsIn(node.children) : [])]));
}
