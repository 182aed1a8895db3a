import { expect, it } from "vitest";
import { compiledAtOnce, findScriptsOf, withFirst, withPreloads } from "./first-page.mjs";

it("marks a script for compiling once, however often it is built", () => {
  const once = compiledAtOnce("let a;");
  expect(once).toBe("//# allFunctionsCalledOnLoad\nlet a;");
  expect(compiledAtOnce(once)).toBe(once);
});

it("finds what is loaded together with the script that holds a word", () => {
  const scripts = new Map([
    [
      "page.js",
      'a(()=>Promise.all(["static/chunks/other.js"].map(l)));b(["static/chunks/view.js","static/chunks/lib.js"].map(l))',
    ],
    ["view.js", "draw('curves')"],
    ["lib.js", "paint()"],
  ]);
  expect(findScriptsOf("curves", scripts)).toEqual(["static/chunks/view.js", "static/chunks/lib.js"]);
  expect(() => findScriptsOf("nowhere", scripts)).toThrow("No script of the screens has nowhere in it.");
  expect(() => findScriptsOf("Promise", scripts)).toThrow("asks for static/chunks/page.js");
});

it("names what is wanted soon at the end of the head, fonts as browsers ask for them", () => {
  const html = withPreloads("<head><title>x</title></head><body></body>", [
    { href: "/a.js", as: "script" },
    { href: "/b.woff2", as: "font" },
  ]);
  expect(html).toBe(
    '<head><title>x</title><link rel="preload" as="script" href="/a.js" fetchPriority="low"/>' +
      '<link rel="preload" as="font" href="/b.woff2" type="font/woff2" crossorigin=""/></head><body></body>',
  );
});

it("moves the first questions before the style sheet, word for word", () => {
  const html = '<head><link rel="stylesheet" href="/a.css"/><script>ask("$&")</script></head>';
  expect(withFirst("ask(", html)).toBe('<head><script>ask("$&")</script><link rel="stylesheet" href="/a.css"/></head>');
  expect(() => withFirst("missing", html)).toThrow("no script that begins with missing");
});
