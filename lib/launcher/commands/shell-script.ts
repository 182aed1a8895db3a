/** Commands that are shell scripts: values go beside the script, never into it. */
import { replacePlaceholders } from "./placeholders.ts";

type Quoting = "none" | "single" | "double";

/**
 * `/bin/sh` with `script`, where each placeholder has become a positional parameter in quotes that fit where it stands. Values stay outside
 * of what the shell reads as program, so nothing in them can run. Should our idea of the quotes be wrong, in a here-document or a comment,
 * the worst is a value that is split at its blanks.
 */
export function shellArguments(script: string, texts: ReadonlyMap<string, string>): string[] {
  const names = [...texts.keys()];
  const quoting = quotingOf(script);
  const text = replacePlaceholders(script, (name, at) => {
    const place = names.indexOf(name) + 1;
    if (place === 0) return `{${name}}`;
    switch (quoting[at]) {
      case "double":
        return `\${${place}}`;
      case "single":
        return `'"\${${place}}"'`;
      default:
        return `"\${${place}}"`;
    }
  });
  return ["/bin/sh", "-c", text, "sh", ...texts.values()];
}

/** In which quotes each character of `script` stands. Within brackets, `$(…)` above all, quotes begin anew. */
function quotingOf(script: string): Quoting[] {
  const quoting: Quoting[] = [];
  const around: Quoting[] = [];
  let now: Quoting = "none";
  for (let at = 0; at < script.length; at++) {
    const c = script[at];
    quoting.push(now);
    if (now === "single") {
      if (c === "'") now = "none";
    } else if (c === "\\") {
      at += 1;
      quoting.push(now);
    } else if (c === '"') {
      now = now === "double" ? "none" : "double";
    } else if (c === "(" && (now === "none" || script[at - 1] === "$")) {
      around.push(now);
      now = "none";
    } else if (now === "none") {
      if (c === "'") now = "single";
      if (c === ")") now = around.pop() ?? "none";
    }
  }
  return quoting;
}
