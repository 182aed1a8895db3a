import { expect, it } from "vitest";
import { compiledAtOnce, withFirst, withFonts } from "./first-page.mjs";

it("marks a script for compiling once, however often it is built", () => {
  const once = compiledAtOnce("let a;");
  expect(once).toBe("//# allFunctionsCalledOnLoad\nlet a;");
  expect(compiledAtOnce(once)).toBe(once);
});

it("names the fonts that are wanted soon at the end of the head, as browsers ask for them", () => {
  const html = withFonts("<head><title>x</title></head><body></body>", ["/b.woff2"]);
  expect(html).toBe(
    '<head><title>x</title><link rel="preload" as="font" href="/b.woff2" type="font/woff2" crossorigin=""/></head><body></body>',
  );
});

it("moves the first questions before the style sheet, word for word", () => {
  const html = '<head><link rel="stylesheet" href="/a.css"/><script>ask("$&")</script></head>';
  expect(withFirst("ask(", html)).toBe('<head><script>ask("$&")</script><link rel="stylesheet" href="/a.css"/></head>');
  expect(() => withFirst("missing", html)).toThrow("no script that begins with missing");
});
