/** The numbers in a sentence of advice, each with the mark that it came from. */
import type { Mark } from "../../lib/core/advice.ts";

export interface Piece {
  readonly text: string;
  /** What the number is on a chart; null for plain words and for numbers that no mark stands for. */
  readonly mark: Mark | null;
}

const NUMBER = /\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/** `text` in pieces, in order: joined again they are `text`. */
export function linkNumbers(text: string, marks: readonly Mark[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(NUMBER)) {
    const number = match[0].replace(/,+$/, ""); // "6,000, then" is the number 6,000
    const mark = findMark(number, marks);
    if (mark === null) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), mark: null });
    pieces.push({ text: number, mark });
    end = match.index + number.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), mark: null });
  return pieces;
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
