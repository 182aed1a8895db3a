/**
 * Sentences that are finished already, told again in another language. What readers of logs find wrong is said where it is found, in English: it
 * crosses threads, is kept in caches and printed by the command line. A screen in another language knows each sentence by its template.
 */
import type { Catalogue } from "./text.ts";

/** A `text` in words of its own, or the text itself where nobody knows it. */
export type Retelling = (text: string) => string;

/**
 * Retells by `catalogue`: translations by English template, `{0} of {1} bytes`. Where several templates fit, the one with the most fixed letters
 * counts. What stands in a placeholder is retold as well, so that clauses and counts have templates of their own; what no template fits (a name, the
 * system's own words) stays as it is.
 */
export function retelling(catalogue: Catalogue): Retelling {
  const templates = Object.entries(catalogue)
    .map(([key, translation]) => ({ pattern: patternOf(key), fixed: key.replace(/\{\d+\}/g, "").length, translation }))
    .sort((a, b) => b.fixed - a.fixed);
  const retell = (text: string): string => {
    for (const { pattern, translation } of templates) {
      const found = pattern.exec(text)?.groups;
      if (found === undefined && !pattern.test(text)) continue;
      return translation.replace(/\{(\d+)\}/g, (_, at: string) => retell(found?.[`v${at}`] ?? ""));
    }
    return text;
  };
  return retell;
}

/** Matches what `key` says; a placeholder holds at least one character. */
function patternOf(key: string): RegExp {
  const source = key
    .split(/(\{\d+\})/)
    .map((part, i) => (i % 2 === 1 ? `(?<v${part.slice(1, -1)}>.+?)` : part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")))
    .join("");
  return new RegExp(`^${source}$`, "su");
}
