/**
 * Sentences that can be said in several languages. A template in English is the key under which a catalogue holds its translation;
 * what stands in it (names, numbers, other such texts) is kept beside it, so nothing is computed twice for two languages.
 *
 * Until it is said, a text travels inside of an ordinary string, between characters that Unicode sets aside for use within a program
 * (noncharacters, section 23.7): it can be joined, compared and sent to a worker like any other, and goes through types that were
 * made for strings. Who shows it to somebody says it first.
 */
const OPEN = "\uFDD0";
const NEXT = "\uFDD1";
const CLOSE = "\uFDD2";

/** The languages of screens, advice and reports. English stands in the templates; the others have catalogues. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Translations by English template. Both hold the same placeholders, `{0}`, in any order. */
export type Catalogue = Readonly<Record<string, string>>;

/** A text from an English template: `` t`Train for ${n}: ${word}.` `` has the key `Train for {0}: {1}.`. */
export const t = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  textOf(keyOf(parts), values);

/** A text from its key. `{^0}`: what stands there begins with a capital letter, in English. `[s]`: an s unless `{0}` is 1. `steps#schedule`: another meaning of `steps`. */
export const textOf = (key: string, values: readonly (string | number)[]): string =>
  `${OPEN}${[key, ...values].join(NEXT)}${CLOSE}`;

/** The key of a template whose fixed parts are `parts`. */
export const keyOf = (parts: readonly string[]): string =>
  parts.map((part, i) => (i === 0 ? part : `{${i - 1}}${part}`)).join("");

/**
 * `text` with every text in it said by `catalogue`, or in English where that is null or does not hold it. What is no text of ours
 * stays as it is; a name that holds one of the characters above loses it and harms nothing else.
 */
export function say(text: string, catalogue: Catalogue | null): string {
  if (!text.includes(OPEN)) return text;
  const open: string[][] = [[""]];
  for (const piece of text.split(/([\uFDD0-\uFDD2])/)) {
    const inner = open[open.length - 1];
    if (piece === OPEN) open.push([""]);
    else if (piece === NEXT) inner.push("");
    else if (piece !== CLOSE) inner[inner.length - 1] += piece;
    else if (open.length > 1) {
      open.pop();
      const outer = open[open.length - 1];
      outer[outer.length - 1] += filled(inner[0], inner.slice(1), catalogue);
    }
  }
  return open.map((values) => values.join("")).join("");
}

function filled(key: string, values: readonly string[], catalogue: Catalogue | null): string {
  const template = catalogue?.[key] ?? key.replace("[s]", values[0] === "1" ? "" : "s").replace(/#\w+$/, "");
  return template.replace(
    /( ?)\{(\^?)(\d+)\}( ?)/g,
    (all, before: string, capital: string, at: string, after: string, from: number) => {
      const value = values[Number(at)] ?? "";
      const isTight = (space: string, inside: string, outside: string | undefined) =>
        space !== "" && HAN.test(inside) && HAN.test(outside ?? "");
      const left = isTight(before, value.charAt(0), template[from - 1]) ? "" : before;
      const right = isTight(after, value.slice(-1), template[from + all.length]) ? "" : after;
      return `${left}${capital === "" ? value : value.charAt(0).toUpperCase() + value.slice(1)}${right}`;
    },
  );
}

/** Chinese characters, between which no space stands: a template cannot know whether a number or a word will fill it. */
const HAN = /^\p{Script=Han}$/u;

/** `answer` with all strings in it said by `catalogue`; keys of objects stay. Plain data: objects, arrays and what JSON knows. */
export function sayAll<Answer>(answer: Answer, catalogue: Catalogue | null): Answer;
export function sayAll(answer: unknown, catalogue: Catalogue | null): unknown {
  if (typeof answer === "string") return say(answer, catalogue);
  if (Array.isArray(answer)) return answer.map((item) => sayAll(item, catalogue));
  if (typeof answer !== "object" || answer === null || Object.getPrototypeOf(answer) !== Object.prototype)
    return answer;
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, sayAll(value, catalogue)]));
}
