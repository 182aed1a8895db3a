/** The numbers in a sentence of advice, each with the mark that it came from. */
import type { Mark } from "../../lib/core/advice.ts";

export interface Piece {
  readonly text: string;
  /** What the number is on a chart; null for plain words and for numbers that no mark stands for. */
  readonly mark: Mark | null;
}

/** Not within a word or a name: the 001 of `lr001` is no number of the sentence. */
const NUMBER = /(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/** `text` in pieces, in order: joined again they are `text`. Names of marked runs lead to their curves, as numbers do. */
export function linkNumbers(text: string, marks: readonly Mark[]): readonly Piece[] {
  const found = [...findNames(text, marks), ...findNumbers(text, marks)].sort((a, b) => a.start - b.start);
  const pieces: Piece[] = [];
  let end = 0;
  for (const { start, text: linked, mark } of found) {
    if (start < end) continue; // a number within a name
    if (start > end) pieces.push({ text: text.slice(end, start), mark: null });
    pieces.push({ text: linked, mark });
    end = start + linked.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), mark: null });
  return pieces;
}

interface Found {
  readonly start: number;
  readonly text: string;
  readonly mark: Mark;
}

function findNumbers(text: string, marks: readonly Mark[]): readonly Found[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => {
    const number = match[0].replace(/,+$/, ""); // "6,000, then" is the number 6,000
    const mark = findMark(number, marks);
    return mark === null ? [] : [{ start: match.index, text: number, mark }];
  });
}

/** Longer names first, so that `lr0.1` is not taken for the beginning of `lr0.1_s0`. */
function findNames(text: string, marks: readonly Mark[]): readonly Found[] {
  const runs = marks.filter((mark) => mark.kind === "run");
  return [...runs]
    .sort((a, b) => b.run.length - a.run.length)
    .flatMap((mark) => {
      const start = text.indexOf(mark.run);
      return start < 0 ? [] : [{ start, text: mark.run, mark }];
    });
}

function findMark(text: string, marks: readonly Mark[]): Mark | null {
  const number = Number(text.replaceAll(",", ""));
  if (!Number.isFinite(number)) return null;
  const percentOrSame = (value: number): boolean => agrees(value, number, text) || agrees(value * 100, number, text);
  return (
    marks.find((mark) => mark.kind === "step" && mark.step === number) ??
    marks.find((mark) => mark.kind === "band" && (mark.from === number || mark.to === number)) ??
    marks.find((mark) => mark.kind === "point" && (mark.step === number || percentOrSame(mark.value))) ??
    marks.find((mark) => mark.kind === "run" && numbersIn(mark.run).includes(number)) ??
    null
  );
}

/** Whether `value`, rounded to the digits that were printed, reads as `number`. */
function agrees(value: number, number: number, text: string): boolean {
  const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  return decimals > 0 && Math.abs(value - number) <= 0.5 * 10 ** -decimals;
}

/** The numbers in a run's name, `lr=0.01_s0`: settings that a sentence repeats. */
const numbersIn = (name: string): readonly number[] => (name.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi) ?? []).map(Number);
