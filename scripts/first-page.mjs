/** What lets a page draw sooner, done to the files that Next.js has built: it offers no setting for either. */

/**
 * Chromium compiles the functions of such a script beside the page while it still arrives, instead of one by one, each
 * when it is first called, while the page waits. To other browsers it is a comment.
 *
 * @see https://v8.dev/blog/explicit-compile-hints
 */
const COMPILE_AT_ONCE = "//# allFunctionsCalledOnLoad\n";

export const compiledAtOnce = (script) => (script.startsWith(COMPILE_AT_ONCE) ? script : COMPILE_AT_ONCE + script);

/** `html` with the wish to have `fonts` soon, after the scripts and styles that it names itself. */
export function withFonts(html, fonts) {
  const tags = fonts.map((href) => `<link rel="preload" as="font" href="${href}" type="font/woff2" crossorigin=""/>`);
  return html.replace("</head>", `${tags.join("")}</head>`);
}

/**
 * `html` with its inline script that begins with `beginning` before all else in the head: behind a style sheet it would
 * wait for that to come.
 *
 * @throws Error if there is no such script.
 */
export function withFirst(beginning, html) {
  const start = html.indexOf(`<script>${beginning}`);
  if (start < 0) throw new Error(`The page has no script that begins with ${beginning}.`);
  const end = html.indexOf("</script>", start) + "</script>".length;
  const rest = html.slice(0, start) + html.slice(end);
  return rest.replace("<head>", () => `<head>${html.slice(start, end)}`);
}
